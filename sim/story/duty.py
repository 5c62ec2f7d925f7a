"""The story of a planned duty: one occasion of it, with all its people (R7, R25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.calendars import Days
from sim.fate import tasks_of
from sim.journey import TASK
from sim.measures.court import court
from sim.measures.duties import Done, done_by
from sim.measures.events import Case
from sim.outcomes import NEVER, Outcomes
from sim.rules import Rules
from sim.scenario import Plan, Scenario, Title, laid_out
from sim.story.line import Line, Who
from sim.story.people import People
from sim.tasks import Occasions
from sim.workload import Workload


@dataclass(frozen=True)
class DutyStory:
    """An occasion of a duty as a story, still without words.

    Titles of the duty, of its `site` (None: a central duty) and of the `plan`; the `number` of the occasion at its
    place, from 0; `people` it takes (0: nobody of the plan does it there) and the `work` of each, ms. Its window
    `opens` (ms, possibly before the play), it is `ready`, `due` and `done` (ms; `NEVER`: not known, or not at all).
    `follows` is the title of the duty after which it comes, if any. `uncounted` as in `tell.Story`, by its due date.
    `lines` in order of time.
    """

    duty: Title
    follows: Title | None
    site: Title | None
    plan: Title
    number: int
    people: int
    work: int
    opens: int
    ready: int
    due: int
    done: int
    uncounted: str
    days: Days
    lines: tuple[Line, ...]

    @property
    def late(self) -> int:
        """How long after its due date it was done, ms; negative when it was done before."""
        return self.done - self.due


@dataclass(frozen=True)
class _Stint:
    """A stretch of one person's work on it, ms."""

    team: int
    begins: int
    ends: int
    free: int


@dataclass(frozen=True)
class _Duty:
    """The duty in this `row`, that of its first person, with what was drawn and what happened."""

    rules: Rules
    workload: Workload
    outcomes: Outcomes
    row: int
    people: People

    @property
    def rows(self) -> list[int]:
        """The tasks of its people."""
        tasks = self.workload.tasks
        happens = tasks_of(self.rules, tasks).happens
        return np.flatnonzero(happens & (tasks.group == tasks.group[self.row])).tolist()

    def stints(self, row: int) -> list[_Stint]:
        """The stretches of work on one person's part, one after the other."""
        found = self.outcomes.stints[self.outcomes.stints["row"] == self.workload.faults + row]
        columns = (found[name].tolist() for name in ("team", "work_from", "work_to", "free"))
        return [_Stint(*entry) for entry in zip(*columns, strict=True)]

    def taken_for(self, stint: _Stint) -> int:
        """The fault for which somebody was taken away at the end of a stretch; `NEVER` where it cannot be told."""
        stints = self.outcomes.stints
        same = (stints["taken"] == stint.free) & (stints["team"] == stint.team) & (stints["step"] != TASK)
        return int(stints["row"][same][0]) if np.count_nonzero(same) == 1 else NEVER


def occasions_at(planned: Occasions, kind: int, place: int) -> list[int]:
    """The rows of the first people of a duty's occasions at one place, in order of time."""
    return np.flatnonzero((planned.kind == kind) & (planned.place == place) & (planned.person == 0)).tolist()


def tell_duty(
    scenario: Scenario, plan: Plan, rules: Rules, workload: Workload, outcomes: Outcomes, row: int
) -> DutyStory:
    """The story of the occasion whose first person's task is in `row` of a replication; arguments as for `tell`."""
    planned, duties = workload.tasks.occasions, scenario.demand.duties
    kind, place = int(planned.kind[row]), int(planned.place[row])
    duty = _Duty(rules, workload, outcomes, row, People(rules, plan))
    titles = {duty.name: duty.title for duty in duties}
    judged = done_by(Case(workload, rules, outcomes), duties[kind].name, court(scenario).workdays)
    due, done = _verdict(judged, row)
    return DutyStory(
        duty=duties[kind].title,
        follows=titles.get(duties[kind].after),
        site=next((site.title for site in scenario.demand.sites if site.name == rules.sites[place]), None)
        if place >= 0
        else None,
        plan=plan.title,
        number=occasions_at(planned, kind, place).index(row),
        people=len(duty.rows),
        work=int(workload.tasks.work[row]),
        opens=int(planned.opens[row]),
        ready=int(outcomes.task_ready[row]),
        due=due,
        done=done,
        uncounted=uncounted(scenario, due),
        days=laid_out(scenario),
        lines=tuple(sorted(_lines(duty), key=lambda line: line.at)),
    )


def uncounted(scenario: Scenario, due: int) -> str:
    """On which side of the study a due date lies: "before", "after", or "" within it or where it is not known (J9)."""
    if due == NEVER:
        return ""
    if due <= scenario.study.opens_at:
        return "before"
    return "after" if due > scenario.study.closes_at else ""


def _verdict(judged: Done, row: int) -> tuple[int, int]:
    """When it was due and done."""
    found = np.flatnonzero(judged.row == row)
    return (int(judged.due[found[0]]), int(judged.done[found[0]])) if found.size else (NEVER, NEVER)


# ------------------------------------------------------------------ its lines


def _lines(duty: _Duty) -> Iterator[Line]:
    rows = duty.rows
    ready = int(duty.outcomes.task_ready[duty.row])
    if duty.workload.tasks.parent[duty.row] < 0:
        yield Line(int(duty.workload.tasks.occasions.opens[duty.row]), "duty_opens")
    if ready != NEVER:
        yield Line(ready, "duty_follows" if duty.workload.tasks.parent[duty.row] >= 0 else "duty_ready", mark="ready")
        yield from _urgent(duty, rows, ready)
    ended = sorted(int(duty.outcomes.task_ended[row]) for row in rows)
    for count, at in enumerate(ended, start=1):
        if at != NEVER:
            last = count == len(rows)
            yield Line(at, "duty_done" if last else "duty_part_done", mark="done" if last else "", count=count)
    for row in rows:
        yield from _of_person(duty, row, ready)


def _urgent(duty: _Duty, rows: list[int], ready: int) -> Iterator[Line]:
    """It waits, and becomes urgent."""
    at = int(tasks_of(duty.rules, duty.workload.tasks).urgent_at[duty.row])
    at = max(at, ready) if at != NEVER else NEVER
    idle = any(all(not stint.begins <= at < stint.ends for stint in duty.stints(row)) for row in rows)
    ended = [int(duty.outcomes.task_ended[row]) for row in rows]
    if at != NEVER and idle and (NEVER in ended or at < max(ended)):
        yield Line(at, "duty_urgent")


def _of_person(duty: _Duty, row: int, ready: int) -> Iterator[Line]:
    """One person's part: begun, broken off, gone on with."""
    stints = duty.stints(row)
    if not stints:
        return
    first = stints[0]
    what = "duty_begins_late" if first.begins > ready else "duty_begins"
    yield Line(first.begins, what, mark="begun", who=duty.people.of(first.team), span=first.begins - ready)
    left = int(duty.workload.tasks.work[row])
    for before, after in pairwise(stints):
        left -= before.ends - before.begins
        yield _broken_off(duty, before, left)
        yield Line(after.begins, "duty_goes_on", who=duty.people.of(after.team), span=left)
    if duty.outcomes.task_ended[row] == NEVER and stints[-1].free != NEVER:
        yield _broken_off(duty, stints[-1], left - (stints[-1].ends - stints[-1].begins))


def _broken_off(duty: _Duty, stint: _Stint, left: int) -> Line:
    """Somebody is taken away: for a fault, by the end of his shift, or for what cannot be told."""
    who: Who = duty.people.of(stint.team)
    fault = duty.taken_for(stint)
    if stint.free in duty.rules.teams[stint.team].calendar.closes:
        return Line(stint.free, "duty_shift_ends", who=who, span=left)
    if fault == NEVER:
        return Line(stint.free, "duty_broken_off", who=who, span=left)
    level = duty.rules.levels[int(duty.workload.level[fault])]
    return Line(stint.free, "duty_broken_off_for", who=who, span=left, fault=fault, level=level)
