"""Decisions as pure functions on numbers: who is served first, whom a job takes, when a journey can go on.

They know no engine and no clock but their arguments, so they are tested alone and can be compiled as they stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

DAY = 86_400_000

SHIFT = DAY // 2
FIRST_SHIFT = DAY // 3
"""Whoever carries a phone hands it on at 08:00 and 20:00."""

MOST_BUSY = 0.9
"""Even while much is broken, a carried phone is free for one call in ten."""

RANK = 48
"""In a place in line the rank stands this many bits above the time joined."""


def take(
    teams: Sequence[int],
    first: int,
    last: int,
    present: Sequence[int],
    busy: Sequence[int],
    until: Sequence[int],
    keep: int,
) -> int:
    """The team among `teams[first:last]` that gives a free person: the one whose shift ends last, the first named of
    equals (R23).

    `present`, `busy`, `until` hold, for every team, the people there, those of them at work, and the shift's end.
    `keep` of the free people are held back for others. -1 when nobody is free.
    """
    best, free = -1, 0
    for index in range(first, last):
        team = teams[index]
        if present[team] > busy[team]:
            free += present[team] - busy[team]
            if best < 0 or until[team] > until[best]:
                best = team
    return best if free > keep else -1


def place_in_line(by_deadline: bool, rank: int, joined: int, deadline: int) -> int:
    """Where a job stands among all waiting jobs (R23), smallest first and equals by row and step: by rank and then the
    time it joined, or by its deadline alone."""
    return deadline if by_deadline else rank << RANK | joined


def sooner_displaced(
    rank: int, begun: int, row: int, step: int, other_rank: int, other_begun: int, other_row: int, other_step: int
) -> bool:
    """Whether of two people at work the first is taken from his job before the other (R24): the lower rank first, then
    whoever began later, then the later fault."""
    return (rank, begun, row, step) > (other_rank, other_begun, other_row, other_step)


def open_span(at: int, opens: Sequence[int], closes: Sequence[int]) -> tuple[int, int]:
    """The window [open, close) that holds `at`, else the next one; (-1, -1) if none follows."""
    index = bisect_right(closes, at)
    if index == len(closes):
        return -1, -1
    return opens[index], closes[index]


def next_opening(at: int, opens: Sequence[int], closes: Sequence[int]) -> int:
    """`at` if a window [open, close) holds it, else the next opening (J1); -1 if none follows."""
    opening, _ = open_span(at, opens, closes)
    return when_open(at, opening)


def when_open(at: int, opening: int) -> int:
    """The first open instant from `at` on, where the window that holds `at` or comes next has this `opening`; -1 for
    none."""
    return max(at, opening) if opening >= 0 else -1


def next_flight(at: int, flights: Sequence[int]) -> int:
    """The first departure at or after `at` (ms), for a timetable of the day in ms from midnight; `at` if it is
    empty."""
    if len(flights) == 0:
        return at
    midnight = at - at % DAY
    for flight in flights:
        if midnight + flight >= at:
            return midnight + flight
    return midnight + DAY + flights[0]


def turned_back(left: int, now: int) -> int:
    """How long somebody called back on the road is still away: as long as he has been under way (R18)."""
    return now - left


def phone_shift(at: int) -> int:
    """The number of the shift in which a phone is carried at the instant `at`; 0 ends at the first 08:00 (R8)."""
    return (at + SHIFT - FIRST_SHIFT) // SHIFT


def phone_answers(off: bool, busy: float, open_faults: int, u: float) -> bool:
    """Whether whoever carries a phone answers: it is not off, and not engaged with one of the `open_faults`, for each
    of which it is with chance `busy`; `u` is the luck of the call (R8)."""
    return not off and u >= min(MOST_BUSY, busy * open_faults)


def headquarters_needed(restored: bool, travelling: bool, environment_known: bool) -> bool:
    """Whether the escalation timer of a fault, when it ends, sends somebody from headquarters (R16)."""
    return not (restored or travelling or environment_known)
