"""Errors as data: what is wrong with an input, where it stands, and all of it at once.

Whatever reads something a person wrote (a scenario, a table, an option) collects `Problem`s and raises one
`InputError` with all of them. A problem carries the *key* of its sentence in the message catalogue and the values to
fill in, so the same problem can be told in English and in Chinese; only the command line turns it into words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a text file: `line` and `column` count from 1, `width` is the number of characters concerned.

    In a workbook it is a spot in a `cell` (`Sheet1!B7`) with its `text`: `line` is the row, and `column` counts in the
    text.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    width: int = 1
    cell: str = ""
    text: str = ""

    @property
    def spot(self) -> str:
        """The place as it is told: `file:line:column`, `file:Sheet1!B7`, or the file alone."""
        if self.cell:
            return f"{self.file}:{self.cell}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where (`place` and the `path` of headings leading there) and what (`key`, `values`)."""

    place: Place
    path: tuple[str, ...]
    key: str
    values: dict[str, object] = field(default_factory=dict)


class InputError(Exception):
    """The input cannot be used. `problems` holds every reason found, sorted by place."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        super().__init__("; ".join(f"{p.place.file}:{p.place.line}: {p.key} {p.values}" for p in self.problems))


class PhraseError(Exception):
    """A value in words cannot be read; the reader of the file adds the place.

    `start` and `end` are offsets into the value, so that a caret can point at the very word.
    """

    def __init__(self, key: str, start: int = 0, end: int | None = None, **values: object) -> None:
        super().__init__(f"{key} {values}")
        self.key, self.start, self.end, self.values = key, start, end, values


def nearest(name: str, known: list[str] | tuple[str, ...] | set[str]) -> str:
    """The known name most like `name`, or "" when none is like it."""
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""
