"""The operation of a scenario, spelled out: what all plans share, and each plan with what is its own."""

from __future__ import annotations

from dataclasses import fields

from sim import phrases
from sim.distributions import Law
from sim.scenario import BY_DEADLINE, BY_SLACK, CENTRAL, SENIOR_TRIP, Plan, Pool, Scenario
from sim.scenario_file.spell.form import Lines, block, clauses, entry, titles, varied


def operation(scenario: Scenario) -> Lines:
    """Settings that hold for all plans, then the plans."""
    base = scenario.operation.base
    yield from _settings(scenario, base)
    rows = (block(plan.name, _plan(scenario, plan)) for plan in scenario.operation.plans)
    yield from block("plans", (line for row in rows for line in row))


def _plan(scenario: Scenario, plan: Plan) -> Lines:
    base = scenario.operation.base
    yield from titles(plan.title)
    yield from _roster(plan, "")
    lists = sorted({s.on_dates for places in plan.staff.values() for shifts in places.values() for s in shifts} - {""})
    yield from block("on_dates", (line for dates in lists for line in block(dates, _roster(plan, dates))))
    own = [f.name for f in fields(plan) if f.name not in ("name", "title", "staff")]
    if any(getattr(plan, name) != getattr(base, name) for name in own):
        yield from _settings(scenario, plan)


def _roster(plan: Plan, dates: str) -> Lines:
    """The weekly roster, or a duty list for dates."""
    for pool, places in plan.staff.items():
        table = {("", place): tuple(s for s in places.get(place, ()) if s.on_dates == dates) for place in places}
        if not any(table.values()) and any(places.values()):
            continue
        table |= {("", place): () for place in plan.pools[pool].places if ("", place) not in table}
        yield from varied(pool, table, lambda shifts: " + ".join(shift.label for shift in shifts) or "0")


def _settings(scenario: Scenario, plan: Plan) -> Lines:
    yield from block("pools", (line for pool in plan.pools.values() for line in block(pool.name, _pool(pool))))
    contact = "contact" in scenario.demand.steps
    steps = [step for step in plan.who if not (contact and step == "diagnosis")]
    yield from block("who", (entry(step, _chain(plan, step)) for step in steps))
    rows = (block(level, _handling(scenario, plan, level)) for level in plan.handling)
    yield from block("handling", (line for row in rows for line in row))
    yield from block("rules", _rules(plan))
    yield from block("costs", _costs(plan))


def _chain(plan: Plan, step: str) -> str:
    """`resident then local after 15 min`."""
    told = []
    asked = 0
    for name, after in zip(plan.who[step], plan.overflow.get(step, (0,) * len(plan.who[step])), strict=True):
        told.append(f"{name} after {phrases.spell_duration(after)}" if after > asked else name)
        asked = after
    return " then ".join(told)


def _rules(plan: Plan) -> Lines:
    rank = "first come" if len(plan.rank) == 1 and len(plan.rank[0]) > 1 else " ".join(g[0] for g in plan.rank)
    orders = {BY_DEADLINE: "earliest deadline", BY_SLACK: "least slack"}
    yield entry("rank", orders.get(plan.order, rank))
    yield from block("targets", (entry(level, phrases.spell_duration(t)) for level, t in plan.targets.items()))
    yield from block("interrupts", (entry(level, " ".join(others)) for level, others in plan.interrupts.items()))
    yield from block("hold_back", (entry(" ".join(levels), str(count)) for levels, count in plan.hold_back))
    yield entry("shift_end", "hand over" if plan.hand_over else "finish")


def _pool(pool: Pool) -> Lines:
    yield from titles(pool.title)
    yield from clauses(pool.clause)
    if pool.at_base:
        yield entry("at", "each base")
    elif pool.places != (CENTRAL,):
        yield entry("at", " ".join(pool.places))
    if pool.levels:
        yield entry("levels", " ".join(pool.levels))
    laws: tuple[tuple[str, Law | None], ...] = (
        ("travel", pool.travel),
        ("travel_from_home", pool.travel_from_home),
        ("ready_in", pool.ready_in),
    )
    yield from (entry(key, phrases.spell_law(law)) for key, law in laws if law is not None and not pool.carried)
    if pool.unreachable is not None:
        yield entry("unreachable", phrases.spell_share(pool.unreachable))
    if pool.busy is not None:
        yield entry("busy", f"{phrases.spell_share(pool.busy.share)} per open {' '.join((*pool.busy.levels, 'fault'))}")
    if pool.absence:
        yield entry("absence", phrases.spell_share(pool.absence))
    for key, money in (("pay", pool.pay), ("charge", pool.charge)):
        if money is not None:
            yield entry(key, phrases.spell_money(money))


def _handling(scenario: Scenario, plan: Plan, level: str) -> Lines:
    handling, steps = plan.handling[level], scenario.demand.steps
    yield from clauses(handling.clause)
    yield entry("window", handling.window_name)
    if "onsite" in steps:
        yield entry("onsite", "at once" if handling.onsite_at_once else "after remote")
    if handling.hq_support:
        yield entry("hq_support", "at once")
    if handling.hq_trip_after is not None:
        yield entry("hq_trip", f"after {phrases.spell_duration(handling.hq_trip_after)}")
    if handling.senior_for:
        yield entry(SENIOR_TRIP, handling.senior_for)


def _costs(plan: Plan) -> Lines:
    costs = plan.costs
    yield entry("person_year", f"{phrases.spell_number(costs.person_year_hours)} h")
    yield entry("on_cost", phrases.spell_number(costs.on_cost))
    for key in ("standby", "call_out", "hq_trip"):
        money = getattr(costs, key)
        if money is not None:
            yield entry(key, phrases.spell_money(money))
    yield from block("overtime", (entry(kind, phrases.spell_number(f)) for kind, f in costs.overtime.items()))
