"""Open and closed time: hours in words become sorted arrays of open spans, on which everything is a look-up.

`Hours` is what a person writes ("workdays 08:30-18:00", "outside office"), `Days` says which dates are workdays,
restdays and public holidays, and `Calendar` is both laid out over the simulated time in milliseconds since the
first midnight.

A look-up takes one instant or an array of them. An opening that never comes is at `FAR`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

FAR = 1 << 60
"""Later than anything that happens, in ms; small enough that several of them can be added."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SATURDAY = 5
ONE_DAY = timedelta(days=1)


# ------------------------------------------------------------------ what is written

Dates = tuple[tuple[date, date], ...]
"""Runs of dates: the first and the last of each, both included."""


@dataclass(frozen=True)
class Span:
    """Some days of the week, kinds of day or dates, and the times of day (ms from the day's midnight) on them.

    `days` holds any of "workdays", "restdays", "holidays", "mon" .. "sun"; a day in any of them counts ("daily" is
    written as all seven weekday names), and so does one of the `dates`. A time that ends at or before its start belongs
    to the day it begins on and ends on the next (its end is stored above 24 h).
    """

    days: frozenset[str]
    times: tuple[tuple[int, int], ...] = ((0, DAY),)
    dates: Dates = ()


@dataclass(frozen=True)
class Hours:
    """Hours of the week in words: the union of `spans`, or all the time outside them (`outside`).

    `on` keeps only what belongs to some dates (none: to all): the stretches that begin on them, over the next midnight
    where they are written so; of all the time outside something, the dates themselves.
    """

    spans: tuple[Span, ...]
    outside: bool = False
    on: Dates = ()


ALWAYS = Hours((), outside=True)


def other_dates(dates: Dates) -> Dates:
    """All dates that do not lie in `dates`."""
    free, found = date.min, []
    for first, last in sorted(dates):
        if free < first:
            found.append((free, first - ONE_DAY))
        free = max(free, last + ONE_DAY)
    return (*found, (free, date.max))


@dataclass(frozen=True)
class Holidays:
    """Where public holidays come from: the `country` ("CN" or "" for none), and days added by the scenario."""

    country: str = ""
    extra_holidays: tuple[date, ...] = ()
    extra_workdays: tuple[date, ...] = ()


# ------------------------------------------------------------------ kinds of day

FESTIVALS = (
    ("New Year's Day", "new_year"),
    ("Chinese New Year", "spring_festival"),
    ("Tomb-Sweeping Day", "tomb_sweeping"),
    ("Labor Day", "labour_day"),
    ("Dragon Boat Festival", "dragon_boat"),
    ("Mid-Autumn Festival", "mid_autumn"),
    ("National Day", "national_day"),
)
"""How the names of the holidays library begin, and what the festival is called here."""

DAY_OFF = "day_off"
"""What a public holiday is called that is no festival: a day off in exchange for a weekend, or the scenario's own."""


@dataclass(frozen=True, eq=False)
class Days:
    """One row a date, for `count` dates from `first`: what kind of day it is.

    `weekday` 0 is Monday. `workday`: people work, make-up workdays included; every other day is a restday. `holiday`: a
    public holiday, which is a festival or a day off that the official plan declares beside it; an ordinary weekend
    inside a long holiday is not. `festival`: what the public holiday is called, `DAY_OFF`, or "". `provisional`: no
    official plan for that year is known. `eve`: the kinds of the day before `first`, on which a night's shift that
    reaches into `first` may have begun.
    """

    first: date
    count: int
    weekday: Ints
    workday: Bools
    holiday: Bools
    festival: tuple[str, ...]
    provisional: Bools
    eve: tuple[str, ...]

    def names(self, index: int) -> tuple[str, ...]:
        """What the date is called in `Span.days`, the closest name first: ("thu", "holidays", "restdays")."""
        return _names(self.weekday[index], self.workday[index], self.holiday[index])

    def make_up(self, index: int) -> bool:
        """Whether the date is a Saturday or Sunday on which people work."""
        return bool(self.workday[index] and self.weekday[index] >= SATURDAY)


def days(holidays: Holidays, first: date, count: int) -> Days:
    """The kinds of `count` dates from `first`.

    Without a country Monday to Friday are workdays. The scenario's own days stand above the official ones, its extra
    workdays above its extra holidays. A year without an official plan is provisional until the scenario names extra
    workdays in it, since every official plan has some.
    """
    dates = [first + timedelta(days=index) for index in range(-1, count)]
    plan = _official(holidays.country, range(dates[0].year, dates[-1].year + 1))
    festival = dict(plan.festival)
    festival.update((when, festival.get(when, DAY_OFF)) for when in holidays.extra_holidays)
    works = plan.make_up.difference(holidays.extra_holidays).union(holidays.extra_workdays)
    settled = {when.year for when in holidays.extra_workdays}

    weekday = np.array([when.weekday() for when in dates], dtype=np.int64)
    holiday = np.array([when in festival and when not in works for when in dates])
    workday = np.array([when in works for when in dates]) | ((weekday < SATURDAY) & ~holiday)
    provisional = np.array([when.year in plan.unknown and when.year not in settled for when in dates])
    return Days(
        first=first,
        count=count,
        weekday=weekday[1:],
        workday=workday[1:],
        holiday=holiday[1:],
        festival=tuple(festival[when] if off else "" for when, off in zip(dates[1:], holiday[1:], strict=True)),
        provisional=provisional[1:],
        eve=_names(weekday[0], workday[0], holiday[0]),
    )


def _names(weekday: np.int64, workday: np.bool_, holiday: np.bool_) -> tuple[str, ...]:
    kinds = ("workdays",) if workday else ("holidays", "restdays") if holiday else ("restdays",)
    return (WEEKDAYS[weekday], *kinds)


@dataclass(frozen=True)
class _Plan:
    """The official plan: public holidays and what they are called, weekend days worked, years without a plan."""

    festival: dict[date, str]
    make_up: frozenset[date]
    unknown: frozenset[int]


def _official(country: str, years: range) -> _Plan:
    """For a year without a plan the library gives the festivals but no weekend to be worked, and says nothing."""
    if not country:
        return _Plan({}, frozenset(), frozenset())
    from holidays import country_holidays

    # The language must be named: the library would take the one of the machine.
    official = country_holidays(country, years=years, language="en_US")
    planned = {when.year for when in official.weekend_workdays}
    return _Plan(
        festival={when: _festival(official.get_list(when)) for when in official},
        make_up=frozenset(official.weekend_workdays),
        unknown=frozenset(year for year in years if not min(planned) <= year <= max(planned)),
    )


def _festival(titles: Iterable[str]) -> str:
    return next((key for begin, key in FESTIVALS for title in titles if title.startswith(begin)), DAY_OFF)


# ------------------------------------------------------------------ laid out


@dataclass(frozen=True, eq=False)
class Calendar:
    """Open spans [opens, closes) in ms, sorted, disjoint and not touching; `before[i]` is the open time before span i.

    Time after the last of the days that were laid out counts as closed.
    """

    opens: Ints
    closes: Ints
    before: Ints


def calendar(hours: Hours, days: Days) -> Calendar:
    """The hours laid out over the days. Spans that touch are one; what reaches beyond the days is cut off."""
    whole = days.count * DAY
    starts, ends = _written(hours, days)
    opens, closes = _merged(np.maximum(starts, 0), np.minimum(ends, whole))
    if hours.outside:
        opens, closes = np.append(0, closes), np.append(opens, whole)
        opens, closes = opens[opens < closes], closes[opens < closes]
        opens, closes = _on(hours.on, days, opens, closes)
    return _of_spans(opens, closes)


def _written(hours: Hours, days: Days) -> tuple[Ints, Ints]:
    """Starts and ends of all spans on all their days, in no order, the eve's included."""
    starts, ends = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for span in hours.spans:
        dates = _dates_of(span, days)
        if hours.on and not hours.outside:
            dates = dates[_among(hours.on, days, dates)]
        midnights = dates * DAY
        for start, end in span.times:
            starts.append(midnights + start)
            ends.append(midnights + end)
    return np.concatenate(starts), np.concatenate(ends)


def _dates_of(span: Span, days: Days) -> Ints:
    """The indices of the dates that a span holds on; -1 is the eve."""
    chosen = np.isin(days.weekday, [WEEKDAYS.index(name) for name in WEEKDAYS if name in span.days])
    for name, kind in (("workdays", days.workday), ("restdays", ~days.workday), ("holidays", days.holiday)):
        if name in span.days:
            chosen |= kind
    dates: Ints = np.arange(-1, days.count)
    on_eve = not span.days.isdisjoint(days.eve)
    return dates[np.append(on_eve, chosen) | _among(span.dates, days, dates)]


def _among(runs: Dates, days: Days, dates: Ints) -> Bools:
    """Which of the `dates` (indices into `days`) lie in one of the runs."""
    found = np.zeros(dates.size, dtype=bool)
    for first, last in runs:
        found |= (dates >= (first - days.first).days) & (dates <= (last - days.first).days)
    return found


def _on(runs: Dates, days: Days, opens: Ints, closes: Ints) -> tuple[Ints, Ints]:
    """The parts of sorted spans that lie on some dates (none given: on all)."""
    if not runs:
        return opens, closes
    midnights = np.arange(days.count, dtype=np.int64)
    midnights = midnights[_among(runs, days, midnights)] * DAY
    starts, ends = _merged(midnights, midnights + DAY)
    cut = [(np.maximum(opens, start), np.minimum(closes, end)) for start, end in zip(starts, ends, strict=True)]
    none = np.empty(0, dtype=np.int64)
    opens, closes = (np.concatenate([none, *parts]) for parts in zip(*cut, strict=True)) if cut else (none, none)
    return opens[opens < closes], closes[opens < closes]


def _merged(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """The union of spans as sorted spans with time between them."""
    starts, ends = starts[starts < ends], ends[starts < ends]
    order = np.argsort(starts, kind="stable")
    starts, reach = starts[order], np.maximum.accumulate(ends[order])
    begins = np.append(True, starts[1:] > reach[:-1])[: starts.size]
    return starts[begins], reach[np.append(begins[1:], True)[: starts.size]]


# ------------------------------------------------------------------ put together


def joined(calendars: Sequence[Calendar]) -> Calendar:
    """The time in which any of the calendars is open."""
    none = np.empty(0, dtype=np.int64)
    starts = np.concatenate([none, *(cal.opens for cal in calendars)])
    ends = np.concatenate([none, *(cal.closes for cal in calendars)])
    return _of_spans(*_merged(starts, ends))


def in_both(one: Calendar, other: Calendar) -> Calendar:
    """The time in which both calendars are open."""
    first = np.searchsorted(other.closes, one.opens, side="right")
    last = np.searchsorted(other.opens, one.closes, side="left")
    counts = np.maximum(0, last - first)
    of = np.repeat(np.arange(counts.size), counts)
    span = np.arange(of.size) - np.repeat(np.cumsum(counts) - counts, counts) + first[of]
    opens = np.maximum(one.opens[of], other.opens[span])
    return _of_spans(opens, np.minimum(one.closes[of], other.closes[span]))


def shortened(cal: Calendar, length: int) -> Calendar:
    """The spans without their last `length` ms: whoever begins in what is left can work so long before closing."""
    kept = cal.closes - length > cal.opens
    return _of_spans(cal.opens[kept], cal.closes[kept] - length)


def _of_spans(opens: Ints, closes: Ints) -> Calendar:
    return Calendar(opens, closes, np.cumsum(closes - opens) - (closes - opens))


# ------------------------------------------------------------------ look-ups


def is_open(cal: Calendar, t: Ints) -> Bools:
    """Whether `t` lies in an open span (J1: the opening is inside, the closing is not)."""
    following = np.searchsorted(cal.closes, t, side="right")
    inside: Bools = np.append(cal.opens, FAR)[following] <= t
    return inside


def next_opening(cal: Calendar, t: Ints) -> Ints:
    """`t` itself where it is open, else the next opening, `FAR` if there is none."""
    following = np.searchsorted(cal.closes, t, side="right")
    opening: Ints = np.maximum(np.append(cal.opens, FAR)[following], t)
    return opening


def opens_until(cal: Calendar, t: Ints) -> Ints:
    """The end of the open span that holds `t`; `t` itself where it is closed."""
    following = np.searchsorted(cal.closes, t, side="right")
    end: Ints = np.where(is_open(cal, t), np.append(cal.closes, FAR)[following], t)
    return end


def last_closing(cal: Calendar, t: Ints) -> Ints:
    """The last closing at or before `t`, -1 if there is none."""
    closing: Ints = np.append(-1, cal.closes)[np.searchsorted(cal.closes, t, side="right")]
    return closing


def open_before(cal: Calendar, t: Ints) -> Ints:
    """The open time from 0 to `t` (at least 0), in ms."""
    begun = np.searchsorted(cal.opens, t, side="left")
    opens, closes, before = (np.append(0, part) for part in (cal.opens, cal.closes, cal.before))
    total: Ints = before[begun] + np.minimum(t, closes[begun]) - opens[begun]
    return total


def time_of_open(cal: Calendar, amount: Ints) -> Ints:
    """The first instant before which so much time is open: the inverse of `open_before`.

    An amount that is used up exactly at a closing gives that closing. 0 for none, `FAR` for more than there is.
    """
    if not cal.opens.size:
        return np.where(np.asarray(amount) > 0, FAR, 0)
    span = np.maximum(np.searchsorted(cal.before, amount, side="left") - 1, 0)
    time = cal.opens[span] + amount - cal.before[span]
    found: Ints = np.where(time > cal.closes[span], FAR, time)
    return np.where(np.asarray(amount) > 0, found, 0)
