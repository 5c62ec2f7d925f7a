"""Tiered support in salabim: a component for each fault, a resource for each pool, requests with priorities.

Written yieldless, as salabim's manual does. The vendor's answer is a component of its own, which cancels the visit when
it comes; a cancelled component gives back what it claimed or requested.
"""

from __future__ import annotations

import numpy as np
import salabim as sim

from benchmarks.tiered import OURS, POOLS, VENDORS, Case, Fault, Played


class Support(sim.Environment):
    """The support organisation: its pools, and what is noted of each fault."""

    def setup(self, case: Case) -> None:
        self.faults = case.faults
        self.pools = [
            sim.Resource(name, capacity=people, env=self) for name, people in zip(POOLS, case.people, strict=True)
        ]
        self.restored = [np.nan] * len(case.faults)
        self.waited = [[np.nan] * len(case.faults) for _ in case.people]


class Arrivals(sim.Component):
    """Faults come one after the other."""

    def process(self) -> None:
        for fault in self.env.faults:
            self.hold(till=fault.raised)
            Way(fault=fault)


class Served(sim.Component):
    """A component that stands for a fault, or for a part of its way."""

    def setup(self, fault: Fault) -> None:
        self.fault = fault

    def served(self, pool: int, work: int) -> None:
        """Wait for a person, and keep him as long as the work takes."""
        joined = self.env.now()
        self.request((self.env.pools[pool], 1, self.fault.level))
        self.env.waited[pool][self.fault.row] = self.env.now() - joined
        self.hold(work)
        self.release()

    def restored(self) -> None:
        """Service is back."""
        self.env.restored[self.fault.row] = self.env.now()


class Way(Served):
    """The way of a fault."""

    def process(self) -> None:
        fault = self.fault
        self.served(0, fault.hotline)
        if not fault.solved_by_hotline:
            if fault.kind != OURS:
                visit = Visit(fault=fault)
                Vendor(fault=fault, visit=visit)
                return
            self.served(1, fault.remote)
            if not fault.solved_by_remote:
                self.served(2, fault.visit)
        self.restored()


class Visit(Served):
    """A visit beside the vendor's answer."""

    def process(self) -> None:
        self.served(2, self.fault.visit)
        if self.fault.kind != VENDORS:
            self.restored()


class Vendor(Served):
    """The vendor, and what his answer means."""

    def setup(self, fault: Fault, visit: Visit) -> None:
        super().setup(fault)
        self.visit = visit

    def process(self) -> None:
        self.hold(self.fault.vendor)
        if self.fault.kind == VENDORS:
            self.restored()
            if not self.visit.isdata():
                self.visit.cancel()


def play(case: Case) -> Played:
    """Play a case until all is done."""
    env = Support(case=case, trace=False)
    Arrivals(env=env)
    env.run()
    return Played(np.array(env.restored), np.array(env.waited))
