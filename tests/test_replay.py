"""`slasim replay`: a given table of faults is played as it stands, and what it does not say is drawn as in a run."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from sim import tickets
from sim.cli import app
from sim.problems import InputError
from sim.rerun import once
from sim.scenario import laid_out
from sim.scenario_file import load

HELPDESK = Path(__file__).parent.parent / "scenarios" / "helpdesk.yaml"
WEEK = "raised,level,remote work,remote solves\n2026-03-02 09:15,urgent,20 min,yes\n2026/3/2 9:20,normal,,\n"


@pytest.fixture
def scenario():
    return load(HELPDESK)


def played(folder: Path, text: str, *options: str, encoding: str = "utf-8") -> tuple[str, list[dict[str, str]], int]:
    (folder / "week.csv").write_bytes(text.encode(encoding))
    out = folder / "out.csv"
    named = ["--workload", str(folder / "week.csv"), "--outcomes", str(out), "--plan", "today", "--lang", "en"]
    result = CliRunner().invoke(app, ["replay", str(HELPDESK), *named, *options])
    rows = list(csv.DictReader(out.open(encoding="utf-8-sig"))) if out.exists() else []
    return result.output, rows, result.exit_code


def test_the_faults_of_a_replication_given_as_a_table_play_like_the_replication(tmp_path: Path, scenario) -> None:
    reference = once(scenario, "today", 1, 0)
    work, first = reference.workload, datetime.combine(laid_out(scenario).first, datetime.min.time())
    lines = ["level;raised"]
    for row in reversed(range(work.faults)):  # the order of the rows means nothing
        when = first + timedelta(milliseconds=int(work.raised[row]))
        lines.append(f"{work.levels[work.level[row]]};{when.isoformat(timespec='milliseconds')}")
    path = tmp_path / "all.csv"
    path.write_text("\r\n".join(lines), encoding="utf-8-sig")
    given = tickets.read(path, scenario, 1)
    for name in ("raised", "level", "site", "number", "work", "solve_u", "diagnosis", "patience"):
        assert np.array_equal(getattr(given, name), getattr(work, name)), name


def test_what_is_said_of_a_fault_holds_and_both_engines_tell_the_same(tmp_path: Path) -> None:
    told, rows, code = played(tmp_path, WEEK)
    assert code == 0
    assert "2 faults played under today; 2 of them restored." in told
    assert [row["raised"] for row in rows] == ["2026-03-02 09:15:00", "2026-03-02 09:20:00"]
    assert rows[0]["restored_by"] in ("hotline", "remote")
    again = played(tmp_path, WEEK.replace("20 min,yes", "3 h,yes").replace("urgent", "normal"))[1]
    slow = datetime.fromisoformat(again[0]["restored"]) - datetime.fromisoformat(again[0]["handed_over"])
    assert slow >= timedelta(hours=3)
    assert again[0]["normal/restore"] == ("late" if slow > timedelta(hours=4) else "in time")
    assert played(tmp_path, WEEK, "--engine", "compiled")[1] == rows


def test_a_table_saved_by_excel_in_chinese_windows_is_read(tmp_path: Path) -> None:
    text = "raised\tlevel\tremote solves\r\n2026-03-02 09:15\turgent\t是\r\n"
    assert played(tmp_path, text, encoding="gb18030")[2] == 0


def test_every_bad_cell_is_told_at_once(tmp_path: Path, scenario) -> None:
    (tmp_path / "bad.csv").write_text(
        "raised,level,remote work\n2026-13-02 09:15,urgnt,20\n1999-03-02 09:15,urgent,20 min\n", encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        tickets.read(tmp_path / "bad.csv", scenario, 1)
    told = [(problem.place.line, problem.place.column, problem.key) for problem in caught.value.problems]
    assert told == [
        (2, 1, "replay_no_time"),
        (2, 18, "replay_not_known_near"),
        (2, 24, "phrases_unit_missing"),
        (3, 1, "replay_outside"),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("raised,lvl\n2026-03-02 09:15,urgent\n", "replay_no_column_near"),
        ("level\nurgent\n", "replay_column_missing"),
        ("raised,level\n", "replay_rows"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, scenario, text: str, key: str) -> None:
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        tickets.read(tmp_path / "bad.csv", scenario, 1)
    assert key in [problem.key for problem in caught.value.problems]


def test_a_missing_table_and_an_unknown_plan_are_bad_input(tmp_path: Path) -> None:
    named = ["--workload", str(tmp_path / "none.csv"), "--lang", "en"]
    for plan in ("today", "tody"):
        result = CliRunner().invoke(app, ["replay", str(HELPDESK), *named, "--plan", plan])
        assert result.exit_code == 2
        assert "Traceback" not in result.output
