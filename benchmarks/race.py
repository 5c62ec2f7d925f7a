"""All libraries side by side on the tiered support model, in turn, on the same faults.

In each round everybody plays the same replication once, in one order in odd rounds and in the other in even ones. A
library's ratio is the median over rounds of its time to that of idiomatic SimPy *in the same round*: a machine that is
slow for a minute is slow for both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from benchmarks.engines import ENGINES, events
from benchmarks.figures import Figures, figures, limits, mean, same
from benchmarks.peers import PEERS, SIMPY
from benchmarks.tiered import WARM_UP_DAYS, Case, Played, draw, scenario
from sim import __version__


@dataclass(frozen=True)
class Lap:
    """One library in one round of so many `faults` and `events` of the model: CPU seconds, its figures, and how many
    faults it restored at the `same` millisecond as our own engine."""

    seconds: float
    faults: int
    events: int
    same: int
    figures: Figures


@dataclass(frozen=True)
class Pace:
    """What a library did: faults for each CPU second and nanoseconds for each event of the model (medians of rounds);
    how many times as fast as SimPy (median, lowest and highest of rounds); of all `faults`, how many it restored at the
    `same` millisecond as our own engine; its figures, means of rounds."""

    name: str
    version: str
    faults_per_second: float
    ns_per_event: float
    ratio: float
    lowest: float
    highest: float
    faults: int
    same: int
    figures: Figures


@dataclass(frozen=True)
class Runner:
    """Somebody in the race. `run` plays a case and tells the CPU seconds of the play, and the record."""

    name: str
    version: str
    run: Callable[[Case], tuple[float, Played]]


def runners() -> list[Runner]:
    """The peers that are installed, and our engines."""
    peers = [Runner(peer.name, peer.installed, peer.run) for peer in PEERS if peer.installed]
    return peers + [Runner(engine.name, __version__, engine.run) for engine in ENGINES]


def race(rounds: int, told: Callable[[str], None] = lambda _: None, days: int = 365) -> list[Pace]:
    """Play `rounds` replications of `days` in every library that is installed; `told` hears how far it is."""
    tiered = scenario(days=days)
    within = limits(tiered)
    field = runners()
    laps: dict[str, list[Lap]] = {runner.name: [] for runner in field}
    warm_up(field)
    for number in range(rounds):
        case = draw(tiered, number)
        happened = events(case.rules, case.roster, case.workload)
        _, ours = ENGINES[0].run(case)
        for runner in field if number % 2 else reversed(field):
            told(f"round {number + 1} of {rounds}: {runner.name}")
            seconds, found = runner.run(case)
            judged = figures(case.workload, found, within)
            lap = Lap(seconds, len(case.faults), happened, same(found, ours), judged)
            laps[runner.name].append(lap)
    return [pace(runner, laps[runner.name], laps[SIMPY.name]) for runner in field]


def warm_up(field: list[Runner]) -> None:
    """Let everybody import, compile and fill caches before anything is timed."""
    for runner in field:
        runner.run(draw(scenario(days=WARM_UP_DAYS)))


def pace(runner: Runner, laps: list[Lap], simpy: list[Lap]) -> Pace:
    """What the laps of a runner come to, beside those of SimPy in the same rounds."""
    ratios = [other.seconds / lap.seconds for lap, other in zip(laps, simpy, strict=True)]
    return Pace(
        runner.name,
        runner.version,
        faults_per_second=median(lap.faults / lap.seconds for lap in laps),
        ns_per_event=median(1e9 * lap.seconds / lap.events for lap in laps),
        ratio=median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
        faults=sum(lap.faults for lap in laps),
        same=sum(lap.same for lap in laps),
        figures=mean([lap.figures for lap in laps]),
    )
