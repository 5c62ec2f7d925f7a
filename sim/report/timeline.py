"""A table of instants, as stories are told: date and time, milestone, time since the beginning, and what happened; a
limit that ran out is drawn across the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.calendars import DAY, DAY_OFF, Days
from sim.messages import say
from sim.report.text import LINE, left, right, width, wrapped
from sim.report.words import day

TIME = 8
"""Columns of a time of day with its seconds."""

NARROWEST = 40
"""Columns of the words at least, however long the names of promises are."""

HAPPENED, NOTED, RAN_OUT = range(3)
"""Order of the rows of one instant: what happened, what that kept, which limit ran out."""


@dataclass(frozen=True)
class Row:
    """A line of the table: `order` among rows of the instant `at`; a `limit` is drawn across the page."""

    at: int
    order: int
    time: str
    mark: str
    since: str
    text: str

    @property
    def limit(self) -> bool:
        """Whether a limit runs out here."""
        return self.order == RAN_OUT


def timeline(rows: Sequence[Row], days: Days, since: str, lang: str) -> list[str]:
    """The lines of the table; `rows` in order of time, `since` heads the times since the beginning."""
    dates = [_date(days, row.at // DAY, lang) for row in rows]
    marks = max([width(row.mark) for row in rows if row.mark] + [width(dates[0]) - TIME - 2])
    sinces = max(width(text) for text in (since, *(row.since for row in rows)))
    lines = [f"{left(dates[0], TIME + 2 + marks)}    {right(since, sinces)}   {say('trace_happened', lang)}"]
    before = dates[0]
    for row, date in zip(rows, dates, strict=True):
        if date != before:
            lines.append(date)
            before = date
        lines += _limit(row, marks, sinces) if row.limit else _line(row, marks, sinces)
    return lines


def _line(row: Row, marks: int, sinces: int) -> list[str]:
    """Time, milestone, time since the registration, and what happened; more words stand below."""
    head = f"{left(row.time, TIME)}  {left(row.mark, marks)}    {right(row.since, sinces)}   "
    first, *more = wrapped(row.text, max(NARROWEST, LINE - width(head)))
    return [head + first, *(" " * width(head) + line for line in more)]


def _limit(row: Row, marks: int, sinces: int) -> list[str]:
    """A line across the page."""
    head = f"{left(row.time, TIME)}  {left(row.mark, marks)} -- {right(row.since, sinces)} "
    return [f"{head}{'-' * max(3, LINE - width(head) - width(row.text) - 1)} {row.text}"]


def _date(days: Days, index: int, lang: str) -> str:
    """A date with the festival it belongs to, or that people work on it at a weekend."""
    date = day(index * DAY, days.first, lang, year=True)
    if not 0 <= index < days.count:
        return date
    if days.festival[index]:
        key = "trace_day_off" if days.festival[index] == DAY_OFF else f"clock_{days.festival[index]}"
    elif days.make_up(index):
        key = "trace_make_up"
    else:
        return date
    return say("trace_day", lang, day=date, kind=say(key, lang))
