"""`slasim replay`: a given table of faults is played as it stands, and what it does not say is drawn as in a run."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from sim import sheets, tickets
from sim.cli import app
from sim.fate import fate_of
from sim.problems import InputError
from sim.replication import ContractYears, Replication
from sim.rerun import once
from sim.results.per_fault import IN_TIME, NOT_JUDGED, case_of, judged, per_fault
from sim.rules import rules_for
from sim.scenario import STEPS, Scenario, laid_out, settled
from sim.scenario_file import load
from tests.test_sheets import book

SCENARIOS = Path(__file__).parent.parent / "scenarios"
HELPDESK, SOUTHWEST = SCENARIOS / "helpdesk.yaml", SCENARIOS / "southwest.yaml"
WEEK = "raised,level,remote work,remote solves\n2026-03-02 09:15,urgent,20 min,yes\n2026/3/2 9:20,normal,,\n"


@pytest.fixture
def scenario() -> Scenario:
    return load(HELPDESK)


def slasim(*words: object):
    return CliRunner().invoke(app, ["replay", *map(str, words), "--lang", "en"])


def played(folder: Path, text: str, *options: str, encoding: str = "utf-8") -> tuple[str, list[dict[str, str]], int]:
    (folder / "week.csv").write_bytes(text.encode(encoding))
    out = folder / "out.csv"
    named = ["--workload", str(folder / "week.csv"), "--outcomes", str(out), "--plan", "today"]
    result = slasim(HELPDESK, *named, *options)
    rows = list(csv.DictReader(out.open(encoding="utf-8-sig"))) if out.exists() else []
    return result.output, rows, result.exit_code


def given(folder: Path, text: str, scenario: Scenario):
    """The workload that a table describes."""
    (folder / "given.csv").write_text(text, encoding="utf-8")
    return tickets.read(folder / "given.csv", scenario, 1)


def refused(folder: Path, text: str, scenario: Scenario) -> list[tuple[int, int, str]]:
    with pytest.raises(InputError) as caught:
        given(folder, text, scenario)
    return [(problem.place.line, problem.place.column, problem.key) for problem in caught.value.problems]


# ------------------------------------------------------------------ what is not said is drawn as in a run


def test_times_and_places_alone_bring_the_draws_of_the_run_with_them(tmp_path: Path, scenario: Scenario) -> None:
    work, first = (
        once(scenario, "today", 1, 0).workload,
        datetime.combine(laid_out(scenario).first, datetime.min.time()),
    )
    lines = ["level;raised"]
    for row in reversed(range(work.faults)):  # the order of the rows means nothing
        when = first + timedelta(milliseconds=int(work.raised[row]))
        lines.append(f"{work.levels[work.level[row]]};{when.isoformat(timespec='milliseconds')}")
    path = tmp_path / "all.csv"
    path.write_text("\r\n".join(lines), encoding="utf-8-sig")
    read = tickets.read(path, scenario, 1)
    for name in ("raised", "level", "site", "number", "work", "solve_u", "diagnosis", "patience"):
        assert np.array_equal(getattr(read, name), getattr(work, name)), name


@pytest.mark.parametrize(
    ("file", "plan", "number", "end"),
    [(HELPDESK, "second", 2, ".csv"), (SOUTHWEST, "residents", 1, ".csv"), (SOUTHWEST, "lean", 0, ".xlsx")],
)
def test_a_replication_that_was_drawn_as_a_table_plays_to_the_very_same_outcomes(
    tmp_path: Path, file: Path, plan: str, number: int, end: str
) -> None:
    if end == ".xlsx":
        pytest.importorskip("python_calamine")
    scenario = load(file)
    year = settled(scenario, 5, number)
    reference = once(scenario, plan, 5, number)
    table = tmp_path / f"drawn{end}"
    sheets.write(table, tickets.drawn(year, reference.workload))
    read = tickets.read(table, year, 5, number)
    for engine in ("simpy", "compiled"):
        again = next(ContractYears(scenario, [plan], 5, engine).play(number, read))
        assert reference.outcomes.differences(again.outcomes) == [], engine
    # Told chances hold whatever is drawn: another seed changes none of them.
    other, rules = tickets.read(table, year, 6, number), rules_for(year, scenario.plan(plan))
    told, drawn, first = fate_of(rules, other), fate_of(rules, reference.workload), slice(other.arriving)
    assert np.array_equal(told.path, drawn.path) and np.array_equal(told.solves[first], drawn.solves[first])
    assert np.array_equal(other.work[first], reference.workload.work[first])
    for name in ("marks", "parent", "back_after"):
        assert np.array_equal(getattr(other, name), getattr(reference.workload, name)), name
    for name in ("question_after", "question_delay"):
        assert np.array_equal(getattr(other, name)[first], getattr(reference.workload, name)[first]), name


def test_a_row_that_is_changed_changes(tmp_path: Path) -> None:
    """Otherwise the round trip would prove nothing."""
    drawn = tmp_path / "drawn.csv"
    assert slasim(HELPDESK, "--draw", drawn, "--plan", "today", "--outcomes", tmp_path / "a.csv").exit_code == 0
    again = ["--workload", drawn, "--plan", "today", "--outcomes", tmp_path / "b.csv"]
    assert slasim(HELPDESK, *again).exit_code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    rows = list(csv.reader(drawn.open(encoding="utf-8-sig")))
    rows[1][rows[0].index("hotline work")] = "1 h"
    with drawn.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert slasim(HELPDESK, *again).exit_code == 0
    assert (tmp_path / "a.csv").read_bytes() != (tmp_path / "b.csv").read_bytes()


# ------------------------------------------------------------------ what is said holds


def test_what_is_said_of_a_fault_holds_and_both_engines_tell_the_same(tmp_path: Path) -> None:
    told, rows, code = played(tmp_path, WEEK)
    assert code == 0
    assert "2 faults played under today; 2 of them restored." in told
    assert "--plan one_more" in told
    assert [row["raised"] for row in rows] == ["2026-03-02 09:15", "2026-03-02 09:20"]
    assert rows[0]["restored_by"] in ("hotline", "remote")
    again = played(tmp_path, WEEK.replace("20 min,yes", "5 h,yes").replace("urgent", "normal"))[1]
    assert (again[0]["restored_by"], again[0]["restored_by_pool"]) == ("remote", "engineers")
    slow = datetime.fromisoformat(again[0]["remote_ended"]) - datetime.fromisoformat(again[0]["remote_started"])
    assert slow == timedelta(hours=5)
    due = datetime.fromisoformat(again[0]["logged"]) + timedelta(hours=4)  # on one day, with the window open
    late = (datetime.fromisoformat(again[0]["restored"]) - due) / timedelta(minutes=1)
    assert float(again[0]["normal/restore"]) == pytest.approx(late, abs=0.01)
    assert "normal/restore" in again[0]["late_for"].split()
    assert played(tmp_path, WEEK, "--engine", "compiled")[1] == rows
    assert played(tmp_path, WEEK, "--engine", "auto")[1] == rows


def test_every_column_sets_what_it_speaks_of(tmp_path: Path) -> None:
    scenario = load(SOUTHWEST)
    heads = (
        "raised,level,site,diagnosis,truly_environment,granted,second visit,patience,other way,hq trip flight,"
        "handover delay,onsite work,onsite solves,onsite travel,third party request,third party turnaround"
    )
    rows = (
        "2026-03-02 09:15,A,chengdu,own,,no,yes,endless,1 h,3 h,6 min,90 min,no,12 min,,\n"
        "2026-03-02 09:16,A,chengdu,cannot tell,是,yes,no,2 min,,,,,,,31 min,9 h\n"
    )
    read = given(tmp_path, f"{heads}\n{rows}", scenario)
    fate = fate_of(rules_for(scenario, scenario.plan("residents")), read)
    minutes = 60_000
    assert fate.path.tolist() == [4, 7]  # A has on-site help at once: own; unclear, truly the environment
    assert fate.granted.tolist() == [False, True] and fate.again.tolist() == [True, False]
    assert (read.patience[0] == -1).all() and (read.patience[1] == 2 * minutes).all()
    assert (read.other_way[0], read.flight[0]) == (60 * minutes, 180 * minutes)
    assert (read.work[0, 1], read.work[0, 5]) == (6 * minutes, 90 * minutes)
    assert not fate.solves[0, 5]
    assert (fate.travel[:, 0, 0] == 12 * minutes).all() and (fate.travel[:, 0, 1] != 12 * minutes).any()
    assert (read.prepare[1, 7], read.work[1, 7]) == (31 * minutes, 540 * minutes)


def test_marks_questions_and_returns_are_as_told_and_nothing_else_comes_back(tmp_path: Path) -> None:
    scenario = load(SOUTHWEST)
    heads = (
        "raised,level,site,mark special,mark total_collapse,comes back after,question after,question delay,diagnosis"
    )
    rows = (
        "2026-03-02 09:15,A,chengdu,yes,no,2 d；5 h,never,,environment\n"
        "2026-03-02 09:16,C,chengdu,no,,90 min,30 d,3 h,own\n"
        + "".join(f"2026-03-03 09:{minute:02d},D,kunming,,,,,,\n" for minute in range(60))
    )
    read = given(tmp_path, f"{heads}\n{rows}", scenario)
    day, hour = 86_400_000, 3_600_000
    assert read.arriving == 62
    assert read.parent[62:].tolist() == [0, 1, 62]  # the second life of both, then the third of the first
    assert read.back_after[62:].tolist() == [2 * day, 90 * 60_000, 5 * hour]
    assert read.mark("special")[[0, 1, 62, 63, 64]].tolist() == [True, False, True, False, True]
    assert not read.mark("total_collapse")[0]
    never = f"{heads}\n2026-03-02 09:15,A,chengdu,yes,no,never,never,,\n"
    assert given(tmp_path, never, scenario).faults == 1
    assert read.diagnosis[[62, 64]].tolist() == [1, 1] and read.truly_environment[[62, 64]].all()
    assert read.question_after[0] == -1
    assert (read.question_after[1], read.question_delay[1]) == (read.work[1, STEPS.index("diagnosis")], 3 * hour)


def test_what_came_back_has_a_row_of_its_own_in_the_file_of_outcomes(tmp_path: Path) -> None:
    table, out = tmp_path / "week.csv", tmp_path / "out.csv"
    heads = "raised,level,site,mark special,comes back after,diagnosis"
    table.write_text(f"{heads}\n2026-03-02 09:15,A,kunming,yes,2 d,own\n", encoding="utf-8")
    told = slasim(SOUTHWEST, "--workload", table, "--plan", "lean", "--outcomes", out).output
    assert "2 faults played under lean on-call, 1 of which had come back; 2 of them restored." in told
    first, again = csv.DictReader(out.open(encoding="utf-8-sig"))
    assert (first["once_more"], again["once_more"]) == ("", "0")
    assert (first["marks"], again["marks"]) == ("special", "special")
    restored, raised = (datetime.fromisoformat(row) for row in (first["restored"], again["raised"]))
    assert abs(raised - restored - timedelta(days=2)) < timedelta(seconds=2)


def test_what_our_own_people_solved_was_our_own(tmp_path: Path) -> None:
    scenario = load(SOUTHWEST)
    rows = "".join(f"2026-03-02 09:{minute:02d},C,kunming,yes\n" for minute in range(60))
    read = given(tmp_path, f"raised,level,site,remote solves\n{rows}", scenario)
    fate = fate_of(rules_for(scenario, scenario.plan("lean")), read)
    assert fate.solves[:, 4].all() and not read.truly_environment.any()


def test_a_table_saved_by_excel_in_chinese_windows_is_read(tmp_path: Path) -> None:
    text = "raised\tlevel\tremote solves\r\n2026年3月2日 9:15\turgent\t是\r\n"
    assert played(tmp_path, text, encoding="gb18030")[2] == 0


def test_a_workbook_is_read_and_written(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    rows = [["raised", "level"], [datetime(2026, 3, 2, 9, 15), "urgent"], ["2026-03-02 09:20:01", "normal"]]
    week, out = book(tmp_path / "week.xlsx", Week=rows), tmp_path / "out.xlsx"
    assert slasim(HELPDESK, "--workload", week, "--plan", "today", "--outcomes", out).exit_code == 0
    header, *body = [[cell.text for cell in row] for row in sheets.read(out, "out.xlsx")]
    assert [row[header.index("raised")] for row in body] == ["2026-03-02 09:15", "2026-03-02 09:20:01"]
    book(week, Week=[*rows, ["2026-03-02 09:30", "urgnt"]])
    told = slasim(HELPDESK, "--workload", week, "--plan", "today").output
    assert "week.xlsx:Week!B4: level" in told and "Did you mean urgent?" in told


def test_a_fault_is_late_by_what_the_judge_says(tmp_path: Path) -> None:
    year = once(load(SOUTHWEST), "lean", 1, 0)
    header, *body = per_fault(year)
    late = 0
    for found in judged(year, case_of(year)):
        words = [row[header.index(found.promise.name)] for row in body]
        assert sum(word != NOT_JUDGED for word in words) == found.row.size
        assert sum(word not in (NOT_JUDGED, IN_TIME) for word in words) == found.late
        late += found.late
    assert late == sum(len(str(row[-1]).split()) for row in body) > 0
    assert visits_of(year) == sum(row[header.index("visits")] for row in body)


def visits_of(year: Replication) -> int:
    return int((year.outcomes.arrived[:, [5, 6, 9]] >= 0).sum())


# ------------------------------------------------------------------ what is refused


def test_every_bad_cell_is_told_at_once(tmp_path: Path, scenario: Scenario) -> None:
    text = "raised,level,remote work\n2026-13-02 09:15,urgnt,20\n1999-03-02 09:15,urgent,20 min\n,normal,\n"
    assert refused(tmp_path, text, scenario) == [
        (2, 1, "replay_no_time"),
        (2, 18, "replay_not_known_near"),
        (2, 24, "phrases_unit_missing"),
        (3, 1, "replay_outside"),
        (4, 1, "replay_empty"),
    ]


def test_bad_cells_of_marks_questions_and_returns_are_told(tmp_path: Path) -> None:
    heads = "raised,level,site,mark special,comes back after,question after"
    rows = "2026-03-02 09:15,A,kunming,maybe,1 d; 1 d; 1 d; 1 d,soon\n2026-03-02 09:15,A,kunming,,often,\n"
    assert refused(tmp_path, f"{heads}\n{rows}", load(SOUTHWEST)) == [
        (2, 28, "replay_not_known"),
        (2, 34, "replay_back_often"),
        (2, 53, "phrases_number"),
        (3, 29, "phrases_number"),
    ]
    assert refused(tmp_path, "raised,level,site,mark spezial\n2026-03-02 09:15,A,kunming,yes\n", load(SOUTHWEST)) == [
        (1, 19, "replay_no_column_near")
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("raised,lvl\n2026-03-02 09:15,urgent\n", "replay_no_column_near"),
        ("raised,level,level\n2026-03-02 09:15,urgent,urgent\n", "replay_column_twice"),
        ("level\nurgent\n", "replay_column_missing"),
        ("raised,level\n", "replay_no_rows"),
        ("", "replay_no_rows"),
        ("raised,level\n2026-03-02 09:15,urgent,3\n", "check_csv_wide"),
        ("raised,level,diagnosis,remote solves\n2026-03-02 09:15,urgent,environment,yes\n", "replay_cannot_solve"),
        ("raised,level,diagnosis,truly environment\n2026-03-02 09:15,urgent,own,yes\n", "replay_cause_differs"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, scenario: Scenario, text: str, key: str) -> None:
    assert key in [found for _, _, found in refused(tmp_path, text, scenario)]


def test_what_cannot_be_meant_is_bad_input(tmp_path: Path) -> None:
    table = tmp_path / "week.csv"
    table.write_text(WEEK, encoding="utf-8")
    none = tmp_path / "none.csv"
    for options in (
        ("--workload", none, "--plan", "today"),
        ("--workload", table, "--plan", "tody"),
        ("--workload", table, "--plan", "today", "--engine", "fast"),
        ("--workload", table, "--plan", "today", "--outcomes", "out.pdf"),
        ("--workload", table, "--plan", "today", "--outcomes", tmp_path / "away" / "out.csv"),
        ("--workload", table, "--draw", none, "--plan", "today"),
        ("--plan", "today"),
    ):
        result = slasim(HELPDESK, *options)
        assert (result.exit_code, "Traceback" in result.output) == (2, False), options


def test_no_table_of_faults_is_written_over(tmp_path: Path) -> None:
    week = tmp_path / "week.csv"
    week.write_text("raised,level\n2026-03-02 10:00,urgent\n", encoding="utf-8")
    before = week.read_bytes()
    for options, told in (
        (("--workload", week, "--outcomes", tmp_path / "." / "week.csv"), "would take the place of"),
        (("--draw", week), "is there already"),
    ):
        found = slasim(HELPDESK, *options, "--plan", "today")
        assert found.exit_code == 2 and told in found.output
    assert week.read_bytes() == before


def test_levels_and_sites_may_be_called_as_people_call_them(tmp_path: Path, scenario: Scenario) -> None:
    by_name = given(tmp_path, "raised,level\n2026-03-02 09:15,urgent\n2026-03-02 09:20,normal\n", scenario)
    by_title = given(tmp_path, "raised,level\n2026-03-02 09:15,紧急\n2026-03-02 09:20,一般\n", scenario)
    assert by_title.level.tolist() == by_name.level.tolist()
    assert refused(tmp_path, "raised,level\n2026-03-02 09:15,紧\n", scenario) == [(2, 18, "replay_not_known")]
