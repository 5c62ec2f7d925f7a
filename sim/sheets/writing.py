"""Tables written as CSV or as a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from sim.sheets.apart import shown


def write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write rows of texts, numbers and instants, the first of them headings: a workbook where the name ends in .xlsx,
    else CSV with commas, and with the mark by which Excel knows UTF-8. OSError when it cannot be written."""
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, rows)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([shown(value) for value in row] for row in rows)


def _write_workbook(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Texts stay texts, whatever they begin with."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet, instants = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    widest: dict[int, int] = {}
    last = 0
    for last, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(last, column, value, instants)
            elif value != "":
                sheet.write(last, column, value)
            widest[column] = max(widest.get(column, 0), min(len(shown(value)), 24))
    for column, letters_wide in widest.items():
        sheet.set_column(column, column, letters_wide + 2)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(widest, default=0))
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from None
