"""Sheets of Excel workbooks, which may come from anybody: looked at before they are read, and read by a process of
its own (`apart`)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from sim.problems import Place, nearest
from sim.sheets import apart
from sim.sheets.cells import Cell, Row, SheetError, letters
from sim.sheets.packed import Workbook
from sim.sheets.text import COMPOUND, PACKED

LOCKED = "EncryptedPackage".encode("utf-16-le")
"""A part of an .xlsx workbook with a password, which is a compound file."""

BROKEN = (BadZipFile, ZlibError, ExpatError, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError)
"""What may come of a zip file, or of XML, that is not whole, is locked, or is packed in an uncommon way."""


def rows(path: Path, told: str, sheet: str) -> Iterator[Row]:
    """The rows of a sheet, the first one if none is named. SheetError."""
    if find_spec("python_calamine") is None:
        raise SheetError("sheets_no_reader", file=told)
    _check_kind(path, told)
    if path.suffix.lower() == ".xlsx":
        _look(path, told, sheet)
    names, reach, found = _read_apart(path, told, sheet)
    name = _one_of(names, sheet, told)
    _check_reach(told, name, *reach)
    for number, texts in enumerate(found, start=1):
        yield tuple(
            Cell(text, Place(told, number, 1, max(1, len(text)), f"{name}!{letters(index)}{number}", text))
            for index, text in enumerate(texts)
        )


def _check_kind(path: Path, told: str) -> None:
    """Whether the content is what the end of the name says: exports are often texts, or workbooks of the other kind."""
    data = path.read_bytes()
    xlsx = path.suffix.lower() == ".xlsx"
    if data.startswith(PACKED if xlsx else COMPOUND):
        return
    if data.startswith(COMPOUND):
        raise SheetError("sheets_locked" if LOCKED in data else "sheets_other_kind", file=told, kind=".xls")
    if data.startswith(PACKED):
        raise SheetError("sheets_other_kind", file=told, kind=".xlsx")
    raise SheetError("sheets_empty_file" if not data else "sheets_no_workbook", file=told)


def _look(path: Path, told: str, sheet: str) -> None:
    """Whether a sheet of an .xlsx workbook can be read, before it is."""
    try:
        with ZipFile(path) as packed:
            workbook = Workbook(packed, told)
            parts = workbook.sheets()
            name = _one_of(list(parts), sheet, told)
            reach = workbook.reach(parts[name])
    except BROKEN:
        raise SheetError("sheets_no_workbook", file=told) from None
    _check_reach(told, name, *reach)


def _one_of(names: list[str], sheet: str, told: str) -> str:
    """The sheet that is meant."""
    if not names:
        raise SheetError("sheets_no_workbook", file=told)
    if sheet and sheet not in names:
        near = nearest(sheet, names)
        key = "sheets_no_sheet_near" if near else "sheets_no_sheet"
        raise SheetError(key, file=told, name=sheet, near=near, known=", ".join(names))
    return sheet or names[0]


def _check_reach(told: str, name: str, rows: int, columns: int) -> None:
    if not apart.fits(rows, columns):
        raise SheetError(
            "sheets_too_far",
            file=told,
            name=name,
            cell=f"{letters(columns - 1)}{rows}",
            rows=f"{apart.MOST_ROWS:,}",
            cells=f"{apart.MOST_CELLS:,}",
        )


def _read_apart(path: Path, told: str, sheet: str) -> tuple[list[str], tuple[int, int], list[list[str]]]:
    """What `apart` tells of a file: the names of its sheets, how far the one that is meant reaches, and its rows."""
    command = [sys.executable, "-I", apart.__file__, str(path.resolve()), sheet]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        key = "sheets_locked" if done.returncode == apart.LOCKED else "sheets_no_workbook"
        raise SheetError(key, file=told)
    names, *rest = (json.loads(line) for line in done.stdout.splitlines())
    reach, *found = rest or [(0, 0)]
    return names, reach, found
