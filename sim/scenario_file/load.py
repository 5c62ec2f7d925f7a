"""From a scenario file to a Scenario, or to every reason why not."""

from __future__ import annotations

from pathlib import Path

from sim.problems import InputError, Problem
from sim.scenario import Scenario
from sim.scenario_file import inherit, named_hours, tables, text
from sim.scenario_file.agreements import agreements
from sim.scenario_file.demand import demand
from sim.scenario_file.duties import with_duties
from sim.scenario_file.keys import check_keys
from sim.scenario_file.marks import check_clauses, clause_places, figures
from sim.scenario_file.naming import scenario_name
from sim.scenario_file.operation import operation
from sim.scenario_file.reader import Reader, title
from sim.scenario_file.study import check_periods, study
from sim.scenario_file.tree import Table, Words, parse


def load(path: str | Path) -> Scenario:
    """The scenario in the file at `path`; InputError with everything that is wrong with it.

    Nothing in the file is executed. Tables may come from CSV files in the scenario's own folder, never from elsewhere.
    """
    file = Path(path)
    written = text.read(file)
    text.check_signs(written, str(path))
    reader = Reader(file)
    tree = tables.expanded(reader, parse(written, str(path)))
    scenario = _read(reader, tree)
    problems = _without_echoes([*check_keys(tree), *reader.problems])
    if problems:
        raise InputError(problems)
    return scenario


def _read(reader: Reader, tree: Table) -> Scenario:
    calendar = inherit.without_none(tree.table("calendar"))
    reader.hours = named_hours.hours(reader, calendar.table("hours"))
    reader.holidays = named_hours.holidays(reader, tree.table("calendar"))
    reader.carried_phones = _carried_phones(tree.table("operation"))
    demand_table = tree.table("demand")
    demand_read, names = demand(reader, demand_table)
    operation_read = operation(reader, tree.table("operation"), demand_read, names, demand_table)
    demand_read = with_duties(reader, demand_table, demand_read, names, operation_read.base)
    agreed = agreements(reader, tree.table("agreements"), names, operation_read.base, demand_read)
    looked_at = study(reader, inherit.without_none(tree.table("study")))
    check_periods(reader, tree.table("study"), looked_at, agreed.promises)
    check_clauses(reader, tree, agreed)
    name = scenario_name(reader, tree)
    return Scenario(
        name=name,
        title=title(tree, name),
        holidays=reader.holidays,
        hours=reader.hours,
        demand=demand_read,
        operation=operation_read,
        agreements=agreed,
        study=looked_at,
        sources={e.key.text: e.value.text for e in tree.table("sources") if isinstance(e.value, Words)},
        figures=figures(reader, tree),
        places=clause_places(tree),
    )


def _carried_phones(operation: Table) -> bool:
    """Whether any pool, be it a plan's own, is a carried phone."""
    plans = [entry.value for entry in operation.table("plans") if isinstance(entry.value, Table)]
    pools = [entry.value for part in (operation, *plans) for entry in part.table("pools")]
    return any(isinstance(pool, Table) and ("unreachable" in pool or "busy" in pool) for pool in pools)


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Each problem once: the shape and the reading may both have met it, with the same words at the same place.

    Where words stand instead of a table, the lines that the table should have are not missed as well.
    """
    no_tables = {problem.path for problem in problems if problem.key == "check_table_expected"}
    found: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        if problem.key == "check_needs" and problem.path in no_tables:
            continue
        found.setdefault((problem.place, problem.key), problem)
    return list(found.values())
