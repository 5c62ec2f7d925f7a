"""A table of text: cells in columns that are as wide as their widest cell, Chinese characters counted as two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.report.text import left, right, width


@dataclass(frozen=True)
class Column:
    """How a column stands: numbers at the right, words at the left; `gap` blanks before it."""

    numbers: bool = False
    gap: int = 1


@dataclass(frozen=True)
class Head:
    """A cell of a heading over the columns `first` to `last`."""

    first: int
    last: int
    text: str


def grid(columns: Sequence[Column], headings: Sequence[Sequence[Head]], body: Sequence[Sequence[str]]) -> list[str]:
    """The table as lines of text without blanks at their ends. A heading that is wider than its columns widens the
    last of them."""
    widths = [max((width(row[i]) for row in body), default=0) for i in range(len(columns))]
    for head in (head for heading in headings for head in heading):
        between = sum(widths[i] + columns[i].gap for i in range(head.first, head.last + 1)) - columns[head.first].gap
        widths[head.last] += max(0, width(head.text) - between)
    return [
        *(_heading(columns, widths, heading) for heading in headings),
        *(_line(columns, widths, row) for row in body),
    ]


def _line(columns: Sequence[Column], widths: Sequence[int], row: Sequence[str]) -> str:
    cells = zip(columns, row, widths, strict=True)
    return "".join(
        " " * column.gap + (right if column.numbers else left)(cell, room) for column, cell, room in cells
    ).rstrip()


def _heading(columns: Sequence[Column], widths: Sequence[int], heading: Sequence[Head]) -> str:
    line = ""
    for head in heading:
        start = sum(columns[i].gap + widths[i] for i in range(head.first)) + columns[head.first].gap
        alone = head.first == head.last and columns[head.first].numbers
        line = left(line, start) + (right(head.text, widths[head.first]) if alone else head.text)
    return line.rstrip()
