"""A replication looked at once more: to tell a fault or a duty of it, or to find the one that came out worst."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from sim.measures.court import Brief, court
from sim.measures.duties import done_by
from sim.measures.events import Case
from sim.measures.judging import verdicts
from sim.measures.tally import INFINITE
from sim.outcomes import NEVER
from sim.replication import ContractYears, Replication
from sim.scenario import Scenario

Seek = Callable[[Replication], "Latest"]
"""What is looked for in a replication."""

CHUNK = 3
"""Replications that a worker plays in one go."""


@dataclass(frozen=True)
class Latest:
    """The fault that came out worst for a promise, or the occasion of a duty: its `replication` and `row` (of a duty
    that of its first task), and the time from due to the event in ms (negative: kept with so much to spare; without a
    limit the time from start to event; `INFINITE`: it never came). It is the worst of `judged` ones. `row` is -1 when
    there was none."""

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


def latest_duty(played: Replication, duty: str, rows: tuple[int, ...]) -> Latest:
    """The worst occasion of a duty in a replication, of those whose first tasks are in `rows` and that are due within
    the study."""
    done = done_by(Case(played.workload, played.rules, played.outcomes), duty, court(played.scenario).workdays)
    study = played.scenario.study
    counted = np.isin(done.row, rows) & (done.due > study.opens_at) & (done.due <= study.closes_at)
    if not counted.any():
        return Latest(-INFINITE, played.number, NEVER, 0)
    margin = np.where(done.done == NEVER, INFINITE, done.done - done.due)
    worst = int(np.argmax(np.where(counted, margin, -INFINITE)))
    return Latest(int(margin[worst]), played.number, int(done.row[worst]), int(np.count_nonzero(counted)))


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


def search(scenario: Scenario, plan: str, seek: Seek, seed: int, replications: range, workers: int) -> Latest:
    """The worst of what is looked for in some replications, played by so many processes; the same for any number."""
    parts = [replications[first : first + CHUNK] for first in range(0, len(replications), CHUNK)]
    if workers == 1 or len(parts) == 1:
        found = [_play(scenario, plan, seed, seek, part) for part in parts]
    else:
        from joblib import Parallel, delayed

        found = Parallel(n_jobs=workers)(delayed(_play)(scenario, plan, seed, seek, part) for part in parts)
    return reduce(worse, found)


def _play(scenario: Scenario, plan: str, seed: int, seek: Seek, replications: range) -> Latest:
    years = ContractYears(scenario, [plan], seed)
    return reduce(worse, (seek(played) for number in replications for played in years.play(number)))
