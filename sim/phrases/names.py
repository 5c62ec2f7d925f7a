"""Lists of names, each with its place in the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sim.phrases.cursor import Cursor, Word, phrase
from sim.phrases.lengths import read_duration


class Asked(NamedTuple):
    """Somebody who is asked once a job has waited `after` ms."""

    name: Word
    after: int


@phrase("A B C")
def words(cursor: Cursor) -> tuple[Word, ...]:
    """Names separated by spaces, each with its offsets; none may come twice."""
    return _distinct(cursor, lambda: not cursor.peek())


@phrase("resident then local after 15 min")
def chain(cursor: Cursor) -> tuple[Asked, ...]:
    """Names in order of preference: `resident then local after 15 min then hq_remote`; none may come twice.

    The time is how long a job has waited when a name is asked too; without one, as soon as the name before it.
    """
    waits: list[int] = []

    def at_end() -> bool:
        start = cursor.at
        after = waits[-1] if waits else 0
        if waits and cursor.take_word("after"):
            after = read_duration(cursor)
            if after < waits[-1]:
                cursor.fail_since(start, "phrases_waits_less")
        waits.append(after)
        return not cursor.take_word("then")

    return tuple(map(Asked, _distinct(cursor, at_end), waits))


def _distinct(cursor: Cursor, at_end: Callable[[], bool]) -> tuple[Word, ...]:
    names: list[Word] = []
    while True:
        name = cursor.name()
        if name in names:
            cursor.fail("phrases_twice", name, name=name)
        names.append(name)
        if at_end():
            return tuple(names)
