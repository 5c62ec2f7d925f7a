"""The operation of a scenario file: pools, who does which step, handling, rules, costs, and the staffing plans."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim import phrases
from sim.calendars import ALWAYS, HOUR
from sim.distributions import Quantity, fixed
from sim.scenario import CENTRAL, SENIOR_TRIP, Costs, Demand, Handling, Money, Operation, Plan, Pool, Title
from sim.scenario_file import inherit
from sim.scenario_file.demand import law, sites_without_travel
from sim.scenario_file.differs import Names
from sim.scenario_file.order import hold_back, interrupts, ranked, targets
from sim.scenario_file.reader import Reader, clauses, title
from sim.scenario_file.roster import NOT_POOLS, ON_DATES, SETTINGS, roster
from sim.scenario_file.staffing import check_staffing
from sim.scenario_file.traits import marks_named
from sim.scenario_file.tree import Entry, Node, Table, Words
from sim.scenario_file.who import who

EVERY_LEVEL = "every_level"


@dataclass(frozen=True)
class Context:
    """What the operation must know of the demand. `table`: the demand's part of the file."""

    demand: Demand
    names: Names
    travel_written: bool


def operation(reader: Reader, table: Table, demand: Demand, names: Names, demand_table: Table) -> Operation:
    """The operation with all its plans."""
    written = inherit.resolved(reader, table.table("plans"))
    if not written.entries:
        reader.at(table, "check_needs", name="plans", example="plans: {today: {desk: 2}}")
    pools = table.table("pools") if "pools" in table else _implied_pools(written)
    settings = replace(table, entries={name: entry for name, entry in table.entries.items() if name in SETTINGS})
    context = Context(demand, names, _travel_written(demand_table))
    base = _plan(reader, context, "", Table(table.place, table.path), settings, pools)
    _check_travel(reader, context, demand_table, base)
    plans = []
    for entry in written:
        name = entry.key.text
        _check_plan_name(reader, entry.key)
        if isinstance(entry.value, Table):
            plans.append(_plan(reader, context, name, entry.value, settings, pools))
    read = Operation(base=base, plans=tuple(plans))
    check_staffing(reader, table.table("plans"), read, demand, names)
    return read


def _check_plan_name(reader: Reader, key: Words) -> None:
    if not all(sign.isalnum() or sign in "_-." for sign in key.text):
        reader.add(key.place, key.path, "check_not_a_name", name=key.text)
    if key.text == "ceiling":
        reader.add(key.place, key.path, "check_word_of_language", name=key.text)


def _check_travel(reader: Reader, context: Context, table: Table, base: Plan) -> None:
    """Who visits needs a way to go: the site's, or one of his own."""
    without = sites_without_travel(reader, table)
    visitors = [base.pools[name] for name in base.who.get("onsite", ())]
    unfit = any(pool.travel is None for pool in visitors)
    if without and unfit and reader.knows_sites:
        reader.add(table.key_place("sites"), (*table.path, "sites"), "check_no_travel", name=" ".join(without))


def _travel_written(table: Table) -> bool:
    """Whether any way to a site is written."""
    places = [*table.table("bands"), *table.table("sites")]
    return any(isinstance(entry.value, Table) and "travel" in entry.value for entry in places)


def _implied_pools(plans: Table) -> Table:
    """Pools that are not written down are those that the plans name."""
    names: dict[str, Words] = {}
    for plan in plans:
        lists = plan.value.table(ON_DATES) if isinstance(plan.value, Table) else ()
        for table in (plan.value, *(duty.value for duty in lists)):
            for entry in table if isinstance(table, Table) else ():
                if entry.key.text not in NOT_POOLS:
                    names.setdefault(entry.key.text, entry.key)
    entries = {name: _pool_entry(key) for name, key in names.items()}
    return replace(plans, entries=entries)


def _pool_entry(key: Words) -> Entry:
    return Entry(key, Table(key.place, (*key.path, key.text)))


# ------------------------------------------------------------------ a plan


def _plan(reader: Reader, context: Context, name: str, table: Table, settings: Table, pools: Table) -> Plan:
    """A plan: its own settings over the operation's, and its people."""
    own = replace(table, entries={key: entry for key, entry in table.entries.items() if key in SETTINGS})
    with_pools = settings if "pools" in settings or not pools.entries else _with(settings, pools)
    all_settings = inherit.without_none(inherit.merged(with_pools, own))
    levels = context.names.levels
    rules = all_settings.table("rules")
    absence = _absence(reader, rules.get("absence"), 0.0)
    read = {
        key: _pool(reader, context, key, entry, absence)
        for key, entry in reader.named_tables(all_settings.table("pools")).items()
    }
    handling = {level: _handling(reader, context, level, all_settings.table("handling")) for level in levels}
    seniors = any(entry.senior_for for entry in handling.values())
    asked = who(reader, all_settings.table("who"), context.demand.steps, read, seniors)
    chains = {step: tuple(name for name, _ in chain) for step, chain in asked.items()}
    waited = {step: tuple(after for _, after in chain) for step, chain in asked.items()}
    rank, order = ranked(reader, rules, levels, read, chains)
    return Plan(
        name=name,
        title=title(table, name) if name else Title("", ""),
        pools=read,
        staff=roster(reader, context.names, inherit.without_none(table), read) if name else {},
        who=chains,
        handling=handling,
        rank=rank,
        costs=_costs(reader, all_settings.table("costs")),
        overflow={step: waits for step, waits in waited.items() if any(waits)},
        order=order,
        targets=targets(reader, rules, levels, order),
        interrupts=interrupts(reader, rules, rank, order),
        hold_back=hold_back(reader, rules, levels),
        hand_over=reader.one_of(rules.get("shift_end"), {"finish": False, "hand over": True}, False),
    )


def _with(settings: Table, pools: Table) -> Table:
    key = Words("pools", pools.place, settings.path)
    return replace(settings, entries={**settings.entries, "pools": Entry(key, pools)})


def _absence(reader: Reader, node: Node | None, general: Quantity) -> Quantity:
    """The share of people on the roster who do not come; `general` where none is written."""
    share = reader.read(node, phrases.share, None)
    if share == 1 and node is not None:
        reader.at(node, "check_all_absent")
    return general if share is None else share


def _pool(reader: Reader, context: Context, name: str, table: Table, absence: Quantity) -> Pool:
    at_base, places = _places(reader, context.names, context.demand, table.get("at"))
    travel = law(reader, table.get("travel"), fixed(0)) if "travel" in table else None
    from_home = law(reader, table.get("travel_from_home"), fixed(0)) if "travel_from_home" in table else None
    if from_home is None and not context.travel_written:
        from_home = travel
    if "pay" in table and "charge" in table:
        reader.add(table.key_place("charge"), (*table.path, "charge"), "check_pay_or_charge")
    if name in NOT_POOLS:
        reader.at(table, "check_word_of_language", name=name)
    _check_phone(reader, table)
    return Pool(
        name=name,
        title=title(table, name),
        clause=clauses(table),
        at_base=at_base,
        places=places,
        levels=tuple(sorted(reader.names(table.get("levels"), context.names.levels, "check_no_level", phrases.words))),
        travel=travel,
        travel_from_home=from_home,
        ready_in=law(reader, table.get("ready_in"), fixed(0)),
        absence=0.0 if _is_phone(table) else _absence(reader, table.get("absence"), absence),
        pay=_money(reader, table.get("pay"), ("year", "month", "hour")),
        charge=_money(reader, table.get("charge"), ("hour",)),
        unreachable=reader.read(table.get("unreachable"), phrases.share, None),
        busy=reader.read(table.get("busy"), phrases.busy, None, context.names.levels),
    )


NOT_OF_PHONES = ("travel", "travel_from_home", "ready_in", "absence", "pay", "charge")
"""Lines about people, which say nothing of a carried phone."""


def _is_phone(table: Table) -> bool:
    return "unreachable" in table or "busy" in table


def _check_phone(reader: Reader, table: Table) -> None:
    """A carried phone has no people, so nothing can be said of them."""
    if _is_phone(table):
        for name in NOT_OF_PHONES:
            if name in table:
                reader.add(table.key_place(name), (*table.path, name), "check_phone_no_people", name=name)


def _places(reader: Reader, names: Names, demand: Demand, node: Node | None) -> tuple[bool, tuple[str, ...]]:
    """Whether a pool sits at the bases, and the sites it sits at."""
    words = reader.words(node)
    if words is None:
        return False, (CENTRAL,)
    if " ".join(phrases.half_width(words.text).split()) == "each base":
        return True, tuple(sorted({site.base for site in demand.sites if site.base}))
    found = reader.names(words, (*names.places, "each base"), "check_no_place", phrases.words)
    return False, tuple(sorted({site for name in found for site in names.places.get(name, ())})) or (CENTRAL,)


def _money(reader: Reader, node: Node | None, periods: tuple[str, ...]) -> Money | None:
    """An amount of money per one of `periods` ("" for a piece)."""
    if node is None:
        return None
    money = reader.read(node, phrases.money, Money(0.0, "", periods[0]))
    if money.per not in periods:
        units = " / ".join(f"per {period}" if period else "a plain amount" for period in periods)
        reader.at(node, "check_money_period", expected=units)
    reader.currency = reader.currency or money.currency
    if money.currency not in ("", reader.currency):
        reader.at(node, "check_one_currency", found=money.currency, other=reader.currency)
    return money


# ------------------------------------------------------------------ who does a step


# ------------------------------------------------------------------ handling and costs


def _handling(reader: Reader, context: Context, level: str, table: Table) -> Handling:
    """What is done with a level: its own lines over those of `every_level`."""
    own = Table(table.place, table.path)
    for entry in table:
        words = entry.key.text.split()
        for name in words:
            if name not in (*context.names.levels, EVERY_LEVEL):
                place = entry.key.part(entry.key.text.index(name), entry.key.text.index(name) + len(name))
                reader.unknown(table, place, name, (*context.names.levels, EVERY_LEVEL), "check_no_level")
        if level in words and isinstance(entry.value, Table):
            if own.entries:
                reader.add(entry.key.place, entry.key.path, "check_level_twice", name=level)
            own = entry.value
    both = inherit.merged(table.table(EVERY_LEVEL), own)
    window = both.words("window")
    hq_trip = both.get("hq_trip")
    steps = context.demand.steps
    for name, step in (
        ("onsite", "onsite"),
        ("hq_support", "hq_support"),
        ("hq_trip", "hq_trip"),
        (SENIOR_TRIP, "hq_trip"),
    ):
        if name in both and step not in steps:
            reader.add(both.key_place(name), (*both.path, name), "check_step_not_written", step=step)
    return Handling(
        level=level,
        clause=(*clauses(table.table(EVERY_LEVEL)), *clauses(own)),
        window_name=window.text if window else "always",
        window=reader.read(window, phrases.hours, ALWAYS, reader.hours),
        onsite_at_once=reader.one_of(both.get("onsite"), {"at once": True, "after remote": False}, False),
        hq_support=reader.one_of(both.get("hq_support"), {"at once": True}, False),
        hq_trip_after=None if hq_trip is None else reader.read(hq_trip, phrases.trip_after, 0),
        senior_for=_senior(reader, context, both.get(SENIOR_TRIP)),
    )


def _senior(reader: Reader, context: Context, node: Node | None) -> str:
    """The mark that brings a senior engineer; "" for none."""
    found = marks_named(reader, node, tuple(mark.name for mark in context.demand.marks))
    if len(found) > 1 and node is not None:
        reader.at(node, "check_one_mark")
    return found[0] if found and "hq_trip" in context.demand.steps else ""


def _costs(reader: Reader, table: Table) -> Costs:
    year = reader.read(table.get("person_year"), phrases.duration, 1825 * HOUR)
    if year <= 0 and "person_year" in table:
        reader.add(table.key_place("person_year"), (*table.path, "person_year"), "check_above_zero")
    overtime = table.table("overtime")
    return Costs(
        person_year_hours=year / HOUR,
        on_cost=reader.read(table.get("on_cost"), phrases.number, 1.0),
        standby=_money(reader, table.get("standby"), ("hour",)),
        call_out=_money(reader, table.get("call_out"), ("",)),
        hq_trip=_money(reader, table.get("hq_trip"), ("",)),
        overtime={
            kind: reader.read(overtime.get(kind), phrases.number, 1.0)
            for kind in ("workdays", "restdays", "holidays")
            if kind in overtime
        },
    )
