"""What the contract leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from sim.arrivals import faults_a_year
from sim.distributions import middle
from sim.lines import shifts_serving
from sim.lints.contract import Contract, covered
from sim.lints.finding import UNCLEAR, Lint, clauses_of, percent
from sim.scenario import whole_years

ALWAYS = 0.999
"""A share of the year that is as good as all of it."""

FACTS = ("worst_grade", "equipment", "third_party_path", "local_staff")
"""What only a reader of the contract can know; the keys of `agreements.facts`."""


def _no_clock(contract: Contract) -> Iterator[Lint]:
    """Third parties are asked and answer without any time."""
    if "third_party" not in contract.demand.steps:
        return
    kinds = ("vendor_request", "vendor_fix")
    if any(contract.promised(kind, level) for kind in kinds for level in contract.levels):
        return
    share = _left_to_others(contract)
    if share > 0:
        yield Lint("no_clock", UNCLEAR, contract.of_step("third_party"), {"share": percent(share)})


def _left_to_others(contract: Contract) -> float:
    """The share of all faults that a third party is asked about."""
    causes, levels = contract.demand.causes, contract.demand.levels
    shares = {
        (level.name, site): middle(causes.environment[level.name, site]) + middle(causes.cannot_tell[level.name, site])
        for level in levels
        for site in contract.sites
    }
    weights = {
        (level.name, site.name): faults_a_year(contract.scenario, level) * site.size
        for level in levels
        for site in contract.sites.values()
    }
    return sum(weights[place] * shares[place] for place in shares) / max(sum(weights.values()), 1e-9)


def _channel_and_window(contract: Contract) -> Iterator[Lint]:
    """The hotline takes calls around the clock; a level is worked on at some hours only."""
    year = whole_years(contract.scenario)
    sites = contract.sites.values()
    plans = contract.scenario.operation.plans
    taken = (
        min(covered([s.hours for s in shifts_serving(plan, "hotline", level, site)], year) for site in sites)
        for plan in plans
        for level in contract.levels
    )
    if "hotline" not in contract.demand.steps or min(taken, default=0.0) < ALWAYS:
        return
    handling = contract.base.handling
    shares = {level: covered([handling[level].window], year) for level in contract.levels}
    found = [level for level in contract.levels if shares[level] < ALWAYS]
    if found:
        told = tuple((level, percent(shares[level])) for level in found)
        clauses = clauses_of(*(handling[level].clause for level in found))
        yield Lint("channel_and_window", UNCLEAR, clauses, {"shares": told})


def _facts(contract: Contract) -> Iterator[Lint]:
    """What only a reader of the contract knows: told if the file says so, else named as not looked at."""
    agreed = contract.scenario.agreements
    if not agreed.clauses:
        return
    for name in FACTS:
        fact = agreed.facts.get(name)
        if fact is None:
            yield Lint("not_checked", UNCLEAR, (), {"fact": name})
        elif fact.doubtful:
            yield Lint(name, UNCLEAR, fact.clause, {})


FINDERS = (_no_clock, _channel_and_window, _facts)
