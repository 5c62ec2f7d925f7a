"""The clock of a promise: when an event is due, and which limit it would have needed (rules J1 to J5 and J7).

There are four ways to count a limit against opening hours:

    wall            by the clock from the start, day and night
    from_opening    by the clock from the opening: the start if it is open, else the next opening
    carry           the same; what then falls into closed time is due at the next opening
    open            open time only

Time that is paused does not count under any of them. All functions take arrays, one entry a fault, and are exact to
the millisecond. An event is in time exactly if it comes no later than `due`, which is exactly if `needed` is no more
than the limit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calendars import FAR, Calendar, last_closing, next_opening, open_before, time_of_open

Ints = NDArray[np.int64]

COUNTINGS = ("wall", "from_opening", "carry", "open")


@dataclass(frozen=True, eq=False)
class Pauses:
    """Stretches [begins, ends) in which a clock stands still, up to k for each fault: both [n, k], in ms.

    A negative beginning means none, a negative end that the pause lasts for ever. They may overlap and stand in any
    order.
    """

    begins: Ints
    ends: Ints


def due(counting: str, start: Ints, limit: Ints | int, cal: Calendar, pauses: Pauses | None = None) -> Ints:
    """The last instant in time [n] for clocks begun at `start` with `limit` ms (J3); `FAR` if it never comes.

    A limit that is used up exactly at a closing is due at that closing. A limit of 0 is due at the start, under carry
    at the opening.
    """
    limits = np.asarray(limit, dtype=np.int64)
    origin = _origin(counting, start, cal)
    used = _counted(counting, origin, cal) + limits
    for begin, end in _apart(pauses, origin):
        at = _counted(counting, begin, cal)
        used = np.where(used > at, np.minimum(used + _counted(counting, end, cal) - at, FAR), used)
    at = time_of_open(cal, used) if counting == "open" else np.minimum(used, FAR)
    if counting == "carry":
        return np.where(last_closing(cal, at) == at, at, next_opening(cal, at))
    return np.where(limits > 0, at, start)


def needed(counting: str, start: Ints, event: Ints, cal: Calendar, pauses: Pauses | None = None) -> Ints:
    """The smallest limit [n] in ms under which the `event` would have been in time (J5)."""
    origin = _origin(counting, start, cal)
    if counting != "carry":
        return np.where(event <= start, 0, _elapsed(counting, origin, event - 1, cal, pauses) + 1)
    # An event up to the opening after a closing is in time if the limit reached beyond that closing.
    last = np.maximum(event - 1, origin)
    reached = np.where(next_opening(cal, last) == last, last, last_closing(cal, last))
    return np.where(event <= origin, 0, _elapsed(counting, origin, reached, cal, pauses) + 1)


def elapsed(counting: str, start: Ints, until: Ints, cal: Calendar, pauses: Pauses | None = None) -> Ints:
    """What the clock shows at `until` [n], in ms (J2); 0 up to its start."""
    return _elapsed(counting, _origin(counting, start, cal), until, cal, pauses)


def _origin(counting: str, start: Ints, cal: Calendar) -> Ints:
    """Where a clock begins to count."""
    return next_opening(cal, start) if counting in ("from_opening", "carry") else start


def _counted(counting: str, t: Ints, cal: Calendar) -> Ints:
    """What a clock that never pauses would have counted from time 0 to `t`."""
    return open_before(cal, t) if counting == "open" else t


def _elapsed(counting: str, origin: Ints, until: Ints, cal: Calendar, pauses: Pauses | None) -> Ints:
    """What is counted from `origin` to `until`, which for a clock not yet begun may lie before it (0)."""
    until = np.maximum(until, origin)
    total: Ints = _counted(counting, until, cal) - _counted(counting, origin, cal)
    for begin, end in _apart(pauses, origin):
        paused_at, resumed_at = np.minimum(begin, until), np.minimum(end, until)
        total = total - (_counted(counting, resumed_at, cal) - _counted(counting, paused_at, cal))
    return total


def _apart(pauses: Pauses | None, origin: Ints) -> list[tuple[Ints, Ints]]:
    """The pauses after `origin`, in order and without overlap, as pairs of [n]; what is none is empty."""
    if pauses is None:
        return []
    begins = np.where(pauses.begins < 0, FAR, pauses.begins)
    ends = np.where(pauses.ends < 0, FAR, pauses.ends)
    order = np.argsort(begins, axis=1, kind="stable")
    begins, ends = np.take_along_axis(begins, order, axis=1), np.take_along_axis(ends, order, axis=1)
    apart, reached = [], origin
    for column in range(begins.shape[1]):
        begin = np.minimum(np.maximum(begins[:, column], reached), FAR)
        reached = np.maximum(ends[:, column], begin)
        apart.append((begin, reached))
    return apart
