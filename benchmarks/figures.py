"""The figures that every library is asked for."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.tiered import LEVELS, POOLS, Played
from sim.calendars import HOUR, MINUTE
from sim.scenario import Scenario


class Faults(Protocol):
    """Faults to judge: when each was raised [n], in ms, and its level [n]."""

    @property
    def raised(self) -> NDArray[Any]: ...

    @property
    def level(self) -> NDArray[Any]: ...


@dataclass(frozen=True)
class Figures:
    """What a planner asks: for each level the share restored `in_time` and the mean hours to `restore`; for each pool
    the mean minutes of waiting for a person, `wait`."""

    in_time: tuple[float, ...]
    restore: tuple[float, ...]
    wait: tuple[float, ...]


def limits(tiered: Scenario) -> tuple[int, ...]:
    """The limit of each level's restoration in ms, as the scenario promises."""
    promised = {
        promise.level: max(promise.limit.values())
        for promise in tiered.agreements.promises
        if promise.kind == "restore" and promise.limit
    }
    return tuple(promised[level] for level in LEVELS)


def figures(faults: Faults, played: Played, within: tuple[int, ...]) -> Figures:
    """The figures of one replication."""
    took = played.restored - faults.raised
    by_level = [took[faults.level == level] for level in range(len(LEVELS))]
    return Figures(
        in_time=tuple(float(np.mean(times <= limit)) for times, limit in zip(by_level, within, strict=True)),
        restore=tuple(float(np.mean(times)) / HOUR for times in by_level),
        wait=tuple(float(np.nanmean(played.waited[pool])) / MINUTE for pool in range(len(POOLS))),
    )


def mean(found: list[Figures]) -> Figures:
    """The means over replications."""
    columns = {field.name: [getattr(one, field.name) for one in found] for field in fields(Figures)}
    return Figures(**{name: tuple(np.mean(rows, axis=0).tolist()) for name, rows in columns.items()})


def same(one: Played, other: Played) -> int:
    """How many faults two libraries restored at the same millisecond."""
    return int(np.count_nonzero(one.restored == other.restored))
