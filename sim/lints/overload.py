"""Whether the work that is sure to come is more than the people who may do it can do, overtime included.

A lower bound of the work: only faults that nothing but the step itself can bring further, without journeys, second
visits, duties and other contracts' work. An upper bound of the people's time: everybody of every pool that may do it,
and at the end of each shift what is left of the piece of work in hand, on average.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.arrivals import DAYS_A_YEAR, faults_a_year
from sim.calendars import HOUR, calendar
from sim.distributions import Quantity, mean, middle, most_left
from sim.lints.contract import Contract
from sim.scenario import Level, PerFault, Plan, Site, whole_years

JOBS = {
    "hotline": ("hotline",),
    "contact": ("contact", "diagnosis"),
    "remote": ("remote",),
    "onsite": ("onsite",),
    "hq_trip": ("hq_trip",),
}
"""Pieces of work by the step that finds the person for it, and the steps whose work they are (R10)."""

HANDED_OVER = ("contact", "remote")
"""Work that may be handed over at the end of a shift (R3)."""

TRAVELLERS = ("onsite", "hq_trip")
"""Work at the end of a journey: what is left of it at the end of a shift has no known bound."""


@dataclass(frozen=True)
class Excess:
    """Steps that come to `offered` hours of work a year at least, for people who are there for `there` at most."""

    steps: tuple[str, ...]
    offered: float
    there: float


def excesses(contract: Contract, plan: Plan) -> Iterator[Excess]:
    """The steps that the same people do and that are too much for them; none that a part of them already tells."""
    jobs = [job for job in JOBS if job in contract.demand.steps and _people_do(plan, job)]
    told: list[frozenset[str]] = []
    for pools in sorted({frozenset(plan.who[job]) for job in jobs}, key=lambda pools: (len(pools), sorted(pools))):
        theirs = tuple(job for job in jobs if pools.issuperset(plan.who[job]))
        at_a_desk = tuple(job for job in theirs if job not in TRAVELLERS)
        for steps in dict.fromkeys((theirs, at_a_desk)):
            offered = sum(_offered(contract, plan, step) for step in steps)
            there = _there(contract, plan, pools, steps)
            if offered > there and not any(pools >= others for others in told):
                told.append(pools)
                yield Excess(steps, offered, there)


def _people_do(plan: Plan, job: str) -> bool:
    """Whether it takes somebody's time in every case; a carried phone takes calls by itself."""
    return bool(plan.who.get(job)) and not any(plan.pools[name].carried for name in plan.who[job])


# ------------------------------------------------------------------ the work


def _offered(contract: Contract, plan: Plan, job: str) -> float:
    """Hours of work a year that a job comes to at least."""
    sites = contract.demand.sites
    whole = sum(site.size for site in sites)
    return sum(
        faults_a_year(contract.scenario, level) * site.size / whole * _hours(contract, plan, job, level, site)
        for level in contract.demand.levels
        for site in sites
    )


def _hours(contract: Contract, plan: Plan, job: str, level: Level, site: Site) -> float:
    """Hours of a job for a fault, at least."""
    shares = _Shares(contract, plan, level.name, site.name)
    written = [step for step in JOBS[job] if step in contract.demand.steps]
    worked = {step: mean(contract.demand.steps[step].work[level.name, site.name]) for step in written}
    return sum(shares.of(step) * work for step, work in worked.items()) / HOUR


class _Shares:
    """The share of a level's faults at a site that each step is sure to be needed for; of numbers not known exactly the
    middle. A fault of our own is helped further by any step that may solve it (R11), the others by the vendor."""

    def __init__(self, contract: Contract, plan: Plan, level: str, site: str) -> None:
        self.demand, self.handling, self.place = contract.demand, plan.handling[level], (level, site)
        causes = self.demand.causes
        unclear = self._middle(causes.cannot_tell)
        self.clear = self._middle(causes.own)
        self.unclear = unclear * (1 - self._middle(causes.cannot_tell_is_environment))
        self.others = self._middle(causes.environment) + unclear - self.unclear

    def _middle(self, table: PerFault[Quantity]) -> float:
        return middle(table[self.place])

    def _fails(self, step: str) -> float:
        """The chance that a step does not solve a fault of our own; 1 if it is not written."""
        written = self.demand.steps.get(step)
        return 1.0 if written is None else 1 - self._middle(written.solves)

    @property
    def _left(self) -> float:
        """The chance that neither the registration nor headquarters' support solves a fault of our own."""
        return self._fails("hotline") * (self._fails("hq_support") if self.handling.hq_support else 1.0)

    @property
    def _in_turn(self) -> bool:
        """Whether phone and remote work are not overtaken by somebody on his way."""
        return not self.handling.onsite_at_once and self._nobody_travels

    @property
    def _nobody_travels(self) -> bool:
        """Whether headquarters travels only when all other help has failed."""
        timed = self.handling.hq_trip_after is not None or bool(self.handling.senior_for)
        return not timed or "hq_trip" not in self.demand.steps

    @property
    def _granted(self) -> float:
        permission = self.demand.authorisation
        return 1.0 if permission is None else self._middle(permission.granted)

    @property
    def _not_from_afar(self) -> float:
        """The share that is our own, and that neither phone nor remote work nor support solves."""
        remote = 1 - self._granted * (1 - self._fails("remote"))
        return (self.clear * remote + self.unclear) * self._left * self._fails("contact")

    def of(self, step: str) -> float:
        """The share that a step is needed for."""
        registered = self.others + (self.clear + self.unclear) * self._left
        match step:
            case "hotline":
                return 1.0
            case "contact":
                return registered if self._in_turn else 0.0
            case "diagnosis":
                advised = self.others + (self.clear + self.unclear) * self._left * self._fails("contact")
                return advised if self._in_turn else 0.0
            case "remote":
                return self.clear * self._left * self._fails("contact") * self._granted if self._in_turn else 0.0
            case "onsite":
                return self._not_from_afar if self._nobody_travels else 0.0
        onsite = self.demand.steps.get("onsite")
        again = 0.0 if onsite is None else self._middle(onsite.again)
        return self._not_from_afar * self._fails("onsite") * (1 - again)


# ------------------------------------------------------------------ the people


def _there(contract: Contract, plan: Plan, pools: frozenset[str], steps: tuple[str, ...]) -> float:
    """Hours a year that the people of some pools can work at most; infinite where it has no bound."""
    year = whole_years(contract.scenario)
    left = _most_left(contract, plan, steps)
    hours = 0.0
    for shift in (shift for name in pools for shifts in plan.staff.get(name, {}).values() for shift in shifts):
        if shift.headcount is None:
            return float("inf")
        laid = calendar(shift.hours, year)
        ends = laid.closes.size - 1
        overtime = ends * left if ends and shift.headcount else 0.0
        hours += shift.headcount * float(np.sum(laid.closes - laid.opens)) / HOUR + shift.headcount * overtime
    return hours * DAYS_A_YEAR / year.count


def _most_left(contract: Contract, plan: Plan, steps: tuple[str, ...]) -> float:
    """Hours that are left, on average and at most, of the work in hand when a shift ends."""
    if any(step in TRAVELLERS for step in steps):
        return float("inf")
    written = contract.demand.steps
    longest = [
        sum(max(map(most_left, set(written[part].work.values()))) for part in JOBS[step] if part in written)
        for step in steps
        if not (plan.hand_over and step in HANDED_OVER)
    ]
    return max(longest, default=0.0) / HOUR
