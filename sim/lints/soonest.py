"""The shortest time in which something can come about, whoever works: a lower bound over all ways that lead there.

Waits for people, windows, permission and flights count as nothing, so that the bound holds for every plan.
"""

from __future__ import annotations

from sim.calendars import ALWAYS
from sim.distributions import middle
from sim.lints.contract import Contract
from sim.scenario import Promise, Site

NEVER = 1 << 60
"""No less than this, ms: a way that there is not."""

BEGINNINGS = ("raised", "logged")
"""A clock that begins with one of these lets everything count that comes after the registration."""


def counts_at_once(promise: Promise) -> bool:
    """Whether its clock runs whenever the steps do: not for one that stands still, or begins later, by a window, nor
    for one without the waits for others, while which work may go on."""
    return (promise.counting == "wall" or promise.window == ALWAYS) and not promise.net_of


def soonest(contract: Contract, promise: Promise, site: Site) -> int:
    """The shortest time from the promise's first event to its last at a site, ms; 0 where nothing is sure."""
    ways = _Ways(contract, promise.level, site)
    if promise.from_event in BEGINNINGS:
        after = ways.after_registration(promise.to_event, promise.causes)
        return 0 if after >= NEVER else after
    work = ways.work
    match promise.from_event, promise.to_event:
        case "handed_over" | "contacted", "diagnosed":
            return work("contact") + work("diagnosis")
        case "diagnosed", "vendor_called":
            return ways.request if ways.in_turn else 0
        case "vendor_called", "restored":
            return work("third_party") if ways.only_vendor(promise.causes) else 0
        case "hq_wanted", "hq_departed":
            return ways.prepare
        case "hq_wanted", "hq_arrived" if ways.journey < NEVER:
            return ways.journey
        case "hq_departed", "hq_arrived" if ways.journey < NEVER:
            return ways.journey - ways.prepare
    return 0


class _Ways:
    """The shortest times of a level's faults at a site, under any plan."""

    def __init__(self, contract: Contract, level: str, site: Site) -> None:
        self.contract, self.level, self.site = contract, level, site
        self.demand = contract.demand
        plans = (contract.base, *contract.scenario.operation.plans)
        self.handling = [plan.handling[level] for plan in plans]
        journey = contract.from_headquarters(level, site)
        self.journey = NEVER if journey is None else journey
        self.prepare = contract.prepared("hq_trip", level, site.name)
        self.request = contract.prepared("third_party", level, site.name)

    def work(self, step: str) -> int:
        """The work of a step without its preparation; 0 for one that is not written."""
        return self.contract.step(step, self.level, self.site.name) - self.contract.prepared(
            step, self.level, self.site.name
        )

    def after_registration(self, event: str, causes: tuple[str, ...]) -> int:
        """How long after the registration an event comes, at least."""
        match event:
            case "handed_over":
                return self.work("handover")
            case "contacted":
                return min(self.work("handover"), self._there, self.journey)
            case "diagnosed":
                return self._diagnosed
            case "replied":
                asked = self.work("handover") if self.demand.information else NEVER
                return min(asked, self._diagnosed, self._restored(causes))
            case "vendor_called":
                return min(self._diagnosed, self._visited, self._hq_done) + self.request
            case "hq_departed":
                return self._wanted + self.prepare
            case "hq_arrived":
                return self._wanted + self.journey
            case "restored":
                return self._restored(causes)
        return 0

    @property
    def in_turn(self) -> bool:
        """Whether nobody is on his way before the cause is told by phone; he might find it out and ask the vendor."""
        early = (each.onsite_at_once or each.senior_for or each.hq_trip_after is not None for each in self.handling)
        return not any(early)

    def only_vendor(self, causes: tuple[str, ...]) -> bool:
        """Whether the vendor alone restores the faults that he is asked for."""
        return "cannot_tell" not in causes or not middle(self.demand.causes.cannot_tell[self.level, self.site.name])

    @property
    def _diagnosed(self) -> int:
        """The cause is told by phone."""
        return self.work("handover") + self.work("contact") + self.work("diagnosis")

    @property
    def _there(self) -> int:
        """Somebody of the site's own people on site."""
        if "onsite" not in self.demand.steps:
            return NEVER
        before = 0 if any(each.onsite_at_once for each in self.handling) else self._diagnosed
        return before + self.contract.way(self.site)

    @property
    def _visited(self) -> int:
        """A visit ended."""
        return self._there + self.work("onsite")

    @property
    def _hq_done(self) -> int:
        """Headquarters on site, and done."""
        return self._wanted + self.journey + self.work("hq_trip")

    @property
    def _wanted(self) -> int:
        """Headquarters is to travel: at once for a mark, by its timer, or once all other help has ended."""
        if any(each.senior_for for each in self.handling) or "onsite" not in self.demand.steps:
            return 0
        timers = [each.hq_trip_after for each in self.handling if each.hq_trip_after is not None]
        return min([self._visited, *timers])

    def _restored(self, causes: tuple[str, ...]) -> int:
        """Service is back, by whichever step can bring it back."""
        ways = {
            "hotline": 0,
            "contact": self.work("handover") + self.work("contact"),
            "remote": self._diagnosed + self.work("remote"),
            "onsite": self._visited,
            "hq_support": self.work("hq_support") if any(each.hq_support for each in self.handling) else NEVER,
        }
        found = [way for step, way in ways.items() if self._solves(step)]
        found += [self._hq_done, self._vendor]
        return min(found)

    @property
    def _vendor(self) -> int:
        if "third_party" not in self.demand.steps:
            return NEVER
        return self.after_registration("vendor_called", ()) + self.work("third_party")

    def _solves(self, step: str) -> bool:
        written = self.demand.steps.get(step)
        return written is not None and middle(written.solves[self.level, self.site.name]) > 0
