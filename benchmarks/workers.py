"""One worker and two: how many replications a whole study does in a second of wall clock, on the compiled engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.study import study
from sim import compiled
from sim.scenario import Scenario
from sim.scenario_file import load

WORKERS = (1, 2)
FEWEST = 4
"""Replications that are played before anything is timed."""


@dataclass(frozen=True)
class Workers:
    """A study of so many `plans` (the ceiling is one) with so many `workers`: replications of all plans for each
    second of wall clock (median of rounds), and how many times as many as one worker does (median, lowest and highest
    of rounds)."""

    scenario: str
    plans: int
    workers: int
    per_second: float
    ratio: float
    lowest: float
    highest: float


def workers(
    files: tuple[Path, ...], replications: int, rounds: int, told: Callable[[str], None] = lambda _: None
) -> list[Workers]:
    """Run studies of so many replications with one worker and with two, in turn, `rounds` times; [] where there is no
    compiled engine."""
    if not compiled.available():
        return []
    return [row for file in files for row in in_turn(load(file), replications, rounds, told)]


def in_turn(scenario: Scenario, replications: int, rounds: int, told: Callable[[str], None]) -> list[Workers]:
    """One scenario, with the workers in one order in odd rounds and in the other in even ones."""
    rates: dict[int, list[float]] = {count: [] for count in WORKERS}
    for count in WORKERS:
        study(scenario, FEWEST, count)
    for number in range(rounds):
        for count in WORKERS if number % 2 else reversed(WORKERS):
            told(f"{scenario.name}, round {number + 1} of {rounds}: {count} workers")
            begun = perf_counter()
            study(scenario, replications, count)
            rates[count].append(replications / (perf_counter() - begun))
    plans = len(scenario.operation.plans) + 1
    return [row(scenario.name, plans, count, rates[count], rates[1]) for count in WORKERS]


def row(scenario: str, plans: int, count: int, rates: list[float], of_one: list[float]) -> Workers:
    """What the rounds of so many workers come to, beside those of one."""
    ratios = [rate / one for rate, one in zip(rates, of_one, strict=True)]
    return Workers(scenario, plans, count, median(rates), median(ratios), min(ratios), max(ratios))
