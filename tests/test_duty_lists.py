"""Duty lists for dates: how they are read, what they leave as it is, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.calendars import HOUR, other_dates
from sim.report.overview import overview
from sim.rules import roster_for, rules_for
from sim.scenario import Plan, Scenario
from sim.scenario_file import load
from sim.scenario_file.spell import spelled
from tests.written import problems

TEXT = """\
calendar:
  holidays: CN
  hours: {office: workdays 09:00-18:00, festival: 2026-02-15 to 2026-02-23}
demand:
  sites: {north: {travel: 20 min}, south: {travel: 20 min}}
  levels: {fault: {faults: 2 per day}}
  steps:
    remote: {work: 2 h, solves: 50%}
    onsite: {work: 2 h}
operation:
  pools: {desk: {}, local: {at: each base}}
  who: {remote: desk, onsite: local}
  plans:
    one:
      desk: 2 office + 1 outside office on call
      local: 1 always
      on_dates:
        festival: {local: {north: 2 always on call, others: 0}}
        2026-10-01 to 2026-10-07 and 2026-05-01: {desk: 1 always}
    two:
      like: one
      on_dates:
        festival: {desk: 1 always on call}
    three: {like: one, on_dates: none}
study: {start: 2026-01-01, length: 1 year}
"""
FESTIVAL = ((date(2026, 2, 15), date(2026, 2, 23)),)
AUTUMN = ((date(2026, 5, 1), date(2026, 5, 1)), (date(2026, 10, 1), date(2026, 10, 7)))


def read(folder: Path, text: str = TEXT) -> Scenario:
    file = folder / "lists.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def people(scenario: Scenario, plan: str, pool: str, place: str, day: date, hour: int) -> int:
    """How many people are there, at home or not."""
    rules = rules_for(scenario, scenario.plan(plan))
    roster, at = roster_for(rules), ((day - scenario.study.origin).days * 24 + hour) * HOUR
    found = 0
    for index, team in enumerate(rules.teams):
        if (team.pool, team.place) == (pool, place):
            mine = np.flatnonzero((roster.team == index) & (roster.at <= at))
            found += int(roster.headcount[mine[-1]]) if mine.size else 0
    return found


def labels(plan: Plan, pool: str, place: str) -> list[tuple[str, str]]:
    return [(shift.label, shift.on_dates) for shift in plan.staff[pool][place]]


def test_on_its_dates_a_list_stands_instead_of_the_week(tmp_path: Path) -> None:
    scenario = read(tmp_path)
    for day, north, south in ((14, 1, 1), (15, 2, 0), (23, 2, 0), (24, 1, 1)):
        assert people(scenario, "one", "local", "north", date(2026, 2, day), 0) == north
        assert people(scenario, "one", "local", "south", date(2026, 2, day), 23) == south
    assert people(scenario, "one", "desk", "", date(2026, 2, 14), 10) == 2  # a Saturday on which people work
    assert people(scenario, "one", "desk", "", date(2026, 2, 16), 10) == 1  # the list says nothing of the desk
    assert people(scenario, "one", "desk", "", date(2026, 9, 30), 10) == 2
    for day in (date(2026, 5, 1), date(2026, 10, 1), date(2026, 10, 7)):
        assert people(scenario, "one", "desk", "", day, 10) == people(scenario, "one", "desk", "", day, 23) == 1
    rules = rules_for(scenario, scenario.plan("one"))
    call = next(team for team in rules.teams if team.label == "1 outside office on call")
    assert np.searchsorted(call.calendar.opens, (273 * 24 + 12) * HOUR) == np.searchsorted(
        call.calendar.opens, (279 * 24 + 12) * HOUR
    ), "nobody of the week is on call from 1 to 7 October"


def test_a_plan_that_is_like_another_takes_its_lists_pool_by_pool(tmp_path: Path) -> None:
    scenario = read(tmp_path)
    assert labels(scenario.plan("one"), "local", "north") == [("1 always", ""), ("2 always on call", "festival")]
    two = scenario.plan("two")
    assert labels(two, "local", "north") == labels(scenario.plan("one"), "local", "north")
    key = "2026-10-01 to 2026-10-07 and 2026-05-01"
    assert labels(two, "desk", "") == [
        ("2 office", ""),
        ("1 outside office on call", ""),
        ("1 always on call", "festival"),
        ("1 always", key),
    ]
    office, _, festival, autumn = two.staff["desk"][""]
    assert (office.hours.on, festival.hours.on, autumn.hours.on) == (other_dates(FESTIVAL + AUTUMN), FESTIVAL, AUTUMN)
    assert labels(scenario.plan("three"), "desk", "") == [("2 office", ""), ("1 outside office on call", "")]
    assert scenario.plan("three").staff["desk"][""][0].hours.on == ()


def test_a_list_under_other_dates_is_added_to_those_of_the_other_plan(tmp_path: Path) -> None:
    scenario = read(tmp_path, TEXT.replace("        festival: {desk", "        2026-05-02 to 2026-05-05: {desk"))
    assert [told for _, told in labels(scenario.plan("two"), "desk", "")][2:] == [
        "2026-10-01 to 2026-10-07 and 2026-05-01",
        "2026-05-02 to 2026-05-05",
    ]


def test_dates_are_no_names_that_another_list_could_speak_of(tmp_path: Path) -> None:
    own = "2026-10-07 and 2026-05-01: {local: 1}\n        2026-10-01 to 2026-10-02: {local: 1}"
    two = read(tmp_path, TEXT.replace("festival: {desk: 1 always on call}", own)).plan("two")
    assert ("1 always", "2026-10-01 to 2026-10-07 and 2026-05-01") in labels(two, "desk", "")


def test_the_resolved_scenario_says_the_same(tmp_path: Path) -> None:
    scenario = read(tmp_path)
    again = read(tmp_path, "\n".join(spelled(scenario)) + "\n")
    assert again.operation == replace(scenario.operation, base=again.operation.base)


def test_pools_that_stand_in_lists_alone_need_no_table(tmp_path: Path) -> None:
    text = """\
demand:
  levels: {fault: {faults: 2 per day}}
  steps: {remote: {work: 2 h}}
operation:
  plans:
    one:
      on_dates:
        2026-01-01 to 2026-12-31: {desk: 1}
"""
    scenario = read(tmp_path, text)
    assert labels(scenario.plan("one"), "desk", "") == [("1", "2026-01-01 to 2026-12-31")]


@pytest.mark.parametrize(
    ("old", "new", "key", "spot"),
    [
        ("        festival: {local", "        2026-10-07 to 2026-10-09: {desk: 1}\n        festival: {local", "", ""),
        ("festival: {local: {n", "festival: {dsk: 1, local: {n", "check_no_pool_near", "dsk"),
        ("festival: {local: {north", "festvial: {local: {north", "phrases_no_hours_near", "festvial"),
        ("festival: {local: {north", "office: {local: {north", "phrases_whole_dates", "office"),
        ("festival: {desk: 1 always on call}", "festival: 3", "check_table_expected", ""),
        ("others: 0}", "east: 0}", "check_no_place", "east"),
        ("local: {at: each base}", "local: {at: each base}, on_dates: {}", "check_word_of_language", ""),
    ],
)
def test_a_mistake_in_a_list_is_told_at_its_place(tmp_path: Path, old: str, new: str, key: str, spot: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    found = {problem.key: problem for problem in problems(tmp_path, text)}
    key = key or "check_dates_twice"
    assert key in found
    line = text.split("\n")[found[key].place.line - 1]
    assert line[found[key].place.column - 1 :].startswith(spot)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_lists_outside_the_study_and_shifts_that_never_occur_are_remarked(tmp_path: Path, lang: str) -> None:
    fine = "\n".join(overview(read(tmp_path), "x.yaml", lang))
    assert "festival" not in fine
    later = "\n".join(overview(read(tmp_path, TEXT.replace("start: 2026", "start: 2027")), "x.yaml", lang))
    assert later.count("festival") == 1
    assert later.count("2026-05-01") == 1
    never = TEXT.replace("north: 2 always on call", "north: 2 always on call + 1 office")
    never = never.replace("2026-02-15 to 2026-02-23", "2026-02-16 to 2026-02-20")
    assert "1 office" in "\n".join(overview(read(tmp_path, never), "x.yaml", lang))
