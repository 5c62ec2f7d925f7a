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
from sim.distributions import Law, Quantity, fixed, plain
from sim.scenario import STEPS, Plan, Pool, Scenario, Shift, Site, Title, laid_out
from sim.task_rules import Desk, TaskKind, rank_of, task_kinds

Ints = NDArray[np.int64]

UNLIMITED = 1 << 40
"""A headcount that is never used up."""

CEILING = "ceiling"

GATED = ("contact", "diagnosis", "remote", "onsite", "second_visit", "hq_trip")
"""Steps that start only inside the level's service window (R19)."""

STAFFED = (*GATED, "hotline", "hq_support")
"""Steps that need a person."""


@dataclass(frozen=True)
class Team:
    """The people of one shift of one pool at one place (R3). `way` is the index of how they travel."""

    pool: str
    place: str
    label: str
    on_call: bool
    headcount: int
    calendar: Calendar
    way: int


@dataclass(frozen=True)
class Way:
    """How the people of a pool reach a site and come home: one law for each site, on duty or from home."""

    pool: str
    from_home: bool
    laws: tuple[Law, ...]


Choice = tuple[tuple[int, ...], tuple[int, ...]]
"""Teams of one pool that may do a job: the seated ones, and those on call, who are asked only then (R5)."""


@dataclass(frozen=True)
class Rules:
    """Everything an engine needs to know of the scenario under one plan. L levels, V sites, S steps, P paths, T teams.

    `needs[p][s]`, `reveals[p]`, see `journey`; `queue[s][l][v]` is the waiting line of a job and `lines[q]` the pools
    that serve it, in order of preference; `restores` [P, S]; `solves` [L, V, S]; `granted`, `again` [L, V];
    `window` [L] calendars; `gated` [S]; `rank` [L]; `flights` [V]; `permit` the delays of permissions with their
    hours; `ready_in` [T] laws; `tasks` the kinds of tasks in the order of `Tasks.kinds`; times in ms, -1 for never.
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
    rank: tuple[int, ...]
    window: tuple[Calendar, ...]
    gated: tuple[bool, ...]
    flights: tuple[tuple[int, ...], ...]
    teams: tuple[Team, ...]
    ways: tuple[Way, ...]
    ready_in: tuple[Law, ...]
    queue: tuple[tuple[tuple[int, ...], ...], ...]
    lines: tuple[tuple[Choice, ...], ...]
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
    teams, ways, ready_in = _teams(scenario, plan, sites)
    queue, lines = _lines(plan, teams, levels, sites, written)
    tasks, lines = _tasks(scenario, plan, sites, teams, lines)
    handling = [plan.handling[level] for level in levels]
    permission = demand.authorisation
    return Rules(
        levels=levels,
        sites=tuple(site.name for site in sites),
        written=tuple(step in written for step in STEPS),
        needs=journey.needs(written),
        reveals=journey.reveal_masks(written),
        restores=np.array([[step in journey.restores(cause) for step in STEPS] for cause, _ in journey.PATHS]),
        solves=_solves(scenario, levels, sites),
        again=_table(demand.steps["onsite"].again, levels, sites) if "onsite" in written else _ones(levels, sites),
        granted=_table(permission.granted, levels, sites) if permission else _ones(levels, sites),
        redial_share=plain(demand.calls.redial_share),
        permit=tuple((calendar(hours, days), table) for hours, table in permission.delay) if permission else (),
        give_up=-1 if permission is None or permission.give_up is None else permission.give_up,
        at_once=tuple(entry.onsite_at_once for entry in handling),
        hq_support=tuple(entry.hq_support for entry in handling),
        hq_trip_after=tuple(-1 if entry.hq_trip_after is None else entry.hq_trip_after for entry in handling),
        rank=tuple(rank_of(plan, level) for level in levels),
        window=tuple(calendar(entry.window, days) for entry in handling),
        gated=tuple(step in GATED for step in STEPS),
        flights=tuple(site.from_hq.flights if site.from_hq else () for site in sites),
        teams=teams,
        ways=ways,
        ready_in=ready_in,
        queue=queue,
        lines=lines,
        tasks=tasks,
    )


def ceiling(scenario: Scenario) -> Plan:
    """The plan with unlimited people in every pool, present round the clock: what no staffing can better."""
    base = scenario.operation.base
    everybody = (Shift("unlimited", None, ALWAYS, on_call=False),)
    staff = {name: dict.fromkeys(pool.places, everybody) for name, pool in base.pools.items()}
    return replace(base, name=CEILING, title=Title("unlimited people", "人员不限"), staff=staff)


def roster_for(rules: Rules) -> Roster:
    """The changes of headcount of all teams over the laid-out time."""
    rows = []
    for index, team in enumerate(rules.teams):
        opens, closes = team.calendar.opens, team.calendar.closes
        rows += [(at, 1, index, team.headcount, until) for at, until in zip(opens, closes, strict=True)]
        rows += [(at, 0, index, 0, at) for at in closes]
    rows.sort()
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return Roster(at=table[:, 0], team=table[:, 2], headcount=table[:, 3], until=table[:, 4])


# ------------------------------------------------------------------ people


def _teams(
    scenario: Scenario, plan: Plan, sites: tuple[Site, ...]
) -> tuple[tuple[Team, ...], tuple[Way, ...], tuple[Law, ...]]:
    """All teams in order of (pool, place, shift), how they travel, and how long they need to get ready."""
    days = laid_out(scenario)
    teams: list[Team] = []
    ways: list[Way] = []
    ready_in: list[Law] = []
    for name in sorted(plan.staff):
        pool = plan.pools[name]
        for place in sorted(plan.staff[name]):
            for shift in sorted(plan.staff[name][place], key=lambda shift: (shift.on_call, shift.label)):
                way = _way(pool, shift.on_call, sites)
                if way not in ways:
                    ways.append(way)
                count = UNLIMITED if shift.headcount is None else shift.headcount
                laid = calendar(shift.hours, days)
                teams.append(Team(name, place, shift.label, shift.on_call, count, laid, ways.index(way)))
                ready_in.append(pool.ready_in if shift.on_call else fixed(0))
    return tuple(teams), tuple(ways), tuple(ready_in)


def _way(pool: Pool, from_home: bool, sites: tuple[Site, ...]) -> Way:
    own = pool.travel_from_home if from_home else pool.travel
    laws = tuple(own or (site.travel_from_home if from_home else site.travel) for site in sites)
    return Way(pool.name, from_home, laws)


def _lines(
    plan: Plan,
    teams: tuple[Team, ...],
    levels: tuple[str, ...],
    sites: tuple[Site, ...],
    written: frozenset[str],
) -> tuple[tuple[tuple[tuple[int, ...], ...], ...], tuple[tuple[Choice, ...], ...]]:
    """Waiting lines: jobs that the same teams may serve wait in one line (R23)."""
    lines: list[tuple[Choice, ...]] = []
    table = []
    for step in STEPS:
        rows = []
        for level in levels:
            row = []
            for site in sites:
                choices: tuple[Choice, ...] = ()
                if step in written and step in STAFFED:
                    asked = "onsite" if step == "second_visit" else step
                    pools = (plan.pools[name] for name in plan.who.get(asked, ()))
                    choices = tuple(_choice(plan, pool, teams, level, site) for pool in pools)
                choices = tuple(choice for choice in choices if choice[0] or choice[1])
                if choices not in lines:
                    lines.append(choices)
                row.append(lines.index(choices))
            rows.append(tuple(row))
        table.append(tuple(rows))
    return tuple(table), tuple(lines)


def _tasks(
    scenario: Scenario,
    plan: Plan,
    sites: tuple[Site, ...],
    teams: tuple[Team, ...],
    lines: tuple[tuple[Choice, ...], ...],
) -> tuple[tuple[TaskKind, ...], tuple[tuple[Choice, ...], ...]]:
    """The kinds of tasks, and the lines with those added in which only tasks wait."""
    all_lines = list(lines)

    def line(choice: Choice) -> int:
        if (choice,) not in all_lines:
            all_lines.append((choice,))
        return all_lines.index((choice,))

    return task_kinds(scenario, plan, Desk(sites, teams, place_serving, line)), tuple(all_lines)


def _choice(plan: Plan, pool: Pool, teams: tuple[Team, ...], level: str, site: Site) -> Choice:
    """The teams of `pool` that may serve a fault of `level` at `site`: seated, and on call."""
    place = place_serving(pool, site)
    if place is None or (pool.levels and level not in pool.levels):
        return (), ()
    shifts = {shift.label: shift for shift in plan.staff.get(pool.name, {}).get(place, ())}
    able = [
        (index, team.on_call)
        for index, team in enumerate(teams)
        if (team.pool, team.place) == (pool.name, place)
        and (not shifts[team.label].levels or level in shifts[team.label].levels)
    ]
    return tuple(i for i, on_call in able if not on_call), tuple(i for i, on_call in able if on_call)


def place_serving(pool: Pool, site: Site) -> str | None:
    """The place of `pool` that serves `site` (R6), or None when the pool does not serve it."""
    if pool.at_base:
        return site.base if site.base in pool.places else None
    if site.name in pool.places:
        return site.name
    return "" if "" in pool.places else None


# ------------------------------------------------------------------ numbers by level and site


def _table(
    shares: Mapping[tuple[str, str], Quantity], levels: tuple[str, ...], sites: tuple[Site, ...]
) -> NDArray[np.float64]:
    return np.array([[plain(shares[level, site.name]) for site in sites] for level in levels])


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
