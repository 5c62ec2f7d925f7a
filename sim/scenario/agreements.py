"""Agreements: what was promised, and how it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.calendars import Hours
from sim.scenario.words import Title

DUTY = "duty"
"""The kind of a promise that is about a planned duty, and so about no fault."""


@dataclass(frozen=True)
class Promise:
    """One promised time for one level, fully said (section 7 of the model).

    `name` is "A/restore"; `group` is what the contract lists as one row ("A/restore", or "every_level/contact" for all
    levels together). `from_event` and `to_event` are names of recorded times. `limit` in ms per site (None: measured
    only). `counting`: "wall", "from_opening", "carry" or "open". `causes`: classes first diagnosed that are in scope.
    `sites`: names in scope; `marks`: only faults with one of these (empty: all). `by`: pools that count (empty:
    anyone). `fixed_first`: "met", "excluded" or "missed". `same_fault`: a fault that comes back goes on with the first
    one's clock instead of being judged as a fault of its own (R20).
    `net_of`: waits taken out of the *judged* clock ("customer", "vendor"); gross and net are always both reported.
    `attain` (None: no threshold) of the faults of each `period` ("week", "month", "quarter", "year"). A promise of the
    kind `DUTY` says that a `duty` is done when it is due; it has no level and no clock, and every `limit` is 0.
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
    duty: str = ""
    marks: tuple[str, ...] = ()
    same_fault: bool = False


@dataclass(frozen=True)
class Reading:
    """Another way to read a promise: the promise as it would then stand (without readings of its own)."""

    name: str
    title: Title
    promise: Promise


@dataclass(frozen=True)
class Check:
    """Random calls to a hotline, to see whether somebody answers (H-02, H-03): every phone of `pool` is dialled `times`
    times each `period` ("week", "month", "quarter", "year"), at any hour. They only observe."""

    name: str
    title: Title
    clause: tuple[str, ...]
    pool: str
    times: int
    period: str


@dataclass(frozen=True)
class Clause:
    """A row of the contract's register."""

    name: str
    en: str
    zh: str


@dataclass(frozen=True)
class Fact:
    """What only a reader of the contract can tell of its wording: whether it leaves a `doubt`, in these clauses."""

    doubtful: bool
    clause: tuple[str, ...]


@dataclass(frozen=True)
class Agreements:
    """What was promised, and how it is judged. `not_simulated`: clause -> reason why it has no place; `facts` by name:
    what the file states of the contract's wording."""

    clauses: tuple[Clause, ...]
    promises: tuple[Promise, ...]
    not_simulated: Mapping[str, str]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
