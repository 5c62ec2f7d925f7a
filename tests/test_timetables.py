"""Days worked out by hand from the rules, minute by minute; the model must live through each exactly so.

How a day is written stands in `tests/days.py`.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from tests.days import differences, read_day

FOLDER = Path(__file__).parent / "timetables"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_day_goes_as_worked_out_by_hand(file: Path, tmp_path: Path) -> None:
    day = read_day(file, tmp_path)
    assert differences(day, day.play()) == [], day.title


def test_a_minute_or_a_person_that_is_wrong_is_seen(tmp_path: Path) -> None:
    day = read_day(FOLDER / "shift_end_while_working.yaml", tmp_path)
    written = deepcopy(day.written)
    written["expected"]["first"]["restored"] = "15:31 by onsite"
    written["expected"]["second"]["onsite"] = "never"
    written["people"]["engineers 1 early"] = []
    written["overtime"]["engineers"] = "119 min"
    written["promises"]["fault/restore"] = "3 met of 3"
    wrong = differences(replace(day, written=written), day.play())
    assert [line.split(":")[0] for line in wrong] == [
        "first restored",
        "second onsite requested",
        "second onsite started",
        "second onsite ended",
        "people",
        "overtime engineers",
        "promise fault/restore",
    ]
