"""Files attached to a scenario: `from sites.csv`, `from book.xlsx`, `from book.xlsx sheet Sites`.

Only files beside the scenario (or in folders below it) are read, so that a scenario from elsewhere cannot look around
on the reader's machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from sim import sheets
from sim.phrases import half_width
from sim.scenario_file.reader import Reader
from sim.scenario_file.text import LARGEST
from sim.scenario_file.tree import Words


@dataclass(frozen=True)
class Row:
    """A row of a file: its cells as words that know their place."""

    cells: tuple[Words, ...]

    @property
    def key(self) -> Words:
        """The first cell."""
        return self.cells[0]


def rows(reader: Reader, name: Words, file: str) -> tuple[Row, ...]:
    """The rows of the table that the value `name` speaks of, without empty ones. `file`: what stands behind `from`."""
    file, _, sheet = (part.strip() for part in file.partition(" sheet "))
    path = _inside(reader.path.parent, file)
    if path is None:
        reader.at(name, "check_csv_outside", file=file)
        return ()
    if not path.is_file():
        reader.at(name, "check_no_csv", file=file)
        return ()
    try:
        if path.stat().st_size > LARGEST:
            raise sheets.SheetError("sheets_too_large", file=file, limit=f"{LARGEST // 1000:,} kB")
        found = sheets.read(path, str(reader.path.parent / file), sheet)
    except sheets.SheetError as error:
        reader.at(name, error.key, **{**error.values, "file": file, "line": error.line})
        return ()
    return tuple(
        Row(tuple(Words(cell.text, cell.place, (*name.path, cells[0].text)) for cell in cells)) for cells in found
    )


def _inside(folder: Path, file: str) -> Path | None:
    """The path of `file` if it lies in `folder` or below it; links that lead outside do not count as inside."""
    for kind in (PurePosixPath, PureWindowsPath):
        written = kind(file)
        if written.anchor or ".." in written.parts:
            return None
    path = (folder / file).resolve()
    return path if path.is_relative_to(folder.resolve()) and path.suffix.lower() in sheets.KNOWN else None


def file_of(words: Words) -> str:
    """What stands behind `from` in `from x.csv`, or ""."""
    return words.text[5:].strip() if half_width(words.text).startswith("from ") else ""
