"""The narrow waist: a scenario under one plan, as arrays and tables of numbers that an engine can play.

Names are gone here: levels, sites, steps, pools and teams are indices in the order of their names, so that the order
of tables in a file means nothing (R23).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim import journey
from sim.calendars import ALWAYS, Calendar, calendar
from sim.distributions import Law, Quantity, mean, plain
from sim.hotline import Number
from sim.lines import GATED, Line, chains_of, lines_of, tasks_of
from sim.scenario import BY_RANK, BY_SLACK, STEPS, Plan, Scenario, Shift, Site, Title, laid_out
from sim.task_rules import TaskKind, rank_of
from sim.teams import Team, Way, teams_of

Ints = NDArray[np.int64]

CEILING = "ceiling"

INTERRUPTIBLE = ("contact", "diagnosis", "remote", "hq_support", "onsite", "second_visit")
"""Steps whose work may be broken into for a fault of better rank (R24)."""

HANDED_OVER = ("contact", "diagnosis", "remote", "hq_support")
"""Steps whose work may go over to others at the end of a shift (R3)."""


@dataclass(frozen=True)
class Rules:
    """Everything an engine needs to know of the scenario under one plan. L levels, V sites, S steps, P paths, T teams.

    `needs[p][s]`, `reveals[p]`, see `journey`; `queue[s][l][v]` is the waiting line of a job, an index into `lines`,
    that of a senior engineer's trip at s = `journey.SENIOR`; `senior_for` [L] which mark brings him, a bit of
    `Workload.marks` (-1: none);
    `restores` [P, S]; `solves` [L, V, S]; `granted`, `again` [L, V]; `window` [L] calendars; `gated` [S]; `rank` [L];
    `flights` [V]; `permit` the delays of permissions with their hours; `ready_in` laws; times in ms, -1 for never.
    `by_deadline`: jobs wait in the order of their deadlines, `allowance` [L, V, S] ms after logging (before that:
    after being raised). `strikes` [L] bit masks of the levels that a job of this level may break into (R24);
    `numbers` that a customer may dial; `chains[l][v]` those he dials for a fault, in turn (R8).
    `interruptible`, `handed_over` [S + 1] the steps to which that may happen, and which are handed over at the end of a
    shift (R3; none where people finish), the last for tasks.
    """

    levels: tuple[str, ...]
    sites: tuple[str, ...]
    written: tuple[bool, ...]
    needs: tuple[tuple[tuple[int, ...], ...], ...]
    reveals: tuple[tuple[int, ...], ...]
    restores: NDArray[np.bool_]
    solves: NDArray[np.float64]
    again: NDArray[np.float64]
    granted: NDArray[np.float64]
    redial_share: float
    permit: tuple[tuple[Calendar, Mapping[tuple[str, str], Law]], ...]
    give_up: int
    at_once: tuple[bool, ...]
    hq_support: tuple[bool, ...]
    hq_trip_after: tuple[int, ...]
    senior_for: tuple[int, ...]
    rank: tuple[int, ...]
    window: tuple[Calendar, ...]
    gated: tuple[bool, ...]
    flights: tuple[tuple[int, ...], ...]
    teams: tuple[Team, ...]
    ways: tuple[Way, ...]
    ready_in: tuple[Law, ...]
    queue: tuple[tuple[tuple[int, ...], ...], ...]
    lines: tuple[Line, ...]
    by_deadline: bool
    allowance: Ints
    strikes: tuple[int, ...]
    interruptible: tuple[bool, ...]
    handed_over: tuple[bool, ...]
    numbers: tuple[Number, ...]
    chains: tuple[tuple[tuple[int, ...], ...], ...]
    tasks: tuple[TaskKind, ...] = ()

    @property
    def first_by_phone(self) -> int:
        """The step with which help by phone begins, or -1 (R10)."""
        return next((step for step in (journey.CONTACT, journey.DIAGNOSIS) if self.written[step]), -1)

    @property
    def hotline_only(self) -> bool:
        """Whether the hotline is all the help there is."""
        return not any(self.written[journey.CONTACT :])


@dataclass(frozen=True)
class Roster:
    """Who is there when: from `at` on, `team` has `headcount` people, until `until` (R3). Sorted by (at, team); a team
    whose shift ends stands before one whose shift begins at the same instant."""

    at: Ints
    team: Ints
    headcount: Ints
    until: Ints


def rules_for(scenario: Scenario, plan: Plan) -> Rules:
    """The rules of a settled scenario under one of its plans (or the `ceiling`)."""
    demand = scenario.demand
    levels = tuple(sorted(level.name for level in demand.levels))
    sites = tuple(sorted(demand.sites, key=lambda site: site.name))
    days = laid_out(scenario)
    written = frozenset(demand.steps)
    teams, ways, ready_in = teams_of(scenario, plan, sites)
    queue, waiting_lines = lines_of(plan, teams, levels, sites, written)
    chains, numbers, all_lines = chains_of(scenario, plan, teams, queue, waiting_lines)
    tasks, lines = tasks_of(scenario, plan, sites, teams, all_lines)
    handling = [plan.handling[level] for level in levels]
    permission = demand.authorisation
    return Rules(
        levels=levels,
        sites=tuple(site.name for site in sites),
        written=tuple(step in written for step in STEPS),
        needs=journey.needs(written),
        reveals=journey.reveal_masks(written),
        restores=np.array([[step in journey.restores(cause) for step in STEPS] for cause, _, _ in journey.PATHS]),
        solves=_solves(scenario, levels, sites),
        again=_table(demand.steps["onsite"].again, levels, sites) if "onsite" in written else _ones(levels, sites),
        granted=_table(permission.granted, levels, sites) if permission else _ones(levels, sites),
        redial_share=plain(demand.calls.redial_share),
        permit=tuple((calendar(hours, days), table) for hours, table in permission.delay) if permission else (),
        give_up=-1 if permission is None or permission.give_up is None else permission.give_up,
        at_once=tuple(entry.onsite_at_once for entry in handling),
        hq_support=tuple(entry.hq_support for entry in handling),
        hq_trip_after=tuple(-1 if entry.hq_trip_after is None else entry.hq_trip_after for entry in handling),
        senior_for=tuple(_mark(scenario, entry.senior_for) if "hq_trip" in written else -1 for entry in handling),
        rank=tuple(rank_of(plan, level) for level in levels),
        window=tuple(calendar(entry.window, days) for entry in handling),
        gated=tuple(step in GATED for step in STEPS),
        flights=tuple(site.from_hq.flights if site.from_hq else () for site in sites),
        teams=teams,
        ways=ways,
        ready_in=ready_in,
        queue=queue,
        lines=lines,
        by_deadline=plan.order != BY_RANK,
        allowance=_allowance(scenario, plan, levels, sites),
        strikes=tuple(sum(1 << levels.index(other) for other in plan.interrupts.get(level, ())) for level in levels),
        interruptible=(*(step in INTERRUPTIBLE for step in STEPS), True),
        handed_over=(*(plan.hand_over and step in HANDED_OVER for step in STEPS), plan.hand_over),
        numbers=numbers,
        chains=chains,
        tasks=tasks,
    )


def ceiling(scenario: Scenario) -> Plan:
    """The plan with unlimited people in every pool, present round the clock: what no staffing can better. Carried
    phones are as they are."""
    base = scenario.operation.base
    everybody = (Shift("unlimited", None, ALWAYS, on_call=False),)
    staff = {name: dict.fromkeys(pool.places, everybody) for name, pool in base.pools.items() if not pool.carried}
    return replace(base, name=CEILING, title=Title("unlimited people", "人员不限"), staff=staff)


def roster_for(rules: Rules) -> Roster:
    """The changes of headcount of all teams over the laid-out time, as planned: nobody is absent."""
    rows = []
    for index, team in enumerate(rules.teams):
        opens, closes = team.calendar.opens, team.calendar.closes
        rows += [(at, 1, index, team.headcount, until) for at, until in zip(opens, closes, strict=True)]
        rows += [(at, 0, index, 0, at) for at in closes]
    rows.sort()
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return Roster(at=table[:, 0], team=table[:, 2], headcount=table[:, 3], until=table[:, 4])


# ------------------------------------------------------------------ numbers by level and site


def _table(
    shares: Mapping[tuple[str, str], Quantity], levels: tuple[str, ...], sites: tuple[Site, ...]
) -> NDArray[np.float64]:
    return np.array([[plain(shares[level, site.name]) for site in sites] for level in levels])


def _allowance(scenario: Scenario, plan: Plan, levels: tuple[str, ...], sites: tuple[Site, ...]) -> Ints:
    """[L, V, S] ms from logging to the internal deadline of a job; by slack, less what its work takes on average."""
    result = np.zeros((len(levels), len(sites), len(STEPS)), dtype=np.int64)
    if plan.order == BY_RANK:
        return result
    result += np.array([plan.targets[level] for level in levels], dtype=np.int64)[:, None, None]
    if plan.order == BY_SLACK:
        for index, step in enumerate(STEPS):
            if step in scenario.demand.steps:
                work = scenario.demand.steps[step].work
                result[:, :, index] -= [[round(mean(work[level, site.name])) for site in sites] for level in levels]
    return result


def _mark(scenario: Scenario, name: str) -> int:
    """The number of a mark, -1 without one."""
    names = [mark.name for mark in scenario.demand.marks]
    return names.index(name) if name in names else -1


def _ones(levels: tuple[str, ...], sites: tuple[Site, ...]) -> NDArray[np.float64]:
    return np.ones((len(levels), len(sites)))


def _solves(scenario: Scenario, levels: tuple[str, ...], sites: tuple[Site, ...]) -> NDArray[np.float64]:
    """[L, V, S] chances; headquarters on site and the vendor always solve what they can solve (R21)."""
    result = np.zeros((len(levels), len(sites), len(STEPS)))
    for index, step in enumerate(STEPS):
        if step in ("third_party", "hq_trip"):
            result[:, :, index] = 1.0
        elif step in scenario.demand.steps:
            result[:, :, index] = _table(scenario.demand.steps[step].solves, levels, sites)
    return result
