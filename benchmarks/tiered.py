"""The *tiered support* model of `tiered.yaml`: one system that every simulation library here can play exactly.

The accidents are drawn once, by us, and handed to every library as a list of faults. So all of them play the very same
faults, and two libraries agree when every fault is restored at the same millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.distributions import plain
from sim.fate import fate_of
from sim.journey import HOTLINE, ONSITE, REMOTE, THIRD_PARTY
from sim.rules import Roster, Rules, roster_for, rules_for
from sim.scenario import Level, Scenario
from sim.scenario_file import load
from sim.workload import Workload, draw_workload

FILE = Path(__file__).parent / "tiered.yaml"

SEED = 1

NOMINAL = 0.70
"""The load of the busiest pools as the file is written."""

WARM_UP_DAYS = 7
"""So short a case is played before anything is timed."""

LEVELS = ("A", "B", "C")
POOLS = ("hotline", "remote", "onsite")
POOL_STEPS = (HOTLINE, REMOTE, ONSITE)

OURS, HIDDEN, VENDORS = 0, 2, 3
"""Kinds of faults: clearly ours; cannot be told, ours after all; cannot be told, the vendor's. (`journey.PATHS`)"""

Columns = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault with all that chance decides; times in ms. `level` 0 is served first; `raised` is when it comes, the
    next four are durations of work and of the vendor's answer."""

    row: int
    level: int
    kind: int
    raised: int
    hotline: int
    remote: int
    visit: int
    vendor: int
    solved_by_hotline: bool
    solved_by_remote: bool


@dataclass(frozen=True)
class Case:
    """One replication to be played: as our engines want it, and as a list of faults for the other libraries, with the
    `people` in the pools (order of `POOLS`)."""

    rules: Rules
    roster: Roster
    workload: Workload
    faults: list[Fault]
    people: tuple[int, ...]


@dataclass(frozen=True)
class Played:
    """What a library found, one row a fault: when it was `restored` [n], and how long it waited for a person of each
    pool, `waited` [3, n]; ms, NaN where it never came to that."""

    restored: Columns
    waited: Columns


def scenario(load_factor: float = NOMINAL, days: int = 365) -> Scenario:
    """The scenario, with as many faults as bring the busiest pools to `load_factor`, over `days` and not a day more."""
    written = load(FILE)
    levels = tuple(_busier(level, load_factor / NOMINAL) for level in written.demand.levels)
    demand = replace(written.demand, levels=levels)
    return replace(written, demand=demand, study=replace(written.study, days=days, cool_down_days=0))


def _busier(level: Level, factor: float) -> Level:
    return replace(level, faults=replace(level.faults, count=plain(level.faults.count) * factor))


def draw(tiered: Scenario, replication: int = 0) -> Case:
    """One replication of the scenario, drawn."""
    rules = rules_for(tiered, tiered.operation.plans[0])
    workload = draw_workload(tiered, SEED, replication)
    people = {team.pool: team.headcount for team in rules.teams}
    return Case(rules, roster_for(rules), workload, faults_of(rules, workload), tuple(people[pool] for pool in POOLS))


def faults_of(rules: Rules, workload: Workload) -> list[Fault]:
    """The draws of a workload, fault by fault."""
    fate = fate_of(rules, workload)
    columns = [
        np.arange(workload.faults),
        workload.level,
        fate.path % 4,
        workload.raised,
        *(workload.work[:, step] for step in (HOTLINE, REMOTE, ONSITE, THIRD_PARTY)),
        *(fate.solves[:, step] for step in (HOTLINE, REMOTE)),
    ]
    return [Fault(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]
