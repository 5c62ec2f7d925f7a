"""Where the time went: the one chain of steps that led to an event, followed back to the customer's first call.

A step begins because the step before it ended, or because the timer of headquarters ran out. Going back from an event
in this way, every millisecond since the fault was raised has exactly one reason; what other people did meanwhile
changed nothing about this event (S9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from sim.journey import (
    CONTACT,
    DIAGNOSIS,
    HANDOVER,
    HOTLINE,
    HQ_SUPPORT,
    HQ_TRIP,
    ONSITE,
    REMOTE,
    SECOND_VISIT,
    THIRD_PARTY,
)
from sim.outcomes import FAILED, NEVER, PASSED_OVER, REFUSED
from sim.scenario import STEPS, Pool, Title
from sim.story.fault import Fault, released
from sim.story.waits import waits

WAITING, OUTSIDE_WINDOW, GETTING_READY, WORK = "waiting", "outside_window", "getting_ready", "work"
HOTLINE_CALL, HAND_OFF, TIMER = "hotline", "hand_off", "timer"
PERMISSION, INFORMATION, TRAVEL = "permission", "information", "travel"
TO_AIRPORT, FLIGHT_WAIT, FLIGHT, TO_SITE = "to_airport", "flight_wait", "flight", "to_site"
ASKING_VENDOR, VENDOR, SEEMED_OVER = "asking_vendor", "vendor", "seemed_over"

LABELS = (
    HOTLINE_CALL,
    HAND_OFF,
    OUTSIDE_WINDOW,
    WAITING,
    GETTING_READY,
    PERMISSION,
    INFORMATION,
    TRAVEL,
    TO_AIRPORT,
    FLIGHT_WAIT,
    FLIGHT,
    TO_SITE,
    ASKING_VENDOR,
    VENDOR,
    TIMER,
    SEEMED_OVER,
    WORK,
)
"""Everything that time can go to."""

VISITS = (ONSITE, SECOND_VISIT, HQ_TRIP)

BEGINS = {
    "onsite_requested": ONSITE,
    "hq_support_requested": HQ_SUPPORT,
    "hq_wanted": HQ_TRIP,
}
"""Events that are a step's turn having come."""

WITHIN = {
    "handed_over": HANDOVER,
    "diagnosed": DIAGNOSIS,
    "inquired": DIAGNOSIS,
    "informed": DIAGNOSIS,
    "vendor_called": THIRD_PARTY,
    "remote_started": REMOTE,
    "hq_support_started": HQ_SUPPORT,
    "hq_departed": HQ_TRIP,
    "hq_boarded": HQ_TRIP,
    "hq_arrived": HQ_TRIP,
}
"""Events that happen in the course of one step, whatever else is going on."""

BY_PEOPLE = {"dispatched": "started", "arrived": "arrived"}
"""Events of whoever comes first, and the column of the outcomes that holds their times."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of time from `start` to `end` (ms) and what it went to: a label of `LABELS`, for work the `step`, for
    waiting the `pool` of the person who came in the end."""

    start: int
    end: int
    label: str
    step: str = ""
    pool: str = ""


@dataclass(frozen=True)
class Part:
    """How much time in all, `span` ms, went to one thing; as in `Stretch`, but the `pool` by its title."""

    span: int
    label: str
    step: str = ""
    pool: Title | None = None


def chain(fault: Fault, event: str, at: int, by: tuple[str, ...] = ()) -> tuple[Stretch, ...]:
    """The stretches of time from the moment the fault was raised to `event`, which happened at `at` (ms).

    They follow one another without a gap and without overlap. `by`: the pools whose people count for an event of
    people. Where the restoration stands in for an event that never came (J6), pass "restored".
    """
    if event == "permitted":
        asked = fault.at("asked")
        return (*chain(fault, "asked", asked), *([Stretch(asked, at, PERMISSION)] if at > asked else []))
    stretches: list[Stretch] = []
    step, seen = _bringer(fault, event, at, by), {NEVER}
    while step not in seen:
        seen.add(step)
        stretches[:0] = _clipped(_stretches(fault, step), at)
        at = min(at, _begin(fault, step))
        before = _trigger(fault, step, seen)
        if before == NEVER and step == HQ_TRIP:
            logged = fault.at("logged")
            stretches[:0] = [Stretch(logged, at, TIMER)] if at > logged else []
            before = HOTLINE
        step = before
    return tuple(stretches)


def chain_of_all(lives: tuple[Fault, ...], event: str, at: int, by: tuple[str, ...] = ()) -> tuple[Stretch, ...]:
    """The same where a fault that came back is the same one: from the moment it was first raised to an `event` of the
    last of its `lives`, with the time in which it seemed to be over."""
    stretches: list[Stretch] = []
    for before, after in pairwise(lives):
        over = before.at("restored")
        stretches += chain(before, "restored", over)
        stretches += [Stretch(over, after.raised, SEEMED_OVER)] if after.raised > over else []
    return (*stretches, *chain(lives[-1], event, at, by))


def parts(stretches: tuple[Stretch, ...], after: int, pools: Mapping[str, Pool]) -> tuple[Part, ...]:
    """What the time after the instant `after` went to, the longest first. The spans add up exactly."""
    spans: dict[tuple[str, str, str], int] = {}
    for stretch in stretches:
        if stretch.end > after:
            key = (stretch.label, stretch.step, stretch.pool)
            spans[key] = spans.get(key, 0) + stretch.end - max(stretch.start, after)
    found = [
        Part(span, label, step, pools[pool].title if pool else None) for (label, step, pool), span in spans.items()
    ]
    return tuple(sorted(found, key=lambda part: -part.span))


# ------------------------------------------------------------------ back from an event


def _bringer(fault: Fault, event: str, at: int, by: tuple[str, ...]) -> int:
    """The step in whose course the event happened."""
    if event == "restored":
        return fault.at("restored_by")
    if event in BEGINS:
        return BEGINS[event]
    if event in BY_PEOPLE:
        return _visitor(fault, BY_PEOPLE[event], at, by)
    if event == "handed_over" and fault.step("ended", HANDOVER) == NEVER:
        return HOTLINE
    if event in WITHIN:
        return WITHIN[event]
    if event == "contacted":
        return _phone(fault, at) if _phone(fault, at) != NEVER else _visitor(fault, "arrived", at, ())
    if event == "replied":
        return DIAGNOSIS if at in (fault.at("inquired"), fault.at("diagnosed")) else fault.at("restored_by")
    if event in ("asked", "permitted"):
        return REMOTE if fault.step("requested", REMOTE) == fault.at("asked") else HQ_SUPPORT
    return HOTLINE


def _visitor(fault: Fault, column: str, at: int, by: tuple[str, ...]) -> int:
    """The visit that was so far at this instant."""
    for step in VISITS:
        if fault.step(column, step) == at and (not by or fault.rules.teams[fault.step("team", step)].pool in by):
            return step
    return NEVER


def _phone(fault: Fault, at: int) -> int:
    """The step by phone with which the work began at this instant."""
    for step in (CONTACT, DIAGNOSIS):
        stint = fault.stint(step)
        if stint and stint.work_from == at:
            return step
    return NEVER


def _begin(fault: Fault, step: int) -> int:
    """When a step's turn came. What is not written begins and ends as the fault is raised."""
    requested = fault.step("requested", step)
    return fault.raised if requested == NEVER else requested


def _trigger(fault: Fault, step: int, seen: set[int]) -> int:
    """The step whose end made this one begin: the last of those it needs; `NEVER` where none did.

    Help that arrives makes steps fall away without an end of their own. What waited for these begins with the next
    end of anything.
    """
    if step == HOTLINE:
        return NEVER
    if step == DIAGNOSIS and fault.step("ended", CONTACT) != NEVER:
        return CONTACT
    begin = _begin(fault, step)
    ended = [other for other in range(len(STEPS)) if other not in seen and _ended_unsolved(fault, other) == begin]
    needed = [other for other in ended if any(bits >> other & 1 for bits in fault.rules.needs[fault.path][step])]
    by_timer = step == HQ_TRIP and begin == _timer(fault)
    return max(needed, default=NEVER if by_timer else max(ended, default=NEVER))


def _timer(fault: Fault) -> int:
    """When the timer of headquarters runs out; `NEVER` for no timer."""
    after = fault.rules.hq_trip_after[fault.level]
    return NEVER if after < 0 else fault.at("logged") + after


def _ended_unsolved(fault: Fault, step: int) -> int:
    """When a step ended in such a way that others begin, or `NEVER`."""
    return fault.step("ended", step) if fault.step("how", step) in (FAILED, REFUSED, PASSED_OVER) else NEVER


# ------------------------------------------------------------------ the phases of a step


def _stretches(fault: Fault, step: int) -> list[Stretch]:
    """What the time of one step went to, from its turn to its end or as far as it got."""
    ended = fault.step("ended", step)
    if step == HOTLINE:
        phases = [(HOTLINE_CALL, ended)]
    elif step == HANDOVER:
        phases = [(HAND_OFF, ended)]
    elif step == THIRD_PARTY:
        phases = [(ASKING_VENDOR, fault.at("vendor_called")), (VENDOR, ended)]
    elif step == DIAGNOSIS and fault.stint(DIAGNOSIS) is None:
        phases = [*_others(fault, CONTACT, _begin(fault, step)), (WORK, ended)]
    elif step == HQ_TRIP:
        phases = [*_until_taken(fault, step), *_journey_from_hq(fault), (WORK, ended)]
    elif step in VISITS:
        phases = [*_until_taken(fault, step), *_journey(fault, step), *_others(fault, step), (WORK, ended)]
    else:
        getting_ready = (GETTING_READY, _work_from(fault, step))
        phases = [*_until_taken(fault, step), getting_ready, *_others(fault, step), (WORK, ended)]
    return _in_order(fault, step, phases)


Phase = tuple[str, int]
"""A label and when it ends."""


def _until_taken(fault: Fault, step: int) -> list[Phase]:
    """From a step's turn until a person is found: permission, service window, queue."""
    phases = [(OUTSIDE_WINDOW if wait.outside else WAITING, wait.end) for wait in waits(fault, step)]
    if step == REMOTE and fault.at("permitted") != NEVER:
        phases.insert(0, (PERMISSION, max(fault.at("permitted"), fault.step("requested", step))))
    return phases


def _journey(fault: Fault, step: int) -> list[Phase]:
    stint = fault.stint(step)
    return [(GETTING_READY, stint.left), (TRAVEL, fault.step("arrived", step))] if stint else []


def _others(fault: Fault, step: int, since: int = 0) -> list[Phase]:
    """What came between when people left a step and others went on, from the instant `since` until the step ended: they
    were taken away (R24), or the customer was asked (R10)."""
    phases: list[Phase] = []
    stints, over = fault.stints(step), fault.step("ended", step)
    for before, after in zip_longest(stints, stints[1:]):
        asked = released(fault, before)
        if since <= before.free and (over == NEVER or before.free < over or since) and (after or asked):
            phases.append((WORK, before.work_to))
            phases += [(INFORMATION, fault.at("informed"))] if asked else []
            phases += [(WAITING, after.taken), (GETTING_READY, after.left)] if after else []
            phases += [(TRAVEL, after.work_from)] if after and step in VISITS else []
    return phases


def _journey_from_hq(fault: Fault) -> list[Phase]:
    return [
        (GETTING_READY, fault.at("hq_departed")),
        (TO_AIRPORT, fault.at_airport),
        (FLIGHT_WAIT, fault.at("hq_boarded")),
        (FLIGHT, fault.landed),
        (TO_SITE, fault.step("arrived", HQ_TRIP)),
    ]


def _work_from(fault: Fault, step: int) -> int:
    stint = fault.stint(step)
    return stint.work_from if stint else NEVER


def _in_order(fault: Fault, step: int, phases: list[Phase]) -> list[Stretch]:
    """The phases as stretches, up to the first that has no end; those that took no time are left out."""
    team = fault.step("team", step)
    pool = fault.rules.teams[team].pool if team >= 0 else ""
    result, start = [], _begin(fault, step)
    for label, end in phases:
        if end == NEVER:
            break
        if end > start:
            name = STEPS[step] if label == WORK else ""
            result.append(Stretch(start, end, label, name, pool if label == WAITING else ""))
        start = end
    return result


def _clipped(stretches: list[Stretch], at: int) -> list[Stretch]:
    """The part of the stretches up to the instant `at`."""
    return [replace(stretch, end=min(stretch.end, at)) for stretch in stretches if stretch.start < at]
