"""What was measured, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.memory import Memory
from benchmarks.peers import SIMPY
from benchmarks.race import Pace
from benchmarks.scaling import Horizon, Load, Plans
from benchmarks.stages import Stages
from benchmarks.start import Start
from benchmarks.tiered import LEVELS, POOLS
from benchmarks.whole import Whole
from benchmarks.workers import Workers

NOT_KNOWN = "not known"


def race_table(race: list[Pace]) -> list[str]:
    """The libraries, the fastest first."""
    heading = (
        "library", "faults per CPU second", "ns per fault", "ns per event",
        f"to {SIMPY.name}", "in rounds", "restored at the same ms",
    )  # fmt: skip
    rows = [
        (
            f"{entry.name} {entry.version}",
            f"{entry.faults_per_second:,.0f}",
            f"{1e9 / entry.faults_per_second:,.0f}",
            f"{entry.ns_per_event:,.0f}",
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


def wholes_table(wholes: list[Whole]) -> list[str]:
    """From nothing to judged figures, the fastest first."""
    heading = (
        "study", "ns per fault: draw", "play", "measure", "all", "ns per event: all",
        f"all, to {SIMPY.name}", "in rounds", f"play, to {SIMPY.name}",
    )  # fmt: skip
    rows = [
        (
            entry.name,
            *(f"{value:,.0f}" for value in (entry.draw, entry.play, entry.measure)),
            f"{entry.draw + entry.play + entry.measure:,.0f}",
            f"{entry.ns_per_event:,.0f}",
            f"{entry.ratio:.2f}",
            f"{entry.lowest:.2f} to {entry.highest:.2f}",
            f"{entry.play_ratio:.2f}",
        )
        for entry in sorted(wholes, key=lambda entry: -entry.ratio)
    ]
    return table(heading, rows)


def stages_table(stages: list[Stages]) -> list[str]:
    """The stages of each sample scenario and plan."""
    heading = (
        "scenario, plan", "engine", "faults", "events per fault",
        "ns per fault: draw", "play", "measure",
        "ns per event: draw", "play", "measure", "faults per CPU second",
    )  # fmt: skip
    rows = [
        (
            f"{entry.scenario}, {entry.plan}",
            entry.engine,
            f"{entry.faults:,.0f}",
            f"{entry.events_per_fault:.1f}",
            *(f"{value:,.0f}" for value in entry.per_fault),
            *(f"{value:,.0f}" for value in entry.per_event),
            f"{entry.faults_per_second:,.0f}",
        )
        for entry in stages
    ]
    return table(heading, rows, words=2)


def workers_table(workers: list[Workers]) -> list[str]:
    """Replications for each second by the number of workers."""
    heading = ("scenario", "plans", "workers", "replications per second", "to one worker", "in rounds")
    rows = [
        (
            entry.scenario,
            str(entry.plans),
            str(entry.workers),
            f"{entry.per_second:,.1f}",
            f"{entry.ratio:.2f}",
            f"{entry.lowest:.2f} to {entry.highest:.2f}",
        )
        for entry in workers
    ]
    return table(heading, rows)


def loads_table(loads: list[Load]) -> list[str]:
    """Faults for each CPU second and nanoseconds for each event by load, columns for each engine."""
    engines = list(dict.fromkeys(entry.engine for entry in loads))
    found = {(entry.load, entry.engine): entry for entry in loads}
    rows = [
        (
            f"{load:.2f}",
            *(f"{found[load, engine].faults_per_second:,.0f}" for engine in engines),
            *(f"{found[load, engine].ns_per_event:,.0f}" for engine in engines),
        )
        for load in dict.fromkeys(entry.load for entry in loads)
    ]
    heading = (
        "load of the busiest pools",
        *_first_says("faults per CPU second: ", engines),
        *_first_says("ns per event: ", engines),
    )
    least, most = rows[0][0], rows[-1][0]
    kept = [f"{engine} keeps {100 * kept_pace(loads, engine):.0f} % of its pace" for engine in engines]
    return [*table(heading, rows), f"From a load of {least} to {most}: {'; '.join(kept)}.", ""]


def _first_says(what: str, columns: list[str]) -> list[str]:
    return [what + columns[0], *columns[1:]]


def kept_pace(loads: list[Load], engine: str) -> float:
    """The pace of an engine at the highest load, as a share of that at the lowest."""
    rates = [entry.faults_per_second for entry in loads if entry.engine == engine]
    return rates[-1] / rates[0]


def horizons_table(horizons: list[Horizon]) -> list[str]:
    """Speed and memory by horizon."""
    heading = ("engine", "years", "faults per CPU second", "ns per event", "peak memory MB")
    rows = [
        (
            entry.engine,
            str(entry.years),
            f"{entry.faults_per_second:,.0f}",
            f"{entry.ns_per_event:,.0f}",
            _megabytes(entry.peak_mb),
        )
        for entry in horizons
    ]
    return table(heading, rows)


def plans_table(plans: list[Plans]) -> list[str]:
    """Time for each plan by their number."""
    heading = ("engine", "plans", "CPU ms per plan, a quarter of a year", "ns per event")
    rows = [
        (entry.engine, str(entry.plans), f"{1e3 * entry.seconds_per_plan:,.1f}", f"{entry.ns_per_event:,.0f}")
        for entry in plans
    ]
    return table(heading, rows)


def memory_table(memory: list[Memory]) -> list[str]:
    """Memory by replications, a column for each number of workers."""
    peaks = {(entry.replications, entry.workers): entry.peak_mb for entry in memory}
    counts = list(dict.fromkeys(entry.workers for entry in memory))
    rows = [
        (str(replications), *(_megabytes(peaks[replications, count]) for count in counts))
        for replications in dict.fromkeys(entry.replications for entry in memory)
    ]
    columns = (f"{count} worker{'s' * (count > 1)}" for count in counts)
    return table(("replications", *_first_says("peak memory MB: ", list(columns))), rows)


def _megabytes(peak: float) -> str:
    return f"{peak:,.0f}" if peak else NOT_KNOWN


def starts_table(starts: list[Start]) -> list[str]:
    """How long it takes until something happens."""
    rows = [(entry.what, str(entry.times), f"{entry.seconds:.2f}") for entry in starts]
    return table(("what", "times", "seconds"), rows)


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
