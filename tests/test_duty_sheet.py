"""People read from a sheet are those that the same lines in the scenario file would be."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.problems import InputError
from sim.report.refusal import refusal
from sim.scenario import Scenario
from tests.test_sheets import book
from tests.written import SMALL, changed, problems, read

DAY = """\
      desk: 1
      local: {north: 2 office + 1 off_hours on call, others: 1 always}
"""
STAFF = "      staff: from roster.csv\n"
ROSTER = """\
pool,place,office,off_hours,always,note
desk,,,,1,the phone
local,north,2,1 on call,,
,others,,,1,
"""


def scenario(folder: Path, lines: str, roster: str = ROSTER, encoding: str = "utf-8") -> Scenario:
    (folder / "roster.csv").write_bytes(roster.encode(encoding))
    return read(folder, changed(DAY, lines))


def refused(folder: Path, lines: str, roster: str) -> list[tuple[str, int, int, str]]:
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    found = [(problem.place, problem.key) for problem in problems(folder, changed(DAY, lines))]
    return [(Path(place.file).name, place.line, place.column, key) for place, key in found]


def plain(folder: Path) -> Scenario:
    return read(folder)


def people(read: Scenario) -> dict[str, object]:
    """Who is there, plan by plan, without the words in which it was said."""
    return {
        plan.name: {
            (pool, place): [(s.headcount, s.hours, s.on_call, s.levels) for s in shifts]
            for pool, places in plan.staff.items()
            for place, shifts in places.items()
        }
        for plan in read.operation.plans
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_plan_from_a_sheet_is_the_plan_written_out(tmp_path: Path, encoding: str, delimiter: str) -> None:
    roster = ROSTER.replace("the phone", "值电话").replace(",", delimiter).replace("\n", "\r\n")
    assert people(scenario(tmp_path, STAFF, roster, encoding)) == people(plain(tmp_path))


@pytest.mark.parametrize(
    ("lines", "roster"),
    [
        ("      desk: 1\n      local: from roster.csv\n", ROSTER),  # its own rows of the common sheet
        (
            "      desk: 1\n      local: from roster.csv\n",
            "place,office,off_hours,always\nnorth,2,1 on call\nothers,,,1\n",
        ),
        (
            "      desk: 1\n      local: from roster.csv\n",
            "place,people\nnorth,2 office + 1 off_hours on call\nothers,1\n",
        ),
        ("      desk: from roster.csv\n" + DAY.splitlines()[1] + "\n", "always\n1\n"),
    ],
)
def test_a_pool_may_have_a_sheet_of_its_own(tmp_path: Path, lines: str, roster: str) -> None:
    assert people(scenario(tmp_path, lines, roster)) == people(plain(tmp_path))


def test_a_whole_plan_may_be_a_sheet(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    text = changed("    day:\n" + DAY, "    day: from roster.csv\n")
    assert people(read(tmp_path, text)) == people(plain(tmp_path))


def test_a_plan_that_starts_from_a_sheet_changes_single_lines(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    text = changed(DAY, STAFF).replace("more: {like: day, desk: 2}", "more: {like: day, local: {north: 3 office}}")
    said = SMALL.replace("more: {like: day, desk: 2}", "more: {like: day, local: {north: 3 office}}")
    assert people(read(tmp_path, text)) == people(read(tmp_path, said))


def test_a_duty_list_for_dates_may_be_a_sheet(tmp_path: Path) -> None:
    (tmp_path / "spring.csv").write_text("place,always\nnorth,1 on call\nothers,2\n", encoding="utf-8")
    (tmp_path / "all.csv").write_text("pool,place,always\nlocal,north,1 on call\nlocal,others,2\n", encoding="utf-8")
    said = "{local: {north: 1 always on call, others: 2 always}}"
    found = [
        people(read(tmp_path, changed(DAY, DAY + f"      on_dates: {{2026-02-15 to 2026-02-23: {lines}}}\n")))
        for lines in (said, "{local: from spring.csv}", "from all.csv", "{staff: from all.csv}")
    ]
    assert found[0] == found[1] == found[2] == found[3]


def test_nobody_is_there_where_a_cell_is_empty_nought_or_a_dash(tmp_path: Path) -> None:
    for nobody in ("", "0", "-"):
        roster = f"pool,place,office,always\ndesk,,,1\nlocal,north,2,{nobody}\n,others,{nobody},1\n"
        day = people(scenario(tmp_path, STAFF, roster))["day"]
        assert [len(day["local", place]) for place in ("east", "north") if ("local", place) in day] == [1]
    roster = "pool,place,office,always\ndesk,,,1\nlocal,north,,\nlocal,south,,1\n"
    assert [found[-1] for found in refused(tmp_path, STAFF, roster)] == ["check_nobody_for_also"]


def test_several_shifts_of_one_column_stand_in_one_cell(tmp_path: Path) -> None:
    roster = "pool,place,office,always\ndesk,,,1\nlocal,,2 + 1 on call for A,\n"
    shifts = people(scenario(tmp_path, STAFF, roster))["day"]["local", "north"]
    assert [(count, on_call, levels) for count, _, on_call, levels in shifts] == [(2, False, ()), (1, True, ("A",))]


def test_each_mistake_is_told_with_its_cell(tmp_path: Path) -> None:
    roster = (
        "pool,place,office,off_hours\ndesk,,,1\nlocl,north,2,1\nlocal,nrth,2,1 on cal\n,others,two,1 on call for C\n"
    )
    assert refused(tmp_path, STAFF, roster) == [
        ("roster.csv", 3, 1, "check_no_pool_near"),
        ("roster.csv", 4, 7, "check_no_place_near"),
        ("roster.csv", 5, 9, "phrases_headcount"),
        ("roster.csv", 5, 27, "phrases_no_level"),
    ]


@pytest.mark.parametrize(
    ("lines", "roster", "key"),
    [
        (STAFF, "place,office\nnorth,1\n", "check_sheet_column"),
        (STAFF, "pool,place,office\n,north,1\n", "check_sheet_column"),
        (STAFF, "pool,place,office\n", "check_sheet_empty"),
        (STAFF, "pool,place,always\ndesk,,1\nlocal,,1\nlocal,north,2\n", "check_sheet_place"),
        (STAFF, "pool,place,always\ndesk,,1\nlocal,north,1\nlocal,north,2\nlocal,south,1\n", "check_twice"),
        (STAFF, "pool,place,always\ndesk,,1,5\nlocal,,1\n", "check_csv_wide"),
        (STAFF + "      desk: 2\n", ROSTER, "check_pool_and_sheet"),
        ("      staff: 3\n" + DAY, ROSTER, "check_staff_is_a_sheet"),
        ("      desk: 1\n      local: from roster.csv\n", "pool,always\nlocals,1\n", "check_sheet_without_near"),
        ("      staff: from none.csv\n", ROSTER, "check_no_csv"),
        ("      staff: from ../roster.csv\n", ROSTER, "check_csv_outside"),
    ],
)
def test_a_sheet_that_cannot_be_a_roster_is_refused(tmp_path: Path, lines: str, roster: str, key: str) -> None:
    assert key in [found[-1] for found in refused(tmp_path, lines, roster)]


def test_a_workbook_is_read_and_its_mistakes_name_the_cell(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    rows: list[list[object]] = [["pool", "place", "office", "off_hours", "always"], ["desk", "", "", "", 1]]
    rows += [["local", "north", 2, "1 on call"], ["", "others", "", "", 1]]
    book(tmp_path / "roster.xlsx", March=rows, April=[*rows[:2], ["local", "north", 2, "1 on cal"], rows[3]])
    (tmp_path / "roster.csv").touch()
    text = changed(DAY, "      staff: from roster.xlsx\n")
    assert people(read(tmp_path, text)) == people(plain(tmp_path))
    with pytest.raises(InputError) as caught:
        read(tmp_path, text.replace("roster.xlsx", "roster.xlsx sheet April"))
    told = [line.replace(f"{tmp_path}/", "") for line in refusal(caught.value, "en")]
    assert told[0] == "roster.xlsx:April!D3: operation > plans > day > local > north"
    assert told[1:3] == ["    1 on cal", "         ^^^"]


def test_hours_that_are_unknown_are_told_once_at_their_heading(tmp_path: Path) -> None:
    roster = "pool,place,office,of_hours\ndesk,,1,1\nlocal,north,2,1 on call\n,others,1,1\n"
    assert refused(tmp_path, STAFF, roster) == [("roster.csv", 1, 19, "phrases_no_hours_near")]
