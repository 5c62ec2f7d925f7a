"""Lengths of time with their units: `30 min`, `1 d 12 h`, `20..30 min`, and lengths on the calendar: `4 weeks`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from sim.distributions import Quantity, Range
from sim.phrases.cursor import Cursor, Word, phrase
from sim.phrases.numbers import PERIODS, make_range, read_count, read_number

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
SPELLINGS = {
    "ms": ("msec", "msecs", "millisecond", "milliseconds"),
    "s": ("sec", "secs", "second", "seconds", "秒钟"),
    "min": ("mins", "minute", "minutes", "minuets", "mn", "mni", "mim", "分"),
    "h": ("hr", "hrs", "hour", "hours", "horus", "时", "个小时", "钟头"),
    "d": ("day", "days", "日"),
    "w": ("wk", "wks", "week", "weeks", "星期", "礼拜"),
}
"""Other spellings of a unit. Only these have a cure: a word that merely looks like a unit may mean something else."""

NO_LENGTHS = ("workday", "workdays", "restday", "restdays", "holiday", "holidays", "工作日", "个工作日")
"""Kinds of day: how long one is depends on the calendar."""

LONGEST = 100 * 366 * UNITS["d"]
KEYWORDS = ("cv", "sigma", "to", "within", "stages", "mostly", "per", "of", "or", "then", "at", "after")
"""Words that may follow a length: found where a unit should be, they show that the unit is missing."""


class Length(NamedTuple):
    """A length on the calendar: `number` of the `unit` "day", "week", "month", "quarter" or "year"."""

    number: int
    unit: str


def read_unit(cursor: Cursor, figure: int) -> int:
    """A unit of time in ms; `figure` is the offset of the number it belongs to."""
    unit = cursor.take(UNIT)
    if unit is not None:
        return UNITS[unit]
    found = cursor.peek()
    written = cursor.text[figure : cursor.at].strip()
    if re.fullmatch(r"[^\W\d]+", found) and found not in KEYWORDS:
        if found.casefold() in NO_LENGTHS:
            cursor.fail("phrases_unit_of_calendar", found, found=found)
        meant = _meant(found.casefold())
        cursor.fail("phrases_unit_near" if meant else "phrases_unit", found, found=found, near=meant, number=written)
    cursor.fail("phrases_unit_missing", Word.at(written, figure), number=written)


def _meant(found: str) -> str:
    """The unit that `found` is another spelling of; "" when it is none."""
    return next((unit for unit, spellings in SPELLINGS.items() if found in (unit, *spellings)), "")


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
        return make_range(cursor, start, low * unit, _rest_of_compound(cursor, start, high * unit, unit))
    unit = read_unit(cursor, start)
    low = _rest_of_compound(cursor, start, low * unit, unit)
    if cursor.take(r"\.\."):
        return make_range(cursor, start, low, _compound(cursor))
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
        cursor.fail("phrases_period_missing", Word.at(cursor.text[start:].strip(), start), known=", ".join(names))
    unit = cursor.choice("phrases_period", names)
    return Length(value, unit.removesuffix("s"))
