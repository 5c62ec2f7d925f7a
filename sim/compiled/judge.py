"""All promises judged in one pass over the faults: rules J1 to J9, compiled.

It decides as `sim.measures.judging` and `sim.clock` do, which say why; only the order of the work differs: fault by
fault instead of rule by rule, and whether a fault was in time is read from the limit it needed, so that only those too
late must know when they were due. The tests hold the two against each other. Numbers only; `sim.measures.docket`
prepares them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import facts, places
from sim.compiled.facts import CAME_BACK, ONCE_MORE
from sim.compiled.places import PLACES
from sim.jit import kept

Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]
Tables = tuple[NDArray[Any], ...]
Waits = tuple[Tables, Tables, Ints, Ints]
"""Where waits begin and end [n] each, when faults were restored [n], and what each was once more [n] (-1: nothing)."""

FAR = 1 << 60
NEVER = -1
INFINITE = 0x7FFF_FFFF_FFFF_FFFF

WALL, FROM_OPENING, CARRY, OPEN = range(4)
"""Ways to count, in the order of `clock.COUNTINGS`."""

MET, EXCLUDED, MISSED = range(3)
"""What becomes of faults fixed first."""

CUSTOMER, VENDOR = 1, 2
"""Kinds of waits, as bits."""

BLOCK = 23
"""Calendars are looked up by blocks of 2 ** BLOCK ms, about 2.3 hours."""

FINE = 46
"""Bins are looked up by the upper bits of a time written as a float, all but so many: 1/64 of a power of two."""

BRIEF = np.dtype(
    [
        ("level", np.int64),
        ("start", np.int64),
        ("event", np.int64),
        ("anyone", np.int64),
        ("restored", np.int64),
        ("first_restored", np.int64),
        ("wanted", np.int64),
        ("start_wanted", np.int64),
        ("overtaken", np.bool_),
        ("dials", np.bool_),
        ("limited", np.bool_),
        ("same_fault", np.bool_),
        ("marks", np.int64),
        ("counting", np.int64),
        ("calendar", np.int64),
        ("fixed_first", np.int64),
        ("net_of", np.int64),
        ("may_miss", np.int64),
        ("of", np.int64),
        ("edge", np.int64),
        ("first", np.int64),
        ("periods", np.int64),
    ]
)
"""One judgement. `level` index (-1: nothing to judge); rows of the events: `start`, `event`,
`anyone` (the event by whomever, -1: does not matter), `restored`, `first_restored` (before it came back); rows of what
was wanted: `wanted`, `start_wanted` (-1: always); `overtaken` whether the restoration may stand in for the event;
`dials` whether dials are counted and nothing is timed; `limited`; `same_fault` whether what comes back is the same
fault; `marks` of which one is needed (-1: none is); `counting`, `calendar`, `fixed_first`, `net_of` as bits; of `of`
faults `may_miss` may be late (`of` 0: no threshold); its periods lie between the edges from `edge` on, in the cells
from `first` on."""

COUNT = np.dtype(
    [("fixed_first", np.int64), ("not_needed", np.int64), ("wrong_people", np.int64), ("unfinished", np.int64)]
)
"""Faults counted for one judgement, whatever the period."""

PARTS = (facts, places)
_compiled, _inlined = kept(*PARTS), kept(*PARTS, forceinline=True)


# ------------------------------------------------------------------ calendars


@_inlined
def _span(closes: Ints, blocks: Ints, t: int) -> int:
    """The first span that closes after `t`. Before a calendar's spans stands one that closed at -1, after them one
    that opens at `FAR` and never closes."""
    span = np.int64(blocks[np.uint64(min(t >> BLOCK, blocks.size - 1))])
    while closes[np.uint64(span)] <= t:
        span += 1
    return int(span & PLACES)


@_inlined
def _span_from(near: int, closes: Ints, blocks: Ints, t: int) -> int:
    """The same for a `t` no earlier than the one that gave the span `near`, which often is the answer."""
    return near if t < closes[near] else _span(closes, blocks, t)


@_inlined
def _counted(counting: int, t: int, near: int, opens: Ints, closes: Ints, before: Ints, blocks: Ints) -> int:
    """What a clock that never pauses would have counted from time 0 to `t`."""
    if counting != OPEN:
        return t
    span = _span_from(near, closes, blocks, t)
    return before[span] + max(0, t - opens[span])


@_inlined
def _time_of_open(amount: int, opens: Ints, closes: Ints, before: Ints, first: int, last: int) -> int:
    """The first instant before which `amount` of time is open, by the spans `first` <= i < `last`."""
    if amount <= 0:
        return 0
    low, high = first, last
    while low < high:
        middle = (low + high) >> 1
        if before[middle] < amount:
            low = middle + 1
        else:
            high = middle
    if low == first:
        return FAR
    span = low - 1
    time = opens[span] + amount - before[span]
    return FAR if time > closes[span] else time


# ------------------------------------------------------------------ the clock, see `sim.clock`


@_inlined
def _due(
    counting: int,
    start: int,
    origin: int,
    limit: int,
    pauses: Ints,
    paused: int,
    near: int,
    opens: Ints,
    closes: Ints,
    before: Ints,
    blocks: Ints,
    first: int,
    last: int,
) -> int:
    """The last instant in time. `pauses`: so many stretches as `paused`, in order and apart, after `origin`.
    `near`: the first span that closes after `start`."""
    used = _counted(counting, origin, near, opens, closes, before, blocks) + limit
    for pause in range(paused):
        at = _counted(counting, pauses[pause, 0], near, opens, closes, before, blocks)
        if used > at:
            used = min(used + _counted(counting, pauses[pause, 1], near, opens, closes, before, blocks) - at, FAR)
    at = _time_of_open(used, opens, closes, before, first, last) if counting == OPEN else min(used, FAR)
    if counting == CARRY:
        span = _span_from(near, closes, blocks, at)
        return at if closes[span - 1] == at else max(opens[span], at)
    return at if limit > 0 else start


@_inlined
def _needed(
    counting: int,
    start: int,
    origin: int,
    event: int,
    pauses: Ints,
    paused: int,
    near: int,
    opens: Ints,
    closes: Ints,
    before: Ints,
    blocks: Ints,
) -> int:
    """The smallest limit under which the `event` would have been in time."""
    if event <= (origin if counting == CARRY else start):
        return 0
    until = max(event - 1, origin)
    if counting == CARRY:
        span = _span_from(near, closes, blocks, until)
        if opens[span] > until:
            until = closes[span - 1]
    total = _counted(counting, until, near, opens, closes, before, blocks)
    total -= _counted(counting, origin, near, opens, closes, before, blocks)
    for pause in range(paused):
        if pauses[pause, 0] < until:
            total -= _counted(counting, min(pauses[pause, 1], until), near, opens, closes, before, blocks)
            total += _counted(counting, pauses[pause, 0], near, opens, closes, before, blocks)
    return total + 1


@_compiled
def _pauses(wanted: int, origin: int, whole: bool, kinds: Ints, waits: Waits, row: int, pauses: Ints) -> int:
    """Write the `wanted` kinds of waits of a fault into `pauses`, in order, apart and after `origin`; how many there
    are. Of the `whole` fault also those of what it was once more, each of which ends with a restoration at the
    latest."""
    begins, ends, restored, back = waits
    count, life = 0, row
    while life >= 0:
        for wait in range(kinds.size):
            begin, end = begins[wait][life], ends[wait][life]
            if begin < 0 or not kinds[wait] & wanted:
                continue
            if end < 0 and whole:
                end = restored[life]
            place = count
            while place > 0 and pauses[place - 1, 0] > begin:
                pauses[place, 0], pauses[place, 1] = pauses[place - 1, 0], pauses[place - 1, 1]
                place -= 1
            pauses[place, 0], pauses[place, 1] = begin, end if end >= 0 else FAR
            count += 1
        life = back[life] if whole else -1
    reached = origin
    for pause in range(count):
        begin = min(max(pauses[pause, 0], reached), FAR)
        reached = max(pauses[pause, 1], begin)
        pauses[pause, 0], pauses[pause, 1] = begin, reached
    return count


# ------------------------------------------------------------------ counting


@_inlined
def _bin(time: int, edges: Ints, bin_from: Ints) -> int:
    """The bin of a needed limit, see `bins.counted`."""
    if time <= 0:
        return 0
    if time > edges[-1]:
        return edges.size
    found = np.int64(bin_from[np.uint64(np.float64(time).view(np.int64) >> FINE)])
    # No more than one edge lies between times with the same upper bits.
    found += edges[np.uint64(found)] < time
    return int(found & PLACES)


@_compiled
def _smallest(values: Ints, count: int, rank: int) -> int:
    """The value of this rank (from 1) among the first `count`, which are put into another order (Hoare's select)."""
    low, high, wanted = 0, count - 1, rank - 1
    while low < high:
        pivot = values[(low + high) >> 1]
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if wanted <= j:
            high = j
        elif wanted >= i:
            low = i
        else:
            break
    return values[wanted]


# ------------------------------------------------------------------ the judge, see `sim.measures.judging`


@_compiled
def judge(
    briefs: NDArray[Any],
    limits: Ints,
    period_edges: Ints,
    calendars: Tables,
    faults: Tables,
    calls: Tables,
    times: Ints,
    wanted: Bools,
    waits: tuple[Waits, Ints, int],
    bins: Tables,
    tables: Tables,
) -> None:
    """Judge every fault under every brief.

    `briefs` [J] of `BRIEF`; `limits` [J, X] ms by scope (-1: not in it), which is what tells the faults of a level
    apart: site and cause; `period_edges` of all judgements, one after the other. `calendars`: spans of all calendars
    (`opens`, `closes`, `before`), first and last span [C] of each, `blocks` [C, ...] the first span to look at. All
    columns of faults are in order of (level, row). `faults`: their rows, where each level's begin, `scope`, `raised`,
    `marks`, `lives` and the kinds of waits that each had, see `facts.mark`; but `calls`, the `dials` and those
    `connected`, and the `waits` are by row. `times` [E, n] of events; `wanted` [W, n]; with the waits the kind of each
    [K] and how often a fault is raised at most. `bins`: edges and where to begin to look.
    `tables` are written: cells `judged`, `met`, `gross_met`, `net_met`, `tightest` [C]; `counts` [J] of `COUNT`;
    `needed` [J, B]; `worst` [J, 2] (lateness, row); `scratch` [periods, n].
    """
    opens, closes, before, firsts, lasts, all_blocks = calendars
    rows, level_from, scopes, raised, marks, lives, had = faults
    all_dials, all_connected = calls
    all_waits, kinds, most_lives = waits
    pauses, for_customer = np.empty((2, kinds.size * most_lives, 2), dtype=np.int64)
    bin_edges, bin_from = bins
    judged, all_met, all_gross, all_net, tightest, counts, needed, worst, scratch = tables
    for number in range(briefs.size):
        brief = briefs[number]
        if brief.level < 0:
            continue
        counting, net_of, fixed_first, limited = brief.counting, brief.net_of, brief.fixed_first, brief.limited
        to_wanted, from_wanted = brief.wanted, brief.start_wanted
        overtaken, threshold = brief.overtaken, brief.of > 0 and not brief.dials
        starts, events, anyone = times[brief.start], times[brief.event], brief.anyone
        all_restored, same_fault, marked = times[brief.restored], brief.same_fault, brief.marks
        first_restored = times[brief.first_restored]
        limit_of, fresh, late_most = limits[number], needed[number], worst[number, 0]
        first, last, blocks = firsts[brief.calendar], lasts[brief.calendar], all_blocks[brief.calendar]
        from_opening = counting in (FROM_OPENING, CARRY)
        edges = period_edges[brief.edge : brief.edge + brief.periods + 1]
        study_from, study_to = edges[0], edges[-1]
        cells, period = brief.first, 0
        count = counts[number]
        for row in range(np.uint64(level_from[brief.level]), np.uint64(level_from[brief.level + 1])):
            limit = limit_of[scopes[row]]
            if limit < 0 or not (marked == -1 or marked & marks[row]) or (same_fault and lives[row] & ONCE_MORE):
                continue
            # What counts as the event, and when the clock starts (J6).
            start, event, restored = starts[row], events[row], all_restored[row]
            none = event < 0
            not_needed = none and to_wanted >= 0 and not wanted[to_wanted, row]
            if start < 0 and from_wanted >= 0 and not wanted[from_wanted, row]:
                not_needed = True
            wrong_people = none and not not_needed and anyone >= 0 and times[anyone, row] >= 0
            if same_fault and start < 0 and lives[row] & CAME_BACK:
                start = first_restored[row]
            fixed = start < 0 and restored >= 0 and event == restored and not not_needed
            if none and restored >= 0 and not not_needed and not wrong_people and overtaken:
                event, fixed = restored, True
            if start < 0:
                start = event if event >= 0 else restored if restored >= 0 else raised[row]
            if brief.dials:
                start = raised[row]
            # The period (J9).
            if start < study_from or start >= study_to:
                continue
            while start < edges[np.uint64(period)]:
                period -= 1
            while start >= edges[np.uint64(period + 1)]:
                period += 1
            if brief.dials:
                cell, dials, connected = np.uint64(cells + period), all_dials[rows[row]], all_connected[rows[row]]
                judged[cell] += dials
                all_met[cell] += connected
                all_gross[cell] += connected
                all_net[cell] += connected
                continue
            if not_needed:
                count.not_needed += 1
                continue
            came = event >= 0
            count.fixed_first += fixed
            count.wrong_people += wrong_people
            count.unfinished += not came and not wrong_people
            # The clock with and without waits (J1 to J5, J7).
            near = _span(closes, blocks, start)
            origin = max(opens[near], start) if from_opening else start
            waited = had[row]
            if same_fault and lives[row] & CAME_BACK:
                waited = CUSTOMER | VENDOR  # which of them, its waits will tell
            paused = 0
            if waited & net_of:
                paused = _pauses(net_of, origin, same_fault, kinds, all_waits, rows[row], pauses)
            limit_needed = INFINITE
            if came and (paused or counting == OPEN):
                limit_needed = _needed(
                    counting, start, origin, event, pauses, paused, near, opens, closes, before, blocks
                )
            elif came:
                # `_needed` for clocks that count all time and never pause, as most do: here, and without the branches
                # that could not be foretold, it takes a quarter off the whole.
                until = max(event - 1, origin)
                if counting == CARRY:
                    span = _span(closes, blocks, until)
                    until = closes[span - 1] if opens[span] > until else until
                limit_needed = until - origin + 1 if event > (origin if counting == CARRY else start) else 0
            gross = net = met = not limited or limit_needed <= limit
            if limited and came and paused:
                gross_needed = _needed(counting, start, origin, event, pauses, 0, near, opens, closes, before, blocks)
                gross = net = gross_needed <= limit
            # Taking waits out never makes a fault late: only who came too late is looked at again.
            if came and waited & CUSTOMER and not gross:
                count_of = _pauses(CUSTOMER, origin, same_fault, kinds, all_waits, rows[row], for_customer)
                net_needed = _needed(
                    counting, start, origin, event, for_customer, count_of, near, opens, closes, before, blocks
                )
                net = net_needed <= limit
            if fixed and fixed_first == EXCLUDED and met:
                continue
            if fixed and fixed_first == MISSED and limited:
                gross = net = met = False
                limit_needed = INFINITE
            # Counted.
            cell = np.uint64(cells + period)
            if threshold:
                scratch[np.uint64(period), np.uint64(judged[cell])] = limit_needed
            judged[cell] += 1
            all_met[cell] += met
            all_gross[cell] += gross
            all_net[cell] += net
            fresh[_bin(limit_needed, bin_edges, bin_from)] += 1
            if not met:
                late = INFINITE
                if came:
                    due = _due(
                        counting, start, origin, limit, pauses, paused, near, opens, closes, before, blocks, first, last
                    )
                    late = max(0, event - due)
                if late > late_most:
                    late_most = late
                    worst[number, 0], worst[number, 1] = late, rows[row]
        if threshold:
            for period in range(brief.periods):
                total = judged[cells + period]
                if total:
                    rank = total - total * brief.may_miss // brief.of
                    tightest[cells + period] = _smallest(scratch[period], total, rank)
