"""What the draws come to under one plan: milliseconds and yes-or-no for everything that could happen to each fault.

Computed for all faults at once before play, so that an engine only has to look things up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.calendars import Calendar, open_before
from sim.distributions import Law, milliseconds, milliseconds_by_group
from sim.journey import ONSITE, SECOND_VISIT, path_of
from sim.rules import Rules
from sim.same import Same
from sim.tasks import Occasions, Tasks
from sim.workload import Workload

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Fate:
    """n faults, S steps, K dials, W ways, G ways to get ready, H kinds of hours of a permission.

    `path` [n]; `solves` [n, S] whether the step would restore; `again`, `granted` [n]; `redials` [n, K] whether the
    caller tries again after this dial; `travel`, `home` [W, 2, n] ms for the first and the second visit; `permit`
    [H, n] ms until the customer answers; `ready_in` [G, n] ms until somebody called is ready; `off` [numbers, shifts]
    whether a carried phone is switched off. `tasks`: see `TaskFate`.
    """

    path: Ints
    solves: Bools
    again: Bools
    granted: Bools
    redials: Bools
    travel: Ints
    home: Ints
    permit: Ints
    ready_in: Ints
    off: Bools
    tasks: TaskFate


@dataclass(frozen=True)
class TaskFate:
    """What becomes of m tasks. [m]: `ready` ms (-1: when the task before it is done, or never); `happens` whether it
    ever does; `followed` to its end, as faults are; `interruptible`: people can be taken away from it; `line` it waits
    in; `rank`; `urgent_at` ms, from when on its rank is `urgent_rank` (-1: never). `coming`: the rows with an instant
    of their own, in the order of (ready, row)."""

    ready: Ints
    happens: Bools
    followed: Bools
    interruptible: Bools
    line: Ints
    rank: Ints
    urgent_at: Ints
    urgent_rank: Ints
    coming: Ints


def fate_of(rules: Rules, workload: Workload) -> Fate:
    """The fate of every fault of `workload` under `rules`."""
    level, site = workload.level, workload.site
    at_once = np.array(rules.at_once, dtype=np.int64)[level]
    path = path_of(workload.diagnosis, workload.truly_environment, at_once, _senior(rules, workload))
    redials = workload.redial_u < rules.redial_share
    redials[:, -1] = False
    return Fate(
        path=path,
        solves=(workload.solve_u < _of_place(rules.solves, level, site)) & rules.restores.take(path, axis=0),
        again=workload.again_u < rules.again[level, site],
        granted=workload.granted_u < rules.granted[level, site],
        redials=redials,
        travel=_as_told(_travel(rules, site, workload.travel_u), workload.told_travel),
        home=_travel(rules, site, workload.home_u),
        permit=_permit(rules, workload),
        ready_in=_ready_in(rules, workload),
        off=_off(rules, workload),
        tasks=tasks_of(rules, workload.tasks),
    )


def _of_place(table: NDArray[np.float64], level: Ints, site: Ints) -> NDArray[np.float64]:
    """[n, S] the rows of `table` [L, V, S] for these levels and sites, taken whole, which is quicker."""
    levels, sites, steps = table.shape
    return table.reshape(levels * sites, steps).take(level * sites + site, axis=0)


def _senior(rules: Rules, workload: Workload) -> Ints:
    """[n] whether a senior engineer sets out at once (0 or 1)."""
    mark = np.array(rules.senior_for, dtype=np.int64)[workload.level]
    return np.where(mark >= 0, workload.marks >> np.maximum(mark, 0) & 1, 0)


def _travel(rules: Rules, site: Ints, u: NDArray[np.float64]) -> Ints:
    """[W, 2, n] ways to the site; `u` [n, S]."""
    result = np.empty((len(rules.ways), 2, site.size), dtype=np.int64)
    for index, way in enumerate(rules.ways):
        for visit, step in enumerate((ONSITE, SECOND_VISIT)):
            result[index, visit] = _visit(way, Same(site), Same(u), step)
    return result


def _as_told(travel: Ints, told: Ints | None) -> Ints:
    """The ways [W, 2, n], those that were told [n, 2] in place of those that were drawn."""
    return travel if told is None else np.ascontiguousarray(np.where(told.T >= 0, told.T, travel))


@lru_cache(maxsize=32)
def _visit(laws: tuple[Law, ...], site: Same[Ints], u: Same[NDArray[np.float64]], step: int) -> Ints:
    """[n] the time of a visit. Other pools and other plans mostly ask for the very same, so it is kept for a while."""
    return milliseconds_by_group(laws, site.thing, u.thing[:, step])


def _permit(rules: Rules, workload: Workload) -> Ints:
    """[H, n] the customer's delay, for each kind of hours in which he may be asked."""
    result = np.zeros((len(rules.permit), workload.faults), dtype=np.int64)
    for index, (_, table) in enumerate(rules.permit):
        laws = tuple(tuple(table[level, site] for site in rules.sites) for level in rules.levels)
        result[index] = _permit_in(laws, Same(workload.level), Same(workload.site), Same(workload.permit_u))
    return result


@lru_cache(maxsize=16)
def _permit_in(
    laws: tuple[tuple[Law, ...], ...], level: Same[Ints], site: Same[Ints], u: Same[NDArray[np.float64]]
) -> Ints:
    """[n] the delay in one kind of hours, `laws` by level and site; mostly the same under every plan."""
    by_place = [law for row in laws for law in row]
    return milliseconds_by_group(by_place, level.thing * len(laws[0]) + site.thing, u.thing)


def _ready_in(rules: Rules, workload: Workload) -> Ints:
    """[G, n] the time it takes to be ready, by each of the laws."""
    result = np.empty((len(rules.ready_in), workload.faults), dtype=np.int64)
    for index, law in enumerate(rules.ready_in):
        result[index] = _ready(law, Same(workload.ready_u))
    return result


@lru_cache(maxsize=16)
def _ready(law: Law, u: Same[NDArray[np.float64]]) -> Ints:
    """[n] the time to be ready by one law, the same for all teams and plans that have it."""
    return milliseconds(law, u.thing)


def _off(rules: Rules, workload: Workload) -> Bools:
    """Whether each number is switched off in each shift; where people answer it never is."""
    off_u = workload.phones.off_u
    result = np.zeros((len(rules.numbers), off_u.shape[1]), dtype=np.bool_)
    for index, number in enumerate(rules.numbers):
        if number.line < 0:
            result[index] = off_u[number.phone] < number.unreachable
    return result


# ------------------------------------------------------------------ tasks


def tasks_of(rules: Rules, tasks: Tasks) -> TaskFate:
    """The fate of every task under `rules` (R7, R25); kept, since who judges the duties asks once more."""
    return _tasks_of(Same(rules), Same(tasks))


@lru_cache(maxsize=16)
def _tasks_of(same_rules: Same[Rules], same_tasks: Same[Tasks]) -> TaskFate:
    rules, tasks = same_rules.thing, same_tasks.thing
    duties = tasks.duties
    of_duties = _of_duties(Same(rules), Same(tasks.occasions))
    line, rank, urgent_rank, followed, interruptible = _of_kinds(rules, tasks)
    urgent_at = np.full(tasks.count, -1, dtype=np.int64)
    urgent_at[:duties] = of_duties.urgent_at
    ready = tasks.raised.copy()
    ready[:duties] = of_duties.at(tasks.ready_u[:duties])
    happens = tasks.happens & (line >= 0) & (ready < tasks.until)
    happens[:duties] &= of_duties.wanted
    ready[~happens] = -1
    follows = tasks.parent >= 0
    while follows.any():
        there = np.zeros(int(max(tasks.group.max(), tasks.parent.max())) + 1, dtype=np.bool_)
        there[tasks.group[happens]] = True
        left = happens & (~follows | there[tasks.parent])
        if np.array_equal(left, happens):
            break
        happens = left
    coming = np.flatnonzero(ready >= 0)
    return TaskFate(
        ready=ready,
        happens=happens,
        followed=happens & followed,
        interruptible=interruptible,
        line=line,
        rank=rank,
        urgent_at=urgent_at,
        urgent_rank=urgent_rank,
        coming=coming[np.argsort(ready[coming], kind="stable")],
    )


def _of_kinds(rules: Rules, tasks: Tasks) -> tuple[Ints, Ints, Ints, Bools, Bools]:
    """[m] line, rank, urgent rank, whether a task is followed to its end, whether it can be broken into."""
    if not rules.tasks:
        none = np.empty(0, dtype=np.int64)
        return none, none, none, none.astype(np.bool_), none.astype(np.bool_)
    columns = [(kind.rank, kind.urgent_rank, kind.followed, kind.interruptible) for kind in rules.tasks]
    rank, urgent_rank, followed, interruptible = np.array(columns, dtype=np.int64)[tasks.kind].T
    lines = np.array([kind.lines for kind in rules.tasks], dtype=np.int64)
    line: Ints = lines[tasks.kind, tasks.place]
    return line, rank, urgent_rank, followed.astype(np.bool_), interruptible.astype(np.bool_)


@dataclass(frozen=True, eq=False)
class _DutyTimes:
    """When duties may become ready: in the open time of `spans`, from `base` on for `width` ms. The spans are those of
    many calendars one after the other. Without any open time: in wall time from `base` on."""

    spans: Calendar
    base: Ints
    width: Ints
    by_wall: Bools
    follows: Bools
    urgent_at: Ints
    wanted: Bools

    def at(self, u: NDArray[np.float64]) -> Ints:
        """The instants at the uniform numbers `u`; -1 for duties that follow another."""
        amount = self.base + np.minimum(np.floor(u * self.width).astype(np.int64), self.width - 1)
        if not self.spans.opens.size:
            return np.where(self.follows, -1, amount)
        span = np.maximum(np.searchsorted(self.spans.before, amount, side="right") - 1, 0)
        at = self.spans.opens[span] + amount - self.spans.before[span]
        return np.where(self.follows, -1, np.where(self.by_wall, amount, at))


@lru_cache(maxsize=64)
def _of_duties(rules: Same[Rules], occasions: Same[Occasions]) -> _DutyTimes:
    """What does not differ between contract years. A duty becomes ready where it still fits into the shift before it is
    due; where nothing fits, while people are there; where nobody is, at any time of its window."""
    planned, kinds = occasions.thing, rules.thing.tasks
    opens, count = np.maximum(planned.opens, 0), planned.kind.size
    base, width, urgent_at = opens.copy(), np.maximum(1, planned.closes - opens), np.full(count, -1, dtype=np.int64)
    by_wall, wanted = np.ones(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    calendars: list[Calendar] = []
    before = 0
    for number, place in sorted(set(zip(planned.kind.tolist(), planned.place.tolist(), strict=True))):
        rows, kind = np.flatnonzero((planned.kind == number) & (planned.place == place)), kinds[number]
        wanted[rows] = planned.person[rows] < kind.people[place]
        if kind.urgent_before >= 0:
            due = planned.due[rows]
            urgent_at[rows] = np.where(due >= 0, np.maximum(0, due - kind.urgent_before), -1)
        for calendar, until in ((kind.shifts[place], 0), (kind.fits[place], kind.planned)):
            first = open_before(calendar, opens[rows])
            room = open_before(calendar, np.maximum(opens[rows], planned.closes[rows] - until)) - first
            chosen = room > 0
            base[rows[chosen]], width[rows[chosen]] = before + first[chosen], room[chosen]
            by_wall[rows[chosen]] = False
            calendars.append(Calendar(calendar.opens, calendar.closes, before + calendar.before))
            before += int(np.sum(calendar.closes - calendar.opens))
    spans = Calendar(
        *(
            np.concatenate([np.empty(0, dtype=np.int64), *(getattr(calendar, name) for calendar in calendars)])
            for name in ("opens", "closes", "before")
        )
    )
    return _DutyTimes(spans, base, width, by_wall, planned.parent >= 0, urgent_at, wanted)
