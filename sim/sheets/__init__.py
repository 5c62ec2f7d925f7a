"""A table as people save it: CSV of any kind, or a sheet of an Excel workbook, as rows of cells that know their place;
and a table as people like to get it.

A CSV file may be UTF-8 (with or without a mark at its beginning) or, as Excel on Chinese Windows saves it, GB18030; its
cells are parted by commas, semicolons or tabs. Workbooks are read where python-calamine is installed.
"""

from __future__ import annotations

from pathlib import Path

from sim.sheets import text, workbook
from sim.sheets.apart import MOST_ROWS, shown
from sim.sheets.cells import Cell, Row, SheetError, letters
from sim.sheets.writing import write

EXCEL = (".xlsx", ".xls")
KNOWN = (".csv", *EXCEL)
"""The kinds of files, by the end of their names."""

MOST_BYTES = 50_000_000


def read(path: Path, told: str, sheet: str = "") -> tuple[Row, ...]:
    """The rows of the file at `path` without empty ones. `told`: the file as its places name it. `sheet` of a workbook;
    the first one if none is named. SheetError when it cannot be read."""
    excel = path.suffix.lower() in EXCEL
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SheetError("sheets_too_large", file=told, limit=f"{MOST_BYTES // 1_000_000} MB")
        if sheet and not excel:
            raise SheetError("sheets_only_one", file=told)
        found = workbook.rows(path, told, sheet) if excel else text.rows(path.read_bytes(), told)
        rows = []
        for row in found:
            if any(cell.text for cell in row):
                rows.append(row)
            if len(rows) > MOST_ROWS:
                raise SheetError("sheets_too_many_rows", file=told, limit=f"{MOST_ROWS:,}")
    except OSError:
        raise SheetError("sheets_cannot_open" if path.exists() else "sheets_no_file", file=told) from None
    return tuple(rows)


__all__ = [
    "EXCEL",
    "KNOWN",
    "MOST_BYTES",
    "MOST_ROWS",
    "Cell",
    "Row",
    "SheetError",
    "letters",
    "read",
    "shown",
    "write",
]
