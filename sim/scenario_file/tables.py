"""Tables that stand in a file of their own: `from sites.csv`.

The first column is the key, the first row names the others. Only files beside the scenario (or in folders below it)
are read, so that a scenario from elsewhere cannot look around on the reader's machine. Excel writes such files in
UTF-8 or, on Chinese Windows, in GBK; both are understood.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from sim.phrases import BUILT_IN, duration, half_width
from sim.problems import PhraseError, Place
from sim.scenario_file.reader import Reader
from sim.scenario_file.text import LARGEST
from sim.scenario_file.tree import Entry, Node, Table, Words

MOST_ROWS = 100_000

FLAT = (
    ("calendar", "hours"),
    ("demand", "bands"),
    ("demand", "sites"),
    ("demand", "levels"),
    ("demand", "duties"),
    ("demand", "other_work"),
    ("operation", "pools"),
    ("operation", "who"),
    ("operation", "handling"),
    ("operation", "plans"),
    ("operation", "plans", "*"),
    ("agreements", "readings"),
    ("agreements", "promises", "*"),
    ("agreements", "not_simulated"),
    ("sources",),
)
"""Where a table may come from a file; * is any name."""


@dataclass(frozen=True)
class Row:
    """A row of a file: its cells as words that know their place."""

    cells: tuple[Words, ...]

    @property
    def key(self) -> Words:
        """The first cell."""
        return self.cells[0]


def rows(reader: Reader, name: Words, file: str) -> tuple[Row, ...]:
    """The rows of the CSV `file` that the value `name` speaks of, without empty ones."""
    text = _text(reader, name, file)
    lines = text.split("\n")
    beside = str(reader.path.parent / file)
    found = []
    source = csv.reader(io.StringIO(text))
    try:
        for cells in source:
            if any(cell.strip() for cell in cells):
                found.append(_row(cells, lines[source.line_num - 1], source.line_num, beside, name.path))
            if len(found) > MOST_ROWS:
                reader.at(name, "check_csv_too_large", file=file, limit=f"{MOST_ROWS:,}")
                return ()
    except csv.Error as error:
        reader.at(name, "check_csv_bad", file=file, line=source.line_num, reason=str(error))
        return ()
    return tuple(found)


def _row(cells: list[str], line: str, number: int, file: str, path: tuple[str, ...]) -> Row:
    words = []
    column = 1
    for cell in cells:
        text = cell.strip()
        at = line.find(text, column - 1) + 1 if text else column
        words.append(Words(text, Place(file, number, max(at, 1), max(1, len(text))), (*path, cells[0].strip())))
        column = max(at, 1) + len(text)
    return Row(tuple(words))


def _text(reader: Reader, name: Words, file: str) -> str:
    path = _inside(reader.path.parent, file)
    if path is None:
        reader.at(name, "check_csv_outside", file=file)
        return ""
    try:
        if path.stat().st_size > LARGEST:
            reader.at(name, "check_too_large", limit=f"{LARGEST // 1000:,} kB")
            return ""
        data = path.read_bytes()
    except OSError:
        reader.at(name, "check_no_csv", file=file)
        return ""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    reader.at(name, "check_csv_encoding", file=file)
    return ""


def _inside(folder: Path, file: str) -> Path | None:
    """The path of `file` if it lies in `folder` or below it; links that lead outside do not count as inside."""
    for kind in (PurePosixPath, PureWindowsPath):
        written = kind(file)
        if written.anchor or ".." in written.parts:
            return None
    path = (folder / file).resolve()
    return path if path.is_relative_to(folder.resolve()) and path.suffix.lower() == ".csv" else None


def file_of(words: Words) -> str:
    """The name of the file in `from x.csv`, or ""."""
    text = half_width(words.text)
    return text[5:].strip() if text.startswith("from ") else ""


# ------------------------------------------------------------------ tables


def expanded(reader: Reader, node: Table, path: tuple[str, ...] = ()) -> Table:
    """`node` with every table that says `from x.csv` read from its file."""
    entries = {}
    for name, entry in node.entries.items():
        below = (*path, name)
        value: Node = entry.value
        if isinstance(value, Table):
            value = expanded(reader, value, below)
        elif file_of(value) and _is_flat(below):
            value = _table(reader, value, below)
        elif file_of(value) and name == "rhythm":
            value = _week(reader, value)
        entries[name] = replace(entry, value=value)
    return replace(node, entries=entries)


def _is_flat(path: tuple[str, ...]) -> bool:
    return any(
        len(path) == len(flat) and all(part in ("*", name) for part, name in zip(flat, path, strict=True))
        for flat in FLAT
    )


def _table(reader: Reader, words: Words, path: tuple[str, ...]) -> Table:
    """A table of tables; a file of two columns without a name for the second is a table of words."""
    found = rows(reader, words, file_of(words))
    if not found:
        return Table(words.place, path)
    header, *body = found
    table: dict[str, Entry] = {}
    for row in body:
        key = replace(row.key, path=path)
        if key.text in table:
            reader.at(key, "check_twice", name=key.text, line=table[key.text].key.place.line)
        if len(row.cells) > len(header.cells):
            reader.at(row.cells[len(header.cells)], "check_csv_wide", count=len(header.cells))
        columns: dict[str, Entry] = {}
        for column, cell in list(zip(header.cells, row.cells, strict=False))[1:]:
            if cell.text:
                below = (*path, key.text)
                name = Words(column.text, cell.place, below)
                columns[column.text] = Entry(name, replace(cell, path=(*below, column.text)))
        values = list(columns.values())
        alone = len(header.cells) == 2 and header.cells[1].text in ("", "value")
        if alone and values:
            table[key.text] = Entry(key, replace(values[0].value, path=(*path, key.text)))
        else:
            table[key.text] = Entry(key, Table(key.place, (*path, key.text), columns))
    return Table(words.place, path, table)


def _week(reader: Reader, words: Words) -> Table:
    """A rhythm: rows of a day and 24 weights."""
    table = {}
    for number, row in enumerate(rows(reader, words, file_of(words))):
        weights = " ".join(cell.text for cell in row.cells[1:])
        if number == 0 and len(row.cells) > 1 and row.key.text not in _DAYS:
            continue
        place = row.cells[1].place if len(row.cells) > 1 else row.key.place
        key = replace(row.key, path=words.path)
        table[key.text] = Entry(key, Words(weights, place, (*words.path, key.text)))
    return Table(words.place, words.path, table)


_DAYS = ("workdays", "restdays", "holidays", "mon", "tue", "wed", "thu", "fri", "sat", "sun", *BUILT_IN)


def durations(reader: Reader, words: Words, file: str) -> tuple[float, ...]:
    """The durations (ms) in the first column of a file; the first row may be a heading."""
    found: list[float] = []
    for number, row in enumerate(rows(reader, words, file)):
        try:
            found.append(float(duration(row.key.text)))
        except PhraseError as error:
            if number > 0:
                reader.add(row.key.part(error.start, error.end), words.path, error.key, **error.values)
    return tuple(found)
