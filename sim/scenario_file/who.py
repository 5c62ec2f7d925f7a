"""Who does which step: pools in order of preference, some asked only after a job has waited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim import phrases
from sim.scenario import SENIOR_TRIP, Pool
from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Node, Table

JOBS = ("hotline", "contact", "diagnosis", "remote", "onsite", "hq_support", "hq_trip", SENIOR_TRIP)
"""What needs a person, in the order of a fault's way. A second visit is done by who does a visit."""

PART_OF = {SENIOR_TRIP: "hq_trip"}
"""What is no step of its own, and the step that it is a part of."""

MOST_NUMBERS = 5
"""A caller dials so many numbers before he begins anew; his dials are counted in a byte."""

Chain = tuple[tuple[str, int], ...]
"""Pools in order of preference, each with the ms that a job has waited when it is asked too."""


def who(
    reader: Reader, table: Table, written: Iterable[str], pools: Mapping[str, Pool], seniors: bool
) -> dict[str, Chain]:
    """The pools of every `written` step that needs people, and of the trips of `seniors` where there are any."""
    written = tuple(written)
    found: dict[str, Chain] = {}
    for step in JOBS:
        if step in table:
            chain = _chain(reader, table.get(step), pools) if pools else ()
            if (part_of := PART_OF.get(step, step)) not in written:
                reader.add(table.key_place(step), (*table.path, step), "check_step_not_written", step=part_of)
            elif step == "diagnosis" and "contact" in written:
                reader.add(table.key_place(step), (*table.path, step), "check_diagnosis_by_contact")
            else:
                found[step] = chain
                _check_phones(reader, table, step, chain, pools)
    for step in JOBS:
        wanted = seniors if step == SENIOR_TRIP else step in written
        if not wanted or step in found:
            continue
        if step == "diagnosis" and "contact" in found:
            found[step] = found["contact"]
        elif step in pools:
            found[step] = ((step, 0),)
        elif len(pools) == 1:
            found[step] = tuple((name, 0) for name in pools)
        elif pools and step not in table:
            reader.at(table, "check_who", step=step, example=f"who: {{{step}: {next(iter(pools))}}}")
    return found


def _check_phones(reader: Reader, table: Table, step: str, chain: Chain, pools: Mapping[str, Pool]) -> None:
    """Carried phones only take calls; so many numbers are dialled at most."""
    place, path = table.key_place(step), (*table.path, step)
    for name, _ in chain:
        if step != "hotline" and pools[name].carried:
            reader.add(place, path, "check_phone_only_calls", name=name, step=step)
    if step == "hotline" and len(chain) > MOST_NUMBERS:
        reader.add(place, path, "check_chain_long", most=MOST_NUMBERS)


def _chain(reader: Reader, node: Node | None, pools: Mapping[str, Pool]) -> Chain:
    words = reader.words(node)
    if words is None:
        return ()
    found = reader.read(words, phrases.chain, ())
    for name, _ in found:
        if name not in pools:
            reader.unknown(words, words.part(name.start, name.end), name, pools, "check_no_pool")
    return tuple((str(name), after) for name, after in found if name in pools)
