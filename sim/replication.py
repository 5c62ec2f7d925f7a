"""One contract year once: drawn, and played under each of several plans on the same faults.

A replication depends on its number and the seed alone, so nothing has to be kept to see one again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim import streams
from sim.absence import attended
from sim.compiled import available
from sim.engines import COMPILED, SIMPY, simulator
from sim.heap import keep_freed
from sim.measures import PlanTally, measure
from sim.outcomes import Outcomes
from sim.rules import CEILING, Roster, Rules, ceiling, roster_for, rules_for
from sim.scenario import Plan, Scenario, settled
from sim.workload import Workload, draw_workload


@dataclass(frozen=True)
class Replication:
    """Replication `number` of a `scenario`, settled for that contract year, under a `plan`: what it was played with,
    and what happened."""

    number: int
    scenario: Scenario
    plan: Plan
    rules: Rules
    roster: Roster
    workload: Workload
    outcomes: Outcomes

    def measured(self, compiled: bool = False) -> PlanTally:
        """What it comes to, counted; by compiled code if so wished, which gives the same numbers."""
        played_with = self.scenario, self.plan, self.rules, self.roster, self.workload
        return measure(*played_with, self.outcomes, self.number, compiled)


class ContractYears:
    """Plans of a scenario (or its `ceiling`), by name, ready to be played by an engine (see `engines`). What does not
    differ between contract years is kept from one to the next."""

    def __init__(self, scenario: Scenario, plans: Sequence[str], seed: int, engine: str = SIMPY) -> None:
        self.scenario, self.plans, self.seed, self.engine = scenario, tuple(plans), seed, engine
        if engine == COMPILED and available():
            streams.compiled()
            keep_freed()
        self._all_alike = settled(scenario, seed, 0) is scenario
        self._kept: tuple[Scenario, tuple[tuple[Plan, Rules, Roster], ...]] | None = None

    def play(self, number: int, given: Workload | None = None) -> Iterator[Replication]:
        """The replication of this number under every plan, one after the other; on `given` faults instead of those it
        would draw."""
        year = self.scenario if self._all_alike else settled(self.scenario, self.seed, number)
        kept = self._kept  # threads share it: looked at once, and replaced as a whole
        if kept is None or kept[0] is not year:
            kept = self._kept = (year, tuple(_ready(year, name) for name in self.plans))
        workload = draw_workload(year, self.seed, number) if given is None else given
        simulate = simulator(self.engine)
        for plan, rules, planned in kept[1]:
            roster = attended(rules, planned, year.study.origin, self.seed, number)
            outcomes = simulate(rules, roster, workload)
            yield Replication(number, year, plan, rules, roster, workload, outcomes)


def _ready(year: Scenario, name: str) -> tuple[Plan, Rules, Roster]:
    plan = ceiling(year) if name == CEILING else year.plan(name)
    rules = rules_for(year, plan)
    return plan, rules, roster_for(rules)
