"""Planned duties, measured: whether they were done when due, the hours they took, and a project lead's load.

A duty belongs to the period of its due date, whenever it is done (J9); it is done with the last of its people (R25). A
duty that follows another is due only once that is done. Where nobody is there to do it, it is missed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calendars import DAY, Calendar, open_before, time_of_open
from sim.fate import TaskFate, tasks_of
from sim.measures.court import Brief
from sim.measures.events import Case
from sim.measures.tally import PromiseTally
from sim.outcomes import NEVER

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Done:
    """The occasions of one duty [g] that came about: the `row` of the first person's task, and when each was `due` and
    `done` (`NEVER`), in ms."""

    row: Ints
    due: Ints
    done: Ints


def count_duty(tally: PromiseTally, brief: Brief, case: Case, workdays: Calendar) -> None:
    """The occasions of the promise's duty in the period of their due date, and those of them done by then."""
    found = done_by(case, brief.promise.duty, workdays)
    period = np.searchsorted(brief.edges, found.due, side="left") - 1  # due at a midnight is due on the day before
    inside = (period >= 0) & (period < brief.periods)
    met = inside & (found.done != NEVER) & (found.done <= found.due)
    tally.judged[0, brief.cells] = np.bincount(period[inside], minlength=brief.periods)
    for column in (tally.met, tally.gross_met, tally.net_met):
        column[0, brief.cells] = np.bincount(period[met], minlength=brief.periods)


def done_by(case: Case, duty: str, workdays: Calendar) -> Done:
    """The occasions of a duty, with the instants at which they were due and done."""
    tasks, kinds = case.workload.tasks, case.rules.tasks
    number = tasks.kinds.index(duty)
    fate: TaskFate = case.once("tasks", lambda: tasks_of(case.rules, tasks))
    finished = case.once("occasions", lambda: _finished(case, fate))
    planned = tasks.occasions
    first = np.flatnonzero((planned.kind == number) & (planned.person == 0) & tasks.happens[: tasks.duties])
    due, parent = planned.due[first], planned.parent[first]
    before = np.where(parent >= 0, finished[parent], 0)
    if kinds[number].due_workdays:
        midnight = (before // DAY + 1) * DAY
        due = time_of_open(workdays, open_before(workdays, midnight) + kinds[number].due_workdays * DAY)
    counts = before != NEVER
    return Done(first[counts], due[counts], finished[planned.group[first]][counts])


def _finished(case: Case, fate: TaskFate) -> Ints:
    """[G] when each group of tasks was done; `NEVER` where anybody was not, or nobody did it."""
    tasks, ended = case.workload.tasks, case.outcomes.task_ended
    groups = 1 + max(int(tasks.group.max(initial=-1)), int(tasks.parent.max(initial=-1)))
    last, missing = np.full(groups, NEVER, dtype=np.int64), np.zeros(groups, dtype=np.bool_)
    rows = np.flatnonzero(fate.happens)
    np.maximum.at(last, tasks.group[rows], ended[rows])
    missing[tasks.group[rows[ended[rows] == NEVER]]] = True
    return np.where(missing, NEVER, last)
