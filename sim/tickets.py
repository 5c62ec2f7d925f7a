"""A table of faults that really happened, or were made up, as the workload of a replication.

Required columns: `raised` (local date and time), `level`, and `site` where there are several. Further columns say what
is known of a fault; whatever is not said is drawn, exactly as in replication 0 of a run with this seed for the fault of
that number at its site and level. So a table without further columns that holds the faults of that replication plays
like the replication itself.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from sim import phrases
from sim.calendars import DAY
from sim.problems import InputError, PhraseError, Place, Problem, nearest
from sim.scenario import STEPS, Scenario, laid_out
from sim.workload import CANNOT_TELL, ENVIRONMENT, OWN, Workload, workload_at

CAUSES = {"own": OWN, "environment": ENVIRONMENT, "cannot tell": CANNOT_TELL, "cannot_tell": CANNOT_TELL}
YES_NO = {"yes": True, "no": False, "是": True, "否": False, "1": True, "0": False}
TIME = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$")
ENCODINGS = ("utf-8-sig", "gb18030")
"""Excel on Chinese Windows saves a CSV in the second one."""

PLACED = ("raised", "level", "site")
"""Columns that say when and where a fault is raised."""

MOST = 200_000
"""A table with more rows is not played as one replication."""


@dataclass(frozen=True)
class Cell:
    """A cell of the table with its place."""

    text: str
    place: Place


Row = Mapping[str, Cell]


def read(path: Path, scenario: Scenario, seed: int) -> Workload:
    """The workload that the table at `path` describes; InputError with every cell that cannot be read."""
    problems: list[Problem] = []
    rows = _rows(path, scenario, problems)
    raised = [_cell(row, "raised", problems, lambda text: _instant(text, scenario)) for row in rows]
    levels = [
        _cell(row, "level", problems, _name_among(level.name for level in scenario.demand.levels)) for row in rows
    ]
    sites = [site.name for site in scenario.demand.sites]
    places = [_cell(row, "site", problems, _name_among(sites)) if "site" in row else sites[0] for row in rows]
    said = [_said(row, problems) for row in rows]
    if problems:
        raise InputError(problems)
    times = np.array(raised, dtype=np.int64)
    workload, order = workload_at(scenario, seed, 0, list(zip(levels, places, strict=True)), times)
    return _told(workload, [said[index] for index in order])


# ------------------------------------------------------------------ the table


def _rows(path: Path, scenario: Scenario, problems: list[Problem]) -> list[Row]:
    lines = list(csv.reader(_text(path).splitlines(), delimiter=_delimiter(path)))
    header = [name.strip().lower().replace("_", " ") for name in lines[0]]
    known = known_columns(scenario)
    begins = list(accumulate((len(name) + 1 for name in lines[0]), initial=1))
    for at, name in zip(begins, header, strict=False):
        if name and name not in known:
            near = nearest(name, known)
            key = "replay_no_column_near" if near else "replay_no_column"
            values: dict[str, object] = {"name": name, "near": near, "known": ", ".join(known)}
            problems.append(Problem(Place(str(path), 1, at, len(name)), (), key, values))
    needed = ["raised", "level", *(["site"] if len(scenario.demand.sites) > 1 else [])]
    missing = [name for name in needed if name not in header]
    if missing:
        problems.append(Problem(Place(str(path), 1, 1), (), "replay_column_missing", {"names": " ".join(missing)}))
    if problems:
        raise InputError(problems)
    rows: list[Row] = []
    for number, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells):
            texts = [*cells, *[""] * (len(header) - len(cells))]
            starts = accumulate((len(text) + 1 for text in texts), initial=1)
            places = (Place(str(path), number, at, max(1, len(text))) for at, text in zip(starts, texts, strict=False))
            rows.append({n: Cell(text.strip(), place) for n, text, place in zip(header, texts, places, strict=False)})
    if not rows or len(rows) > MOST:
        raise InputError(
            [Problem(Place(str(path), 1, 1), (), "replay_rows", {"count": len(rows), "most": f"{MOST:,}"})]
        )
    return rows


def known_columns(scenario: Scenario) -> list[str]:
    """The columns a table may have."""
    of_steps = [f"{step.replace('_', ' ')} {what}" for step in STEPS if step in scenario.demand.steps for what in SAID]
    return ["raised", "level", "site", "diagnosis", "truly environment", "granted", *of_steps]


SAID = ("work", "solves")
"""What may be said of a step: how long its work takes, and whether it would solve."""


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError([Problem(Place(str(path)), (), "replay_cannot_read", {"reason": error.strerror})]) from None
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip():
            return text
    raise InputError([Problem(Place(str(path)), (), "replay_cannot_read", {"reason": "UTF-8, GB18030"})])


def _delimiter(path: Path) -> str:
    first = _text(path).splitlines()[0]
    return max(",;\t", key=first.count)


# ------------------------------------------------------------------ cells


def _cell(row: Row, name: str, problems: list[Problem], meaning: Callable[[str], Any]) -> Any:
    """What a cell means; a problem where it means nothing."""
    cell = row[name]
    try:
        return meaning(cell.text)
    except PhraseError as error:
        problems.append(Problem(cell.place, (name,), error.key, error.values))
    except _NotRead as error:
        problems.append(Problem(cell.place, (name,), error.key, {"found": cell.text, **error.values}))
    return 0


class _NotRead(Exception):
    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def _name_among(names: Iterable[str]) -> Callable[[str], str]:
    known = list(names)

    def meaning(text: str) -> str:
        if text in known:
            return text
        near = nearest(text, known)
        raise _NotRead("replay_not_known_near" if near else "replay_not_known", near=near, known=", ".join(known))

    return meaning


def _one_of(choices: Mapping[str, Any]) -> Callable[[str], Any]:
    def meaning(text: str) -> Any:
        if text.lower() in choices:
            return choices[text.lower()]
        raise _NotRead("replay_not_known", near="", known=", ".join(choices))

    return meaning


def _instant(text: str, scenario: Scenario) -> int:
    """Ms since the scenario's first midnight, inside the time that is simulated."""
    found = TIME.match(phrases.half_width(text))
    try:
        parts = [int(part or 0) for part in found.groups()[:6]] if found else []
        when = datetime(*parts)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise _NotRead("replay_no_time") from None
    assert found is not None
    thousandths = int((found.group(7) or "0").ljust(3, "0"))
    study, first = scenario.study, laid_out(scenario).first
    since = when - datetime(first.year, first.month, first.day)
    at = since.days * DAY + since.seconds * 1000 + thousandths
    if not 0 <= at < study.arrivals_until:
        raise _NotRead("replay_outside", first=first.isoformat(), days=study.arrivals_until // DAY)
    return at


# ------------------------------------------------------------------ what is known of the faults


def _said(row: Row, problems: list[Problem]) -> dict[str, Any]:
    """What a row says of its fault beside time, level and site."""
    said = {}
    for name, cell in row.items():
        if cell.text and name not in PLACED:
            said[name] = _cell(row, name, problems, _meaning(name))
    return said


def _meaning(column: str) -> Callable[[str], Any]:
    if column == "diagnosis":
        return _one_of(CAUSES)
    return phrases.duration if column.endswith(" work") else _one_of(YES_NO)


def _told(workload: Workload, said: list[dict[str, Any]]) -> Workload:
    """The workload with everything that is said of its faults."""
    work, solve_u, granted_u = workload.work.copy(), workload.solve_u.copy(), workload.granted_u.copy()
    diagnosis, environment = workload.diagnosis.copy(), workload.truly_environment.copy()
    for number, known in enumerate(said):
        diagnosis[number] = known.get("diagnosis", diagnosis[number])
        environment[number] = known.get("truly environment", environment[number])
        if diagnosis[number] != CANNOT_TELL:  # then the diagnosis is right
            environment[number] = diagnosis[number] == ENVIRONMENT
        if "granted" in known:
            granted_u[number] = 0.0 if known["granted"] else 1.0
        for index, step in enumerate(STEPS):
            spoken = step.replace("_", " ")
            work[number, index] = known.get(f"{spoken} work", work[number, index])
            if f"{spoken} solves" in known:
                solve_u[number, index] = 0.0 if known[f"{spoken} solves"] else 1.0
    return replace(
        workload,
        work=work,
        solve_u=solve_u,
        granted_u=granted_u,
        diagnosis=diagnosis,
        truly_environment=environment,
    )
