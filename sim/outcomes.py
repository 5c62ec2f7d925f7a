"""What happened: the one declared record that an engine writes and everything else reads.

Times are int64 milliseconds, `NEVER` (-1) where a thing did not happen. An engine only records; measures, stories and
charts are computed from this record and the workload.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

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
"""One stretch of a person's time: taken from the team, at work on the fault (NEVER when he did not get so far), free again. The
stretch before the work is getting ready and the way there, the stretch after it the way home. `called_out`: it began
with a call-out of somebody on call."""


@dataclass(frozen=True)
class Outcomes:
    """Everything that happened in one replication under one plan. n faults, S steps (order of `scenario.STEPS`).

    Per fault [n]: `answered` first pick-up of the hotline; `logged` end of intake; `handed_over`; `contacted` the earlier
    of phone contact and arrival; `diagnosed`; `replied`; `asked` for permission and `permitted` when the answer came
    (granted, refused or given up: see `granted`); `vendor_called`; `hq_departed`, `hq_boarded`; `restored`; `restored_by` the step that restored it (-1
    none); `dials`, `connected` numbers of dials.
    Per fault and step [n, S]: `requested` when its turn came; `ready` when it could join its queue (last time);
    `started` when a person was taken (steps without people: when it began); `arrived` (visits and trips); `ended` of
    its work; `how` it ended; `team` that did it (-1 none).
    `stints`: see `STINT`, in order of (taken, row, step).
    """

    answered: Ints
    logged: Ints
    handed_over: Ints
    contacted: Ints
    diagnosed: Ints
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
    requested: Ints
    ready: Ints
    started: Ints
    arrived: Ints
    ended: Ints
    how: Marks
    team: NDArray[np.int16]
    stints: NDArray[np.void]

    def equals(self, other: Outcomes) -> list[str]:
        """The names of the columns that differ from `other`; empty when the two are equal to the bit."""
        return [f.name for f in fields(self) if not np.array_equal(getattr(self, f.name), getattr(other, f.name))]
