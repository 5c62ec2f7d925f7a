"""What the findings ask of a scenario: limits, shortest times, how much of the year some hours cover.

The shortest time of a law without a lower bound is its 1 % point: ninety-nine times in a hundred it takes longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from sim.calendars import DAY, Calendar, Days, Hours, calendar
from sim.distributions import Law, least
from sim.lines import places_serving
from sim.lints.finding import shortest
from sim.scenario import Promise, Scenario, Site


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

    def prepared(self, name: str, level: str, site: str) -> int:
        """What comes before the work of a step, at least; 0 for one that is not written."""
        step = self.demand.steps.get(name)
        return 0 if step is None else round(least(step.prepare[level, site]))

    def way(self, site: Site, of: Callable[[Law], float] = least) -> int:
        """The shortest way of anybody who visits a site under any plan: from a base, or from home once he is ready."""
        found: list[float] = []
        for plan in (self.base, *self.scenario.operation.plans):
            for pool in (plan.pools[name] for name in plan.who.get("onsite", ())):
                if places_serving(pool, site, "onsite"):
                    found += [of(pool.travel or site.travel), *map(of, site.further.values())]
                    found.append(of(pool.ready_in) + of(pool.travel_from_home or site.travel_from_home))
        return round(min(found, default=0.0))

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
