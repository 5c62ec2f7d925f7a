"""The compiled play: `sim.model`, `sim.play` and `sim.floor` as one loop over flat arrays.

`play` takes one event, or gives one person to one job, in each turn of its loop. Its sections carry the names of the
SimPy functions whose work they do; what a section says of a fault, a step or a team is told there. Steps are not
processes here: `stage` remembers what each step of each fault waits for, and an event whose step waits for something
else has been called off. Decisions are the functions of `sim.policies`, compiled as they stand.

Within an instant SimPy starts and interrupts processes after the handler that caused it. Here that is done at once, in
the same order of steps: such a process only writes its own columns and sets its own next event, so nothing can tell the
difference. A job's place in a line and an event's place in the calendar are pairs of numbers in binary heaps.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numba.extending import overload, register_jitable
from numpy.typing import NDArray

from sim import calendars, journey, outcomes, policies
from sim.calendars import FAR
from sim.compiled import places, state, workspace
from sim.compiled.places import PLACES
from sim.compiled.state import (
    ALLOWED,
    ANSWERED,
    ANSWERED_BY,
    ARRIVED,
    ASKED,
    CONNECTED,
    CONTACTED,
    DIAGNOSED,
    DIALS,
    ENDED,
    GRANTED,
    HANDED_OVER,
    HQ_BOARDED,
    HQ_DEPARTED,
    INFORMED,
    INQUIRED,
    LOGGED,
    PERMITTED,
    REPLIED,
    REPORTED,
    REQUESTED,
    RESTORED,
    RESTORED_BY,
    STARTED,
    TASK_ENDED,
    TASK_READY,
    TASK_STARTED,
    TASK_TEAM,
    VENDOR_CALLED,
    Changes,
    Ints,
    Luck,
    Records,
    Sheet,
    Tables,
)
from sim.compiled.workspace import PAIR, Workspace
from sim.jit import kept
from sim.journey import (
    ARRIVE,
    CONTACT,
    DIAGNOSIS,
    DISPATCH,
    END,
    FREE,
    GIVE_UP,
    HANDOVER,
    HOTLINE,
    HQ_SUPPORT,
    HQ_TRIP,
    ONSITE,
    OVERFLOW,
    RAISED,
    READY,
    REMOTE,
    ROSTER,
    SECOND_VISIT,
    SENIOR,
    TASK,
    THIRD_PARTY,
    TIMER,
    WITH_SENIOR,
    priority,
)
from sim.outcomes import FAILED, NEVER, PASSED_OVER, REFUSED, SOLVED, STINT, WITHDRAWN, Marks
from sim.policies import (
    RANK,
    headquarters_needed,
    next_flight,
    next_opening,
    open_span,
    phone_answers,
    phone_shift,
    place_in_line,
    sooner_displaced,
    take,
    turned_back,
    when_open,
)
from sim.scenario import STEPS, words

PAGE = 64
"""The record is cleared for so many faults at once as they are raised: cleared beforehand, it would have left the
processor's cache until it is written."""

LOWEST = np.array([0, *((bits & -bits).bit_length() - 1 for bits in range(1, 1 << len(STEPS)))], dtype=np.uint8)
"""The first step of a bit mask."""

(
    IDLE,
    OPENING,
    LINE,
    SHUT,
    REDIAL,
    OTHER_WAY,
    DELAY,
    PERMISSION,
    CALLING,
    ASKING,
    TOLD,
    GETTING_READY,
    PREPARING,
    TO_AIRPORT,
    BOARDING,
    TRAVELLING,
    WORKING,
    DIAGNOSING,
    GOING_HOME,
    CARRIED,
) = range(20)
"""What a step waits for: IDLE nothing (not begun, or over); OPENING its window or its turn at this instant; LINE a
person; SHUT its window, which has closed while it was in line; ASKING what only the customer can tell, TOLD its turn at
the instant of his answer; DIAGNOSING is the second part of a contact (R10); CARRIED the intake by somebody who carries
a phone (R8)."""

Crew = tuple[Ints, Ints, Records, Records, Records, Records]
"""Who is at work and can be taken away: the last stint of each team, the one before each stint; stints, faults,
levels, where tasks stand."""

Floor = tuple[
    NDArray[np.int8],
    NDArray[np.int32],
    Ints,
    NDArray[np.int8],
    Ints,
    Ints,
    Ints,
    Ints,
    Records,
    Records,
    Records,
    Ints,
    Records,
]
"""Arrays of the play that change when somebody is taken away, see there."""

for decision in (
    headquarters_needed,
    next_flight,
    next_opening,
    open_span,
    phone_answers,
    phone_shift,
    place_in_line,
    priority,
    sooner_displaced,
    turned_back,
    when_open,
):
    register_jitable(decision)
register_jitable(forceinline=True)(take)  # it is asked most often, of four arrays


@overload(bisect_right)
def _bisect_right(numbers: Any, at: Any) -> Callable[..., int]:
    """The library function of this name, for arrays; without its options."""

    def search(numbers: Any, at: Any) -> int:
        low, high = 0, len(numbers)
        while low < high:
            middle = (low + high) >> 1
            if at < numbers[middle]:
                high = middle
            else:
                low = middle + 1
        return low

    return search


# ------------------------------------------------------------------ heaps, lines and the order of stints


@njit(nogil=True)
def push(heap: Records, start: int, size: int, first: int, second: int) -> None:
    """Put a pair into the heap of `size` pairs that begins at `start`."""
    hole = size
    while hole > 0:
        above = (hole - 1) >> 1
        pair, free = heap[np.uint64(start + above)], heap[np.uint64(start + hole)]
        if pair.first < first or (pair.first == first and pair.second <= second):
            break
        free.first, free.second = pair.first, pair.second
        hole = above
    free = heap[np.uint64(start + hole)]
    free.first, free.second = first, second


@njit(nogil=True)
def pop(heap: Records, start: int, size: int) -> None:
    """Take the first pair out of the heap of `size` pairs that begins at `start`."""
    last = size - 1
    first, second = heap[np.uint64(start + last)].first, heap[np.uint64(start + last)].second
    hole, below = 0, 1
    while below < last:
        pair, free = heap[np.uint64(start + below)], heap[np.uint64(start + hole)]
        if below + 1 < last:
            # Which of the two comes first is a toss-up, so it is reckoned and not branched on.
            other = heap[np.uint64(start + below + 1)]
            below += (other.first < pair.first) | ((other.first == pair.first) & (other.second < pair.second))
            pair = heap[np.uint64(start + below)]
        if first < pair.first or (first == pair.first and second <= pair.second):
            break
        free.first, free.second = pair.first, pair.second
        hole = below
        below = 2 * hole + 1
    free = heap[np.uint64(start + hole)]
    free.first, free.second = first, second


@njit(nogil=True)
def schedule(calendar: Records, size: int, time: int, place: int) -> None:
    """Put an event into a calendar of `size` events. Its first row may hold the soonest of them, at hand; the heap of
    the others begins behind it. Many events are next when they are made, and so never pass through the heap."""
    rest, hand = size, calendar[0]
    if hand.first != FAR:
        rest -= 1
        if time < hand.first or (time == hand.first and place < hand.second):
            later, behind = hand.first, hand.second
            hand.first, hand.second = time, place
            time, place = later, behind
    elif size == 0 or time < calendar[1].first or (time == calendar[1].first and place < calendar[1].second):
        hand.first, hand.second = time, place
        return
    push(calendar, int(np.int64(1)), rest, time, place)


@njit(nogil=True)
def strike_out(calendar: Records, size: int, time: int, place: int) -> None:
    """Take an event out of a calendar of `size` events, wherever it stands. Seldom needed."""
    rest, hand = size, calendar[0]
    if hand.first != FAR:
        if hand.first == time and hand.second == place:
            hand.first = FAR
            return
        rest -= 1
    hole = 0
    while calendar[1 + hole].first != time or calendar[1 + hole].second != place:
        hole += 1
    while hole > 0:
        above = (hole - 1) >> 1
        calendar[1 + hole].first, calendar[1 + hole].second = calendar[1 + above].first, calendar[1 + above].second
        hole = above
    pop(calendar, int(np.int64(1)), rest)


@njit(nogil=True)
def enter(lines: Records, waiting: Records, filled: Ints, fills: int, line: int, first: int, second: int) -> int:
    """Put a job into a waiting line (`Floor._enter`); how many lines are filled then."""
    queued = lines[line].size
    if not queued:
        filled[fills] = line
        fills += 1
    push(waiting, lines[line].start, queued, first, second)
    lines[line].size += 1
    return fills


@njit(nogil=True)
def widen(
    floor: Floor, widths: Records, row: int, step: int, first: int, joined: int, now: int, size: int, fills: int
) -> tuple[int, int]:
    """A job that has waited long enough since it `joined` goes over to the next line (`Floor._widen`); how many events
    there are and how many lines are filled then."""
    stage, waits_in, _, _, _, _, _, _, calendar, lines, waiting, filled, _ = floor
    line = np.int64(waits_in[row, step])
    if widths[line].wider < 0 or joined + widths[line].wider_after != now:
        return size, fills
    line = widths[line].wider
    waits_in[row, step] = line
    if stage[row, step] == LINE:
        fills = enter(lines, waiting, filled, fills, line, first, row << 8 | step)
    if widths[line].wider >= 0:
        schedule(calendar, size, joined + widths[line].wider_after, priority(OVERFLOW, row, step))
        size += 1
    return size, fills


@njit(nogil=True)
def engaged(logged_open: Ints, site: int, levels: int) -> int:
    """How many registered faults of a site keep whoever carries a phone busy: those of `levels` (a bit mask)."""
    found = 0
    for level in range(logged_open.shape[1]):
        if levels >> level & 1:
            found += logged_open[site, level]
    return found


@njit(nogil=True)
def in_order(stints: Records, count: int) -> Records:
    """The stints by (taken, row, step, free, team, called_out). They were written by `taken`; Shell's sort for those of
    one instant."""
    begin = 0
    while begin < count:
        end = begin + 1
        while end < count and stints[end].taken == stints[begin].taken:
            end += 1
        gap = (end - begin) // 2
        while gap > 0:
            for index in range(begin + gap, end):
                other = index - gap
                while other >= begin and after(stints[other], stints[other + gap]):
                    swap(stints, other, other + gap)
                    other -= gap
            gap //= 2
        begin = end
    return stints[:count].copy()


@njit(nogil=True)
def after(one: Any, other: Any) -> bool:
    """Whether a stint of the same instant stands behind another. One fault's step takes two people at one instant only
    if the first of them is taken away again, or works but a moment."""
    if one.row != other.row:
        return one.row > other.row
    if one.step != other.step:
        return one.step > other.step
    if one.free != other.free:
        return one.free > other.free
    return one.team > other.team or (one.team == other.team and one.called_out > other.called_out)


@njit(nogil=True)
def swap(stints: Records, one: int, other: int) -> None:
    """Exchange two stints."""
    kept = stints[one : one + 1].copy()
    stints[one] = stints[other]
    stints[other] = kept[0]


# ------------------------------------------------------------------ people at work who can be taken away


@njit(nogil=True)
def first_displaced(crew: Crew, team: int, worst: int, strikes: int, rank: int, may: int, below: int) -> int:
    """Of the stint `worst` (-1: none) and those at work in a team with a number below `below`, on a step in `may` for a
    level in `strikes` (bit masks) or on a task of lower rank than `rank`: the one whose person is taken away first
    (`floor._first_displaced`)."""
    at_work, behind, stints, faults, _, _ = crew
    index = at_work[team]
    while index >= 0:
        stint = stints[index]
        own_rank = rank_of(crew, index)
        struck = rank < own_rank if stint.step == TASK else strikes >> faults[stint.row].level & 1 != 0
        if struck and may >> stint.step & 1 and index < below:
            if worst < 0:
                worst = index
            else:
                other = stints[worst]
                other_rank = rank_of(crew, worst)
                if sooner_displaced(
                    own_rank, stint.work_from, stint.row, stint.step, other_rank, other.work_from, other.row, other.step
                ):
                    worst = index
        index = behind[index]
    return worst


@njit(nogil=True)
def rank_of(crew: Crew, index: int) -> int:
    """The rank of the job of a stint."""
    _, _, stints, faults, levels, chores = crew
    stint = stints[index]
    if stint.step == TASK:
        return int(chores[stint.row - faults.size].place >> RANK)
    return int(levels[faults[stint.row].level].rank)


@njit(nogil=True)
def victim_of(
    crew: Crew, members: Ints, groups: Records, level: int, may: int, below: int, present: Ints, busy: Ints
) -> int:
    """The stint that is broken into for a `level`'s job of a line that asks these `groups`, or -1 (`Floor._victim`)."""
    strikes, rank = crew[4][level].strikes, crew[4][level].rank
    if not strikes:
        return -1
    found = int(np.int64(-1))
    for group in range(groups.size):
        for member in range(groups[group].first, groups[group].last):
            team = members[member]
            if busy[team] <= present[team]:
                found = first_displaced(crew, team, found, strikes, rank, may, below)
        if found >= 0:
            break
    return found


@njit(nogil=True)
def end_work(at_work: Ints, behind: Ints, team: int, index: int) -> None:
    """Take a stint off the list of those at work in a team (`Floor.end_work`)."""
    if at_work[team] == index:
        at_work[team] = behind[index]
        return
    other = at_work[team]
    while other >= 0 and behind[other] != index:
        other = behind[other]
    if other >= 0:
        behind[other] = behind[index]


@njit(nogil=True)
def displace(crew: Crew, floor: Floor, index: int, now: int, size: int, fills: int, widens: int) -> int:
    """Take away the person of a stint, whose job goes back to its place in line (`Floor._displace`,
    `Play.displaced`); how many lines are filled then. One of the `size` events falls away."""
    at_work, behind, stints, faults, _, chores = crew
    stage, waits_in, place, resumed, left, done_at, busy, queue, calendar, lines, waiting, filled, tasks = floor
    stint = stints[index]
    row, step, team = np.int64(stint.row), np.int64(stint.step), np.int64(stint.team)
    stint.work_to = stint.free = now
    busy[team] -= 1
    end_work(at_work, behind, team, index)
    if step == TASK:
        number = row - faults.size
        chores[number].left = chores[number].done_at - now
        strike_out(calendar, size, chores[number].done_at, priority(END, row, step))
        chores[number].stage = LINE
        return enter(lines, waiting, filled, fills, np.int64(tasks[number].line), chores[number].place, row << 8 | TASK)
    resumed[row, step], left[row, step] = 1, done_at[row, step] - now
    strike_out(calendar, size, done_at[row, step], priority(END, row, step))
    stage[row, step] = LINE
    line = np.int64(waits_in[row, step]) if widens else queue[step, faults[row].level, faults[row].site]
    return enter(lines, waiting, filled, fills, line, place[row, step], row << 8 | step)


@njit(nogil=True)
def hand_over(
    crew: Crew,
    floor: Floor,
    teams: Ints,
    present: Ints,
    may: int,
    count: int,
    now: int,
    size: int,
    fills: int,
    widens: int,
) -> tuple[int, int]:
    """Who is there no longer gives back what is on a step in `may` (`Floor._hand_over`). How many people were taken
    away, and how many lines are filled then."""
    busy, gone = floor[6], np.int64(0)
    for team in teams:
        while busy[team] > present[team]:
            found = first_displaced(crew, team, np.int64(-1), np.int64(-1), np.int64(-1), may, count)
            if found < 0:
                break
            fills = displace(crew, floor, found, now, size - gone, fills, widens)
            gone += 1
    return int(gone), fills


# ------------------------------------------------------------------ the record


@njit(nogil=True)
def clear(
    times: Ints, marks: Marks, steps: Ints, team_of: NDArray[np.int16], how_of: NDArray[np.int8], first: int, last: int
) -> None:
    """Write into the record of the faults `first` .. `last` (exclusive) that nothing has happened yet."""
    for column in range(times.shape[0]):
        for row in range(first, last):
            times[column, row] = NEVER
    for column in range(steps.shape[0]):
        for row in range(first, last):
            for step in range(steps.shape[2]):
                steps[column, row, step] = NEVER
    for row in range(first, last):
        for column in range(marks.shape[0]):
            marks[column, row] = 0
        marks[GRANTED, row] = marks[RESTORED_BY, row] = marks[ANSWERED_BY, row] = NEVER
        for step in range(steps.shape[2]):
            team_of[row, step], how_of[row, step] = NEVER, 0


# ------------------------------------------------------------------ the play


def play(tables: Tables, changes: Changes, luck: Luck, sheet: Sheet, space: Workspace) -> tuple[Records, bool]:
    """Play all faults in a blank workspace; fills `sheet` and returns the stints in their order. Where there are more
    stints than it has room for, the play is broken off and False returned."""
    (
        written,
        gated,
        first_by_phone,
        hotline_only,
        give_up,
        levels,
        teams,
        unlocked,
        revealed,
        queue,
        line_from,
        groups,
        members,
        opens,
        closes,
        hours_from,
        flights_from,
        flights,
        widths,
        by_deadline,
        allowance,
        interruptible,
        handed_over,
        widens,
        strikes,
        numbers,
        chain_from,
        chain,
        phones_busy,
        _,
        _,
    ) = tables
    roster_at, roster_team, roster_headcount, roster_until = changes
    (
        faults,
        work,
        prepare,
        solves,
        patience,
        redials,
        redial_after,
        travel,
        home,
        permit,
        ready_in,
        busy_u,
        off,
        tasks,
        coming,
        followers_from,
        followers,
        arriving,
        asks,
    ) = luck
    times, marks, steps, team_of, how_of, task_sheet = sheet
    (
        course,
        stage,
        holder,
        waits_in,
        place_of_job,
        resumed,
        left,
        done_at,
        called,
        chores,
        left_to_do,
        most_stints,
        behind,
        at_work,
        blank_lines,
        places,
        span_opens,
        span_closes,
        logged_open,
        events,
    ) = space
    n, m = faults.size, tasks.size
    # -- stints, the calendar of events, the waiting lines and those that are not empty, the teams
    stints = np.empty(most_stints, STINT)
    calendar, waiting, lines = np.empty(events + 1, PAIR), np.empty(places, PAIR), blank_lines.copy()
    calendar[0].first = FAR
    filled = np.empty(lines.size, np.int64)
    present, busy = np.zeros(teams.size, np.int64), np.zeros(teams.size, np.int64)
    until = np.zeros(teams.size, np.int64)

    has_contact, has_diagnosis = written >> CONTACT & 1, written >> DIAGNOSIS & 1
    one_job = has_contact and has_diagnosis
    phone_bits = 1 << CONTACT | 1 << DIAGNOSIS
    visits = 1 << ONSITE | 1 << SECOND_VISIT
    held_lines = patience.shape[1] // max(1, redials.shape[1])  # that a caller may come through each time
    takes_away = interruptible if strikes or handed_over else 0  # steps from which people can be taken
    breaks_off = takes_away != 0 or asks != 0
    crew = at_work, behind, stints, faults, levels, chores
    floor = stage, waits_in, place_of_job, resumed, left, done_at, busy, queue, calendar, lines, waiting, filled, tasks

    # Numbers that functions are given are typed: numba compiles a function anew for a number that it knows.
    now = size = count = fills = given_from = int(np.int64(0))  # who is given in a dispatch is not yet at work
    arrival = change = next_task = away = 0
    wake = giving = wake_again = False
    other_time, other_place, other_source = FAR, 0, DISPATCH  # the next event that is not in the calendar
    outdated = True  # it was taken, and the next one has to be looked for
    clear(times, marks, steps, team_of, how_of, arriving, n)
    open_faults = n
    for number in range(m):
        open_faults += tasks[number].followed

    while open_faults or away:
        # -- which event is next (R22)
        if outdated:
            other_time, other_place, other_source = FAR, 0, DISPATCH
            if arrival < arriving:
                other_time, other_source = faults[arrival].raised, RAISED
                other_place = priority(RAISED, arrival, HOTLINE)
            if change < roster_at.size:
                at, order = roster_at[change], priority(ROSTER, 0, 0)
                if at < other_time or (at == other_time and order < other_place):
                    other_time, other_place, other_source = at, order, ROSTER
            if next_task < coming.size:
                at, order = tasks[coming[next_task]].ready, priority(RAISED, n + coming[next_task], TASK)
                if at < other_time or (at == other_time and order < other_place):
                    other_time, other_place, other_source = at, order, READY
            outdated = False
        time, place, source = other_time, other_place, other_source
        if size:
            soonest = calendar[0] if calendar[0].first != FAR else calendar[1]
            if soonest.first < time or (soonest.first == time and soonest.second < place):
                time, place, source = soonest.first, soonest.second, END

        kind, row, step = DISPATCH, 0, 0
        best = best_team = victim = -1  # the line whose first job is served, who serves it, and whom that takes away
        if wake and not fills:
            wake = giving = False
        if wake and (giving or time > now):
            # -- Floor._dispatch
            if not giving:
                giving, wake_again, given_from = True, False, count
            index = 0
            while index < fills:
                line = filled[index]
                start = lines[line].start
                # -- Floor._head, Floor._may_start
                while lines[line].size:
                    head = waiting[start]
                    row, step = head.second >> 8 & PLACES, head.second & 255
                    if row >= n:
                        if chores[row - n].stage == LINE and chores[row - n].place == head.first:
                            break
                        pop(waiting, start, lines[line].size)
                        lines[line].size -= 1
                        continue
                    here = stage[row, step] == LINE and (not widens or waits_in[row, step] == line)
                    if here and breaks_off:
                        here = place_of_job[row, step] == head.first
                    elif here and not by_deadline:
                        here = steps[ALLOWED, row, step] == head.first & ((1 << RANK) - 1)
                    if here:
                        if not gated >> step & 1 or (breaks_off and resumed[row, step]):
                            break
                        number = faults[row].level
                        if now >= span_closes[number]:
                            level = levels[number]
                            first, last = level.first_span, level.last_span
                            opening, closing = open_span(now, opens[first:last], closes[first:last])
                            span_opens[number], span_closes[number] = opening, closing
                        if 0 <= span_opens[number] <= now:
                            break
                        stage[row, step] = SHUT
                        if span_opens[number] > now:
                            # The place in line is kept in the columns, from which `Floor._enter` takes it.
                            schedule(calendar, size, span_opens[number], priority(READY, row, step))
                            size += 1
                    pop(waiting, start, lines[line].size)
                    lines[line].size -= 1
                if not lines[line].size:
                    fills -= 1
                    filled[index] = filled[fills]
                    continue
                if best >= 0:
                    rival = waiting[lines[best].start]
                    head = waiting[start]
                    if rival.first < head.first or (rival.first == head.first and rival.second < head.second):
                        index += 1
                        continue
                # -- Floor._somebody
                someone = False
                for group in range(line_from[line], line_from[line + 1]):
                    asked = groups[group]
                    found = take(members, asked.first, asked.last, present, busy, until, asked.keep)
                    if found >= 0:
                        best, best_team, victim = line, found, -1
                        someone = True
                        break
                # -- Floor._victim
                if strikes and not someone and waiting[start].second >> 8 < n:
                    level_of = np.int64(faults[waiting[start].second >> 8].level)
                    asked_of = groups[line_from[line] : line_from[line + 1]]
                    found = victim_of(crew, members, asked_of, level_of, interruptible, given_from, present, busy)
                    if found >= 0:
                        best, best_team, victim = line, stints[found].team, found
                index += 1
            if best < 0:
                wake, giving = wake_again, False
                continue
            if count == stints.size:
                return stints[:0], False
            # -- Floor._give, Play.taken
            start = lines[best].start
            row, step = waiting[start].second >> 8 & PLACES, waiting[start].second & 255
            if victim >= 0:
                # What is broken into ranks lower, so it goes behind the job that is served. That one still stands first
                # in its line: a line that is emptied here would be filled, and listed among the filled ones, twice.
                fills = displace(crew, floor, victim, now, size, fills, widens)
                size -= 1
                away -= 1
            pop(waiting, start, lines[best].size)
            lines[best].size -= 1
            busy[best_team] += 1
            away += 1
            if row >= n:
                # -- planned.begun
                number = row - n
                chores[number].stage = WORKING
                if not chores[number].begun:
                    task_sheet[TASK_STARTED, number], task_sheet[TASK_TEAM, number] = now, best_team
                    chores[number].begun, chores[number].left = 1, tasks[number].work
                stint = stints[count]
                stint.row, stint.step, stint.team, stint.taken = row, TASK, best_team, now
                stint.work_from = now
                stint.work_to = stint.free = NEVER
                stint.called_out = False
                chores[number].holder = count
                schedule(calendar, size, now + chores[number].left, priority(END, row, TASK))
                size += 1
                if takes_away and tasks[number].interruptible:
                    # -- Floor.begin_work
                    chores[number].done_at = now + chores[number].left
                    behind[count] = at_work[best_team]
                    at_work[best_team] = count
                    if strikes:
                        wake = wake_again = True
                count += 1
                continue
            if not breaks_off or not resumed[row, step]:
                if gated >> step & 1:
                    steps[ALLOWED, row, step] = max(steps[ALLOWED, row, step], span_opens[faults[row].level])
                steps[STARTED, row, step] = now
                team_of[row, step] = best_team
            stint = stints[count]
            stint.row, stint.step, stint.team, stint.taken = row, step, best_team, now
            stint.work_from = stint.work_to = stint.free = NEVER
            stint.called_out = False
            if victim < 0 and teams[best_team].on_call and not called[row, teams[best_team].pool]:
                called[row, teams[best_team].pool] = 1
                stint.called_out = True
            holder[row, step] = count
            count += 1
        elif source == END:
            if calendar[0].first != FAR:
                calendar[0].first = FAR
            else:
                pop(calendar, int(np.int64(1)), size)
            size -= 1
            now = time
            kind, row, step = place >> 48, place >> 8, place & 255
        elif source == RAISED:
            if arrival % PAGE == 0:
                clear(times, marks, steps, team_of, how_of, arrival, min(arrival + PAGE, arriving))
            now, kind, row, step = time, RAISED, arrival, HOTLINE
            arrival += 1
            outdated = True
        elif source == ROSTER:
            # -- Floor.change
            now = time
            outdated = True
            begin = change
            while change < roster_at.size and roster_at[change] == now:
                index = roster_team[change]
                present[index], until[index] = roster_headcount[change], roster_until[change]
                change += 1
            if handed_over:
                teams_changed = roster_team[begin:change]
                gone, fills = hand_over(
                    crew, floor, teams_changed, present, handed_over, count, now, size, fills, widens
                )
                size -= gone
                away -= gone
            wake = True
            continue
        elif source == READY:
            now, kind, row, step = time, RAISED, n + coming[next_task], TASK
            next_task += 1
            outdated = True
        else:
            break

        row, step = row & PLACES, step & 255  # of an event in the calendar the kind still stands above the row

        # ------------------------------------------------------------------ tasks

        if row >= n:
            # -- planned.done
            number = row - n
            task = tasks[number]
            if kind == END:
                stint = stints[chores[number].holder]
                stint.work_to = stint.free = task_sheet[TASK_ENDED, number] = now
                if takes_away and task.interruptible:
                    end_work(at_work, behind, int(np.int64(stint.team)), chores[number].holder)
                chores[number].stage = IDLE
                away -= 1
                busy[stint.team] -= 1
                wake = True
                # -- planned.ended
                open_faults -= task.followed
                left_to_do[task.group] -= 1
                if not left_to_do[task.group]:
                    for index in range(followers_from[task.group], followers_from[task.group + 1]):
                        schedule(calendar, size, now, priority(RAISED, n + followers[index], TASK))
                        size += 1
                continue
            rank = task.rank
            if kind == RAISED:
                task_sheet[TASK_READY, number] = now
                if task.urgent_at > now:
                    # -- planned.leave_when_urgent
                    schedule(calendar, size, task.urgent_at, priority(TIMER, row, TASK))
                    size += 1
                elif task.urgent_at >= 0:
                    rank = task.urgent_rank
            elif chores[number].stage == LINE:
                rank = task.urgent_rank
            else:
                continue
            # -- Floor.join
            line = task.line
            queued = lines[line].size
            if not queued:
                filled[fills] = line
                fills += 1
            chores[number].place = rank << RANK | now
            push(waiting, lines[line].start, queued, chores[number].place, row << 8 | TASK)
            lines[line].size += 1
            chores[number].stage = LINE
            wake = True
            continue

        # ------------------------------------------------------------------ faults

        fault = faults[row]
        fate = course[row]
        waits_for = stage[row, step]
        ended, how = -1, FAILED  # the step that ends now
        begins = waits = withdrawn = 0  # bit masks of steps that begin, wait for their window, are withdrawn
        sets_out = works = logs = joins = frees = in_vain = released = False
        moment, delay = 0, 0  # the next event of this step
        part = step  # the step that is worked on

        # ------------------------------------------------------------------ what happens

        if kind == DISPATCH:
            if stints[holder[row, step]].called_out and step != HOTLINE:
                # -- Play.get_ready
                stage[row, step] = GETTING_READY
                moment, delay = END, ready_in[teams[best_team].ready, row]
            else:
                sets_out = True
        elif kind == ARRIVE:
            if waits_for != TRAVELLING:
                continue
            # -- arrive
            works = True
            if steps[ARRIVED, row, step] == NEVER:
                steps[ARRIVED, row, step] = now
                if times[CONTACTED, row] == NEVER:
                    times[CONTACTED, row] = now
                if first_by_phone >= 0 and steps[STARTED, row, first_by_phone] == NEVER:
                    withdrawn |= fate.active & 1 << first_by_phone
                    fate.begun |= phone_bits
                    if not fate.begun >> REMOTE & 1:
                        fate.begun |= 1 << REMOTE
                        fate.ended |= 1 << REMOTE
                        how_of[row, REMOTE] = PASSED_OVER
        elif kind == END:
            if waits_for in (WORKING, DIAGNOSING):
                if step != THIRD_PARTY:
                    stints[holder[row, step]].work_to = now
                if takes_away >> step & 1:
                    index = int(np.int64(holder[row, step]))
                    end_work(at_work, behind, int(np.int64(stints[index].team)), index)
                if breaks_off:
                    resumed[row, step] = 0
                part = DIAGNOSIS if waits_for == DIAGNOSING else step
                if part == DIAGNOSIS and times[REPLIED, row] == NEVER:
                    times[REPLIED, row] = now
                if part == DIAGNOSIS and fault.question_after >= 0 and times[INQUIRED, row] == NEVER:
                    # -- inquire
                    times[INQUIRED, row], times[INFORMED, row] = now, now + fault.question_delay
                    resumed[row, step], left[row, step] = 1, work[row, part] - fault.question_after
                    released = True
                    stage[row, step] = ASKING
                    moment, delay = END, fault.question_delay
                else:
                    ended = part
                    if solves[row, part]:
                        how = SOLVED
                    if step == HOTLINE:
                        # -- answer
                        logs = True
                    elif part == DIAGNOSIS:
                        # -- end_of_phone
                        times[DIAGNOSED, row] = now
                    elif step == HQ_SUPPORT and (marks[GRANTED, row] != 1 or times[PERMITTED, row] > now):
                        # -- support
                        how = FAILED
            elif waits_for == GETTING_READY:
                sets_out = True
            elif waits_for == CARRIED:
                # -- answer
                if solves[row, HOTLINE]:
                    how = SOLVED
                logs, ended = True, HOTLINE
            elif waits_for == OTHER_WAY:
                # -- intake
                if hotline_only and solves[row, HOTLINE]:
                    how = SOLVED
                logs, ended = True, HOTLINE
            elif waits_for == DELAY:
                # -- hand_over
                times[HANDED_OVER, row] = now
                ended = HANDOVER
            elif waits_for == ASKING:
                stage[row, step] = TOLD
                moment = READY
            elif waits_for == PERMISSION:
                # -- remote
                if marks[GRANTED, row] == 0:
                    ended, how = REMOTE, REFUSED
                else:
                    waits = 1 << REMOTE
            elif waits_for == CALLING:
                # -- vendor
                times[VENDOR_CALLED, row] = now
                stage[row, step] = WORKING
                moment, delay = END, work[row, step]
            elif waits_for == PREPARING:
                # -- trip
                times[HQ_DEPARTED, row] = now
                stage[row, step] = TO_AIRPORT
                moment, delay = END, fault.to_airport
            elif waits_for == TO_AIRPORT:
                stage[row, step] = BOARDING
                timetable = flights[flights_from[fault.site] : flights_from[fault.site + 1]]
                moment, delay = END, next_flight(now, timetable) - now
            elif waits_for == BOARDING:
                times[HQ_BOARDED, row] = now
                stage[row, step] = TRAVELLING
                moment, delay = ARRIVE, fault.onward
            else:
                continue
        elif kind == FREE:
            frees = True
        elif kind == READY:
            if waits_for == OPENING:
                # -- Play.person, intake
                steps[ALLOWED, row, step] = now
                joins = True
                if step == HOTLINE:
                    first = chain_from[np.int64(fault.level) * queue.shape[2] + fault.site]
                    index = chain[first + fate.number]
                    if numbers[index].line < 0:
                        # -- Play.phone_answers
                        joins = False
                        faults_open = engaged(logged_open, fault.site, numbers[index].busy_with) if phones_busy else 0
                        shift = min(phone_shift(now), off.shape[1] - 1)
                        u = busy_u[row, fate.dial, numbers[index].owner]
                        if phone_answers(off[index, shift], numbers[index].busy, faults_open, u):
                            steps[STARTED, row, step] = times[ANSWERED, row] = now
                            marks[CONNECTED, row] += 1
                            marks[ANSWERED_BY, row] = fate.number
                            stage[row, step] = CARRIED
                            moment, delay = END, work[row, step]
                        else:
                            in_vain = True
                    else:
                        # -- hold
                        held = fate.dial * held_lines
                        for place in range(first, first + fate.number):
                            held += numbers[chain[place]].line >= 0
                        if patience[row, held] >= 0:
                            moment, delay = GIVE_UP, patience[row, held]
            elif waits_for in (SHUT, TOLD):
                joins = True
            else:
                continue
        elif kind == GIVE_UP:
            if waits_for != LINE:
                continue
            # -- hang_up_after
            in_vain = True
        elif kind == RAISED:
            if waits_for == REDIAL:
                fate.dial += 1
                fate.number = 0
                marks[DIALS, row] += 1
                waits = 1 << HOTLINE
            elif written >> HOTLINE & 1:
                # -- arrivals
                begins = 1 << HOTLINE
            else:
                logs, ended = True, HOTLINE
            if times[REPORTED, row] == NEVER:
                times[REPORTED, row] = now
        elif kind == TIMER:
            # -- escalate
            known = revealed[fault.path, fate.ended]
            if headquarters_needed(times[RESTORED, row] != NEVER, fate.begun >> HQ_TRIP & 1 != 0, known):
                begins = 1 << HQ_TRIP
        elif kind == OVERFLOW:
            if waits_for in (LINE, SHUT) and (not breaks_off or not resumed[row, step]):
                joined = steps[ALLOWED, row, step]
                first = place_in_line(False, levels[faults[row].level].rank, joined, 0)
                if by_deadline:
                    first = place_of(row, step, faults, times, allowance)
                size, fills = widen(floor, widths, row, step, first, joined, now, size, fills)
                wake = True
            continue

        # ------------------------------------------------------------------ what follows at this instant

        if in_vain:
            # -- intake: the next number, the chain anew, or another way
            kind_of_fault = np.int64(fault.level) * queue.shape[2] + fault.site
            if fate.number + 1 < chain_from[kind_of_fault + 1] - chain_from[kind_of_fault]:
                fate.number += 1
                marks[DIALS, row] += 1
                waits = 1 << HOTLINE
            elif redials[row, fate.dial]:
                stage[row, step] = REDIAL
                moment, delay = RAISED, redial_after[row, fate.dial]
            else:
                stage[row, step] = OTHER_WAY
                moment, delay = END, fault.other_way

        if sets_out:
            # -- phone, remote, support, visit, trip: a person has been found and is ready
            if 1 << step & visits:
                stage[row, step] = TRAVELLING
                way = teams[stints[holder[row, step]].team].way
                moment, delay = ARRIVE, travel[way, int(step == SECOND_VISIT), row]
            elif step == HQ_TRIP:
                stage[row, step] = PREPARING
                moment, delay = END, prepare[row, step]
            else:
                works = True
                if 1 << step & phone_bits:
                    if times[CONTACTED, row] == NEVER:
                        times[CONTACTED, row] = now
                elif step == HOTLINE:
                    # -- answer
                    times[ANSWERED, row] = now
                    marks[CONNECTED, row] += 1
                    marks[ANSWERED_BY, row] = fate.number
                elif step == HQ_SUPPORT:
                    permission(now, row, fault.granted, times, marks, permit, give_up, opens, closes, hours_from)

        if logs:
            # -- log
            times[LOGGED, row] = now
            if phones_busy:
                logged_open[fault.site, fault.level] += 1
            if how != SOLVED:
                if not written >> HANDOVER & 1:
                    times[HANDED_OVER, row] = now
                limit = levels[fault.level].hq_trip_after
                if limit >= 0 and written >> HQ_TRIP & 1:
                    schedule(calendar, size, now + limit, priority(TIMER, row, HQ_TRIP))
                    size += 1

        if ended >= 0:
            # -- Play.end
            fate.active &= ~(1 << ended)
            fate.ended |= 1 << ended
            steps[ENDED, row, ended] = now
            how_of[row, ended] = how
            if how == SOLVED:
                # -- Play._restore
                if phones_busy:
                    logged_open[fault.site, fault.level] -= 1
                times[RESTORED, row] = now
                marks[RESTORED_BY, row] = ended
                if times[REPLIED, row] == NEVER:
                    times[REPLIED, row] = now
                if times[PERMITTED, row] > now:
                    times[PERMITTED, row] = marks[GRANTED, row] = NEVER
                if times[INFORMED, row] > now:
                    times[INFORMED, row] = NEVER
                if fault.comes_back >= 0:
                    again = np.int64(fault.comes_back)
                    schedule(calendar, size, now + faults[again].back_after, priority(RAISED, again, HOTLINE))
                    size += 1
                open_faults -= 1
                withdrawn |= fate.active
            else:
                if fate.active >> HQ_TRIP & 1 and revealed[fault.path, fate.ended]:
                    withdrawn |= 1 << HQ_TRIP
                # -- Play.advance
                begins = unlocked[fault.path, fate.ended] & ~fate.begun
                if begins >> SECOND_VISIT & 1 and not fault.again:
                    # -- Play.pass_over
                    fate.begun |= 1 << SECOND_VISIT
                    fate.ended |= 1 << SECOND_VISIT
                    how_of[row, SECOND_VISIT] = PASSED_OVER
                    begins = unlocked[fault.path, fate.ended] & ~fate.begun
                if not levels[fault.level].hq_support:
                    begins &= ~(1 << HQ_SUPPORT)

            # -- what the process of the step does then
            stage[row, step] = IDLE
            if part == CONTACT and waits_for == WORKING and one_job and how != SOLVED:
                # -- go_on_to_diagnosis
                part = DIAGNOSIS
                fate.begun |= 1 << DIAGNOSIS
                fate.active |= 1 << DIAGNOSIS
                steps[REQUESTED, row, part] = steps[ALLOWED, row, part] = steps[STARTED, row, part] = now
                team_of[row, part] = stints[holder[row, step]].team
                stage[row, step] = DIAGNOSING
                moment, delay = END, fault.question_after if fault.question_after >= 0 else work[row, part]
            elif waits_for == WORKING and 1 << step & visits:
                # -- visit
                stage[row, step] = GOING_HOME
                way = teams[stints[holder[row, step]].team].way
                moment, delay = FREE, home[way, int(step == SECOND_VISIT), row]
            elif waits_for == WORKING and step == HQ_TRIP:
                # -- trip
                stage[row, step] = GOING_HOME
                moment, delay = FREE, fault.hq_home
            elif (waits_for == WORKING and step != THIRD_PARTY) or waits_for == DIAGNOSING:
                frees = True

        if withdrawn:
            # -- Play.withdraw
            fate.active &= ~withdrawn
            rest = withdrawn
            while rest:
                other = int(np.int64(LOWEST[rest]))
                rest &= rest - 1
                steps[ENDED, row, other] = now
                how_of[row, other] = WITHDRAWN
                called_off = CONTACT if other == DIAGNOSIS and has_contact else other
                was = stage[row, called_off]
                stage[row, called_off] = IDLE
                if was < GETTING_READY or other == THIRD_PARTY:
                    continue
                stint = stints[holder[row, called_off]]
                if was in (WORKING, DIAGNOSING):
                    stint.work_to = now
                    if takes_away >> called_off & 1:
                        index = int(np.int64(holder[row, called_off]))
                        end_work(at_work, behind, int(np.int64(stint.team)), index)
                back = 0
                if 1 << other & visits:
                    # -- visit
                    if was == TRAVELLING:
                        set_out = stint.taken
                        if stint.called_out:
                            set_out += ready_in[teams[stint.team].ready, row]
                        back = turned_back(set_out, now)
                    elif was == WORKING:
                        back = home[teams[stint.team].way, int(other == SECOND_VISIT), row]
                elif other == HQ_TRIP:
                    # -- trip, rest_of_way_out
                    if was in (TO_AIRPORT, BOARDING):
                        back = turned_back(times[HQ_DEPARTED, row], now)
                    elif was == TRAVELLING:
                        back = times[HQ_BOARDED, row] + fault.onward - now + fault.hq_home
                    elif was == WORKING:
                        back = fault.hq_home
                else:
                    # -- Play.free
                    stint.free = now
                    away -= 1
                    busy[stint.team] -= 1
                    wake = True
                    continue
                stage[row, other] = GOING_HOME
                schedule(calendar, size, now + back, priority(FREE, row, other))
                size += 1

        if begins:
            # -- Play.begin
            fate.begun |= begins
            fate.active |= begins
            rest = begins
            while rest:
                other = int(np.int64(LOWEST[rest]))
                rest &= rest - 1
                steps[REQUESTED, row, other] = now
                due = 0
                if other == HOTLINE:
                    # -- intake
                    marks[DIALS, row] += 1
                    waits |= 1 << other
                    continue
                if other == HANDOVER:
                    # -- hand_over
                    stage[row, other] = DELAY
                    due = work[row, other]
                elif other == REMOTE:
                    # -- remote
                    stage[row, other] = PERMISSION
                    due = permission(now, row, fault.granted, times, marks, permit, give_up, opens, closes, hours_from)
                elif other == THIRD_PARTY:
                    # -- vendor
                    steps[STARTED, row, other] = now
                    stage[row, other] = CALLING
                    due = prepare[row, other]
                else:
                    waits |= 1 << other
                    continue
                schedule(calendar, size, now + due, priority(END, row, other))
                size += 1

        if waits:
            # -- Play.person, Play._at_opening
            rest = waits
            while rest:
                other = int(np.int64(LOWEST[rest]))
                rest &= rest - 1
                stage[row, other] = OPENING
                opening = now
                if gated >> other & 1:
                    number = fault.level
                    if now >= span_closes[number]:
                        level = levels[number]
                        first, last = level.first_span, level.last_span
                        span_opens[number], span_closes[number] = open_span(now, opens[first:last], closes[first:last])
                    opening = when_open(now, span_opens[number])
                if opening >= 0:
                    schedule(calendar, size, opening, priority(READY, row, other))
                    size += 1

        if joins:
            # -- Play.join, Floor.join
            line = queue[step, fault.level, fault.site]
            if step == HQ_TRIP and fault.path & WITH_SENIOR:
                line = queue[SENIOR, fault.level, fault.site]
            if step == HOTLINE:
                kind_of_fault = np.int64(fault.level) * queue.shape[2] + fault.site
                line = numbers[chain[chain_from[kind_of_fault] + fate.number]].line
            if widens:
                if waits_for in (SHUT, TOLD):
                    line = waits_in[row, step]
                elif widths[line].wider >= 0:
                    schedule(calendar, size, now + widths[line].wider_after, priority(OVERFLOW, row, step))
                    size += 1
                waits_in[row, step] = line
            first = place_in_line(False, levels[fault.level].rank, steps[ALLOWED, row, step], 0)
            if by_deadline:
                first = place_of(row, step, faults, times, allowance)
            if waits_for == TOLD:
                first = place_of_job[row, step]
            elif breaks_off:
                place_of_job[row, step] = first
            queued = lines[line].size
            if not queued:
                filled[fills] = line
                fills += 1
            push(waiting, lines[line].start, queued, first, row << 8 | step)
            lines[line].size += 1
            stage[row, step] = LINE
            wake = True

        if works:
            # -- Play.work_on
            stint = stints[holder[row, step]]
            if stint.work_from == NEVER:
                stint.work_from = now
            stage[row, step] = WORKING
            moment, delay = END, work[row, step]
            if step == DIAGNOSIS and fault.question_after >= 0:
                delay = fault.question_after
            if breaks_off and resumed[row, step]:
                delay = left[row, step]
                if step == CONTACT and fate.ended >> CONTACT & 1:
                    stage[row, step] = DIAGNOSING

        if moment == END and takes_away >> step & 1 and stage[row, step] in (WORKING, DIAGNOSING):
            # -- Floor.begin_work
            done_at[row, step] = now + delay
            team = stints[holder[row, step]].team
            behind[holder[row, step]] = at_work[team]
            at_work[team] = holder[row, step]
            if strikes:
                wake = wake_again = True

        if moment:
            # -- Play.moment
            schedule(calendar, size, now + delay, priority(moment, row, step))
            size += 1

        if frees or released:
            # -- Play.free
            stint = stints[holder[row, step]]
            stint.free = now
            if frees:
                stage[row, step] = IDLE
            away -= 1
            busy[stint.team] -= 1
            wake = True

    return in_order(stints, count), True


@njit(nogil=True)
def place_of(row: int, step: int, faults: Records, times: Ints, allowance: Ints) -> int:
    """A job's place in line by its deadline (`Play._deadline`)."""
    fault = faults[row]
    begun = times[REPORTED if times[LOGGED, row] == NEVER else LOGGED, row]
    return place_in_line(True, 0, 0, begun + allowance[fault.level, fault.site, step])


@njit(nogil=True)
def permission(
    now: int,
    row: int,
    granted: int,
    times: Ints,
    marks: Marks,
    permit: Ints,
    give_up: int,
    opens: Ints,
    closes: Ints,
    hours_from: Ints,
) -> int:
    """`model.ask` and `model.permission_delay`: ask once, and the ms until the customer answers or is given up."""
    if times[ASKED, row] == NEVER:
        delay = 0
        for kind in range(hours_from.size - 1):
            first, last = hours_from[kind], hours_from[kind + 1]
            if next_opening(now, opens[first:last], closes[first:last]) == now:
                delay = permit[kind, row]
                break
        waited = delay if give_up < 0 else min(delay, give_up)
        times[ASKED, row], times[PERMITTED, row] = now, now + waited
        marks[GRANTED, row] = 1 if granted and delay == waited else 0
    return max(0, times[PERMITTED, row] - now)


# ------------------------------------------------------------------ kept on disk


PARTS = (sys.modules[__name__], calendars, journey, outcomes, places, policies, state, words, workspace)
"""This module, by whose text `cold` tells what is kept of another one, and all of which something is compiled into the
kernel."""

# Numba's rewrites of Python's code find nothing to do here, and take two of the seconds of compiling.
replay = kept(*PARTS, no_rewrites=True)(play)


def cold() -> bool:
    """Whether the kernel is to be compiled still, and will then be kept on disk."""
    folder, python = replay.stats.cache_path, f"py{sys.version_info.major}{sys.version_info.minor}"
    return folder is not None and not any(Path(folder).glob(f"kernel.{play.__qualname__}-*.{python}*.nbi"))
