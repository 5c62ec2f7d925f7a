"""Reads one sheet of a workbook with python-calamine, as a program of its own: `apart.py FILE SHEET`.

The reader lays a sheet out as a full grid and believes what a file says of its own size, so that a crafted file can end
the program that reads it. Here it ends this one, which may take no more than `MEMORY`. On standard output, a JSON value
a line: the names of the sheets; then, unless the named one is missing, the rows and columns that it reaches over; then
its rows as texts, unless these are too many. Exit code `LOCKED` for a file with a password. It imports nothing of the
project, to begin quickly and wherever it is run from.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta

MOST_ROWS = 200_000
MOST_CELLS = 5_000_000
"""A sheet may have so many rows, and so many cells in the rectangle from A1 to what lies farthest away."""

MEMORY = 4_000_000_000
"""Bytes."""

LOCKED = 3


def fits(rows: int, columns: int) -> bool:
    """Whether a sheet that reaches over so many rows and columns is read."""
    return rows <= MOST_ROWS and rows * columns <= MOST_CELLS


def shown(value: object) -> str:
    """What a cell of a workbook holds, as it would be typed: 2 and not 2.0, a date and time as 2026-03-02 09:15."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="auto" if value.second else "minutes")
    if isinstance(value, timedelta):
        return f"{round(value.total_seconds() / 60, 6):g} min"
    return str(value)


def _instant(value: datetime) -> str:
    """Excel keeps an instant as a fraction of a day, which is right to the millisecond."""
    exact = value + timedelta(microseconds=500)
    exact -= timedelta(microseconds=exact.microsecond % 1000)
    parts = "milliseconds" if exact.microsecond else "seconds" if exact.second else "minutes"
    return exact.isoformat(sep=" ", timespec=parts)


def _told(path: str, sheet: str) -> None:
    """Print what there is. `sheet`: the first one if empty. CalamineError."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(path)
    names = workbook.sheet_names
    print(json.dumps(names))
    if not names or (sheet and sheet not in names):
        return
    found = workbook.get_sheet_by_name(sheet or names[0])
    rows, columns = found.total_height, found.total_width
    print(json.dumps([rows, columns]))
    if fits(rows, columns):
        for row in found.to_python(skip_empty_area=False):
            print(json.dumps([shown(value).strip() for value in row]))


def _bounded() -> None:
    """Where the system can, say how much memory may be taken."""
    try:
        from resource import RLIMIT_AS, setrlimit
    except ImportError:  # Windows
        return
    setrlimit(RLIMIT_AS, (MEMORY, MEMORY))


def _main(path: str, sheet: str) -> int:
    from python_calamine import PasswordError

    _bounded()
    try:
        _told(path, sheet)
    except PasswordError:
        return LOCKED
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
