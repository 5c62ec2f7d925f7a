"""Numbers with their units: counts, shares, lengths of time, rates, money, and ranges of them.

Decimal numbers are read as exact fractions and rounded once, at the end, so that 0.1 h is 360,000 ms and nothing else.
A range `20..30` is a number that is not known exactly; its name is given by whoever knows its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from sim.distributions import Estimate, Quantity, Range
from sim.phrases.cursor import Cursor, Word, near, phrase
from sim.scenario import Money, Rate

UNITS = {
    "ms": 1,
    "s": 1_000,
    "min": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
    "毫秒": 1,
    "秒": 1_000,
    "分钟": 60_000,
    "小时": 3_600_000,
    "天": 86_400_000,
    "周": 604_800_000,
}
"""Units of time in ms. A day is 24 h."""

UNIT = r"(?:ms|s|min|h|d|w|毫秒|秒|分钟|小时|天|周)(?![\w-])"
LATIN_UNITS = ("min", "ms", "s", "h", "d", "w")
LONGEST = 100 * 366 * UNITS["d"]
PERIODS = ("week", "month", "quarter", "year")
RATE_PERIODS = {"hour": "hour", "h": "hour", "day": "day", "workday": "workday"} | {name: name for name in PERIODS}
CURRENCIES = {"yuan": ("yuan", 1), "元": ("yuan", 1), "万元": ("yuan", 10_000)} | {
    code: (code, 1) for code in ("USD", "EUR", "GBP", "HKD", "JPY", "SGD")
}


class Attain(NamedTuple):
    """A threshold: `share` of the faults of each `period`."""

    share: float
    period: str


class Whole(NamedTuple):
    """Two whole numbers, from `low` to `high`."""

    low: int
    high: int


class Length(NamedTuple):
    """A length on the calendar: `number` of the `unit` "day", "week", "month", "quarter" or "year"."""

    number: int
    unit: str


# ------------------------------------------------------------------ plain numbers


def read_number(cursor: Cursor) -> Fraction:
    """A number that is not negative: 25, 0.5."""
    negative = cursor.take(r"-\s*\.?\d\S*")
    if negative is not None:
        cursor.fail("phrases_negative", negative, found=negative)
    word = cursor.take(r"\d+(?:\.\d+)?")
    if word is None:
        cursor.missing("phrases_number")
    if re.match(r"0\d|\d{16}", word) or len(word) > 400:
        cursor.fail("phrases_number_form", word, found=word)
    if cursor.sees(r"[-~–—]\s*\d"):
        cursor.take(r"[-~–—]\s*\d+")
        cursor.fail_since(word.start, "phrases_dash")
    return Fraction(word)


def read_count(cursor: Cursor) -> int:
    """A whole number that is not negative."""
    start = cursor.at
    value = read_number(cursor)
    if value.denominator != 1:
        cursor.fail_since(start, "phrases_whole")
    return int(value)


def read_quantity(cursor: Cursor) -> Quantity:
    """A number or a range of numbers."""
    start = cursor.at
    low = read_number(cursor)
    if not cursor.take(r"\.\."):
        return float(low)
    return _range(cursor, start, low, read_number(cursor))


def _range(cursor: Cursor, start: int, low: Fraction, high: Fraction) -> Range:
    if low >= high:
        cursor.fail_since(start, "phrases_from_to")
    return Range(float(low), float(high))


def refuse_range(cursor: Cursor, start: int) -> None:
    """Refuse a range where one exact number is wanted."""
    if cursor.take(r"\.\."):
        read_number(cursor)
        cursor.take("%")
        cursor.fail_since(start, "phrases_one_number")


@phrase("1.5")
def number(cursor: Cursor) -> float:
    """A plain number that is not negative."""
    start = cursor.at
    value = float(read_number(cursor))
    refuse_range(cursor, start)
    return value


@phrase("3")
def count(cursor: Cursor) -> int:
    """A whole number that is not negative."""
    start = cursor.at
    value = read_count(cursor)
    refuse_range(cursor, start)
    return value


@phrase("300 to 5000")
def span(cursor: Cursor) -> Whole:
    """Two whole numbers: `300 to 5000`."""
    low = read_count(cursor)
    if cursor.sees(r"\.\."):
        cursor.missing("phrases_to_not_dots")
    cursor.need("to")
    high = read_count(cursor)
    if low > high:
        cursor.fail_since(0, "phrases_from_to")
    return Whole(low, high)


# ------------------------------------------------------------------ lengths of time


def read_unit(cursor: Cursor, figure: int) -> int:
    """A unit of time in ms; `figure` is the offset of the number it belongs to."""
    unit = cursor.take(UNIT)
    if unit is not None:
        return UNITS[unit]
    found = cursor.peek()
    written = cursor.text[figure : cursor.at].strip()
    if re.fullmatch(r"[^\W\d]+", found) and found not in KEYWORDS:
        meant = next((unit for unit in LATIN_UNITS if found.startswith(unit)), "") or near(found, LATIN_UNITS)
        cursor.fail("phrases_unit_near" if meant else "phrases_unit", found, found=found, near=meant, number=written)
    cursor.fail("phrases_unit_missing", Word.at(written, figure), number=written)


KEYWORDS = ("cv", "sigma", "to", "within", "stages", "mostly", "per", "of", "or", "then", "at", "after")


def _single(cursor: Cursor) -> tuple[Fraction, int]:
    start = cursor.at
    value = read_number(cursor)
    unit = read_unit(cursor, start)
    return value * unit, unit


def _compound(cursor: Cursor) -> Fraction:
    """`1 d 12 h`: larger units first."""
    start = cursor.at
    total, unit = _single(cursor)
    return _rest_of_compound(cursor, start, total, unit)


def _rest_of_compound(cursor: Cursor, start: int, total: Fraction, unit: int) -> Fraction:
    while cursor.sees(rf"\d+(?:\.\d+)?\s*{UNIT}"):
        part, smaller = _single(cursor)
        if smaller >= unit:
            cursor.fail_since(start, "phrases_larger_first")
        total, unit = total + part, smaller
    if total > LONGEST:
        cursor.fail_since(start, "phrases_too_long")
    return total


def read_length(cursor: Cursor) -> Quantity:
    """A length of time in ms, or a range: `30 min`, `1 d 12 h`, `20..30 min`, `45 min..2 h`."""
    start = cursor.at
    low = read_number(cursor)
    if cursor.take(r"\.\."):
        after_dots = cursor.at
        high = read_number(cursor)
        unit = read_unit(cursor, after_dots)
        return _range(cursor, start, low * unit, _rest_of_compound(cursor, start, high * unit, unit))
    unit = read_unit(cursor, start)
    low = _rest_of_compound(cursor, start, low * unit, unit)
    if cursor.take(r"\.\."):
        return _range(cursor, start, low, _compound(cursor))
    return float(low)


def read_duration(cursor: Cursor) -> int:
    """One exact length of time in ms."""
    start = cursor.at
    value = read_length(cursor)
    if isinstance(value, Range):
        cursor.fail_since(start, "phrases_one_number")
    return round(float(value))  # type: ignore[arg-type]


@phrase("30 min")
def duration(cursor: Cursor) -> int:
    """A length of time in ms: `30 min`, `1 d 12 h`, `1.5 h`, `2 小时`. A day is 24 h."""
    return read_duration(cursor)


@phrase("after 2 h")
def trip_after(cursor: Cursor) -> int:
    """`after 2 h`: a length of time in ms."""
    cursor.need("after")
    return read_duration(cursor)


@phrase("4 weeks")
def period_length(cursor: Cursor) -> Length:
    """`1 year`, `4 weeks`, `2 quarters`, `6 months`, `10 days`: singular after 1, else plural."""
    start = cursor.at
    value = read_count(cursor)
    names = tuple(name if value == 1 else name + "s" for name in ("day", *PERIODS))
    if not cursor.peek():
        cursor.fail("phrases_period_missing", Word.at(cursor.text[start:].strip(), start), known=" ".join(names))
    unit = cursor.choice("phrases_period", names)
    return Length(value, unit.removesuffix("s"))


# ------------------------------------------------------------------ shares


def _percent(cursor: Cursor, start: int, value: Fraction) -> Fraction:
    if not cursor.take("%"):
        written = cursor.text[start : cursor.at].strip()
        cure = f"{float(value * 100 if value < 1 else value):g}%"
        cursor.fail("phrases_percent", Word.at(written, start), number=written, cure=cure)
    if value > 100:
        cursor.fail_since(start, "phrases_share")
    return value / 100


def read_share(cursor: Cursor) -> Quantity:
    """A share, as a number in 0..1: `64%`, `10%..20%`, `10..20%`, `64% of 196`."""
    start = cursor.at
    low = read_number(cursor)
    if cursor.take(r"\.\."):
        second = cursor.at
        high = _percent(cursor, second, read_number(cursor))
        return _range(cursor, start, low / 100, high)
    low = _percent(cursor, start, low)
    if cursor.take(r"\.\."):
        second = cursor.at
        return _range(cursor, start, low, _percent(cursor, second, read_number(cursor)))
    if cursor.take_word("of"):
        sample_at = cursor.at
        sample = read_count(cursor)
        if sample == 0:
            cursor.fail_since(sample_at, "phrases_sample_size")
        return Estimate(float(low), sample)
    return float(low)


def read_exact_share(cursor: Cursor) -> float:
    """A share in 0..1 that is known exactly."""
    start = cursor.at
    value = _percent(cursor, start, read_number(cursor))
    refuse_range(cursor, start)
    return float(value)


@phrase("64%")
def share(cursor: Cursor) -> Quantity:
    """A share, as a number in 0..1, a range, or an estimate with its sample: `64%`, `10%..20%`, `64% of 196`."""
    return read_share(cursor)


@phrase("95%")
def exact_share(cursor: Cursor) -> float:
    """A share in 0..1 that is known exactly: `95%`."""
    return read_exact_share(cursor)


@phrase("95% per quarter")
def attain(cursor: Cursor) -> Attain:
    """A threshold: `95% per quarter` (week, month, quarter or year)."""
    start = cursor.at
    wanted = read_exact_share(cursor)
    if wanted == 0:
        cursor.fail_since(start, "phrases_nothing_asked")
    cursor.need("per")
    return Attain(wanted, str(cursor.choice("phrases_period", PERIODS)))


@phrase("90% of periods kept")
def periods_kept(cursor: Cursor) -> float:
    """`90% of periods kept`: a share in 0..1."""
    start = cursor.at
    wanted = read_exact_share(cursor)
    if not 0 < wanted < 1:
        cursor.fail_since(start, "phrases_share_inside")
    for word in ("of", "periods", "kept"):
        cursor.need(word)
    return wanted


# ------------------------------------------------------------------ rates and money


@phrase("0.15 per site per month")
def rate(cursor: Cursor) -> Rate:
    """How many faults: `0.15 per site per month`, `18 per hour`, `8 per workday`, `2..3 per site per month`."""
    value = read_quantity(cursor)
    cursor.need("per")
    per_site = cursor.take_word("site") is not None
    if per_site:
        cursor.need("per")
    period = cursor.choice("phrases_period", RATE_PERIODS)
    return Rate(value, RATE_PERIODS[period], per_site)


MONEY_PERIODS: dict[str, str] = {"year": "year", "month": "month", "hour": "hour", "h": "hour"}


@phrase("80000 yuan per year")
def money(cursor: Cursor) -> Money:
    """An amount: `80000 yuan per year`, `8 万元 per year`, `10 yuan per h`, `300 yuan`."""
    start = cursor.at
    low = read_number(cursor)
    high = read_number(cursor) if cursor.take(r"\.\.") else None
    if not cursor.peek():
        cursor.fail("phrases_currency_missing", Word.at(cursor.text[start:].strip(), start))
    currency, worth = CURRENCIES[cursor.choice("phrases_currency", CURRENCIES)]
    amount: Quantity = float(low * worth) if high is None else _range(cursor, start, low * worth, high * worth)
    if not cursor.take_word("per"):
        return Money(amount, currency)
    return Money(amount, currency, MONEY_PERIODS[cursor.choice("phrases_period", MONEY_PERIODS)])


# ------------------------------------------------------------------ lists of names


@phrase("A B C")
def words(cursor: Cursor) -> tuple[Word, ...]:
    """Names separated by spaces, each with its offsets; none may come twice."""
    return _distinct(cursor, lambda: not cursor.peek())


@phrase("resident then local")
def chain(cursor: Cursor) -> tuple[Word, ...]:
    """Names in order of preference: `resident then local then hq_remote`; none may come twice."""
    return _distinct(cursor, lambda: not cursor.take_word("then"))


def _distinct(cursor: Cursor, at_end: Callable[[], bool]) -> tuple[Word, ...]:
    names: list[Word] = []
    while True:
        name = cursor.name()
        if name in names:
            cursor.fail("phrases_twice", name, name=name)
        names.append(name)
        if at_end():
            return tuple(names)
