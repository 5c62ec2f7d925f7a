"""Tiered support in Ciw: a queueing network with a customer class for each level.

Ciw has no parallel branches. The vendor's answer is a date that a customer carries from the hotline on: he reneges from
the queue for a visit at that date, a visit under way ends there, and after a visit that was in vain he spends the rest
of the time at a node without queue. That is the same system, and fewer events than the others need.
"""

from __future__ import annotations

from itertools import pairwise
from math import inf

import ciw
import numpy as np

from benchmarks.tiered import LEVELS, OURS, VENDORS, Case, Fault, Played

HOTLINE, REMOTE, ONSITE, VENDOR = range(1, 5)


class Work(ciw.dists.Distribution):
    """The time at a node, as drawn."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sample(self, t: float | None = None, ind: ciw.Individual = None) -> float:
        return getattr(fault_of(ind), self.name)


class Visit(ciw.dists.Distribution):
    """A visit, which ends with the vendor's answer where that comes first."""

    def sample(self, t: float | None = None, ind: ciw.Individual = None) -> float:
        return min(fault_of(ind).visit, ind.answer - t)


class Answer(ciw.dists.Distribution):
    """The time until the vendor's answer."""

    def sample(self, t: float | None = None, ind: ciw.Individual = None) -> float:
        return ind.answer - t


class AfterHotline(ciw.routing.NodeRouting):
    """Solved, or on to remote help, or to a visit while the vendor is asked."""

    def next_node(self, ind: ciw.Individual) -> ciw.Node:
        fault = fault_of(ind)
        ind.answer = self.node.now + fault.vendor if fault.kind == VENDORS else inf
        if fault.solved_by_hotline:
            return self.simulation.nodes[-1]
        return self.simulation.nodes[REMOTE if fault.kind == OURS else ONSITE]


class AfterRemote(ciw.routing.NodeRouting):
    """Solved, or on to a visit."""

    def next_node(self, ind: ciw.Individual) -> ciw.Node:
        return self.simulation.nodes[-1 if fault_of(ind).solved_by_remote else ONSITE]


class AfterVisit(ciw.routing.NodeRouting):
    """A visit solves, unless the fault is the vendor's and his answer is still to come."""

    def next_node(self, ind: ciw.Individual) -> ciw.Node:
        return self.simulation.nodes[VENDOR if self.node.now < ind.answer < inf else -1]


def fault_of(ind: ciw.Individual) -> Fault:
    """The fault that a customer stands for; customers are numbered from 1 in the order they come."""
    return ind.simulation.faults[ind.id_number - 1]


def network(case: Case) -> ciw.network.Network:
    """The network of pools and, last, the vendor."""
    return ciw.create_network(
        arrival_distributions={name: [gaps(case, level), None, None, None] for level, name in enumerate(LEVELS)},
        service_distributions={name: [Work("hotline"), Work("remote"), Visit(), Answer()] for name in LEVELS},
        reneging_time_distributions={name: [None, None, Answer(), None] for name in LEVELS},
        number_of_servers=[*case.people, inf],
        priority_classes={name: level for level, name in enumerate(LEVELS)},
        routing={name: way() for name in LEVELS},
    )


def way() -> ciw.routing.NetworkRouting:
    """Where a customer goes after each node."""
    return ciw.routing.NetworkRouting(routers=[AfterHotline(), AfterRemote(), AfterVisit(), ciw.routing.Leave()])


def gaps(case: Case, level: int) -> ciw.dists.Distribution:
    """The times between the faults of a level; nothing comes after the last."""
    raised = [0, *(fault.raised for fault in case.faults if fault.level == level)]
    return ciw.dists.Sequential([*(float(after - before) for before, after in pairwise(raised)), inf])


def play(case: Case) -> Played:
    """Play a case until all is done."""
    simulation = ciw.Simulation(network(case))
    simulation.faults = case.faults
    simulation.simulate_until_max_customers(len(case.faults), method="Finish")
    restored = np.full(len(case.faults), np.nan)
    waited = np.full((len(case.people), len(case.faults)), np.nan)
    for record in simulation.get_all_records():
        row = record.id_number - 1
        restored[row] = np.fmax(restored[row], record.exit_date)
        if record.record_type == "service" and record.node != VENDOR:
            waited[record.node - 1, row] = record.waiting_time
    return Played(restored, waited)
