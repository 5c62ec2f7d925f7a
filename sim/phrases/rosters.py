"""A pool's people at one place, as a duty roster is read aloud: `2 office + 1 off_hours on call`."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sim.calendars import ALWAYS, Hours
from sim.phrases.cursor import Cursor, phrase
from sim.phrases.numbers import read_count, refuse_range
from sim.phrases.times import read_hours
from sim.scenario import Shift


@phrase("2 office + 1 off_hours on call")
def shifts(cursor: Cursor, names: Mapping[str, Hours], levels: Collection[str]) -> tuple[Shift, ...]:
    """Shifts joined by `+`: a number of people or `unlimited`, hours (none: round the clock), `on call [for A B]`."""
    found: list[Shift] = []
    while not found or cursor.take(r"\+"):
        start = cursor.at
        shift = _shift(cursor, names, levels)
        if any(shift.label.split()[1:] == other.label.split()[1:] for other in found):
            cursor.fail_since(start, "phrases_same_shift")
        found.append(shift)
    return tuple(found)


def _shift(cursor: Cursor, names: Mapping[str, Hours], levels: Collection[str]) -> Shift:
    start = cursor.at
    headcount = None if cursor.take_word("unlimited") else _headcount(cursor)
    round_the_clock = not cursor.peek() or cursor.sees(r"\+|on\s+call\b")
    hours = ALWAYS if round_the_clock else read_hours(cursor, names)
    on_call = cursor.take_word("on") is not None
    if on_call:
        cursor.need("call")
    served = _levels(cursor, levels) if on_call and cursor.take_word("for") else ()
    return Shift(" ".join(cursor.text[start : cursor.at].split()), headcount, hours, on_call, served)


def _headcount(cursor: Cursor) -> int:
    if not cursor.sees(r"\d+(?:\.\d+)?(?:\s|\+|$|\.\.)"):
        cursor.missing("phrases_headcount")
    start = cursor.at
    number = read_count(cursor)
    refuse_range(cursor, start)
    return number


def _levels(cursor: Cursor, levels: Collection[str]) -> tuple[str, ...]:
    served: list[str] = []
    while not served or not (cursor.sees(r"\+") or not cursor.peek()):
        word = cursor.name()
        if word not in levels:
            cursor.unknown("phrases_no_level", word, levels)
        if word in served:
            cursor.fail("phrases_twice", word, name=word)
        served.append(str(word))
    return tuple(served)
