"""What the faults of a scenario file are beside their level and place: marks such as "special", and that some come
back."""

from __future__ import annotations

from sim import phrases
from sim.scenario import Mark, Reopens
from sim.scenario_file.differs import Names
from sim.scenario_file.kinds import CAUSES
from sim.scenario_file.reader import Reader, clauses, title
from sim.scenario_file.steps import laws, shares
from sim.scenario_file.tree import Node, Table

MOST_TIMES = 3
"""A fault comes back so often and no more (R20)."""

MOST_MARKS = 60
"""The marks of a fault are the bits of one number."""


def reopens(reader: Reader, names: Names, table: Table) -> Reopens:
    """How many faults come back, and after how long (R20)."""
    reader.needs(table, {"share": "share: 3%", "after": "after: exponential mean 2 d"})
    return Reopens(
        clause=clauses(table),
        share=shares(reader, names, table.get("share"), 0.0),
        after=laws(reader, names, table.get("after"), {}),
        at_most=reader.read(table.get("at_most"), phrases.repeats, MOST_TIMES, MOST_TIMES),
    )


def marks(reader: Reader, names: Names, table: Table) -> tuple[Mark, ...]:
    """The marks in the order of their names, which must not mean anything else."""
    taken = {*names.levels, *names.places, *CAUSES}
    for number, entry in enumerate(table):
        if entry.key.text in taken:
            reader.add(entry.key.place, entry.key.path, "check_name_twice", name=entry.key.text)
        if number == MOST_MARKS:
            reader.add(entry.key.place, entry.key.path, "check_marks_many", most=MOST_MARKS)
    return tuple(_mark(reader, names, name, mark) for name, mark in sorted(reader.named_tables(table).items()))


def marks_named(reader: Reader, node: Node | None, known: tuple[str, ...]) -> tuple[str, ...]:
    """The marks that `node` names."""
    words = reader.words(node)
    if words is not None and not known:
        name = phrases.half_width(words.text).split()[0] if words.text.split() else "special"
        reader.at(words, "check_no_marks", example=f"marks: {{{name}: {{share: 2%}}}}")
        return ()
    return reader.names(words, known, "check_no_mark", phrases.words)


def _mark(reader: Reader, names: Names, name: str, table: Table) -> Mark:
    reader.needs(table, {"share": "share: 2%"})
    return Mark(name, title(table, name), clauses(table), shares(reader, names, table.get("share"), 0.0))
