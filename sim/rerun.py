"""A replication looked at once more: to tell a fault of it, or to find the fault that came out worst."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measures.court import Brief, court
from sim.measures.events import Case
from sim.measures.judging import verdicts
from sim.measures.tally import INFINITE
from sim.outcomes import NEVER
from sim.replication import ContractYears, Replication
from sim.scenario import Scenario

CHUNK = 3
"""Replications that a worker plays in one go."""


@dataclass(frozen=True)
class Latest:
    """The fault that came out worst for a promise: its `replication` and `row`, and the time from due to the event in
    ms (negative: kept with so much to spare; without a limit the time from start to event; `INFINITE`: it never came).
    It is the worst of `judged` faults. `row` is -1 when there was none."""

    margin: int
    replication: int
    row: int
    judged: int


def once(scenario: Scenario, plan: str, seed: int, number: int) -> Replication:
    """A single replication under one plan."""
    return next(ContractYears(scenario, [plan], seed).play(number))


def latest(played: Replication, promises: tuple[str, ...]) -> Latest:
    """The worst fault of a replication for the promises of these names."""
    case = Case(played.workload, played.rules, played.outcomes)
    found = Latest(-INFINITE, played.number, NEVER, 0)
    for brief in court(played.scenario).briefs:
        if not brief.reading and brief.promise.name in promises:
            found = worse(found, _latest_of(brief, case, played.number))
    return found


def _latest_of(brief: Brief, case: Case, replication: int) -> Latest:
    found = verdicts(brief, case)
    if not found.row.size:
        return Latest(-INFINITE, replication, NEVER, 0)
    measured_from = found.start if brief.promise.limit is None else found.due
    margin = np.where(found.event == NEVER, INFINITE, found.event - measured_from)
    worst = int(np.argmax(margin))
    return Latest(int(margin[worst]), replication, int(found.row[worst]), found.row.size)


def worse(one: Latest, other: Latest) -> Latest:
    """The later of two, the first of equals; all their faults are counted."""
    worst = other if other.margin > one.margin else one
    return Latest(worst.margin, worst.replication, worst.row, one.judged + other.judged)


def search(
    scenario: Scenario, plan: str, promises: tuple[str, ...], seed: int, replications: int, workers: int
) -> Latest:
    """The worst fault of the first so many replications, played by so many processes; the same for any number."""
    ranges = [range(first, min(first + CHUNK, replications)) for first in range(0, replications, CHUNK)]
    if workers == 1 or len(ranges) == 1:
        parts = [_play(scenario, plan, seed, promises, part) for part in ranges]
    else:
        from joblib import Parallel, delayed

        parts = Parallel(n_jobs=workers)(delayed(_play)(scenario, plan, seed, promises, part) for part in ranges)
    found = parts[0]
    for part in parts[1:]:
        found = worse(found, part)
    return found


def _play(scenario: Scenario, plan: str, seed: int, promises: tuple[str, ...], replications: range) -> Latest:
    years = ContractYears(scenario, [plan], seed)
    found = Latest(-INFINITE, 0, NEVER, 0)
    for number in replications:
        for played in years.play(number):
            found = worse(found, latest(played, promises))
    return found
