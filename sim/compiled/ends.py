"""Where faults ended and which numbers were dialled for them, counted in one pass, compiled.

It counts as `sim.measures.measure` and `sim.measures.hotline` do, which say why. Numbers only.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.jit import kept

Ints = NDArray[np.integer[Any]]
Tables = tuple[NDArray[Any], ...]

COUNTED = (
    "faults",
    "dials",
    "connected",
    "visits",
    "trips",
    "unrestored",
    "on_site",
    "came_back",
    "inquired",
    "inquired_for",
)
FAULTS, DIALS, CONNECTED, VISITS, TRIPS, UNRESTORED, ON_SITE, CAME_BACK, INQUIRED, INQUIRED_FOR = range(len(COUNTED))
"""What is counted of faults, see `tally.FaultTally`."""

_compiled = kept()


@_compiled
def ends(
    study: tuple[int, int],
    faults: Tables,
    questions: Tables,
    marks: Tables,
    by_step: Tables,
    places: tuple[Ints, Ints],
    counts: Ints,
    ended_at: Ints,
) -> None:
    """Count the faults raised inside the `study` (from, to), and the time on site in it.

    `faults`: `raised`, `hq_departed`, `parent` [n]; `questions`: `inquired`, `informed`, `restored` [n]; `marks`:
    `restored_by`, `dials`, `connected` [n]; `by_step`: `arrived`, `ended` [n, S]; `places`: the steps that are local
    visits, and all that are spent on site. Written are `counts` of what is `COUNTED`, and `ended_at` [S].
    """
    opens_at, closes_at = study
    raised, hq_departed, parent = faults
    inquired, informed, restored = questions
    restored_by, dials, connected = marks
    arrived, ended = by_step
    visits, on_site = places
    for row in range(raised.size):
        for step in on_site:
            if arrived[row, step] >= 0:
                until = ended[row, step] if ended[row, step] >= 0 else closes_at
                counts[ON_SITE] += max(0, min(until, closes_at) - max(arrived[row, step], opens_at))
        if raised[row] < opens_at or raised[row] >= closes_at:
            continue
        counts[FAULTS] += 1
        counts[DIALS] += dials[row]
        counts[CONNECTED] += connected[row]
        counts[TRIPS] += hq_departed[row] >= 0
        counts[CAME_BACK] += parent[row] >= 0
        if inquired[row] >= 0:
            counts[INQUIRED] += 1
            until = informed[row] if informed[row] >= 0 else restored[row]
            counts[INQUIRED_FOR] += until - inquired[row] if until >= 0 else 0
        for step in visits:
            counts[VISITS] += arrived[row, step] >= 0
        by = restored_by[row]
        if by < 0:
            counts[UNRESTORED] += 1
        else:
            ended_at[by] += 1


@_compiled
def numbers(
    study: tuple[int, int],
    faults: tuple[Ints, Ints, Ints],
    sites: int,
    marks: Tables,
    chains: tuple[Ints, Ints],
    dialled: Ints,
    answered: Ints,
) -> tuple[int, int]:
    """Count the dials of every number, and those answered, by pool [P]; how many faults were called in, and how many
    were answered at the first dial.

    `faults`: `raised`, `level`, `site` [n]; `marks`: `dials`, `connected`, `answered_by` [n].
    `chains`: where the chain of each kind of fault begins, and the pools dialled in turn (-1: of none).
    """
    opens_at, closes_at = study
    raised, level, site = faults
    dials, connected, answered_by = marks
    chain_from, pools = chains
    called = first_try = 0
    for row in range(raised.size):
        if raised[row] < opens_at or raised[row] >= closes_at:
            continue
        called += dials[row] > 0
        first_try += dials[row] == 1 and connected[row] == 1
        kind = level[row] * sites + site[row]
        first = chain_from[kind]
        length = chain_from[kind + 1] - first
        times, rest = divmod(dials[row], max(1, length))
        for place in range(length):
            pool = pools[first + place]
            if pool >= 0:
                dialled[pool] += times + (rest > place)
                answered[pool] += answered_by[row] == place
    return called, first_try
