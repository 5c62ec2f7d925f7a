"""What happened: the one declared record that an engine writes and everything else reads.

Times are int64 milliseconds, `NEVER` (-1) where a thing did not happen. An engine only records; measures, stories and
charts are computed from this record and the workload.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Marks = NDArray[np.int8]

NEVER = -1

NOT_ENDED, SOLVED, FAILED, WITHDRAWN, REFUSED, PASSED_OVER = range(6)
"""How a step ended. REFUSED: no permission (remote). PASSED_OVER: counts as failed though the fault never had it."""

STINT = np.dtype(
    [
        ("row", np.int32),
        ("step", np.int8),
        ("team", np.int16),
        ("taken", np.int64),
        ("work_from", np.int64),
        ("work_to", np.int64),
        ("free", np.int64),
        ("called_out", np.bool_),
    ]
)
"""One stretch of a person's time: taken from the team, at work on the fault (NEVER when he did not get so far), free
again. The stretch before the work is getting ready and the way there, the stretch after it the way home.
`called_out`: it began with a call-out of somebody on call."""


PER_FAULT = (
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
    "granted",
    "vendor_called",
    "hq_departed",
    "hq_boarded",
    "restored",
    "restored_by",
    "answered_by",
)
"""Columns [n] that start at `NEVER`."""

PER_STEP = ("requested", "ready", "started", "arrived", "ended", "team")
"""Columns [n, S] that start at `NEVER`."""

PER_TASK = ("task_ready", "task_started", "task_ended", "task_team")
"""Columns [m] that start at `NEVER`."""

TYPES = {
    "granted": np.int8,
    "restored_by": np.int8,
    "dials": np.int8,
    "connected": np.int8,
    "answered_by": np.int8,
    "how": np.int8,
    "team": np.int16,
    "task_team": np.int16,
}
"""Columns that are not int64."""


class Stint:
    """A stretch of a person's time while it is being recorded: the fields of `STINT`, and when he `set_out`."""

    __slots__ = ("called_out", "free", "row", "set_out", "step", "taken", "team", "work_from", "work_to")

    def __init__(self, row: int, step: int, team: int, taken: int, called_out: bool) -> None:
        self.row, self.step, self.team, self.taken, self.called_out = row, step, team, taken, called_out
        self.work_from = self.work_to = self.free = self.set_out = NEVER

    def as_tuple(self) -> tuple[int, int, int, int, int, int, int, bool]:
        """The fields in the order of `STINT`."""
        return (
            self.row,
            self.step,
            self.team,
            self.taken,
            self.work_from,
            self.work_to,
            self.free,
            self.called_out,
        )


def _place(entry: tuple[int, int, int, int, int, int, int, bool]) -> tuple[int, int, int, int, int, bool]:
    """Where a stint stands among all. One step may take two people at one instant, the first of whom is taken away."""
    row, step, team, taken, _, _, free, called_out = entry
    return taken, row, step, free, team, called_out


@dataclass(frozen=True)
class Outcomes:
    """Everything that happened in one replication under one plan. n faults, S steps (order of `scenario.STEPS`).

    Per fault [n]: `raised`; `answered` first pick-up of the hotline; `logged` end of intake; `handed_over`; `contacted`
    the earlier of phone contact and arrival; `diagnosed`; `inquired` of the customer what only he can tell and
    `informed` when he told it; `replied`; `asked` for permission and `permitted` when the answer came (granted, refused
    or given up: see `granted`); `vendor_called`; `hq_departed`, `hq_boarded`; `restored`; `restored_by` the step that
    restored it (-1 none); `dials`, `connected` numbers of dials; `answered_by` the place in the caller's chain of the
    number that was answered (-1 none).
    Per fault and step [n, S]: `requested` when its turn came; `ready` when it could join its queue (last time);
    `started` when a person was taken (steps without people: when it began); `arrived` (visits and trips); `ended` of
    its work; `how` it ended; `team` that did it (-1 none). Where one person was taken away and another went on,
    `ready`, `started`, `arrived` and `team` tell of the first.
    `stints`: see `STINT`, in order of (taken, row, step, free, team, called_out). Task j is row n + j
    there, and its step `journey.TASK`.
    Per task [m]: `task_ready` when it joined its line; `task_started`, `task_ended`; `task_team` that did it (-1 none).
    """

    raised: Ints
    answered: Ints
    logged: Ints
    handed_over: Ints
    contacted: Ints
    diagnosed: Ints
    inquired: Ints
    informed: Ints
    replied: Ints
    asked: Ints
    permitted: Ints
    granted: Marks
    vendor_called: Ints
    hq_departed: Ints
    hq_boarded: Ints
    restored: Ints
    restored_by: Marks
    dials: Marks
    connected: Marks
    answered_by: Marks
    requested: Ints
    ready: Ints
    started: Ints
    arrived: Ints
    ended: Ints
    how: Marks
    team: NDArray[np.int16]
    stints: NDArray[np.void]
    task_ready: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    task_started: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    task_ended: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    task_team: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, dtype=np.int16))

    def differences(self, other: Outcomes) -> list[str]:
        """The names of the columns that differ from `other`; empty when the two are equal to the bit."""
        return [f.name for f in fields(self) if not np.array_equal(getattr(self, f.name), getattr(other, f.name))]


class Record:
    """Outcomes while they are being written by an engine in Python: the same columns as plain lists.

    Columns by step are lists of one list per step, `requested[step][row]`.
    """

    def __init__(self, faults: int, steps: int, tasks: int = 0) -> None:
        for name in PER_TASK:
            setattr(self, name, [NEVER] * tasks)
        for name in PER_FAULT:
            setattr(self, name, [NEVER] * faults)
        for name in PER_STEP:
            setattr(self, name, [[NEVER] * faults for _ in range(steps)])
        self.how = [[NOT_ENDED] * faults for _ in range(steps)]
        self.dials = [0] * faults
        self.connected = [0] * faults
        self.stints: list[Stint] = []

    raised: list[int]
    answered: list[int]
    logged: list[int]
    handed_over: list[int]
    contacted: list[int]
    diagnosed: list[int]
    inquired: list[int]
    informed: list[int]
    replied: list[int]
    asked: list[int]
    permitted: list[int]
    granted: list[int]
    vendor_called: list[int]
    hq_departed: list[int]
    hq_boarded: list[int]
    restored: list[int]
    restored_by: list[int]
    answered_by: list[int]
    requested: list[list[int]]
    ready: list[list[int]]
    started: list[list[int]]
    arrived: list[list[int]]
    ended: list[list[int]]
    team: list[list[int]]
    task_ready: list[int]
    task_started: list[int]
    task_ended: list[int]
    task_team: list[int]

    def outcomes(self) -> Outcomes:
        """The record as arrays; stints in their order."""
        stints = sorted((stint.as_tuple() for stint in self.stints), key=_place)
        columns: dict[str, NDArray[Any]] = {"stints": np.array(stints, dtype=STINT)}
        for name in (*PER_FAULT, "dials", "connected", *PER_TASK):
            columns[name] = np.array(getattr(self, name), dtype=TYPES.get(name, np.int64))
        for name in (*PER_STEP, "how"):
            rows = np.array(getattr(self, name), dtype=TYPES.get(name, np.int64))
            columns[name] = np.ascontiguousarray(rows.T)
        return Outcomes(**columns)
