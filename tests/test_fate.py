"""What the draws come to under one plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.distributions import fixed
from sim.fate import fate_of
from sim.journey import PATHS
from sim.rules import rules_for
from sim.workload import draw_workload
from tests.random_cases import Case


def played(number: int):
    scenario = Case(number).scenario()
    rules = rules_for(scenario, scenario.operation.plans[0])
    workload = draw_workload(scenario, 1, 0)
    return scenario, rules, workload, fate_of(rules, workload)


def test_only_what_is_ours_is_solved_by_us() -> None:
    for number in range(20):
        _, rules, workload, fate = played(number)
        for row in range(workload.faults):
            cause, at_once, senior = PATHS[fate.path[row]]
            mark = rules.senior_for[workload.level[row]]
            assert senior == (mark >= 0 and bool(workload.marks[row] >> mark & 1))
            assert ("environment" in cause) == workload.truly_environment[row]
            assert at_once == rules.at_once[workload.level[row]]
        assert not np.any(fate.solves & ~rules.restores[fate.path])


def test_the_last_dial_is_never_followed_by_another() -> None:
    for number in range(20):
        assert not np.any(played(number)[3].redials[:, -1])


def test_a_pool_with_its_own_travel_does_not_share_the_sites_way() -> None:
    scenario, _, workload, _ = played(3)
    plan = scenario.operation.plans[0]
    pools = {name: replace(pool, travel=fixed(7.0), travel_from_home=fixed(9.0)) for name, pool in plan.pools.items()}
    fate = fate_of(rules := rules_for(scenario, replace(plan, pools=pools)), workload)
    assert {team.on_call for team in rules.teams} == {False, True}
    for team in rules.teams:
        assert np.all(fate.travel[team.way] == (9 if team.on_call else 7))
        assert np.all(fate.home[team.way] == (9 if team.on_call else 7))


def test_ways_that_teams_share_are_told_once() -> None:
    scenario, _, workload, _ = played(3)
    plan = scenario.operation.plans[0]
    pools = {name: replace(pool, travel=fixed(7.0), ready_in=fixed(0.0)) for name, pool in plan.pools.items()}
    pools = {name: replace(pool, travel_from_home=fixed(7.0)) for name, pool in pools.items()}
    fate = fate_of(rules := rules_for(scenario, replace(plan, pools=pools)), workload)
    assert len(rules.teams) > 1
    assert {team.way for team in rules.teams} == {team.ready for team in rules.teams} == {0}
    assert fate.travel.shape == fate.home.shape == (1, 2, workload.faults)
    assert fate.ready_in.shape == (1, workload.faults)


def test_another_plan_meets_the_same_luck() -> None:
    """What a plan does not change is the same under it: success, permission, redials."""
    scenario, _, workload, fate = played(3)
    other = replace(scenario.operation.plans[0], staff={})
    same = fate_of(rules_for(scenario, other), workload)
    for column in ("path", "solves", "again", "granted", "redials", "permit"):
        assert np.array_equal(getattr(fate, column), getattr(same, column))
