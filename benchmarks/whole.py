"""The whole way from nothing to judged figures: draw, play, measure, beside a study by hand in plain SimPy.

In each round everybody draws, plays and measures one replication, in one order in odd rounds and in the other in even
ones. The same laps also tell the ratio of the play alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from benchmarks.engines import ENGINES
from benchmarks.figures import figures, limits
from benchmarks.laps import Lap, Lapped, events_per_fault, lapped
from benchmarks.peers import SIMPY, by_hand
from benchmarks.peers.processes import play_faults
from benchmarks.tiered import WARM_UP_DAYS, scenario
from benchmarks.timing import timed


@dataclass(frozen=True)
class Whole:
    """Nanoseconds for each fault to draw, play and measure it (medians of rounds); nanoseconds for each event of the
    model, all in all; how many times as fast as the study by hand, all in all (median, lowest and highest of rounds)
    and in the play alone (median)."""

    name: str
    draw: float
    play: float
    measure: float
    ns_per_event: float
    ratio: float
    lowest: float
    highest: float
    play_ratio: float


def wholes(rounds: int, told: Callable[[str], None] = lambda _: None, days: int = 365) -> list[Whole]:
    """Draw, play and measure `rounds` replications of `days` in plain SimPy and in our engines."""
    for lap in field(WARM_UP_DAYS).values():
        lap(0)
    players = field(days)
    laps: dict[str, list[Lap]] = {name: [] for name in players}
    for number in range(rounds):
        for name in players if number % 2 else reversed(players):
            told(f"from draw to measure, round {number + 1} of {rounds}: {name}")
            laps[name].append(players[name](number))
    tiered = scenario(days=days)
    events = events_per_fault(tiered, tiered.operation.plans[0])
    return [whole(name, laps[name], laps[SIMPY.name], events) for name in players]


def field(days: int) -> dict[str, Lapped]:
    """The study by hand and our engines, on so many days."""
    tiered = scenario(days=days)
    ours = {engine.name: lapped(engine, tiered, tiered.operation.plans[0]) for engine in ENGINES}
    return {SIMPY.name: lapped_by_hand(days)} | ours


def lapped_by_hand(days: int) -> Lapped:
    """The study by hand."""
    within = limits(scenario())

    def lap(number: int) -> Lap:
        draw, drawn = timed(by_hand.draw, number, days)
        play, record = timed(play_faults, drawn.faults, by_hand.PEOPLE)
        judge, _ = timed(figures, drawn, record, within)
        return Lap(len(drawn.faults), draw, play, judge)

    return lap


def whole(name: str, laps: list[Lap], simpy: list[Lap], events: float) -> Whole:
    """What the laps come to, beside those of SimPy in the same rounds."""
    pairs = list(zip(laps, simpy, strict=True))
    ratios = [other.per_fault / lap.per_fault for lap, other in pairs]
    return Whole(
        name,
        draw=median(1e9 * lap.draw / lap.faults for lap in laps),
        play=median(1e9 * lap.play / lap.faults for lap in laps),
        measure=median(1e9 * lap.measure / lap.faults for lap in laps),
        ns_per_event=median(1e9 * lap.per_fault for lap in laps) / events,
        ratio=median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
        play_ratio=median((other.play / other.faults) / (lap.play / lap.faults) for lap, other in pairs),
    )
