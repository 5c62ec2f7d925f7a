"""Work that is no fault, as it is written in a scenario file: planned duties, other contracts' work, coordination.

It is read after the operation, because it speaks of pools: where nothing else is said, a duty is done at each place of
its pool.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim import phrases
from sim.calendars import ALWAYS
from sim.distributions import fixed
from sim.scenario import CADENCES, CENTRAL, Coordination, Demand, Due, Duty, OtherWork, Plan, Rate, Rhythm
from sim.scenario_file.demand import law
from sim.scenario_file.differs import Names
from sim.scenario_file.inherit import resolved, without_none
from sim.scenario_file.reader import Reader, clauses, title
from sim.scenario_file.tree import Node, Table

ON_SITE_HOUR = "hour of on-site work"
"""The rhythm of a project lead, which is none of the calendar's."""

YES_OR_NO = {"yes": True, "no": False}

OF_ITS_OWN = ("at", "every", "window", "urgent")
"""Lines of a duty that comes by the calendar; one that follows another has it all from that."""

OF_COORDINATION = ("by", "every", "takes", "like", "en", "zh", "note", "clause", "source")


@dataclass(frozen=True)
class Context:
    """What duties must know of the rest of the file. `base`: the operation without any plan's own settings."""

    names: Names
    base: Plan
    bases: tuple[str, ...]


def with_duties(reader: Reader, table: Table, demand: Demand, names: Names, base: Plan) -> Demand:
    """The demand with all work that is no fault. `table`: the demand's part of the file."""
    context = Context(names, base, tuple(sorted({site.base for site in demand.sites if site.base})))
    tables = reader.named_tables(without_none(resolved(reader, table.table("duties"))))
    leads = {name: duty for name, duty in tables.items() if _every(duty) == ON_SITE_HOUR}
    duties = {name: _duty(reader, context, name, duty, tables) for name, duty in tables.items() if name not in leads}
    others = reader.named_tables(without_none(resolved(reader, table.table("other_work"))))
    for name in others:
        if name in tables:
            place = table.table("other_work").entries[name].key
            reader.at(place, "check_name_twice_work", name=name)
    return replace(
        demand,
        duties=tuple(_at_home(duties, name) for name in sorted(duties)),
        other_work=tuple(_other_work(reader, context, name, others[name]) for name in sorted(others)),
        coordination=tuple(_coordination(reader, context, name, leads[name]) for name in sorted(leads)),
    )


def _every(table: Table) -> str:
    return " ".join(table.text("every").split())


def _at_home(duties: dict[str, Duty], name: str) -> Duty:
    """A duty with what it takes over from the first of those it follows: its places and its rhythm."""
    head, seen = duties[name], {name}
    while head.after in duties and head.after not in seen:
        seen.add(head.after)
        head = duties[head.after]
    return replace(duties[name], places=head.places, every=head.every)


# ------------------------------------------------------------------ planned duties


def _duty(reader: Reader, context: Context, name: str, table: Table, tables: dict[str, Table]) -> Duty:
    after = _after(reader, name, table, tables)
    if "takes" not in table:
        reader.at(table, "check_needs", name="takes", example="takes: 8 h")
    if "after" not in table and "every" not in table:
        reader.at(table, "check_needs", name="every", example="every: quarter")
    by = _by(reader, context, name, table)
    before, urgent_as = _urgent(reader, context, table.table("urgent")) if "urgent" in table else (-1, "")
    return Duty(
        name=name,
        title=title(table, name),
        clause=clauses(table),
        by=by,
        places=_places(reader, context, by, table.get("at")),
        every=reader.one_of(table.get("every"), {word: word for word in (*CADENCES, ON_SITE_HOUR)}, CADENCES[-1]),
        after=after,
        takes=law(reader, table.get("takes"), fixed(0)),
        people=_people(reader, table.get("people")),
        share=reader.read(table.get("share"), phrases.share, 1.0),
        due=_due(reader, table.get("due"), bool(after)),
        window=reader.read(table.get("window"), phrases.hours, ALWAYS, reader.hours),
        urgent_before=before,
        urgent_as=urgent_as,
        interruptible=reader.one_of(table.get("interruptible"), YES_OR_NO, True),
    )


def _after(reader: Reader, name: str, table: Table, tables: dict[str, Table]) -> str:
    """The duty that this one follows; "" where it follows none, or none that there is."""
    words = table.words("after")
    if words is None:
        return ""
    known = [other for other, duty in tables.items() if other != name and _every(duty) != ON_SITE_HOUR]
    if words.text not in known:
        reader.unknown(words, words.place, words.text, known, "check_no_duty")
        return ""
    for key in OF_ITS_OWN:
        if key in table:
            reader.add(table.key_place(key), (*table.path, key), "check_duty_follows", name=key, after=words.text)
    head, seen = words.text, [name]
    while head and head not in seen:
        seen.append(head)
        head = tables[head].text("after") if head in tables else ""
    if head == name:
        reader.at(words, "check_after_circle", name=words.text)
        return ""
    return words.text


def _people(reader: Reader, node: Node | None) -> int | None:
    """How many people; None for all of them."""
    words = reader.words(node)
    if words is not None and words.text == "all":
        return None
    people = reader.read(words, phrases.count, 1)
    if people < 1 and words is not None:
        reader.at(words, "check_above_zero")
    return people


def _due(reader: Reader, node: Node | None, follows: bool) -> Due:
    """When it is due; workdays can only be counted from the duty before it."""
    due = reader.read(node, phrases.due, Due())
    if due.workdays and not follows and node is not None:
        reader.at(node, "check_due_from_what")
    if due.day and follows and node is not None:
        reader.at(node, "check_due_after")
    return due


def _urgent(reader: Reader, context: Context, table: Table) -> tuple[int, str]:
    """From how long before it is due it ranks beside which level: that of the second rank if nothing is said."""
    if "before_due" not in table:
        reader.at(table, "check_needs", name="before_due", example="before_due: 2 d")
    rank = context.base.rank
    named = reader.names(table.get("as"), context.names.levels, "check_no_level", phrases.words)
    level = named[0] if named else rank[min(1, len(rank) - 1)][0]
    return reader.read(table.get("before_due"), phrases.duration, 0), level


# ------------------------------------------------------------------ who does it, and where


def _by(reader: Reader, context: Context, name: str, table: Table) -> str:
    """The pool that does it."""
    pools = context.base.pools
    words = table.words("by")
    if words is None and len(pools) == 1 and "by" not in table:
        return next(iter(pools))
    if words is None or not pools:
        if pools:
            reader.at(table, "check_needs", name="by", example=f"by: {next(iter(pools))}")
        return ""
    if words.text not in pools:
        reader.unknown(words, words.place, words.text, pools, "check_no_pool")
        return ""
    return words.text


def _places(reader: Reader, context: Context, by: str, node: Node | None) -> tuple[str, ...]:
    """The sites at which it is done, or the centre; without a word each place of its pool."""
    words = reader.words(node)
    if words is None:
        return tuple(sorted(context.base.pools[by].places)) if by else (CENTRAL,)
    written = " ".join(phrases.half_width(words.text).split())
    if written == "each site":
        return context.names.sites
    if written == "each base":
        return context.bases
    places = context.names.places
    found = reader.names(words, (*places, "each site", "each base"), "check_no_place", phrases.words)
    return tuple(sorted({site for name in found for site in places.get(name, ())})) or (CENTRAL,)


# ------------------------------------------------------------------ other contracts, and the project lead


def _other_work(reader: Reader, context: Context, name: str, table: Table) -> OtherWork:
    for key, example in (("jobs", "jobs: 20 per day"), ("work", "work: mean 5 min cv 1")):
        if key not in table:
            reader.at(table, "check_needs", name=key, example=example)
    by = _by(reader, context, name, table)
    rank = reader.names(table.get("rank"), context.names.levels, "check_no_level", phrases.beside)
    return OtherWork(
        name=name,
        title=title(table, name),
        clause=clauses(table),
        by=by,
        places=_places(reader, context, by, table.get("at")),
        jobs=reader.read(table.get("jobs"), phrases.rate, Rate(0.0, "year", False)),
        work=law(reader, table.get("work"), fixed(0)),
        rhythm=reader.read(table.get("rhythm"), phrases.rhythm, Rhythm(), reader.hours),
        rank_as=rank[0] if rank else "",
        interruptible=reader.one_of(table.get("interruptible"), YES_OR_NO, True),
    )


def _coordination(reader: Reader, context: Context, name: str, table: Table) -> Coordination:
    for entry in table:
        if entry.key.text not in OF_COORDINATION:
            reader.add(entry.key.place, entry.key.path, "check_coordination_only", name=entry.key.text)
    if "takes" not in table:
        reader.at(table, "check_needs", name="takes", example="takes: 5 min")
    return Coordination(
        name=name,
        title=title(table, name),
        clause=clauses(table),
        by=_by(reader, context, name, table),
        takes=reader.read(table.get("takes"), phrases.duration, 0),
    )
