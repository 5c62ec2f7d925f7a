"""One replication once more: to tell a fault of it, or to find the fault that was latest.

A replication depends on its number and the seed alone, so nothing has to be kept from the run in which it was first
played.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measures.court import Brief, court
from sim.measures.events import Case
from sim.measures.judging import verdicts
from sim.measures.tally import INFINITE
from sim.model import simulate
from sim.outcomes import NEVER, Outcomes
from sim.rules import CEILING, Roster, Rules, ceiling, roster_for, rules_for
from sim.scenario import Plan, Scenario, settled
from sim.workload import Workload, draw_workload

CHUNK = 3
"""Replications that a worker plays in one go."""


@dataclass(frozen=True)
class Replication:
    """A replication of a settled `scenario` under a `plan`, and what happened in it."""

    scenario: Scenario
    plan: Plan
    rules: Rules
    workload: Workload
    outcomes: Outcomes


@dataclass(frozen=True)
class Latest:
    """The fault that came out worst for a promise: its `replication` and `row`, and the time from due to the event in
    ms (negative: kept with so much to spare; without a limit the time from start to event; `INFINITE`: it never came).
    It is the worst of `judged` faults. `row` is -1 when there was none."""

    margin: int
    replication: int
    row: int
    judged: int


class Player:
    """One plan of a scenario, or its `ceiling`, ready to be played. What does not differ between contract years is kept
    from one to the next."""

    def __init__(self, scenario: Scenario, plan: str, seed: int) -> None:
        self.scenario, self.plan, self.seed = scenario, plan, seed
        self._year: Scenario | None = None
        self._ready: tuple[Plan, Rules, Roster]

    def play(self, replication: int) -> Replication:
        """The replication of this number."""
        year = settled(self.scenario, self.seed, replication)
        if year is not self._year:
            plan = ceiling(year) if self.plan == CEILING else year.plan(self.plan)
            rules = rules_for(year, plan)
            self._year, self._ready = year, (plan, rules, roster_for(rules))
        plan, rules, roster = self._ready
        workload = draw_workload(year, self.seed, replication)
        return Replication(year, plan, rules, workload, simulate(rules, roster, workload))

    def latest(self, promise: str, replications: range) -> Latest:
        """The worst fault of several replications."""
        found = Latest(-INFINITE, 0, NEVER, 0)
        for replication in replications:
            found = worse(found, latest(self.play(replication), promise, replication))
        return found


def latest(played: Replication, promise: str, replication: int) -> Latest:
    """The worst fault of a replication for a promise, or for all promises of a group."""
    case = Case(played.workload, played.rules, played.outcomes)
    found = Latest(-INFINITE, replication, NEVER, 0)
    for brief in court(played.scenario).briefs:
        if not brief.reading and promise in (brief.promise.name, brief.promise.group):
            found = worse(found, _latest_of(brief, case, replication))
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


def search(scenario: Scenario, plan: str, promise: str, seed: int, replications: int, workers: int) -> Latest:
    """The worst fault of the first so many replications, played by so many processes; the same for any number."""
    ranges = [range(first, min(first + CHUNK, replications)) for first in range(0, replications, CHUNK)]
    if workers == 1 or len(ranges) == 1:
        player = Player(scenario, plan, seed)
        parts = [player.latest(promise, part) for part in ranges]
    else:
        from joblib import Parallel, delayed

        parts = Parallel(n_jobs=workers)(delayed(_play)(scenario, plan, seed, promise, part) for part in ranges)
    found = parts[0]
    for part in parts[1:]:
        found = worse(found, part)
    return found


def _play(scenario: Scenario, plan: str, seed: int, promise: str, replications: range) -> Latest:
    return Player(scenario, plan, seed).latest(promise, replications)
