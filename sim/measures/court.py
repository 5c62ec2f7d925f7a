"""Everything a scenario's promises need before a fault is judged: their readings, calendars and periods.

A `Court` is made once for a scenario and used for every replication; it also fixes the layout of `PromiseTally`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.calendars import DAY, Calendar, Holidays, Hours, Span, calendar, days
from sim.same import Same
from sim.scenario import Agreements, Promise, Scenario, Study, Title, laid_out

Ints = NDArray[np.int64]

WORKDAYS = Hours((Span(frozenset({"workdays"})),))

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Brief:
    """One judgement to be made: a promise as it stands under one reading (name "": as written), its calendar, the
    `edges` of its periods (ms, one more than periods) and the place of its first period among all cells."""

    promise: Promise
    reading: str
    title: Title | None
    calendar: Calendar
    edges: Ints
    first: int

    @property
    def periods(self) -> int:
        """The number of periods in the study."""
        return self.edges.size - 1

    @property
    def cells(self) -> slice:
        """Where its periods lie among all cells."""
        return slice(self.first, self.first + self.periods)


@dataclass(frozen=True)
class Court:
    """All judgements of a scenario, each promise followed by its readings, and the number of their periods. `workdays`:
    the official workdays, from midnight to midnight."""

    briefs: tuple[Brief, ...]
    cells: int
    workdays: Calendar


def court(scenario: Scenario) -> Court:
    """The court of a scenario; the same object for scenarios that differ only in numbers drawn anew (R1)."""
    return _convened(Same(scenario.agreements), scenario.study, scenario.holidays, laid_out(scenario).count)


@lru_cache(maxsize=16)
def _convened(agreements: Same[Agreements], study: Study, holidays: Holidays, days_laid_out: int) -> Court:
    briefs: list[Brief] = []
    first = 0
    for promise in agreements.thing.promises:
        plain = replace(promise, readings=())
        readings: list[tuple[str, Title | None, Promise]] = [("", None, plain)]
        readings += [(entry.name, entry.title, entry.promise) for entry in promise.readings if entry.promise != plain]
        for name, title, read in readings:
            edges = period_edges(study, read.period)
            workdays = Holidays() if read.workdays_mon_fri else holidays
            laid = _laid(read.window, workdays, study.origin, days_laid_out)
            briefs.append(Brief(read, name, title, laid, edges, first))
            first += edges.size - 1
    return Court(tuple(briefs), first, _laid(WORKDAYS, holidays, study.origin, days_laid_out))


@cache
def _laid(hours: Hours, holidays: Holidays, first: date, count: int) -> Calendar:
    return calendar(hours, days(holidays, first, count))


def period_edges(study: Study, period: str) -> Ints:
    """Where the periods of a study begin, and its end, in ms (J9).

    Weeks count from the study's first day; months, quarters and years from its day of the month, which for a study
    that starts on a period's first day are the calendar's. What is left at the end is a shorter period of its own.
    """
    end = study.start + timedelta(days=study.days)
    starts = [study.start]
    while (following := _after(study.start, period, len(starts))) < end:
        starts.append(following)
    marks = [(day - study.origin).days * DAY for day in (*starts, end)]
    return np.array(marks, dtype=np.int64)


def _after(start: date, period: str, count: int) -> date:
    """The date `count` periods after `start`."""
    if period == "week":
        return start + timedelta(weeks=count)
    month = start.month - 1 + MONTHS[period] * count
    first = date(start.year + month // 12, month % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(start.day, (following - first).days))


def years_of(study: Study) -> float:
    """The length of a study in years: whole calendar years count as 1 each, what is left by its days."""
    edges = period_edges(study, "year")
    whole = edges.size - 2
    last = _after(study.start, "year", whole)
    year = (_after(study.start, "year", whole + 1) - last).days
    return whole + (int(edges[-1] - edges[-2]) // DAY) / year
