"""Who does not come: the same people in every plan, as often as written, and nobody else's luck disturbed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from sim.absence import attended, seats_of, without
from sim.calendars import DAY, HOUR
from sim.experiment import Effort, replicate, run
from sim.measures.load import attendance, planned
from sim.replication import ContractYears
from sim.rerun import once
from sim.results import Result
from sim.rules import Roster, Rules, ceiling, roster_for, rules_for
from sim.same import Same
from sim.scenario import Scenario
from sim.scenario_file import load
from sim.streams import uniforms

FEW = """\
calendar:
  hours: {office: workdays 09:00-12:00 13:00-18:00, off: outside office}
demand:
  sites: {north: {travel: 20 min}, south: {travel: 20 min}}
  levels: {fault: {faults: 2 per day}}
  steps:
    remote: {work: mean 2 h cv 1, solves: 50%}
    onsite: {work: mean 2 h cv 1}
operation:
  pools:
    desk: {pay: 1000 yuan per month}
    local: {at: each base, absence: 40%}
  who: {remote: desk, onsite: local}
  rules: {absence: 10%}
  plans:
    one: {desk: 1 office + 1 off on call, local: 1 always}
    two: {desk: 3 office + 1 off on call, local: 1 always on call}
  costs: {standby: 10 yuan per h}
agreements:
  promises:
    fault: {restore: {within: 8 h, attain: 80% per month}}
study: {start: 2026-01-01, length: 1 year}
"""


def written(folder: Path, text: str = FEW) -> Scenario:
    file = folder / "few.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def absences(scenario: Scenario, plan: str, replication: int = 0) -> set[tuple[str, str, str, date, int]]:
    """(pool, place, shift, date, person) of everybody who does not come."""
    rules = rules_for(scenario, scenario.plan(plan))
    seats = seats_of(Same(rules), scenario.study.origin)
    away = uniforms(seats.key, f"absent/5/{replication}") < seats.chance
    return {
        (team.pool, team.place, team.shift, scenario.study.origin + timedelta(days=day), person)
        for team, day, person in (
            (rules.teams[seats.team[s]], int(seats.begins[s] // DAY), int(p))
            for s, p in zip(seats.stretch[away], seats.person[away], strict=True)
        )
    }


def roster_of(scenario: Scenario, rules: Rules, replication: int = 0) -> Roster:
    return attended(rules, roster_for(rules), scenario.study.origin, 5, replication)


def people_at(roster: Roster, team: int, at: int) -> int:
    changes = np.flatnonzero((roster.team == team) & (roster.at <= at))
    return int(roster.headcount[changes[-1]]) if changes.size else 0


# ------------------------------------------------------------------ who


def test_as_many_people_do_not_come_as_the_scenario_says(tmp_path: Path) -> None:
    """Days are alike and independent: the count of a year is binomial."""
    scenario = written(tmp_path)
    days = [day for _, _, _, day, _ in absences(scenario, "two") if day.year == 2026]
    assert days
    for pool, share, seats in (("desk", 0.1, 3 * 261 + 365), ("local", 0.4, 2 * 365)):
        counts = []
        for replication in range(60):
            away = absences(scenario, "two", replication)
            counts.append(sum(entry[0] == pool and entry[3].year == 2026 for entry in away))
        spread = np.sqrt(seats * share * (1 - share))
        assert abs(np.mean(counts) - seats * share) < 4 * spread / np.sqrt(60), pool
        assert 0.6 < np.std(counts, ddof=1) / spread < 1.5, pool


def test_plans_that_seat_the_same_people_miss_the_same_people(tmp_path: Path) -> None:
    scenario = written(tmp_path)
    one, two = absences(scenario, "one"), absences(scenario, "two")
    desk = {entry for entry in two if entry[0] == "desk"}
    assert {entry for entry in one if entry[0] == "desk"} == {entry for entry in desk if entry[4] == 1}
    assert {entry[4] for entry in desk} == {1, 2, 3}
    assert {entry[3:] for entry in one if entry[1] == "north"} != {entry[3:] for entry in one if entry[1] == "south"}


def test_another_site_a_longer_warm_up_and_another_share_disturb_nobody(tmp_path: Path) -> None:
    before = absences(written(tmp_path), "one")
    wider = FEW.replace("south: {travel", "east: {travel: 5 min}, south: {travel")
    assert {entry for entry in absences(written(tmp_path, wider), "one") if entry[1] != "east"} == before
    longer = absences(written(tmp_path, FEW.replace("length: 1 year", "length: 1 year, warm_up: 4 weeks")), "one")
    ends = date(2028, 1, 1)
    first = date(2026, 1, 2)  # the night before the first day began on another date
    assert {e for e in longer if first <= e[3] < ends} == {e for e in before if first <= e[3] < ends}
    fewer = absences(written(tmp_path, FEW.replace("{absence: 10%}", "{absence: 5%}")), "one")
    assert fewer < before


def test_every_year_has_its_own_absences_whatever_was_played_before(tmp_path: Path) -> None:
    scenario = written(tmp_path)
    years = ContractYears(scenario, ["one"], 5)
    rosters = [next(years.play(number)).roster for number in (0, 1, 3)]
    alone = once(scenario, "one", 5, 3).roster
    assert all(np.array_equal(getattr(alone, name), getattr(rosters[2], name)) for name in vars(alone))
    assert not np.array_equal(rosters[0].at, rosters[1].at)


# ------------------------------------------------------------------ the roster


def test_a_roster_without_absence_is_the_planned_one(tmp_path: Path) -> None:
    plain = written(tmp_path, FEW.replace(", absence: 40%", "").replace("  rules: {absence: 10%}\n", ""))
    rules = rules_for(plain, plain.plan("one"))
    roster = roster_for(rules)
    assert attended(rules, roster, plain.study.origin, 5, 0) is roster


def test_where_everybody_comes_after_all_the_roster_is_the_planned_one(tmp_path: Path) -> None:
    scenario = written(tmp_path)
    rules = rules_for(scenario, scenario.plan("two"))
    seats, roster = seats_of(Same(rules), scenario.study.origin), roster_for(rules)
    full = without(seats, np.zeros(seats.key.size, dtype=bool))
    assert all(np.array_equal(getattr(full, name), getattr(roster, name)) for name in vars(roster))


def test_unlimited_people_always_come(tmp_path: Path) -> None:
    scenario = written(tmp_path)
    rules = rules_for(scenario, ceiling(scenario))
    assert all(team.absence > 0 for team in rules.teams)
    roster = roster_for(rules)
    assert attended(rules, roster, scenario.study.origin, 5, 0) is roster


def test_the_roster_says_at_every_hour_who_came(tmp_path: Path) -> None:
    """Against the draws one by one: seven weeks, every half hour."""
    scenario = written(tmp_path)
    rules = rules_for(scenario, scenario.plan("two"))
    roster, away = roster_of(scenario, rules), absences(scenario, "two")
    for index, team in enumerate(rules.teams):
        for half in range(7 * 7 * 48):
            at = half * HOUR // 2
            span = int(np.searchsorted(team.calendar.opens, at, side="right")) - 1
            expected = 0
            if span >= 0 and at < team.calendar.closes[span]:
                begun = int(team.calendar.opens[span])
                day = scenario.study.origin + timedelta(days=(begun + (at - begun) // DAY * DAY) // DAY)
                names = [(team.pool, team.place, team.shift, day, n) for n in range(1, team.headcount + 1)]
                expected = sum(name not in away for name in names)
            assert people_at(roster, index, at) == expected, (team.pool, team.label, at / HOUR)


def test_somebody_who_stays_away_all_year_leaves_nobody(tmp_path: Path) -> None:
    scenario = written(tmp_path, FEW.replace("absence: 40%", "absence: 99.99999%"))
    rules = rules_for(scenario, scenario.plan("one"))
    roster = roster_of(scenario, rules)
    local = [index for index, team in enumerate(rules.teams) if team.pool == "local"]
    assert np.all(roster.headcount[np.isin(roster.team, local)] == 0)


def test_changes_come_in_order_and_tell_something_new(tmp_path: Path) -> None:
    scenario = written(tmp_path)
    rules = rules_for(scenario, scenario.plan("one"))
    roster = roster_of(scenario, rules)
    assert np.all(np.diff(roster.at) >= 0)
    for team in range(len(rules.teams)):
        mine = roster.team == team
        at, headcount, until = roster.at[mine], roster.headcount[mine], roster.until[mine]
        goes_on = (until[1:] == until[:-1]) & (at[1:] < until[1:])
        assert np.all(np.diff(headcount)[goes_on] != 0)
    seats = seats_of(Same(rules), scenario.study.origin)
    assert roster.at.size < seats.at.size


# ------------------------------------------------------------------ what it comes to


def test_hours_of_people_present_are_those_of_the_people_who_came(tmp_path: Path) -> None:
    scenario = written(tmp_path)
    rules = rules_for(scenario, scenario.plan("two"))
    roster, pools = roster_of(scenario, rules), ("desk", "local")
    seated, on_call = attendance(rules, roster, pools, scenario.study)
    all_seated, all_on_call = planned(rules, pools, scenario.study)
    away = absences(scenario, "two")
    office = [entry for entry in away if entry[2] == "office" and entry[3].year == 2026]
    assert all_seated[0].sum() - seated[0].sum() == len(office) * 8 * HOUR
    night = [entry for entry in away if entry[0] == "local" and entry[3].year == 2026]
    assert all_on_call[1].sum() - on_call[1].sum() == len(night) * DAY
    wednesday = [entry for entry in office if entry[3].weekday() == 2]
    assert all_seated[0, 2 * 24 + 10] - seated[0, 2 * 24 + 10] == len(wednesday) * HOUR


def test_who_does_not_come_is_paid(tmp_path: Path) -> None:
    always = written(tmp_path, FEW.replace(", absence: 40%", "").replace("absence: 10%", "absence: 0%"))
    scenario = written(tmp_path)
    fewer, all_there = (replicate(made, made.operation.plans, 5, 0) for made in (scenario, always))
    for one, other in zip(fewer, all_there, strict=True):
        assert one.pools.on_call.sum() < other.pools.on_call.sum()
        assert one.cost[0, :2].tolist() == other.cost[0, :2].tolist()  # staff and standby


def test_a_run_with_absence_is_the_same_for_any_workers_and_on_both_engines(tmp_path: Path) -> None:
    pytest.importorskip("numba", reason="the compiled engine needs numba")
    scenario = written(tmp_path)

    def result(workers: int, engine: str) -> Result:
        found = run(scenario, scenario.operation.plans, 1, Effort(6, 0.05, 6, 6, workers=workers, engine=engine))
        assert found is not None
        return replace(found.result, engine="", audited=0)

    first = result(1, "simpy")
    assert repr(result(2, "simpy")) == repr(first)
    assert repr(result(2, "compiled")) == repr(first)


def test_a_pool_has_its_own_share_or_that_of_the_rules_and_a_plan_may_change_it(tmp_path: Path) -> None:
    text = FEW.replace("    two: {desk", "    three: {like: one, rules: {absence: 2%}}\n    two: {desk")
    scenario = written(tmp_path, text)
    shares = {plan.name: {n: p.absence for n, p in plan.pools.items()} for plan in scenario.operation.plans}
    assert shares["one"] == shares["two"] == {"desk": 0.1, "local": 0.4}
    assert shares["three"] == {"desk": 0.02, "local": 0.4}
