"""How speed and memory change with the horizon, the load and the number of plans, on the tiered support model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.alone import alone
from benchmarks.engines import ENGINES, Engine
from benchmarks.laps import events_per_fault
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
    """A replication of some `years`, played in a process of its own: faults for each CPU second of play, nanoseconds
    for each event, and the most memory that the process had, drawing and playing, in MB (0: not known on this system).
    """

    engine: str
    years: int
    faults_per_second: float
    ns_per_event: float
    peak_mb: float


@dataclass(frozen=True)
class Load:
    """A year at some `load` of the busiest pools: faults for each CPU second of play and nanoseconds for each event, at
    best."""

    engine: str
    load: float
    faults_per_second: float
    ns_per_event: float


@dataclass(frozen=True)
class Plans:
    """A quarter of a year under so many `plans`: faults drawn once, played and measured under every plan; CPU seconds
    for each plan, its share of the draw included, and nanoseconds for each of its events."""

    engine: str
    plans: int
    seconds_per_plan: float
    ns_per_event: float


def horizons(told: Told) -> list[Horizon]:
    """Longer and longer replications in each of our engines."""
    found = []
    events = of_each_fault(scenario())
    for engine in ENGINES:
        for years in YEARS:
            told(f"{years} years: {engine.name}")
            rate, peak = alone("benchmarks.horizon", years, engine.name)
            found.append(Horizon(engine.name, years, rate, 1e9 / (rate * events), peak))
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
    events = {load: of_each_fault(scenario(load)) for load in LOADS}
    return [Load(name, load, rate, 1e9 / (rate * events[load])) for (load, name), rate in best.items()]


def plans(told: Told) -> list[Plans]:
    """More and more plans on the same faults. One plan is played before, so that nothing is compiled meanwhile."""
    found = []
    quarter = scenario(days=91)
    events = draw_workload(quarter, SEED, 0).faults * of_each_fault(quarter)
    for engine in ENGINES:
        replicate(engine, quarter, 1)
        for count in PLANS:
            told(f"{count} plans: {engine.name}")
            seconds, _ = timed(replicate, engine, quarter, count)
            found.append(Plans(engine.name, count, seconds / count, 1e9 * seconds / (count * events)))
    return found


def replicate(engine: Engine, tiered: Scenario, count: int) -> None:
    """One replication of `count` plans; alike on purpose, so that only their number differs."""
    plan = tiered.operation.plans[0]
    workload = draw_workload(tiered, SEED, 0)
    for _ in range(count):
        rules = rules_for(tiered, plan)
        roster = roster_for(rules)
        outcomes = engine.play(rules, roster, workload)
        measure(tiered, plan, rules, roster, workload, outcomes, compiled=engine.compiled)


def of_each_fault(tiered: Scenario) -> float:
    """How many events of the model a fault of tiered support has."""
    return events_per_fault(tiered, tiered.operation.plans[0])
