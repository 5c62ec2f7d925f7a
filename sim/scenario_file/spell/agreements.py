"""The agreements of a scenario, spelled out: promises with every line said, and readings by what they change."""

from __future__ import annotations

from sim import phrases
from sim.scenario import DUTY, Check, Promise, Scenario, Title
from sim.scenario_file.kinds import CAUSES, COUNTING, FACTS, REOPENED
from sim.scenario_file.spell.form import Lines, block, clauses, entry, quoted, titles, varied


def agreements(scenario: Scenario) -> Lines:
    """Readings, promises by their headings, and what is left out."""
    agreed = scenario.agreements
    groups: dict[str, list[Promise]] = {}
    for promise in agreed.promises:
        groups.setdefault(promise.group, []).append(promise)
    yield from block("readings", _readings(scenario))
    headings: dict[str, list[str]] = {}
    for group, promises in groups.items():
        heading, _, name = group.partition("/")
        headings.setdefault(heading, []).extend(block(name, _promise(scenario, name, promises)))
    rows = (block(heading, iter(lines)) for heading, lines in headings.items())
    yield from block("promises", (line for row in rows for line in row))
    yield from block("facts", (line for name in agreed.facts for line in block(name, _fact(scenario, name))))
    checks = (block(check.name, _check(check)) for check in agreed.checks)
    yield from block("checks", (line for row in checks for line in row))
    yield from block("not_simulated", (entry(name, quoted(why)) for name, why in agreed.not_simulated.items()))


def _check(check: Check) -> Lines:
    yield from titles(check.title)
    yield from clauses(check.clause)
    yield entry("of", check.pool)
    yield entry("times", f"{check.times} per {check.period}")


def _fact(scenario: Scenario, name: str) -> Lines:
    fact = scenario.agreements.facts[name]
    yield entry("is", next(answer for answer, doubtful in FACTS[name].items() if doubtful == fact.doubtful))
    yield from clauses(fact.clause)


def _promise(scenario: Scenario, name: str, promises: list[Promise]) -> Lines:
    first = promises[0]
    if first.kind == DUTY:
        yield from titles(first.title)
        yield from clauses(first.clause)
        if first.attain:
            yield entry("attain", f"{phrases.spell_share(first.attain)} per {first.period}")
        return
    if name != first.kind:
        yield entry("like", first.kind)
    yield from titles(first.title)
    yield from clauses(first.clause)
    if first.limit is not None:
        table = {(p.level, site): limit for p in promises for site, limit in (p.limit or {}).items()}
        yield from varied("within", table, phrases.spell_duration)
    yield from (entry(key, value) for key, value in _terms(scenario, first).items() if key != "window")
    windows = {p.window for p in promises}
    if len(windows) == 1:
        yield entry("window", phrases.spell_hours(first.window))
    if any(p.readings for p in promises):
        yield entry("readings", " ".join(dict.fromkeys(r.name for p in promises for r in p.readings)))


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
        **({"marks": " ".join(promise.marks)} if promise.marks else {}),
        "reopened": next(words for words, same in REOPENED.items() if same == promise.same_fault),
        "by": " ".join(promise.by) or "anyone",
        "fixed_first": promise.fixed_first,
        **({"net_of": " ".join(promise.net_of)} if promise.net_of else {}),
        **({"attain": f"{phrases.spell_share(promise.attain)} per {promise.period}"} if promise.attain else {}),
    }


def _readings(scenario: Scenario) -> Lines:
    """Every reading with all it changes for any promise."""
    changes: dict[str, dict[str, str]] = {}
    named: dict[str, Title] = {}
    for promise in scenario.agreements.promises:
        plain = _terms(scenario, promise)
        for reading in promise.readings:
            named[reading.name] = reading.title
            read = _terms(scenario, reading.promise)
            changed = {key: value for key, value in read.items() if plain.get(key) != value}
            changes.setdefault(reading.name, {}).update(changed)
    for name, lines in changes.items():
        yield from block(name, iter([*titles(named[name]), *(entry(k, v) for k, v in lines.items())]))
