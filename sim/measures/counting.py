"""The verdicts on all promises and readings of one replication, counted into the tables of a tally."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.estimates import tightest_rank
from sim.measures.bins import BINS, counted
from sim.measures.court import Brief, Court
from sim.measures.duties import count_duty
from sim.measures.events import Case
from sim.measures.judging import Verdicts, in_scope, verdicts
from sim.measures.tally import EMPTY, PromiseTally
from sim.outcomes import NEVER
from sim.scenario import DUTY

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

CONNECT = "connect"
"""The kind of promise that counts dials instead of faults: connected among dialled."""


def judged(court: Court, case: Case, replication: int) -> PromiseTally:
    """The verdicts on all promises and readings in one replication, counted (R = 1)."""
    tally = blank(court)
    for index, brief in enumerate(court.briefs):
        if brief.promise.kind == CONNECT:
            count_dials(tally, brief, case)
        elif brief.promise.kind == DUTY:
            count_duty(tally, brief, case, court.workdays)
        else:
            _count(tally, index, brief, verdicts(brief, case), replication)
    return tally


def blank(court: Court) -> PromiseTally:
    """A tally in which nothing is counted yet (R = 1)."""
    cells, briefs = (1, court.cells), (1, len(court.briefs))

    def zeros(shape: tuple[int, ...]) -> NDArray[np.int32]:
        return np.zeros(shape, dtype=np.int32)

    return PromiseTally(
        judged=zeros(cells),
        met=zeros(cells),
        gross_met=zeros(cells),
        net_met=zeros(cells),
        tightest=np.full(cells, EMPTY, dtype=np.int64),
        fixed_first=zeros(briefs),
        not_needed=zeros(briefs),
        wrong_people=zeros(briefs),
        unfinished=zeros(briefs),
        needed=zeros((len(court.briefs), BINS)),
        worst=np.tile(np.array([NEVER, 0, 0], dtype=np.int64), (len(court.briefs), 1)),
    )


def _count(tally: PromiseTally, index: int, brief: Brief, found: Verdicts, replication: int) -> None:
    def by_period(chosen: Bools) -> Ints:
        return np.bincount(found.period[chosen], minlength=brief.periods)

    tally.judged[0, brief.cells] = np.bincount(found.period, minlength=brief.periods)
    tally.met[0, brief.cells] = by_period(found.met)
    tally.gross_met[0, brief.cells] = by_period(found.gross_met)
    tally.net_met[0, brief.cells] = by_period(found.net_met)
    tally.fixed_first[0, index] = found.fixed_first
    tally.not_needed[0, index] = found.not_needed
    tally.wrong_people[0, index] = found.wrong_people
    tally.unfinished[0, index] = found.unfinished
    tally.needed[index] = counted(found.needed)
    if brief.promise.attain is not None:
        tally.tightest[0, brief.cells] = _tightest(brief, found)
    if found.lateness.size and found.lateness.max() >= 0:
        worst = int(np.argmax(found.lateness))
        tally.worst[index] = (found.lateness[worst], replication, found.row[worst])


def _tightest(brief: Brief, found: Verdicts) -> Ints:
    """The tightest limit each period would have kept (S6)."""
    assert brief.promise.attain is not None
    order = np.lexsort((found.needed, found.period))
    ascending = found.needed[order]
    counts = np.bincount(found.period, minlength=brief.periods).tolist()
    result = np.full(brief.periods, EMPTY, dtype=np.int64)
    first = 0
    for period, count in enumerate(counts):
        if count:
            result[period] = ascending[first + tightest_rank(count, brief.promise.attain) - 1]
        first += count
    return result


def count_dials(tally: PromiseTally, brief: Brief, case: Case) -> None:
    """Dials of the faults in scope, in the period in which the fault was raised: connected among dialled (R8)."""
    rows = np.flatnonzero(in_scope(brief.promise, case))
    period = np.searchsorted(brief.edges, case.outcomes.raised[rows], side="right") - 1
    inside = (period >= 0) & (period < brief.periods)
    rows, period = rows[inside], period[inside]
    dials = np.bincount(period, weights=case.outcomes.dials[rows], minlength=brief.periods)
    connected = np.bincount(period, weights=case.outcomes.connected[rows], minlength=brief.periods)
    tally.judged[0, brief.cells] = dials
    for column in (tally.met, tally.gross_met, tally.net_met):
        column[0, brief.cells] = connected
