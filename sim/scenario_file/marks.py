"""Marks in a scenario file: which clause lives where, and where every figure comes from."""

from __future__ import annotations

from collections.abc import Iterator

from sim.phrases import half_width
from sim.scenario import Agreements, ClausePlace, Figure
from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Node, Table, Words

STATUSES = ("computed", "measured", "expert", "assumption")
CITED = "cited"
ASSUMPTION = ("assumption", "")

NOT_FIGURES = ("en", "zh", "note", "clause", "source", "name", "like", "band", "base", "at", "levels", "readings")
"""Lines that say no number, whatever digits they hold."""

WITH_FIGURES = (
    ("calendar", "hours"),
    ("demand",),
    ("operation", "pools"),
    ("operation", "rules", "absence"),
    ("operation", "costs"),
    ("agreements", "defaults"),
)
"""Where figures stand that somebody must have found out. Plans, promises and the study are chosen, not found out."""


# ------------------------------------------------------------------ clauses


STATED = ("agreements", "facts")
"""What is stated of a clause's wording gives it no place."""


def clause_places(tree: Table) -> tuple[ClausePlace, ...]:
    """Every place that a clause has, in the order of the file."""
    named = ((words, str(word)) for words, word, _ in _clause_words(tree) if words.path[:2] != STATED)
    return tuple(ClausePlace(word, words.path[:-1], words.place.line) for words, word in named)


def _clause_words(node: Table) -> Iterator[tuple[Words, str, int]]:
    for entry in node:
        value = entry.value
        if isinstance(value, Table):
            yield from _clause_words(value)
        elif entry.key.text == "clause":
            start = 0
            for word in half_width(value.text).split():
                start = half_width(value.text).index(word, start)
                yield value, word, start
                start += len(word)


def check_clauses(reader: Reader, tree: Table, found: Agreements) -> None:
    """Every clause of the register has a place in the file or a reason in `not_simulated`; no other clause is named."""
    if not found.clauses:
        return
    known = tuple(clause.name for clause in found.clauses)
    table = tree.table("agreements")
    placed: dict[str, int] = {}
    for words, word, start in _clause_words(tree):
        if words.path[:2] != STATED:
            placed.setdefault(word, words.place.line)
        if word not in known:
            reader.unknown(words, words.part(start, start + len(word)), word, known, "check_no_clause")
    for entry in table.table("not_simulated"):
        name = entry.key.text
        if name not in known:
            reader.unknown(entry.key, entry.key.place, name, known, "check_no_clause")
        elif name in placed:
            reader.add(entry.key.place, entry.key.path, "check_clause_both", name=name, line=placed[name])
    missing = [name for name in known if name not in placed and name not in found.not_simulated]
    if missing:
        place, path = table.key_place("clauses"), (*table.path, "clauses")
        reader.add(place, path, "check_clause_missing", names=" ".join(missing))


# ------------------------------------------------------------------ figures


def figures(reader: Reader, tree: Table) -> tuple[Figure, ...]:
    """Every figure of the file with its source; one without a mark is an assumption."""
    sources = tree.table("sources")
    found: list[Figure] = []

    def look(table: Table, mark: tuple[str, str]) -> None:
        marks, own = _marks(reader, table, sources, mark)
        for entry in table:
            name, value = entry.key.text, entry.value
            if (name in NOT_FIGURES and isinstance(value, Words)) or name == "source":
                continue
            here = marks.get(name, own)
            if isinstance(value, Table):
                look(value, here)
            elif any(sign.isdigit() for sign in value.text) and _counts(value.path):
                found.append(Figure(value.path, value.place.line, value.text, *here))

    look(tree, ASSUMPTION)
    return tuple(found)


def _counts(path: tuple[str, ...]) -> bool:
    return any(path[: len(start)] == start for start in WITH_FIGURES)


def _marks(
    reader: Reader, table: Table, sources: Table, above: tuple[str, str]
) -> tuple[dict[str, tuple[str, str]], tuple[str, str]]:
    """The marks of single keys of `table`, and the mark of all its other figures."""
    node: Node | None = table.get("source") if table.path else None
    if node is None:
        return {}, above
    if isinstance(node, Words):
        return {}, _mark(reader, node, sources)
    known = [entry.key.text for entry in table if entry.key.text not in ("source", "en", "zh", "note", "clause")]
    marks = {}
    for entry in node:
        for name in entry.key.text.split():
            if name not in known:
                start = entry.key.text.index(name)
                place = entry.key.part(start, start + len(name))
                reader.unknown(node, place, name, known, "check_no_marked_key")
            if isinstance(entry.value, Words):
                marks[name] = _mark(reader, entry.value, sources)
    return marks, above


def _mark(reader: Reader, words: Words, sources: Table) -> tuple[str, str]:
    """Status and source of a mark: a status word, or keys of `sources` and perhaps a remark that begins with `for`."""
    parts = words.text.split()
    first = parts[0] if parts else ""
    if first in STATUSES:
        return first, ""
    cited = []
    for part in parts:
        if part not in sources:
            break
        cited.append(part)
    remark = parts[len(cited) :]
    if not cited or remark[:1] not in ([], ["for"]):
        known = (*(entry.key.text for entry in sources), *STATUSES)
        start = len(words.text) - len(words.text.split(maxsplit=len(cited))[-1]) if cited else 0
        wrong = remark[0] if remark else first
        reader.unknown(words, words.part(start, start + len(wrong)), wrong, known, "check_no_source")
    return CITED, " ".join(cited)
