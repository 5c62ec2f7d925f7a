"""The stages of a replication, timed one by one on one core: draw, play, measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.engines import ENGINES, Engine
from benchmarks.laps import events_per_fault, lapped
from sim.scenario import Plan, Scenario
from sim.scenario_file import load


@dataclass(frozen=True)
class Stages:
    """Medians over replications of one plan: `faults` in a replication and events of the model for each; nanoseconds
    for each fault to draw, play and measure it."""

    scenario: str
    plan: str
    engine: str
    faults: float
    events_per_fault: float
    draw: float
    play: float
    measure: float

    @property
    def per_fault(self) -> tuple[float, float, float]:
        """Nanoseconds for each fault to draw, to play and to measure."""
        return self.draw, self.play, self.measure

    @property
    def per_event(self) -> tuple[float, float, float]:
        """Nanoseconds for each event to draw, to play and to measure."""
        draw, play, measure = (part / self.events_per_fault for part in self.per_fault)
        return draw, play, measure

    @property
    def faults_per_second(self) -> float:
        """Faults drawn, played and measured for each CPU second of one core."""
        return 1e9 / sum(self.per_fault)


def stages(files: tuple[Path, ...], replications: int, told: Callable[[str], None] = lambda _: None) -> list[Stages]:
    """Time every plan of these scenarios in every engine."""
    found = []
    for file in files:
        scenario = load(file)
        for plan in scenario.operation.plans:
            told(f"stages: {scenario.name}, {plan.name}")
            events = events_per_fault(scenario, plan)
            found += [one_plan(scenario, plan, engine, replications, events) for engine in ENGINES]
    return found


def one_plan(scenario: Scenario, plan: Plan, engine: Engine, replications: int, events: float) -> Stages:
    """Time one plan in one engine. A first replication warms caches up and is left out."""
    lap = lapped(engine, scenario, plan)
    _, *laps = [lap(replication) for replication in range(replications + 1)]
    return Stages(
        scenario.name,
        plan.name,
        engine.name,
        median(it.faults for it in laps),
        events,
        draw=median(1e9 * it.draw / it.faults for it in laps),
        play=median(1e9 * it.play / it.faults for it in laps),
        measure=median(1e9 * it.measure / it.faults for it in laps),
    )
