"""People in a sheet, as in the duty list on the wall: a row for each pool and place, a column for each shift.

    pool,  place,   office, off_hours
    desk,  ,        2,
    local, chengdu, 2,      1 on call for A B
    local, others,  1,      1 on call for A B

Each row is read as the line that a planner would have written, here `chengdu: 2 office + 1 off_hours on call for A B`,
so it means the very same; what is wrong in it is told with the cell that it came from. Columns are headed by hours,
named or written out; below `people` the cells say the hours themselves, and `note` is not read. Nobody is there where a
cell is empty, 0 or a dash. A row without a pool belongs to that of the row above, as merged cells do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim.phrases import half_width
from sim.scenario_file.attached import Row, file_of, rows
from sim.scenario_file.reader import Reader
from sim.scenario_file.roster import ON_DATES, STAFF
from sim.scenario_file.tree import Entry, Joined, Node, Table, Words

POOL, PLACE, PEOPLE, NOTE = "pool", "place", "people", "note"
NOBODY = ("", "0", "-", "—")
EXAMPLE = "pool,place,office,off_hours"


def lists_people(path: tuple[str, ...]) -> bool:
    """Whether the lines of the table at `path` are pools: in a plan, and in its duty lists for dates."""
    return path[:2] == ("operation", "plans") and (len(path) == 3 or (len(path) == 5 and path[3] == ON_DATES))


Piece = tuple[str, Words, int]
"""A part of a line, the cell that it is taken from, and where it begins there."""


@dataclass(frozen=True)
class _Line:
    """A row: the cells of its pool and its place (None: not named), and its people in the words of the language."""

    pool: Words | None
    place: Words | None
    people: Words


def people(reader: Reader, words: Words) -> Table:
    """The pools of the sheet that `words` speak of, with their people."""
    lines = _lines(reader, words, needs_pool=True)
    pools: dict[str, list[_Line]] = {}
    for line in lines:
        if line.pool is not None:
            pools.setdefault(line.pool.text, []).append(line)
    entries = {}
    for name, mine in pools.items():
        assert mine[0].pool is not None
        path = (*words.path, name)
        entries[name] = Entry(replace(mine[0].pool, path=words.path), _of_one_pool(reader, words, mine, path))
    return Table(words.place, words.path, entries)


def people_of(reader: Reader, words: Words, pool: str) -> Node:
    """The people of one pool in the sheet that `words` speak of; a sheet without the column `pool` is all its own."""
    lines = _lines(reader, words, needs_pool=False)
    mine = [line for line in lines if line.pool is None or line.pool.text == pool]
    if lines and not mine:
        known = dict.fromkeys(line.pool.text for line in lines if line.pool is not None)
        reader.unknown(words, words.place, pool, known, "check_sheet_without")
    return _of_one_pool(reader, words, mine, words.path) if mine else replace(words, text="0")


def with_staff(reader: Reader, table: Table) -> Table:
    """A plan or a duty list with the people of the sheet that its line `staff` names."""
    staff = table.get(STAFF)
    if staff is None:
        return table
    if isinstance(staff, Table) or not file_of(staff):
        reader.at(staff, "check_staff_is_a_sheet")
        return table.without(STAFF)
    found = people(reader, replace(staff, path=table.path))
    for name in found.entries:
        if name in table:
            reader.add(table.key_place(name), (*table.path, name), "check_pool_and_sheet", name=name)
    return replace(table, entries={**found.entries, **table.without(STAFF).entries})


def _of_one_pool(reader: Reader, words: Words, lines: list[_Line], path: tuple[str, ...]) -> Node:
    """The people of a pool: one line for all its places, or one for each."""
    entries: dict[str, Entry] = {}
    for line in lines:
        if line.place is None:
            if len(lines) > 1:
                reader.at(replace(line.pool or line.people, path=path), "check_sheet_place", example=EXAMPLE)
            return replace(line.people, path=path)
        key = replace(line.place, path=path)
        if key.text in entries:
            reader.at(key, "check_twice", name=key.text, line=entries[key.text].key.place.line)
        entries[key.text] = Entry(key, replace(line.people, path=(*path, key.text)))
    return Table((lines[0].pool or lines[0].people).place, path, entries)


# ------------------------------------------------------------------ rows


def _lines(reader: Reader, words: Words, needs_pool: bool) -> list[_Line]:
    """The rows of the sheet, read as lines of a plan."""
    before = len(reader.problems)
    found = rows(reader, words, file_of(words))
    if len(found) < 2:
        if len(reader.problems) == before:
            reader.at(words, "check_sheet_empty", file=file_of(words), example=EXAMPLE)
        return []
    header, *body = found
    heads = [half_width(cell.text).strip().lower() for cell in header.cells]
    if needs_pool and POOL not in heads:
        reader.at(header.key, "check_sheet_column", name=POOL, example=EXAMPLE)
        return []
    hours = [
        (index, None if heads[index] == PEOPLE else cell)
        for index, cell in enumerate(header.cells)
        if heads[index] not in (POOL, PLACE, NOTE, "")
    ]
    lines: list[_Line] = []
    for row in body:
        if any(cell.text for cell in row.cells[len(heads) :]):
            reader.at(row.cells[len(heads)], "check_csv_wide", count=len(heads))
        pool = _cell(row, heads, POOL) or (lines[-1].pool if lines else None)
        if POOL in heads and pool is None:
            reader.at(row.key, "check_sheet_column", name=POOL, example=EXAMPLE)
        lines.append(_Line(pool, _cell(row, heads, PLACE), _joined(row, hours)))
    return lines


def _cell(row: Row, heads: list[str], name: str) -> Words | None:
    """The cell in the column `name`; None where there is none, or nothing in it."""
    index = heads.index(name) if name in heads else len(row.cells)
    return row.cells[index] if index < len(row.cells) and row.cells[index].text else None


def _joined(row: Row, hours: list[tuple[int, Words | None]]) -> Joined:
    """The people of a row as one line: each cell's headcount, the hours above it, and what else the cell says."""
    found: list[list[Piece]] = []
    for index, head in hours:
        cell = row.cells[index] if index < len(row.cells) else None
        for start, shift in _shifts(cell) if cell is not None else ():
            assert cell is not None
            if head is None:
                found.append([(shift, cell, start)])
                continue
            count, rest = _parted(shift)
            found.append([(count, cell, start), (head.text, head, 0)])
            if rest:
                found[-1].append((rest, cell, start + shift.rindex(rest)))
    if not found:
        return _composed([[("0", row.key, 0)]])
    return replace(_composed(found), phrases=tuple(_composed([shift]) for shift in found))


def _composed(shifts: list[list[Piece]]) -> Joined:
    """Shifts in the words of the language: the pieces of each with spaces between them, the shifts with `+`."""
    text = ""
    pieces: list[tuple[int, Words, int]] = []
    for shift in shifts:
        text += " +" if text else ""
        for piece, source, there in shift:
            text += " " if text else ""
            pieces.append((len(text), source, there))
            text += piece
    return Joined(text, pieces[0][1].place, (), 0, tuple(pieces))


def _shifts(cell: Words) -> Iterator[tuple[int, str]]:
    """The shifts in a cell, with the offset of each: several are joined by `+`."""
    for found in re.finditer(r"[^+＋]+", cell.text):
        shift = found.group().strip()
        if half_width(shift).strip() not in NOBODY:
            yield found.start() + found.group().index(shift), shift


def _parted(shift: str) -> tuple[str, str]:
    """The headcount, and what else is said."""
    count, *rest = shift.split(maxsplit=1)
    return count, rest[0] if rest else ""
