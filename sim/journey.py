"""A fault's way as data: the steps, what each needs before it begins, and the order of simultaneous events.

Both engines read the route from the table made here, so that it is told once. `PATHS` names the sixteen ways a fault
can take: what is truly wrong and what the diagnosis will say of it (R11), with on-site help at once or after remote
help (R17), with or without a senior engineer who is sent from headquarters at once (R16).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.scenario import STEPS

(
    HOTLINE,
    HANDOVER,
    CONTACT,
    DIAGNOSIS,
    REMOTE,
    ONSITE,
    SECOND_VISIT,
    THIRD_PARTY,
    HQ_SUPPORT,
    HQ_TRIP,
) = range(len(STEPS))

TASK = len(STEPS)
"""What stands for the step in the events and stints of a task, which is no fault."""

SENIOR = len(STEPS)
"""In tables of waiting lines by step, the line of a trip from headquarters that only senior engineers make."""

ARRIVE, END, FREE, READY, GIVE_UP, TIMER, OVERFLOW, RAISED, ROSTER, DISPATCH = range(2, 12)
"""Kinds of events in the order in which they are taken at one instant (R22). SimPy keeps 0 and 1 for itself."""

Alternatives = tuple[frozenset[str], ...]
"""Sets of steps; any one of them, all ended unsolved, is enough. None at all: never."""

CAUSES = ("own", "environment", "unclear_own", "unclear_environment")
"""True cause and diagnosis: clearly own or environment, or "cannot tell" with either truth."""

PATHS = tuple((cause, at_once, senior) for senior in (False, True) for at_once in (False, True) for cause in CAUSES)
"""Path p is cause p % 4, with on-site help at once where p & 4, with a senior engineer where p & 8."""

WITH_SENIOR = 8
"""The bit in a path that brings a senior engineer."""


def priority(kind: int, row: int, step: int) -> int:
    """The place of an event among all events of one instant (R22): by kind, row, step."""
    return kind << 48 | row << 8 | step


def path_of(
    diagnosis: ArrayLike, truly_environment: ArrayLike, at_once: ArrayLike, senior: ArrayLike = 0
) -> NDArray[np.int64]:
    """The index into `PATHS` for codes of `workload.Workload.diagnosis`; of one fault or, as arrays, of many."""
    cannot_tell = np.equal(diagnosis, 2)
    cause = np.where(cannot_tell, np.add(2, truly_environment), diagnosis)
    return np.add(cause, np.add(np.multiply(4, at_once), np.multiply(WITH_SENIOR, senior)), dtype=np.int64)


def _any_of(*alternatives: str) -> Alternatives:
    return tuple(frozenset(alternative.split()) for alternative in alternatives)


def route(cause: str, at_once: bool, senior: bool) -> dict[str, Alternatives]:
    """What each step of a path needs when all steps are written. A step that is missing here is never begun by itself.

    `hotline` stands for "the fault is logged". A trip from headquarters may also begin by its timer.
    """
    table = {
        "hotline": _any_of(""),
        "handover": _any_of("hotline"),
        "contact": _any_of("handover"),
        "diagnosis": _any_of("contact"),
        "hq_support": _any_of("hotline"),
    }
    if cause == "own":
        table["remote"] = _any_of("diagnosis")
        table["onsite"] = _any_of("remote")
        table["hq_trip"] = _any_of("remote onsite second_visit")
    if cause in ("unclear_own", "unclear_environment"):
        table["onsite"] = _any_of("diagnosis")
    if cause == "unclear_own":
        table["third_party"] = _any_of("diagnosis")
        table["hq_trip"] = _any_of("onsite second_visit")
    if cause in ("environment", "unclear_environment"):
        table["third_party"] = _any_of("diagnosis", "onsite", "hq_trip")
    if at_once:
        table["onsite"] = _any_of("hotline")
    if senior:
        table["hq_trip"] = _any_of("hotline")
    if "own" in cause:
        table["second_visit"] = _any_of("onsite")
    return table


def reveals(cause: str) -> Alternatives:
    """Which steps, once ended, make known that the environment is at fault; headquarters does not travel then (R16)."""
    if cause == "environment":
        return _any_of("diagnosis", "onsite", "hq_trip")
    if cause == "unclear_environment":
        return _any_of("onsite", "hq_trip")
    return ()


def restores(cause: str) -> frozenset[str]:
    """The steps that can restore a fault of this cause (R11): ours what is truly own, the vendor the rest."""
    if "own" in cause:
        return frozenset(STEPS) - {"handover", "diagnosis", "third_party"}
    return frozenset({"third_party"})


def reduced(table: dict[str, Alternatives], alternatives: Alternatives, written: frozenset[str]) -> Alternatives:
    """`alternatives` in a scenario where only `written` steps exist ("hotline" always stands for the registration).

    Of several steps that are needed together, one that is unwritten counts as failed (R16); where none of them is
    written, what they need themselves is needed instead. Only the first alternative is carried over in this way; the
    others exist because a certain step finds something out, and fall away with it.
    """
    first, *others = alternatives
    known = written | {"hotline"}
    needed = first & known
    if not needed:
        needed = frozenset().union(*(reduced(table, table[step], written)[0] for step in first))
    return (needed, *(other for other in others if other <= written))


def needs(written: frozenset[str]) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """`needs[path][step]`: bit masks of steps; a step begins when all steps of one mask have ended unsolved.

    The steps of one job of one person (diagnosis after contact, R10) need nothing here: they follow by themselves.
    """
    rows = []
    for cause, at_once, senior in PATHS:
        table = route(cause, at_once and "onsite" in written, senior)
        row = []
        for step in STEPS:
            follows = step == "diagnosis" and "contact" in written
            known = step in table and step in written and step != "hotline" and not follows
            row.append(tuple(map(mask, reduced(table, table[step], written))) if known else ())
        rows.append(tuple(row))
    return tuple(rows)


def reveal_masks(written: frozenset[str]) -> tuple[tuple[int, ...], ...]:
    """`reveals` as bit masks for each path, with unwritten steps passed over."""
    rows = []
    for cause, at_once, senior in PATHS:
        table = route(cause, at_once and "onsite" in written, senior)
        found = reveals(cause)
        if found and found[0] == frozenset({"onsite"}) and "onsite" not in written:
            found = found[1:]
        if found and found[0] == frozenset({"hq_trip"}) and "hq_trip" not in written:
            found = ()
        rows.append(tuple(map(mask, reduced(table, found, written))) if found else ())
    return tuple(rows)


def mask(steps: frozenset[str]) -> int:
    """The bit mask of a set of steps."""
    return sum(1 << STEPS.index(step) for step in steps)


def printed(written: frozenset[str]) -> list[str]:
    """The table as lines of text, one for each path without a senior engineer and each step, for documents."""
    lines = []
    for (cause, at_once, senior), row in zip(PATHS, needs(written), strict=True):
        if senior:
            continue  # the same but for the trip, which begins after the hotline
        lines.append(f"{cause}, on-site help {'at once' if at_once else 'after remote help'}")
        for step, masks in zip(STEPS, row, strict=True):
            sets = [" and ".join(s for i, s in enumerate(STEPS) if bits >> i & 1) for bits in masks]
            if sets:
                lines.append(f"    {step:<13}after {', or after '.join(sets)}")
    return lines
