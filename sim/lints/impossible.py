"""What no staffing, or not this staffing, can keep."""

from __future__ import annotations

from collections.abc import Iterator

from sim.distributions import median
from sim.lines import shifts_serving
from sim.lints.contract import Contract, covered
from sim.lints.finding import CONFLICT, IMPOSSIBLE, UNCLEAR, Lint, Span, clauses_of, percent, shortest
from sim.lints.overload import excesses
from sim.lints.soonest import counts_at_once, soonest
from sim.scenario import DUTY, Plan, Promise, Title, whole_years

SHORT = 0.001
"""A smaller share of the year is no gap."""


def _too_near(contract: Contract) -> Iterator[Lint]:
    """A time on site below the fastest way there: for sites in scope it cannot be kept, others should be named."""
    ways = {name: contract.way(site) for name, site in contract.sites.items()}
    found: dict[tuple[str, int, tuple[str, ...]], list[Promise]] = {}
    for level in contract.levels:
        for promise in contract.promised("onsite", level):
            assert promise.limit is not None
            limit = shortest(promise)
            beyond = [name for name, way in ways.items() if way > promise.limit.get(name, limit)]
            in_scope = tuple(name for name in beyond if name in promise.sites)
            others = tuple(name for name in beyond if name not in promise.sites)
            for key, names in (("too_near", in_scope), ("name_the_sites", others)):
                if names:
                    found.setdefault((key, limit, names), []).append(promise)
    for (key, limit, names), promises in found.items():
        values = {
            "levels": tuple(dict.fromkeys(promise.level for promise in promises)),
            "limit": Span(limit),
            "sites": tuple(contract.sites[name].title for name in names),
            "way": Span(min(ways[name] for name in names)),
        }
        yield Lint(key, IMPOSSIBLE if key == "too_near" else UNCLEAR, clauses_of(*promises), values)


def _too_soon(contract: Contract) -> Iterator[Lint]:
    """A time below what every way to the event takes at least, whoever works. A time on site is `_too_near`'s."""
    found: dict[tuple[str, int, int], list[Promise]] = {}
    for promise in contract.scenario.agreements.promises:
        if promise.limit and promise.kind not in ("onsite", DUTY) and counts_at_once(promise):
            needed = {site: soonest(contract, promise, contract.sites[site]) for site in promise.sites}
            if needed and all(least > promise.limit[site] for site, least in needed.items()):
                place = (promise.group, shortest(promise), min(needed.values()))
                found.setdefault(place, []).append(promise)
    for (_, limit, least), promises in found.items():
        values = {
            "levels": tuple(promise.level for promise in promises),
            "promise": promises[0].title,
            "limit": Span(limit),
            "needed": Span(least),
        }
        yield Lint("too_soon", IMPOSSIBLE, clauses_of(*promises), values)


def _path_order(contract: Contract) -> Iterator[Lint]:
    """Phone, then remote, then on site: too slow for a short time on site, or played side by side."""
    at_once: list[tuple[str, Promise, int]] = []
    in_turn: list[tuple[str, Promise, int]] = []
    steps = ("handover", "contact", "diagnosis", "remote")
    for level in contract.levels:
        for promise in contract.promised("onsite", level):
            sites = [contract.sites[name] for name in promise.sites]
            usual = max(
                sum(contract.step(step, level, site.name, median) for step in steps) + contract.way(site, median)
                for site in sites
            )
            if usual > shortest(promise):
                side_by_side = contract.base.handling[level].onsite_at_once
                (at_once if side_by_side else in_turn).append((level, promise, usual))
                break
    for found, key in ((in_turn, "in_turn"), (at_once, "side_by_side")):
        if found:
            levels = [level for level, _, _ in found]
            clauses = clauses_of(*(contract.base.handling[level].clause for level in levels), *(p for _, p, _ in found))
            pairs = tuple((level, Span(usual), Span(shortest(promise))) for level, promise, usual in found)
            yield Lint(key, CONFLICT, clauses, {"levels": tuple(levels), "pairs": pairs})


def _overload(contract: Contract) -> Iterator[Lint]:
    """More work than the hours of all people who may do it: a lower bound, since these people do other work too."""
    for plan in contract.scenario.operation.plans:
        for excess in excesses(contract, plan):
            values = {
                "plan": plan.title,
                "steps": tuple(excess.steps),
                "offered": f"{excess.offered:,.0f}",
                "there": f"{excess.there:,.0f}",
            }
            yield Lint("overload", IMPOSSIBLE, clauses_of(*map(contract.of_step, excess.steps)), values)


def _uncovered(contract: Contract) -> Iterator[Lint]:
    """Hours in which nobody may do a step of a level that is worked on around the clock."""
    found: dict[tuple[str, tuple[str, ...], str], list[Title]] = {}
    for plan in contract.scenario.operation.plans:
        for step in ("hotline", "contact", "remote", "onsite"):
            if step in contract.demand.steps:
                for levels, share in _gaps(contract, plan, step):
                    found.setdefault((step, levels, share), []).append(plan.title)
    for (step, levels, share), plans in found.items():
        values = {"plans": tuple(plans), "step": step, "levels": levels, "share": share}
        yield Lint("uncovered", IMPOSSIBLE, contract.of_step(step), values)


def _gaps(contract: Contract, plan: Plan, step: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The levels for which nobody is there at some hours, and the share of these hours at the worst place."""
    year = whole_years(contract.scenario)
    worst = {
        level: 1
        - min(
            covered([s.hours for s in shifts_serving(plan, step, level, site)], year)
            for site in contract.sites.values()
        )
        for level in contract.levels
        if covered([plan.handling[level].window], year) >= 1
    }
    levels = tuple(level for level, share in worst.items() if share > SHORT)
    if levels:
        yield levels, percent(max(worst.values()))


FINDERS = (_too_near, _too_soon, _path_order, _uncovered, _overload)
