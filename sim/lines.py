"""Who may do what: waiting lines with the teams that serve them, the numbers that a customer dials, kinds of tasks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim import journey
from sim.hotline import Number, carried_number, parts
from sim.scenario import SENIOR_TRIP, STEPS, Plan, Pool, Scenario, Shift, Site
from sim.task_rules import Desk, TaskKind, task_kinds
from sim.teams import Team

GATED = ("contact", "diagnosis", "remote", "onsite", "second_visit", "hq_trip")
"""Steps that start only inside the level's service window (R19)."""

STAFFED = (*GATED, "hotline", "hq_support")
"""Steps that need a person."""

Choice = tuple[tuple[int, ...], tuple[int, ...]]
"""Teams of one pool that may do a job: the seated ones, and those on call, who are asked only then (R5)."""


@dataclass(frozen=True)
class Line:
    """A waiting line: who serves it. `choices` in order of preference; `keep` seated people of each pool are held back
    for other jobs. A job that has waited `wider_after` ms since it joined goes over to the line `wider`, which more
    pools serve (-1: there is none)."""

    choices: tuple[Choice, ...]
    keep: int = 0
    wider: int = -1
    wider_after: int = -1


def lines_of(
    plan: Plan,
    teams: tuple[Team, ...],
    levels: tuple[str, ...],
    sites: tuple[Site, ...],
    written: frozenset[str],
) -> tuple[tuple[tuple[tuple[int, ...], ...], ...], tuple[Line, ...]]:
    """Waiting lines: jobs that the same teams may serve wait in one line (R23)."""
    lines: list[Line] = []
    table = []
    for step in (*STEPS, SENIOR_TRIP):
        asked_for = "hq_trip" if step == SENIOR_TRIP else step
        staffed = asked_for in written and asked_for in STAFFED
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


def chains_of(
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


def tasks_of(
    scenario: Scenario,
    plan: Plan,
    sites: tuple[Site, ...],
    teams: tuple[Team, ...],
    lines: tuple[Line, ...],
) -> tuple[tuple[TaskKind, ...], tuple[Line, ...]]:
    """The kinds of tasks, and the lines with those added in which only tasks wait."""
    all_lines = list(lines)

    def line(choice: Choice, keep: int) -> int:
        if Line((choice,), keep) not in all_lines:
            all_lines.append(Line((choice,), keep))
        return all_lines.index(Line((choice,), keep))

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


def shifts_serving(plan: Plan, step: str, level: str, site: Site) -> list[Shift]:
    """The shifts, none of them empty, whose people may do `step` for a fault of `level` at `site`."""
    found: list[Shift] = []
    for name in plan.who.get(step, ()):
        pool = plan.pools[name]
        if not pool.levels or level in pool.levels:
            for place in places_serving(pool, site, step):
                shifts = plan.staff.get(name, {}).get(place, ())
                found += [s for s in shifts if s.headcount != 0 and (not s.levels or level in s.levels)]
    return found
