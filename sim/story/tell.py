"""A fault's record becomes its story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sim.calendars import Days
from sim.journey import REMOTE
from sim.measures.court import court
from sim.outcomes import NEVER, Outcomes
from sim.rules import Rules
from sim.scenario import STEPS, Plan, Scenario, Study, Title, laid_out
from sim.story import journeys, phone
from sim.story.deadlines import Deadline, deadlines
from sim.story.fault import Fault, lives_of
from sim.story.line import Line
from sim.story.people import People
from sim.workload import Workload


@dataclass(frozen=True)
class Story:
    """One fault as a story, still without words.

    The name of its `level`, titles of its `site`, `marks` and `plan`; `truly_environment` says whose fault it was;
    `raised`, `logged`, `restored` in ms (`NEVER` for none) since the midnight that begins the first of `days`;
    `uncounted` says whether it was registered in the warm-up ("before") or the cool-down ("after") and no promise
    counts it, else ""; `lines` in order of time; `deadlines` by the time they were due.
    """

    level: str
    site: Title
    marks: tuple[Title, ...]
    plan: Title
    truly_environment: bool
    raised: int
    logged: int
    restored: int
    days: Days
    uncounted: str
    lines: tuple[Line, ...]
    deadlines: tuple[Deadline, ...]

    def deadline(self, promise: str) -> Deadline | None:
        """The deadline of the promise of this name; None when it does not hold for the fault."""
        return next((entry for entry in self.deadlines if entry.promise.name == promise), None)


def tell(scenario: Scenario, plan: Plan, rules: Rules, workload: Workload, outcomes: Outcomes, row: int) -> Story:
    """The story of the fault in `row` of a replication.

    `scenario` and `plan` are settled, `rules` are the plan's, `outcomes` what either engine recorded.
    """
    lives = lives_of(rules, workload, outcomes, row)
    fault = next(life for life in lives if life.row == row)
    judged = deadlines(court(scenario), fault, lives, plan.pools)
    return Story(
        level=rules.levels[fault.level],
        site=_site(scenario, rules.sites[fault.site]),
        marks=tuple(mark.title for mark in scenario.demand.marks if fault.workload.mark(mark.name)[0]),
        plan=plan.title,
        truly_environment=bool(fault.workload.truly_environment[0]),
        raised=fault.raised,
        logged=fault.at("logged"),
        restored=fault.at("restored"),
        days=laid_out(scenario),
        uncounted="" if judged else _outside(scenario.study, fault),
        lines=_lines(fault, lives, People(rules, plan)),
        deadlines=judged,
    )


def _outside(study: Study, fault: Fault) -> str:
    """On which side of the study the fault was reported: "before", "after", or "" within it (J9)."""
    reported = fault.raised if fault.at("logged") == NEVER else fault.at("logged")
    if reported < study.opens_at:
        return "before"
    return "after" if reported >= study.closes_at else ""


def _lines(fault: Fault, lives: tuple[Fault, ...], people: People) -> tuple[Line, ...]:
    """All lines in order of time. At one instant what a step brings about follows the step, as the order of their turns
    has it, and what is called off comes last."""
    lines: list[Line] = [*_lives(fault, lives)]
    for step in sorted(range(len(STEPS)), key=lambda step: _turn(fault, step)):
        lines += _of_step(fault, people, step)
    lines += phone.restored(fault, people)
    return tuple(sorted(lines, key=lambda line: (line.at, line.calls_off)))


def _lives(fault: Fault, lives: tuple[Fault, ...]) -> Iterator[Line]:
    """The fault is another one that came back, or came back itself (R20)."""
    for before, after in pairwise(lives):
        if after is fault:
            yield Line(after.raised, "once_more", fault=before.row, span=after.raised - before.at("restored"))
        if before is fault:
            yield Line(after.raised, "came_back", fault=after.row)


def _turn(fault: Fault, step: int) -> int:
    """When a step has its place in the story; permission may be asked for support alone, without remote work."""
    requested = fault.step("requested", step)
    return fault.at("asked") if step == REMOTE and requested == NEVER else requested


def _of_step(fault: Fault, people: People, step: int) -> list[Line]:
    match STEPS[step]:
        case "hotline":
            return [*phone.hotline(fault, people)]
        case "handover":
            return [*phone.handover(fault, people)]
        case "contact" | "diagnosis":
            return [*phone.phone(fault, people, step)]
        case "remote":
            return [*phone.permission(fault), *phone.remote(fault, people)]
        case "hq_support":
            return [*phone.support(fault, people)]
        case "third_party":
            return [*journeys.third_party(fault)]
        case "hq_trip":
            return [*journeys.trip(fault, people)]
        case _:
            return [*journeys.visit(fault, people, step)]


def _site(scenario: Scenario, name: str) -> Title:
    return next(site.title for site in scenario.demand.sites if site.name == name)
