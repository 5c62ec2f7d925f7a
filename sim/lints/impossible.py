"""What no staffing, or not this staffing, can keep."""

from __future__ import annotations

from collections.abc import Iterator

from sim.distributions import median
from sim.lints.contract import Contract, covered, offered, present, serving
from sim.lints.finding import CONFLICT, IMPOSSIBLE, UNCLEAR, Lint, Span, clauses_of, percent, shortest
from sim.scenario import Plan, Promise, Title, whole_years

SHORT = 0.001
"""A smaller share of the year is no gap."""

BEFORE_CONTACT = ("handover",)
BEFORE_VENDOR = ("handover", "contact", "diagnosis")


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
            "levels": " ".join(dict.fromkeys(promise.level for promise in promises)),
            "limit": Span(limit),
            "sites": tuple(contract.sites[name].title for name in names),
            "way": Span(min(ways[name] for name in names)),
        }
        yield Lint(key, IMPOSSIBLE if key == "too_near" else UNCLEAR, clauses_of(*promises), values)


def _too_soon(contract: Contract) -> Iterator[Lint]:
    """A time below what the steps before it take at least, whoever works."""
    for kind, steps in (("contact", BEFORE_CONTACT), ("vendor_request", BEFORE_VENDOR)):
        for level in contract.levels:
            for promise in contract.promised(kind, level):
                sums = [sum(contract.step(step, level, site) for step in steps) for site in promise.sites]
                if sums and min(sums) > shortest(promise):
                    limit, needed = Span(shortest(promise)), Span(min(sums))
                    values = {"level": level, "promise": promise.title, "limit": limit, "needed": needed}
                    yield Lint("too_soon", IMPOSSIBLE, promise.clause, values)


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
            yield Lint(key, CONFLICT, clauses, {"levels": " ".join(levels), "pairs": pairs})


def _overload(contract: Contract) -> Iterator[Lint]:
    """More work for the hotline or on the phone than the hours of all people who may do it: a lower bound, since these
    people do other work too."""
    for plan in contract.scenario.operation.plans:
        for step in ("hotline", "contact"):
            work, there = offered(contract, step), present(contract.scenario, plan, step)
            if step in contract.demand.steps and work > there:
                values = {"plan": plan.title, "step": step, "offered": f"{work:,.0f}", "there": f"{there:,.0f}"}
                yield Lint("overload", IMPOSSIBLE, contract.of_step(step), values)


def _uncovered(contract: Contract) -> Iterator[Lint]:
    """Hours in which nobody may do a step of a level that is worked on around the clock."""
    found: dict[tuple[str, str, str], list[Title]] = {}
    for plan in contract.scenario.operation.plans:
        for step in ("hotline", "contact", "remote", "onsite"):
            if step in contract.demand.steps:
                for levels, share in _gaps(contract, plan, step):
                    found.setdefault((step, levels, share), []).append(plan.title)
    for (step, levels, share), plans in found.items():
        values = {"plans": tuple(plans), "step": step, "levels": levels, "share": share}
        yield Lint("uncovered", IMPOSSIBLE, contract.of_step(step), values)


def _gaps(contract: Contract, plan: Plan, step: str) -> Iterator[tuple[str, str]]:
    """The levels for which nobody is there at some hours, and the share of these hours at the worst place."""
    year = whole_years(contract.scenario)
    worst = {
        level: 1 - min(covered(serving(plan, step, level, site), year) for site in contract.sites.values())
        for level in contract.levels
        if covered([plan.handling[level].window], year) >= 1
    }
    levels = [level for level, share in worst.items() if share > SHORT]
    if levels:
        yield " ".join(levels), percent(max(worst.values()))


FINDERS = (_too_near, _too_soon, _path_order, _uncovered, _overload)
