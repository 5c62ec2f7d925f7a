"""Operation: who is there, and by which rules they work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.calendars import Hours
from sim.distributions import Law, Quantity
from sim.scenario.words import Title


@dataclass(frozen=True)
class Money:
    """An amount in a currency, per `per` ("year", "month", "hour" or "" for a piece)."""

    amount: Quantity
    currency: str
    per: str = ""


@dataclass(frozen=True)
class Shift:
    """`headcount` people (None: as many as wanted) of one place of a pool, present or on call in `hours`.

    `label` is how the file says it ("2 office"). `levels`: on call for these only (empty: for all). `on_dates` are the
    dates of the duty list that it stands in, as the file says them ("": the weekly roster).
    """

    label: str
    headcount: int | None
    hours: Hours
    on_call: bool
    levels: tuple[str, ...] = ()
    on_dates: str = ""

    @property
    def team(self) -> str:
        """What tells its people from others of their place (R3): the label, and the dates of a duty list."""
        return f"{self.label} {self.on_dates}".rstrip()

    @property
    def name(self) -> str:
        """What the shift is called, however many work it: the label without the headcount ("office")."""
        words = self.label.split()[1:]
        return " ".join(words if words and words[0] != "on" else ("always", *words))


@dataclass(frozen=True)
class Busy:
    """How often a carried phone is engaged: with chance `share` for every open fault of `levels` (empty: of all) at the
    caller's site, at most `policies.MOST_BUSY` (R8)."""

    share: Quantity
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pool:
    """Interchangeable people. `places` are the names of the sites they sit at, or (CENTRAL,) for one central place.

    A pool `at_base` serves the sites whose `base` is its place; a pool at named sites serves those sites only; a
    central pool serves all. `travel` replaces the site's travel on and off duty where given. `levels`: serves these
    only (empty: all). `ready_in`: the time an on-call person needs to get ready. `absence`: the share of the people on
    the roster who do not come (R4). `pay` is for people employed for the roster, `charge` for people paid by the hour
    used.

    A pool with `unreachable` or `busy` is a carried phone at each of its places (R8): it takes nobody's time.
    `unreachable` is the chance that it is switched off for a whole shift.
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
    absence: Quantity
    pay: Money | None
    charge: Money | None
    unreachable: Quantity | None = None
    busy: Busy | None = None

    @property
    def carried(self) -> bool:
        """Whether it is a carried phone rather than people."""
        return self.unreachable is not None or self.busy is not None


@dataclass(frozen=True)
class Handling:
    """What is done with the faults of a level: the window for starting work (R19), whether on-site help goes at once
    (R17), whether headquarters supports at once (R15), and when headquarters travels (ms after logging; None: only
    when local and remote help have failed). A fault with the mark `senior_for` ("": none) brings a senior engineer from
    headquarters at once, who is one of the people that `who` lists for the `SENIOR_TRIP` (R16)."""

    level: str
    clause: tuple[str, ...]
    window_name: str
    window: Hours
    onsite_at_once: bool
    hq_support: bool
    hq_trip_after: int | None
    senior_for: str = ""


@dataclass(frozen=True)
class Costs:
    """Prices: a person works `person_year_hours` a year; `on_cost` turns pay into cost; the rest per hour or piece."""

    person_year_hours: float = 1825.0
    on_cost: float = 1.0
    standby: Money | None = None
    call_out: Money | None = None
    hq_trip: Money | None = None
    overtime: Mapping[str, float] = field(default_factory=dict)


BY_RANK, BY_DEADLINE, BY_SLACK = "rank", "deadline", "slack"


@dataclass(frozen=True)
class Plan:
    """A staffing plan with every operation setting worked in.

    `staff`: pool name -> place -> shifts. `who`: step -> pools in order of preference; `overflow`: step -> the ms that
    a job must have waited before each of them is asked (a step that is missing asks all at once). `rank`: levels from
    the first served to the last, each group of equal rank a tuple (one group with all: first come). `order`: waiting
    jobs are served `BY_RANK`, or by internal `targets` (level -> ms after logging, never an agreement): `BY_DEADLINE`,
    or `BY_SLACK`, the deadline less what the step's work takes on average. `interrupts`: level -> levels whose work it
    may break into (R24). `hold_back`: pairs (levels, people), so many seated people of a pool are kept free for these
    levels. `hand_over`: at the end of their shift people hand phone and remote work over (R3) instead of finishing it.
    """

    name: str
    title: Title
    pools: Mapping[str, Pool]
    staff: Mapping[str, Mapping[str, tuple[Shift, ...]]]
    who: Mapping[str, tuple[str, ...]]
    handling: Mapping[str, Handling]
    rank: tuple[tuple[str, ...], ...]
    costs: Costs
    overflow: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    order: str = BY_RANK
    targets: Mapping[str, int] = field(default_factory=dict)
    interrupts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hold_back: tuple[tuple[tuple[str, ...], int], ...] = ()
    hand_over: bool = False


@dataclass(frozen=True)
class Operation:
    """Who is there and by which rules they work. `base` is the operation without any plan's own settings and nobody in
    it; the ceiling is made from it."""

    base: Plan
    plans: tuple[Plan, ...]
