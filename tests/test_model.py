"""What must hold in every scenario, on random cases full of simultaneous events."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest
import simpy

from sim.calendars import is_open
from sim.journey import CONTACT, DIAGNOSIS, HOTLINE, HQ_SUPPORT, HQ_TRIP, ONSITE, REMOTE, SECOND_VISIT, THIRD_PARTY
from sim.model import simulate
from sim.outcomes import NEVER, SOLVED, Outcomes
from sim.rules import Roster, Rules, ceiling, roster_for, rules_for
from sim.scenario import Plan, Scenario
from sim.workload import Workload, draw_workload
from tests.random_cases import scenario as random_scenario

CASES = range(150)
PEOPLE = (HOTLINE, CONTACT, DIAGNOSIS, REMOTE, ONSITE, SECOND_VISIT, HQ_SUPPORT, HQ_TRIP)


def play(scenario: Scenario, plan: Plan | None = None) -> tuple[Rules, Roster, Workload, Outcomes]:
    rules = rules_for(scenario, plan or scenario.operation.plans[0])
    roster = roster_for(rules)
    workload = draw_workload(scenario, seed=1, replication=0)
    return rules, roster, workload, simulate(rules, roster, workload)


@pytest.fixture(scope="module")
def played() -> list[tuple[Rules, Roster, Workload, Outcomes]]:
    return [play(random_scenario(number)) for number in CASES]


def test_every_fault_is_restored_where_somebody_is_always_there(played) -> None:
    for case, (_, _, workload, outcomes) in zip(CASES, played, strict=True):
        assert np.all(outcomes.restored >= workload.raised), case


def test_times_come_in_order(played) -> None:
    for case, (_, _, workload, outcomes) in zip(CASES, played, strict=True):
        in_order(case, workload.raised, outcomes.logged, outcomes.restored)
        in_order(case, outcomes.logged, outcomes.handed_over)
        in_order(case, outcomes.handed_over, outcomes.diagnosed)
        in_order(case, outcomes.asked, outcomes.permitted)
        in_order(case, outcomes.hq_departed, outcomes.hq_boarded, outcomes.arrived[:, HQ_TRIP])
        for step in PEOPLE:
            in_order(case, outcomes.requested[:, step], outcomes.ready[:, step], outcomes.started[:, step])
            in_order(case, outcomes.started[:, step], outcomes.arrived[:, step], outcomes.ended[:, step])
        stints = outcomes.stints
        in_order(case, stints["taken"], stints["work_from"], stints["work_to"], stints["free"])


def in_order(case: int, *columns: np.ndarray) -> None:
    """Where both of two neighbouring times exist, the later column is not earlier."""
    for before, after in itertools.pairwise(columns):
        both = (before != NEVER) & (after != NEVER)
        assert np.all(after[both] >= before[both]), case


def test_no_team_gives_more_people_than_it_has(played) -> None:
    for case, (rules, roster, _, outcomes) in zip(CASES, played, strict=True):
        for team in range(len(rules.teams)):
            stints = outcomes.stints[outcomes.stints["team"] == team]
            mine = roster.team == team
            at, headcount = roster.at[mine], roster.headcount[mine]
            for stint in stints:
                moment = stint["taken"]
                busy = np.count_nonzero((stints["taken"] <= moment) & (stints["free"] > moment))
                present = headcount[np.searchsorted(at, moment, side="right") - 1]
                assert busy <= present, (case, team, moment)


def test_nobody_starts_on_a_level_outside_its_window(played) -> None:
    for case, (rules, _, workload, outcomes) in zip(CASES, played, strict=True):
        for level, window in enumerate(rules.window):
            rows = workload.level == level
            for step in (CONTACT, REMOTE, ONSITE, SECOND_VISIT, HQ_TRIP):
                started = outcomes.started[rows, step]
                assert np.all(is_open(window, started[started != NEVER])), (case, level, step)


def test_everybody_comes_home(played) -> None:
    for case, (_, _, _, outcomes) in zip(CASES, played, strict=True):
        assert np.all(outcomes.stints["free"] != NEVER), case


def test_the_step_that_restores_is_the_only_one_that_solves(played) -> None:
    for case, (_, _, _, outcomes) in zip(CASES, played, strict=True):
        solved = outcomes.how == SOLVED
        assert np.all(solved.sum(axis=1) == 1), case
        assert np.array_equal(solved.argmax(axis=1), outcomes.restored_by), case
        assert np.array_equal(outcomes.ended[solved], outcomes.restored), case


def test_ours_is_restored_by_us_and_the_rest_by_the_vendor(played) -> None:
    for case, (_, _, workload, outcomes) in zip(CASES, played, strict=True):
        by_vendor = outcomes.restored_by == THIRD_PARTY
        assert np.array_equal(by_vendor, workload.truly_environment & (outcomes.restored_by != NEVER)), case


def test_unlimited_people_means_nobody_waits_for_a_person() -> None:
    for number in CASES[:60]:
        scenario = random_scenario(number)
        _, _, _, outcomes = play(scenario, ceiling(scenario))
        for step in PEOPLE:
            taken = outcomes.started[:, step] != NEVER
            assert np.array_equal(outcomes.started[taken, step], outcomes.ready[taken, step]), (number, step)


def test_the_order_of_tables_means_nothing() -> None:
    for number in CASES[:60]:
        scenario = random_scenario(number)
        original = play(scenario)[-1]
        assert play(shuffled(scenario, number))[-1].differences(original) == [], number


def shuffled(scenario: Scenario, number: int) -> Scenario:
    """The same scenario with every table in another order."""
    rng = random.Random(number)

    def mixed(items):
        return tuple(rng.sample(list(items), len(items)))

    plan = scenario.operation.plans[0]
    staff = {
        pool: {place: mixed(plan.staff[pool][place]) for place in mixed(plan.staff[pool])} for pool in mixed(plan.staff)
    }
    plan = replace(
        plan,
        staff=staff,
        pools={name: plan.pools[name] for name in mixed(plan.pools)},
        who={step: plan.who[step] for step in mixed(plan.who)},
        handling={level: plan.handling[level] for level in mixed(plan.handling)},
    )
    demand = scenario.demand
    demand = replace(
        demand,
        levels=mixed(demand.levels),
        sites=mixed(demand.sites),
        steps={name: demand.steps[name] for name in mixed(demand.steps)},
    )
    return replace(scenario, demand=demand, operation=replace(scenario.operation, base=plan, plans=(plan,)))


def test_the_order_of_insertion_of_simultaneous_events_means_nothing(monkeypatch) -> None:
    originals = [play(random_scenario(number))[-1] for number in CASES[:60]]

    class Backwards(simpy.Environment):
        """Of two events with the same time and priority the one scheduled last comes first."""

        def __init__(self) -> None:
            super().__init__()
            self._eid = itertools.count(0, -1)

    monkeypatch.setattr(simpy, "Environment", Backwards)
    for number, original in zip(CASES, originals, strict=False):
        assert play(random_scenario(number))[-1].differences(original) == [], number


def test_a_replication_is_the_same_alone_and_after_others() -> None:
    scenario = random_scenario(3)
    rules = rules_for(scenario, scenario.operation.plans[0])
    roster = roster_for(rules)
    batch = [simulate(rules, roster, draw_workload(scenario, 1, k)) for k in range(4)]
    alone = simulate(rules, roster, draw_workload(scenario, 1, 3))
    assert alone.differences(batch[3]) == []
    assert alone.differences(batch[2]) != []
