"""The judgements of a court as tables of numbers, for the compiled judge; it counts what `counting.judged` counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.calendars import FAR, Calendar
from sim.clock import COUNTINGS
from sim.compiled import facts, judge
from sim.estimates import may_miss
from sim.journey import THIRD_PARTY
from sim.measures.bins import EDGES
from sim.measures.counting import CONNECT, blank
from sim.measures.court import Brief, Court
from sim.measures.duties import count_duty
from sim.measures.events import (
    BY_PEOPLE,
    LOCAL_VISITS,
    OF_FAULT,
    OF_STEP,
    ON_THE_WAY,
    OPTIONAL,
    QUESTION,
    VISITS,
    WAITS,
    Case,
)
from sim.measures.judging import CAUSES, bits
from sim.measures.tally import INFINITE, PromiseTally
from sim.rules import Rules
from sim.same import Same
from sim.scenario import DUTY

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FIXED_FIRST = ("met", "excluded", "missed")

BY_STEP = ("requested", "started", "arrived")
"""Columns by step that events ask for."""

KINDS = {"customer": judge.CUSTOMER, "vendor": judge.VENDOR}
"""By whose fault is waited, as bits."""

KINDS_OF_WAITS = np.array([KINDS[kind] for kind, _, _ in WAITS], dtype=np.int64)
"""The same of each of `WAITS`."""


Asked = tuple[str, tuple[str, ...], bool]
"""The name of an event, the people that count, and whether it is that of the fault which each finally was once more."""


@dataclass(frozen=True)
class Docket:
    """A court in numbers. `events`, `wishes`: the rows of the tables that a case must bring, as `facts` reads them;
    `people` the pools that count for an event, by the number that stands there. The rest is what `judge.judge` asks
    for."""

    events: NDArray[np.void]
    wishes: NDArray[np.void]
    people: tuple[tuple[str, ...], ...]
    briefs: NDArray[np.void]
    limits: Ints
    period_edges: Ints
    calendars: tuple[Ints, Ints, Ints, Ints, Ints, NDArray[np.int32]]
    most_periods: int


def judged_at_once(court: Court, case: Case, replication: int) -> PromiseTally:
    """The same as `counting.judged`, by the compiled judge."""
    work, outcomes = case.workload, case.outcomes
    listed = _docket(Same(court), work.levels, work.sites, work.mark_names)
    order, level_from = _by_level(Same(work.level), len(work.levels))
    times, wanted, scope, raised = _gathered(listed, case, order)
    waits = _waits(case)
    tally = blank(court)
    worst = np.full((len(court.briefs), 2), -1, dtype=np.int64)
    counts = np.zeros(len(court.briefs), dtype=judge.COUNT)
    tables = (
        *(table[0] for table in (tally.judged, tally.met, tally.gross_met, tally.net_met, tally.tightest)),
        counts,
        tally.needed,
        worst,
        np.empty((listed.most_periods, work.faults), dtype=np.int64),
    )
    judge.judge(
        listed.briefs,
        listed.limits,
        listed.period_edges,
        listed.calendars,
        (order, level_from, scope, raised, *_bits(case, waits, order)),
        (outcomes.dials, outcomes.connected),
        times,
        wanted,
        (waits, KINDS_OF_WAITS, _most_lives(work.parent)),
        (EDGES, BIN_FROM),
        tables,
    )
    for name in ("fixed_first", "not_needed", "wrong_people", "unfinished"):
        getattr(tally, name)[0] = counts[name]
    late = np.flatnonzero(worst[:, 0] >= 0)
    tally.worst[late] = np.stack([worst[late, 0], np.full(late.size, replication), worst[late, 1]], axis=1)
    for brief in court.briefs:
        if brief.promise.kind == DUTY:
            count_duty(tally, brief, case, court.workdays)
    return tally


@lru_cache(maxsize=8)
def _by_level(level: Same[Ints], levels: int) -> tuple[Ints, Ints]:
    """The faults in the order of (level, row), and where each level's begin; kept for the other plans."""
    order = np.argsort(level.thing.astype(np.int16), kind="stable")
    return order, np.concatenate(([0], np.cumsum(np.bincount(level.thing, minlength=levels))))


def _gathered(listed: Docket, case: Case, order: Ints) -> tuple[Ints, Bools, NDArray[np.uint32], Ints]:
    """What the judge must know of each fault, in this order: `times`, `wanted`, `scope`, `raised`."""
    work, outcomes = case.workload, case.outcomes
    n = order.size
    times = np.empty((listed.events.size, n), dtype=np.int64)
    wanted = np.empty((listed.wishes.size, n), dtype=np.bool_)
    scope, raised = np.empty(n, dtype=np.uint32), np.empty(n, dtype=np.int64)
    facts.gather(
        order,
        case.back,
        tuple(getattr(outcomes, name) for name in OF_FAULT),
        tuple(getattr(outcomes, name) for name in BY_STEP),
        outcomes.team,
        _counting(Same(case.rules), listed.people),
        (listed.events, listed.wishes, np.array(VISITS)),
        (work.site, work.diagnosis, work.truly_environment, outcomes.diagnosed, outcomes.requested[:, THIRD_PARTY]),
        len(CAUSES),
        (times, wanted, scope, raised),
    )
    return times, wanted, scope, raised


def _bits(case: Case, waits: judge.Waits, order: Ints) -> tuple[Ints, NDArray[np.int8], NDArray[np.int8]]:
    """Of each fault, in this order, as bits: its marks, whether it is one that came back or came back itself, and the
    kinds of waits that it had."""
    work = case.workload
    marks = np.empty(order.size, dtype=np.int64)
    lives, had = np.empty((2, order.size), dtype=np.int8)
    facts.mark(order, work.marks, work.parent, case.back, waits[0], KINDS_OF_WAITS, (marks, lives, had))
    return marks, lives, had


def _waits(case: Case) -> judge.Waits:
    begins, ends = zip(*((begins, ends) for _, begins, ends in case.waits(whole=False)), strict=True)
    return begins, ends, case.outcomes.restored, case.back


def _most_lives(parent: Ints) -> int:
    """How often a fault is raised at most: once, and with every time that it could come back once more."""
    lives, rows = 1, np.flatnonzero(parent >= 0)
    while rows.size:
        lives, rows = lives + 1, parent[rows]
        rows = rows[parent[rows] >= 0]
    return lives


@lru_cache(maxsize=64)
def _counting(rules: Same[Rules], people: tuple[tuple[str, ...], ...]) -> Bools:
    """[people, T + 1] which teams count for them, and last whether no team does: only where anybody counts."""
    pools = [team.pool for team in rules.thing.teams]
    return np.array([[not by or pool in by for pool in pools] + [not by] for by in people], dtype=np.bool_)


@lru_cache(maxsize=16)
def _docket(court: Same[Court], levels: tuple[str, ...], sites: tuple[str, ...], marks: tuple[str, ...]) -> Docket:
    rows = _Rows()
    briefs = court.thing.briefs
    laid = {id(brief.calendar): brief.calendar for brief in briefs}
    calendars = list(laid)
    table = np.zeros(len(briefs), dtype=judge.BRIEF)
    limits = np.full((len(briefs), len(sites), len(CAUSES)), -1, dtype=np.int64)
    edges: list[Ints] = []
    for number, brief in enumerate(briefs):
        promise = brief.promise
        table[number] = _listed(brief, (levels, marks), calendars.index(id(brief.calendar)), rows, sum(map(len, edges)))
        edges.append(brief.edges)
        for index, site in enumerate(sites):
            if site in promise.sites:
                causes = [CAUSES.index(cause) for cause in promise.causes]
                limits[number, index, causes] = 0 if promise.limit is None else promise.limit.get(site, 0)
    return Docket(
        events=np.array([_event(name, rows.people[by], last) for name, by, last in rows.events], dtype=facts.EVENT),
        wishes=np.array([_wish(asked, rows) for asked in rows.wanted], dtype=facts.WISH),
        people=tuple(rows.people),
        briefs=table,
        limits=limits.reshape(len(briefs), len(sites) * len(CAUSES)),
        period_edges=np.concatenate([np.empty(0, dtype=np.int64), *edges]),
        calendars=_calendars(list(laid.values())),
        most_periods=max((brief.periods for brief in briefs), default=0),
    )


class _Rows:
    """The rows of the tables a case must bring, in the order in which they are first asked for."""

    def __init__(self) -> None:
        self.events: dict[Asked, int] = {}
        self.wanted: dict[Asked, int] = {}
        self.people: dict[tuple[str, ...], int] = {(): 0}

    def event(self, name: str, by: tuple[str, ...] = (), last: bool = False) -> int:
        people = by if name in BY_PEOPLE else ()
        self.people.setdefault(people, len(self.people))
        return self.events.setdefault((name, people, last), len(self.events))

    def wish(self, name: str, by: tuple[str, ...] = (), last: bool = False) -> int:
        """-1 for events that are always wanted."""
        if name not in ON_THE_WAY:
            return -1
        self.event(*_shows(name, last))
        return self.wanted.setdefault((name, by if name in BY_PEOPLE else (), last), len(self.wanted))


def _shows(name: str, last: bool) -> Asked:
    """The event that shows that another was wanted, whatever was requested."""
    return ("inquired" if name in QUESTION else name), (), last


def _event(name: str, people: int, last: bool) -> tuple[int, int, int, int, int]:
    """An event in the order of `facts.EVENT`, see `Case.at`."""
    if name in OF_STEP:
        column, step = OF_STEP[name]
        return facts.OF_STEP, BY_STEP.index(column), step, 0, last
    if name in BY_PEOPLE:
        return facts.BY_PEOPLE, BY_STEP.index(BY_PEOPLE[name]), 0, people, last
    return facts.OF_FAULT, OF_FAULT.index(name), 0, 0, last


def _wish(asked: Asked, rows: _Rows) -> tuple[int, int, int]:
    """Whether an event was wanted, in the order of `facts.WISH`, see `Case.needed`."""
    name, by, last = asked
    steps = () if name in QUESTION else LOCAL_VISITS if by else ON_THE_WAY[name]
    return sum(1 << step for step in steps), rows.events[_shows(name, last)], last


def _listed(
    brief: Brief, names: tuple[tuple[str, ...], tuple[str, ...]], calendar: int, rows: _Rows, edge: int
) -> tuple[int, ...]:
    """One judgement in the order of `judge.BRIEF`. `names`: those of the levels and of the marks."""
    (levels, marks), promise = names, brief.promise
    if promise.kind in (CONNECT, DUTY):
        promise = replace(promise, from_event="raised", to_event="restored", same_fault=False)  # they have no events
    last = promise.same_fault
    judged = promise.kind != DUTY and promise.level in levels
    asks_who = bool(promise.by) and promise.to_event in BY_PEOPLE
    late = may_miss(promise.attain) if promise.attain is not None else None
    return (
        levels.index(promise.level) if judged else -1,
        rows.event(promise.from_event),
        rows.event(promise.to_event, promise.by, last),
        rows.event(promise.to_event, (), last) if asks_who else -1,
        rows.event("restored", (), last),
        rows.event("restored"),
        rows.wish(promise.to_event, promise.by, last),
        rows.wish(promise.from_event) if promise.from_event in OPTIONAL else -1,
        promise.to_event != "answered",
        promise.kind == CONNECT,
        promise.limit is not None,
        last,
        bits(promise.marks, marks) if promise.marks else -1,
        COUNTINGS.index(promise.counting),
        calendar,
        FIXED_FIRST.index(promise.fixed_first),
        sum(KINDS[kind] for kind in promise.net_of),
        late.numerator if late else 0,
        late.denominator if late is not None else 0,
        edge,
        brief.first,
        brief.periods,
    )


def _calendars(laid: list[Calendar]) -> tuple[Ints, Ints, Ints, Ints, Ints, NDArray[np.int32]]:
    """The spans of all calendars one after the other, each with the two spans around it that `judge._span` asks for."""
    opens, closes, before, firsts, lasts, blocks = [], [], [], [], [], []
    until = max((int(calendar.closes[-1]) for calendar in laid if calendar.closes.size), default=0)
    marks = np.arange((until >> judge.BLOCK) + 2, dtype=np.int64) << judge.BLOCK
    start = 0
    for calendar in laid:
        size = calendar.opens.size
        opens.append(np.concatenate(([-1], calendar.opens, [FAR])))
        closes.append(np.concatenate(([-1], calendar.closes, [INFINITE])))
        open_time = int(np.sum(calendar.closes - calendar.opens))
        before.append(np.concatenate(([0], calendar.before, [open_time])))
        firsts.append(start + 1)
        lasts.append(start + 1 + size)
        blocks.append(start + 1 + np.searchsorted(calendar.closes, marks, side="right"))
        start += size + 2
    whole = [np.concatenate([np.empty(0, dtype=np.int64), *parts]) for parts in (opens, closes, before)]
    table = np.array(blocks, dtype=np.int32).reshape(len(laid), marks.size)
    return whole[0], whole[1], whole[2], np.array(firsts, dtype=np.int64), np.array(lasts, dtype=np.int64), table


def _bins_by_bits() -> NDArray[np.int16]:
    """For the upper bits of a time written as a float: the bin of the shortest time with these bits."""
    last = int(np.float64(EDGES[-1]).view(np.int64)) >> judge.FINE
    shortest = (np.arange(last + 1, dtype=np.int64) << judge.FINE).view(np.float64)
    return np.searchsorted(EDGES, shortest, side="left").astype(np.int16)


BIN_FROM = _bins_by_bits()
