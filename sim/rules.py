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
from sim.distributions import Law, Quantity, fixed, mean, plain
from sim.hotline import Number, carried_number, parts
from sim.scenario import BY_RANK, BY_SLACK, STEPS, Plan, Pool, Scenario, Shift, Site, Title, laid_out
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
    """The people of one shift of one pool at one place (R3). `way` is the index of how they travel; `shift` what the
    shift is called whatever its headcount, and `absence` the share of its people who do not come (R4)."""

    pool: str
    place: str
    label: str
    on_call: bool
    headcount: int
    calendar: Calendar
    way: int
    shift: str = ""
    absence: float = 0.0

    @property
    def may_be_fewer(self) -> bool:
        """Whether some of its people may not come; unlimited people are never fewer."""
        return self.absence > 0 and self.headcount < UNLIMITED


@dataclass(frozen=True)
class Way:
    """How the people of a pool reach a site and come home: one law for each site, on duty or from home."""

    pool: str
    from_home: bool
    laws: tuple[Law, ...]


Choice = tuple[tuple[int, ...], tuple[int, ...]]
"""Teams of one pool that may do a job: the seated ones, and those on call, who are asked only then (R5)."""

INTERRUPTIBLE = ("contact", "diagnosis", "remote", "hq_support", "onsite", "second_visit")
"""Steps whose work may be broken into for a fault of better rank (R24)."""

HANDED_OVER = ("contact", "diagnosis", "remote", "hq_support")
"""Steps whose work may go over to others at the end of a shift (R3)."""


@dataclass(frozen=True)
class Line:
    """A waiting line: who serves it. `choices` in order of preference; `keep` seated people of each pool are held back
    for other jobs. A job that has waited `wider_after` ms since it joined goes over to the line `wider`, which more
    pools serve (-1: there is none)."""

    choices: tuple[Choice, ...]
    keep: int = 0
    wider: int = -1
    wider_after: int = -1


@dataclass(frozen=True)
class Rules:
    """Everything an engine needs to know of the scenario under one plan. L levels, V sites, S steps, P paths, T teams.

    `needs[p][s]`, `reveals[p]`, see `journey`; `queue[s][l][v]` is the waiting line of a job, an index into `lines`;
    `restores` [P, S]; `solves` [L, V, S]; `granted`, `again` [L, V]; `window` [L] calendars; `gated` [S]; `rank` [L];
    `flights` [V]; `permit` the delays of permissions with their hours; `ready_in` [T] laws; times in ms, -1 for never.
    `by_deadline`: jobs wait in the order of their deadlines, `allowance` [L, V, S] ms after logging (before that:
    after being raised). `strikes` [L] bit masks of the levels that a job of this level may break into (R24);
    `numbers` that a customer may dial; `chains[l][v]` those he dials for a fault, in turn (R8).
    `interruptible`, `handed_over` [S] the steps to which that may happen, and which are handed over at the end of a
    shift (R3; none where people finish).
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
    teams, ways, ready_in = _teams(scenario, plan, sites)
    queue, waiting_lines = _lines(plan, teams, levels, sites, written)
    chains, numbers, all_lines = _chains(scenario, plan, teams, queue, waiting_lines)
    tasks, lines = _tasks(scenario, plan, sites, teams, all_lines)
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
        by_deadline=plan.order != BY_RANK,
        allowance=_allowance(scenario, plan, levels, sites),
        strikes=tuple(sum(1 << levels.index(other) for other in plan.interrupts.get(level, ())) for level in levels),
        interruptible=tuple(step in INTERRUPTIBLE for step in STEPS),
        handed_over=tuple(plan.hand_over and step in HANDED_OVER for step in STEPS),
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
            for shift in sorted(plan.staff[name][place], key=lambda shift: (shift.on_call, shift.team)):
                way = _way(pool, place, shift.on_call, sites)
                if way not in ways:
                    ways.append(way)
                count = UNLIMITED if shift.headcount is None else shift.headcount
                laid = calendar(shift.hours, days)
                who = (shift.name, plain(pool.absence))
                teams.append(Team(name, place, shift.team, shift.on_call, count, laid, ways.index(way), *who))
                ready_in.append(pool.ready_in if shift.on_call else fixed(0))
    return tuple(teams), tuple(ways), tuple(ready_in)


def _way(pool: Pool, place: str, from_home: bool, sites: tuple[Site, ...]) -> Way:
    own = pool.travel_from_home if from_home else pool.travel
    laws = []
    for site in sites:
        if pool.at_base and place != site.base and place in site.further:
            laws.append(site.further[place])
        else:
            laws.append(own or (site.travel_from_home if from_home else site.travel))
    return Way(pool.name, from_home, tuple(laws))


def _lines(
    plan: Plan,
    teams: tuple[Team, ...],
    levels: tuple[str, ...],
    sites: tuple[Site, ...],
    written: frozenset[str],
) -> tuple[tuple[tuple[tuple[int, ...], ...], ...], tuple[Line, ...]]:
    """Waiting lines: jobs that the same teams may serve wait in one line (R23)."""
    lines: list[Line] = []
    table = []
    for step in STEPS:
        staffed = step in written and step in STAFFED
        rows = []
        for level in levels:
            keep = 0 if step == "hotline" else held_back(plan, level)  # a call has no level yet
            row = []
            for site in sites:
                asked = _asked(plan, teams, step, level, site) if staffed else []
                row.append(_line(lines, asked, keep))
            rows.append(tuple(row))
        table.append(tuple(rows))
    return tuple(table), tuple(lines)


def _asked(plan: Plan, teams: tuple[Team, ...], step: str, level: str, site: Site) -> list[tuple[int, Choice]]:
    """Who may do a step, in order of preference, each with the ms after which he is asked. A pool at the bases helps on
    site from further bases too, after its own (R6)."""
    step = "onsite" if step == "second_visit" else step
    pools = [plan.pools[name] for name in plan.who.get(step, ())]
    found = []
    for pool, after in zip(pools, plan.overflow.get(step, (0,) * len(pools)), strict=True):
        if pool.levels and level not in pool.levels:
            continue
        for place in places_serving(pool, site, step):
            choice = _choice(plan, pool, teams, level, place)
            if choice[0] or choice[1]:
                found.append((after, choice))
    return found


def _line(lines: list[Line], asked: list[tuple[int, Choice]], keep: int) -> int:
    """The index of the line that these choices serve at first; it and the lines it widens into are added to `lines`."""
    wider, wider_after = -1, -1
    for after in sorted({0, *(after for after, _ in asked)}, reverse=True):
        line = Line(tuple(choice for begin, choice in asked if begin <= after), keep, wider, wider_after)
        if line not in lines:
            lines.append(line)
        wider, wider_after = lines.index(line), after
    return wider


def _chains(
    scenario: Scenario,
    plan: Plan,
    teams: tuple[Team, ...],
    queue: tuple[tuple[tuple[int, ...], ...], ...],
    waiting_lines: tuple[Line, ...],
) -> tuple[tuple[tuple[tuple[int, ...], ...], ...], tuple[Number, ...], tuple[Line, ...]]:
    """The numbers that are dialled for each kind of fault (R8), and all waiting lines, those between two phones
    included. Who has nobody there is not dialled; where nobody is anywhere, the caller waits as before."""
    levels = tuple(sorted(level.name for level in scenario.demand.levels))
    lines, numbers, chains = list(waiting_lines), list[Number](), []
    for level, row in zip(levels, queue[journey.HOTLINE], strict=True):
        chain = []
        for site, line in zip(sorted(scenario.demand.sites, key=lambda site: site.name), row, strict=True):
            found = [
                number
                for part in parts(plan)
                if (number := _number(scenario, plan, part, teams, levels, (level, site), lines)) is not None
            ]
            found = found or [Number("", line)]
            numbers += [number for number in found if number not in numbers]
            chain.append(tuple(numbers.index(number) for number in found))
        chains.append(tuple(chain))
    return tuple(chains), tuple(numbers), tuple(lines)


def _number(
    scenario: Scenario,
    plan: Plan,
    part: tuple[str, ...],
    teams: tuple[Team, ...],
    levels: tuple[str, ...],
    fault: tuple[str, Site],
    lines: list[Line],
) -> Number | None:
    """The number that a part of the chain is for a fault of a level at a site; None where nobody is there."""
    level, site = fault
    pool = plan.pools[part[0]]
    if pool.carried:
        place = place_serving(pool, site)
        serves = place is not None and (not pool.levels or level in pool.levels)
        return carried_number(scenario, pool, place or "", levels) if serves else None
    names = plan.who["hotline"]
    after = plan.overflow.get("hotline", (0,) * len(names))
    delays = tuple(delay for name, delay in zip(names, after, strict=True) if name in part)
    alone = replace(plan, who={"hotline": part}, overflow={"hotline": delays})
    asked = _asked(alone, teams, "hotline", level, site)
    return Number(part[0], _line(lines, asked, 0)) if asked else None


def _tasks(
    scenario: Scenario,
    plan: Plan,
    sites: tuple[Site, ...],
    teams: tuple[Team, ...],
    lines: tuple[Line, ...],
) -> tuple[tuple[TaskKind, ...], tuple[Line, ...]]:
    """The kinds of tasks, and the lines with those added in which only tasks wait."""
    all_lines = list(lines)

    def line(choice: Choice) -> int:
        if Line((choice,)) not in all_lines:
            all_lines.append(Line((choice,)))
        return all_lines.index(Line((choice,)))

    return task_kinds(scenario, plan, Desk(sites, teams, place_serving, line)), tuple(all_lines)


def held_back(plan: Plan, level: str) -> int:
    """How many seated people of each pool must stay free when a job of `level` starts: the most that are held back for
    levels of no lower rank."""
    rank = {name: number for number, group in enumerate(plan.rank) for name in group}
    return max(
        (
            people
            for levels, people in plan.hold_back
            if level not in levels and any(rank[other] <= rank[level] for other in levels)
        ),
        default=0,
    )


def _choice(plan: Plan, pool: Pool, teams: tuple[Team, ...], level: str, place: str) -> Choice:
    """The teams of `pool` at `place` that may serve a fault of `level`: seated, and on call."""
    shifts = {shift.team: shift for shift in plan.staff.get(pool.name, {}).get(place, ())}
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


def places_serving(pool: Pool, site: Site, step: str) -> tuple[str, ...]:
    """The places of `pool` that serve `site` in a step, in the order in which they are asked (R6)."""
    nearest = place_serving(pool, site)
    own = () if nearest is None else (nearest,)
    further = site.further if step == "onsite" and pool.at_base else ()
    return (*own, *(place for place in further if place in pool.places and place not in own))


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
