"""The result of a run as plain data: what every table, chart and document is written from.

Nothing here is computed and nothing refers to a scenario or an array, so a result can be stored, read back and
compared. A share or time that cannot be known (nothing was judged) is None, so that nobody prints it by accident.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.scenario import Title

PRECISE, ENOUGH, OUT_OF_TIME, INTERRUPTED = "precise", "enough", "out_of_time", "interrupted"
"""Why a run ended: as precise as asked, all replications played, its seconds used up, or stopped by hand."""


@dataclass(frozen=True)
class Share:
    """`value` = hits / n with its interval (S5). n = 0: the value is None and the interval is 0 to 1."""

    hits: int
    n: int
    value: float | None
    low: float
    high: float

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Verdict:
    """Whether a promise can be signed (S7): `word` is "yes", "no", "open" or "line" (so near to the wanted share that
    more replications would not decide). `more` is about how many more replications would decide (0 unless open)."""

    word: str
    more: int = 0


@dataclass(frozen=True)
class Needed:
    """Limits in ms that half, 90 %, 95 % and 99 % of the faults would have needed (J5); None: no limit would do."""

    median: int | None
    p90: int | None
    p95: int | None
    p99: int | None


@dataclass(frozen=True)
class Tightest:
    """The tightest limit in ms that the wanted share of periods keeps (S6), its interval, and `safe`: the upper end
    rounded up to what can be written into a contract. None: no limit would do."""

    value: int | None
    low: int | None
    high: int | None
    safe: int | None


@dataclass(frozen=True)
class Worst:
    """The missed fault that was latest, to be told as a story. `lateness` in ms; None: it never came."""

    replication: int
    row: int
    lateness: int | None


@dataclass(frozen=True)
class Judgement:
    """One promise as written (`reading` ""), or under one reading, for one plan.

    What it is: `promise` ("A/restore"), `group` (the row of the contract: "A/restore" or "every_level/contact"),
    `kind`, `level` and its title (None: it has none of its own), titles, `clause` numbers; `limit` in ms, the shortest
    and the longest over the sites (None: no number promised); `attain` (None: no threshold), `period` and `net_of` are
    as in the promise.

    What came out: `faults_a_year`, `faults_a_period` judged and `misses_a_year` on average; `attainment` the share in
    time on the clock that decides, `gross` with all waits counted, `net` without waits for the customer (None without
    a limit; for a share of connected calls `attainment` counts dials); `periods` the share of non-empty periods that
    comply (None without a threshold), its interval wide enough for every look taken; `empty` the share of periods
    with nothing judged; `years` the share of contract years in which every period complies; `verdict`; `needed`;
    `curve` how many faults needed a limit in each bin of `EDGES`; `tightest`; a year's `not_needed`, `fixed_first`,
    `wrong_people` and `unfinished` faults; the `worst`.
    """

    promise: str
    group: str
    kind: str
    level: str
    title: Title
    clause: tuple[str, ...]
    reading: str
    reading_title: Title | None
    limit: tuple[int, int] | None
    attain: float | None
    period: str
    net_of: tuple[str, ...]
    faults_a_year: float
    faults_a_period: float
    misses_a_year: float | None
    attainment: Share | None
    gross: Share | None
    net: Share | None
    periods: Share | None
    empty: float
    years: Share | None
    verdict: Verdict | None
    needed: Needed | None
    curve: tuple[int, ...]
    tightest: Tightest | None
    not_needed: float
    fixed_first: float
    wrong_people: float
    unfinished: float
    worst: Worst | None
    level_title: Title | None = None


@dataclass(frozen=True)
class Wait:
    """How long the jobs of one step waited for a person of a pool: jobs a year, mean ms, share that waited at all."""

    step: str
    jobs: float
    mean: float
    waited: float


@dataclass(frozen=True)
class PoolResult:
    """The people of one pool. `present` people and `busy` share for each hour of the week from Monday 00:00 (None:
    nobody seated is there), likewise `on_call` and `called`; `utilisation` over all seated time; payroll = people
    employed (None for unlimited people); hours of overtime and call-outs a year; waits, with the wait that 95 % of
    jobs do not exceed (ms, None: no jobs)."""

    name: str
    title: Title
    payroll: float | None
    present: tuple[float, ...]
    busy: tuple[float | None, ...]
    on_call: tuple[float, ...]
    called: tuple[float | None, ...]
    utilisation: float | None
    overtime_hours: float
    call_outs: float
    waits: tuple[Wait, ...]
    wait_p95: int | None


@dataclass(frozen=True)
class Cost:
    """Money a year: the mean of each part and of the `total`, and the year that 95 % of years do not exceed."""

    staff: float
    standby: float
    call_outs: float
    overtime: float
    trips: float
    charge: float
    total: float
    p95: float
    currency: str


@dataclass(frozen=True)
class Ended:
    """The share of faults that a step restored."""

    step: str
    share: float


@dataclass(frozen=True)
class Lead:
    """What coordinating the work on site takes the people of a pool (P-10): `hours` a year, half the interval of that
    mean (None after a single year), and the share of the time they are present (None: nobody is)."""

    title: Title
    clause: tuple[str, ...]
    pool: Title
    hours: float
    half: float | None
    share: float | None


@dataclass(frozen=True)
class NumberResult:
    """A number that callers dial, called after its first pool: dials a year, the share `answered`; of a carried phone
    the share of its shifts in which it was `off` (None: people answer)."""

    name: str
    title: Title
    carried: bool
    dials_a_year: float
    answered: Share
    off: Share | None


@dataclass(frozen=True)
class CheckResult:
    """Random checks of a hotline: how many a year, the share that `found` nobody and their number a year; the share of
    periods in which they `noticed` it at least once; between which shares the checks of one year leave the true one."""

    name: str
    title: Title
    clause: tuple[str, ...]
    pool: str
    period: str
    checks_a_year: float
    found: Share
    found_a_year: float
    noticed: Share
    tells_low: float
    tells_high: float


@dataclass(frozen=True)
class Hotline:
    """How well the hotline can be reached: the share of faults answered at the `first` dial, dials for a fault, every
    number in the order in which they are dialled, every check."""

    first: Share
    dials_a_fault: float
    numbers: tuple[NumberResult, ...]
    checks: tuple[CheckResult, ...]


@dataclass(frozen=True)
class PlanResult:
    """One plan, or the `ceiling` (unlimited people). `payroll` and `cost` are None for the ceiling; cost also when no
    pay and no price is given. `connected`: dials that were answered; `abandoned` dials a year, those of phones that are
    off or engaged included. `hotline` is None where nobody dials. `came_back`: the share of the faults that were
    another one before; `asked`: the share about which the customer was asked, who answered after so many ms on average
    (None: nobody was asked)."""

    name: str
    title: Title
    ceiling: bool
    judgements: tuple[Judgement, ...]
    pools: tuple[PoolResult, ...]
    payroll: float | None
    cost: Cost | None
    ended: tuple[Ended, ...]
    unrestored: float
    visits_a_year: float
    trips_a_year: float
    dials_a_year: float
    abandoned_a_year: float
    connected: Share
    hotline: Hotline | None = None
    leads: tuple[Lead, ...] = ()
    came_back: float = 0.0
    asked: float = 0.0
    answered_after: float | None = None

    def judgement(self, promise: str, reading: str = "") -> Judgement:
        """The judgement of `promise` under `reading`; KeyError if there is none."""
        for entry in self.judgements:
            if (entry.promise, entry.reading) == (promise, reading):
                return entry
        raise KeyError((promise, reading))

    @property
    def as_written(self) -> tuple[Judgement, ...]:
        """The judgements of the promises as they are written."""
        return tuple(entry for entry in self.judgements if entry.reading == "")


@dataclass(frozen=True)
class Gap:
    """A difference of two shares and its interval."""

    value: float
    low: float
    high: float

    @property
    def seen(self) -> bool:
        """Whether a difference can be seen at all: the interval does not hold 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Difference:
    """`other` minus `plan` in the share of faults in time and in the share of periods kept, on the same faults (S8)."""

    plan: str
    other: str
    promise: str
    reading: str
    attainment: Gap | None
    periods: Gap | None


@dataclass(frozen=True)
class Origin:
    """Where the figures come from, for the stamp: digest of the scenario, versions, seed, calendar."""

    digest: str
    slasim: str
    python: str
    numpy: str
    scipy: str
    holidays: str
    country: str
    provisional: tuple[int, ...]
    seed: int


@dataclass(frozen=True)
class Result:
    """Everything a run found. `plans` in the order of the file, the ceiling last. `replications` are contract years
    of `years` years each (1 for a study of a year); `looks` is how often a verdict could have been taken. `audited`
    replications of the `engine` were played again on SimPy and came out the same. `ended` tells why the run went no
    further; at `most` so many replications were allowed (0: not known)."""

    scenario: str
    title: Title
    start: str
    days: int
    years: float
    replications: int
    faults_a_year: float
    confidence: float
    sign_if: float
    precision: float
    looks: int
    origin: Origin
    plans: tuple[PlanResult, ...]
    differences: tuple[Difference, ...]
    engine: str = "simpy"
    audited: int = 0
    ended: str = ENOUGH
    most: int = 0

    def plan(self, name: str) -> PlanResult:
        """The plan called `name`; KeyError if there is none."""
        for entry in self.plans:
            if entry.name == name:
                return entry
        raise KeyError(name)

    @property
    def staffed(self) -> tuple[PlanResult, ...]:
        """The plans of the file, without the ceiling."""
        return tuple(entry for entry in self.plans if not entry.ceiling)

    @property
    def widest(self) -> float:
        """The widest half interval of a share in time that is judged: what `precision` asks about. A promise that never
        came up has nothing to be made more precise."""
        entries = [entry for plan in self.staffed for entry in plan.as_written if entry.limit is not None]
        shares = [entry.attainment for entry in entries if entry.attainment and entry.attainment.n]
        return max((share.half for share in shares), default=0.0)
