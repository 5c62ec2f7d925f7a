"""What was measured, as tables, and the page `docs/performance.md`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.peers import PINNED, SIMPY
from benchmarks.race import Pace
from benchmarks.scaling import Horizon, Load, Plans
from benchmarks.stages import Stages
from benchmarks.tiered import LEVELS, POOLS
from benchmarks.timing import Machine


@dataclass(frozen=True)
class Measured:
    """Everything that one run measured; a part that was not asked for is empty."""

    machine: Machine
    rounds: int
    race: list[Pace]
    stages: list[Stages]
    horizons: list[Horizon]
    loads: list[Load]
    plans: list[Plans]


HEAD = """\
# Performance

Made by `make bench`, which measures all of this in one run. CPU time of one core; {machine}.
Other work on the machine moves single figures by a fifth and more; ratios are steadier, because both sides of a ratio
were measured in turn.
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
  yieldless, with its monitors on. The models are in `benchmarks/peers/`, a page each.
- **Only the play is timed**, from drawn faults to a record of what happened, in the library's own form. Our engines
  play the *whole* model meanwhile: dials, windows, shifts, on-call people, journeys, withdrawals and the full record of
  every step, though this scenario uses few of them. Idiomatic SimPy here knows nothing but these pools.
- **In turn.** Each round plays another replication once in every library, every second round in the opposite order. A
  ratio is taken within a round; the table shows the median of {rounds} rounds, the lowest and the highest.
- **Events** are those of the model (a call, an end of work, a dispatch ...), the same for every engine; what SimPy
  needs to begin and end its processes is not counted, but is paid for. Faults there include those of the scenario's
  warm-up and of the two weeks after the study.
- **Overload.** Above a load of 1 the queue grows all year long. SimPy's `PriorityResource` sorts it anew with every
  request; our dispatcher looks at the heads of heaps only. All loads are played in turn, three times over; the best
  time of each counts, since other work on the machine can only slow it down.
- **The horizon** is played in a process of its own for each row, so that its peak of memory is its own. It contains
  Python and its libraries.
- simmer (R) is not measured: it was not to be had on the machine.

The other libraries are optional: `pip install -r {peers}`, then `make bench`.
"""


def page(measured: Measured) -> str:
    """`docs/performance.md`."""
    machine = measured.machine
    where = f"Python {machine.python}, {machine.system}, {machine.processor}, {machine.cores} cores"
    text = [HEAD.format(machine=where)]
    text += ["\n".join(part) for part in parts(measured)]
    text.append(HOW.format(rounds=measured.rounds, peers=f"{PINNED.parent.name}/{PINNED.name}"))
    return "\n".join(text)


def parts(measured: Measured) -> list[list[str]]:
    """A heading and a table for each part that was measured."""
    found = []
    if measured.race:
        found.append(["## Beside other libraries", "", *race_table(measured.race)])
        found.append(["What each finds, means of the rounds:", "", *figures_table(measured.race)])
    if measured.stages:
        found.append(["## Where the time goes", "", *stages_table(measured.stages)])
    if measured.loads:
        found.append(["## More and more faults for the same people", "", *loads_table(measured.loads)])
    if measured.horizons:
        found.append(["## Longer and longer replications", "", *horizons_table(measured.horizons)])
    if measured.plans:
        found.append(["## More and more plans on the same faults", "", *plans_table(measured.plans)])
    return found


def race_table(race: list[Pace]) -> list[str]:
    """The libraries, the fastest first."""
    heading = ("library", "faults per CPU second", f"to {SIMPY.name}", "in rounds", "restored at the same ms")
    rows = [
        (
            f"{entry.name} {entry.version}",
            f"{entry.faults_per_second:,.0f}",
            f"{entry.ratio:.2f}",
            f"{entry.lowest:.2f} to {entry.highest:.2f}",
            f"{entry.same:,} of {entry.faults:,}",
        )
        for entry in sorted(race, key=lambda entry: -entry.ratio)
    ]
    return table(heading, rows)


def figures_table(race: list[Pace]) -> list[str]:
    """What each library finds."""
    heading = (
        "library",
        *(f"{level} in time %" for level in LEVELS),
        *(f"{level} restored h" for level in LEVELS),
        *(f"wait {pool} min" for pool in POOLS),
    )
    rows = [
        (
            entry.name,
            *(f"{100 * share:.2f}" for share in entry.figures.in_time),
            *(f"{hours:.3f}" for hours in entry.figures.restore),
            *(f"{minutes:.2f}" for minutes in entry.figures.wait),
        )
        for entry in race
    ]
    return table(heading, rows)


def stages_table(stages: list[Stages]) -> list[str]:
    """The stages of each sample scenario and plan."""
    heading = (
        "scenario, plan", "engine", "faults", "events per fault",
        "ns per fault: draw", "play", "measure", "ns per event: play", "faults per CPU second",
    )  # fmt: skip
    rows = [
        (
            f"{entry.scenario}, {entry.plan}",
            entry.engine,
            f"{entry.faults:,.0f}",
            f"{entry.events / entry.faults:.1f}",
            *(f"{value:,.0f}" for value in entry.nanoseconds),
            f"{entry.faults_per_second:,.0f}",
        )
        for entry in stages
    ]
    return table(heading, rows, words=2)


def loads_table(loads: list[Load]) -> list[str]:
    """Faults for each CPU second by load, a column for each engine."""
    engines = list(dict.fromkeys(entry.engine for entry in loads))
    rate = {(entry.load, entry.engine): entry.faults_per_second for entry in loads}
    rows = [
        (f"{load:.2f}", *(f"{rate[load, engine]:,.0f}" for engine in engines))
        for load in dict.fromkeys(entry.load for entry in loads)
    ]
    lines = table(("load of the busiest pools", *(f"faults per CPU second: {engine}" for engine in engines)), rows)
    least, most = rows[0][0], rows[-1][0]
    kept = [f"{engine} keeps {100 * kept_pace(loads, engine):.0f} % of its pace" for engine in engines]
    return [*lines, f"From a load of {least} to {most}: {'; '.join(kept)}.", ""]


def kept_pace(loads: list[Load], engine: str) -> float:
    """The pace of an engine at the highest load, as a share of that at the lowest."""
    rates = [entry.faults_per_second for entry in loads if entry.engine == engine]
    return rates[-1] / rates[0]


def horizons_table(horizons: list[Horizon]) -> list[str]:
    """Speed and memory by horizon."""
    rows = [
        (
            entry.engine,
            str(entry.years),
            f"{entry.faults_per_second:,.0f}",
            f"{entry.peak_mb:,.0f}" if entry.peak_mb else "not known",
        )
        for entry in horizons
    ]
    return table(("engine", "years", "faults per CPU second", "peak memory MB"), rows)


def plans_table(plans: list[Plans]) -> list[str]:
    """Time for each plan by their number."""
    rows = [(entry.engine, str(entry.plans), f"{entry.seconds_per_plan:.3f}") for entry in plans]
    return table(("engine", "plans", "CPU seconds per plan, a quarter of a year"), rows)


def table(heading: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> list[str]:
    """A Markdown table with aligned columns, and an empty line; the first `words` columns are words, the others
    numbers."""
    lines = [tuple(heading), *map(tuple, rows)]
    columns = []
    for index, cells in enumerate(zip(*lines, strict=True)):
        width = max(map(len, cells))
        rule = "-" * width if index < words else "-" * (width - 1) + ":"
        column = [cell.ljust(width) if index < words else cell.rjust(width) for cell in cells]
        columns.append([column[0], rule, *column[1:]])
    return [f"| {' | '.join(row)} |" for row in zip(*columns, strict=True)] + [""]
