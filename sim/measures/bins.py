"""The fixed bins in which times are counted, the same for every promise, plan and replication.

Bins are at most 2 % wide and every usual limit (30 min, 2 h, 24 h ...) is an edge, so the share within a usual limit is
exact, and a quantile read from them is at most 2 % too large.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.calendars import DAY, HOUR, MINUTE, SECOND

Ints = NDArray[np.int64]

WIDTH = 1.019
"""Less than 2 %, since the edges are whole milliseconds."""

ANCHORS = (
    *(n * SECOND for n in (1, 2, 5, 10, 15, 20, 30, 45)),
    *(n * MINUTE for n in (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50)),
    *(n * HOUR // 2 for n in (2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 24, 30, 36, 40, 44)),
    *(n * DAY // 2 for n in (2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 20, 28, 30, 40, 60, 90, 120, 180, 240, 365, 730, 1600)),
)


def _edges() -> Ints:
    inner: list[int] = [0]
    for low, high in pairwise(ANCHORS):
        parts = math.ceil(math.log(high / low) / math.log(WIDTH))
        inner += [round(low * (high / low) ** (part / parts)) for part in range(parts)]
    return np.array([*inner, ANCHORS[-1]], dtype=np.int64)


EDGES = _edges()
"""Upper edges in ms: bin i holds what is above edge i - 1 and not above edge i (bin 0: nothing at all, 0 ms). One
more bin holds the rest: longer than the last edge, or without end."""

BINS = EDGES.size + 1


def counted(times: Ints) -> NDArray[np.int32]:
    """How many of `times` fall into each bin."""
    return np.bincount(np.searchsorted(EDGES, times, side="left"), minlength=BINS).astype(np.int32)


def quantile(counts: NDArray[np.integer[Any]], share: float) -> int | None:
    """The upper edge of the bin that holds the time of rank ceil(share x n); None when it lies beyond all edges.

    No time counted at all is a ValueError.
    """
    total = int(counts.sum())
    if total == 0:
        raise ValueError("no times to take a quantile of")
    rank = max(1, math.ceil(round(share * total, 9)))
    found = int(np.searchsorted(np.cumsum(counts), rank, side="left"))
    return int(EDGES[found]) if found < EDGES.size else None
