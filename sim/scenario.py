"""The nouns: everything a scenario says, resolved and frozen.

A `Scenario` has no abbreviations left: `like`, `others`, bands and plan overrides have been worked in by the reader of
the file, every default is written out, durations are laws or whole milliseconds, shares lie in 0..1. The headings
stand in the order in which a contract is thought through: demand (what breaks), operation (who is there),
agreements (what was promised), study (how long to look).

A value that differs by level and site is a `PerFault` table with one entry for every (level, site).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from sim.calendars import DAY, Days, Holidays, Hours, days
from sim.distributions import Estimate, Law, Quantity, Range
from sim.streams import uniform

T = TypeVar("T")
PerFault = Mapping[tuple[str, str], T]
"""A value for every (level name, site name)."""

STEPS = (
    "hotline",
    "handover",
    "contact",
    "diagnosis",
    "remote",
    "onsite",
    "second_visit",
    "third_party",
    "hq_support",
    "hq_trip",
)
"""The steps of a fault's way in the order of the contract's procedure (2.3). A second visit is a step of its own."""

CENTRAL = ""
"""The place of a pool that sits at one central place."""


@dataclass(frozen=True)
class Title:
    """What a thing is called in the two languages."""

    en: str
    zh: str


# ------------------------------------------------------------------ demand


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
    an ordinary site's. `travel` is the way from the base on duty, `travel_from_home` when called out at home."""

    name: str
    title: Title
    band: str
    base: str
    size: float
    travel: Law
    travel_from_home: Law
    from_hq: HqJourney | None

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
class Causes:
    """Shares of what the diagnosis will say (R11), and how often "cannot tell" is truly the environment."""

    clause: tuple[str, ...]
    own: PerFault[Quantity]
    environment: PerFault[Quantity]
    cannot_tell: PerFault[Quantity]
    cannot_tell_is_environment: PerFault[Quantity]


@dataclass(frozen=True)
class Demand:
    """What breaks, where, and how long the work takes. `steps` holds the written steps in the order of `STEPS`."""

    levels: tuple[Level, ...]
    sites: tuple[Site, ...]
    peaks: tuple[Peak, ...]
    causes: Causes
    steps: Mapping[str, Step]
    calls: Calls
    authorisation: Authorisation | None


# ------------------------------------------------------------------ operation


@dataclass(frozen=True)
class Money:
    """An amount in a currency, per `per` ("year", "month", "hour" or "" for a piece)."""

    amount: Quantity
    currency: str
    per: str = ""


@dataclass(frozen=True)
class Shift:
    """`headcount` people (None: as many as wanted) of one place of a pool, present or on call in `hours`.

    `label` is how the file says it ("2 office"), with which equal people are told apart. `levels`: on call for these
    only (empty: for all).
    """

    label: str
    headcount: int | None
    hours: Hours
    on_call: bool
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pool:
    """Interchangeable people. `places` are the names of the sites they sit at, or (CENTRAL,) for one central place.

    A pool `at_base` serves the sites whose `base` is its place; a pool at named sites serves those sites only; a
    central pool serves all. `travel` replaces the site's travel on and off duty where given. `levels`: serves these
    only (empty: all). `ready_in`: the time an on-call person needs to get ready. `pay` is for people employed for
    the roster, `charge` for people paid by the hour used.
    """

    name: str
    title: Title
    clause: tuple[str, ...]
    at_base: bool
    places: tuple[str, ...]
    levels: tuple[str, ...]
    travel: Law | None
    travel_from_home: Law | None
    ready_in: Law
    pay: Money | None
    charge: Money | None


@dataclass(frozen=True)
class Handling:
    """What is done with the faults of a level: the window for starting work (R19), whether on-site help goes at once
    (R17), whether headquarters supports at once (R15), and when headquarters travels (ms after logging; None: only
    when local and remote help have failed)."""

    level: str
    clause: tuple[str, ...]
    window_name: str
    window: Hours
    onsite_at_once: bool
    hq_support: bool
    hq_trip_after: int | None


@dataclass(frozen=True)
class Costs:
    """Prices: a person works `person_year_hours` a year; `on_cost` turns pay into cost; the rest per hour or piece."""

    person_year_hours: float = 1825.0
    on_cost: float = 1.0
    standby: Money | None = None
    call_out: Money | None = None
    hq_trip: Money | None = None
    overtime: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """A staffing plan with every operation setting worked in.

    `staff`: pool name -> place -> shifts. `who`: step -> pools in order of preference. `rank`: levels from the first
    served to the last, each group of equal rank a tuple (one group with all: first come).
    """

    name: str
    title: Title
    pools: Mapping[str, Pool]
    staff: Mapping[str, Mapping[str, tuple[Shift, ...]]]
    who: Mapping[str, tuple[str, ...]]
    handling: Mapping[str, Handling]
    rank: tuple[tuple[str, ...], ...]
    costs: Costs


@dataclass(frozen=True)
class Operation:
    """Who is there and by which rules they work. `base` is the operation without any plan's own settings and nobody in
    it; the ceiling is made from it."""

    base: Plan
    plans: tuple[Plan, ...]


# ------------------------------------------------------------------ agreements


@dataclass(frozen=True)
class Promise:
    """One promised time for one level, fully said (section 7 of the model).

    `name` is "A/restore"; `group` is what the contract lists as one row ("A/restore", or "every_level/contact" for all
    levels together). `from_event` and `to_event` are names of recorded times. `limit` in ms per site (None: measured
    only). `counting`: "wall", "from_opening", "carry" or "open". `causes`: classes first diagnosed that are in scope.
    `sites`: names in scope. `by`: pools that count (empty: anyone). `fixed_first`: "met", "excluded" or "missed".
    `net_of`: waits taken out of the *judged* clock ("customer", "vendor"); gross and net are always both reported.
    `attain` (None: no threshold) of the faults of each `period` ("week", "month", "quarter", "year").
    """

    name: str
    group: str
    kind: str
    level: str
    title: Title
    clause: tuple[str, ...]
    from_event: str
    to_event: str
    limit: Mapping[str, int] | None
    window: Hours
    workdays_mon_fri: bool
    counting: str
    causes: tuple[str, ...]
    sites: tuple[str, ...]
    by: tuple[str, ...]
    fixed_first: str
    net_of: tuple[str, ...]
    attain: float | None
    period: str
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Another way to read a promise: the promise as it would then stand (without readings of its own)."""

    name: str
    title: Title
    promise: Promise


@dataclass(frozen=True)
class Clause:
    """A row of the contract's register."""

    name: str
    en: str
    zh: str


@dataclass(frozen=True)
class Agreements:
    """What was promised, and how it is judged. `not_simulated`: clause -> reason why it has no place."""

    clauses: tuple[Clause, ...]
    promises: tuple[Promise, ...]
    not_simulated: Mapping[str, str]


# ------------------------------------------------------------------ study and the whole


@dataclass(frozen=True)
class Study:
    """How long to look and when to believe it. Time 0 is the midnight `warm_up_days` before `start`; all whole days."""

    start: date
    days: int
    warm_up_days: int
    cool_down_days: int
    confidence: float
    precision: float
    least_replications: int
    most_replications: int
    sign_if: float

    @property
    def origin(self) -> date:
        """The date whose midnight is time 0."""
        return self.start - timedelta(days=self.warm_up_days)

    @property
    def opens_at(self) -> int:
        """When the study begins, in ms."""
        return self.warm_up_days * DAY

    @property
    def closes_at(self) -> int:
        """When the study ends, in ms."""
        return self.opens_at + self.days * DAY

    @property
    def arrivals_until(self) -> int:
        """When the last fault may be raised, in ms (J9)."""
        return self.closes_at + self.cool_down_days * DAY


@dataclass(frozen=True)
class Figure:
    """A number of the file and where it comes from: `status` is "assumption", "cited", "computed", "measured" or
    "expert"; `source` its key in the file's list of sources and `text` the value as written."""

    path: tuple[str, ...]
    line: int
    text: str
    status: str
    source: str


@dataclass(frozen=True)
class ClausePlace:
    """Where a clause lives in the file: the path of the block that names it, and its line."""

    clause: str
    path: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Scenario:
    """Everything a scenario says."""

    name: str
    title: Title
    holidays: Holidays
    hours: Mapping[str, Hours]
    demand: Demand
    operation: Operation
    agreements: Agreements
    study: Study
    sources: Mapping[str, str]
    figures: tuple[Figure, ...]
    places: tuple[ClausePlace, ...]

    def plan(self, name: str) -> Plan:
        """The plan called `name`; KeyError if there is none."""
        for plan in self.operation.plans:
            if plan.name == name:
                return plan
        raise KeyError(name)


DAYS_TO_FOLLOW = 800
"""Days laid out beyond the last arrival, in which everything begun is followed to its end."""


def laid_out(scenario: Scenario) -> Days:
    """The days of the simulated time, from time 0 until nothing is followed any more."""
    study = scenario.study
    count = study.arrivals_until // DAY + DAYS_TO_FOLLOW
    return _days(scenario.holidays, study.origin, count)


@cache
def _days(holidays: Holidays, first: date, count: int) -> Days:
    return days(holidays, first, count)


def whole_years(scenario: Scenario) -> Days:
    """The days of the calendar years that the study touches: the span over which yearly means are kept."""
    study = scenario.study
    first = date(study.start.year, 1, 1)
    last = study.start + timedelta(days=study.days - 1)
    return _days(scenario.holidays, first, (date(last.year, 12, 31) - first).days + 1)


def settled(scenario: Scenario, seed: int, replication: int) -> Scenario:
    """The scenario of one contract year: every number that is not known exactly is drawn.

    A number is known by its place in the file, so one that is written once is drawn once, whatever it holds for. A
    scenario without such numbers is returned as it is, so that what is derived from it can be kept.
    """

    def walk(node: Any) -> Any:
        if isinstance(node, Range | Estimate):
            return node.settled(uniform("settled", seed, replication, node.name))
        if is_dataclass(node) and not isinstance(node, type):
            old = {entry.name: getattr(node, entry.name) for entry in fields(node)}
            new = {name: walk(value) for name, value in old.items()}
            changed = {name: value for name, value in new.items() if value is not old[name]}
            return replace(node, **changed) if changed else node
        if isinstance(node, Mapping):
            entries = {key: walk(value) for key, value in node.items()}
            return entries if any(entries[key] is not node[key] for key in node) else node
        if isinstance(node, tuple):
            items = tuple(walk(item) for item in node)
            return items if any(a is not b for a, b in zip(items, node, strict=True)) else node
        return node

    result: Scenario = walk(scenario)
    return result
