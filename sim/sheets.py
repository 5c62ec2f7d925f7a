"""A table as people save it: CSV of any kind, or a sheet of an Excel workbook, as rows of cells that know their place;
and a table as people like to get it.

A CSV file may be UTF-8 (with or without a mark at its beginning) or, as Excel on Chinese Windows saves it, GB18030; its
cells are parted by commas, semicolons or tabs. Workbooks are read where python-calamine is installed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from sim.problems import Place, nearest

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

EXCEL = (".xlsx", ".xls")
KNOWN = (".csv", *EXCEL)
"""The kinds of files, by the end of their names."""

MOST_ROWS = 200_000
MOST_BYTES = 50_000_000
UNPACKED = 500_000_000
"""A workbook that is larger than this (in bytes) once unpacked is not opened."""


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


def read(path: Path, told: str, sheet: str = "") -> tuple[Row, ...]:
    """The rows of the file at `path` without empty ones. `told`: the file as its places name it. `sheet` of a workbook;
    the first one if none is named. SheetError when it cannot be read."""
    excel = path.suffix.lower() in EXCEL
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SheetError("sheets_too_large", file=told, limit=f"{MOST_BYTES // 1_000_000} MB")
        if sheet and not excel:
            raise SheetError("sheets_only_one", file=told)
        found = _of_workbook(path, told, sheet) if excel else _of_text(path.read_bytes(), told)
        rows = []
        for row in found:
            if any(cell.text for cell in row):
                rows.append(row)
            if len(rows) > MOST_ROWS:
                raise SheetError("sheets_too_many_rows", file=told, limit=f"{MOST_ROWS:,}")
    except OSError:
        raise SheetError("sheets_cannot_open" if path.exists() else "sheets_no_file", file=told) from None
    return tuple(rows)


# ------------------------------------------------------------------ CSV


def _of_text(data: bytes, told: str) -> Iterator[Row]:
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


# ------------------------------------------------------------------ workbooks


def _of_workbook(path: Path, told: str, sheet: str) -> Iterator[Row]:
    workbook = _workbook(path, told)
    names = workbook.sheet_names
    if sheet and sheet not in names:
        near = nearest(sheet, names)
        key = "sheets_no_sheet_near" if near else "sheets_no_sheet"
        raise SheetError(key, file=told, name=sheet, near=near, known=", ".join(names))
    name = sheet or names[0]
    values = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    for number, cells in enumerate(values, start=1):
        texts = [shown(value).strip() for value in cells]
        yield tuple(
            Cell(text, Place(told, number, 1, max(1, len(text)), f"{name}!{letters(index)}{number}", text))
            for index, text in enumerate(texts)
        )


def _workbook(path: Path, told: str) -> CalamineWorkbook:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise SheetError("sheets_no_reader", file=told) from None
    try:
        if path.suffix.lower() == ".xlsx":
            with ZipFile(path) as packed:
                if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                    raise SheetError("sheets_too_large", file=told, limit=f"{UNPACKED // 1_000_000} MB")
        return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    except (CalamineError, BadZipFile):
        raise SheetError("sheets_no_workbook", file=told) from None


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


def letters(index: int) -> str:
    """The name of a column of a workbook: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


# ------------------------------------------------------------------ writing


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
