"""A fault's record becomes its story."""

from __future__ import annotations

from dataclasses import dataclass

from sim.calendars import Days
from sim.measures.court import court
from sim.outcomes import Outcomes
from sim.rules import Rules
from sim.scenario import STEPS, Plan, Scenario, Title, laid_out
from sim.story import journeys, phone
from sim.story.deadlines import Deadline, deadlines
from sim.story.fault import Fault, fault_of
from sim.story.line import Line
from sim.story.people import People
from sim.workload import Workload


@dataclass(frozen=True)
class Story:
    """One fault as a story, still without words.

    The name of its `level`, titles of its `site` and `plan`; `truly_environment` says whose fault it was; `raised`,
    `logged`, `restored` in ms (`NEVER` for none) since the midnight that begins the first of `days`; `lines` in order
    of time; `deadlines` by the time they were due.
    """

    level: str
    site: Title
    plan: Title
    truly_environment: bool
    raised: int
    logged: int
    restored: int
    days: Days
    lines: tuple[Line, ...]
    deadlines: tuple[Deadline, ...]

    def deadline(self, promise: str) -> Deadline | None:
        """The deadline of the promise of this name; None when it does not hold for the fault."""
        return next((entry for entry in self.deadlines if entry.promise.name == promise), None)


def tell(scenario: Scenario, plan: Plan, rules: Rules, workload: Workload, outcomes: Outcomes, row: int) -> Story:
    """The story of the fault in `row` of a replication.

    `scenario` and `plan` are settled, `rules` are the plan's, `outcomes` what either engine recorded.
    """
    fault = fault_of(rules, workload, outcomes, row)
    return Story(
        level=rules.levels[fault.level],
        site=_site(scenario, rules.sites[fault.site]),
        plan=plan.title,
        truly_environment=bool(fault.workload.truly_environment[0]),
        raised=fault.raised,
        logged=fault.at("logged"),
        restored=fault.at("restored"),
        days=laid_out(scenario),
        lines=_lines(fault, People(rules, plan)),
        deadlines=deadlines(court(scenario), fault, plan.pools),
    )


def _lines(fault: Fault, people: People) -> tuple[Line, ...]:
    """All lines in order of time. At one instant what a step brings about follows the step, as the order of their turns
    has it, and what is called off comes last."""
    lines: list[Line] = []
    for step in sorted(range(len(STEPS)), key=lambda step: fault.step("requested", step)):
        lines += _of_step(fault, people, step)
    lines += phone.restored(fault, people)
    return tuple(sorted(lines, key=lambda line: (line.at, line.calls_off)))


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
