"""What a step waits for until a person is found: outside its service window for the opening, inside it for a person.

A window may close on a job that waits, and open on it again (R19).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.journey import REMOTE
from sim.outcomes import NEVER, REFUSED
from sim.story.fault import Fault


@dataclass(frozen=True)
class Wait:
    """A wait from `start` to `end` (ms): `outside` the service window, or inside it for a person."""

    start: int
    end: int
    outside: bool

    @property
    def span(self) -> int:
        """Its length, ms."""
        return self.end - self.start


def turn(fault: Fault, step: int) -> int:
    """When nothing but the window and the queue stood before the step; `NEVER` if it did not come so far."""
    requested = fault.step("requested", step)
    if step != REMOTE or requested == NEVER:
        return requested
    permitted = fault.at("permitted")
    if permitted == NEVER or fault.step("how", step) == REFUSED:
        return NEVER
    return max(requested, permitted)


def waits(fault: Fault, step: int) -> list[Wait]:
    """What a step waited for, in order of time, until a person was found or none was wanted any more; without a gap."""
    start, end = turn(fault, step), fault.step("started", step)
    if end == NEVER:
        end = fault.step("ended", step)
    if NEVER in (start, end) or start >= end:
        return []
    if not fault.rules.gated[step]:
        return [Wait(start, end, outside=False)]
    window = fault.rules.window[fault.level]
    changes = np.union1d(window.opens, window.closes)
    edges = [start, *changes[(changes > start) & (changes < end)].tolist(), end]
    opens = np.searchsorted(window.opens, edges[:-1], side="right")
    closed = np.searchsorted(window.closes, edges[:-1], side="right")
    return [Wait(edges[i], edges[i + 1], outside=bool(opens[i] <= closed[i])) for i in range(len(edges) - 1)]
