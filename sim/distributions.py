"""Laws of durations, and numbers that are not known exactly.

A `Law` is inert data; `milliseconds` turns an array of uniforms into durations by the inverse of the distribution
function, so that one uniform is one draw and two plans with different laws still share the same luck. Parameters
are milliseconds or pure numbers. A parameter, share or rate that is itself not known exactly is an `Unsure` number,
which is drawn once per contract year and replaced by a plain one before anything is simulated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Range:
    """`low..high`: anything in between is as likely. `name` is its place in the file: one written number is one
    draw."""

    low: float
    high: float
    name: str = ""

    def settled(self, u: float) -> float:
        """The value at the uniform number `u`."""
        return self.low + u * (self.high - self.low)


@dataclass(frozen=True)
class Estimate:
    """`share of sample`: a share seen in `sample` cases; drawn from the Beta law with Jeffreys' prior."""

    share: float
    sample: int
    name: str = ""

    def settled(self, u: float) -> float:
        """The value at the uniform number `u`."""
        from scipy.special import betaincinv

        hits = self.share * self.sample
        return float(betaincinv(hits + 0.5, self.sample - hits + 0.5, u))


Unsure = Range | Estimate
Quantity = float | Range | Estimate


def plain(quantity: Quantity) -> float:
    """The number that a settled quantity is; TypeError for one that is still unsure."""
    if isinstance(quantity, Range | Estimate):
        raise TypeError(f"not settled: {quantity}")
    return float(quantity)


@dataclass(frozen=True)
class Law:
    """A law of durations: the `family` and its parameters in the order of the functions below."""

    family: str
    parameters: tuple[Quantity, ...]


def fixed(value: Quantity) -> Law:
    """The law that always gives `value` milliseconds."""
    return Law("fixed", (value,))


def mean(law: Law) -> float:
    """The mean of a law in ms, to the precision of the middle points of 1,000 equally likely parts of it. Of numbers
    not known exactly, the middle."""
    return float(np.mean(milliseconds(_known(law, middle), (np.arange(1000) + 0.5) / 1000)))


def most_left(law: Law) -> float:
    """E(X^2) / E(X) in ms, to the precision of `mean`: where pieces of work follow one another, what is left of the one
    in hand at a given instant is never longer on average (Lorden 1970)."""
    values = milliseconds(_known(law, middle), (np.arange(1000) + 0.5) / 1000).astype(np.float64)
    return float(np.mean(values * values) / max(float(np.mean(values)), 1.0))


def median(law: Law) -> float:
    """The median of a law in ms; of numbers not known exactly, the middle."""
    return float(milliseconds(_known(law, middle), np.array([0.5]))[0])


def least(law: Law) -> float:
    """The shortest time of a law in ms, of numbers not known exactly the lowest. For a law without a lower bound the
    1 % point: ninety-nine times in a hundred it takes longer."""
    share = 1e-12 if law.family in BOUNDED else 0.01
    return float(milliseconds(_known(law, _lowest), np.array([share]))[0])


BOUNDED = ("fixed", "uniform", "triangular", "sample")
"""Families of laws that have a shortest time."""


def middle(value: Quantity) -> float:
    """A number, or the middle of what it may be."""
    if isinstance(value, Range):
        return (value.low + value.high) / 2
    return value.share if isinstance(value, Estimate) else value


def _lowest(value: Quantity) -> float:
    return value.low if isinstance(value, Range) else middle(value)


def _known(law: Law, known: Callable[[Quantity], float]) -> Law:
    return Law(law.family, tuple(known(parameter) for parameter in law.parameters))


def milliseconds(law: Law, u: Floats) -> Ints:
    """Durations in whole milliseconds for the uniforms `u` (each in 0..1 exclusive), same shape as `u`.

    Rounding to whole milliseconds makes tables the same on every processor.
    """
    if law.family == "fixed":
        return np.full(u.shape, _whole(_fixed(np.zeros(1), *_numbers(law)))[0])
    return _whole(FAMILIES[law.family](u, *_numbers(law)))


def _numbers(law: Law) -> tuple[float, ...]:
    return tuple(plain(parameter) for parameter in law.parameters)


def _whole(values: Floats) -> Ints:
    """Whole milliseconds, none of them negative; `values` are used up."""
    np.maximum(values, 0.0, out=values)
    return np.rint(values, out=values).astype(np.int64)


def milliseconds_by_group(laws: Sequence[Law], group: Ints, u: Floats) -> Ints:
    """Durations [n] by the law of each row's `group` [n], an index into `laws`; equal laws are drawn together."""
    distinct = {law: number for number, law in enumerate(dict.fromkeys(laws))}
    if len(distinct) == 1:
        return milliseconds(laws[0], np.ascontiguousarray(u))
    if all(law.family in LOGNORMAL for law in distinct):
        table = np.array([LOGNORMAL[law.family](*_numbers(law)) for law in laws])
        return _whole(_lognormal(u, table[:, 0][group], table[:, 1][group]))
    law_of = np.array([distinct[law] for law in laws], dtype=np.int64)[group]
    result = np.empty(u.size, dtype=np.int64)
    for law, number in distinct.items():
        rows = law_of == number
        result[rows] = milliseconds(law, u[rows])
    return result


def _fixed(u: Floats, value: float) -> Floats:
    return np.full(u.shape, value)


def _lognormal(u: Floats, median: float | Floats, sigma: float | Floats) -> Floats:
    from scipy.special import ndtri

    result: Floats = median * np.exp(sigma * ndtri(u))
    return result


def _by_mean(mean: float, cv: float) -> tuple[float, float]:
    """Median and sigma."""
    variance = math.log1p(cv * cv)
    return mean * math.exp(-variance / 2), math.sqrt(variance)


def _by_share(median: float, share: float, bound: float) -> tuple[float, float]:
    """Median and sigma where `share` of the durations lie within `bound`."""
    from scipy.special import ndtri

    return median, math.log(bound / median) / float(ndtri(share))


LOGNORMAL: dict[str, Callable[..., tuple[float, float]]] = {
    "lognormal": lambda median, sigma: (median, sigma),
    "lognormal_mean": _by_mean,
    "lognormal_within": _by_share,
}
"""The ways to write a lognormal law, and what makes a median and a sigma of them."""


def _lognormal_mean(u: Floats, mean: float, cv: float) -> Floats:
    return _lognormal(u, *_by_mean(mean, cv))


def _lognormal_within(u: Floats, median: float, share: float, bound: float) -> Floats:
    return _lognormal(u, *_by_share(median, share, bound))


def _exponential(u: Floats, mean: float) -> Floats:
    return -mean * np.log1p(-u)


def _gamma(u: Floats, mean: float, cv: float) -> Floats:
    if cv == 0:
        return _fixed(u, mean)
    from scipy.special import gammaincinv

    shape = 1 / (cv * cv)
    result: Floats = gammaincinv(shape, u) * mean / shape
    return result


def _erlang(u: Floats, mean: float, stages: float) -> Floats:
    return _gamma(u, mean, 1 / math.sqrt(stages))


@cache
def _weibull_shape(cv: float) -> float:
    """The Weibull shape whose coefficient of variation is `cv`."""
    from scipy.optimize import brentq
    from scipy.special import gammaln

    def excess(shape: float) -> float:
        return float(np.expm1(gammaln(1 + 2 / shape) - 2 * gammaln(1 + 1 / shape))) - cv * cv

    return float(brentq(excess, 0.05, 500.0))


def _weibull(u: Floats, mean: float, cv: float) -> Floats:
    if cv == 0:
        return _fixed(u, mean)
    shape = _weibull_shape(cv)
    result: Floats = mean / math.gamma(1 + 1 / shape) * (-np.log1p(-u)) ** (1 / shape)
    return result


def _hyperexponential(u: Floats, mean: float, cv: float) -> Floats:
    """Two exponentials with balanced means (cv >= 1); the same uniform picks the branch and the length."""
    square = cv * cv
    first = (1 + math.sqrt((square - 1) / (square + 1))) / 2
    short = u < first
    inner = np.where(short, u / first, (u - first) / (1 - first) if first < 1 else 0.0)
    branch_mean = np.where(short, mean / (2 * first), mean / (2 * (1 - first)) if first < 1 else mean)
    return -branch_mean * np.log1p(-np.clip(inner, 0.0, 1 - 2.0**-53))


def _uniform(u: Floats, low: float, high: float) -> Floats:
    return low + u * (high - low)


def _triangular(u: Floats, low: float, high: float, mode: float) -> Floats:
    if high == low:
        return _fixed(u, low)
    bend = (mode - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.where(u < bend, rising, falling)


def _sample(u: Floats, *values: float) -> Floats:
    """One of the values seen, each as likely."""
    seen = np.sort(np.asarray(values))
    return seen[np.minimum((u * seen.size).astype(np.int64), seen.size - 1)]


FAMILIES: dict[str, Callable[..., Floats]] = {
    "fixed": _fixed,
    "lognormal": _lognormal,
    "lognormal_mean": _lognormal_mean,
    "lognormal_within": _lognormal_within,
    "exponential": _exponential,
    "gamma": _gamma,
    "erlang": _erlang,
    "weibull": _weibull,
    "hyperexponential": _hyperexponential,
    "uniform": _uniform,
    "triangular": _triangular,
    "sample": _sample,
}
