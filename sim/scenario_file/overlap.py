"""Whether hours in words ever meet, and whether they fill the week: asked of one year with its public holidays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from sim.calendars import DAY, Holidays, Hours, calendar, days

YEAR = date(2026, 1, 1)
DAYS = 366

Spans = tuple[tuple[int, int], ...]


@cache
def _spans(hours: Hours, holidays: Holidays) -> Spans:
    """The open spans of the year in ms."""
    laid = calendar(hours, days(holidays, YEAR, DAYS))
    return tuple(zip(laid.opens.tolist(), laid.closes.tolist(), strict=True))


def whole_week(parts: Iterable[Hours], holidays: Holidays) -> bool:
    """Whether the hours together leave no time out."""
    reached = 0
    for opens, closes in sorted(span for hours in parts for span in _spans(hours, holidays)):
        if opens > reached:
            return False
        reached = max(reached, closes)
    return reached >= DAYS * DAY


@cache
def meet(one: Hours, other: Hours, holidays: Holidays) -> bool:
    """Whether there is a time that lies in both."""
    first, second = _spans(one, holidays), _spans(other, holidays)
    i = j = 0
    while i < len(first) and j < len(second):
        if max(first[i][0], second[j][0]) < min(first[i][1], second[j][1]):
            return True
        if first[i][1] <= second[j][1]:
            i += 1
        else:
            j += 1
    return False
