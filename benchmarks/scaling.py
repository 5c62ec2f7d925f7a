"""How speed and memory change with the horizon, the load and the number of plans, on the tiered support model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engines import ENGINES, Engine
from benchmarks.peers import SIMPY
from benchmarks.tiered import SEED, draw, scenario
from benchmarks.timing import timed
from sim.measures import measure
from sim.rules import roster_for, rules_for
from sim.scenario import Scenario
from sim.workload import draw_workload

YEARS = (1, 2, 5, 10)
LOADS = (0.5, 0.7, 0.85, 0.95, 1.05, 1.2)
PLANS = (1, 6, 12, 36)
TURNS = 3

Told = Callable[[str], None]


@dataclass(frozen=True)
class Horizon:
    """A replication of some `years`, played in a process of its own: faults for each CPU second of play, and the most
    memory that the process had, drawing and playing, in MB (0: not known on this system)."""

    engine: str
    years: int
    faults_per_second: float
    peak_mb: float


@dataclass(frozen=True)
class Load:
    """A year at some `load` of the busiest pools: faults for each CPU second of play, at best."""

    engine: str
    load: float
    faults_per_second: float


@dataclass(frozen=True)
class Plans:
    """A quarter of a year under so many `plans`: faults drawn once, played and measured under every plan; CPU seconds
    for each plan, its share of the draw included."""

    engine: str
    plans: int
    seconds_per_plan: float


def horizons(told: Told) -> list[Horizon]:
    """Longer and longer replications in each of our engines."""
    found = []
    for engine in ENGINES:
        for years in YEARS:
            told(f"{years} years: {engine.name}")
            command = [sys.executable, "-m", "benchmarks.horizon", str(years), engine.name]
            ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
            rate, peak = json.loads(ran.stdout)
            found.append(Horizon(engine.name, years, rate, peak))
    return found


def loads(told: Told) -> list[Load]:
    """More and more faults for the same people, up to more than they can do, in our engines and in idiomatic SimPy.

    All loads are played in turn, several times over, and the best time counts: what else the machine does can only
    slow a turn down, and it must not look like the load's doing.
    """
    cases = [(load, draw(scenario(load))) for load in LOADS]
    field = [(SIMPY.name, SIMPY.play), *((engine.name, engine.play_case) for engine in ENGINES)]
    best: dict[tuple[float, str], float] = {}
    for turn in range(TURNS):
        for load, case in cases:
            for name, play in field:
                told(f"turn {turn + 1} of {TURNS}, load {load}: {name}")
                seconds, _ = timed(play, case)
                rate = len(case.faults) / seconds
                best[load, name] = max(rate, best.get((load, name), 0.0))
    return [Load(name, load, rate) for (load, name), rate in best.items()]


def plans(told: Told) -> list[Plans]:
    """More and more plans on the same faults."""
    found = []
    for engine in ENGINES:
        for count in PLANS:
            told(f"{count} plans: {engine.name}")
            seconds, _ = timed(replicate, engine, scenario(days=91), count)
            found.append(Plans(engine.name, count, seconds / count))
    return found


def replicate(engine: Engine, tiered: Scenario, count: int) -> None:
    """One replication of `count` plans; alike on purpose, so that only their number differs."""
    plan = tiered.operation.plans[0]
    workload = draw_workload(tiered, SEED, 0)
    for _ in range(count):
        rules = rules_for(tiered, plan)
        roster = roster_for(rules)
        measure(tiered, plan, rules, roster, workload, engine.play(rules, roster, workload))
