"""Cells that know their place, and why a table cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from sim.problems import Place


class SheetError(Exception):
    """A file cannot be read as a table: `key` of a message and its `values`; `line` of the file, if one is to blame."""

    def __init__(self, key: str, line: int = 0, **values: object) -> None:
        super().__init__(f"{key} {values}")
        self.key, self.line, self.values = key, line, values


@dataclass(frozen=True)
class Cell:
    """The text of a cell without spaces around it, and its place."""

    text: str
    place: Place


Row = tuple[Cell, ...]


def letters(index: int) -> str:
    """The name of a column of a workbook: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
