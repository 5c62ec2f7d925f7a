"""The stages of a replication, timed one by one on one core: draw, play, measure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.engines import ENGINES, Engine, events
from benchmarks.timing import timed
from sim.measures import measure
from sim.rules import roster_for, rules_for
from sim.scenario import Plan, Scenario
from sim.scenario_file import load
from sim.workload import draw_workload


@dataclass(frozen=True)
class Stages:
    """Medians over replications of one plan: `faults` and `events` of the model in a replication, and CPU seconds to
    draw it, play it and measure it."""

    scenario: str
    plan: str
    engine: str
    faults: float
    events: float
    draw: float
    play: float
    measure: float

    @property
    def faults_per_second(self) -> float:
        """Faults drawn, played and measured for each CPU second of one core."""
        return self.faults / (self.draw + self.play + self.measure)

    @property
    def nanoseconds(self) -> tuple[float, float, float, float]:
        """Nanoseconds for each fault to draw, to play and to measure, and for each event to play."""
        draw, play, measured = (1e9 * part / self.faults for part in (self.draw, self.play, self.measure))
        return draw, play, measured, 1e9 * self.play / self.events


def stages(path: Path, replications: int) -> list[Stages]:
    """Time every plan of a scenario in every engine."""
    scenario = load(path)
    return [one_plan(scenario, plan, engine, replications) for plan in scenario.operation.plans for engine in ENGINES]


def one_plan(scenario: Scenario, plan: Plan, engine: Engine, replications: int) -> Stages:
    """Time one plan in one engine. A first replication warms caches up, is counted and left out."""
    rules = rules_for(scenario, plan)
    roster = roster_for(rules)
    first = draw_workload(scenario, 1, 0)
    measure(scenario, plan, rules, roster, first, engine.play(rules, roster, first), 0, engine.compiled)
    rows = []
    for replication in range(1, replications + 1):
        draw, workload = timed(draw_workload, scenario, 1, replication)
        play, outcomes = timed(engine.play, rules, roster, workload)
        measured, _ = timed(measure, scenario, plan, rules, roster, workload, outcomes, replication, engine.compiled)
        rows.append((workload.faults, draw, play, measured))
    faults, draw, play, measured = (median(column) for column in zip(*rows, strict=True))
    happened = events(rules, roster, first) * faults / first.faults
    return Stages(scenario.name, plan.name, engine.name, faults, happened, draw, play, measured)
