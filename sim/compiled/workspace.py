"""What the kernel keeps while it plays: the arrays, blank, each with all the room that it could ever need.

They are made here and not in the kernel, which is quicker to compile so; all but the few that it looks at with every
event, since a compiler that has seen an array being made knows that no other array lies there. No array grows while
faults are played: memory that is not touched costs nothing, but exchanging an array does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled.state import Ints, Luck, Records, Tables
from sim.outcomes import NEVER
from sim.scenario import STEPS

PAIR = np.dtype([("first", np.int64), ("second", np.int64)])
"""The place of an event: time, `journey.priority`; or of a waiting job: rank and time joined, row and step."""

COURSE = np.dtype(
    [("begun", np.int64), ("ended", np.int64), ("active", np.int64), ("dial", np.int64), ("number", np.int64)]
)
"""Where a fault stands: bit masks of its steps, how often its caller has gone through his chain in vain, and the place
in it of the number that he dials now."""

CHORE = np.dtype(
    [
        ("stage", np.int64),
        ("place", np.int64),
        ("holder", np.int64),
        ("begun", np.int64),
        ("left", np.int64),
        ("done_at", np.int64),
    ]
)
"""Where a task stands: what it waits for, the first number of its place in line, the stint of the person who has it,
whether it was begun, what is left of it then in ms, and when it would be done."""

QUEUE = np.dtype([("start", np.int64), ("size", np.int64)])
"""A waiting line: where in the shared array its heap begins, and how many jobs are in it."""

EVENTS = 2 * len(STEPS) + 1
"""A fault has at most so many events in the calendar: one for each step and one that was called off, and its timer;
besides, one for each waiting that could go over to a wider line."""

CHORE_EVENTS = 2
"""A task has at most so many events in the calendar: its instant or its end, and when it becomes urgent."""

CHORE_PLACES = 2
"""A task stands in its line at most so often: once more when it has become urgent there."""


class Workspace(NamedTuple):
    """n faults, S steps, m tasks, T teams, Q lines, L levels, V sites.

    `course` [n]; `stage`, `holder` [n, S] what each step waits for, and the stint of the person who has it; `waits_in`
    [n, S] the line of a job that may go over to another; of work that can be broken off [n, S] `place` in line (its
    first number), `resumed` whether it was, what is `left` of it then in ms, when it would be `done_at`; `called`
    [n, pools] whether somebody on call was called out; `chores` [m]; `left_to_do` by occasion, the people who have not
    done their part of a duty; room for so many `stints`, and for each of them `behind`, the one at work before it in
    its team, of which `at_work` [T] is the last; `lines` [Q], whose heaps need so many `places` one after the other;
    `span_opens`, `span_closes` [L] the last window looked at; `logged_open` [V, L] registered faults; so many `events`
    may be in the calendar. What no rule asks for is empty.
    """

    course: Records
    stage: NDArray[np.int8]
    holder: NDArray[np.uint32]
    waits_in: NDArray[np.int32]
    place: Ints
    resumed: NDArray[np.int8]
    left: Ints
    done_at: Ints
    called: NDArray[np.int8]
    chores: Records
    left_to_do: Ints
    stints: int
    behind: Ints
    at_work: Ints
    lines: Records
    places: int
    span_opens: Ints
    span_closes: Ints
    logged_open: Ints
    events: int


def workspace(tables: Tables, luck: Luck, room: int) -> Workspace:
    """A blank workspace for at most `room` stints of each fault and task."""
    n, m, steps = luck.faults.size, luck.tasks.size, len(STEPS)
    breaks_off = bool(tables.strikes or tables.handed_over or luck.asks)
    broken_off = n if breaks_off else 0, steps
    events = EVENTS + (steps + luck.patience.shape[1] if tables.widens else 0)
    lines, places = _lines(tables, luck)
    _, levels, sites = tables.queue.shape
    return Workspace(
        course=np.zeros(n, dtype=COURSE),
        stage=np.zeros((n, steps), dtype=np.int8),
        holder=np.empty((n, steps), dtype=np.uint32),
        waits_in=np.empty((n if tables.widens else 0, steps), dtype=np.int32),
        place=np.empty(broken_off, dtype=np.int64),
        resumed=np.zeros(broken_off, dtype=np.int8),
        left=np.empty(broken_off, dtype=np.int64),
        done_at=np.empty(broken_off, dtype=np.int64),
        called=np.zeros((n, 1 + int(tables.teams["pool"].max(initial=-1))), dtype=np.int8),
        chores=np.zeros(m, dtype=CHORE),
        left_to_do=_left_to_do(luck),
        stints=room * (n + m),
        behind=np.empty(room * (n + m) if breaks_off else 0, dtype=np.int64),
        at_work=np.full(tables.teams.size, -1, dtype=np.int64),
        lines=lines,
        places=places,
        span_opens=np.zeros(levels, dtype=np.int64),
        span_closes=np.full(levels, NEVER, dtype=np.int64),
        logged_open=np.zeros((sites if tables.phones_busy else 0, levels), dtype=np.int64),
        events=events * n + CHORE_EVENTS * m,
    )


def _lines(tables: Tables, luck: Luck) -> tuple[Records, int]:
    """The lines, each with room for all jobs that could ever wait in it, and the room for all of them together."""
    _, levels, sites = tables.queue.shape
    kinds = luck.faults["level"].astype(np.int64) * sites + luck.faults["site"]
    faults = np.bincount(kinds, minlength=levels * sites)
    room = tables.waits @ faults + luck.redials.shape[1] * (tables.held @ faults)
    happens = luck.tasks["happens"] != 0
    room += CHORE_PLACES * np.bincount(luck.tasks["line"][happens], minlength=room.size)
    lines = np.zeros(room.size, dtype=QUEUE)
    lines["start"][1:] = np.cumsum(room)[:-1]
    return lines, int(room.sum())


def _left_to_do(luck: Luck) -> Ints:
    """How many people each occasion of a duty waits for."""
    groups = luck.followers_from.size
    return np.bincount(luck.tasks["group"], weights=luck.tasks["happens"], minlength=groups).astype(np.int64)
