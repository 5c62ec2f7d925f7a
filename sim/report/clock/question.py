"""A question to the clock, and what the clock answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.calendars import DAY, Calendar, Days, Holidays, Hours, calendar, days, next_opening
from sim.clock import Pauses, due, elapsed, needed
from sim.scenario import Scenario

Ints = NDArray[np.int64]

DAYS_LAID_OUT = 800
FOR_EACH_DAY = 5
"""Days laid out for every day that is asked about: five days of 8 open hours hold 24 open hours, holidays apart."""


@dataclass(frozen=True)
class Question:
    """A clock that begins at `start` in the `window` called `name`, with `limit` (None: not asked), an event at `until`
    (None: not asked) and `waits` (from, to) in which it stands still; ms from the midnight of `first`.

    `level` is the fault level it is about, or "". `rules`: how the level's promises count -> their clauses.
    """

    name: str
    window: Hours
    holidays: Holidays
    first: date
    start: int
    limit: int | None = None
    until: int | None = None
    waits: tuple[tuple[int, int], ...] = ()
    level: str = ""
    rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def days(self) -> Days:
        """The days laid out, from `first`."""
        instants = (self.start + (self.limit or 0), self.until or 0, *(end for _, end in self.waits))
        return days(self.holidays, self.first, DAYS_LAID_OUT + FOR_EACH_DAY * (max(instants) // DAY))

    @cached_property
    def calendar(self) -> Calendar:
        """The window laid out."""
        return calendar(self.window, self.days)

    @property
    def whole(self) -> int:
        """The end of the days laid out."""
        return self.days.count * DAY

    @property
    def opening(self) -> int:
        """The start, or the next opening if it is closed then."""
        return int(next_opening(self.calendar, self._start)[0])

    def due(self, counting: str, limit: int | None = None) -> int:
        """When the limit (or another one) is due under a way of counting."""
        wanted = self.limit if limit is None else limit
        assert wanted is not None
        return int(due(counting, self._start, wanted, self.calendar, self._pauses)[0])

    def needed(self, counting: str) -> int:
        """The smallest limit with which the event is in time."""
        return int(needed(counting, self._start, self._until, self.calendar, self._pauses)[0])

    def elapsed(self, counting: str, until: int) -> int:
        """What the clock shows at an instant."""
        at = np.array([until], dtype=np.int64)
        return int(elapsed(counting, self._start, at, self.calendar, self._pauses)[0])

    def just_above(self, counting: str) -> bool:
        """Whether the event came while the clock stood still or in closed time, so that any limit above what the clock
        had shown before, `needed` less 1 ms, is kept."""
        assert self.until is not None
        return self.needed(counting) not in (0, self.elapsed(counting, self.until))

    @property
    def _start(self) -> Ints:
        return np.array([self.start], dtype=np.int64)

    @property
    def _until(self) -> Ints:
        assert self.until is not None
        return np.array([self.until], dtype=np.int64)

    @property
    def _pauses(self) -> Pauses | None:
        """The waits after the start; one that began before it goes on from there."""
        waits = [(max(begin, self.start), end) for begin, end in self.waits if end > self.start]
        if not waits:
            return None
        begins, ends = zip(*waits, strict=True)
        return Pauses(np.array([begins], dtype=np.int64), np.array([ends], dtype=np.int64))


def about_level(
    scenario: Scenario,
    level: str,
    first: date,
    start: int,
    limit: int | None = None,
    until: int | None = None,
    waits: tuple[tuple[int, int], ...] = (),
) -> Question:
    """A question about a fault of a level: its service window, and how its promises count."""
    handling = scenario.operation.base.handling[level]
    asked = about_window(scenario, handling.window_name, handling.window, first, start, limit, until, waits)
    return replace(asked, level=level, rules=_rules(scenario, level, handling.window, limit))


def about_window(
    scenario: Scenario,
    name: str,
    window: Hours,
    first: date,
    start: int,
    limit: int | None = None,
    until: int | None = None,
    waits: tuple[tuple[int, int], ...] = (),
) -> Question:
    """A question about any hours of the week."""
    return Question(name, window, scenario.holidays, first, start, limit, until, waits)


def _rules(scenario: Scenario, level: str, window: Hours, limit: int | None) -> Mapping[str, tuple[str, ...]]:
    """The ways of counting of the level's promises that have a limit in this window: of those with the very limit asked
    about, if there are any, else of all."""
    limited = [
        promise
        for promise in scenario.agreements.promises
        if promise.level == level and promise.limit and promise.window == window
    ]
    same = [promise for promise in limited if promise.limit and limit in promise.limit.values()]
    rules: dict[str, list[str]] = {}
    for promise in same or limited:
        clauses = rules.setdefault(promise.counting, [])
        clauses += [clause for clause in promise.clause or (promise.name,) if clause not in clauses]
    return {counting: tuple(clauses) for counting, clauses in rules.items()}
