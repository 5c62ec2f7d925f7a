"""The load of the people: where their hours go in the week, how long jobs wait for them, overtime and call-outs.

Only what lies inside the study is counted (J9). A stint counts as busy from being taken to being free again, the way
home included. Busy time inside a team's own shift is compared with the people present; time outside it is overtime,
except on trips from headquarters (R16).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.calendars import DAY, HOUR, Calendar
from sim.journey import CONTACT, DIAGNOSIS, HQ_TRIP
from sim.measures.bins import BINS, counted
from sim.measures.events import Case
from sim.measures.same import Same
from sim.measures.tally import HOURS_OF_WEEK, PoolTally
from sim.rules import UNLIMITED, Rules, Team
from sim.scenario import STEPS, Scenario, Study

Ints = NDArray[np.int64]

FAR = 1 << 60


@dataclass(frozen=True)
class Pieces:
    """Stretches of time [k]: the interval each was cut from, and [`start`, `end`) in ms."""

    of: Ints
    start: Ints
    end: Ints

    @property
    def lengths(self) -> Ints:
        """The lengths in ms."""
        return self.end - self.start


def inside(start: Ints, end: Ints, opens: Ints, closes: Ints) -> Pieces:
    """The parts of the intervals [start, end) that lie in the spans [opens, closes) (sorted, disjoint)."""
    first = np.searchsorted(closes, start, side="right")
    last = np.searchsorted(opens, end, side="left")
    counts = np.maximum(0, last - first)
    of = np.repeat(np.arange(start.size), counts)
    span = np.arange(of.size) - np.repeat(np.cumsum(counts) - counts, counts) + first[of]
    return Pieces(of, np.maximum(start[of], opens[span]), np.minimum(end[of], closes[span]))


def outside(start: Ints, end: Ints, calendar: Calendar) -> Pieces:
    """The parts of the intervals that lie in none of the calendar's spans."""
    return inside(start, end, np.append(-FAR, calendar.closes), np.append(calendar.opens, FAR))


def by_hour_of_week(start: Ints, end: Ints, weekday: int) -> Ints:
    """[168] ms of the intervals in each hour of the week from Monday 00:00; time 0 is midnight of `weekday` (Mon 0)."""
    if start.size == 0:
        return np.zeros(HOURS_OF_WEEK, dtype=np.int64)
    hours = np.arange(start.min() // HOUR, -(-end.max() // HOUR) + 1) * HOUR
    parts = inside(start, end, hours[:-1], hours[1:])
    hour = (parts.start // HOUR + 24 * weekday) % HOURS_OF_WEEK
    return _summed(hour, parts.lengths, HOURS_OF_WEEK)


def _summed(index: Ints, amounts: Ints, size: int) -> Ints:
    """The amounts added up by index, in whole numbers."""
    result = np.zeros(size, dtype=np.int64)
    np.add.at(result, index, amounts)
    return result


@dataclass(frozen=True)
class Overtime:
    """What one team worked outside its own shift, inside the study: `lengths` ms on the `dates` (days from time 0)."""

    team: int
    dates: Ints
    lengths: Ints


@dataclass(frozen=True)
class Load:
    """The counts of the pools, and what is needed to price them: overtime by team and date, and ms of use by pool."""

    pools: PoolTally
    overtime: tuple[Overtime, ...]
    used: Ints


def load(scenario: Scenario, pools: tuple[str, ...], case: Case) -> Load:
    """The load of every pool in `pools` (sorted) in one replication (R = 1)."""
    study, rules = scenario.study, case.rules
    weekday = study.origin.weekday()
    count = len(pools)
    present, on_call = attendance(rules, pools, study)
    busy = np.zeros((count, HOURS_OF_WEEK), dtype=np.int64)
    called = np.zeros((count, HOURS_OF_WEEK), dtype=np.int64)
    overtime: list[Overtime] = []
    over = np.zeros(count, dtype=np.int64)
    used = np.zeros(count, dtype=np.int64)
    stints = case.outcomes.stints
    start = np.maximum(stints["taken"], study.opens_at)
    end = np.minimum(np.where(stints["free"] >= 0, stints["free"], FAR), study.closes_at)
    for number, team in enumerate(rules.teams):
        mine = np.flatnonzero((stints["team"] == number) & (start < end))
        pool = pools.index(team.pool)
        used[pool] += int((end[mine] - start[mine]).sum())
        shift = inside(start[mine], end[mine], team.calendar.opens, team.calendar.closes)
        (called if team.on_call else busy)[pool] += by_hour_of_week(shift.start, shift.end, weekday)
        local = mine[stints["step"][mine] != HQ_TRIP]
        late = _by_date(outside(start[local], end[local], team.calendar))
        overtime.append(Overtime(number, late.start // DAY, late.lengths))
        over[pool] += int(late.lengths.sum())
    waits = _waits(case, pools, study)
    tally = PoolTally(
        present=present,
        busy=busy,
        on_call=on_call,
        called=called,
        taken=waits.taken,
        waited=waits.waited,
        wait_total=waits.total,
        wait=waits.bins,
        busy_total=busy.sum(axis=1)[None, :],
        overtime=over[None, :],
        call_outs=_call_outs(case, pools, study)[None, :],
    )
    return Load(tally, tuple(overtime), used)


def _by_date(pieces: Pieces) -> Pieces:
    """The pieces cut at midnights."""
    if pieces.of.size == 0:
        return pieces
    midnights = np.arange(pieces.start.min() // DAY, -(-pieces.end.max() // DAY) + 1) * DAY
    return inside(pieces.start, pieces.end, midnights[:-1], midnights[1:])


def attendance(rules: Rules, pools: tuple[str, ...], study: Study) -> tuple[Ints, Ints]:
    """[P, 168] person-ms inside the study: seated people, and people on call. Unlimited people are nobody here."""
    return _attendance(Same(rules), pools, study)


@lru_cache(maxsize=64)
def _attendance(same: Same[Rules], pools: tuple[str, ...], study: Study) -> tuple[Ints, Ints]:
    rules = same.thing
    seated = np.zeros((len(pools), HOURS_OF_WEEK), dtype=np.int64)
    on_call = np.zeros_like(seated)
    for team in rules.teams:
        if team.headcount < UNLIMITED:
            spans = shift_in_study(team, study)
            hours = by_hour_of_week(spans.start, spans.end, study.origin.weekday())
            (on_call if team.on_call else seated)[pools.index(team.pool)] += team.headcount * hours
    return seated, on_call


def shift_in_study(team: Team, study: Study) -> Pieces:
    """The spans of a team's shift that lie inside the study."""
    whole = np.array([study.opens_at, study.closes_at], dtype=np.int64)
    return inside(whole[:1], whole[1:], team.calendar.opens, team.calendar.closes)


@dataclass(frozen=True)
class _Waits:
    taken: Ints
    waited: Ints
    total: Ints
    bins: NDArray[np.int32]


def _waits(case: Case, pools: tuple[str, ...], study: Study) -> _Waits:
    """How long the jobs that got somebody had waited, by pool and step, for jobs ready inside the study.

    A job withdrawn while it waited is not among them; the promises tell of those. A diagnosis that follows contact is
    the same job (R10) and waits for nobody.
    """
    ready, started, team = case.outcomes.ready, case.outcomes.started, case.outcomes.team
    taken = (ready >= study.opens_at) & (ready < study.closes_at) & (started >= 0) & (team >= 0)
    taken[:, DIAGNOSIS] &= started[:, CONTACT] < 0
    row, step = np.nonzero(taken)
    pool_of = np.array([pools.index(entry.pool) for entry in case.rules.teams], dtype=np.int64)
    pool = pool_of[team[row, step]]
    wait = started[row, step] - ready[row, step]
    shape = (len(pools), len(STEPS))
    cell = pool * len(STEPS) + step
    size = shape[0] * shape[1]
    bins = [counted(wait[pool == index]) for index in range(len(pools))]
    return _Waits(
        taken=_summed(cell, np.ones_like(wait), size).reshape(shape),
        waited=_summed(cell, (wait > 0).astype(np.int64), size).reshape(shape),
        total=_summed(cell, wait, size).reshape(shape),
        bins=np.array(bins, dtype=np.int32).reshape(len(pools), BINS),
    )


def _call_outs(case: Case, pools: tuple[str, ...], study: Study) -> Ints:
    stints = case.outcomes.stints
    counts = stints["called_out"] & (stints["taken"] >= study.opens_at) & (stints["taken"] < study.closes_at)
    pool_of = np.array([pools.index(entry.pool) for entry in case.rules.teams], dtype=np.int64)
    return np.bincount(pool_of[stints["team"][counts]], minlength=len(pools)).astype(np.int64)
