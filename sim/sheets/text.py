"""CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from sim.problems import Place
from sim.sheets.cells import Cell, Row, SheetError

PACKED = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the two kinds of workbooks begin: a zip file (.xlsx, and others), and a compound file (.xls, or one locked)."""


def rows(data: bytes, told: str) -> Iterator[Row]:
    """The rows of a file's content. SheetError."""
    if data.startswith((PACKED, COMPOUND)):
        raise SheetError("sheets_no_text", file=told)
    text = _decoded(data, told)
    lines = text.split("\n")
    source = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=lines[0].count))
    try:
        for cells in source:
            yield _placed(cells, lines[source.line_num - 1], source.line_num, told)
    except csv.Error as error:
        raise SheetError("sheets_bad_row", source.line_num, file=told, reason=str(error)) from None


def _decoded(data: bytes, told: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise SheetError("sheets_encoding", file=told)


def _placed(cells: list[str], line: str, number: int, told: str) -> Row:
    """The cells of a row, each found again in the `line` it was written in."""
    row = []
    column = 1
    for cell in cells:
        text = cell.strip()
        at = line.find(text, column - 1) + 1 if text else column
        row.append(Cell(text, Place(told, number, max(at, 1), max(1, len(text)))))
        column = max(at, 1) + len(text) + (0 if text else 1)
    return tuple(row)
