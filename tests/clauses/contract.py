"""The sample contract as it is shipped, played and judged in small: the tests of its clauses stand on this.

A day is played with the rules, people and chances of `southwest.yaml`. Only luck is taken out: every step and every
way takes its median, rounded to the minute, and a fault is solved by what its line says, in the words of
`tests/days.py`. Nobody is absent, phones are on, and nobody has a planned duty unless a test asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.calendars import MINUTE
from sim.distributions import Law, fixed, median
from sim.hotline import draw_phones
from sim.journey import HOTLINE, ONSITE
from sim.measures.court import Brief, court
from sim.measures.events import BY_PEOPLE, OF_STEP, ON_THE_WAY, Case
from sim.measures.judging import Verdicts, verdicts
from sim.model import simulate
from sim.outcomes import Record
from sim.rules import Roster, Rules, roster_for, rules_for
from sim.scenario import STEPS, Demand, Plan, Scenario
from sim.scenario_file import load
from sim.tasks import Tasks
from sim.workload import Workload, draw_workload
from tests.days import Dates, Played, read_date, tasks_at, workload_of

FILE = Path(__file__).parents[2] / "scenarios" / "southwest.yaml"

Faults = Mapping[str, Mapping[str, str]]
Changes = Callable[[Workload], Mapping[str, Any]]


@cache
def southwest() -> Scenario:
    """The sample contract as shipped."""
    return load(FILE)


@cache
def typical() -> Scenario:
    """The sample contract with every duration at its median, from the first day of the study on. How long a permission
    takes is told by its uniform."""
    shipped = southwest()
    demand: Demand = replace(_at_median(shipped.demand), authorisation=shipped.demand.authorisation)
    return replace(shipped, demand=demand, study=replace(shipped.study, warm_up_days=0))


def _at_median(node: Any) -> Any:
    """Anything of a scenario with whole minutes in the place of laws."""
    if isinstance(node, Law):
        return fixed(round(median(node) / MINUTE) * MINUTE)
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{entry.name: _at_median(getattr(node, entry.name)) for entry in fields(node)})
    if isinstance(node, Mapping):
        return {key: _at_median(value) for key, value in node.items()}
    return tuple(_at_median(item) for item in node) if isinstance(node, tuple) else node


@cache
def drawn(replication: int) -> Workload:
    """A contract year as it is drawn."""
    return draw_workload(southwest(), 1, replication)


@cache
def duties_at(share: float) -> Tasks:
    """All planned duties, each ready at this part of the time that suits it."""
    return tasks_at(typical(), share)


def no_duties() -> Tasks:
    """The planned duties of a year in which none comes about."""
    tasks = duties_at(0)
    return replace(tasks, happens=np.zeros(tasks.count, dtype=np.bool_))


@cache
def _ready(plan: str) -> tuple[Plan, Rules, Roster]:
    found = typical().plan(plan)
    rules = rules_for(typical(), found)
    return found, rules, roster_for(rules)


# ------------------------------------------------------------------ times


def dates(today: str = "Mon 2 Mar") -> Dates:
    """Times in words; a bare time of day is that of `today`, in the first year of the study."""
    origin = typical().study.origin
    return Dates(origin, read_date(today, origin.year))


def at(words: str) -> int:
    """Milliseconds for "Fri 6 Mar 17:00", "Tue 09:00" (of the week from Monday, 2 March), or "09:00" of that Monday."""
    return dates().read(words)


# ------------------------------------------------------------------ play


class Day(Played):
    """A day that was played. Times are asked for by the name of the fault and of the event or the step."""

    def at(self, fault: str, event: str) -> int:
        """When something happened to a fault, in ms (-1: it did not): "logged", "onsite requested"."""
        step, _, column = event.rpartition(" ")
        found = getattr(self.outcomes, column)[self.names.index(fault)]
        return int(found[STEPS.index(step)] if step else found)

    def how(self, fault: str, step: str) -> str:
        """How a step ended: "solved", "failed", "refused" ..."""
        return self.of_step(self.names.index(fault), step, "how")

    def pool(self, fault: str, step: str) -> str:
        """Whose people did a step; "nobody" if it was nobody of ours."""
        return self.of_step(self.names.index(fault), step, "team").partition(" ")[0]

    def restored_by(self, fault: str) -> str:
        """The step that restored a fault."""
        return STEPS[self.outcomes.restored_by[self.names.index(fault)]]

    def pools_at_work(self) -> set[str]:
        """The pools whose people were taken at all."""
        return {self.rules.teams[team].pool for team in self.outcomes.stints["team"].tolist()}

    def case(self) -> Case:
        """The day as the judge sees it."""
        return Case(self.workload, self.rules, self.outcomes)

    def verdict(self, fault: str, promise: str) -> Verdict | None:
        """What became of a promise to a fault; None where it was not judged."""
        return _of_row(verdicts(brief(promise), self.case()), self.names.index(fault))


def play(
    faults: Faults,
    plan: str = "lean",
    off: Mapping[str, list[str]] | None = None,
    duties: Tasks | None = None,
    changes: Changes | None = None,
) -> Day:
    """Play faults, as `tests/days.py` writes them, in the week from Monday, 2 March. `off`: phones that are switched
    off; `duties`: planned work; `changes`: columns of the workload that come otherwise than a fault's line can say."""
    found, rules, roster = _ready(plan)
    workload, names = workload_of(typical(), faults, dates(), off or {}, duties or no_duties())
    checks = draw_phones(typical(), seed=1, replication=0).check_u
    workload = replace(workload, phones=replace(workload.phones, check_u=checks))
    if changes is not None:
        workload = replace(workload, **changes(workload))
    outcomes = simulate(rules, roster, workload)
    return Day(typical(), found, dates(), rules, roster, workload, names, outcomes)


# ------------------------------------------------------------------ judge


@dataclass(frozen=True)
class Verdict:
    """Whether a promise to one fault was kept, and the shortest time in ms that would have been."""

    met: bool
    needed: int


def brief(promise: str, reading: str = "") -> Brief:
    """The judgement of a promise, as written or under a reading."""
    found = {(entry.promise.name, entry.reading): entry for entry in court(typical()).briefs}
    assert (promise, reading) in found, f"the contract has no such promise: {promise} {reading}"
    return found[promise, reading]


def judge(promise: str, events: Mapping[str, int], reading: str = "", **fault: str) -> Verdict | None:
    """The verdict on a fault to which exactly these events happened, in ms; None where it is out of scope.

    `fault`: its `level`, `site`, `cause` and `by`, the pool whose people visited it. By default a fault of the
    promise's own level at Chengdu, its own cause, visited from the local office.
    """
    asked = brief(promise, reading)
    level, site = fault.get("level", asked.promise.level), fault.get("site", "chengdu")
    line = {"raised": "00:00", "level": level, "site": site, "cause": fault.get("cause", "own")}
    workload, _ = workload_of(typical(), {"fault": line}, dates(), {})
    _, rules, _ = _ready("lean")
    begins = min(events.values())
    times = {"raised": begins, "logged": begins, "diagnosed": begins} | dict(events)
    record = Record(1, len(STEPS))
    record.requested[HOTLINE][0] = begins
    for event, when in times.items():
        if event in BY_PEOPLE:
            getattr(record, BY_PEOPLE[event])[ONSITE][0] = when
            pools = [team.pool for team in rules.teams]
            record.team[ONSITE][0] = pools.index(fault.get("by", "local"))
        elif event in OF_STEP:
            column, step = OF_STEP[event]
            getattr(record, column)[step][0] = when
        else:
            setattr(record, event, [when])
        for step in ON_THE_WAY.get(event, ()):
            record.requested[step][0] = begins
    workload = replace(workload, raised=np.array([times["raised"]]))
    return _of_row(verdicts(asked, Case(workload, rules, record.outcomes())), 0)


def _of_row(found: Verdicts, row: int) -> Verdict | None:
    at_row = np.flatnonzero(found.row == row)
    if not at_row.size:
        return None
    return Verdict(bool(found.met[at_row[0]]), int(found.needed[at_row[0]]))
