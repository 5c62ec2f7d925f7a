"""What the findings ask of a scenario: limits, shortest times, who is there when.

The shortest time of a law without a lower bound is its 1 % point: ninety-nine times in a hundred it takes longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from sim.arrivals import faults_a_year
from sim.calendars import DAY, HOUR, Calendar, Days, Hours, calendar
from sim.distributions import Law, least, mean
from sim.lines import places_serving
from sim.lints.finding import shortest
from sim.scenario import Plan, Promise, Scenario, Site, whole_years

HOURS_A_YEAR = 8766.0


class Contract:
    """The scenario with what several findings ask for."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.demand, self.base = scenario.demand, scenario.operation.base
        self.levels = [level.name for level in scenario.demand.levels]
        self.sites = {site.name: site for site in scenario.demand.sites}

    def promised(self, kind: str, level: str) -> list[Promise]:
        """The promises of a kind for a level that have a limit, the shortest first."""
        found = [p for p in self.scenario.agreements.promises if (p.kind, p.level) == (kind, level) and p.limit]
        return sorted(found, key=shortest)

    def pairs(self, kind: str, other: str) -> Iterator[tuple[str, Promise, Promise]]:
        """For each level its shortest promises of two kinds."""
        for level in self.levels:
            if self.promised(kind, level) and self.promised(other, level):
                yield level, self.promised(kind, level)[0], self.promised(other, level)[0]

    def step(self, name: str, level: str, site: str, of: Callable[[Law], float] = least) -> int:
        """What a step takes at least, its preparation included; 0 for one that is not written."""
        step = self.demand.steps.get(name)
        return 0 if step is None else round(of(step.prepare[level, site]) + of(step.work[level, site]))

    def way(self, site: Site, of: Callable[[Law], float] = least) -> int:
        """The shortest way of anybody who visits a site."""
        pools = [self.base.pools[name] for name in self.base.who.get("onsite", ())]
        laws = [pool.travel or site.travel for pool in pools if places_serving(pool, site, "onsite")]
        return min((round(of(law)) for law in laws), default=0)

    def from_headquarters(self, level: str, site: Site) -> int | None:
        """The fastest way from headquarters to a site, from the decision on; None where nobody travels."""
        way, trip = site.from_hq, self.demand.steps.get("hq_trip")
        if way is None or trip is None:
            return None
        laws = (trip.prepare[level, site.name], way.to_airport, way.flight, way.to_site)
        return round(sum(least(law) for law in laws))

    def fastest_from_headquarters(self, level: str) -> int | None:
        """The same, for the site that is reached fastest."""
        found = [self.from_headquarters(level, site) for site in self.sites.values()]
        return min((way for way in found if way is not None), default=None)

    def of_step(self, step: str) -> tuple[str, ...]:
        """The clauses of a step."""
        written = self.demand.steps.get(step)
        return written.clause if written else ()


def offered(contract: Contract, step: str) -> float:
    """Hours of work a year that a step which every fault needs comes to."""
    written = contract.demand.steps.get(step)
    if written is None:
        return 0.0
    weights = {site.name: site.size for site in contract.sites.values()}
    whole = sum(weights.values())
    return sum(
        faults_a_year(contract.scenario, level) * weight / whole * mean(written.work[level.name, site]) / HOUR
        for level in contract.demand.levels
        for site, weight in weights.items()
    )


def present(scenario: Scenario, plan: Plan, step: str) -> float:
    """Person-hours a year of everybody, seated or on call, who may do a step."""
    year = whole_years(scenario)
    hours = 0.0
    for name in plan.who.get(step, ()):
        for shifts in plan.staff.get(name, {}).values():
            for shift in shifts:
                if shift.headcount is None:
                    return float("inf")
                laid = calendar(shift.hours, year)
                hours += shift.headcount * float(np.sum(laid.closes - laid.opens)) / HOUR
    return hours * HOURS_A_YEAR / (24 * year.count)


def serving(plan: Plan, step: str, level: str, site: Site) -> list[Hours]:
    """The hours of everybody who may do a step."""
    found: list[Hours] = []
    for name in plan.who.get(step, ()):
        pool = plan.pools[name]
        if not pool.levels or level in pool.levels:
            for place in places_serving(pool, site, step):
                shifts = plan.staff.get(name, {}).get(place, ())
                found += [s.hours for s in shifts if s.headcount != 0 and (not s.levels or level in s.levels)]
    return found


def covered(hours: Iterable[Hours], year: Days) -> float:
    """The share of the year that lies in any of the `hours`."""
    laid = [calendar(part, year) for part in hours]
    opens, closes = _joined(laid, "opens"), _joined(laid, "closes")
    edges = np.concatenate([opens, closes])
    changes = np.concatenate([np.ones(opens.size), -np.ones(closes.size)])
    order = np.argsort(edges, kind="stable")
    there = np.cumsum(changes[order])[:-1] > 0
    return float(np.sum(np.diff(edges[order])[there])) / (DAY * year.count)


def _joined(laid: list[Calendar], name: str) -> NDArray[np.int64]:
    return np.concatenate([np.empty(0, dtype=np.int64), *(getattr(part, name) for part in laid)])
