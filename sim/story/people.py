"""What is told alike of every step that needs a person: waiting for one, and calling him at home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.outcomes import NEVER, WITHDRAWN
from sim.rules import Rules
from sim.scenario import STEPS, Plan, Title
from sim.story.fault import Fault, Stint
from sim.story.line import Line, Who


@dataclass(frozen=True)
class People:
    """What the people, the fault's level and its site are called."""

    rules: Rules
    plan: Plan
    level: Title
    site: Title

    def of(self, team: int) -> Who:
        """Somebody of the team with this index."""
        entry = self.rules.teams[team]
        return Who(self.plan.pools[entry.pool].title, entry.on_call)

    def who(self, stint: Stint) -> Who:
        """Whose stretch of time it was."""
        return Who(self.plan.pools[stint.team.pool].title, stint.team.on_call)


def waits(fault: Fault, people: People, step: int) -> Iterator[Line]:
    """A step waits for the service window (R19), then for a person."""
    ready, started, ended = (fault.step(column, step) for column in ("ready", "started", "ended"))
    turn = fault.step("requested", step)
    if STEPS[step] == "remote" and fault.at("permitted") != NEVER:
        turn = max(turn, fault.at("permitted"))
    name = STEPS[step]
    if ready > turn:
        yield Line(turn, "window", step=name, then=ready)
    if ready != NEVER and started > ready:
        yield Line(ready, "queue", step=name, span=started - ready)
    if ready != NEVER and started == NEVER:
        if ended > ready:
            yield Line(ready, "queue_vain", step=name, span=ended - ready)
        elif ended == NEVER:
            yield Line(ready, "queue_open", step=name)
    if ready == NEVER and fault.step("how", step) == WITHDRAWN:
        yield Line(ended, "off_wait", step=name)


def called(people: People, stint: Stint, step: int) -> Iterator[Line]:
    """Somebody on call is called at home."""
    if stint.called_out:
        yield Line(stint.taken, "called", who=people.who(stint), step=STEPS[step])
