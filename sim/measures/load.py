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
from sim.measures.bins import BINS, EDGES, counted
from sim.measures.events import Case
from sim.measures.tally import HOURS_OF_WEEK, PoolTally
from sim.rules import Roster, Rules
from sim.same import Same
from sim.scenario import STEPS, Scenario, Study
from sim.teams import UNLIMITED, Team

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
class Load:
    """The counts of the pools, and what is needed to price them: `overtime` [T, D] ms that each team worked outside its
    own shift on the dates from time 0 to the end of the study, and `used` [P] ms."""

    pools: PoolTally
    overtime: Ints
    used: Ints


@dataclass(frozen=True)
class Use:
    """What the stints come to inside the study, in ms: [P, 168] `busy` and `called` inside the own shift, [T, D]
    `overtime` (see `Load`), [P] `used`; and [P] the number of `call_outs`."""

    busy: Ints
    called: Ints
    overtime: Ints
    used: Ints
    call_outs: Ints


@dataclass(frozen=True)
class Waits:
    """How long jobs waited for a person: [P, S] jobs `taken` and, of them, `waited`; `total` ms; [P, B] `bins`."""

    taken: Ints
    waited: Ints
    total: Ints
    bins: NDArray[np.int32]


def load(scenario: Scenario, pools: tuple[str, ...], case: Case, roster: Roster, compiled: bool = False) -> Load:
    """The load of every pool in `pools` (sorted) in one replication (R = 1), whose `roster` says who came."""
    study, rules = scenario.study, case.rules
    present, on_call = attendance(rules, roster, pools, study, compiled)
    count = _at_once if compiled else _in_turn
    use, waits = count(study, pools, case)
    tally = PoolTally(
        present=present,
        busy=use.busy,
        on_call=on_call,
        called=use.called,
        taken=waits.taken,
        waited=waits.waited,
        wait_total=waits.total,
        wait=waits.bins,
        busy_total=use.busy.sum(axis=1)[None, :],
        overtime=_summed(_pools_of_teams(rules, pools), use.overtime.sum(axis=1), len(pools))[None, :],
        call_outs=use.call_outs[None, :],
    )
    return Load(tally, use.overtime, use.used)


def _no_use(study: Study, pools: tuple[str, ...], case: Case) -> Use:
    hours, dates = (len(pools), HOURS_OF_WEEK), (len(case.rules.teams), study.closes_at // DAY)
    return Use(*(np.zeros(shape, dtype=np.int64) for shape in (hours, hours, dates, len(pools), len(pools))))


def _no_waits(pools: tuple[str, ...]) -> Waits:
    taken, waited, total = (np.zeros((len(pools), len(STEPS)), dtype=np.int64) for _ in range(3))
    return Waits(taken, waited, total, np.zeros((len(pools), BINS), dtype=np.int32))


def _pools_of_teams(rules: Rules, pools: tuple[str, ...]) -> Ints:
    return _teams(Same(rules), pools)[1]


@lru_cache(maxsize=64)
def _teams(rules: Same[Rules], pools: tuple[str, ...]) -> tuple[Ints, Ints, Ints]:
    """[T] the planned headcount of each team, the index of its pool, and whether it is on call (0 or 1)."""
    rows = [(team.headcount, pools.index(team.pool), team.on_call) for team in rules.thing.teams]
    headcount, pool, on_call = np.array(rows, dtype=np.int64).reshape(-1, 3).T.copy()
    return headcount, pool, on_call


def _in_turn(study: Study, pools: tuple[str, ...], case: Case) -> tuple[Use, Waits]:
    return use_of(study, pools, case), waits_of(study, pools, case)


def _at_once(study: Study, pools: tuple[str, ...], case: Case) -> tuple[Use, Waits]:
    """The same as `use_of` and `waits_of`, compiled."""
    from sim.compiled import load as counting

    use, waits = _no_use(study, pools, case), _no_waits(pools)
    outcomes = case.outcomes
    _, pool_of, on_call = _teams(Same(case.rules), pools)
    inside_study = _span(study)
    counting.stints(
        outcomes.stints,
        inside_study,
        _shifts(Same(case.rules)),
        (pool_of, on_call),
        HQ_TRIP,
        (use.busy, use.called, use.overtime, use.used, use.call_outs),
    )
    counting.waits(
        (outcomes.ready, outcomes.started, outcomes.team),
        inside_study,
        pool_of,
        (DIAGNOSIS, CONTACT),
        EDGES,
        (waits.taken, waits.waited, waits.total, waits.bins),
    )
    return use, waits


def _span(study: Study) -> tuple[int, int, int]:
    """The study from and to, and the hour of the week at time 0."""
    return study.opens_at, study.closes_at, 24 * study.origin.weekday()


@lru_cache(maxsize=64)
def _shifts(rules: Same[Rules]) -> tuple[Ints, Ints, Ints]:
    """Opens and closes of all teams one after the other, and where each team's begin."""
    calendars = [team.calendar for team in rules.thing.teams]
    none = np.empty(0, dtype=np.int64)
    opens = np.concatenate([none, *(calendar.opens for calendar in calendars)])
    closes = np.concatenate([none, *(calendar.closes for calendar in calendars)])
    return opens, closes, np.cumsum([0, *(calendar.opens.size for calendar in calendars)])


def use_of(study: Study, pools: tuple[str, ...], case: Case) -> Use:
    """What the stints come to inside the study."""
    use = _no_use(study, pools, case)
    weekday = study.origin.weekday()
    stints = case.outcomes.stints
    start = np.maximum(stints["taken"], study.opens_at)
    end = np.minimum(np.where(stints["free"] >= 0, stints["free"], FAR), study.closes_at)
    team_of, local_work = stints["team"].copy(), stints["step"] != HQ_TRIP
    for number, team in enumerate(case.rules.teams):
        mine = np.flatnonzero((team_of == number) & (start < end))
        pool = pools.index(team.pool)
        use.used[pool] += int((end[mine] - start[mine]).sum())
        shift = inside(start[mine], end[mine], team.calendar.opens, team.calendar.closes)
        (use.called if team.on_call else use.busy)[pool] += by_hour_of_week(shift.start, shift.end, weekday)
        local = mine[local_work[mine]]
        late = _by_date(outside(start[local], end[local], team.calendar))
        np.add.at(use.overtime[number], late.start // DAY, late.lengths)
    called_out = stints["called_out"] & (stints["taken"] >= study.opens_at) & (stints["taken"] < study.closes_at)
    np.add.at(use.call_outs, _pools_of_teams(case.rules, pools)[team_of[called_out]], 1)
    return use


def _by_date(pieces: Pieces) -> Pieces:
    """The pieces cut at midnights."""
    if pieces.of.size == 0:
        return pieces
    midnights = np.arange(pieces.start.min() // DAY, -(-pieces.end.max() // DAY) + 1) * DAY
    return inside(pieces.start, pieces.end, midnights[:-1], midnights[1:])


def attendance(
    rules: Rules, roster: Roster, pools: tuple[str, ...], study: Study, compiled: bool = False
) -> tuple[Ints, Ints]:
    """[P, 168] person-ms inside the study: seated people, and people on call, without those who did not come.
    Unlimited people are nobody here."""
    seated, on_call = planned(rules, pools, study)
    if any(team.may_be_fewer for team in rules.teams):
        absent = (_absent_at_once if compiled else _absent)(rules, roster, pools, study)
        return seated - absent[0], on_call - absent[1]
    return seated, on_call


def _absent(rules: Rules, roster: Roster, pools: tuple[str, ...], study: Study) -> Ints:
    """[2, P, 168] person-ms of those who did not come: seated, and on call. A change of the roster holds until the next
    one of its team."""
    rows = np.argsort(roster.team, kind="stable")
    team, at, until = roster.team[rows], roster.at[rows], roster.until[rows]
    missing = np.array([entry.headcount for entry in rules.teams])[team] - roster.headcount[rows]
    last = np.append(team[1:] != team[:-1], True)
    end = np.where(last, until, np.minimum(np.append(at[1:], 0), until))
    short = np.flatnonzero((missing > 0) & (end > at))
    hours = np.arange(study.opens_at, study.closes_at + HOUR, HOUR)
    parts = inside(at[short], end[short], hours[:-1], hours[1:])
    of = short[parts.of]
    on_call = np.array([entry.on_call for entry in rules.teams], dtype=np.int64)[team[of]]
    hour = (parts.start // HOUR + 24 * study.origin.weekday()) % HOURS_OF_WEEK
    result = np.zeros((2, len(pools), HOURS_OF_WEEK), dtype=np.int64)
    np.add.at(result, (on_call, _pools_of_teams(rules, pools)[team[of]], hour), parts.lengths * missing[of])
    return result


def _absent_at_once(rules: Rules, roster: Roster, pools: tuple[str, ...], study: Study) -> Ints:
    """The same as `_absent`, compiled."""
    from sim.compiled import load as counting

    result = np.zeros((2, len(pools), HOURS_OF_WEEK), dtype=np.int64)
    columns = (roster.at, roster.team, roster.headcount, roster.until)
    changes = tuple(np.ascontiguousarray(column) for column in columns)
    counting.absences(changes, _span(study), _teams(Same(rules), pools), (result[0], result[1]))
    return result


def planned(rules: Rules, pools: tuple[str, ...], study: Study) -> tuple[Ints, Ints]:
    """[P, 168] person-ms inside the study of the people on the roster, seated and on call, whether they come or not."""
    return _planned(Same(rules), pools, study)


@lru_cache(maxsize=64)
def _planned(same: Same[Rules], pools: tuple[str, ...], study: Study) -> tuple[Ints, Ints]:
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


def waits_of(study: Study, pools: tuple[str, ...], case: Case) -> Waits:
    """How long the jobs that got somebody had waited, by pool and step, for jobs ready inside the study.

    A job withdrawn while it waited is not among them; the promises tell of those. A diagnosis that follows contact is
    the same job (R10) and waits for nobody.
    """
    ready, started, team = case.outcomes.ready, case.outcomes.started, case.outcomes.team
    taken = (ready >= study.opens_at) & (ready < study.closes_at) & (started >= 0) & (team >= 0)
    taken[:, DIAGNOSIS] &= started[:, CONTACT] < 0
    row, step = np.nonzero(taken)
    pool_of = _pools_of_teams(case.rules, pools)
    pool = pool_of[team[row, step]]
    wait = started[row, step] - ready[row, step]
    shape = (len(pools), len(STEPS))
    cell = pool * len(STEPS) + step
    size = shape[0] * shape[1]
    bins = [counted(wait[pool == index]) for index in range(len(pools))]
    return Waits(
        taken=_summed(cell, np.ones_like(wait), size).reshape(shape),
        waited=_summed(cell, (wait > 0).astype(np.int64), size).reshape(shape),
        total=_summed(cell, wait, size).reshape(shape),
        bins=np.array(bins, dtype=np.int32).reshape(len(pools), BINS),
    )
