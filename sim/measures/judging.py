"""Whether a promise was kept, fault by fault: the rules J1 to J9 on the recorded times of one replication.

`verdicts` is the judge: it decides which faults count, when the clock of each starts, which event stops it, and
whether that was in time. Nothing here depends on how the faults were played.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import Pauses, due, needed
from sim.journey import THIRD_PARTY
from sim.measures.court import Brief
from sim.measures.events import BY_PEOPLE, OPTIONAL, Case
from sim.measures.tally import INFINITE
from sim.outcomes import NEVER
from sim.scenario import Promise
from sim.workload import ENVIRONMENT, OWN

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

CAUSES = ("own", "environment", "cannot_tell")
"""Names of the classes of the diagnosis, in the order of their numbers in the workload."""


@dataclass(frozen=True)
class Verdicts:
    """The faults that count for one promise [m], and what was decided.

    `row` in the workload; `period` (0, 1, ...) of the study; `start` of the clock, the instant it was `due` on the
    clock that decides (`NEVER` without a limit) and `event` that stopped it, in ms; `met` on the clock that decides,
    `gross_met`, `net_met`; `needed` limit (INFINITE: the event never came) and `lateness` in ms (-1 when met). Faults
    aside: `not_needed`, `fixed_first`, `wrong_people`, `unfinished`, numbers.
    """

    row: Ints
    period: Ints
    start: Ints
    due: Ints
    event: Ints
    met: Bools
    gross_met: Bools
    net_met: Bools
    needed: Ints
    lateness: Ints
    not_needed: int
    fixed_first: int
    wrong_people: int
    unfinished: int


def verdicts(brief: Brief, case: Case) -> Verdicts:
    """Judge every fault in the scope of one promise (J6: what counts as the event; J9: which period)."""
    promise = brief.promise
    chosen = in_scope(promise, case)
    rows = np.flatnonzero(chosen & (case.workload.parent < 0) if promise.same_fault else chosen)
    parts = _sorted_out(promise, case, rows)
    period = np.searchsorted(brief.edges, parts.start, side="right") - 1
    inside = (period >= 0) & (period < brief.periods)
    not_needed = int(np.count_nonzero(inside & parts.not_needed))
    kept = inside & ~parts.not_needed
    return _decided(brief, case, rows[kept], period[kept], parts.of(kept), not_needed)


@dataclass(frozen=True)
class _Parts:
    """Faults in scope, sorted out (J6) [n]: the clock's `start` (of a fault whose clock never ran: the moment it would
    belong to), the `event` (restoration where it stands in, `NEVER`), and why there is none of the wanted kind."""

    start: Ints
    event: Ints
    not_needed: Bools
    fixed_first: Bools
    wrong_people: Bools

    def of(self, chosen: Bools) -> _Parts:
        """The chosen faults only."""
        return _Parts(
            self.start[chosen],
            self.event[chosen],
            self.not_needed[chosen],
            self.fixed_first[chosen],
            self.wrong_people[chosen],
        )


def in_scope(promise: Promise, case: Case) -> Bools:
    """The faults of the promise's level, sites, causes (J8) and marks."""
    terms = (promise.level, promise.sites, promise.causes, promise.marks)
    return case.once(("scope", *terms), lambda: _scope(promise, case))


def _scope(promise: Promise, case: Case) -> Bools:
    work = case.workload
    cause = case.once("first_diagnosed", lambda: first_diagnosed(case))
    causes = np.array([name in promise.causes for name in CAUSES])
    sites = np.array([name in promise.sites for name in work.sites])
    levels = np.array([name == promise.level for name in work.levels])
    chosen: Bools = levels[work.level] & sites[work.site] & causes[cause]
    return chosen & ((work.marks & bits(promise.marks, work.mark_names)) != 0) if promise.marks else chosen


def bits(marks: tuple[str, ...], names: tuple[str, ...]) -> int:
    """The bits of these marks in `Workload.marks`."""
    return sum(1 << index for index, name in enumerate(names) if name in marks)


def first_diagnosed(case: Case) -> Ints:
    """The class of each fault as first diagnosed [n], an index into `CAUSES` (J8).

    A diagnosis is the one by phone or, where a visit came first, what was found on site: then the vendor has been
    asked before any diagnosis. Never diagnosed is own. Were a visit's finding no diagnosis, quicker visits would
    put more of the environment's faults into the scope of a promise of restoration.
    """
    work, diagnosed = case.workload, case.outcomes.diagnosed
    vendor_wanted = case.outcomes.requested[:, THIRD_PARTY]
    by_phone = diagnosed >= 0
    on_site = work.truly_environment & (vendor_wanted >= 0) & (~by_phone | (vendor_wanted < diagnosed))
    cause: Ints = np.where(on_site, ENVIRONMENT, np.where(by_phone, work.diagnosis, OWN)).astype(np.int64)
    return cause


def _sorted_out(promise: Promise, case: Case, rows: Ints) -> _Parts:
    """Where a fault that comes back is the same fault, the clock starts with the first and stops with the last."""
    by = promise.by
    last = case.last[rows] if promise.same_fault else rows
    start = case.at(promise.from_event)[rows]
    event = case.at(promise.to_event, by)[last]
    restored = case.outcomes.restored[last]
    none = event < 0
    not_needed = none & ~case.needed(promise.to_event, by)[last]
    if promise.from_event in OPTIONAL:
        not_needed |= (start < 0) & ~case.needed(promise.from_event)[rows]
    wrong_people = np.zeros(rows.size, dtype=bool)
    if by and promise.to_event in BY_PEOPLE:
        wrong_people = none & ~not_needed & (case.at(promise.to_event)[last] >= 0)
    # What was restored before its clock ran has been so in vain if it came back: the clock starts there.
    start = np.where((start < 0) & (last != rows), case.outcomes.restored[rows], start)
    # A caller who hung up for good was not helped sooner: nobody ever answered him.
    overtaken = none & (restored >= 0) & ~not_needed & ~wrong_people & (promise.to_event != "answered")
    before_the_clock = (start < 0) & (restored >= 0) & (event == restored) & ~not_needed
    event = np.where(overtaken, restored, event)
    # Without a start the clock never ran: the event stands in for it, or at last the report.
    stand_in = np.where(event >= 0, event, np.where(restored >= 0, restored, case.outcomes.raised[rows]))
    return _Parts(np.where(start >= 0, start, stand_in), event, not_needed, overtaken | before_the_clock, wrong_people)


def _decided(brief: Brief, case: Case, rows: Ints, period: Ints, parts: _Parts, not_needed: int) -> Verdicts:
    promise = brief.promise
    clock = _Clock(brief, parts, _limits(promise, case, rows), _waits(promise, case, rows))
    gross = clock.met(())
    net = clock.met(("customer",))
    met = clock.met(promise.net_of)
    wanted = clock.needed(promise.net_of)
    counts = np.ones(rows.size, dtype=bool)
    if promise.fixed_first == "excluded":
        counts = ~(parts.fixed_first & met)
    elif promise.fixed_first == "missed" and promise.limit is not None:
        gross, net, met = (verdict & ~parts.fixed_first for verdict in (gross, net, met))
        wanted = np.where(parts.fixed_first, INFINITE, wanted)
    late = np.where(met, NEVER, clock.lateness(promise.net_of))
    return Verdicts(
        row=rows[counts],
        period=period[counts],
        start=parts.start[counts],
        due=clock.due(promise.net_of)[counts],
        event=parts.event[counts],
        met=met[counts],
        gross_met=gross[counts],
        net_met=net[counts],
        needed=wanted[counts],
        lateness=late[counts],
        not_needed=not_needed,
        fixed_first=int(np.count_nonzero(parts.fixed_first)),
        wrong_people=int(np.count_nonzero(parts.wrong_people)),
        unfinished=int(np.count_nonzero((parts.event < 0) & ~parts.wrong_people)),
    )


# ------------------------------------------------------------------ the clock with and without waits


def _limits(promise: Promise, case: Case, rows: Ints) -> Ints | None:
    if promise.limit is None:
        return None
    by_site = np.array([promise.limit.get(name, 0) for name in case.workload.sites], dtype=np.int64)
    return by_site[case.workload.site[rows]]


def _waits(promise: Promise, case: Case, rows: Ints) -> dict[str, tuple[Ints, Ints]]:
    """The waits that may be taken out of a clock (J7), by whose fault: from and to [n, k], `NEVER` for none."""
    found: dict[str, tuple[list[Ints], list[Ints]]] = {}
    for kind, begins, ends in case.waits(promise.same_fault):
        of_kind = found.setdefault(kind, ([], []))
        of_kind[0].append(begins[rows])
        of_kind[1].append(ends[rows])
    return {kind: (np.stack(begins, axis=1), np.stack(ends, axis=1)) for kind, (begins, ends) in found.items()}


class _Clock:
    """The faults of one promise under its clock, with any kinds of waits taken out. `limit` [n] ms, or None."""

    def __init__(self, brief: Brief, parts: _Parts, limit: Ints | None, waits: dict[str, tuple[Ints, Ints]]) -> None:
        self.counting, self.calendar = brief.promise.counting, brief.calendar
        self.start, self.event, self.limit, self.waits = parts.start, parts.event, limit, waits
        self.came: Bools = parts.event >= 0
        self._due: dict[tuple[str, ...], Ints] = {}

    def met(self, kinds: tuple[str, ...]) -> Bools:
        """Whether the event came in time (J4); without a limit everything is in time."""
        if self.limit is None:
            return np.ones(self.start.size, dtype=bool)
        return self.came & (self.event <= self.due(kinds))

    def needed(self, kinds: tuple[str, ...]) -> Ints:
        """The smallest limit that would have been kept (J5)."""
        event = np.where(self.came, self.event, self.start)
        return np.where(
            self.came, needed(self.counting, self.start, event, self.calendar, self._pauses(kinds)), INFINITE
        )

    def lateness(self, kinds: tuple[str, ...]) -> Ints:
        """Wall time from due to the event, `INFINITE` if it never came, `NEVER` without a limit."""
        if self.limit is None:
            return np.full(self.start.size, NEVER, dtype=np.int64)
        return np.where(self.came, np.maximum(0, self.event - self.due(kinds)), INFINITE)

    def due(self, kinds: tuple[str, ...]) -> Ints:
        """When each fault is due (J3), `NEVER` without a limit. Without a single wait of these kinds it is the gross
        clock."""
        if self.limit is None:
            return np.full(self.start.size, NEVER, dtype=np.int64)
        if kinds and not any((self.waits[kind][0] >= 0).any() for kind in kinds):
            kinds = ()
        if kinds not in self._due:
            self._due[kinds] = due(self.counting, self.start, self.limit, self.calendar, self._pauses(kinds))
        return self._due[kinds]

    def _pauses(self, kinds: tuple[str, ...]) -> Pauses | None:
        if not kinds:
            return None
        return Pauses(
            np.concatenate([self.waits[kind][0] for kind in kinds], axis=1),
            np.concatenate([self.waits[kind][1] for kind in kinds], axis=1),
        )
