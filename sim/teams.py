"""The people of a plan as teams, and how they travel."""

from __future__ import annotations

from dataclasses import dataclass

from sim.calendars import Calendar, calendar
from sim.distributions import Law, fixed, plain
from sim.scenario import Plan, Pool, Scenario, Site, laid_out

UNLIMITED = 1 << 40
"""A headcount that is never used up."""


@dataclass(frozen=True)
class Team:
    """The people of one shift of one pool at one place (R3). `way` is the index of how they travel; `shift` what the
    shift is called whatever its headcount, and `absence` the share of its people who do not come (R4)."""

    pool: str
    place: str
    label: str
    on_call: bool
    headcount: int
    calendar: Calendar
    way: int
    shift: str = ""
    absence: float = 0.0

    @property
    def may_be_fewer(self) -> bool:
        """Whether some of its people may not come; unlimited people are never fewer."""
        return self.absence > 0 and self.headcount < UNLIMITED


@dataclass(frozen=True)
class Way:
    """How the people of a pool reach a site and come home: one law for each site, on duty or from home."""

    pool: str
    from_home: bool
    laws: tuple[Law, ...]


def teams_of(
    scenario: Scenario, plan: Plan, sites: tuple[Site, ...]
) -> tuple[tuple[Team, ...], tuple[Way, ...], tuple[Law, ...]]:
    """All teams in order of (pool, place, shift), how they travel, and how long they need to get ready."""
    days = laid_out(scenario)
    teams: list[Team] = []
    ways: list[Way] = []
    ready_in: list[Law] = []
    for name in sorted(plan.staff):
        pool = plan.pools[name]
        for place in sorted(plan.staff[name]):
            for shift in sorted(plan.staff[name][place], key=lambda shift: (shift.on_call, shift.team)):
                way = _way(pool, place, shift.on_call, sites)
                if way not in ways:
                    ways.append(way)
                count = UNLIMITED if shift.headcount is None else shift.headcount
                laid = calendar(shift.hours, days)
                who = (shift.name, plain(pool.absence))
                teams.append(Team(name, place, shift.team, shift.on_call, count, laid, ways.index(way), *who))
                ready_in.append(pool.ready_in if shift.on_call else fixed(0))
    return tuple(teams), tuple(ways), tuple(ready_in)


def _way(pool: Pool, place: str, from_home: bool, sites: tuple[Site, ...]) -> Way:
    own = pool.travel_from_home if from_home else pool.travel
    laws = []
    for site in sites:
        if pool.at_base and place != site.base and place in site.further:
            laws.append(site.further[place])
        else:
            laws.append(own or (site.travel_from_home if from_home else site.travel))
    return Way(pool.name, from_home, tuple(laws))
