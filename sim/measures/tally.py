"""What one plan comes to, counted: fixed-size tables that add up or stack over replications.

R replications, J judgements (a promise as written or under one reading), C cells (the periods of all judgements, one
after the other; see `judging.Court`), P pools (in order of their names), S steps (`scenario.STEPS`), B bins of
`bins.EDGES`. Everything is a whole number but money, and money is stacked, so nothing depends on the order or the
number of workers. Gathered columns of replications are kept in the smallest type that holds them, see `narrow`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Counts = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]

EMPTY = -1
"""In `PromiseTally.tightest`: a period with nothing judged."""

INFINITE = int(np.iinfo(np.int64).max)
"""A needed limit that no limit reaches: the event never came, or never by the right people."""

STACKED: dict[str, Any] = {"join": "stack"}
SUMMED: dict[str, Any] = {"join": "sum"}
WORST: dict[str, Any] = {"join": "worst"}

KINDS: tuple[type[np.signedinteger[Any]], ...] = (np.int16, np.int32, np.int64)
"""Types of whole numbers, the smallest first."""

COSTS = ("staff", "standby", "call_outs", "overtime", "trips", "charge")
"""The parts of a plan's yearly cost, in the order of `PlanTally.cost`."""

HOURS_OF_WEEK = 168


@dataclass(frozen=True)
class PromiseTally:
    """How every promise went.

    [R, C]: `judged` faults of a period and, of them, `met` on the clock that decides, `gross_met` with every wait
    counted, `net_met` with the waits for the customer taken out (all three equal to `judged` where no limit is
    promised); `tightest` the smallest limit under which the period would have complied (S6; `EMPTY`, `INFINITE`).
    [R, J]: faults `not_needed`, `fixed_first` (J6; counted as judged unless excluded), done by `wrong_people` only,
    and `unfinished`.
    [J, B]: `needed` limits of the judged faults on the clock that decides; the last bin holds the infinite ones.
    [J, 3]: `worst` missed fault as (lateness ms, replication, row); lateness -1: none missed.
    """

    judged: Counts = field(metadata=STACKED)
    met: Counts = field(metadata=STACKED)
    gross_met: Counts = field(metadata=STACKED)
    net_met: Counts = field(metadata=STACKED)
    tightest: Ints = field(metadata=STACKED)
    fixed_first: Counts = field(metadata=STACKED)
    not_needed: Counts = field(metadata=STACKED)
    wrong_people: Counts = field(metadata=STACKED)
    unfinished: Counts = field(metadata=STACKED)
    needed: NDArray[np.integer[Any]] = field(metadata=SUMMED)
    worst: Ints = field(metadata=WORST)


@dataclass(frozen=True)
class PoolTally:
    """How the people fared inside the study. Times in person-ms; the hour of the week counts from Monday 00:00.

    [P, 168]: seated people `present` and, of that time, `busy`; `on_call` at home and of that time `called`.
    [P, S]: jobs `taken` and, of them, `waited` for a person; [P, B]: their waits `wait`; [P, S] `wait_total` ms.
    [R, P]: `busy_total` (seated, inside the own shift), `overtime` (outside the own shift, trips excepted),
    `call_outs`.
    """

    present: Ints = field(metadata=SUMMED)
    busy: Ints = field(metadata=SUMMED)
    on_call: Ints = field(metadata=SUMMED)
    called: Ints = field(metadata=SUMMED)
    taken: Ints = field(metadata=SUMMED)
    waited: Ints = field(metadata=SUMMED)
    wait_total: Ints = field(metadata=SUMMED)
    wait: NDArray[np.integer[Any]] = field(metadata=SUMMED)
    busy_total: Ints = field(metadata=STACKED)
    overtime: Ints = field(metadata=STACKED)
    call_outs: Ints = field(metadata=STACKED)


@dataclass(frozen=True)
class FaultTally:
    """Where the faults raised inside the study ended.

    [R]: `faults`, `dials`, `connected` dials, `visits` (arrivals of on-site visits), `trips` (headquarters left its
    base), `unrestored`, `on_site` ms of work on site inside the study (P-10); `came_back` those that were another fault
    before (R20); `inquired` those about which the customer was asked, `inquired_for` ms until he answered or the fault
    was restored, of all that ended (R10).
    [R, S]: `ended_at` the step that restored.
    """

    faults: Counts = field(metadata=STACKED)
    dials: Counts = field(metadata=STACKED)
    connected: Counts = field(metadata=STACKED)
    visits: Counts = field(metadata=STACKED)
    trips: Counts = field(metadata=STACKED)
    unrestored: Counts = field(metadata=STACKED)
    ended_at: Counts = field(metadata=STACKED)
    on_site: Ints = field(metadata=STACKED)
    came_back: Counts = field(metadata=STACKED)
    inquired: Counts = field(metadata=STACKED)
    inquired_for: Ints = field(metadata=STACKED)


@dataclass(frozen=True)
class HotlineTally:
    """How the hotline could be reached inside the study. C checks of the agreements.

    [R]: faults `called` in, and of them answered at the `first` dial. [R, P] by the first pool of a number: `dialled`,
    `answered`; `shifts` of carried phones, and in how many they were `off`. [R, C]: `checks` made, `found` off;
    `checked_periods`, and in how many the checks `noticed` some phone that was off.
    """

    called: Counts = field(metadata=STACKED)
    first: Counts = field(metadata=STACKED)
    dialled: Counts = field(metadata=STACKED)
    answered: Counts = field(metadata=STACKED)
    shifts: Counts = field(metadata=STACKED)
    off: Counts = field(metadata=STACKED)
    checks: Counts = field(metadata=STACKED)
    found: Counts = field(metadata=STACKED)
    checked_periods: Counts = field(metadata=STACKED)
    noticed: Counts = field(metadata=STACKED)


@dataclass(frozen=True)
class PlanTally:
    """One plan over the `replications` numbered here [R], ascending. `cost` [R, len(COSTS)] is money a year."""

    replications: Ints
    promises: PromiseTally
    pools: PoolTally
    faults: FaultTally
    cost: Floats
    hotline: HotlineTally


T = TypeVar("T", PromiseTally, PoolTally, FaultTally, HotlineTally)


def differences(one: Any, other: Any, name: str = "measures") -> Iterator[str]:
    """The names of the tables of two tallies that are not equal to the bit, in a value or in kind."""
    if is_dataclass(one):
        for entry in fields(one):
            yield from differences(getattr(one, entry.name), getattr(other, entry.name), f"{name}.{entry.name}")
    elif one.dtype != other.dtype or not np.array_equal(one, other):
        yield name


def gather(tallies: Sequence[PlanTally]) -> PlanTally:
    """One tally of all replications of `tallies`, the same for every order in which they are given.

    A replication that occurs twice is a ValueError.
    """
    numbers = np.concatenate([tally.replications for tally in tallies])
    order = np.argsort(numbers, kind="stable")
    if np.unique(numbers).size != numbers.size:
        raise ValueError("a replication is gathered twice")
    return PlanTally(
        replications=numbers[order],
        promises=_joined([tally.promises for tally in tallies], order),
        pools=_joined([tally.pools for tally in tallies], order),
        faults=_joined([tally.faults for tally in tallies], order),
        cost=np.concatenate([tally.cost for tally in tallies])[order],
        hotline=_joined([tally.hotline for tally in tallies], order),
    )


def _joined(parts: Sequence[T], order: Ints) -> T:
    columns: dict[str, Any] = {}
    for entry in fields(parts[0]):
        arrays = [getattr(part, entry.name) for part in parts]
        match entry.metadata["join"]:
            case "stack":
                columns[entry.name] = narrow(_stacked(arrays)[order])
            case "sum":
                columns[entry.name] = _sum(arrays)
            case "worst":
                columns[entry.name] = _worst(np.stack(arrays))
    return type(parts[0])(**columns)


def _stacked(arrays: list[NDArray[Any]]) -> NDArray[Any]:
    alike = len({array.dtype for array in arrays}) == 1
    return np.concatenate(arrays if alike else [widened(array) for array in arrays])


def narrow(column: NDArray[Any]) -> NDArray[Any]:
    """The whole numbers in the smallest type that holds them, in which its largest number stands for `INFINITE`."""
    infinite = column == np.iinfo(column.dtype).max
    least, most = (int(bound(column, initial=0, where=~infinite)) for bound in (np.min, np.max))
    kind = next(kind for kind in KINDS if np.iinfo(kind).min <= least and most < np.iinfo(kind).max)
    result = column.astype(kind)
    result[infinite] = np.iinfo(kind).max
    return result


def widened(column: NDArray[Any]) -> Ints:
    """What was made `narrow`, as it was."""
    return np.where(column == np.iinfo(column.dtype).max, INFINITE, column.astype(np.int64))


def _sum(arrays: list[NDArray[Any]]) -> Ints:
    total: Ints = arrays[0].astype(np.int64)
    for array in arrays[1:]:
        total += array
    return total


def _worst(candidates: Ints) -> Ints:
    """Of (lateness, replication, row) [n, J, 3]: the latest for each judgement, the earliest replication of equals."""
    order = np.lexsort((candidates[..., 2], candidates[..., 1], -candidates[..., 0]), axis=0)
    best: Ints = np.take_along_axis(candidates, order[:1, :, None], axis=0)[0]
    return best
