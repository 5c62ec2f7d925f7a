"""A scenario under one plan as numbers: who serves whom, in which order, and who is there when."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.calendars import ALWAYS, DAY, HOUR, Hours, Span
from sim.lines import place_serving
from sim.rules import CEILING, ceiling, roster_for, rules_for
from sim.scenario import STEPS, Scenario, Shift
from sim.teams import UNLIMITED
from tests.random_cases import WEEKDAYS, Case

MORNING = Hours((Span(WEEKDAYS, ((6 * HOUR, 14 * HOUR),)),))
AFTERNOON = Hours((Span(WEEKDAYS, ((14 * HOUR, 22 * HOUR),)),))


def made(**staff: tuple[Shift, ...]) -> Scenario:
    """A random case whose central pool has these shifts; everything else is left as it is."""
    case = Case(5)
    scenario = case.scenario()
    plan = scenario.operation.plans[0]
    people = {**plan.staff, "central": {"": staff["central"]}}
    plan = replace(plan, staff=people, who=dict.fromkeys(plan.who, ("central",)), overflow={})
    return replace(scenario, operation=replace(scenario.operation, base=plan, plans=(plan,)))


def shift(label: str, hours: Hours, on_call: bool = False, levels: tuple[str, ...] = (), people: int = 1) -> Shift:
    return Shift(label, people, hours, on_call, levels)


def test_seated_teams_come_before_those_on_call_and_equals_by_name() -> None:
    scenario = made(
        central=(shift("b", ALWAYS, on_call=True), shift("z", MORNING), shift("a", AFTERNOON)),
    )
    rules = rules_for(scenario, scenario.operation.plans[0])
    central = [(team.label, team.on_call) for team in rules.teams if team.pool == "central"]
    assert central == [("a", False), ("z", False), ("b", True)]
    line = rules.lines[rules.queue[STEPS.index("onsite")][0][0]]
    names = [
        [rules.teams[i].label for i in seated] + [rules.teams[i].label for i in on_call]
        for seated, on_call in line.choices
    ]
    assert names == [["a", "z", "b"]]


def test_on_call_for_some_levels_serves_those_alone() -> None:
    scenario = made(central=(shift("day", MORNING), shift("call", AFTERNOON, on_call=True, levels=("A",))))
    rules = rules_for(scenario, scenario.operation.plans[0])
    onsite = STEPS.index("onsite")
    for level, name in enumerate(rules.levels):
        on_call = [team for _, called in rules.lines[rules.queue[onsite][level][0]].choices for team in called]
        assert bool(on_call) == (name == "A")


def test_a_shift_that_ends_gives_way_at_the_very_instant_to_the_next() -> None:
    scenario = made(central=(shift("early", MORNING, people=2), shift("late", AFTERNOON, people=3)))
    rules = rules_for(scenario, scenario.operation.plans[0])
    roster = roster_for(rules)
    index = {team.label: i for i, team in enumerate(rules.teams) if team.pool == "central"}
    at_two = roster.at == 14 * HOUR
    changes = list(zip(roster.team[at_two].tolist(), roster.headcount[at_two].tolist(), strict=True))
    assert changes.index((index["early"], 0)) < changes.index((index["late"], 3))
    begins = (roster.team == index["late"]) & (roster.headcount > 0)
    assert roster.until[begins][0] - roster.at[begins][0] == 8 * HOUR
    assert np.all(np.diff(roster.at) >= 0)


def test_a_pool_serves_its_base_a_named_site_or_everybody() -> None:
    scenario = Case(5).scenario()
    pool, site = scenario.operation.base.pools["local"], scenario.demand.sites[0]
    at_base = replace(pool, at_base=True, places=("north",))
    assert place_serving(at_base, replace(site, name="x", base="north")) == "north"
    assert place_serving(at_base, replace(site, name="north", base="x")) is None
    in_house = replace(pool, at_base=False, places=("north",))
    assert place_serving(in_house, replace(site, name="north", base="x")) == "north"
    assert place_serving(in_house, replace(site, name="x", base="north")) is None
    assert place_serving(replace(pool, at_base=False, places=("",)), site) == ""


def test_the_ceiling_has_everybody_everywhere_all_the_time() -> None:
    scenario = Case(5).scenario()
    plan = ceiling(scenario)
    assert plan.name == CEILING
    rules = rules_for(scenario, plan)
    assert {team.pool for team in rules.teams} == {
        name for name, pool in scenario.operation.base.pools.items() if not pool.carried
    }
    for team in rules.teams:
        assert team.headcount == UNLIMITED
        assert not team.on_call
        assert team.calendar.opens.tolist() == [0]
        assert team.calendar.closes[0] > scenario.study.closes_at + 100 * DAY


def test_headquarters_and_the_vendor_always_solve_and_the_unwritten_never() -> None:
    scenario = Case(5).scenario()
    rules = rules_for(scenario, scenario.operation.plans[0])
    assert np.all(rules.solves[:, :, STEPS.index("hq_trip")] == 1)
    assert np.all(rules.solves[:, :, STEPS.index("third_party")] == 1)
    for index, step in enumerate(STEPS):
        if step not in scenario.demand.steps and step not in ("hq_trip", "third_party"):
            assert np.all(rules.solves[:, :, index] == 0)
