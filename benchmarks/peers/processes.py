"""Tiered support in plain SimPy: a process for each fault, a `PriorityResource` for each pool.

A visit that the vendor's answer makes needless is interrupted; leaving its `with` block gives up the place in the queue
or sets the person free.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress

import numpy as np
import simpy

from benchmarks.tiered import HIDDEN, OURS, VENDORS, Case, Fault, Played

Process = Generator[simpy.Event, object, None]


class Support:
    """The support organisation: its pools, and what is noted of each fault."""

    def __init__(self, faults: list[Fault], people: tuple[int, ...]) -> None:
        self.env = simpy.Environment()
        self.hotline, self.remote, self.onsite = (simpy.PriorityResource(self.env, capacity=count) for count in people)
        self.restored = [np.nan] * len(faults)
        self.waited = [[np.nan] * len(faults) for _ in people]
        self.env.process(self.arrivals(faults))

    def arrivals(self, faults: list[Fault]) -> Process:
        """Faults come one after the other."""
        for fault in faults:
            yield self.env.timeout(fault.raised - self.env.now)
            self.env.process(self.solve(fault))

    def solve(self, fault: Fault) -> Process:
        """The way of a fault."""
        yield from self.served(fault, 0, self.hotline, fault.hotline)
        if not fault.solved_by_hotline:
            if fault.kind == OURS:
                yield from self.served(fault, 1, self.remote, fault.remote)
                if not fault.solved_by_remote:
                    yield from self.served(fault, 2, self.onsite, fault.visit)
            else:
                yield from self.visit_beside_vendor(fault)
        self.restored[fault.row] = self.env.now

    def visit_beside_vendor(self, fault: Fault) -> Process:
        """A visit and the vendor's answer in parallel."""
        visit = self.env.process(self.visit(fault))
        answer = self.env.timeout(fault.vendor)
        if fault.kind == HIDDEN:
            yield visit
        elif fault.kind == VENDORS:
            yield answer
            if visit.is_alive:
                visit.interrupt()

    def visit(self, fault: Fault) -> Process:
        """A visit that may be called off."""
        with suppress(simpy.Interrupt):
            yield from self.served(fault, 2, self.onsite, fault.visit)

    def served(self, fault: Fault, pool: int, people: simpy.PriorityResource, work: int) -> Process:
        """Wait for a person, and keep him as long as the work takes."""
        joined = self.env.now
        with people.request(priority=fault.level) as turn:
            yield turn
            self.waited[pool][fault.row] = self.env.now - joined
            yield self.env.timeout(work)


def play(case: Case) -> Played:
    """Play a case until all is done."""
    return play_faults(case.faults, case.people)


def play_faults(faults: list[Fault], people: tuple[int, ...]) -> Played:
    """Play faults until all is done."""
    support = Support(faults, people)
    support.env.run()
    return Played(np.array(support.restored), np.array(support.waited))
