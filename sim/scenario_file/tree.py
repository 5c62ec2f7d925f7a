"""A scenario file as a tree of words and tables, each of which knows where it stands in the file.

Only what the scenario language uses is accepted: tables of names, and words. Lists, anchors, aliases, tags, several
documents and deep nesting are refused while the file is read, so that nothing can be hidden in it or grow without
bound. Everything stays text; nothing is turned into a number, a date or a truth value by YAML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NoReturn

from sim.problems import InputError, Place, Problem

if TYPE_CHECKING:
    from ruamel.yaml.events import Event, MappingStartEvent, NodeEvent, ScalarEvent

DEEPEST = 12
"""Tables inside tables beyond this depth are refused."""


@dataclass(frozen=True)
class Words:
    """A value as written. `path`: the headings that lead to it. `first`: 1 if the text begins behind a quote."""

    text: str
    place: Place
    path: tuple[str, ...] = ()
    first: int = 0

    def part(self, start: int, end: int | None) -> Place:
        """The place of the characters from offset `start` to `end` of the text."""
        stop = len(self.text) if end is None else end
        start = min(start, len(self.text))
        return replace(self.place, column=self.place.column + self.first + start, width=max(1, stop - start))


@dataclass(frozen=True)
class Joined(Words):
    """Words put together of `pieces`, which stand at several places: each with the offset at which it begins here, the
    words it is taken from, and the offset at which it begins there. `phrases`: what it is made of that has a meaning of
    its own, so that the mistakes in each can be told."""

    pieces: tuple[tuple[int, Words, int], ...] = ()
    phrases: tuple[Joined, ...] = ()

    def part(self, start: int, end: int | None) -> Place:
        """The place of a part, as far as it lies in the piece in which it begins."""
        at, source, there = next(piece for piece in reversed(self.pieces) if piece[0] <= start)
        ends = [begin for begin, _, _ in self.pieces if begin > at]
        stop = min([len(self.text) if end is None else end, *ends])
        return source.part(there + start - at, there + max(stop - at, 0))


@dataclass(frozen=True)
class Entry:
    """A line of a table: its key and what stands behind it."""

    key: Words
    value: Words | Table


@dataclass(frozen=True)
class Table:
    """Names with what stands behind them, in the order of the file.

    `place` is the table itself when it stands in braces, else the key it hangs on.
    """

    place: Place
    path: tuple[str, ...] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def get(self, name: str) -> Words | Table | None:
        """What stands behind `name`, or None."""
        entry = self.entries.get(name)
        return entry.value if entry else None

    def table(self, name: str) -> Table:
        """The table behind `name`; an empty one when there is none."""
        value = self.get(name)
        return value if isinstance(value, Table) else Table(self.place, (*self.path, name))

    def words(self, name: str) -> Words | None:
        """The words behind `name`; None when there are none."""
        value = self.get(name)
        return value if isinstance(value, Words) else None

    def text(self, name: str, default: str = "") -> str:
        """The text behind `name`, or `default`."""
        value = self.words(name)
        return value.text if value else default

    def key_place(self, name: str) -> Place:
        """Where the key `name` stands; the place of the table when it has no such key."""
        return self.entries[name].key.place if name in self.entries else self.place

    def without(self, *names: str) -> Table:
        """The table without the keys `names`."""
        return replace(self, entries={key: entry for key, entry in self.entries.items() if key not in names})


Node = Words | Table


def parse(text: str, file: str) -> Table:
    """The tree of a text without slips of punctuation; InputError if it is no table of names."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return _Builder(text, file).document(YAML(typ="safe", pure=True).parse(text))
    except YAMLError as error:
        raise InputError([_told(error, text, file)]) from None


class _Builder:
    """Turns the events of the YAML reader into a tree, and collects what the scenario language does not know."""

    def __init__(self, text: str, file: str) -> None:
        self.lines = text.split("\n")
        self.file = file
        self.problems: list[Problem] = []

    def document(self, events: Iterator[Event]) -> Table:
        from ruamel.yaml.events import DocumentStartEvent, MappingStartEvent

        starts = 0
        tree: Table | None = None
        for event in events:
            starts += isinstance(event, DocumentStartEvent)
            if starts > 1:
                self._refuse(event, "check_one_document")
            if isinstance(event, MappingStartEvent):
                tree = self._table(event, events, Place(self.file, 1, 1), ())
            elif hasattr(event, "anchor"):
                self._refuse(event, "check_no_table")
        if tree is None:
            raise InputError([Problem(Place(self.file, 1, 1), (), "check_no_table")])
        if self.problems:
            raise InputError(self.problems)
        return tree

    def _table(self, start: MappingStartEvent, events: Iterator[Event], place: Place, path: tuple[str, ...]) -> Table:
        from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent

        self._plain(start)
        if len(path) >= DEEPEST:
            self._refuse(start, "check_too_deep")
        entries: dict[str, Entry] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                place = self._braces(start, event) if start.flow_style else place
                break
            if not isinstance(event, ScalarEvent):
                self._refuse(event, "check_key_is_a_name")
            key = self._words(event, path)
            below = (*path, key.text)
            if not key.text:
                self._add(key.place, path, "check_no_name")
            event = next(events)
            value: Node
            if isinstance(event, MappingStartEvent):
                value = self._table(event, events, key.place, below)
            elif isinstance(event, ScalarEvent):
                value = self._words(event, below)
                if value.text == "" and event.style is None:
                    self._empty(key, start, below)
            else:
                self._refuse(event, "check_no_lists")
            if key.text in entries:
                self._add(key.place, path, "check_twice", name=key.text, line=entries[key.text].key.place.line)
            entries[key.text] = Entry(key, value)
        return Table(place, path, entries)

    def _braces(self, start: Event, end: Event) -> Place:
        """The place of a table in braces, as far as it stands in its first line."""
        first, last = start.start_mark, end.end_mark
        stop = last.column if first.line == last.line else len(self.lines[first.line])
        return Place(self.file, first.line + 1, first.column + 1, stop - first.column)

    def _words(self, event: ScalarEvent, path: tuple[str, ...]) -> Words:
        self._plain(event)
        start, end = event.start_mark, event.end_mark
        one_line = start.line == end.line
        width = end.column - start.column if one_line else len(self.lines[start.line]) - start.column
        place = Place(self.file, start.line + 1, start.column + 1, max(1, width))
        if event.style is None and not one_line:
            self._add(Place(self.file, start.line + 2, 1, len(self.lines[start.line + 1])), path, "check_two_lines")
        return Words(event.value, place, path, 0 if event.style is None else 1)

    def _empty(self, key: Words, table: MappingStartEvent, path: tuple[str, ...]) -> None:
        """A key with nothing behind it is nearly always a comma inside a value, or a missing space after a colon."""
        if not table.flow_style:
            self._add(key.place, path, "check_nothing_here", name=key.text)
        elif ":" in key.text:
            self._add(key.place, path, "check_space_missing", mended=key.text.replace(":", ": ", 1))
        else:
            self._add(key.place, path, "check_comma_inside", name=key.text)

    def _plain(self, event: NodeEvent) -> None:
        if event.anchor is not None:
            self._refuse(event, "check_no_anchors")
        if getattr(event, "tag", None) is not None:
            self._refuse(event, "check_no_tags")

    def _add(self, place: Place, path: tuple[str, ...], key: str, **values: object) -> None:
        self.problems.append(Problem(place, path, key, values))

    def _refuse(self, event: Event, key: str) -> NoReturn:
        """Stop here: what follows cannot be read as a scenario."""
        mark = event.start_mark
        place = Place(self.file, mark.line + 1, mark.column + 1, max(1, event.end_mark.column - mark.column))
        raise InputError([*self.problems, Problem(place, (), key)])


_TOLD = (
    ("mapping values are not allowed", "check_yaml_colon"),
    ("could not find expected ':'", "check_yaml_no_colon"),
    ("expected <block end>", "check_yaml_indent"),
    ("expected ',' or '}'", "check_yaml_brace"),
    ("expected the node content", "check_yaml_brace"),
    ("that cannot start any token", "check_yaml_sign"),
    ("quoted scalar", "check_yaml_quote"),
    ("unexpected end of stream", "check_yaml_quote"),
)
"""What the YAML reader says, and the message that says it in the customer's words."""


def _told(error: object, text: str, file: str) -> Problem:
    """What the YAML reader says, in the customer's words; one that names no line is told at the first."""
    from ruamel.yaml.error import MarkedYAMLError

    if not isinstance(error, MarkedYAMLError):
        return Problem(Place(file, 1, 1), (), "check_yaml", {})
    said = f"{error.problem} {error.context}"
    key = next((key for words, key in _TOLD if words in said), "check_yaml")
    mark = error.problem_mark or error.context_mark
    if key in ("check_yaml_brace", "check_yaml_quote") and error.context_mark is not None:
        mark = error.context_mark
    last = text.count("\n")
    line, column = (min(mark.line, last), mark.column) if mark else (0, 0)
    return Problem(Place(file, line + 1, column + 1), (), key, {})
