"""The whole scenario, where its figures and clauses stand, and the days it covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from sim.calendars import DAY, Days, Holidays, Hours, days
from sim.distributions import Estimate, Range
from sim.scenario.agreements import Agreements
from sim.scenario.demand import Demand
from sim.scenario.operation import Operation, Plan
from sim.scenario.study import Study
from sim.scenario.words import Title
from sim.streams import uniform


@dataclass(frozen=True)
class Figure:
    """A number of the file and where it comes from: `status` is "assumption", "cited", "computed", "measured" or
    "expert"; `source` its key in the file's list of sources and `text` the value as written."""

    path: tuple[str, ...]
    line: int
    text: str
    status: str
    source: str


@dataclass(frozen=True)
class ClausePlace:
    """Where a clause lives in the file: the path of the block that names it, and its line."""

    clause: str
    path: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Scenario:
    """Everything a scenario says."""

    name: str
    title: Title
    holidays: Holidays
    hours: Mapping[str, Hours]
    demand: Demand
    operation: Operation
    agreements: Agreements
    study: Study
    sources: Mapping[str, str]
    figures: tuple[Figure, ...]
    places: tuple[ClausePlace, ...]

    def plan(self, name: str) -> Plan:
        """The plan called `name`; KeyError if there is none."""
        for plan in self.operation.plans:
            if plan.name == name:
                return plan
        raise KeyError(name)


DAYS_TO_FOLLOW = 800
"""Days laid out beyond the last arrival, in which everything begun is followed to its end."""


def laid_out(scenario: Scenario) -> Days:
    """The days of the simulated time, from time 0 until nothing is followed any more."""
    study = scenario.study
    count = study.arrivals_until // DAY + DAYS_TO_FOLLOW
    return _days(scenario.holidays, study.origin, count)


@cache
def _days(holidays: Holidays, first: date, count: int) -> Days:
    return days(holidays, first, count)


def whole_years(scenario: Scenario) -> Days:
    """The days of the calendar years that the study touches: the span over which yearly means are kept."""
    study = scenario.study
    first = date(study.start.year, 1, 1)
    last = study.start + timedelta(days=study.days - 1)
    return _days(scenario.holidays, first, (date(last.year, 12, 31) - first).days + 1)


def settled(scenario: Scenario, seed: int, replication: int) -> Scenario:
    """The scenario of one contract year: every number that is not known exactly is drawn.

    A number is known by its place in the file, so one that is written once is drawn once, whatever it holds for. A
    scenario without such numbers is returned as it is, so that what is derived from it can be kept.
    """

    def walk(node: Any) -> Any:
        if isinstance(node, Range | Estimate):
            return node.settled(uniform("settled", seed, replication, node.name))
        if is_dataclass(node) and not isinstance(node, type):
            old = {entry.name: getattr(node, entry.name) for entry in fields(node)}
            new = {name: walk(value) for name, value in old.items()}
            changed = {name: value for name, value in new.items() if value is not old[name]}
            return replace(node, **changed) if changed else node
        if isinstance(node, Mapping):
            entries = {key: walk(value) for key, value in node.items()}
            return entries if any(entries[key] is not node[key] for key in node) else node
        if isinstance(node, tuple):
            items = tuple(walk(item) for item in node)
            return items if any(a is not b for a, b in zip(items, node, strict=True)) else node
        return node

    result: Scenario = walk(scenario)
    return result
