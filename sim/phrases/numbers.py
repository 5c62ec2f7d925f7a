"""Plain numbers and shares, and ranges of them.

Decimal numbers are read as exact fractions and rounded once, at the end, so that 0.1 h is 360,000 ms and nothing else.
A range `20..30` is a number that is not known exactly; its name is given by whoever knows its place in the file.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from sim.distributions import Estimate, Quantity, Range
from sim.phrases.cursor import Cursor, Word, phrase

PERIODS = ("week", "month", "quarter", "year")


class Attain(NamedTuple):
    """A threshold: `share` of the faults of each `period`."""

    share: float
    period: str


class Whole(NamedTuple):
    """Two whole numbers, from `low` to `high`."""

    low: int
    high: int


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


def read_times(cursor: Cursor) -> int:
    """`1 time`, `3 times`."""
    times = read_count(cursor)
    cursor.need("time" if times == 1 else "times")
    return times


def read_quantity(cursor: Cursor) -> Quantity:
    """A number or a range of numbers."""
    start = cursor.at
    low = read_number(cursor)
    if not cursor.take(r"\.\."):
        return float(low)
    return make_range(cursor, start, low, read_number(cursor))


def make_range(cursor: Cursor, start: int, low: Fraction, high: Fraction) -> Range:
    """The range from `low` to `high`, which began at offset `start`."""
    if low >= high:
        cursor.fail_since(start, "phrases_from_to")
    return Range(float(low), float(high))


def refuse_range(cursor: Cursor, start: int) -> None:
    """Refuse a range where one exact number, begun at offset `start`, is wanted."""
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


@phrase("3 times")
def repeats(cursor: Cursor, most: int) -> int:
    """How often, from once up to `most`: `1 time`, `3 times`."""
    start = cursor.at
    found = read_times(cursor)
    if not 1 <= found <= most:
        cursor.fail_since(start, "phrases_between", low="1", high=str(most))
    return found


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
        return make_range(cursor, start, low / 100, high)
    low = _percent(cursor, start, low)
    if cursor.take(r"\.\."):
        second = cursor.at
        return make_range(cursor, start, low, _percent(cursor, second, read_number(cursor)))
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
