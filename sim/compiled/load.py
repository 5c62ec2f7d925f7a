"""The load of the people counted in one pass over their stints and jobs, compiled.

It counts as `sim.measures.load` does, which says why. Numbers only.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.jit import kept

Ints = NDArray[np.integer[Any]]
Tables = tuple[NDArray[Any], ...]

HOUR = 3_600_000
DAY = 24 * HOUR
HOURS_OF_WEEK = 168

_compiled = kept()


@_compiled
def stints(
    record: NDArray[Any], study: tuple[int, int, int], shifts: Tables, teams: Tables, hq_trip: int, tables: Tables
) -> None:
    """Where the stints of the `record` (`outcomes.STINT`, by time taken) lie inside the `study` (from, to), and the
    call-outs in it.

    `shifts`: opens and closes of the teams' spans one after the other, and [T + 1] where each team's begin. `teams`
    [T]: index of the pool, whether on call. `hq_trip`: the step whose hours are no overtime. `tables` are written, in
    ms: `busy`, `called` [P, 168] (the first hour of time 0 is `study[2]`), `overtime` [T, days], `used` [P]; and the
    number of `call_outs` [P].
    """
    opens, closes, first_of = shifts
    pool_of, on_call = teams
    busy, called, overtime, used, call_outs = tables
    opens_at, closes_at, first_hour = study
    reached = first_of[:-1].copy()
    for number in range(record.size):
        stint = record[number]
        if stint.called_out and opens_at <= stint.taken < closes_at:
            call_outs[pool_of[stint.team]] += 1
        start = max(stint.taken, opens_at)
        end = min(stint.free, closes_at) if stint.free >= 0 else closes_at
        if start >= end:
            continue
        team = stint.team
        pool = pool_of[team]
        used[pool] += end - start
        hours = called[pool] if on_call[team] else busy[pool]
        local = stint.step != hq_trip
        last = first_of[team + 1]
        # Starts never go back, so neither does the first span that can matter.
        span = reached[team]
        while span < last and closes[span] <= start:
            span += 1
        reached[team] = span
        at = start
        while span < last and opens[span] < end:
            if local and at < opens[span]:
                _by_date(overtime[team], at, opens[span])
            _by_hour(hours, max(start, opens[span]), min(end, closes[span]), first_hour, 1)
            at = closes[span]
            span += 1
        if local and at < end:
            _by_date(overtime[team], at, end)


@_compiled
def _by_hour(hours: Ints, start: int, end: int, first_hour: int, people: int) -> None:
    """Add the time of so many people from `start` to `end` to the hours of the week."""
    hour = start // HOUR
    while start < end:
        following = min((hour + 1) * HOUR, end)
        hours[(hour + first_hour) % HOURS_OF_WEEK] += people * (following - start)
        start = following
        hour += 1


@_compiled
def _by_date(dates: Ints, start: int, end: int) -> None:
    """Add the time from `start` to `end` to the dates."""
    day = start // DAY
    while start < end:
        following = min((day + 1) * DAY, end)
        dates[day] += following - start
        start = following
        day += 1


@_compiled
def absences(roster: Tables, study: tuple[int, int, int], teams: Tables, tables: Tables) -> None:
    """The time inside the study of those on the roster who did not come. `roster`: `at`, `team`, `headcount`, `until`
    of every change, by time; `teams` [T]: planned headcount, index of the pool, whether on call. `tables` are written,
    in ms: `seated`, `on_call` [P, 168]. A change holds until the next one of its team."""
    all_at, team_of, headcount, all_until = roster
    planned, pool_of, on_call = teams
    opens_at, closes_at, first_hour = study
    since, until = np.zeros(planned.size, dtype=np.int64), np.zeros(planned.size, dtype=np.int64)
    missing = np.zeros(planned.size, dtype=np.int64)
    for change in range(all_at.size + planned.size):
        # Behind the changes every team is looked at once more, for its last one.
        more = change < all_at.size
        team = team_of[change] if more else change - all_at.size
        end = min(all_at[change], until[team]) if more else until[team]
        if missing[team] > 0:
            hours = tables[on_call[team]][pool_of[team]]
            _by_hour(hours, max(since[team], opens_at), min(end, closes_at), first_hour, missing[team])
        if more:
            since[team], until[team] = all_at[change], all_until[change]
            missing[team] = planned[team] - headcount[change]


@_compiled
def waits(
    jobs: Tables, study: tuple[int, int, int], pool_of: Ints, same_job: tuple[int, int], edges: Ints, tables: Tables
) -> None:
    """How long the jobs that got somebody waited. `jobs`: `ready`, `started`, `team` [n, S]. `same_job`: a step that is
    part of the other step's job if that was begun. `tables` are written: `taken`, `waited`, `total` [P, S], `bins`
    [P, B]."""
    ready, started, team = jobs
    taken, waited, total, bins = tables
    opens_at, closes_at, _ = study
    step_of, job = same_job
    for row in range(ready.shape[0]):
        for step in range(ready.shape[1]):
            begun = started[row, step]
            since = ready[row, step]
            if begun < 0 or since < opens_at or since >= closes_at or team[row, step] < 0:
                continue
            if step == step_of and started[row, job] >= 0:
                continue
            pool, wait = pool_of[team[row, step]], begun - since
            taken[pool, step] += 1
            waited[pool, step] += wait > 0
            total[pool, step] += wait
            bins[pool, _bin(wait, edges)] += 1


@_compiled
def _bin(time: int, edges: Ints) -> int:
    """The first edge that is no less than `time`, see `bins.counted`."""
    if time <= 0:
        return 0
    low, high = 0, edges.size
    while low < high:
        middle = (low + high) >> 1
        if edges[middle] < time:
            low = middle + 1
        else:
            high = middle
    return low
