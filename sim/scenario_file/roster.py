"""Who is there under a plan: the pools of a plan with their people, place by place.

Duty lists for dates stand beside the weekly roster, under `on_dates`. On their dates the pools that a list names are
there as it says, and not as the weekly roster says; all other pools go on as in every week.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sim import phrases
from sim.calendars import Dates, other_dates
from sim.scenario import CENTRAL, Pool, Shift
from sim.scenario_file import inherit
from sim.scenario_file.differs import Names, parts
from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Joined, Node, Table, Words

SETTINGS = ("pools", "who", "handling", "rules", "costs")
"""The tables of the operation that a plan may change."""

ON_DATES = "on_dates"
"""The table of a plan's duty lists for dates. All other lines of a plan but `staff` are pools."""

STAFF = "staff"
"""The line of a plan or a duty list that names a sheet with its people."""

NOT_POOLS = (*SETTINGS, ON_DATES, STAFF, *inherit.OWN)

Staff = dict[str, dict[str, tuple[Shift, ...]]]
"""pool -> place -> shifts."""


@dataclass(frozen=True)
class DutyList:
    """Who is there on some dates. `key`: the dates as written."""

    key: Words
    dates: Dates
    staff: Staff


def roster(reader: Reader, names: Names, table: Table, pools: Mapping[str, Pool]) -> Staff:
    """The people of a plan. A pool that the plan does not speak of has nobody there."""
    staff = _people(reader, names, table, pools)
    lists = _duty_lists(reader, names, table.table(ON_DATES), pools)
    for pool in sorted({name for duty in lists for name in duty.staff}):
        mine = [duty for duty in lists if pool in duty.staff]
        every_week = other_dates(tuple(run for duty in mine for run in duty.dates))
        weekly = staff.get(pool, {})
        staff[pool] = {
            place: (
                *(_on(shift, every_week) for shift in weekly.get(place, ())),
                *(_on(shift, d.dates, d.key.text) for d in mine for shift in d.staff[pool].get(place, ())),
            )
            for place in pools[pool].places
        }
    return staff


def _on(shift: Shift, dates: Dates, told: str = "") -> Shift:
    return replace(shift, hours=replace(shift.hours, on=dates), on_dates=told)


def _duty_lists(reader: Reader, names: Names, table: Table, pools: Mapping[str, Pool]) -> list[DutyList]:
    """The duty lists in the order of their dates. Of one pool no date may stand in two of them."""
    found: list[DutyList] = []
    for entry in table:
        dates = reader.read(entry.key, phrases.duty_dates, (), reader.hours)
        if isinstance(entry.value, Table) and dates:
            found.append(DutyList(entry.key, dates, _people(reader, names, entry.value, pools)))
    found.sort(key=lambda duty: duty.dates)
    taken: dict[str, list[tuple[date, date]]] = {}
    for duty in found:
        for pool in duty.staff:
            before = taken.setdefault(pool, [])
            if any(a <= last and first <= b for a, b in duty.dates for first, last in before):
                reader.add(duty.key.place, duty.key.path, "check_dates_twice", name=pool)
            before += duty.dates
    return found


def _people(reader: Reader, names: Names, table: Table, pools: Mapping[str, Pool]) -> Staff:
    """The people that the lines of a table speak of."""
    staff: Staff = {}
    for entry in table:
        name = entry.key.text
        if name in NOT_POOLS:
            continue
        if name not in pools:
            reader.unknown(table, entry.key.place, name, (*pools, *SETTINGS, ON_DATES), "check_no_pool")
            continue
        if pools[name].carried:
            reader.add(entry.key.place, entry.key.path, "check_phone_in_plan", name=name)
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
        staff[name] = {place: _shifts(reader, by_place[place], names) for place in places if place in by_place}
    return staff


def _shifts(reader: Reader, node: Node, names: Names) -> tuple[Shift, ...]:
    """The shifts of a pool at a place. Of a row of a sheet the mistakes in all cells are told, not only the first."""
    before = len(reader.problems)
    found = reader.read(node, phrases.shifts, (), reader.hours, names.levels)
    if len(reader.problems) > before and isinstance(node, Joined):
        for phrase in node.phrases:
            reader.read(replace(phrase, path=node.path), phrases.shifts, (), reader.hours, names.levels)
    return found
