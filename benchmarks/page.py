"""The page `docs/performance.md`: the tables, and how they were measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.memory import Memory
from benchmarks.peers import PEERS, PINNED
from benchmarks.race import Pace
from benchmarks.scaling import Horizon, Load, Plans
from benchmarks.stages import Stages
from benchmarks.start import Start
from benchmarks.tables import (
    figures_table,
    horizons_table,
    loads_table,
    memory_table,
    plans_table,
    race_table,
    stages_table,
    starts_table,
    wholes_table,
    workers_table,
)
from benchmarks.timing import Machine
from benchmarks.whole import Whole
from benchmarks.workers import Workers


@dataclass(frozen=True)
class Measured:
    """Everything that one run measured, in so many `rounds` of the race and of the other parts taken in turn, with so
    many `replications` for the stages and in a `study`; a part that was not asked for is empty."""

    machine: Machine
    rounds: int
    replications: int
    study: int
    race: list[Pace]
    wholes: list[Whole]
    stages: list[Stages]
    workers: list[Workers]
    loads: list[Load]
    horizons: list[Horizon]
    plans: list[Plans]
    memory: list[Memory]
    starts: list[Start]


HEAD = """\
# Performance

Made by `make bench`, which measures all of this in one run: {machine}.
Times are CPU time of one core where nothing else is said. Other work on the machine moves single figures by half and
more; ratios are steadier, because both sides of a ratio were measured in turn.
"""

HOW = """\
## How it was measured

- **One system for all.** `benchmarks/tiered.yaml` is small enough for every library: three pools of people, three
  levels served by priority, lognormal work, and for a fifth of the faults a visit and a vendor in parallel, where the
  vendor's answer can call off the visit. A year has about 17,500 faults; the busiest pools are loaded to 70 %.
- **The same faults for all.** The accidents are drawn once and handed to every library. So agreement needs no
  statistics: every fault must be restored at the same millisecond, and the table says how many were. A library that
  finds something else plays another system, and its speed means nothing.
- **Each library as its documentation teaches.** SimPy: a process for each fault, a `PriorityResource` for each pool.
  Ciw: a network with customer classes, own routing objects and reneging. salabim: a component for each fault,
  yieldless, with its monitors on. simmer (R): a trajectory for each kind of fault, the faults as a data frame of
  arrivals, reneging; R runs in a process of its own and times the play itself. The models are in `benchmarks/peers/`, a
  page each.
- **Only the play is timed** there, from drawn faults to a record of what happened, in the library's own form. Our
  engines play the *whole* model meanwhile: dials, windows, shifts, on-call people, journeys, withdrawals and the full
  record of every step, though this scenario uses few of them. Idiomatic SimPy here knows nothing but these pools. The
  times of visits, which our engines work out once for all plans on the same faults, are ready by then, as for the
  others.
- **Freed memory is kept** by the process, whoever plays, as in every run on the compiled engine.
- **In turn.** Each round plays another replication once in every library, every second round in the opposite order. A
  ratio is taken within a round; the table shows the median of {rounds} rounds, the lowest and the highest.
- **From nothing to judged figures.** Beside our engines stands a study by hand, `benchmarks/peers/by_hand.py`: it draws
  all faults at once with numpy, plays them with the SimPy model above, and judges the figures of the second table with
  numpy. Its faults are its own, so times are taken for each fault. It judges three promises and six means; ours
  measure the answers too, the load of people by the hour and by the day, overtime, costs and where faults ended.
- **Events** are those of the model (a call, an end of work, a dispatch ...), the same for every engine; what SimPy
  needs to begin and end its processes is not counted, but is paid for. They are counted in one replication of each
  scenario and plan.
- **Where the time goes:** medians of {replications} replications of each plan. Faults there include those of the
  warm-up and of the two weeks after the study.
- **One worker and two:** wall clock of whole studies on the compiled engine, of {study} replications of every plan and
  of the ceiling, drawn, played, measured and summarised, but not audited. Two workers are two threads. Both take turns,
  {rounds} rounds; a ratio is taken within a round.
- **Overload.** Above a load of 1 the queue grows all year long. SimPy's `PriorityResource` sorts it anew with every
  request; our dispatcher looks at the heads of heaps only. All loads are played in turn, three times over; the best
  time of each counts, since other work on the machine can only slow it down.
- **Memory** is the most that a process had at any time, Python and its libraries included. Each horizon and each study
  has a process of its own. A study keeps tallies of its replications, not what happened in them: counts by period and
  promise, of the sample's four plans about 28 kB a contract year. What a study needs besides is the same for few
  replications as for many, but the system counts memory only when it is touched for the first time.
- **Until something happens:** wall clock from the start of Python to its end, in processes of their own. A week of
  tiered support is drawn, played and measured. *Nothing compiled yet* is the first run of all on a machine, which
  compiles the kernels, in two processes, and keeps them on disk.
{absent}
The other libraries are optional: `pip install -r {peers}`, and for simmer `apt-get install r-cran-simmer`
where the distribution has it; then `make bench`.
"""

SECTIONS: tuple[tuple[str, str, Callable[[Any], list[str]]], ...] = (
    ("race", "## Beside other libraries", race_table),
    ("race", "What each finds, means of the rounds:", figures_table),
    ("wholes", "## From nothing to judged figures", wholes_table),
    ("stages", "## Where the time goes", stages_table),
    ("workers", "## One worker and two", workers_table),
    ("loads", "## More and more faults for the same people", loads_table),
    ("horizons", "## Longer and longer replications", horizons_table),
    ("plans", "## More and more plans on the same faults", plans_table),
    ("memory", "## Longer and longer studies", memory_table),
    ("starts", "## Until something happens", starts_table),
)
"""What is shown of which part of `Measured`: its heading and its table."""


def page(measured: Measured) -> str:
    """`docs/performance.md`."""
    machine = measured.machine
    where = f"Python {machine.python}, {machine.system}, {machine.processor}, {machine.cores} cores"
    how = HOW.format(
        rounds=measured.rounds,
        replications=measured.replications,
        study=measured.study,
        absent=absent(measured.race),
        peers=f"{PINNED.parent.name}/{PINNED.name}",
    )
    return "\n".join([HEAD.format(machine=where), *map("\n".join, parts(measured)), how])


def absent(race: list[Pace]) -> str:
    """A line on the libraries that took no part, if there are any."""
    names = [peer.name for peer in PEERS if peer.name not in {entry.name for entry in race}]
    return f"- **Not measured here**, since not installed: {', '.join(names)}.\n" if names else ""


def parts(measured: Measured) -> list[list[str]]:
    """A heading and a table for each part that was measured."""
    return [
        [heading, "", *table(getattr(measured, part))] for part, heading, table in SECTIONS if getattr(measured, part)
    ]
