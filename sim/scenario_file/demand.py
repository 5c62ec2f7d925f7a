"""The demand of a scenario file: levels, sites, peaks, causes and the steps of a fault's way."""

from __future__ import annotations

from sim import phrases
from sim.distributions import Law, Quantity, fixed
from sim.phrases.times import DAY_KINDS, WEEK_DAYS
from sim.scenario import (
    Bursts,
    Causes,
    Demand,
    HqJourney,
    Level,
    Peak,
    PerFault,
    Rate,
    Rhythm,
    Site,
)
from sim.scenario_file import inherit, tables
from sim.scenario_file.differs import Names, per_fault
from sim.scenario_file.reader import Reader, clauses, title
from sim.scenario_file.steps import authorisation, calls, information, steps
from sim.scenario_file.traits import marks, reopens
from sim.scenario_file.tree import Node, Table, Words

AT_ONCE = fixed(0)
NOWHERE = "nowhere"


def demand(reader: Reader, table: Table) -> tuple[Demand, Names]:
    """The demand, and the names by which other parts of the file speak of it."""
    site_tables, bands = _site_tables(reader, table)
    level_tables = _level_tables(reader, table)
    names = Names(
        levels=tuple(sorted(level_tables)),
        sites=tuple(sorted(site_tables)),
        bands={name: tuple(s for s in sorted(site_tables) if site_tables[s].text("band") == name) for name in bands},
    )
    _distinct(reader, table, names)
    causes = _causes(reader, names, table.table("causes"))
    factors = {name: _positive(reader, level.get("work_factor")) for name, level in level_tables.items()}
    read = Demand(
        levels=tuple(_level(reader, name, level_tables[name], table.get("rhythm")) for name in names.levels),
        sites=tuple(_site(reader, name, site_tables[name], names) for name in names.sites),
        peaks=_peaks(reader, table.table("peaks")),
        busyness=reader.read(table.get("busyness"), phrases.busyness, None),
        bursts=_bursts(reader, table.table("bursts")) if "bursts" in table else None,
        causes=causes,
        steps=steps(reader, names, table.table("steps"), causes, factors),
        calls=calls(reader, table.table("steps").table("hotline")),
        authorisation=authorisation(reader, names, table.table("steps").table("remote")),
        information=information(reader, names, table.table("steps").table("diagnosis")),
        reopens=reopens(reader, names, inherit.without_none(table.table("reopens"))) if "reopens" in table else None,
        marks=marks(reader, names, inherit.without_none(inherit.resolved(reader, table.table("marks")))),
    )
    _check_travel(reader, table, read)
    return read, names


def _distinct(reader: Reader, table: Table, names: Names) -> None:
    """A name that means a level and a place would make a table of values ambiguous."""
    for heading in ("levels", "sites"):
        for entry in table.table(heading):
            others = {"levels": (*names.sites, *names.bands), "sites": (*names.levels, *names.bands)}[heading]
            if entry.key.text in others:
                reader.add(entry.key.place, entry.key.path, "check_name_twice", name=entry.key.text)


def _positive(reader: Reader, node: Node | None, default: float = 1.0) -> float:
    """A number above zero."""
    value = reader.read(node, phrases.number, default)
    if value <= 0 and node is not None:
        reader.at(node, "check_above_zero")
        return default
    return value


# ------------------------------------------------------------------ levels and when faults are raised


def _level_tables(reader: Reader, table: Table) -> dict[str, Table]:
    levels = inherit.without_none(inherit.resolved(reader, table.table("levels")))
    found = reader.named_tables(levels)
    if not found and "levels" not in table:
        example = "levels: {fault: {faults: 3 per day}}"
        reader.add(table.place, table.path, "check_needs", name="levels", example=example)
    return found


def _level(reader: Reader, name: str, table: Table, general: Node | None) -> Level:
    if "faults" not in table:
        reader.at(table, "check_needs", name="faults", example="faults: 0.5 per site per month")
    own = table.get("rhythm")
    return Level(
        name=name,
        title=title(table, name),
        clause=clauses(table),
        faults=reader.read(table.get("faults"), phrases.rate, Rate(0.0, "year", False)),
        rhythm=_rhythm(reader, general if own is None else own),
    )


def _rhythm(reader: Reader, node: Node | None) -> Rhythm:
    if isinstance(node, Words) or node is None:
        return reader.read(node, phrases.rhythm, Rhythm(), reader.hours)
    weights = []
    for entry in node:
        if entry.key.text not in (*DAY_KINDS, *WEEK_DAYS):
            reader.unknown(node, entry.key.place, entry.key.text, (*DAY_KINDS, *WEEK_DAYS), "check_no_day")
        weights.append((entry.key.text, reader.read(entry.value, phrases.weights, (0.0,) * 24)))
    return Rhythm(weights=tuple(sorted(weights)))


def _peaks(reader: Reader, table: Table) -> tuple[Peak, ...]:
    found = []
    for name, peak in sorted(reader.named_tables(table).items()):
        days = peak.words("days")
        if days is None and not isinstance(peak.get("days"), Table):
            reader.at(peak, "check_needs", name="days", example="days: 1-5 of month")
        if "factor" not in peak:
            reader.at(peak, "check_needs", name="factor", example="factor: 1.5")
        listed = days is not None and "-" in days.text and "of" not in days.text.split()
        within = phrases.MonthDays(1, 31) if listed else reader.read(days, phrases.month_days, phrases.MonthDays(1, 31))
        if listed and "months" in peak:
            reader.add(peak.key_place("months"), (*peak.path, "months"), "check_months_with_dates")
        found.append(
            Peak(
                name=name,
                title=title(peak, name),
                factor=_positive(reader, peak.get("factor")),
                first=within.first,
                last=within.last,
                months=reader.read(peak.get("months"), phrases.months, ()),
                dates=reader.read(days, phrases.dates, ()) if listed else (),
            )
        )
    return tuple(found)


BURST_NEEDS = {"share": "share: 10%", "size": "size: 2", "within": "within: 30 min"}


def _bursts(reader: Reader, table: Table) -> Bursts:
    reader.needs(table, BURST_NEEDS)
    written = table.get("size")
    size = reader.read(written, phrases.count, 2)
    if written is not None and size < 2:
        reader.at(written, "check_burst_size")
    return Bursts(
        share=reader.read(table.get("share"), phrases.share, 0.0),
        size=size,
        within=reader.read(table.get("within"), phrases.duration, 0),
    )


# ------------------------------------------------------------------ sites


def _site_tables(reader: Reader, table: Table) -> tuple[dict[str, Table], dict[str, Table]]:
    """The sites with what their bands hand on, and the bands."""
    bands = reader.named_tables(inherit.resolved(reader, table.table("bands")))
    if "sites" not in table:
        return {"site": Table(table.place, table.path)}, {}
    found = {}
    for name, site in reader.named_tables(table.table("sites")).items():
        band = site.words("band")
        if band is not None and band.text not in bands:
            reader.unknown(band, band.place, band.text, bands, "check_no_band")
        inherited = inherit.based_on(bands[band.text], site) if band is not None and band.text in bands else site
        found[name] = inherit.without_none(inherited)
    if not found:
        reader.add(table.key_place("sites"), (*table.path, "sites"), "check_empty_table", name="sites")
    return found, bands


def sites_without_travel(reader: Reader, table: Table) -> tuple[str, ...]:
    """The written sites whose way from the base is not written, neither with them nor with their band."""
    found, _ = _site_tables(reader, table)
    return tuple(sorted(name for name, site in found.items() if "sites" in table and "travel" not in site))


def _site(reader: Reader, name: str, table: Table, names: Names) -> Site:
    base = table.words("base")
    if base is not None and base.text not in (*names.sites, NOWHERE):
        reader.unknown(base, base.place, base.text, (*names.sites, NOWHERE), "check_no_site")
    served_by = name if base is None else "" if base.text == NOWHERE else base.text
    travel = law(reader, table.get("travel"), AT_ONCE)
    return Site(
        name=name,
        title=title(table, name),
        band=table.text("band"),
        base=served_by,
        size=_positive(reader, table.get("size")),
        travel=travel,
        travel_from_home=law(reader, table.get("travel_from_home"), travel),
        from_hq=_journey(reader, table.table("from_hq")) if "from_hq" in table else None,
        further=_further(reader, table.table("further"), names),
    )


def _further(reader: Reader, table: Table, names: Names) -> dict[str, Law]:
    """Further bases that help on site, in the order of the file, each with its travel (R6)."""
    for entry in table:
        if entry.key.text not in names.sites:
            reader.unknown(table, entry.key.place, entry.key.text, names.sites, "check_no_site")
    return {entry.key.text: law(reader, entry.value, AT_ONCE) for entry in table}


def _journey(reader: Reader, table: Table) -> HqJourney:
    late = reader.read(table.get("late"), phrases.late, phrases.Late(0.0, AT_ONCE))
    return HqJourney(
        to_airport=law(reader, table.get("to_airport"), AT_ONCE),
        flights=reader.read(table.get("flights"), phrases.flights, ()),
        flight=law(reader, table.get("flight"), AT_ONCE),
        late_share=late.share,
        late_by=late.by,
        to_site=law(reader, table.get("to_site"), AT_ONCE),
    )


def law(reader: Reader, node: Node | None, default: Law) -> Law:
    """A law of durations; the durations seen may stand in a file."""
    words = reader.words(node)
    if words is None:
        return default
    return reader.read(words, phrases.law, default, sample=lambda file: tables.durations(reader, words, file))


def _check_travel(reader: Reader, table: Table, read: Demand) -> None:
    """Where headquarters travels, the way to every site must be written."""
    if "sites" not in table or "hq_trip" not in read.steps:
        return
    without = [site.name for site in read.sites if site.from_hq is None]
    if without and reader.knows_sites:
        place, path = table.key_place("sites"), (*table.path, "sites")
        reader.add(place, path, "check_no_way_from_hq", name=" ".join(without))


# ------------------------------------------------------------------ causes


def _causes(reader: Reader, names: Names, table: Table) -> Causes:
    table = inherit.without_none(table)
    written = any(name in table for name in ("own", "environment", "cannot_tell"))

    def shares(name: str, default: Quantity) -> PerFault[Quantity]:
        return per_fault(reader, names, table.get(name), lambda w: reader.read(w, phrases.exact_share, 0.0), default)

    found = Causes(
        clause=clauses(table),
        own=shares("own", 0.0 if written else 1.0),
        environment=shares("environment", 0.0),
        cannot_tell=shares("cannot_tell", 0.0),
        cannot_tell_is_environment=per_fault(
            reader,
            names,
            table.get("cannot_tell_is_environment"),
            lambda words: reader.read(words, phrases.share, 0.0),
            0.5,
        ),
    )
    if written and not any(problem.path[:2] == table.path for problem in reader.problems):
        kinds = (found.own, found.environment, found.cannot_tell)
        sums = {sum(_plain(kind[pair]) for kind in kinds) for pair in found.own}
        wrong = [total for total in sorted(sums) if abs(total - 1) > 1e-9]
        if wrong:
            reader.at(table, "check_causes_sum", total=f"{100 * wrong[0]:.6g}")
    return found


def _plain(value: Quantity) -> float:
    assert isinstance(value, float)
    return value
