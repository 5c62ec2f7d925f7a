"""How far a sheet of an .xlsx workbook reaches, found without laying it out.

Its parts are looked at as they lie in the zip file, piece by piece; what the sheet says of its own dimension is not
asked. Only cells that hold something count: a format may well reach to the last row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from xml.parsers.expat import ParserCreate
from zipfile import ZipFile

from sim.sheets.cells import SheetError

MOST_PARTS = 10_000
UNPACKED = 500_000_000
"""A workbook of more parts, or of more bytes once unpacked, is not read."""

PIECE = 1 << 20
"""So many bytes are unpacked at once."""

Begins = Callable[[str, dict[str, str]], None]
"""What to do at the beginning of an element: its name without its namespace, its attributes."""


class Workbook:
    """The parts of a workbook. SheetError when they are too many or too large. `told`: the file as it is named.

    That a file is no .xlsx workbook, or is damaged, shows when a part is read: see `workbook.BROKEN`.
    """

    def __init__(self, packed: ZipFile, told: str) -> None:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS:
            raise SheetError("sheets_too_many_parts", file=told, limit=f"{MOST_PARTS:,}")
        if sum(part.file_size for part in parts) > UNPACKED:
            raise SheetError("sheets_too_large", file=told, limit=f"{UNPACKED // 1_000_000} MB")
        self._packed = packed
        self._parts = {part.filename.replace("\\", "/").lower(): part for part in parts}

    def sheets(self) -> dict[str, str]:
        """The part where each sheet lies, by its name, in their order."""
        book = dict(self._related("").values())["officeDocument"]
        parts = self._related(book)
        found: dict[str, str] = {}

        def names(element: str, attributes: dict[str, str]) -> None:
            if element == "sheet":
                related = [value for name, value in attributes.items() if name.endswith(":id")]
                found.setdefault(attributes["name"], parts["".join(related)][1])

        self._parsed(book, names)
        return found

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """The kinds and names of the parts that belong to one (to the whole file, if it has no name), by their ids."""
        path = PurePosixPath("/", part)
        found: dict[str, tuple[str, str]] = {}

        def relates(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship":
                target = path.parent / attributes["Target"]
                kind = attributes["Type"].rpartition("/")[2]
                found[attributes["Id"]] = kind, str(target).lstrip("/").lower()

        self._parsed(str(path.parent / "_rels" / f"{path.name}.rels").lstrip("/"), relates)
        return found

    def reach(self, part: str) -> tuple[int, int]:
        """The rows and columns over which a sheet reaches, from A1 to what lies farthest right and farthest down."""
        extent = _Extent()
        self._parsed(part, extent.begins)
        return extent.rows, extent.columns

    def _parsed(self, part: str, begins: Begins) -> None:
        """Tell `begins` of every element of a part."""
        parser = ParserCreate("utf-8")
        parser.StartElementHandler = lambda name, attributes: begins(name.rpartition(":")[2], attributes)
        with self._packed.open(self._parts[part.lower()]) as source:
            while piece := source.read(PIECE):
                parser.Parse(piece)
        parser.Parse(b"", True)


class _Extent:
    """Follows the rows and cells of a sheet; a cell without a name stands right of the one before it."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._cell_row = self._column = 0

    def begins(self, element: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if element == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif element == "c":
            self._cell_row, self._column = self._row, self._column + 1
            if "r" in attributes:
                self._cell_row, self._column = _place(attributes["r"])
        elif element in ("v", "is"):
            self.rows, self.columns = max(self.rows, self._cell_row), max(self.columns, self._column)


def _place(name: str) -> tuple[int, int]:
    """The row and column of a cell, from 1."""
    match = re.fullmatch(r"([A-Z]{1,7})([0-9]{1,10})", name.upper())
    if match is None:
        raise ValueError(name)
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]), column
