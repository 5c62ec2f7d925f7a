"""The stages of a replication, timed one by one on one core: draw, play on either engine, measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import ParamSpec, TypeVar

from sim import compiled, model
from sim.measures import measure
from sim.rules import roster_for, rules_for
from sim.scenario_file import load
from sim.workload import draw_workload

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Stages:
    """Medians over replications, in CPU seconds for one plan, of a scenario with `faults` faults a replication. `simpy`
    and `compiled` are the play on the two engines; a run uses the second where it is installed."""

    scenario: str
    plan: str
    faults: float
    draw: float
    simpy: float
    compiled: float | None
    measure: float

    @property
    def faults_per_second(self) -> float:
        """Faults played and measured for each CPU second of one core, their draw included."""
        play = self.simpy if self.compiled is None else self.compiled
        return self.faults / (self.draw + play + self.measure)

    def as_record(self) -> dict[str, object]:
        """The fields and the rate, for a JSON file."""
        return {**asdict(self), "faults_per_second": round(self.faults_per_second)}


def timed(act: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> tuple[float, T]:
    """CPU seconds and result of a call."""
    start = process_time()
    result = act(*arguments, **options)
    return process_time() - start, result


def stages(path: Path, replications: int) -> list[Stages]:
    """Time every plan of a scenario. A first replication warms caches up and is left out."""
    scenario = load(path)
    found = []
    for plan in scenario.operation.plans:
        rules = rules_for(scenario, plan)
        roster = roster_for(rules)
        rows = []
        for replication in range(replications + 1):
            draw, workload = timed(draw_workload, scenario, 1, replication)
            simpy, outcomes = timed(model.simulate, rules, roster, workload)
            fast = timed(compiled.simulate, rules, roster, workload)[0] if compiled.available() else None
            spent, _ = timed(measure, scenario, plan, rules, roster, workload, outcomes, replication)
            rows.append((workload.faults, draw, simpy, fast, spent))
        columns = [None if None in column else median(column) for column in zip(*rows[1:], strict=True)]
        found.append(Stages(path.stem, plan.name, *columns))
    return found
