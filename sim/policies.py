"""Decisions as pure functions on numbers: who is served first, whom a job takes, when a journey can go on.

They know no engine and no clock but their arguments, so they are tested alone and can be compiled as they stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

DAY = 86_400_000


def take(teams: Sequence[int], present: Sequence[int], busy: Sequence[int], until: Sequence[int]) -> int:
    """The team among `teams` that gives a free person: the one whose shift ends last, the first named of equals (R23).

    `present`, `busy`, `until` hold, for every team, the people there, those of them at work, and the shift's end. -1
    when nobody is free.
    """
    best = -1
    for team in teams:
        if present[team] > busy[team] and (best < 0 or until[team] > until[best]):
            best = team
    return best


def waiting_order(rank: int, joined: int, row: int, step: int) -> tuple[int, int, int, int]:
    """The place of a waiting job among all waiting jobs (R23): by rank, time joined, row, step."""
    return rank, joined, row, step


def open_span(at: int, opens: Sequence[int], closes: Sequence[int]) -> tuple[int, int]:
    """The window [open, close) that holds `at`, else the next one; (-1, -1) if none follows."""
    index = bisect_right(closes, at)
    if index == len(closes):
        return -1, -1
    return opens[index], closes[index]


def next_opening(at: int, opens: Sequence[int], closes: Sequence[int]) -> int:
    """`at` if a window [open, close) holds it, else the next opening (J1); -1 if none follows."""
    opening, _ = open_span(at, opens, closes)
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


def headquarters_needed(restored: bool, travelling: bool, environment_known: bool) -> bool:
    """Whether the escalation timer of a fault, when it ends, sends somebody from headquarters (R16)."""
    return not (restored or travelling or environment_known)
