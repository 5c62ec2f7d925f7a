"""Values that differ by level, place or part of the week: one rule for all of them.

Such a value is written once for all, or as a table of names (several names in a key are joined by spaces, `others` is
the rest); a table may hold tables of the other sort of names. Whatever is not covered is an error, never a default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sim.scenario import PerFault
from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Node, Table, Words

T = TypeVar("T")
OTHERS = "others"


@dataclass(frozen=True)
class Names:
    """The names by which a value may differ: `levels`, `sites`, and `bands` with the sites of each."""

    levels: tuple[str, ...]
    sites: tuple[str, ...]
    bands: Mapping[str, tuple[str, ...]]

    @property
    def places(self) -> dict[str, tuple[str, ...]]:
        """Names of places with the sites that each means."""
        return {**{site: (site,) for site in self.sites}, **self.bands}


def parts(reader: Reader, table: Table, groups: Mapping[str, tuple[str, ...]], what: str) -> dict[str, Node]:
    """What stands in `table` for each member of the `groups` (names with the members that each means).

    `what`: "level" or "place", for the message about members that are missing.
    """
    found: dict[str, Node] = {}
    rest: Node | None = None
    for entry in table:
        for name in entry.key.text.split():
            start = entry.key.text.index(name)
            place = entry.key.part(start, start + len(name))
            if name == OTHERS:
                rest = entry.value
                continue
            if name not in groups:
                reader.unknown(table, place, name, (*groups, OTHERS), f"check_no_{what}")
            for member in groups.get(name, ()):
                if member in found:
                    reader.add(place, entry.key.path, f"check_{what}_twice", name=member)
                found[member] = entry.value
    members = dict.fromkeys(member for group in groups.values() for member in group)
    missing = [member for member in members if member not in found]
    known = what == "level" or reader.knows_sites
    if missing and rest is None and known and not _speaks_of_unknown(table, groups):
        reader.at(table, f"check_{what}_missing", name=" ".join(missing))
    if rest is not None:
        found.update(dict.fromkeys(missing, rest))
    return found


def _speaks_of_unknown(table: Table, groups: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a misspelt name is the likely reason why another one is missing."""
    return any(name != OTHERS and name not in groups for entry in table for name in entry.key.text.split())


def per_fault(reader: Reader, names: Names, node: Node | None, read: Callable[[Words], T], default: T) -> PerFault[T]:
    """The value of `node` for every (level, site); `read` is asked once for each value that is written."""
    values: dict[tuple[str, str], T] = dict.fromkeys(
        ((level, site) for level in names.levels for site in names.sites), default
    )
    read_already: dict[Words, T] = {}

    def lay(node: Node, levels: tuple[str, ...], sites: tuple[str, ...]) -> None:
        if isinstance(node, Words):
            if node not in read_already:
                read_already[node] = read(node)
            values.update({(level, site): read_already[node] for level in levels for site in sites})
        elif _by_place(node, names):
            groups = {name: tuple(s for s in group if s in sites) for name, group in names.places.items()}
            for site, inner in parts(reader, node, groups, "place").items():
                lay(inner, levels, (site,))
        else:
            groups = {level: (level,) for level in levels}
            for level, inner in parts(reader, node, groups, "level").items():
                lay(inner, (level,), sites)

    if node is not None:
        lay(node, names.levels, names.sites)
    return values


def _by_place(table: Table, names: Names) -> bool:
    """Whether the keys of `table` are names of places; the first key that is known tells."""
    for entry in table:
        for name in entry.key.text.split():
            if name in names.levels:
                return False
            if name in names.places:
                return True
    return False
