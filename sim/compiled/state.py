"""What the compiled engine reads and writes, as flat arrays.

Four named groups of arrays: `Tables` (the rules), `Changes` (the roster), `Luck` (workload and fate of the faults) and
`Sheet` (the record). n faults, S steps, L levels, V sites, P paths, T teams.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.calendars import Calendar
from sim.fate import TaskFate, fate_of
from sim.journey import HOTLINE, HQ_TRIP, SENIOR
from sim.lines import Line
from sim.outcomes import NEVER, PER_STEP, PER_TASK, STINT, Outcomes
from sim.rules import Roster, Rules
from sim.same import Same
from sim.scenario import STEPS
from sim.tasks import Tasks
from sim.workload import Workload

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Records = NDArray[np.void]

LEVEL = np.dtype(
    [
        ("rank", np.int64),
        ("hq_support", np.int64),
        ("hq_trip_after", np.int64),
        ("first_span", np.int64),
        ("last_span", np.int64),
        ("strikes", np.int64),
    ]
)
"""A level. Its service window is the spans `first_span` .. `last_span` (exclusive) of `Tables.opens` and `closes`;
`strikes` are the levels it may break into, as bits."""

LINE = np.dtype([("wider", np.int64), ("wider_after", np.int64)])
"""To which line a job goes over, and after how long, see `lines.Line`."""

GROUP = np.dtype([("first", np.int64), ("last", np.int64), ("keep", np.int64)])
"""Teams that are asked together, `members[first:last]`, and how many of their people are held back."""

NUMBER = np.dtype([("line", np.int64), ("owner", np.int64), ("busy_with", np.int64), ("busy", np.float64)])
"""What a customer dials, see `hotline.Number`; `busy_with` are levels, as bits."""

TEAM = np.dtype([("pool", np.int64), ("on_call", np.int64), ("way", np.int64), ("ready", np.int64)])
"""A team: number of its pool, whether it is on call, and the indices of how it travels and gets ready."""

FAULT = np.dtype(
    [
        ("raised", np.int64),
        ("other_way", np.int64),
        ("to_airport", np.int64),
        ("onward", np.int64),
        ("hq_home", np.int64),
        ("question_after", np.int64),
        ("question_delay", np.int64),
        ("back_after", np.int64),
        ("comes_back", np.int32),
        ("level", np.uint16),
        ("site", np.uint16),
        ("path", np.uint16),
        ("again", np.int8),
        ("granted", np.int8),
    ]
)
"""A fault: columns of the workload and of its fate. `onward` is the flight and the way to the site; `comes_back` the
row of the fault that it will be once more (-1: none)."""

OF_WORKLOAD = (
    "comes_back",
    "raised",
    "other_way",
    "to_airport",
    "hq_home",
    "question_after",
    "question_delay",
    "back_after",
    "level",
    "site",
)
"""Fields of a fault that are columns of the workload."""

TASKS = np.dtype(
    [
        ("ready", np.int64),
        ("work", np.int64),
        ("urgent_at", np.int64),
        ("group", np.int32),
        ("line", np.int32),
        ("rank", np.int16),
        ("urgent_rank", np.int16),
        ("happens", np.int8),
        ("followed", np.int8),
        ("interruptible", np.int8),
    ]
)
"""A task: columns of `Tasks` and of its fate."""

TIMES = (
    "raised",
    "answered",
    "logged",
    "handed_over",
    "contacted",
    "diagnosed",
    "inquired",
    "informed",
    "replied",
    "asked",
    "permitted",
    "vendor_called",
    "hq_departed",
    "hq_boarded",
    "restored",
)
(
    REPORTED,
    ANSWERED,
    LOGGED,
    HANDED_OVER,
    CONTACTED,
    DIAGNOSED,
    INQUIRED,
    INFORMED,
    REPLIED,
    ASKED,
    PERMITTED,
    VENDOR_CALLED,
    HQ_DEPARTED,
    HQ_BOARDED,
    RESTORED,
) = range(len(TIMES))
"""Rows of `Sheet.times`. REPORTED is `raised`, RAISED being a kind of event."""

MARKS = ("granted", "restored_by", "dials", "connected", "answered_by")
GRANTED, RESTORED_BY, DIALS, CONNECTED, ANSWERED_BY = range(len(MARKS))
"""Rows of `Sheet.marks`."""

REQUESTED, ALLOWED, STARTED, ARRIVED, ENDED = range(5)
"""Rows of `Sheet.steps`, in the order of `outcomes.PER_STEP`. ALLOWED is its `ready`, READY being a kind of event."""


class Tables(NamedTuple):
    """The rules.

    `written`, `gated`: bit masks of steps; `first_by_phone`, `hotline_only`, `give_up`: as in `Rules`. `levels` [L];
    `teams` [T]; by path and by the bit mask of the steps that have ended [P, 2 ** S]: `unlocked`, the steps that have
    all they need, and `revealed`, whether the environment is known to be at fault; `queue` [S + 1, L, V] the line of a
    job, see `Rules`. Line q asks the `groups` `line_from[q]` .. `line_from[q + 1]` in this order, whose teams are
    `members`. Open spans of all windows and hours: `opens`, `closes`; `hours_from` [H + 1] those of the hours of
    permissions; `flights_from` [V + 1], `flights` the timetables. `widths` [Q] the rest of the lines; `by_deadline`,
    `allowance` [L, V, S]: the order in which they wait; `interruptible`, `handed_over`: bit masks of steps and `TASK`.
    `widens`: whether a job can go over to another line; `strikes`: whether any level does (0 or 1). The caller at site
    v with a fault of level l dials the `numbers` `chain[chain_from[l * V + v] : chain_from[l * V + v + 1]]` in turn;
    `phones_busy`: whether any carried phone can be engaged (0 or 1). `waits`, `held` [Q, L * V]: how often a fault of
    this level and site could wait in a line with its steps, and with every round of dials.
    """

    written: int
    gated: int
    first_by_phone: int
    hotline_only: int
    give_up: int
    levels: Records
    teams: Records
    unlocked: NDArray[np.int16]
    revealed: Bools
    queue: Ints
    line_from: Ints
    groups: Records
    members: Ints
    opens: Ints
    closes: Ints
    hours_from: Ints
    flights_from: Ints
    flights: Ints
    widths: Records
    by_deadline: int
    allowance: Ints
    interruptible: int
    handed_over: int
    widens: int
    strikes: int
    numbers: Records
    chain_from: Ints
    chain: Ints
    phones_busy: int
    waits: Ints
    held: Ints


class Changes(NamedTuple):
    """The roster."""

    at: Ints
    team: Ints
    headcount: Ints
    until: Ints


class Luck(NamedTuple):
    """What happens to each fault if it comes to it; shapes as in `Workload` and `Fate`. `tasks` [m] and the rows that
    are `coming`; those that follow group g are `followers[followers_from[g] : followers_from[g + 1]]`. The first
    `arriving` faults are raised by themselves; `asks`: whether any customer is asked for information (0 or 1)."""

    faults: Records
    work: Ints
    prepare: Ints
    solves: Bools
    patience: Ints
    redials: Bools
    redial_after: Ints
    travel: Ints
    home: Ints
    permit: Ints
    ready_in: Ints
    busy_u: NDArray[np.float64]
    off: Bools
    tasks: Records
    coming: Ints
    followers_from: Ints
    followers: Ints
    arriving: int
    asks: int


class Sheet(NamedTuple):
    """The record: `times` [15, n], `marks` [5, n], `steps` [5, n, S], `team`, `how` [n, S], `tasks` [4, m]; see the
    names above."""

    times: Ints
    marks: NDArray[np.int8]
    steps: Ints
    team: NDArray[np.int16]
    how: NDArray[np.int8]
    tasks: Ints


TASK_READY, TASK_STARTED, TASK_ENDED, TASK_TEAM = range(4)
"""Rows of `Sheet.tasks`, in the order of `outcomes.PER_TASK`."""

KEPT = 32
"""For so many rules the tables are kept, since the same rules are played again and again."""


def tables_of(rules: Rules) -> Tables:
    """The tables of `rules`; the latest ones are kept."""
    return _tables(Same(rules))


@lru_cache(maxsize=KEPT)
def _tables(kept: Same[Rules]) -> Tables:
    rules = kept.thing
    calendars = (*rules.window, *(hours for hours, _ in rules.permit))
    spans_from = _offsets(calendar.opens.size for calendar in calendars)
    asked = [_asked(line) for line in rules.lines]
    members = [team for line in asked for teams, _ in line for team in teams]
    waits, held = _in_lines(rules)
    return Tables(
        written=_mask(rules.written),
        gated=_mask(rules.gated),
        first_by_phone=rules.first_by_phone,
        hotline_only=int(rules.hotline_only),
        give_up=rules.give_up,
        levels=_levels(rules, spans_from),
        teams=_teams(rules),
        unlocked=np.array([_unlocked(row) for row in rules.needs], dtype=np.int16),
        revealed=np.array([_fulfilled(masks) for masks in rules.reveals]),
        queue=np.array(rules.queue, dtype=np.int64),
        line_from=_offsets(map(len, asked)),
        groups=_groups([group for line in asked for group in line]),
        members=np.array(members, dtype=np.int64),
        opens=_joined(calendars, "opens"),
        closes=_joined(calendars, "closes"),
        hours_from=spans_from[len(rules.window) :],
        flights_from=_offsets(map(len, rules.flights)),
        flights=np.array([flight for timetable in rules.flights for flight in timetable], dtype=np.int64),
        widths=np.array([(line.wider, line.wider_after) for line in rules.lines], dtype=LINE),
        by_deadline=int(rules.by_deadline),
        allowance=rules.allowance,
        interruptible=_mask(rules.interruptible),
        handed_over=_mask(rules.handed_over),
        widens=int(any(line.wider >= 0 for line in rules.lines) or _several_lines(rules)),
        strikes=int(any(rules.strikes)),
        numbers=_numbers(rules),
        chain_from=_offsets(len(chain) for row in rules.chains for chain in row),
        chain=np.array([number for row in rules.chains for chain in row for number in chain], dtype=np.int64),
        phones_busy=int(any(number.busy > 0 for number in rules.numbers)),
        waits=waits,
        held=held,
    )


def _mask(truths: Iterable[bool]) -> int:
    return sum(1 << step for step, truth in enumerate(truths) if truth)


def _offsets(sizes: Iterable[int]) -> Ints:
    """Where each of several pieces begins that stand one behind the other, and where the last ends."""
    return np.cumsum([0, *sizes], dtype=np.int64)


def _joined(calendars: Sequence[Calendar], name: str) -> Ints:
    pieces = [getattr(calendar, name) for calendar in calendars]
    return np.concatenate([np.empty(0, dtype=np.int64), *pieces])


def _asked(line: Line) -> list[tuple[Sequence[int], int]]:
    """The teams that are asked for the jobs of a line, those first that are asked first, and how many of their people
    are held back: seated before on call, as in `Floor._somebody`."""
    groups = [group for seated, on_call in line.choices for group in ((seated, line.keep), (on_call, 0))]
    return [(teams, keep) for teams, keep in groups if teams]


def _groups(asked: Sequence[tuple[Sequence[int], int]]) -> Records:
    groups = np.zeros(len(asked), dtype=GROUP)
    bounds = _offsets(len(teams) for teams, _ in asked)
    groups["first"], groups["last"], groups["keep"] = bounds[:-1], bounds[1:], [keep for _, keep in asked]
    return groups


def _unlocked(needs: Sequence[Sequence[int]]) -> Ints:
    """[2 ** S] the bit mask of the steps of one path that have all they need when the steps of a bit mask have
    ended."""
    return sum((_fulfilled(masks).astype(np.int64) << step for step, masks in enumerate(needs)), np.zeros(1, np.int64))


def _fulfilled(masks: Sequence[int]) -> Bools:
    """[2 ** S] whether all steps of one of the bit masks have ended, for every bit mask of steps that have."""
    ended = np.arange(1 << len(STEPS))
    return np.any([ended & mask == mask for mask in masks], axis=0) if masks else np.zeros(ended.size, dtype=np.bool_)


def _levels(rules: Rules, spans_from: Ints) -> Records:
    levels = np.zeros(len(rules.levels), dtype=LEVEL)
    levels["rank"], levels["hq_support"], levels["hq_trip_after"] = rules.rank, rules.hq_support, rules.hq_trip_after
    levels["strikes"] = rules.strikes
    levels["first_span"] = spans_from[: levels.size]
    levels["last_span"] = spans_from[1 : levels.size + 1]
    return levels


def _several_lines(rules: Rules) -> bool:
    """Whether a caller may go on from one waiting line to another."""
    held = [number.line >= 0 for number in rules.numbers]
    return any(sum(held[number] for number in chain) > 1 for row in rules.chains for chain in row)


def _numbers(rules: Rules) -> Records:
    rows = [(number.line, number.owner, _mask(number.busy_with), number.busy) for number in rules.numbers]
    return np.array(rows, dtype=NUMBER)


def _in_lines(rules: Rules) -> tuple[Ints, Ints]:
    """[Q, L * V] how often a fault could wait in each line: with its steps, and with each round of dials."""
    kinds = [(level, site) for level in range(len(rules.levels)) for site in range(len(rules.sites))]
    waits, held = np.zeros((2, len(rules.lines), len(kinds)), dtype=np.int64)
    for step, rows in enumerate(rules.queue):
        if step != HOTLINE and rules.written[HQ_TRIP if step == SENIOR else step]:
            for kind, (level, site) in enumerate(kinds):
                _count_wider(rules, rows[level][site], waits[:, kind])
    for kind, (level, site) in enumerate(kinds):
        for number in rules.chains[level][site] if rules.written[HOTLINE] else ():
            _count_wider(rules, rules.numbers[number].line, held[:, kind])
    return waits, held


def _count_wider(rules: Rules, line: int, counts: Ints) -> None:
    """Count a line, and those to which its jobs go over."""
    while line >= 0:
        counts[line] += 1
        line = rules.lines[line].wider


def _teams(rules: Rules) -> Records:
    pools = sorted({team.pool for team in rules.teams})
    rows = [(pools.index(team.pool), team.on_call, team.way, team.ready) for team in rules.teams]
    return np.array(rows, dtype=TEAM)


def changes_of(roster: Roster) -> Changes:
    """The roster's columns."""
    columns = (roster.at, roster.team, roster.headcount, roster.until)
    return Changes(*(np.ascontiguousarray(column, dtype=np.int64) for column in columns))


def luck_of(rules: Rules, workload: Workload) -> Luck:
    """The draws of `workload` and what they come to under `rules`."""
    fate = fate_of(rules, workload)
    faults = np.empty(workload.faults, dtype=FAULT)
    for name in OF_WORKLOAD:
        faults[name] = getattr(workload, name)
    faults["onward"] = workload.flight + workload.to_site
    for name in ("path", "again", "granted"):
        faults[name] = getattr(fate, name)
    numbers = (workload.work, workload.prepare, workload.patience, workload.redial_after)
    work, prepare, patience, redial_after = (np.ascontiguousarray(column, dtype=np.int64) for column in numbers)
    followers_from, followers = _followers(workload.tasks, fate.tasks)
    return Luck(
        faults=faults,
        work=work,
        prepare=prepare,
        solves=np.ascontiguousarray(fate.solves),
        patience=patience,
        redials=np.ascontiguousarray(fate.redials),
        redial_after=redial_after,
        travel=fate.travel,
        home=fate.home,
        permit=fate.permit,
        ready_in=fate.ready_in,
        busy_u=np.ascontiguousarray(workload.busy_u),
        off=fate.off,
        tasks=_tasks(workload.tasks, fate.tasks),
        coming=fate.tasks.coming,
        followers_from=followers_from,
        followers=followers,
        arriving=workload.arriving,
        asks=int(workload.question_after.max(initial=-1) >= 0),
    )


def _tasks(tasks: Tasks, fate: TaskFate) -> Records:
    table = np.empty(tasks.count, dtype=TASKS)
    table["work"], table["group"] = tasks.work, tasks.group
    for name in ("ready", "urgent_at", "line", "rank", "urgent_rank", "happens", "followed", "interruptible"):
        table[name] = getattr(fate, name)
    return table


def _followers(tasks: Tasks, fate: TaskFate) -> tuple[Ints, Ints]:
    """Where the followers of each group begin, and their rows, those of the first group first."""
    rows = np.flatnonzero(fate.happens & (tasks.parent >= 0))
    parents = tasks.parent[rows]
    groups = 1 + max(int(tasks.group.max(initial=-1)), int(tasks.parent.max(initial=-1)))
    return _offsets(np.bincount(parents, minlength=groups)), rows[np.argsort(parents, kind="stable")]


def unwritten(faults: int, tasks: int = 0) -> Sheet:
    """Room for the record; the play clears what it says of faults."""
    return Sheet(
        times=np.empty((len(TIMES), faults), dtype=np.int64),
        marks=np.empty((len(MARKS), faults), dtype=np.int8),
        steps=np.empty((ENDED + 1, faults, len(STEPS)), dtype=np.int64),
        team=np.empty((faults, len(STEPS)), dtype=np.int16),
        how=np.empty((faults, len(STEPS)), dtype=np.int8),
        tasks=np.full((len(PER_TASK), tasks), NEVER, dtype=np.int64),
    )


def outcomes_of(sheet: Sheet, stints: Records) -> Outcomes:
    """The record under its names; `stints` in order."""
    columns: dict[str, NDArray[Any]] = dict(zip(TIMES, sheet.times, strict=True))
    columns |= zip(MARKS, sheet.marks, strict=True)
    columns |= zip(PER_STEP, (*sheet.steps, sheet.team), strict=True)
    columns |= zip(PER_TASK, (*sheet.tasks[:TASK_TEAM], sheet.tasks[TASK_TEAM].astype(np.int16)), strict=True)
    return Outcomes(**columns, how=sheet.how, stints=stints.view(STINT))
