"""Who is there under a plan: the pools of a plan with their people, place by place."""

from __future__ import annotations

from collections.abc import Mapping

from sim import phrases
from sim.scenario import CENTRAL, Pool, Shift
from sim.scenario_file import inherit
from sim.scenario_file.differs import Names, parts
from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Node, Table, Words

SETTINGS = ("pools", "who", "handling", "rules", "costs")
"""The tables of the operation that a plan may change; all its other lines are pools."""


def roster(
    reader: Reader, names: Names, table: Table, pools: Mapping[str, Pool]
) -> dict[str, dict[str, tuple[Shift, ...]]]:
    """pool -> place -> shifts. A pool that the plan does not speak of has nobody there."""
    staff: dict[str, dict[str, tuple[Shift, ...]]] = {}
    for entry in table:
        name = entry.key.text
        if name in (*SETTINGS, *inherit.OWN):
            continue
        if name not in pools:
            reader.unknown(table, entry.key.place, name, (*pools, *SETTINGS), "check_no_pool")
            continue
        places = pools[name].places
        by_place: Mapping[str, Node]
        if isinstance(entry.value, Words):
            by_place = dict.fromkeys(places, entry.value)
        elif places == (CENTRAL,):
            reader.at(entry.value, "check_one_place", name=name)
            continue
        else:
            groups = {key: tuple(s for s in group if s in places) for key, group in names.places.items()}
            by_place = parts(reader, entry.value, {k: g for k, g in groups.items() if g}, "place")
        staff[name] = {
            place: reader.read(by_place[place], phrases.shifts, (), reader.hours, names.levels)
            for place in places
            if place in by_place
        }
    return staff
