"""Hours of the week in words, and what is laid over them: rhythms, weights, flights, days, months.

    [days] [HH:MM-HH:MM ...] [and ...]     daily, workdays, restdays, holidays, mon .. sun, mon-fri
    DATE [to DATE] ... [HH:MM-HH:MM ...]   the same on dates: 2026-02-15 to 2026-02-23 09:00-12:00
    outside ...                            all the time outside what follows

A name stands for hours named elsewhere in the file; `always`, `7x24` and `5x24` are known from the start. Days without
times are whole days, times without days hold daily. Times that end before their start end on the next day, and belong
to the day they begin on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sim.calendars import ALWAYS, DAY, HOUR, MINUTE, Dates, Hours, Span
from sim.phrases.cursor import Cursor, phrase
from sim.phrases.lengths import read_duration
from sim.phrases.numbers import read_count, read_exact_share, read_number
from sim.scenario import Rhythm

WEEK_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_KINDS = ("workdays", "restdays", "holidays")
BUILT_IN: Mapping[str, Hours] = {
    "always": ALWAYS,
    "7x24": ALWAYS,
    "5x24": Hours((Span(frozenset({"workdays"})),)),
}
"""Names of hours that no file has to define. A file may define them otherwise."""

RESERVED = frozenset({"daily", *DAY_KINDS, *WEEK_DAYS, "and", "outside", "on", "unlimited"})
"""Words that cannot be names of hours."""

TIME = r"\d\d?[:.]\d\d"
DATE = r"\d{4}-\d"
DAYS = rf"(?:(?:{'|'.join(WEEK_DAYS)})-(?:{'|'.join(WEEK_DAYS)})|daily|{'|'.join(DAY_KINDS + WEEK_DAYS)})(?![\w-])"


class MonthDays(NamedTuple):
    """Days `first` to `last` of a month, both included."""

    first: int
    last: int


# ------------------------------------------------------------------ hours


def read_hours(cursor: Cursor, names: Mapping[str, Hours]) -> Hours:
    """Hours as described above; stops at the first word that does not belong to them."""
    start = cursor.at
    outside = cursor.take_word("outside") is not None
    read = _part(cursor, names)
    while cursor.take_word("and"):
        read = _joined(cursor, read, _part(cursor, names), start)
    if not outside:
        return read
    if read == ALWAYS:
        cursor.fail_since(start, "phrases_no_time_left")
    return Hours(read.spans, not read.outside)


def _joined(cursor: Cursor, first: Hours, second: Hours, start: int) -> Hours:
    if first.outside or second.outside:
        cursor.fail_since(start, "phrases_cannot_join")
    return Hours(first.spans + second.spans)


def _part(cursor: Cursor, names: Mapping[str, Hours]) -> Hours:
    if cursor.sees(DATE) or cursor.sees(DAYS) or cursor.sees(TIME):
        return Hours((_span(cursor),))
    known = {**BUILT_IN, **names}
    word = cursor.peek()
    if not word:
        cursor.fail("phrases_hours_missing")
    if word == "outside":
        cursor.fail("phrases_outside_first", word)
    if word not in known:
        meant = (word.casefold(),) if re.fullmatch(DAYS, word.casefold()) else ()
        cursor.unknown(
            "phrases_no_hours", word, (*known, "daily", *DAY_KINDS, "mon-fri", *WEEK_DAYS, "outside", *meant)
        )
    cursor.name()
    return known[word]


def _span(cursor: Cursor) -> Span:
    days: set[str] = set()
    dates: list[tuple[date, date]] = []
    while cursor.sees(DATE):
        dates.append(_run_of_dates(cursor))
    while not dates and (word := cursor.take(DAYS)) is not None:
        added = _day_names(word)
        if days & added:
            cursor.fail("phrases_twice", word, name=word)
        days |= added
    times: list[tuple[int, int]] = []
    while cursor.sees(TIME):
        start = cursor.at
        times.append(_times(cursor))
        if len(times) > 1 and times[-1][0] < times[-2][1]:
            cursor.fail_since(start, "phrases_times_overlap")
    written = days if days or dates else WEEK_DAYS
    return Span(frozenset(written), tuple(times) or ((0, DAY),), tuple(dates))


def _run_of_dates(cursor: Cursor) -> tuple[date, date]:
    """`2026-02-15 to 2026-02-23`, or a single date."""
    start = cursor.at
    first = _date(cursor)
    last = _date(cursor) if cursor.take_word("to") else first
    if last < first:
        cursor.fail_since(start, "phrases_from_to")
    return first, last


def _day_names(word: str) -> frozenset[str]:
    if word == "daily":
        return frozenset(WEEK_DAYS)
    if "-" not in word:
        return frozenset({word})
    first, last = map(WEEK_DAYS.index, word.split("-"))
    return frozenset(WEEK_DAYS[(first + step) % 7] for step in range((last - first) % 7 + 1))


def _times(cursor: Cursor) -> tuple[int, int]:
    first = cursor.at
    start = read_time(cursor)
    if not cursor.take(r"[-~]"):
        cursor.unexpected(["-"])
    at = cursor.at
    end = read_time(cursor, latest=DAY)
    if start == 0 and end == 0:
        cursor.fail_since(at, "phrases_midnight")
    if start == end:
        cursor.fail_since(first, "phrases_no_span")
    return start, end if end > start else end + DAY


def read_time(cursor: Cursor, latest: int = DAY - MINUTE) -> int:
    """A time of day HH:MM, in ms from midnight; `latest` is the latest that is allowed."""
    word = cursor.take(rf"{TIME}(?!\d)")
    if word is None:
        cursor.missing("phrases_time")
    if not re.fullmatch(r"\d\d:\d\d", word):
        cure = ":".join(part.zfill(2) for part in re.split("[:.]", word))
        cursor.fail("phrases_time_form", word, found=word, cure=cure)
    hour, minute = map(int, word.split(":"))
    value = hour * HOUR + minute * MINUTE
    if minute > 59 or value > latest:
        cursor.fail("phrases_no_such_time", word, found=word)
    return value


@phrase("workdays 08:30-18:00")
def hours(cursor: Cursor, names: Mapping[str, Hours]) -> Hours:
    """Hours of the week. `names`: the hours that the file has named."""
    return read_hours(cursor, names)


@phrase("2026-02-15 to 2026-02-23")
def duty_dates(cursor: Cursor, names: Mapping[str, Hours]) -> Dates:
    """Whole dates, in order: `2026-02-15 to 2026-02-23`, several joined by `and`, or hours so named."""
    read = read_hours(cursor, names)
    if read.outside or any(span.days or span.times != ((0, DAY),) for span in read.spans):
        cursor.fail_since(0, "phrases_whole_dates")
    return tuple(sorted(run for span in read.spans for run in span.dates))


# ------------------------------------------------------------------ rhythms


@phrase("60% day")
def rhythm(cursor: Cursor, names: Mapping[str, Hours]) -> Rhythm:
    """When faults are raised: `60% day`, `70% office + 20% evening`. The rest falls evenly outside."""
    shares: list[tuple[float, Hours]] = []
    while not shares or cursor.take(r"\+"):
        start = cursor.at
        share = read_exact_share(cursor)
        shares.append((share, read_hours(cursor, names)))
        if share == 1 and shares[-1][1] == ALWAYS:
            cursor.fail_since(start, "phrases_rhythm_even")
    total = sum(share for share, _ in shares)
    if total > 1 + 1e-12:
        cursor.fail_since(0, "phrases_rhythm_sum", total=f"{100 * total:g}%")
    return Rhythm(shares=tuple(shares))


@phrase("0 0 0 0 0 0 1 2 8 10 10 9 6 7 9 9 8 5 3 2 2 1 0 0")
def weights(cursor: Cursor) -> tuple[float, ...]:
    """24 weights, one for each hour from midnight."""
    numbers: list[float] = []
    while cursor.peek():
        numbers.append(float(read_number(cursor)))
    if len(numbers) != 24:
        cursor.fail_since(0, "phrases_24_weights", count=len(numbers))
    if not any(numbers):
        cursor.fail_since(0, "phrases_no_weight")
    return tuple(numbers)


# ------------------------------------------------------------------ flights, days and months


@phrase("hourly 06:30-22:00")
def flights(cursor: Cursor) -> tuple[int, ...]:
    """Departures, ms from midnight: `hourly 06:30-22:00`, `every 2 h 06:30-22:00`, `07:00 09:30 13:00`."""
    if cursor.take_word("hourly"):
        return _regular(cursor, HOUR)
    if cursor.take_word("every"):
        start = cursor.at
        step = read_duration(cursor)
        if step < MINUTE:
            cursor.fail_since(start, "phrases_above_zero")
        return _regular(cursor, step)
    return _listed(cursor)


def _regular(cursor: Cursor, step: int) -> tuple[int, ...]:
    start = cursor.at
    first = read_time(cursor)
    if not cursor.take(r"[-~]"):
        cursor.unexpected(["-"])
    last = read_time(cursor)
    if last < first:
        cursor.fail_since(start, "phrases_from_to")
    return tuple(range(first, last + 1, step))


def _listed(cursor: Cursor) -> tuple[int, ...]:
    if not cursor.sees(r"\d"):
        cursor.unexpected(["hourly", "every", "HH:MM"])
    times: list[int] = []
    while not times or cursor.peek():
        start = cursor.at
        times.append(read_time(cursor))
        if len(times) > 1 and times[-1] <= times[-2]:
            cursor.fail_since(start, "phrases_times_order")
    return tuple(times)


@phrase("1-5 of month")
def month_days(cursor: Cursor) -> MonthDays:
    """`1-5 of month`, `5 of month`."""
    word = cursor.take(r"\d\d?(?:\s*[-~]\s*\d\d?)?(?!\d)")
    if word is None:
        cursor.missing("phrases_number")
    days = [int(day) for day in re.split(r"[-~]", word)]
    if not 1 <= days[0] <= days[-1] <= 31 or re.search(r"\b0", word):
        cursor.fail("phrases_month_days", word, found=word)
    cursor.need("of")
    cursor.need("month")
    return MonthDays(days[0], days[-1])


@phrase("2026-01-01")
def day(cursor: Cursor) -> date:
    """A date: `2026-01-01`."""
    return _date(cursor)


@phrase("2026-06-18 2026-11-11")
def dates(cursor: Cursor) -> tuple[date, ...]:
    """Dates separated by spaces, in their order."""
    found: list[date] = []
    while not found or cursor.peek():
        start = cursor.at
        found.append(_date(cursor))
        if len(found) > 1 and found[-1] <= found[-2]:
            cursor.fail_since(start, "phrases_dates_order")
    return tuple(found)


def _date(cursor: Cursor) -> date:
    word = cursor.take(r"[^\s+]+")
    if word is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", word):
        cursor.fail("phrases_date", word, found=word or "")
    try:
        return date.fromisoformat(word)
    except ValueError:
        cursor.fail("phrases_no_such_date", word, found=word)


@phrase("1 3 12")
def months(cursor: Cursor) -> tuple[int, ...]:
    """Months of the year as numbers: `1 3 12`."""
    found: list[int] = []
    while not found or cursor.peek():
        start = cursor.at
        number = read_count(cursor)
        if not 1 <= number <= 12 or (found and number <= found[-1]):
            cursor.fail_since(start, "phrases_months")
        found.append(number)
    return tuple(found)
