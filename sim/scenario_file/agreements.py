"""The agreements of a scenario file: the register of clauses, promises with everything worked in, and their readings.

A promise takes each line from the first that says it: itself, what it is `like`, the defaults of its kind, the general
defaults, and what its kind means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sim import phrases
from sim.calendars import ALWAYS
from sim.messages import LANGUAGES, say
from sim.scenario import DUTY, Agreements, Check, Clause, Demand, Duty, Fact, Plan, Promise, Reading, Title
from sim.scenario_file import attached, inherit
from sim.scenario_file.differs import Names, per_fault
from sim.scenario_file.kinds import CAUSES, COUNTING, EVENTS, FACTS, KINDS, PAUSES, REOPENED, Kind
from sim.scenario_file.operation import EVERY_LEVEL
from sim.scenario_file.reader import Reader, clauses, title
from sim.scenario_file.traits import marks_named
from sim.scenario_file.tree import Entry, Node, Table, Words

TERMS = (
    "attain",
    "within",
    "counting",
    "window",
    "workdays",
    "from",
    "to",
    "causes",
    "sites",
    "marks",
    "reopened",
    "by",
    "fixed_first",
    "net_of",
)
"""The lines that say how a promise is judged; a reading changes some of them."""

NOT_FOR_ALL = ("from", "to", "within", "like")
"""Lines that the defaults of all promises cannot have."""

WITH_BASE = "with_base"

DUTIES = "duties"
"""The heading of the promises about planned duties."""

OF_DUTIES = ("attain", *inherit.OWN)
"""The lines of such a promise; when a duty is due is said with the duty."""


@dataclass(frozen=True)
class Court:
    """What judging must know of the rest of the file. `base`: the operation without any plan's own settings."""

    names: Names
    base: Plan
    with_base: tuple[str, ...]
    readings: Mapping[str, Table]
    clauses: tuple[Clause, ...]
    duties: Mapping[str, Duty]
    marks: tuple[str, ...]


def agreements(reader: Reader, table: Table, names: Names, base: Plan, demand: Demand) -> Agreements:
    """The agreements."""
    with_base = tuple(site.name for site in demand.sites if site.with_base)
    register = _register(reader, table.words("clauses"))
    readings = {
        name: inherit.without_none(reading)
        for name, reading in reader.named_tables(inherit.resolved(reader, table.table("readings"))).items()
    }
    for reading in readings.values():
        _check_reading(reader, reading)
    duties, marks = {duty.name: duty for duty in demand.duties}, tuple(mark.name for mark in demand.marks)
    court = Court(names, base, with_base, readings, register, duties, marks)
    defaults = inherit.without_none(table.table("defaults"))
    _check_defaults(reader, defaults)
    promises = []
    for entry in table.table("promises"):
        if isinstance(entry.value, Table) and entry.key.text == DUTIES:
            promises += _of_duties(reader, court, entry.value, defaults)
        elif isinstance(entry.value, Table):
            promises += _of_levels(reader, court, entry, defaults)
    return Agreements(
        clauses=register,
        promises=tuple(promises),
        not_simulated={e.key.text: e.value.text for e in table.table("not_simulated") if isinstance(e.value, Words)},
        facts=_facts(reader, table.table("facts")),
        checks=tuple(_check(reader, name, t, base) for name, t in reader.named_tables(table.table("checks")).items()),
    )


def _check(reader: Reader, name: str, table: Table, base: Plan) -> Check:
    """A check of a hotline: whom it dials, and how often."""
    for key, example in (("of", "of: branch_phone"), ("times", "times: 4 per month")):
        if key not in table:
            reader.at(table, "check_needs", name=key, example=example)
    pools = reader.names(table.get("of"), base.who.get("hotline", ()), "check_no_pool", phrases.words)
    how_often = reader.read(table.get("times"), phrases.often, phrases.Often(1, "month"))
    return Check(name, title(table, name), clauses(table), pools[0] if pools else "", *how_often)


def _facts(reader: Reader, table: Table) -> dict[str, Fact]:
    found = {}
    for name, answers in FACTS.items():
        fact = table.table(name)
        if name in table:
            if "is" not in fact:
                reader.at(fact, "check_needs", name="is", example=f"is: {next(iter(answers))}")
            found[name] = Fact(reader.one_of(fact.get("is"), answers, False), clauses(fact))
    return found


def _check_defaults(reader: Reader, defaults: Table) -> None:
    """Defaults of a kind stand under its name; under another name they would hold for nothing.

    Where a clock starts and stops, and the time itself, belong to a kind: for all kinds together they make no sense.
    """
    for entry in defaults:
        if entry.key.text in NOT_FOR_ALL:
            reader.add(entry.key.place, (*entry.key.path, entry.key.text), "check_not_for_all", name=entry.key.text)
        if isinstance(entry.value, Table) and entry.key.text not in (*KINDS, *inherit.OWN):
            reader.unknown(entry.key, entry.key.place, entry.key.text, KINDS, "check_no_kind_of_defaults")


def _check_reading(reader: Reader, reading: Table) -> None:
    if not any(entry.key.text in TERMS for entry in reading):
        reader.at(reading, "check_reading_empty", known=" ".join(TERMS))


# ------------------------------------------------------------------ the register


def _register(reader: Reader, words: Words | None) -> tuple[Clause, ...]:
    """The rows of the register: number, and the texts in the columns `en` and `zh`."""
    if words is None:
        return ()
    rows = attached.rows(reader, words, attached.file_of(words) or words.text.strip())
    if not rows:
        return ()
    header = [cell.text for cell in rows[0].cells]
    for name in LANGUAGES:
        if name not in header:
            reader.at(rows[0].key, "check_register_column", name=name)
            return ()
    found: dict[str, Clause] = {}
    for row in rows[1:]:
        cells = [cell.text for cell in row.cells] + [""] * len(header)
        name = row.key.text
        if name in found or not name or len(name.split()) > 1:
            reader.at(row.key, "check_register_number", name=name)
        found[name] = Clause(name, en=cells[header.index("en")], zh=cells[header.index("zh")])
    return tuple(found.values())


# ------------------------------------------------------------------ promises


def _of_levels(reader: Reader, court: Court, entry: Entry, defaults: Table) -> list[Promise]:
    """The promises under one heading: a level, several levels, or every level."""
    assert isinstance(entry.value, Table)
    heading = entry.key.text
    words = heading.split()
    levels = court.names.levels if heading == EVERY_LEVEL else tuple(words)
    for word in words:
        if word not in (*court.names.levels, EVERY_LEVEL) or (word == EVERY_LEVEL and len(words) > 1):
            place = entry.key.part(heading.index(word), heading.index(word) + len(word))
            reader.unknown(entry.key, place, word, (*court.names.levels, EVERY_LEVEL), "check_no_level")
    found = []
    kinds = _kinds(reader, entry.value)
    for name, own in inherit.resolved(reader, entry.value).entries.items():
        kind = kinds.get(name)
        if kind is None or not isinstance(own.value, Table):
            continue
        table = inherit.without_none(own.value)
        layered = inherit.merged(inherit.based_on(_general(defaults), defaults.table(kind)), table.without("like"))
        for level in levels:
            if level in court.names.levels:
                group = f"{heading}/{name}"
                alone = group if len(levels) == 1 and heading != EVERY_LEVEL else f"{group}/{level}"
                found.append(_promise(reader, court, alone, group, kind, level, layered))
    return found


def _of_duties(reader: Reader, court: Court, table: Table, defaults: Table) -> list[Promise]:
    """The promises that duties are done when they are due."""
    found = []
    for name, entry in inherit.resolved(reader, table).entries.items():
        if name not in court.duties:
            reader.unknown(entry.key, entry.key.place, name, court.duties, "check_no_duty")
        elif isinstance(entry.value, Table):
            own = inherit.without_none(entry.value)
            for line in own:
                if line.key.text not in OF_DUTIES:
                    reader.add(line.key.place, line.key.path, "check_duty_promise", name=line.key.text)
            found.append(_of_duty(reader, court, court.duties[name], inherit.merged(_general(defaults), own)))
    return found


def _of_duty(reader: Reader, court: Court, duty: Duty, table: Table) -> Promise:
    attain: phrases.Attain | None = reader.read(table.get("attain"), phrases.attain, None)
    name = f"{DUTIES}/{duty.name}"
    return Promise(
        name=name,
        group=name,
        kind=DUTY,
        level="",
        title=title(table, duty.name) if table.text("en") or table.text("zh") else duty.title,
        clause=clauses(table) or duty.clause,
        from_event="",
        to_event="",
        limit=dict.fromkeys(court.names.sites, 0),
        window=ALWAYS,
        workdays_mon_fri=False,
        counting="wall",
        causes=(),
        sites=court.names.sites,
        by=(),
        fixed_first="met",
        net_of=(),
        attain=None if attain is None else attain.share,
        period="year" if attain is None else attain.period,
        duty=duty.name,
    )


def _general(defaults: Table) -> Table:
    """The defaults that hold for all kinds."""
    entries = {name: e for name, e in defaults.entries.items() if name in (*TERMS, "readings")}
    return replace(defaults, entries=entries)


def _kinds(reader: Reader, table: Table) -> dict[str, str]:
    """The kind of every promise in a table: its name, or the kind of what it is like."""
    found: dict[str, str] = {}
    for entry in table:
        name = entry.key.text
        seen: list[str] = []
        while name not in KINDS and name not in seen:
            seen.append(name)
            own = table.get(name)
            name = own.text("like") if isinstance(own, Table) else ""
        if name in KINDS:
            found[entry.key.text] = name
        elif isinstance(entry.value, Table) and "like" not in entry.value:
            reader.unknown(entry.key, entry.key.place, entry.key.text, KINDS, "check_no_kind")
    return found


def _promise(reader: Reader, court: Court, name: str, group: str, kind: str, level: str, table: Table) -> Promise:
    plain = _terms(reader, court, kind, level, table)
    promise = replace(plain, name=name, group=group, title=_title(table, group), clause=clauses(table))
    wanted = reader.names(table.get("readings"), court.readings, "check_no_reading", phrases.words)
    readings = []
    for word in wanted:
        changed = inherit.merged(table, court.readings[word].without(*inherit.OWN))
        read = replace(
            _terms(reader, court, kind, level, changed),
            name=name,
            group=group,
            title=promise.title,
            clause=promise.clause,
        )
        if read != promise:
            readings.append(Reading(word, title(court.readings[word], word), read))
    return replace(promise, readings=tuple(readings))


def _title(table: Table, group: str) -> Title:
    """The title written, else the one that every promise of this kind has."""
    name = group.rpartition("/")[2]
    if table.text("en") or table.text("zh") or name not in KINDS:
        return title(table, name)
    return Title(*(say(f"check_promise_{name}", lang) for lang in ("en", "zh")))


def _terms(reader: Reader, court: Court, kind: str, level: str, table: Table) -> Promise:
    """How a promise of `kind` to `level` is judged, with everything that `table` does not say filled in."""
    meaning: Kind = KINDS[kind]
    attain: phrases.Attain | None = reader.read(table.get("attain"), phrases.attain, None)
    own_window = court.base.handling[level].window
    if kind == "connect" and "within" in table:
        reader.add(table.key_place("within"), table.path, "check_connect_measured")
    return Promise(
        name="",
        group="",
        kind=kind,
        level=level,
        title=Title("", ""),
        clause=(),
        from_event=_event(reader, table.get("from"), meaning.begins),
        to_event=_event(reader, table.get("to"), meaning.ends),
        limit=_limit(reader, court.names, level, table.get("within")),
        window=reader.read(table.get("window"), phrases.hours, own_window, reader.hours),
        workdays_mon_fri=reader.one_of(table.get("workdays"), {"official": False, "mon-fri": True}, False),
        counting=reader.one_of(table.get("counting"), COUNTING, "carry"),
        causes=_causes(reader, table.get("causes"), meaning.causes),
        sites=_sites(reader, court, table.get("sites")),
        by=_by(reader, court, table.get("by"), meaning.local),
        fixed_first=reader.one_of(table.get("fixed_first"), {n: n for n in ("met", "excluded", "missed")}, "met"),
        net_of=tuple(sorted(reader.names(table.get("net_of"), PAUSES, "check_no_pause", phrases.words))),
        attain=None if attain is None else attain.share,
        period="year" if attain is None else attain.period,
        marks=tuple(sorted(marks_named(reader, table.get("marks"), court.marks))),
        same_fault=reader.one_of(table.get("reopened"), REOPENED, False),
    )


def _event(reader: Reader, node: Node | None, default: str) -> str:
    return reader.one_of(node, {name: name for name in EVENTS}, default)


def _limit(reader: Reader, names: Names, level: str, node: Node | None) -> dict[str, int] | None:
    """The promised time for each site."""
    if node is None:
        return None
    table = per_fault(reader, names, node, lambda words: reader.read(words, phrases.duration, 0), 0)
    return {site: table[level, site] for site in names.sites}


def _causes(reader: Reader, node: Node | None, default: tuple[str, ...]) -> tuple[str, ...]:
    words = reader.words(node)
    if words is None:
        return default
    if words.text.strip() == "all":
        return CAUSES
    found = reader.names(words, (*CAUSES, "all"), "check_no_cause", phrases.words)
    return tuple(cause for cause in CAUSES if cause in found)


def _sites(reader: Reader, court: Court, node: Node | None) -> tuple[str, ...]:
    words = reader.words(node)
    if words is None or words.text.strip() == "all":
        return court.names.sites
    if words.text.strip() == WITH_BASE:
        return court.with_base
    places = court.names.places
    found = reader.names(words, (*places, "all", WITH_BASE), "check_no_place", phrases.words)
    return tuple(sorted({site for name in found for site in places.get(name, ())}))


def _by(reader: Reader, court: Court, node: Node | None, local: bool) -> tuple[str, ...]:
    """The pools that count. For a visit these are those who do visits, unless the file says otherwise."""
    words = reader.words(node)
    if words is None:
        return tuple(sorted(court.base.who.get("onsite", ()))) if local else ()
    if words.text.strip() == "anyone":
        return ()
    return tuple(sorted(reader.names(words, (*court.base.pools, "anyone"), "check_no_pool", phrases.words)))
