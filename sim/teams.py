"""The people of a plan as teams, and how they travel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from sim.calendars import Calendar, calendar
from sim.distributions import Law, fixed, plain
from sim.scenario import Plan, Pool, Scenario, Site, laid_out

UNLIMITED = 1 << 40
"""A headcount that is never used up."""


@dataclass(frozen=True)
class Team:
    """The people of one shift of one pool at one place (R3). `way`, `ready` are the indices of how they travel and of
    how they get ready; `shift` what the shift is called whatever its headcount, and `absence` the share of its people
    who do not come (R4)."""

    pool: str
    place: str
    label: str
    on_call: bool
    headcount: int
    calendar: Calendar
    way: int
    ready: int
    shift: str = ""
    absence: float = 0.0

    @property
    def may_be_fewer(self) -> bool:
        """Whether some of its people may not come; unlimited people are never fewer."""
        return self.absence > 0 and self.headcount < UNLIMITED


Way = tuple[Law, ...]
"""How people reach a site and come home: one law for each site."""


def teams_of(
    scenario: Scenario, plan: Plan, sites: tuple[Site, ...]
) -> tuple[tuple[Team, ...], tuple[Way, ...], tuple[Law, ...]]:
    """All teams in order of (pool, place, shift); the ways they travel, and the laws by which they get ready, each
    once: what many teams share is then drawn once for each fault."""
    days = laid_out(scenario)
    teams: list[Team] = []
    ways: list[Way] = []
    ready_in: list[Law] = []
    for name in sorted(plan.staff):
        pool = plan.pools[name]
        for place in sorted(plan.staff[name]):
            for shift in sorted(plan.staff[name][place], key=lambda shift: (shift.on_call, shift.team)):
                way = _index(ways, _way(pool, place, shift.on_call, sites))
                ready = _index(ready_in, pool.ready_in if shift.on_call else fixed(0))
                count = UNLIMITED if shift.headcount is None else shift.headcount
                laid = calendar(shift.hours, days)
                who = (shift.name, plain(pool.absence))
                teams.append(Team(name, place, shift.team, shift.on_call, count, laid, way, ready, *who))
    return tuple(teams), tuple(ways), tuple(ready_in)


T = TypeVar("T")


def _index(known: list[T], thing: T) -> int:
    """Where a thing stands in a list, to which it is added if it is new."""
    if thing not in known:
        known.append(thing)
    return known.index(thing)


def _way(pool: Pool, place: str, from_home: bool, sites: tuple[Site, ...]) -> Way:
    own = pool.travel_from_home if from_home else pool.travel
    laws = []
    for site in sites:
        if pool.at_base and place != site.base and place in site.further:
            laws.append(site.further[place])
        else:
            laws.append(own or (site.travel_from_home if from_home else site.travel))
    return tuple(laws)
