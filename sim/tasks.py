"""Tasks: what people do beside faults, drawn before the year begins (R7, R25).

A task is one person's piece of work: it becomes ready, waits for a person of its pool at its place, is worked on and
ends. Planned duties come once in each period of the calendar, one task for each person; the tasks of one occasion
become ready together and take the same time. Other contracts' work comes as faults do, one task a job.

A duty's instant is a uniform number, since the shifts in which it falls depend on the plan; see `sim.fate`. Its window
begins with its period and ends when it is due. Of a period that had begun before the play, what would have fallen
before it has been done already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.arrivals import arrival_times, expected_jobs
from sim.calendars import DAY, Days
from sim.distributions import milliseconds, plain
from sim.scenario import CADENCES, Due, Duty, Operation, OtherWork, Scenario, Shift, Study, laid_out
from sim.streams import Keys, key_of, mix, row_keys, uniforms

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MONTHS = dict(zip(CADENCES[1:], (1, 3, 6, 12), strict=True))
"""How many months the longer periods have."""


def _none() -> Ints:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Occasions:
    """The planned duties of the whole play; nothing of them is drawn, so all contract years share them. d tasks.

    [d]: `kind` index of the duty and `place` index of the site (-1: central); `ordinal` of the period and `person`, by
    which its draws are named; `opens`, `closes` of its window in ms (the opening may lie before time 0); `due` ms (-1:
    counted from the end of the duty it follows); `group` of the tasks of one occasion; `parent` group it follows (-1:
    none).
    """

    kind: Ints = field(default_factory=_none)
    place: Ints = field(default_factory=_none)
    ordinal: Ints = field(default_factory=_none)
    person: Ints = field(default_factory=_none)
    opens: Ints = field(default_factory=_none)
    closes: Ints = field(default_factory=_none)
    due: Ints = field(default_factory=_none)
    group: Ints = field(default_factory=_none)
    parent: Ints = field(default_factory=_none)


@dataclass(frozen=True, eq=False)
class Tasks:
    """All tasks of a replication: first the planned duties of `occasions`, then other contracts' jobs. m tasks.

    `kinds`: names of duties, then of other work. [m]: `kind` index into them; `place` index of the site (-1: central);
    `raised` ms (-1 for duties, whose instant a plan decides); `happens` whether it comes about at all; `work` ms;
    uniform `ready_u`; `group`, `parent` as in `Occasions`. A task that would be ready at `until` or later never is.
    """

    kinds: tuple[str, ...] = ()
    occasions: Occasions = field(default_factory=Occasions)
    kind: Ints = field(default_factory=_none)
    place: Ints = field(default_factory=_none)
    raised: Ints = field(default_factory=_none)
    happens: Bools = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    work: Ints = field(default_factory=_none)
    ready_u: Floats = field(default_factory=lambda: np.empty(0))
    group: Ints = field(default_factory=_none)
    parent: Ints = field(default_factory=_none)
    until: int = 0

    @property
    def count(self) -> int:
        """The number of tasks."""
        return int(self.kind.size)

    @property
    def duties(self) -> int:
        """How many of them, the first ones, are planned duties."""
        return int(self.occasions.kind.size)


NO_TASKS = Tasks()


def draw_tasks(scenario: Scenario, seed: int, replication: int) -> Tasks:
    """All tasks of one replication (R1). `scenario` must be settled."""
    demand = scenario.demand
    if not demand.duties and not demand.other_work:
        return NO_TASKS
    sites = tuple(sorted(site.name for site in demand.sites))
    planned = occasions(scenario, sites)
    ready_u, happens, work = _drawn(demand.duties, planned, sites, seed, replication)
    jobs = [_jobs(scenario, other, sites, seed, replication) for other in demand.other_work]
    sizes = [raised.size for raised, _, _ in jobs]
    count = sum(sizes)
    groups = 1 + max(int(planned.group.max(initial=-1)), int(planned.parent.max(initial=-1)))
    return Tasks(
        kinds=(*(duty.name for duty in demand.duties), *(other.name for other in demand.other_work)),
        occasions=planned,
        kind=np.concatenate([planned.kind, np.repeat(np.arange(len(jobs)) + len(demand.duties), sizes)]),
        place=np.concatenate([planned.place, *(place for _, place, _ in jobs)]),
        raised=np.concatenate([np.full(planned.kind.size, -1, dtype=np.int64), *(raised for raised, _, _ in jobs)]),
        happens=np.append(happens, np.ones(count, dtype=np.bool_)),
        work=np.concatenate([work, *(work_of for _, _, work_of in jobs)]),
        ready_u=np.append(ready_u, np.zeros(count)),
        group=np.append(planned.group, np.arange(count) + groups),
        parent=np.append(planned.parent, np.full(count, -1, dtype=np.int64)),
        until=scenario.study.arrivals_until,
    )


# ------------------------------------------------------------------ planned duties


def occasions(scenario: Scenario, sites: tuple[str, ...]) -> Occasions:
    """The occasions of all duties, the same object for scenarios that differ only in numbers drawn anew (R1)."""
    calendar = tuple(
        (duty.name, duty.every, duty.after, duty.places, most_people(duty, scenario.operation), duty.due)
        for duty in scenario.demand.duties
    )
    return _occasions(calendar, sites, scenario.study, laid_out(scenario))


def most_people(duty: Duty, operation: Operation) -> int:
    """How many people a duty takes at most, whatever the plan."""
    if duty.people is not None:
        return duty.people
    staff = [plan.staff.get(duty.by, {}) for plan in operation.plans]
    return max((largest_shift(shifts) or 1 for places in staff for shifts in places.values()), default=1)


def largest_shift(shifts: Sequence[Shift]) -> int | None:
    """The headcount of the largest shift, of the seated ones if there are any; None for unlimited people."""
    seated = [shift.headcount for shift in shifts if not shift.on_call] or [shift.headcount for shift in shifts]
    return None if None in seated else max((people or 0 for people in seated), default=0)


_Cadence = tuple[str, str, str, tuple[str, ...], int, Due]


@lru_cache(maxsize=16)
def _occasions(duties: tuple[_Cadence, ...], sites: tuple[str, ...], study: Study, days: Days) -> Occasions:
    index = {duty[0]: number for number, duty in enumerate(duties)}
    groups: dict[tuple[int, int, int], int] = {}
    rows: list[tuple[int, ...]] = []
    for number, (_, every, after, places, people, due) in enumerate(duties):
        head = number
        while duties[head][2]:  # a duty after another keeps the rhythm of the first
            head = index[duties[head][2]]
        every, places = duties[head][1], duties[head][3] if after else places
        for ordinal, first, last in periods(every, study):
            opens, end = ((day - study.origin).days * DAY for day in (first, last))
            at = _due(due, first, end, days)
            if (at if at >= 0 else end) <= 0 or opens >= study.arrivals_until:
                continue
            for place in places:
                where = sites.index(place) if place else -1
                group = groups.setdefault((number, where, ordinal), len(groups))
                parent = groups.setdefault((index[after], where, ordinal), len(groups)) if after else -1
                closes = at if at >= 0 else end
                rows += [(number, where, ordinal, person, opens, closes, at, group, parent) for person in range(people)]
    table = np.array(rows, dtype=np.int64).reshape(-1, 9)
    return Occasions(*(np.ascontiguousarray(column) for column in table.T))


def periods(every: str, study: Study) -> list[tuple[int, date, date]]:
    """The periods of the calendar that the play touches: (number, first day, day after the last one)."""
    start, end = study.origin, study.origin + timedelta(days=study.arrivals_until // DAY)
    if every == CADENCES[0]:  # day 1 of the ordinals is a Monday
        ordinals = range((start.toordinal() - 1) // 7, (end.toordinal() - 2) // 7 + 1)
        return [(o, date.fromordinal(7 * o + 1), date.fromordinal(7 * o + 8)) for o in ordinals]
    months = MONTHS[every]
    first, last = ((12 * day.year + day.month - 1) // months for day in (start, end - timedelta(days=1)))
    return [(o, _first_of(o * months), _first_of((o + 1) * months)) for o in range(first, last + 1)]


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _due(due: Due, first: date, end: int, days: Days) -> int:
    """The instant after which a duty of the period that begins on `first` is late; -1 where it follows another."""
    if due.workdays:
        return -1
    if not due.day:
        return end
    at = (first - days.first).days + due.day - 1
    while due.next_workday and 0 <= at < days.count and not days.workday[at]:
        at += 1
    return (at + 1) * DAY


def _drawn(
    duties: Sequence[Duty], planned: Occasions, sites: tuple[str, ...], seed: int, replication: int
) -> tuple[Floats, Bools, Ints]:
    """When in its window each task is ready, as a share of it, whether it comes about, and how long it takes. The same
    for all people of an occasion."""
    count = planned.kind.size
    ready_u, happens, work = np.zeros(count), np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.int64)
    of_place = np.array([key_of("place", site) for site in (*sites, "")], dtype=np.uint64)  # -1 is the last: central
    for number, duty in enumerate(duties):
        rows = np.flatnonzero(planned.kind == number)
        if not rows.size:
            continue
        ordinals = planned.ordinal[rows]
        first = int(ordinals.min())
        streams = row_keys(key_of("duty", seed, replication, duty.name), int(ordinals.max()) - first + 1, first=first)
        keys: Keys = mix(streams[ordinals - first] + of_place[planned.place[rows]])
        ready_u[rows] = uniforms(keys, "ready")
        happens[rows] = uniforms(keys, "share") < plain(duty.share)
        work[rows] = milliseconds(duty.takes, uniforms(keys, "work"))
    # Of a period that had begun before the play only the rest is left.
    gone = np.maximum(0, -planned.opens) / np.maximum(1, planned.closes - planned.opens)
    happens &= (ready_u >= gone) | (planned.parent >= 0)
    return np.maximum(0.0, (ready_u - gone) / (1 - gone)), happens, work


# ------------------------------------------------------------------ other contracts' work


def _jobs(
    scenario: Scenario, other: OtherWork, sites: tuple[str, ...], seed: int, replication: int
) -> tuple[Ints, Ints, Ints]:
    """When the jobs of one kind come, where, and how long each takes."""
    expected = expected_jobs(scenario, other)
    weight = 1.0 if other.jobs.per_site else 1 / len(other.places)
    raised, where, work = [], [], []
    for place in other.places:
        stream = key_of("other work", seed, replication, other.name, place)
        times = arrival_times(expected, weight, stream)
        raised.append(times)
        where.append(np.full(times.size, sites.index(place) if place else -1, dtype=np.int64))
        work.append(milliseconds(other.work, uniforms(row_keys(stream, times.size), "work")))
    return np.concatenate(raised), np.concatenate(where), np.concatenate(work)
