"""People present are not people employed: how many a plan needs on its payroll."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.calendars import HOUR, Calendar, Days, calendar
from sim.scenario import Plan, Shift

PEOPLE_PER_ON_CALL_PLACE = 3
"""Nobody can be on call all the time: three people take turns."""

DAYS_OF_YEAR = 365


def payroll(plan: Plan, days: Days) -> Mapping[str, float | None]:
    """People employed in each pool of `plan` (None: unlimited), with shifts laid out over `days`.

    At each place: the seated hours of a year over the hours one person works, or three for every place on call at
    once, whichever is more.
    """
    result: dict[str, float | None] = {}
    for pool in sorted(plan.staff):
        counts = [_at_place(plan, shifts, days) for shifts in plan.staff[pool].values()]
        known = [count for count in counts if count is not None]
        result[pool] = sum(known) if len(known) == len(counts) else None
    return result


def _at_place(plan: Plan, shifts: tuple[Shift, ...], days: Days) -> float | None:
    hours = 0.0
    on_call: list[tuple[int, Calendar]] = []
    for shift in shifts:
        if shift.headcount is None:
            return None
        laid = calendar(shift.hours, days)
        if shift.on_call:
            on_call.append((shift.headcount, laid))
        else:
            hours += shift.headcount * float(np.sum(laid.closes - laid.opens)) / HOUR
    a_year = hours * DAYS_OF_YEAR / days.count
    return max(a_year / plan.costs.person_year_hours, float(PEOPLE_PER_ON_CALL_PLACE * _at_once(on_call)))


def _at_once(shifts: list[tuple[int, Calendar]]) -> int:
    """The most places that are on call at the same time."""
    if not shifts:
        return 0
    times = np.concatenate([part for _, laid in shifts for part in (laid.closes, laid.opens)])
    changes = np.concatenate([np.full(laid.opens.size, sign * count) for count, laid in shifts for sign in (-1, 1)])
    order = np.lexsort((changes, times))
    return int(np.cumsum(changes[order]).max(initial=0))
