"""What a court asks of each fault, gathered in one pass, compiled: times of events, whether they were wanted, waits.

It tells what `sim.measures.events` and `judging.first_diagnosed` do, which say why. Numbers only;
`sim.measures.docket` prepares them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.jit import kept

Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]
Tables = tuple[NDArray[Any], ...]

NEVER = -1

OF_FAULT, OF_STEP, BY_PEOPLE = range(3)
"""Kinds of events: a column, a step of a column by steps, the earliest visit of such a column."""

EVENT = np.dtype(
    [("kind", np.int64), ("column", np.int64), ("step", np.int64), ("people", np.int64), ("last", np.int64)]
)
"""An event: its kind and column; the step (`OF_STEP`); which people count (`BY_PEOPLE`); whether it is that of the
`last` fault that each was once more."""

WISH = np.dtype([("steps", np.int64), ("event", np.int64), ("last", np.int64)])
"""An event is wanted if any of the `steps` (bits) was requested, or if the event of this row came about."""

OWN, ENVIRONMENT = 0, 1

ONCE_MORE, CAME_BACK = 1, 2
"""That a fault is another one which came back, and that it came back itself, as bits."""

_compiled = kept()


@_compiled
def in_time(order: Ints, column: Ints, restored: Ints, result: Ints) -> None:
    """The times of the rows in `order`; `NEVER` if later than the restoration, `restored` in that order."""
    for index in range(order.size):
        time = column[order[index]]
        result[index] = NEVER if restored[index] >= 0 and time > restored[index] else time


@_compiled
def earliest(order: Ints, times: Ints, team: Ints, visits: Ints, counts: Bools, restored: Ints, result: Ints) -> None:
    """The same for the earliest of the `times` [n, S] of `visits` by teams that count [T + 1] (-1, the last: none)."""
    for index in range(order.size):
        row = order[index]
        first = NEVER
        for step in visits:
            time = times[row, step]
            if time >= 0 and counts[team[row, step]] and (first < 0 or time < first):
                first = time
        result[index] = NEVER if restored[index] >= 0 and first > restored[index] else first


@_compiled
def requested_steps(order: Ints, requested: Ints) -> Ints:
    """The steps that were `requested` [n, S] for the rows in `order`, as bits."""
    result = np.zeros(order.size, dtype=np.int64)
    for index in range(order.size):
        row = order[index]
        for step in range(requested.shape[1]):
            result[index] |= np.int64(requested[row, step] >= 0) << step
    return result


@_compiled
def last_of(order: Ints, back: Ints) -> Ints:
    """The row of the fault that each of these rows finally was once more; `back` [n] what each was next (-1: none)."""
    result = order.copy()
    for index in range(order.size):
        while back[result[index]] >= 0:
            result[index] = back[result[index]]
    return result


@_compiled
def mark(order: Ints, marks: Ints, parent: Ints, back: Ints, waits: Tables, kinds: Ints, tables: Tables) -> None:
    """Fill the bits of a case, its faults in this `order`: `tables` are its `marks`, its lives (`ONCE_MORE`,
    `CAME_BACK`), and the `kinds` of the waits that each fault had; where these `waits` begin [n]."""
    in_order, lives, had = tables
    for index in range(order.size):
        row = order[index]
        in_order[index] = marks[row]
        lives[index] = ONCE_MORE * (parent[row] >= 0) + CAME_BACK * (back[row] >= 0)
        found = 0
        for wait in range(kinds.size):
            if waits[wait][row] >= 0:
                found |= kinds[wait]
        had[index] = found


@_compiled
def gather(
    order: Ints,
    back: Ints,
    columns: Tables,
    by_step: Tables,
    team: Ints,
    counts: Bools,
    lists: Tables,
    causes: Tables,
    kinds: int,
    tables: Tables,
) -> None:
    """Fill the tables of a case, its faults in this `order`; `back` [n] what each was once more (-1: nothing).

    `columns` of times [n], the last of them `restored`; `by_step` [n, S]: columns that events ask for, `requested` the
    first; `team` [n, S]; which teams `counts` [people, T + 1] for which people. `lists`: `EVENT`s, `WISH`es, the steps
    that are visits. `causes`: `site`, `diagnosis`, `truly_environment`, `diagnosed`, when the vendor was wanted [n];
    there are so many `kinds` of them. `tables` are written: `times` [E, n], `wanted` [W, n], `scope`, `raised` [n].
    """
    events, wishes, visits = lists
    site, diagnosis, truly_environment, diagnosed, vendor_wanted = causes
    times, wanted, scope, raised = tables
    last = last_of(order, back)
    restored, last_restored = columns[-1][order], columns[-1][last]
    for index in range(order.size):
        row = order[index]
        raised[index] = columns[0][row]
        known, asked = diagnosed[row], vendor_wanted[row]
        cause = diagnosis[row] if known >= 0 else OWN
        if truly_environment[row] and asked >= 0 and (known < 0 or asked < known):
            cause = ENVIRONMENT
        scope[index] = site[row] * kinds + cause
    for number in range(events.size):
        event = events[number]
        rows, until = (last, last_restored) if event.last else (order, restored)
        if event.kind == OF_FAULT:
            in_time(rows, columns[event.column], until, times[number])
        elif event.kind == OF_STEP:
            in_time(rows, by_step[event.column][:, event.step], until, times[number])
        else:
            chosen = by_step[event.column]
            earliest(rows, chosen, team, visits, counts[event.people], until, times[number])
    asked_for, last_asked_for = requested_steps(order, by_step[0]), requested_steps(last, by_step[0])
    for number in range(wishes.size):
        steps, came = wishes[number].steps, times[wishes[number].event]
        asked = last_asked_for if wishes[number].last else asked_for
        for index in range(order.size):
            wanted[number, index] = asked[index] & steps != 0 or came[index] >= 0
