"""Bad scenario files, each with the exact words in which it is refused.

`refusals/` holds one file for each mistake and beside it the text on the screen: English, or Chinese for `zh_...`.
After a wording has been changed on purpose, `python tests/test_refusals.py` writes the texts anew; read every
difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.problems import InputError
from sim.report.refusal import refusal
from sim.scenario_file import load

FOLDER = Path(__file__).parent / "refusals"
GOOD = ("good_field", "good_small")
BAD = sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem not in GOOD)


def told(name: str) -> str:
    """What is said about a bad file; to be called inside the folder, so that no path is in it."""
    with pytest.raises(InputError) as caught:
        load(f"{name}.yaml")
    lang = "zh" if name.startswith("zh_") else "en"
    return "\n".join(refusal(caught.value, lang)) + "\n"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_these_very_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    assert told(name) == Path(f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GOOD)
def test_the_files_that_were_spoilt_were_good(name: str) -> None:
    assert load(FOLDER / f"{name}.yaml").operation.plans


def test_each_text_belongs_to_a_bad_file() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == BAD


if __name__ == "__main__":
    os.chdir(FOLDER)
    for bad in BAD:
        Path(f"{bad}.txt").write_text(told(bad), encoding="utf-8")
