"""From a table of faults to a workload, or to every reason why not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from sim import phrases, sheets
from sim.problems import InputError, PhraseError, Place, Problem, nearest
from sim.scenario import STEPS, Level, Scenario, Site, laid_out
from sim.sheets import Cell
from sim.tickets.columns import (
    BACK,
    DIAGNOSIS,
    LEVEL,
    PLACED,
    RAISED,
    SITE,
    TRULY,
    Column,
    columns,
    heads,
    name_among,
    spoken,
)
from sim.workload import CANNOT_TELL, ENVIRONMENT, OWN, Workload, with_causes_of_origins, workload_at

TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日\s*|[ T]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$"
)

Row = Mapping[str, Cell]
Said = dict[str, Any]
"""What a row says, by heading."""


def read(path: Path, scenario: Scenario, seed: int, replication: int = 0) -> Workload:
    """The workload that the table at `path` describes. What it does not say is drawn as in this replication.

    `scenario` must be settled. InputError with every cell that cannot be read.
    """
    problems: list[Problem] = []
    rows = _rows(path, scenario, problems)
    readers = _readers(scenario)
    said = [_said(row, readers, problems) for row in rows]
    told = columns(scenario)
    for row, known in zip(rows, said, strict=True):
        _check_cause(row, known, told, problems)
    if problems:
        raise InputError(problems)
    sites = [site.name for site in scenario.demand.sites]
    places = [(known[LEVEL], known.get(SITE, sites[0])) for known in said]
    times = np.array([known[RAISED] for known in said], dtype=np.int64)
    back_after = [known.get(BACK, ()) for known in said]
    workload, order = workload_at(scenario, seed, replication, places, times, back_after)
    return _told(workload, told, [said[index] for index in order])


# ------------------------------------------------------------------ the table


def _rows(path: Path, scenario: Scenario, problems: list[Problem]) -> list[Row]:
    """The rows as cells by heading; without a usable first row nothing else is looked at."""
    try:
        found = sheets.read(path, str(path))
    except sheets.SheetError as error:
        place = Place(str(path), error.line, 1 if error.line else 0)
        raise InputError([Problem(place, (), error.key, {**error.values, "line": error.line})]) from None
    if len(found) < 2:
        raise InputError([Problem(Place(str(path)), (), "replay_no_rows", {"example": "raised,level,site"})])
    header, *body = found
    names = [" ".join(spoken(phrases.half_width(cell.text).lower()).split()) for cell in header]
    _check_heads(header, names, scenario, problems)
    if problems:
        raise InputError(problems)
    for row in body:
        problems += [Problem(c.place, (), "check_csv_wide", {"count": len(names)}) for c in row[len(names) :] if c.text]
    return [
        {name: cell or Cell("", row[0].place) for name, cell in zip_longest(names, row[: len(names)]) if name}
        for row in body
    ]


def _check_heads(header: sheets.Row, names: list[str], scenario: Scenario, problems: list[Problem]) -> None:
    known = heads(scenario)
    for number, (cell, name) in enumerate(zip(header, names, strict=True)):
        values: dict[str, object] = {"name": cell.text, "near": nearest(name, known), "known": ", ".join(known)}
        if name and name not in known:
            key = "replay_no_column_near" if values["near"] else "replay_no_column"
            problems.append(Problem(cell.place, (), key, values))
        elif name and name in names[:number]:
            problems.append(Problem(cell.place, (), "replay_column_twice", values))
    needed = [RAISED, LEVEL, *([SITE] if len(scenario.demand.sites) > 1 else [])]
    missing = [name for name in needed if name not in names]
    if missing:
        problems.append(Problem(header[0].place, (), "replay_column_missing", {"names": " ".join(missing)}))


# ------------------------------------------------------------------ cells


def _readers(scenario: Scenario) -> dict[str, Callable[[str], Any]]:
    """How the cells below each heading are read."""
    demand = scenario.demand
    return {
        RAISED: lambda text: _instant(text, scenario),
        LEVEL: _called(demand.levels),
        SITE: _called(demand.sites),
        **{column.name: column.read for column in columns(scenario)},
    }


def _called(things: Sequence[Level] | Sequence[Site]) -> Callable[[str], str]:
    """A reader of the names of these things, or of what they are called in either language."""
    names = [thing.name for thing in things]
    titles = [(title, thing.name) for thing in things for title in {thing.title.en, thing.title.zh} if title]
    once = Counter(title for title, _ in titles)
    meant = {title: name for title, name in titles if once[title] == 1 and title not in names}
    read = name_among(names)
    return lambda text: read(meant.get(text, text))


def _said(row: Row, readers: Mapping[str, Callable[[str], Any]], problems: list[Problem]) -> Said:
    """What a row says; an empty cell says nothing."""
    said = {}
    for name, cell in row.items():
        if cell.text or name in PLACED:
            try:
                said[name] = readers[name](cell.text)
            except PhraseError as error:
                problems.append(Problem(cell.place, (name,), error.key, error.values))
    return said


def _instant(text: str, scenario: Scenario) -> int:
    """Ms since the scenario's first midnight, inside the time in which faults are raised."""
    if not text:
        raise PhraseError("replay_empty", known="2026-03-02 09:15")
    found = TIME.match(phrases.half_width(text))
    try:
        when = datetime(*(int(part or 0) for part in found.groups()[:6])) if found else None  # type: ignore[arg-type]
    except ValueError:
        when = None
    if found is None or when is None:
        raise PhraseError("replay_no_time", found=text)
    first = laid_out(scenario).first
    until = scenario.study.arrivals_until
    since = when - datetime(first.year, first.month, first.day)
    at = since // timedelta(milliseconds=1) + int((found.group(7) or "0").ljust(3, "0"))
    if not 0 <= at < until:
        last = datetime(first.year, first.month, first.day) + timedelta(milliseconds=until - 1)
        raise PhraseError("replay_outside", found=text, first=first, last=last.date())
    return at


def _check_cause(row: Row, said: Said, told: tuple[Column, ...], problems: list[Problem]) -> None:
    """What is said of a cause must fit together: a clear diagnosis is right, and we restore only what is our own."""
    diagnosis, truly = said.get(DIAGNOSIS, CANNOT_TELL), said.get(TRULY)
    if diagnosis != CANNOT_TELL and truly is not None and truly != (diagnosis == ENVIRONMENT):
        problems.append(Problem(row[TRULY].place, (TRULY,), "replay_cause_differs", {"found": row[TRULY].text}))
    elif diagnosis == ENVIRONMENT or truly:
        for column in told:
            if column.solves and said.get(column.name):
                values: dict[str, object] = {"step": spoken(column.solves)}
                problems.append(Problem(row[column.name].place, (column.name,), "replay_cannot_solve", values))


# ------------------------------------------------------------------ the workload


def _told(workload: Workload, told: tuple[Column, ...], said: list[Said]) -> Workload:
    """The workload with everything that is said of its faults. What a step of ours solved was our own; the customer is
    asked before a diagnosis is done; and what comes back has the cause and the marks of the first."""
    arrays: dict[str, Any] = {
        name: value.copy() for name, value in vars(workload).items() if isinstance(value, np.ndarray)
    }
    travels = any(name.endswith(" travel") for known in said for name in known)
    ways = np.full((workload.faults, 2), -1, dtype=np.int64) if travels else None
    changed = replace(workload, **arrays, told_travel=ways)
    for row, known in enumerate(said):
        if any(column.solves and known.get(column.name) for column in told):
            changed.truly_environment[row] = False
            if changed.diagnosis[row] == ENVIRONMENT:
                changed.diagnosis[row] = OWN
        for column in told:
            if column.name in known:
                column.put(changed, row, known[column.name])
    np.minimum(changed.question_after, changed.work[:, STEPS.index("diagnosis")], out=changed.question_after)
    return with_causes_of_origins(changed)
