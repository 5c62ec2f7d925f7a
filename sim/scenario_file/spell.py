"""The way back: a scenario as a file in the same language, with everything said and nothing inherited.

What `check --resolved` prints. Reading it gives the same scenario, but for the register of clauses, the marks of
sources, and ranges: a number not known exactly that several sites inherit is written once for each of them here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import TypeVar

from sim import phrases
from sim.calendars import HOUR, MINUTE
from sim.distributions import Law, fixed
from sim.scenario import (
    CENTRAL,
    Demand,
    HqJourney,
    Level,
    Peak,
    PerFault,
    Plan,
    Pool,
    Promise,
    Scenario,
    Site,
    Step,
    Title,
)
from sim.scenario_file.kinds import CAUSES, COUNTING
from sim.scenario_file.steps import PREPARE_KEY, SOLVING, WORK_KEY

T = TypeVar("T")
Lines = Iterator[str]
NOWHERE = "nowhere"


def spelled(scenario: Scenario) -> list[str]:
    """The file as lines of text."""
    return [
        f"name: {scenario.name}",
        *_titles(scenario.title),
        *_block("calendar", _calendar(scenario)),
        *_block("demand", _demand(scenario)),
        *_block("operation", _operation(scenario)),
        *_block("agreements", _agreements(scenario)),
        *_block("study", _study(scenario)),
        *_block("sources", (_line(name, _text(text)) for name, text in scenario.sources.items())),
    ]


# ------------------------------------------------------------------ the form


def _line(key: str, value: str) -> str:
    return f"{key}: {value}"


def _block(key: str, lines: Iterator[str]) -> Lines:
    """A table under its key; nothing when it is empty."""
    found = list(lines)
    if found:
        yield f"{key}:"
        yield from (f"  {line}" for line in found)


def _text(text: str) -> str:
    """A text as YAML takes it: in quotes where it would be misread."""
    plain = re.fullmatch(r"[\w(（][^\n\t\"]*", text) and not re.search(r":(\s|$)|\s#|\s$", text) and text != "none"
    return text if plain else json.dumps(text, ensure_ascii=False)


def _titles(title: Title) -> Lines:
    yield _line("en", _text(title.en))
    yield _line("zh", _text(title.zh))


def _clause(clause: tuple[str, ...]) -> Lines:
    if clause:
        yield _line("clause", " ".join(clause))


def _varied(key: str, table: PerFault[T], spell: Callable[[T], str]) -> Lines:
    """A value that may differ: once, by level, by site, or by both."""
    texts = {pair: spell(value) for pair, value in table.items()}
    levels = list(dict.fromkeys(level for level, _ in texts))
    sites = list(dict.fromkeys(site for _, site in texts))
    if len(set(texts.values())) == 1:
        yield _line(key, next(iter(texts.values())))
    elif all(texts[level, site] == texts[level, sites[0]] for level, site in texts):
        yield from _block(key, (_line(level, texts[level, sites[0]]) for level in levels))
    elif all(texts[level, site] == texts[levels[0], site] for level, site in texts):
        yield from _block(key, (_line(site, texts[levels[0], site]) for site in sites))
    else:
        rows = (_block(level, (_line(site, texts[level, site]) for site in sites)) for level in levels)
        yield from _block(key, (line for row in rows for line in row))


# ------------------------------------------------------------------ calendar and study


def _calendar(scenario: Scenario) -> Lines:
    days = scenario.holidays
    if days.country:
        yield _line("holidays", days.country)
    for key, dates in (("extra_holidays", days.extra_holidays), ("extra_workdays", days.extra_workdays)):
        if dates:
            yield _line(key, " ".join(day.isoformat() for day in dates))
    yield from _block("hours", (_line(name, phrases.spell_hours(hours)) for name, hours in scenario.hours.items()))


def _study(scenario: Scenario) -> Lines:
    study = scenario.study
    yield _line("start", study.start.isoformat())
    for key, days in (("length", study.days), ("warm_up", study.warm_up_days), ("cool_down", study.cool_down_days)):
        yield _line(key, f"{days} day{'' if days == 1 else 's'}")
    yield _line("confidence", phrases.spell_share(study.confidence))
    yield _line("precision", phrases.spell_share(study.precision))
    yield _line("replications", f"{study.least_replications} to {study.most_replications}")
    yield _line("sign_if", f"{phrases.spell_share(study.sign_if)} of periods kept")


# ------------------------------------------------------------------ demand


def _demand(scenario: Scenario) -> Lines:
    demand = scenario.demand
    yield from _block("sites", (line for site in demand.sites for line in _block(site.name, _site(site))))
    yield from _block("levels", (line for level in demand.levels for line in _block(level.name, _level(level))))
    yield from _block("peaks", (line for peak in demand.peaks for line in _block(peak.name, _peak(peak))))
    yield from _block("causes", _causes(demand))
    yield from _block("steps", _steps(demand))


def _site(site: Site) -> Lines:
    yield from _titles(site.title)
    yield _line("base", site.base or NOWHERE)
    yield _line("size", phrases.spell_number(site.size))
    yield _line("travel", phrases.spell_law(site.travel))
    yield _line("travel_from_home", phrases.spell_law(site.travel_from_home))
    if site.from_hq:
        yield from _block("from_hq", _journey(site.from_hq))


def _journey(way: HqJourney) -> Lines:
    yield _line("to_airport", phrases.spell_law(way.to_airport))
    if way.flights:
        yield _line("flights", " ".join(f"{at // HOUR:02}:{at % HOUR // MINUTE:02}" for at in way.flights))
    yield _line("flight", phrases.spell_law(way.flight))
    if way.late_share:
        yield _line("late", f"{phrases.spell_share(way.late_share)} {phrases.spell_law(way.late_by)}")
    yield _line("to_site", phrases.spell_law(way.to_site))


def _level(level: Level) -> Lines:
    yield from _titles(level.title)
    yield from _clause(level.clause)
    yield _line("faults", phrases.spell_rate(level.faults))
    if level.rhythm.shares:
        yield _line("rhythm", phrases.spell_rhythm(level.rhythm))
    yield from _block("rhythm", (_line(day, phrases.spell_weights(w)) for day, w in level.rhythm.weights))


def _peak(peak: Peak) -> Lines:
    yield from _titles(peak.title)
    if peak.dates:
        yield _line("days", " ".join(day.isoformat() for day in peak.dates))
    else:
        yield _line("days", f"{peak.first}-{peak.last} of month")
    if peak.months:
        yield _line("months", " ".join(map(str, peak.months)))
    yield _line("factor", phrases.spell_number(peak.factor))


def _causes(demand: Demand) -> Lines:
    yield from _clause(demand.causes.clause)
    for name in (*CAUSES, "cannot_tell_is_environment"):
        yield from _varied(name, getattr(demand.causes, name), phrases.spell_share)


def _steps(demand: Demand) -> Lines:
    for name, step in demand.steps.items():
        if name != "second_visit":
            yield from _block(name, _step(demand, step))


def _step(demand: Demand, step: Step) -> Lines:
    yield from _clause(step.clause)
    if step.name in PREPARE_KEY:
        yield from _varied(PREPARE_KEY[step.name], step.prepare, phrases.spell_law)
    if step.name == "remote" and demand.authorisation:
        yield from _block("authorisation", _authorisation(demand))
    yield from _varied(WORK_KEY.get(step.name, "work"), step.work, phrases.spell_law)
    if step.name in SOLVING:
        yield from _varied("solves", step.solves, phrases.spell_share)
    if step.name == "onsite" and "second_visit" in demand.steps:
        yield from _varied("second_visit", step.again, phrases.spell_share)
    if step.name == "hotline" and demand.calls.patience:
        yield from _calls(demand)


def _calls(demand: Demand) -> Lines:
    calls = demand.calls
    if calls.patience:
        yield _line("patience", phrases.spell_law(calls.patience))
    if calls.redials:
        again, after = phrases.spell_share(calls.redial_share), phrases.spell_law(calls.redial_after)
        yield _line("redials", f"{again} after {after} at most {calls.redials} times")
    if calls.other_way != fixed(0):
        yield _line("other_way", f"after {phrases.spell_law(calls.other_way)}")


def _authorisation(demand: Demand) -> Lines:
    permission = demand.authorisation
    assert permission is not None
    yield from _varied("granted", permission.granted, phrases.spell_share)
    if len(permission.delay) == 1:
        yield from _varied("delay", permission.delay[0][1], phrases.spell_law)
    else:
        rows = (_varied(phrases.spell_hours(hours), table, phrases.spell_law) for hours, table in permission.delay)
        yield from _block("delay", (line for row in rows for line in row))
    if permission.give_up is not None:
        yield _line("give_up", phrases.spell_duration(permission.give_up))


# ------------------------------------------------------------------ operation


def _operation(scenario: Scenario) -> Lines:
    base = scenario.operation.base
    yield from _settings(scenario, base)
    rows = (_block(plan.name, _plan(scenario, plan)) for plan in scenario.operation.plans)
    yield from _block("plans", (line for row in rows for line in row))


def _plan(scenario: Scenario, plan: Plan) -> Lines:
    base = scenario.operation.base
    yield from _titles(plan.title)
    for pool, places in plan.staff.items():
        table = {("", place): shifts for place, shifts in places.items() if shifts}
        if len(table) < len(plan.pools[pool].places):
            table |= {("", place): () for place in plan.pools[pool].places if ("", place) not in table}
        yield from _varied(pool, table, lambda shifts: " + ".join(shift.label for shift in shifts) or "0")
    own = [f.name for f in fields(plan) if f.name not in ("name", "title", "staff")]
    if any(getattr(plan, name) != getattr(base, name) for name in own):
        yield from _settings(scenario, plan)


def _settings(scenario: Scenario, plan: Plan) -> Lines:
    yield from _block("pools", (line for pool in plan.pools.values() for line in _block(pool.name, _pool(pool))))
    contact = "contact" in scenario.demand.steps
    chains = (_line(step, " then ".join(c)) for step, c in plan.who.items() if not (contact and step == "diagnosis"))
    yield from _block("who", chains)
    rows = (_block(level, _handling(scenario, plan, level)) for level in plan.handling)
    yield from _block("handling", (line for row in rows for line in row))
    rank = "first come" if len(plan.rank) == 1 and len(plan.rank[0]) > 1 else " ".join(g[0] for g in plan.rank)
    yield from _block("rules", iter([_line("rank", rank), _line("shift_end", "finish")]))
    yield from _block("costs", _costs(plan))


def _pool(pool: Pool) -> Lines:
    yield from _titles(pool.title)
    yield from _clause(pool.clause)
    if pool.at_base:
        yield _line("at", "each base")
    elif pool.places != (CENTRAL,):
        yield _line("at", " ".join(pool.places))
    if pool.levels:
        yield _line("levels", " ".join(pool.levels))
    laws: tuple[tuple[str, Law | None], ...] = (
        ("travel", pool.travel),
        ("travel_from_home", pool.travel_from_home),
        ("ready_in", pool.ready_in),
    )
    yield from (_line(key, phrases.spell_law(law)) for key, law in laws if law is not None)
    for key, money in (("pay", pool.pay), ("charge", pool.charge)):
        if money is not None:
            yield _line(key, phrases.spell_money(money))


def _handling(scenario: Scenario, plan: Plan, level: str) -> Lines:
    handling, steps = plan.handling[level], scenario.demand.steps
    yield from _clause(handling.clause)
    yield _line("window", handling.window_name)
    if "onsite" in steps:
        yield _line("onsite", "at once" if handling.onsite_at_once else "after remote")
    if handling.hq_support:
        yield _line("hq_support", "at once")
    if handling.hq_trip_after is not None:
        yield _line("hq_trip", f"after {phrases.spell_duration(handling.hq_trip_after)}")


def _costs(plan: Plan) -> Lines:
    costs = plan.costs
    yield _line("person_year", f"{phrases.spell_number(costs.person_year_hours)} h")
    yield _line("on_cost", phrases.spell_number(costs.on_cost))
    for key in ("standby", "call_out", "hq_trip"):
        money = getattr(costs, key)
        if money is not None:
            yield _line(key, phrases.spell_money(money))
    yield from _block("overtime", (_line(kind, phrases.spell_number(f)) for kind, f in costs.overtime.items()))


# ------------------------------------------------------------------ agreements


def _agreements(scenario: Scenario) -> Lines:
    agreed = scenario.agreements
    groups: dict[str, list[Promise]] = {}
    for promise in agreed.promises:
        groups.setdefault(promise.group, []).append(promise)
    yield from _block("readings", _readings(scenario))
    headings: dict[str, list[str]] = {}
    for group, promises in groups.items():
        heading, _, name = group.partition("/")
        headings.setdefault(heading, []).extend(_block(name, _promise(scenario, name, promises)))
    rows = (_block(heading, iter(lines)) for heading, lines in headings.items())
    yield from _block("promises", (line for row in rows for line in row))
    yield from _block("not_simulated", (_line(name, _text(why)) for name, why in agreed.not_simulated.items()))


def _promise(scenario: Scenario, name: str, promises: list[Promise]) -> Lines:
    first = promises[0]
    if name != first.kind:
        yield _line("like", first.kind)
    yield from _titles(first.title)
    yield from _clause(first.clause)
    if first.limit is not None:
        table = {(p.level, site): limit for p in promises for site, limit in (p.limit or {}).items()}
        yield from _varied("within", table, phrases.spell_duration)
    yield from (_line(key, value) for key, value in _terms(scenario, first).items() if key != "window")
    windows = {p.window for p in promises}
    if len(windows) == 1:
        yield _line("window", phrases.spell_hours(first.window))
    if any(p.readings for p in promises):
        yield _line("readings", " ".join(dict.fromkeys(r.name for p in promises for r in p.readings)))


def _terms(scenario: Scenario, promise: Promise) -> dict[str, str]:
    """How a promise is judged, but for its limit, as lines of the file."""
    counting = {rule: words for words, rule in COUNTING.items()}
    sites = tuple(site.name for site in scenario.demand.sites)
    return {
        "from": promise.from_event,
        "to": promise.to_event,
        "counting": counting[promise.counting],
        "window": phrases.spell_hours(promise.window),
        "workdays": "mon-fri" if promise.workdays_mon_fri else "official",
        "causes": "all" if promise.causes == CAUSES else " ".join(promise.causes),
        "sites": "all" if promise.sites == sites else " ".join(promise.sites),
        "by": " ".join(promise.by) or "anyone",
        "fixed_first": promise.fixed_first,
        **({"net_of": " ".join(promise.net_of)} if promise.net_of else {}),
        **({"attain": f"{phrases.spell_share(promise.attain)} per {promise.period}"} if promise.attain else {}),
    }


def _readings(scenario: Scenario) -> Lines:
    """Every reading with all it changes for any promise."""
    changes: dict[str, dict[str, str]] = {}
    titles: dict[str, Title] = {}
    for promise in scenario.agreements.promises:
        plain = _terms(scenario, promise)
        for reading in promise.readings:
            titles[reading.name] = reading.title
            read = _terms(scenario, reading.promise)
            changed = {key: value for key, value in read.items() if plain.get(key) != value}
            changes.setdefault(reading.name, {}).update(changed)
    for name, lines in changes.items():
        yield from _block(name, iter([*_titles(titles[name]), *(_line(k, v) for k, v in lines.items())]))
