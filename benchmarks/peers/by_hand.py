"""A whole study of tiered support by hand: faults drawn with numpy, played by plain SimPy, judged with numpy.

What a planner would write who has SimPy and not slasim. Its numbers are those of `tiered.yaml`, its faults its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.tiered import HIDDEN, OURS, SEED, VENDORS, Fault

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

PEOPLE = (3, 4, 5)
FAULTS_AN_HOUR = np.array([0.2, 0.6, 1.2])
KINDS = np.array([OURS, HIDDEN, VENDORS])
OF_KINDS = np.array([0.8, 0.1, 0.1])
HOTLINE_SOLVES, REMOTE_SOLVES = 0.3, 0.6
VENDOR_MEDIAN, VENDOR_90 = 8 * HOUR, 29 * HOUR
NORMAL_90 = 1.2816

Milliseconds = NDArray[np.int64]


@dataclass(frozen=True)
class Drawn:
    """The faults of one replication: when each is `raised` [n] in ms and its `level` [n] for the judge, and the same
    one by one for SimPy."""

    raised: Milliseconds
    level: Milliseconds
    faults: list[Fault]


def draw(replication: int, days: int = 365) -> Drawn:
    """Draw the faults of so many days."""
    random = np.random.default_rng((SEED, replication))
    count = random.poisson(FAULTS_AN_HOUR.sum() * 24 * days)
    raised = np.sort(random.integers(0, days * DAY, count))
    level = random.choice(FAULTS_AN_HOUR.size, count, p=FAULTS_AN_HOUR / FAULTS_AN_HOUR.sum())
    kind = random.choice(KINDS, count, p=OF_KINDS)
    columns = (
        np.arange(count),
        level,
        kind,
        raised,
        lognormal(random, count, *by_mean(54 * MINUTE, 0.8)),
        lognormal(random, count, *by_mean(150 * MINUTE, 1)),
        lognormal(random, count, *by_mean(270 * MINUTE, 1)),
        lognormal(random, count, np.log(VENDOR_MEDIAN), np.log(VENDOR_90 / VENDOR_MEDIAN) / NORMAL_90),
        (random.random(count) < HOTLINE_SOLVES) & (kind != VENDORS),
        random.random(count) < REMOTE_SOLVES,
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return Drawn(raised, level, [Fault(*row) for row in rows])


def by_mean(mean: float, cv: float) -> tuple[float, float]:
    """Mean and deviation of the logarithm of a lognormal time with this mean and coefficient of variation."""
    variance = np.log1p(cv**2)
    return np.log(mean) - variance / 2, np.sqrt(variance)


def lognormal(random: np.random.Generator, count: int, mean: float, deviation: float) -> Milliseconds:
    """Lognormal times in whole ms."""
    return np.rint(random.lognormal(mean, deviation, count)).astype(np.int64)
