"""The rules of tasks under one plan: who does them, when they may be begun, and how they rank (R7, R25).

Tasks are done by the seated people of their pool. On-call people do them only where the pool has nobody seated at the
place at all, and are not called out for it: planned work is agreed beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from sim.calendars import ALWAYS, Calendar, Days, Hours, calendar, in_both, joined, shortened
from sim.distributions import mean
from sim.same import Same
from sim.scenario import CENTRAL, Duty, OtherWork, Plan, Pool, Scenario, Site, laid_out
from sim.tasks import largest_shift

Group = tuple[int, ...]
Choice = tuple[Group, Group]


class Crew(Protocol):
    """What is asked of a team, see `rules.Team`."""

    @property
    def pool(self) -> str:
        """Its pool."""

    @property
    def place(self) -> str:
        """Where it sits."""

    @property
    def on_call(self) -> bool:
        """Whether it is on call."""

    @property
    def calendar(self) -> Calendar:
        """Its shift."""


@dataclass(frozen=True)
class TaskKind:
    """A duty or other work under one plan. V sites; what differs by place has V + 1 entries, the last for the centre.

    `lines`: the waiting lines, indices into `Rules.lines` (-1: nobody does it there, and it never happens); `people`:
    how many it takes; `fits`: the time at which it may become ready so that it fits into the shift; `shifts`: the
    time in which people are there at all. `planned` ms of work. `rank`, and from `urgent_before` ms before it is due
    (-1: never) `urgent_rank`. `followed` to its end, as faults are. `interruptible`: faults may break into it.
    `due_workdays`: it is due so many workdays after the duty that it follows (0: see `Occasions.due`).
    """

    name: str
    lines: tuple[int, ...]
    people: tuple[int, ...]
    fits: tuple[Calendar, ...]
    shifts: tuple[Calendar, ...]
    planned: int
    rank: int
    urgent_before: int
    urgent_rank: int
    followed: bool
    interruptible: bool
    due_workdays: int


RANKS = 2
"""Ranks of faults are so far apart, so that an urgent duty stands between the level it is named after and the next."""

EVERYBODY = 1 << 40
"""More people than any duty takes."""


@dataclass(frozen=True)
class Desk:
    """Where tasks find their people: the sites in order, the teams, at which place a pool serves a site, and the
    waiting line that a choice of teams serves, with so many of them held back."""

    sites: tuple[Site, ...]
    teams: Sequence[Crew]
    serving: Callable[[Pool, Site], str | None]
    line: Callable[[Choice, int], int]


def task_kinds(scenario: Scenario, plan: Plan, desk: Desk) -> tuple[TaskKind, ...]:
    """All kinds of tasks, the duties first."""
    demand = scenario.demand
    days = laid_out(scenario)
    return (
        *(_duty(plan, duty, desk, days) for duty in demand.duties),
        *(_other_work(plan, other, desk, days) for other in demand.other_work),
    )


def _duty(plan: Plan, duty: Duty, desk: Desk, days: Days) -> TaskKind:
    planned = round(mean(duty.takes))
    keep = 0 if duty.people is None else held_back_from_tasks(plan)  # a meeting of everybody takes everybody
    crews = [_crew(plan, duty.by, at, site, desk, keep) for at, site in _places(duty.places, desk)]
    times = [_times(Same(desk.teams), teams, duty.window, planned, Same(days)) for _, teams, _ in crews]
    return TaskKind(
        name=duty.name,
        lines=tuple(line for line, _, _ in crews),
        people=tuple(everybody if duty.people is None else duty.people for _, _, everybody in crews),
        fits=tuple(fits for fits, _ in times),
        shifts=tuple(shifts for _, shifts in times),
        planned=planned,
        rank=rank_below_all(plan),
        urgent_before=duty.urgent_before,
        urgent_rank=rank_of(plan, duty.urgent_as) + 1 if duty.urgent_as else rank_below_all(plan),
        followed=True,
        interruptible=duty.interruptible,
        due_workdays=duty.due.workdays,
    )


def _other_work(plan: Plan, other: OtherWork, desk: Desk, days: Days) -> TaskKind:
    keep = held_back_from_tasks(plan)
    crews = [_crew(plan, other.by, at, site, desk, keep) for at, site in _places(other.places, desk)]
    return TaskKind(
        name=other.name,
        lines=tuple(line for line, _, _ in crews),
        people=(1,) * len(crews),
        fits=(),
        shifts=(),
        planned=round(mean(other.work)),
        rank=rank_of(plan, other.rank_as) if other.rank_as else rank_below_all(plan),
        urgent_before=-1,
        urgent_rank=rank_below_all(plan),
        followed=False,
        interruptible=other.interruptible,
        due_workdays=0,
    )


def rank_of(plan: Plan, level: str) -> int:
    """The rank of the faults of a level."""
    return RANKS * next(number for number, group in enumerate(plan.rank) if level in group)


def held_back_from_tasks(plan: Plan) -> int:
    """How many seated people of a pool stay free for faults when a task starts."""
    return max((people for _, people in plan.hold_back), default=0)


def rank_below_all(plan: Plan) -> int:
    """The rank of what comes after all faults."""
    return RANKS * len(plan.rank)


# ------------------------------------------------------------------ who does a task, and when


def _places(places: tuple[str, ...], desk: Desk) -> list[tuple[bool, Site | None]]:
    """All sites and the centre, and whether the task is done there."""
    return [(at.name in places, at) for at in desk.sites] + [(CENTRAL in places, None)]


def _crew(plan: Plan, by: str, here: bool, site: Site | None, desk: Desk, keep: int) -> tuple[int, Group, int]:
    """The waiting line of a task, for which `keep` people are held back, the teams that do it, and how many "everybody"
    is; (-1, (), 0) where nobody does."""
    pool = plan.pools.get(by)
    if not here or pool is None:
        return -1, (), 0
    place = desk.serving(pool, site) if site else CENTRAL if CENTRAL in pool.places else None
    able = [number for number, team in enumerate(desk.teams) if (team.pool, team.place) == (by, place)]
    seated = tuple(number for number in able if not desk.teams[number].on_call)
    teams = seated or tuple(able)
    if not teams:
        return -1, (), 0
    largest = largest_shift(plan.staff[by][place or CENTRAL])
    return desk.line((seated, () if seated else teams), keep), teams, EVERYBODY if largest is None else max(1, largest)


@lru_cache(maxsize=256)
def _times(
    crews: Same[Sequence[Crew]], teams: Group, window: Hours, planned: int, days: Same[Days]
) -> tuple[Calendar, Calendar]:
    """When a task may become ready so that it fits into the shift, and when its people are there, inside `window`."""
    shifts = joined([crews.thing[team].calendar for team in teams])
    if window != ALWAYS:
        shifts = in_both(shifts, calendar(window, days.thing))
    return shortened(shifts, planned), shifts
