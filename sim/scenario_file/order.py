"""The rules of a scenario file: who is served first, who may break into whose work, and who is kept free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim import phrases
from sim.problems import Place
from sim.scenario import BY_DEADLINE, BY_RANK, BY_SLACK, Pool
from sim.scenario_file.differs import parts
from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Node, Table

Rank = tuple[tuple[str, ...], ...]

ORDERS = {"first come": BY_RANK, "earliest deadline": BY_DEADLINE, "least slack": BY_SLACK}
"""What may stand instead of the levels: no level goes first."""


def ranked(
    reader: Reader,
    rules: Table,
    levels: tuple[str, ...],
    pools: Mapping[str, Pool],
    who: Mapping[str, tuple[str, ...]],
) -> tuple[Rank, str]:
    """Levels from the first served to the last, and the order of waiting jobs. Where two levels share a pool it must be
    written."""
    rank = rules.words("rank")
    if rank is None:
        used = [pools[name] for name in {name for chain in who.values() for name in chain}]
        shared = any(len(pool.levels or levels) > 1 for pool in used)
        told = "rank" in rules or any(problem.key == "check_rank_needed" for problem in reader.problems)
        if len(levels) > 1 and shared and not told:
            reader.at(rules, "check_rank_needed", example=" ".join(levels))
        return (levels,), BY_RANK
    order = ORDERS.get(" ".join(rank.text.split()))
    if order is not None:
        return (levels,), order
    found = reader.names(rank, levels, "check_no_level", phrases.words)
    missing = [level for level in levels if level not in found]
    if missing and len(found) == len(rank.text.split()):
        reader.at(rank, "check_rank_missing", name=" ".join(missing))
    return tuple((level,) for level in found), BY_RANK


def targets(reader: Reader, rules: Table, levels: tuple[str, ...], order: str) -> dict[str, int]:
    """The internal targets by which waiting jobs are ordered, in ms after logging; empty where rank decides."""
    written = "targets" in rules
    if order == BY_RANK:
        if written:
            reader.add(rules.key_place("targets"), (*rules.path, "targets"), "check_targets_not_used")
        return {}
    if not written:
        reader.at(rules, "check_targets_needed", example=" ".join(f"{level}: 4 h" for level in levels[:1]))
        return dict.fromkeys(levels, 0)
    by_level = _by_level(reader, rules.get("targets"), levels)
    return {level: reader.read(by_level.get(level), phrases.duration, 0) for level in levels}


def _by_level(reader: Reader, node: Node | None, levels: tuple[str, ...]) -> Mapping[str, Node]:
    if isinstance(node, Table):
        return parts(reader, node, {level: (level,) for level in levels}, "level")
    return {} if node is None else dict.fromkeys(levels, node)


def interrupts(reader: Reader, rules: Table, rank: Rank, order: str) -> dict[str, tuple[str, ...]]:
    """Whose work a level may break into: only that of levels served later (R24)."""
    place = {level: number for number, group in enumerate(rank) for level in group}
    found: dict[str, tuple[str, ...]] = {}
    for level, where, node in _entries(reader, rules.table("interrupts"), tuple(place)):
        others = reader.names(node, place, "check_no_level", phrases.words)
        for other in others:
            if order != BY_RANK or place[other] <= place[level]:
                reader.add(where, rules.path, "check_interrupts_upwards", level=level, name=other)
        found[level] = (*found.get(level, ()), *others)
    return found


def hold_back(reader: Reader, rules: Table, levels: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], int], ...]:
    """How many seated people of each pool are kept free, and for which levels."""
    held: dict[int, list[str]] = {}
    counts: dict[int, int] = {}
    for number, entry in enumerate(rules.table("hold_back")):
        for level, _, node in _entry(reader, rules.table("hold_back"), entry.key.text, levels):
            held.setdefault(number, []).append(level)
            counts[number] = counts[number] if number in counts else reader.read(node, phrases.count, 0)
    return tuple((tuple(held[number]), counts[number]) for number in held)


def _entries(reader: Reader, table: Table, levels: tuple[str, ...]) -> Iterator[tuple[str, Place, Node]]:
    """Every level named in the keys of a table, with its place and what stands there."""
    for entry in table:
        yield from _entry(reader, table, entry.key.text, levels)


def _entry(reader: Reader, table: Table, key: str, levels: tuple[str, ...]) -> Iterator[tuple[str, Place, Node]]:
    entry = table.entries[key]
    for name in key.split():
        start = key.index(name)
        place = entry.key.part(start, start + len(name))
        if name in levels:
            yield name, place, entry.value
        else:
            reader.unknown(table, place, name, levels, "check_no_level")
