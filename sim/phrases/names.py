"""Lists of names, each with its place in the text."""

from __future__ import annotations

from collections.abc import Callable

from sim.phrases.cursor import Cursor, Word, phrase


@phrase("A B C")
def words(cursor: Cursor) -> tuple[Word, ...]:
    """Names separated by spaces, each with its offsets; none may come twice."""
    return _distinct(cursor, lambda: not cursor.peek())


@phrase("resident then local")
def chain(cursor: Cursor) -> tuple[Word, ...]:
    """Names in order of preference: `resident then local then hq_remote`; none may come twice."""
    return _distinct(cursor, lambda: not cursor.take_word("then"))


def _distinct(cursor: Cursor, at_end: Callable[[], bool]) -> tuple[Word, ...]:
    names: list[Word] = []
    while True:
        name = cursor.name()
        if name in names:
            cursor.fail("phrases_twice", name, name=name)
        names.append(name)
        if at_end():
            return tuple(names)
