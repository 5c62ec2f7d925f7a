"""One replication, timed in its three stages: draw, play, measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.engines import Engine, events
from benchmarks.tiered import SEED
from benchmarks.timing import timed
from sim.measures import measure
from sim.rules import roster_for, rules_for
from sim.scenario import Plan, Scenario
from sim.workload import draw_workload


@dataclass(frozen=True)
class Lap:
    """A replication of so many `faults`: CPU seconds to draw, play and measure it."""

    faults: int
    draw: float
    play: float
    measure: float

    @property
    def per_fault(self) -> float:
        """CPU seconds for each fault, all in all."""
        return (self.draw + self.play + self.measure) / self.faults


Lapped = Callable[[int], Lap]
"""Plays the replication of a number."""


def lapped(engine: Engine, scenario: Scenario, plan: Plan) -> Lapped:
    """One plan in one of our engines, with everything that slasim measures."""
    rules = rules_for(scenario, plan)
    roster = roster_for(rules)

    def lap(number: int) -> Lap:
        draw, workload = timed(draw_workload, scenario, SEED, number)
        play, outcomes = timed(engine.play, rules, roster, workload)
        counted, _ = timed(measure, scenario, plan, rules, roster, workload, outcomes, number, engine.compiled)
        return Lap(workload.faults, draw, play, counted)

    return lap


def events_per_fault(scenario: Scenario, plan: Plan) -> float:
    """How many events of the model a fault has under a plan, whatever the engine."""
    rules = rules_for(scenario, plan)
    workload = draw_workload(scenario, SEED, 0)
    return events(rules, roster_for(rules), workload) / workload.faults
