"""What a table may say of a fault: each column with its heading, how its cells are read, and what they do.

A chance that was told becomes a number below every chance (`SURE`) or above it (`NEVER_SO`) in the place of its draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import phrases
from sim.distributions import Quantity, plain
from sim.journey import CAUSES, restores
from sim.problems import PhraseError, nearest
from sim.scenario import PREPARE_KEY, SOLVING, STEPS, WORK_KEY, PerFault, Scenario
from sim.workload import CANNOT_TELL, ENVIRONMENT, OWN, Workload

RAISED, LEVEL, SITE = "raised", "level", "site"
PLACED = (RAISED, LEVEL, SITE)
"""Columns that say when and where a fault is raised."""

DIAGNOSIS, TRULY = "diagnosis", "truly environment"

BACK = "comes back after"
"""The heading of how long after each restoration a fault is raised once more; told, it makes further rows."""

MOST_TIMES = 3
"""A fault comes back so often at most (R20)."""

SURE, NEVER_SO = -1.0, 1.0
"""In the place of a uniform number: it happens, it does not, whatever the chance."""

DIAGNOSES = {"own": OWN, "environment": ENVIRONMENT, "cannot tell": CANNOT_TELL}
YES_NO = {"yes": True, "no": False, "是": True, "否": False, "1": True, "0": False}
VISITS = ("onsite", "second_visit")


@dataclass(frozen=True)
class Column:
    """What is said under the heading `name`: how a cell is `read` (PhraseError), what it does to a fault when it is
    `put` into the arrays of a workload, and how it is `spelled` for a fault that was drawn (None: it is not, since it
    depends on the plan or is more than one value). `solves`: the step that solves, where this is what it says."""

    name: str
    read: Callable[[str], Any]
    put: Callable[[Workload, int, Any], None]
    spelled: Callable[[Workload, int], str] | None = None
    solves: str = ""


def columns(scenario: Scenario) -> tuple[Column, ...]:
    """The columns that say more of a fault than when and where it was raised."""
    return (*_of_fault(scenario), *(column for step in scenario.demand.steps for column in _of_step(scenario, step)))


def heads(scenario: Scenario) -> tuple[str, ...]:
    """The headings that a table may have."""
    return (*PLACED, *(column.name for column in columns(scenario)))


def _of_fault(scenario: Scenario) -> Iterator[Column]:
    demand = scenario.demand
    yield Column(DIAGNOSIS, one_of(DIAGNOSES), _put_diagnosis, lambda w, row: list(DIAGNOSES)[w.diagnosis[row]])
    yield Column(TRULY, one_of(YES_NO), _put_truth, lambda w, row: yes(bool(w.truly_environment[row])))
    for index, mark in enumerate(demand.marks):
        yield _mark(f"mark {spoken(mark.name).lower()}", 1 << index)
    if demand.reopens is not None:
        yield Column(BACK, _lives, lambda w, row, value: None, _spelled_lives)
    if demand.information is not None:
        yield Column(
            "question after", _moment, lambda w, row, value: _put(w.question_after, row, value), _spelled_moment
        )
        yield _time("question delay", "question_delay")
    if demand.authorisation is not None:
        yield _chance("granted", "granted_u", demand.authorisation.granted)
    if "onsite" in demand.steps:
        yield _chance("second visit", "again_u", demand.steps["onsite"].again)
    if demand.calls.patience is not None:
        yield Column("patience", _patience, lambda w, row, value: _put(w.patience[row], slice(None), value))
    yield _time("other way", "other_way")
    if "hq_trip" in demand.steps:
        for name in ("to_airport", "flight", "to_site"):
            yield _time(f"hq trip {spoken(name)}", name)


def _of_step(scenario: Scenario, step: str) -> Iterator[Column]:
    index, told = STEPS.index(step), spoken(step)
    if step in PREPARE_KEY:
        yield _time(f"{told} {PREPARE_KEY[step]}", "prepare", index)
    yield _time(f"{told} {WORK_KEY.get(step, 'work')}", "work", index)
    if step in (*SOLVING, *VISITS):
        chances = scenario.demand.steps[step].solves
        yield _chance(f"{told} solves", "solve_u", chances, index, step)
    if step in VISITS:
        visit = VISITS.index(step)
        yield Column(f"{told} travel", phrases.duration, lambda w, row, value: _put(w.told_travel, (row, visit), value))


def spoken(name: str) -> str:
    """A name as it stands in a heading."""
    return name.replace("_", " ")


# ------------------------------------------------------------------ kinds of columns


def _put(array: NDArray[Any] | None, at: Any, value: Any) -> None:
    assert array is not None
    array[at] = value


def _time(name: str, array: str, step: int | None = None) -> Column:
    """A duration in a column of the workload, or in that of a step."""

    def at(row: int) -> Any:
        return row if step is None else (row, step)

    return Column(
        name,
        phrases.duration,
        lambda w, row, value: _put(getattr(w, array), at(row), value),
        lambda w, row: phrases.spell_duration(int(getattr(w, array)[at(row)])),
    )


def _chance(name: str, array: str, chances: PerFault[Quantity], step: int | None = None, solves: str = "") -> Column:
    """Yes or no in the place of a uniform number. What a step would solve is only what it can (R11)."""

    def at(row: int) -> Any:
        return row if step is None else (row, step)

    def happens(w: Workload, row: int) -> bool:
        chance = plain(chances[w.levels[w.level[row]], w.sites[w.site[row]]])
        possible = not solves or solves in restores(cause_of(w, row))
        return bool(getattr(w, array)[at(row)] < chance) and possible

    return Column(
        name,
        one_of(YES_NO),
        lambda w, row, value: _put(getattr(w, array), at(row), SURE if value else NEVER_SO),
        lambda w, row: yes(happens(w, row)),
        solves,
    )


def _mark(name: str, bit: int) -> Column:
    """Whether a fault has a mark, one bit of a number."""

    def put(workload: Workload, row: int, value: bool) -> None:
        workload.marks[row] = workload.marks[row] & ~bit | bit * value

    return Column(name, one_of(YES_NO), put, lambda w, row: yes(bool(w.marks[row] & bit)))


def cause_of(workload: Workload, row: int) -> str:
    """The kind of cause of a fault, one of `journey.CAUSES`."""
    if workload.diagnosis[row] == CANNOT_TELL:
        return CAUSES[2 + int(workload.truly_environment[row])]
    return CAUSES[workload.diagnosis[row]]


def _put_diagnosis(workload: Workload, row: int, value: int) -> None:
    """A clear diagnosis is right."""
    workload.diagnosis[row] = value
    if value != CANNOT_TELL:
        workload.truly_environment[row] = value == ENVIRONMENT


def _put_truth(workload: Workload, row: int, value: bool) -> None:
    """Unless the cause cannot be told, the diagnosis says what is true."""
    workload.truly_environment[row] = value
    if workload.diagnosis[row] != CANNOT_TELL:
        workload.diagnosis[row] = ENVIRONMENT if value else OWN


# ------------------------------------------------------------------ cells


def yes(value: bool) -> str:
    """A truth as it is written."""
    return "yes" if value else "no"


def one_of(choices: Mapping[str, Any]) -> Callable[[str], Any]:
    """A reader of one of these words."""

    def meaning(text: str) -> Any:
        return choices[name_among(choices)(spoken(phrases.half_width(text).lower()))]

    return meaning


def name_among(names: Iterable[str]) -> Callable[[str], str]:
    """A reader of one of these names."""
    known = list(names)

    def meaning(text: str) -> str:
        if text in known:
            return text
        near = nearest(text, known) if text else ""
        key = "replay_empty" if not text else "replay_not_known_near" if near else "replay_not_known"
        raise PhraseError(key, found=text, near=near, known=", ".join(known))

    return meaning


def _moment(text: str) -> int:
    """After how much work the customer is asked; -1: never."""
    return -1 if text.lower() == "never" else phrases.duration(text)


def _spelled_moment(workload: Workload, row: int) -> str:
    after = int(workload.question_after[row])
    return "never" if after < 0 else phrases.spell_duration(after)


def _lives(text: str) -> tuple[int, ...]:
    """`2 d`, or `2 d; 5 h` for a fault that comes back twice; `never`."""
    if text.lower() == "never":
        return ()
    found = tuple(phrases.duration(part.strip()) for part in phrases.half_width(text).split(";"))
    if len(found) > MOST_TIMES:
        raise PhraseError("replay_back_often", found=text, most=MOST_TIMES)
    return found


def _spelled_lives(workload: Workload, row: int) -> str:
    found = []
    while (back := np.flatnonzero(workload.parent == row)).size:
        row = int(back[0])
        found.append(phrases.spell_duration(int(workload.back_after[row])))
    return "; ".join(found)


def _patience(text: str) -> int:
    return -1 if text.lower() == "endless" else phrases.duration(text)
