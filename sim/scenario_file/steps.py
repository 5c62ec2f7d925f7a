"""The steps of a fault's way as they are written in a scenario file, and rule R21: every path ends for certain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sim import phrases
from sim.calendars import ALWAYS, Hours
from sim.distributions import Estimate, Law, Quantity, Range, fixed
from sim.scenario import (
    PREPARE_KEY,
    SOLVING,
    STEPS,
    WORK_KEY,
    Authorisation,
    Calls,
    Causes,
    Information,
    PerFault,
    Step,
)
from sim.scenario_file import inherit, tables
from sim.scenario_file.differs import Names, per_fault
from sim.scenario_file.overlap import whole_week
from sim.scenario_file.reader import Reader, clauses
from sim.scenario_file.tree import Node, Table, Words

AT_ONCE = fixed(0)
OWN_WAY = ("hotline", "contact", "remote", "onsite", "hq_trip")
"""The steps that can solve a fault of our own, in the order in which they are tried."""
TIMES = {
    "fixed": (0,),
    "lognormal": (0,),
    "lognormal_mean": (0,),
    "lognormal_within": (0, 2),
    "exponential": (0,),
    "gamma": (0,),
    "erlang": (0,),
    "weibull": (0,),
    "hyperexponential": (0,),
    "uniform": (0, 1),
    "triangular": (0, 1, 2),
}
"""Which parameters of a law are times; of a `sample` all are."""


def steps(reader: Reader, names: Names, table: Table, causes: Causes, factors: Mapping[str, float]) -> dict[str, Step]:
    """The written steps in the order of `STEPS`. `factors`: the work factor of each level.

    The work factor holds for the work of our own people: all steps but the hand-over and the vendor's.
    """
    table = inherit.without_none(table)
    written = [name for name in STEPS if name in table]
    if not written:
        reader.at(table, "check_needs", name="steps", example="steps: {remote: {work: 30 min}}")
    last = next((name for name in reversed(OWN_WAY) if name in written), "")
    found = {}
    for name in written:
        found[name] = _step(reader, names, name, table.table(name), last, factors)
        if name == "onsite" and "second_visit" in table.table("onsite"):
            found["second_visit"] = _second_visit(reader, table.table("onsite"), found["onsite"], last)
    if written:
        _check_ends(reader, table, written, last, causes)
    return found


def _step(reader: Reader, names: Names, name: str, table: Table, last: str, factors: Mapping[str, float]) -> Step:
    work_key = WORK_KEY.get(name, "work")
    prepare_key = PREPARE_KEY.get(name, "")
    if work_key not in table and not (name == "handover" and not table.entries):
        reader.at(table, "check_needs", name=work_key, example=f"{work_key}: median 30 min 90% within 2 h")
    own_people = name not in WORK_KEY
    return Step(
        name=name,
        clause=clauses(table),
        work=laws(reader, names, table.get(work_key), factors if own_people else {}),
        solves=_solves(reader, names, name, table, last),
        prepare=laws(reader, names, table.get(prepare_key), factors if name == "hq_trip" else {}),
        again=shares(reader, names, table.get("second_visit"), 0.0),
    )


def laws(reader: Reader, names: Names, node: Node | None, factors: Mapping[str, float]) -> PerFault[Law]:
    """Laws of durations that may differ; the `factors` of levels multiply them."""
    found = per_fault(reader, names, node, lambda words: _law(reader, words), AT_ONCE)
    return {(level, site): scaled(law, factors.get(level, 1.0)) for (level, site), law in found.items()}


def _law(reader: Reader, words: Words) -> Law:
    return reader.read(words, phrases.law, AT_ONCE, sample=lambda file: tables.durations(reader, words, file))


def shares(reader: Reader, names: Names, node: Node | None, default: float) -> PerFault[Quantity]:
    """Shares that may differ; `default` where nothing is written."""
    return per_fault(reader, names, node, lambda words: reader.read(words, phrases.share, default), default)


def scaled(law: Law, factor: float) -> Law:
    """The law of `factor` times the duration. A number not known exactly stays one draw."""
    if factor == 1.0:
        return law
    times = TIMES.get(law.family, range(len(law.parameters)))
    return Law(law.family, tuple(_times(p, factor) if i in times else p for i, p in enumerate(law.parameters)))


def _times(value: Quantity, factor: float) -> Quantity:
    if isinstance(value, Range):
        return replace(value, low=value.low * factor, high=value.high * factor)
    assert not isinstance(value, Estimate)
    return value * factor


# ------------------------------------------------------------------ what solves (R21)


def _solves(reader: Reader, names: Names, name: str, table: Table, last: str) -> PerFault[Quantity]:
    """The chance to solve. The last step of the way always solves; an earlier one must say how often.

    A hotline that says nothing only takes the call.
    """
    always = name in ("third_party", "hq_trip")
    if name not in SOLVING:
        return shares(reader, names, None, 1.0 if always else 0.0)
    node = table.get("solves")
    tried_again = name == "onsite" and "second_visit" in table
    if name == last and not tried_again:
        chances = shares(reader, names, node, 1.0)
        if node is not None and any(chance != 1.0 for chance in chances.values()):
            reader.at(node, "check_last_must_solve", step=name)
        return chances
    if node is None and name != "hotline":
        reader.at(table, "check_needs_solves", step=name, last="second_visit" if name == last else last)
    return shares(reader, names, node, 0.0)


def _second_visit(reader: Reader, table: Table, onsite: Step, last: str) -> Step:
    """A second visit works as the first. Where it is the last step it always happens and always solves."""
    if last != "onsite":
        return replace(onsite, name="second_visit")
    node = table.get("second_visit")
    if node is not None and any(share != 1.0 for share in onsite.again.values()):
        reader.at(node, "check_last_must_solve", step="second_visit")
    return replace(onsite, name="second_visit", solves=dict.fromkeys(onsite.solves, 1.0))


def _check_ends(reader: Reader, table: Table, written: list[str], last: str, causes: Causes) -> None:
    """There must be somebody who can end a fault of each cause that occurs."""
    pairs = causes.own.keys()
    own = any(causes.own[p] or (causes.cannot_tell[p] and causes.cannot_tell_is_environment[p] != 1.0) for p in pairs)
    environment = any(
        causes.environment[p] or (causes.cannot_tell[p] and causes.cannot_tell_is_environment[p] != 0.0) for p in pairs
    )
    if own and not last:
        reader.at(table, "check_nobody_solves")
    if last == "remote":
        _check_remote_ends(reader, table, causes)
    if environment and "third_party" not in written:
        reader.at(table, "check_no_third_party")


def _check_remote_ends(reader: Reader, table: Table, causes: Causes) -> None:
    """Where remote work is the last step, nobody may refuse it, and no fault may pass it by (R12, P-09)."""
    remote = table.table("remote")
    if "authorisation" in remote:
        reader.add(remote.key_place("authorisation"), (*remote.path, "authorisation"), "check_refusal_needs_visit")
    if any(share for share in causes.cannot_tell.values()):
        reader.at(table, "check_cannot_tell_needs_visit")


# ------------------------------------------------------------------ what the customer does


def calls(reader: Reader, table: Table) -> Calls:
    """How callers behave. Without `redials` nobody dials again."""
    table = inherit.without_none(table)
    again = reader.read(table.get("redials"), phrases.redials, phrases.Redials(0.0, AT_ONCE, 0))
    if "patience" not in table and not reader.carried_phones:
        for name in ("redials", "other_way"):
            if name in table:
                reader.add(table.key_place(name), (*table.path, name), "check_needs_patience", name=name)
    return Calls(
        patience=_law_or_none(reader, table.get("patience")),
        redial_share=again.share,
        redial_after=again.after,
        redials=MOST_REDIALS if again.at_most is None else min(again.at_most, MOST_COUNTED),
        other_way=reader.read(table.get("other_way"), phrases.after, AT_ONCE),
    )


MOST_COUNTED = 24
"""Dials are counted in a byte: whoever dials again more often than this reports another way all the same."""

MOST_REDIALS = 20
"""Nobody dials more often than this, even where the file gives no number; then he reports another way."""


def _law_or_none(reader: Reader, node: Node | None) -> Law | None:
    return None if node is None or isinstance(node, Table) else _law(reader, node)


def authorisation(reader: Reader, names: Names, remote: Table) -> Authorisation | None:
    """The customer's permission; None where it is not written, which means given at once."""
    remote = inherit.without_none(remote)
    if "authorisation" not in remote:
        return None
    table = remote.table("authorisation")
    give_up = table.get("give_up")
    return Authorisation(
        granted=shares(reader, names, table.get("granted"), 1.0),
        delay=_delays(reader, names, table.get("delay")),
        give_up=None if give_up is None else reader.read(give_up, phrases.duration, 0),
    )


def information(reader: Reader, names: Names, diagnosis: Table) -> Information | None:
    """What a diagnosis must ask the customer; None where it is not written, which means nothing."""
    diagnosis = inherit.without_none(diagnosis)
    if "information" not in diagnosis:
        return None
    table = diagnosis.table("information")
    reader.needs(table, {"share": "share: 33%", "delay": "delay: median 21 h 90% within 3 d"})
    return Information(
        share=shares(reader, names, table.get("share"), 0.0),
        delay=laws(reader, names, table.get("delay"), {}),
    )


def _delays(reader: Reader, names: Names, node: Node | None) -> tuple[tuple[Hours, PerFault[Law]], ...]:
    """The delays by hours of the week, in the order of the file, the rest last."""
    if not isinstance(node, Table) or not _by_hours(reader, node):
        return ((ALWAYS, laws(reader, names, node, {})),)
    found = []
    for entry in node:
        if entry.key.text == "others":
            continue
        hours = reader.read(entry.key, phrases.hours, ALWAYS, reader.hours)
        found.append((hours, laws(reader, names, entry.value, {})))
    rest = node.get("others")
    if rest is None and not whole_week([hours for hours, _ in found], reader.holidays):
        reader.at(node, "check_hours_gap")
    if rest is not None:
        found.append((ALWAYS, laws(reader, names, rest, {})))
    return tuple(found)


def _by_hours(reader: Reader, table: Table) -> bool:
    known = {*reader.hours, *phrases.BUILT_IN, *phrases.RESERVED}
    return any(entry.key.text.split()[0] in known for entry in table if entry.key.text.split())
