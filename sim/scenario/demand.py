"""Demand: what breaks, where, and how long the work takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sim.calendars import Hours
from sim.distributions import Law, Quantity
from sim.scenario.words import PerFault, Title


@dataclass(frozen=True)
class Rate:
    """How many faults: `count` per `per` ("hour", "day", "workday", "week", "month", "quarter", "year").

    `per_site`: the count is for a site of size 1; otherwise it is the whole contract's, shared out by size.
    """

    count: Quantity
    per: str
    per_site: bool


@dataclass(frozen=True)
class Rhythm:
    """When in the week faults are raised.

    Either `shares`: pairs (share, hours), each share spread evenly over its hours and the rest over all other time;
    or `weights`: for each kind of day ("workdays", "restdays", "holidays" or "mon".."sun") 24 weights, one an hour.
    Neither: evenly.
    """

    shares: tuple[tuple[float, Hours], ...] = ()
    weights: tuple[tuple[str, tuple[float, ...]], ...] = ()


@dataclass(frozen=True)
class Peak:
    """Days that are busier by `factor`: days `first`..`last` of every month (or of `months` only), or listed
    `dates`."""

    name: str
    title: Title
    factor: float
    first: int = 1
    last: int = 31
    months: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()


@dataclass(frozen=True)
class Busyness:
    """Some times are busier than others: the rates of a time are multiplied by a gamma factor with mean 1 and
    coefficient of variation `cv`, one for each `per` ("month" of the calendar or "year" of the contract). `per_site`:
    every site has its own; otherwise all sites share one."""

    cv: Quantity
    per: str
    per_site: bool


@dataclass(frozen=True)
class Bursts:
    """Faults that come together: `share` of all faults belong to a burst of `size` faults of one level at one site, all
    raised less than `within` ms after the first."""

    share: Quantity
    size: int
    within: int


@dataclass(frozen=True)
class Level:
    """A fault level: its rate and rhythm."""

    name: str
    title: Title
    clause: tuple[str, ...]
    faults: Rate
    rhythm: Rhythm


@dataclass(frozen=True)
class HqJourney:
    """The way from headquarters to a site: to the airport, the next of `flights` (ms of the day, every day; empty:
    leaves at once), the flight with its delay (`late_share` of flights are `late_by` later), to the site."""

    to_airport: Law
    flights: tuple[int, ...]
    flight: Law
    late_share: Quantity
    late_by: Law
    to_site: Law


@dataclass(frozen=True)
class Site:
    """A customer site. `base` is the site whose local office serves it ("" for none); `size` compares its faults with
    an ordinary site's. `travel` is the way from the base on duty, `travel_from_home` when called out at home. Where
    nobody of the base is free, `further` bases help on site, in this order, each with its own travel (R6)."""

    name: str
    title: Title
    band: str
    base: str
    size: float
    travel: Law
    travel_from_home: Law
    from_hq: HqJourney | None
    further: Mapping[str, Law] = field(default_factory=dict)

    @property
    def with_base(self) -> bool:
        """Whether the local office is at this very site, so that promises about local people reach it."""
        return self.base == self.name


@dataclass(frozen=True)
class Step:
    """A step that is written in the scenario.

    `prepare` comes before the work and takes nobody's time at third_party (the request), the traveller's at hq_trip.
    `work` at third_party is the vendor's turnaround, at handover the delay. `solves` is the chance that the step ends
    the fault (only of what it can restore, R11). `again` is the chance of a second visit after a failed one (onsite
    only).
    """

    name: str
    clause: tuple[str, ...]
    work: PerFault[Law]
    solves: PerFault[Quantity]
    prepare: PerFault[Law]
    again: PerFault[Quantity]


@dataclass(frozen=True)
class Calls:
    """How callers behave (R8): `patience` (None: nobody hangs up), then a redial with chance `redial_share` after
    `redial_after`, at most `redials` times; who gives up reports another way `other_way` later."""

    patience: Law | None
    redial_share: Quantity
    redial_after: Law
    redials: int
    other_way: Law


@dataclass(frozen=True)
class Authorisation:
    """The customer's permission for remote work (R12): granted with chance `granted`, answered after `delay` (the first
    entry whose hours hold the instant of asking), given up after `give_up` ms (None: never)."""

    granted: PerFault[Quantity]
    delay: tuple[tuple[Hours, PerFault[Law]], ...]
    give_up: int | None


@dataclass(frozen=True)
class Information:
    """What only the customer can tell (R10): with chance `share` a diagnosis stops at some moment to ask him; the
    engineer is released for the `delay` of the answer, and the rest of his work waits for a person anew."""

    share: PerFault[Quantity]
    delay: PerFault[Law]


@dataclass(frozen=True)
class Reopens:
    """Faults that come back (R20, D-08): with chance `share` a restored fault is raised once more, `after` its
    restoration, with the same cause and marks; the same fault at most `at_most` times."""

    clause: tuple[str, ...]
    share: PerFault[Quantity]
    after: PerFault[Law]
    at_most: int


@dataclass(frozen=True)
class Mark:
    """Something that `share` of the faults of a level are beside their level, for example special."""

    name: str
    title: Title
    clause: tuple[str, ...]
    share: PerFault[Quantity]


@dataclass(frozen=True)
class Causes:
    """Shares of what the diagnosis will say (R11), and how often "cannot tell" is truly the environment."""

    clause: tuple[str, ...]
    own: PerFault[Quantity]
    environment: PerFault[Quantity]
    cannot_tell: PerFault[Quantity]
    cannot_tell_is_environment: PerFault[Quantity]


# ------------------------------------------------------------------ work that is no fault

WEEK, MONTH, QUARTER, HALF_YEAR, YEAR = "week", "month", "quarter", "half-year", "year"
CADENCES = (WEEK, MONTH, QUARTER, HALF_YEAR, YEAR)
"""How often a duty comes: once in each of these periods of the calendar. A week begins on Monday."""


@dataclass(frozen=True)
class Due:
    """When a duty must be done: by the end of its period, or by the end of `day` of the month in which its period
    begins (`next_workday`: of the first workday from then on), or by the end of the `workdays`-th workday after the
    duty that it follows was done."""

    day: int = 0
    next_workday: bool = False
    workdays: int = 0


@dataclass(frozen=True)
class Duty:
    """A planned duty (R25): done `every` period at each of `places` (sites, or (CENTRAL,)) by people of the pool `by`.

    It `takes` each of `people` the same time (None: everybody, which is the headcount of the pool's largest shift at
    the place). Its turn comes at an instant of its period, within the pool's shifts and within `window`; a duty `after`
    another follows when that is done. `share` of all occasions come about. From `urgent_before` ms before it is due
    (-1: never) it ranks right after the faults of the level `urgent_as`. `interruptible`: faults may break into it.
    """

    name: str
    title: Title
    clause: tuple[str, ...]
    by: str
    places: tuple[str, ...]
    every: str
    after: str
    takes: Law
    people: int | None
    share: Quantity
    due: Due
    window: Hours
    urgent_before: int
    urgent_as: str
    interruptible: bool


@dataclass(frozen=True)
class OtherWork:
    """Other contracts' work for a pool of ours (R7): `jobs` a time, shaped by `rhythm`, all `places` together. It
    waits beside the faults of the level `rank_as` ("": after all faults)."""

    name: str
    title: Title
    clause: tuple[str, ...]
    by: str
    places: tuple[str, ...]
    jobs: Rate
    work: Law
    rhythm: Rhythm
    rank_as: str
    interruptible: bool


@dataclass(frozen=True)
class Coordination:
    """What a project lead does beside the work on site (P-10): `takes` ms for each hour of it. It is worked out
    afterwards and keeps nobody waiting."""

    name: str
    title: Title
    clause: tuple[str, ...]
    by: str
    takes: int


@dataclass(frozen=True)
class Demand:
    """What breaks, where, and how long the work takes. `steps` holds the written steps in the order of `STEPS`;
    `duties`, `other_work` and `marks` stand in the order of their names. `information` is asked for in a diagnosis
    (None: never); `reopens` None: nothing comes back."""

    levels: tuple[Level, ...]
    sites: tuple[Site, ...]
    peaks: tuple[Peak, ...]
    busyness: Busyness | None
    bursts: Bursts | None
    causes: Causes
    steps: Mapping[str, Step]
    calls: Calls
    authorisation: Authorisation | None
    duties: tuple[Duty, ...] = ()
    other_work: tuple[OtherWork, ...] = ()
    coordination: tuple[Coordination, ...] = ()
    information: Information | None = None
    reopens: Reopens | None = None
    marks: tuple[Mark, ...] = ()
