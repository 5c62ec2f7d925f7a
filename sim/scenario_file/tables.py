"""Tables that stand in a file of their own: `sites: from sites.csv`.

The first column is the key, the first row names the others.
"""

from __future__ import annotations

from dataclasses import replace

from sim.phrases import BUILT_IN, duration
from sim.problems import PhraseError
from sim.scenario_file import duty_sheet
from sim.scenario_file.attached import file_of, rows
from sim.scenario_file.reader import Reader
from sim.scenario_file.roster import NOT_POOLS
from sim.scenario_file.tree import Entry, Node, Table, Words

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
    ("agreements", "readings"),
    ("agreements", "promises", "*"),
    ("agreements", "not_simulated"),
    ("sources",),
)
"""Where a table may come from a file; * is any name."""


def expanded(reader: Reader, node: Table, path: tuple[str, ...] = ()) -> Table:
    """`node` with every table that says `from x.csv` read from its file."""
    entries = {}
    for name, entry in node.entries.items():
        below = (*path, name)
        value: Node = entry.value
        if isinstance(value, Table):
            value = expanded(reader, value, below)
        elif file_of(value) and duty_sheet.lists_people(below):
            value = duty_sheet.people(reader, value)
        elif file_of(value) and duty_sheet.lists_people(path) and name not in NOT_POOLS:
            value = duty_sheet.people_of(reader, value, name)
        elif file_of(value) and _is_flat(below):
            value = _table(reader, value, below)
        elif file_of(value) and name == "rhythm":
            value = _week(reader, value)
        entries[name] = replace(entry, value=value)
    table = replace(node, entries=entries)
    return duty_sheet.with_staff(reader, table) if duty_sheet.lists_people(path) else table


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
