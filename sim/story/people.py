"""What is told alike of every step that needs a person: waiting for one, and calling him at home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sim.calendars import FAR
from sim.hotline import Number
from sim.outcomes import NEVER, WITHDRAWN
from sim.rules import Rules
from sim.scenario import STEPS, Plan
from sim.story.fault import Fault, Stint, released
from sim.story.line import Line, Who
from sim.story.waits import Wait, turn, waits

MOST_TURNS = 3
"""Waits told one by one; more of them, from window to window, are told together."""


@dataclass(frozen=True)
class People:
    """What the people of a plan are called."""

    rules: Rules
    plan: Plan

    def of(self, team: int) -> Who:
        """Somebody of the team with this index."""
        entry = self.rules.teams[team]
        return Who(self.plan.pools[entry.pool].title, entry.on_call)

    def number(self, number: Number) -> Who:
        """What a number that can be dialled is called."""
        return Who(self.plan.pools[number.pool].title, False)

    def who(self, stint: Stint) -> Who:
        """Whose stretch of time it was."""
        return Who(self.plan.pools[stint.team.pool].title, stint.team.on_call)


def waiting(fault: Fault, step: int) -> Iterator[Line]:
    """A step waits for the service window, for a person, or in turns for both (R19)."""
    name, found = STEPS[step], waits(fault, step)
    inside = [wait for wait in found if not wait.outside]
    span = sum(wait.span for wait in inside)
    if fault.step("started", step) == NEVER:
        yield from _in_vain(fault, step, inside)
    elif len(found) > MOST_TURNS:
        yield Line(found[0].start, "queue_in_window", step=name, span=span, then=found[-1].end)
    else:
        for wait in found:
            what = "window" if wait.outside else "queue"
            yield Line(wait.start, what, step=name, span=wait.span, then=wait.end)


def _in_vain(fault: Fault, step: int, inside: list[Wait]) -> Iterator[Line]:
    """Nobody was found before help was not needed any more."""
    name, ended = STEPS[step], fault.step("ended", step)
    if inside:
        yield Line(inside[0].start, "queue_vain", step=name, span=sum(wait.span for wait in inside))
    elif fault.step("how", step) == WITHDRAWN:
        yield Line(ended, "off_wait", step=name)
    elif ended == NEVER and turn(fault, step) != NEVER:
        yield Line(turn(fault, step), "queue_open", step=name)


def taken_over(fault: Fault, people: People, step: int, since: int = 0, until: int = FAR) -> Iterator[Line]:
    """People are taken away from a step and others go on (R3, R24); told of those who left at `since` <= t < `until`.

    Who was released because the customer had to be asked (R10) was not taken away."""
    for before, after in pairwise(fault.stints(step)):
        if not since <= before.free < until:
            continue
        if not released(fault, before):
            yield Line(before.free, "taken_away", who=people.who(before))
        yield from called(people, after, step)
        if after.work_from != NEVER:
            yield Line(after.work_from, "goes_on", who=people.who(after))


def called(people: People, stint: Stint, step: int) -> Iterator[Line]:
    """Somebody on call is called at home."""
    if stint.called_out:
        yield Line(stint.taken, "called", who=people.who(stint), step=STEPS[step])
