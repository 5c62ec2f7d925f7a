"""Laws of durations in words, and the phrases that carry one.

    30 min                              always the same
    mean 25 min cv 0.5                  lognormal; cv is the standard deviation divided by the mean
    median 60 min 90% within 190 min    lognormal, in words that a list of tickets can confirm
    median 60 min sigma 0.9             lognormal; sigma is the standard deviation of the logarithm
    exponential mean 3 min
    gamma | weibull | hyperexponential mean 5 min cv 2
    erlang mean 10 min stages 3
    uniform 1.5 h to 2.5 h
    triangular 4 h to 9 h mostly 5.5 h
    from times.csv                      one of the durations seen, each as likely
    5 min or 7 min or 9 min             the same, written out

Any length or number in a law may be a range, `20..30 min`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sim.distributions import Estimate, Law, Quantity, Range, fixed
from sim.phrases.cursor import Cursor, phrase
from sim.phrases.lengths import read_duration, read_length
from sim.phrases.numbers import read_count, read_quantity, read_share, read_times

Sample = Callable[[str], tuple[float, ...]]
"""From the name of a file to the durations in it, in ms."""

LARGEST_CV = 10.0
LARGEST_SIGMA = 5.0
SMALLEST_CV = {"gamma": 0.01, "weibull": 0.01, "hyperexponential": 1.0}
"""Below these a law is refused: so narrow a gamma or Weibull law is a constant, such a hyperexponential is none."""


class Redials(NamedTuple):
    """Who is not connected dials again with chance `share` after a time of law `after`, `at_most` times (None: any)."""

    share: Quantity
    after: Law
    at_most: int | None


class Late(NamedTuple):
    """`share` of the flights are late by a time of the law `by`."""

    share: Quantity
    by: Law


def read_law(cursor: Cursor, sample: Sample | None = None) -> Law:
    """Any law of the table above."""
    if cursor.sees(r"[-\d.]"):
        return _seen(cursor)
    if cursor.sees("lognormal"):
        cursor.fail("phrases_lognormal", cursor.peek(), name=cursor.peek())
    family = cursor.choice("phrases_law", (*READERS, "from"))
    return _from_file(cursor, sample) if family == "from" else READERS[family](cursor)


def _seen(cursor: Cursor) -> Law:
    """`30 min`, or durations seen: `5 min or 7 min`."""
    start = cursor.at
    first = read_length(cursor)
    if not cursor.sees(r"or\b"):
        return fixed(first)
    if isinstance(first, Range):
        cursor.fail_since(start, "phrases_one_number")
    values = [lowest(first)]
    while cursor.take_word("or"):
        values.append(float(read_duration(cursor)))
    return Law("sample", tuple(values))


def _from_file(cursor: Cursor, sample: Sample | None) -> Law:
    name = cursor.name()
    if not name.endswith(".csv"):
        cursor.fail("phrases_csv", name, found=name)
    if sample is None:
        cursor.fail("phrases_no_file", name, found=name)
    return Law("sample", tuple(sample(name)))


def _mean(cursor: Cursor) -> Law:
    start = cursor.at
    mean = _positive(cursor)
    if not cursor.peek():
        cursor.fail_since(start, "phrases_spread")
    return Law("lognormal_mean", (mean, _cv(cursor, 0.0)))


def _median(cursor: Cursor) -> Law:
    start = cursor.at
    median = _positive(cursor)
    if not cursor.peek():
        cursor.fail_since(start, "phrases_spread_of_median")
    if not cursor.sees(r"\d"):
        cursor.need("sigma")
        return Law("lognormal", (median, read_number_between(cursor, 0.0, LARGEST_SIGMA)))
    start = cursor.at
    share = read_share(cursor)
    if isinstance(share, Estimate) or lowest(share) <= 0.5 or highest(share) >= 1:
        cursor.fail_since(start, "phrases_within_share")
    cursor.need("within")
    start = cursor.at
    bound = read_length(cursor)
    if lowest(bound) <= highest(median):
        cursor.fail_since(start, "phrases_within_bound")
    return Law("lognormal_within", (median, share, bound))


def _exponential(cursor: Cursor) -> Law:
    cursor.need("mean")
    return Law("exponential", (_positive(cursor),))


def _mean_and_cv(family: str) -> Callable[[Cursor], Law]:
    def read(cursor: Cursor) -> Law:
        cursor.need("mean")
        return Law(family, (_positive(cursor), _cv(cursor, SMALLEST_CV[family])))

    return read


def _erlang(cursor: Cursor) -> Law:
    cursor.need("mean")
    mean = _positive(cursor)
    cursor.need("stages")
    start = cursor.at
    stages = read_count(cursor)
    if not 1 <= stages <= 1000:
        cursor.fail_since(start, "phrases_stages")
    return Law("erlang", (mean, float(stages)))


def _uniform(cursor: Cursor) -> Law:
    return Law("uniform", _from_to(cursor))


def _triangular(cursor: Cursor) -> Law:
    low, high = _from_to(cursor)
    cursor.need("mostly")
    start = cursor.at
    mode = read_length(cursor)
    if lowest(mode) < highest(low) or highest(mode) > lowest(high):
        cursor.fail_since(start, "phrases_mostly")
    return Law("triangular", (low, high, mode))


READERS: dict[str, Callable[[Cursor], Law]] = {
    "mean": _mean,
    "median": _median,
    "exponential": _exponential,
    "gamma": _mean_and_cv("gamma"),
    "weibull": _mean_and_cv("weibull"),
    "hyperexponential": _mean_and_cv("hyperexponential"),
    "erlang": _erlang,
    "uniform": _uniform,
    "triangular": _triangular,
}


def lowest(value: Quantity) -> float:
    """The least that `value` can be."""
    return value.low if isinstance(value, Range) else float(value)  # type: ignore[arg-type]


def highest(value: Quantity) -> float:
    """The most that `value` can be."""
    return value.high if isinstance(value, Range) else float(value)  # type: ignore[arg-type]


def _positive(cursor: Cursor) -> Quantity:
    start = cursor.at
    value = read_length(cursor)
    if lowest(value) <= 0:
        cursor.fail_since(start, "phrases_above_zero")
    return value


def _from_to(cursor: Cursor) -> tuple[Quantity, Quantity]:
    start = cursor.at
    low = read_length(cursor)
    cursor.need("to")
    high = read_length(cursor)
    if highest(low) >= lowest(high):
        cursor.fail_since(start, "phrases_from_to")
    return low, high


def _cv(cursor: Cursor, smallest: float) -> Quantity:
    cursor.need("cv")
    start = cursor.at
    value = read_number_between(cursor, 0.0, LARGEST_CV)
    if lowest(value) < smallest and not (value == 0 and smallest < 1):
        cursor.fail_since(start, "phrases_cv_small", smallest=f"{smallest:g}")
    return value


def read_number_between(cursor: Cursor, low: float, high: float) -> Quantity:
    """A number, or a range of numbers, that may not lie below `low` or above `high`."""
    start = cursor.at
    value = read_quantity(cursor)
    if lowest(value) < low or highest(value) > high:
        cursor.fail_since(start, "phrases_between", low=f"{low:g}", high=f"{high:g}")
    return value


@phrase("mean 25 min cv 0.5")
def law(cursor: Cursor, sample: Sample | None = None) -> Law:
    """A law of durations. `sample` reads the file of `from times.csv`; without it files are refused."""
    return read_law(cursor, sample)


@phrase("after 60 min")
def after(cursor: Cursor) -> Law:
    """`after 60 min`, or after any other law."""
    cursor.need("after")
    return read_law(cursor)


@phrase("15% exponential mean 1 h")
def late(cursor: Cursor) -> Late:
    """`15% exponential mean 1 h`: the share of late flights and by how much."""
    return Late(read_share(cursor), read_law(cursor))


@phrase("90% after 5 min at most 3 times")
def redials(cursor: Cursor) -> Redials:
    """`90% after 5 min`, `90% after 5 min at most 3 times`."""
    share = read_share(cursor)
    cursor.need("after")
    return Redials(share, read_law(cursor), _at_most(cursor))


def _at_most(cursor: Cursor) -> int | None:
    if not cursor.take_word("at"):
        return None
    cursor.need("most")
    return read_times(cursor)
