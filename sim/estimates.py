"""How sure a simulated figure is: intervals, verdicts, quantiles with their interval, paired differences (S1-S8).

Pure functions on arrays with one entry for each replication, which is the only independent unit: the faults of one
contract year share its luck. A `Bounds` is always (value, low, high).

Sources: E. B. Wilson, JASA 22 (1927), for the score interval; W. G. Cochran, Sampling Techniques, 3rd ed., sections
6.4 and 9A, for ratios of cluster totals; L. Kish, Survey Sampling (1965), for the design effect.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.streams import key_of, row_keys, uniforms

Ints = NDArray[np.int64]
Counts = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Copies = NDArray[np.float32]

ON_THE_LINE = 0.005
"""A share nearer than this to the wanted one is on the line: no affordable number of replications decides it (S7)."""

SURELY = 0.01
"""It is on the line only once half its interval is no wider than this; before, it is open."""

FEWEST_PERIODS = 30
"""With fewer non-empty periods nothing is decided (S7)."""

RESAMPLES = 400

AT_LEAST, MARGIN = 32, 1.2
"""So much more than the share of values that lies above a quantile is looked at in one go."""


class Bounds(NamedTuple):
    """A value and its interval."""

    value: float
    low: float
    high: float

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


class Decision(NamedTuple):
    """ "yes", "no", "open" or "line", and about how many more replications would decide (0 unless open)."""

    word: str
    more: int


@lru_cache(maxsize=256)
def exact(share: float) -> Fraction:
    """A share written in a scenario as the fraction that was meant: 0.95 is 19/20 (to a millionth)."""
    return Fraction(share).limit_denominator(1_000_000)


# ------------------------------------------------------------------ quantiles of the normal and Student's law


def normal_quantile(p: float) -> float:
    """The p-quantile of the standard normal law."""
    from scipy.special import ndtri

    return float(ndtri(p))


def t_quantile(p: float, freedom: int) -> float:
    """The p-quantile of Student's law with `freedom` degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, p))


def confidence_of_look(confidence: float, looks: int) -> float:
    """The confidence each of `looks` sequential looks must have so that all together have `confidence` (S7)."""
    return 1 - (1 - confidence) / max(1, looks)


# ------------------------------------------------------------------ the interval of a share


def score_interval(p: float, n: float, z: float) -> Bounds:
    """Wilson's interval of a share `p` seen in `n` independent cases, at the quantile `z`. n = 0: 0 to 1."""
    if n <= 0:
        return Bounds(p, 0.0, 1.0)
    square = z * z
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
    low = 0.0 if p <= 0 else max(0.0, middle - half)
    high = 1.0 if p >= 1 else min(1.0, middle + half)
    return Bounds(p, low, high)


def wilson(hits: int, n: int, confidence: float) -> Bounds:
    """The interval of a share of independent cases (contract years, S5). n must not be 0."""
    return score_interval(hits / n, n, normal_quantile((1 + confidence) / 2))


def clustered(hits: Counts, cases: Counts, confidence: float) -> Bounds:
    """The interval of sum(hits) / sum(cases), one entry for each replication (S3, S5). sum(cases) must not be 0.

    Faults of one year are alike, so they count as fewer: the number of cases is divided by the design effect. With
    nothing but hits, or none, nothing is known of their likeness and each year counts as one case.
    """
    n = int(cases.sum())
    p = int(hits.sum()) / n
    years = int(np.count_nonzero(cases))
    replications = int(cases.size)
    if p in (0.0, 1.0):
        return score_interval(p, years, _quantile_over(replications, confidence))
    if replications < 2:
        return Bounds(p, 0.0, 1.0)
    spread = float(np.sum((hits - p * cases) ** 2))
    effect = replications / (replications - 1) * spread / (n * p * (1 - p))
    return score_interval(p, n / max(1.0, effect), _quantile_over(replications, confidence))


def _quantile_over(replications: int, confidence: float) -> float:
    """t(R - 1); the normal quantile would be too sure of itself, and one replication knows no spread at all."""
    return t_quantile((1 + confidence) / 2, max(1, replications - 1))


def decide(share: Bounds, wanted: float, periods: int, replications: int) -> Decision:
    """Whether the share of periods kept is at least `wanted` (S7). `periods` counts the non-empty ones."""
    if periods >= FEWEST_PERIODS:
        if share.low >= wanted:
            return Decision("yes", 0)
        if share.high < wanted:
            return Decision("no", 0)
    distance = abs(share.value - wanted)
    on_the_line = distance < ON_THE_LINE
    if periods >= FEWEST_PERIODS and on_the_line and share.half <= SURELY:
        return Decision("line", 0)
    lacking = FEWEST_PERIODS / max(1, periods) - 1
    lacking = max(lacking, (share.half / (SURELY if on_the_line else distance)) ** 2 - 1)
    return Decision("open", max(1, math.ceil(replications * lacking)))


# ------------------------------------------------------------------ periods


def complies(met: Counts, judged: Counts, attain: float) -> NDArray[np.bool_]:
    """Whether each period keeps the promise (S2), in exact integers: met >= attain x judged. Empty periods comply."""
    wanted = exact(attain)
    return met.astype(np.int64) * wanted.denominator >= judged.astype(np.int64) * wanted.numerator


def tightest_rank(judged: int, attain: float) -> int:
    """The rank (from 1, ascending) of the needed limit under which a period of `judged` faults just complies (S6)."""
    late = may_miss(attain)
    return judged - judged * late.numerator // late.denominator


@lru_cache(maxsize=256)
def may_miss(attain: float) -> Fraction:
    """The share of the faults of a period that may be late."""
    return 1 - exact(attain)


class PeriodQuantile(NamedTuple):
    """A limit that the wanted share of periods keeps, and its interval, in the unit of the limits."""

    value: int
    low: int
    high: int


def quantile_of_periods(
    tightest: Ints, replication: Ints, replications: int, wanted: float, confidence: float, seed: int
) -> PeriodQuantile:
    """The limit that a share `wanted` of periods keeps, with its interval by bootstrap of whole replications (S6).

    `tightest` [n] is the tightest limit of each non-empty period, `replication` [n] the index (0 .. replications - 1)
    of the one it belongs to. The resamples depend on `seed` and the number of replications alone. n must not be 0.
    """
    order = np.argsort(tightest, kind="stable")
    values, owner = tightest[order], replication[order]
    share = exact(wanted)
    value = int(values[_rank(share, values.size) - 1])
    if replications < 2:
        return PeriodQuantile(value, int(values[0]), int(values[-1]))
    found = np.sort(_resampled_quantiles(values, owner, _resamples(replications, seed), share))
    tail = (1 - confidence) / 2
    low = found[max(0, math.floor(tail * RESAMPLES))]
    high = found[min(RESAMPLES - 1, math.ceil((1 - tail) * RESAMPLES) - 1)]
    return PeriodQuantile(value, int(low), int(high))


def _rank(share: Fraction, n: int) -> int:
    return max(1, math.ceil(share * n))


@lru_cache(maxsize=2)
def _resamples(replications: int, seed: int) -> Copies:
    """[R, RESAMPLES]: how often each replication is drawn, with replacement, into each resample."""
    stream = key_of("bootstrap", seed, replications)
    copies = np.empty((replications, RESAMPLES), dtype=np.float32)
    for number in range(RESAMPLES):
        u = uniforms(row_keys(stream, replications, first=number * replications), "pick")
        picked = np.minimum((u * replications).astype(np.int64), replications - 1)
        copies[:, number] = np.bincount(picked, minlength=replications)
    return copies


def _resampled_quantiles(values: Ints, owner: Ints, copies: Copies, share: Fraction) -> Ints:
    """The quantile of every resample. `values` ascending, `owner` the replication of each value.

    The wanted share is large, so the values are counted from the top until no more may lie above the quantile. A
    resample of years without a single period takes the largest value, since nothing is known against it.
    """
    # Whole numbers below 2**24 add up exactly in the type of `copies`, in whatever order.
    sizes = (np.bincount(owner, minlength=copies.shape[0]).astype(np.float32) @ copies).astype(np.int64)
    above = sizes - np.maximum(1, -(-sizes * share.numerator // share.denominator))
    found, seen = np.full(sizes.size, -1, dtype=np.int64), np.zeros(sizes.size, dtype=np.float32)
    last, width = values.size, AT_LEAST + int(MARGIN * (1 - share) * values.size)
    while found.min() < 0:
        first = max(0, last - width)
        reached = seen + np.cumsum(copies[owner[first:last][::-1]], axis=0)
        passed = np.count_nonzero(reached <= above, axis=0)
        here = (found < 0) & (passed < last - first)
        found[here] = last - 1 - passed[here]
        seen, last = reached[-1], first
    return values[found]


MINUTE = 60_000
HOUR = 60 * MINUTE
ROUNDING = ((2 * HOUR, 5 * MINUTE), (12 * HOUR, 15 * MINUTE))


def safe_limit(limit: int) -> int:
    """`limit` (ms) rounded up to what one writes into a contract: 5 min up to 2 h, 15 min up to 12 h, else 1 h."""
    for bound, grain in ROUNDING:
        if limit <= bound:
            return -(-limit // grain) * grain
    return -(-limit // HOUR) * HOUR


# ------------------------------------------------------------------ two plans on the same faults


def difference(
    hits: Counts, cases: Counts, other_hits: Counts, other_cases: Counts, confidence: float
) -> Bounds | None:
    """Other share minus share, with both plans on the same replications (S8); None when it cannot be known.

    Each ratio is linearised per replication (its residual over the mean number of cases), so what the two plans have
    in common cancels.
    """
    replications = int(cases.size)
    if replications < 2 or cases.sum() == 0 or other_cases.sum() == 0:
        return None
    share, residual = _linearised(hits, cases)
    other_share, other_residual = _linearised(other_hits, other_cases)
    gap = other_share - share
    error = float(np.std(other_residual - residual, ddof=1)) / math.sqrt(replications)
    half = _quantile_over(replications, confidence) * error
    return Bounds(gap, gap - half, gap + half)


def _linearised(hits: Counts, cases: Counts) -> tuple[float, Floats]:
    share = int(hits.sum()) / int(cases.sum())
    return share, (hits - share * cases) / (int(cases.sum()) / cases.size)
