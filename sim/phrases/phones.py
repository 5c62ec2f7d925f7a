"""Phones: how often one is engaged, and how often it is checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sim.phrases.cursor import Cursor, phrase
from sim.phrases.numbers import PERIODS, read_count, read_share
from sim.scenario import Busy

MOST_CHECKS = 1000
"""Nobody dials one phone more often in a period, just to see whether it is answered."""


class Often(NamedTuple):
    """So many `times` each `period`."""

    times: int
    period: str


@phrase("15% per open A B fault")
def busy(cursor: Cursor, levels: Iterable[str] = ()) -> Busy:
    """The chance that a carried phone is engaged: `15% per open fault`, `15% per open A B fault`."""
    known = tuple(levels)
    share = read_share(cursor)
    cursor.need("per")
    cursor.need("open")
    found: list[str] = []
    while not cursor.take_word("fault"):
        word = cursor.peek()
        if word not in known:
            cursor.unknown("phrases_no_level", word, known)
        found.append(str(cursor.name()))
    return Busy(share, tuple(sorted(set(found))))


@phrase("4 per month")
def often(cursor: Cursor) -> Often:
    """How often: `4 per month` (week, month, quarter or year)."""
    start = cursor.at
    times = read_count(cursor)
    if not 1 <= times <= MOST_CHECKS:
        cursor.fail_since(start, "phrases_between", low="1", high=str(MOST_CHECKS))
    cursor.need("per")
    return Often(times, str(cursor.choice("phrases_period", PERIODS)))
