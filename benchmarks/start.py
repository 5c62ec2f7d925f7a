"""How long it takes until something happens: the command's own start, and the first replication of each engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.alone import seconds_alone
from benchmarks.engines import ENGINES, FAST

TIMES = 5


@dataclass(frozen=True)
class Start:
    """Something that was started so many `times`, each in a process of its own: `seconds` of wall clock from the start
    of Python to its end, the median."""

    what: str
    times: int
    seconds: float


def starts(told: Callable[[str], None] = lambda _: None, times: int = TIMES) -> list[Start]:
    """The start of `slasim --help`, and of a week of tiered support in each engine; the compiled one also where nothing
    of it has been compiled before."""
    found = [started("slasim --help", told, times, "sim", "--help")]
    found += [
        started(f"{engine.name}: a first week", told, times, "benchmarks.first", engine.name) for engine in ENGINES
    ]
    for engine in FAST:
        with TemporaryDirectory() as empty:
            what = f"{engine.name}: a first week, nothing compiled yet"
            found.append(started(what, told, 1, "benchmarks.first", engine.name, NUMBA_CACHE_DIR=empty))
    return found


def started(
    what: str, told: Callable[[str], None], times: int, module: str, *arguments: str, **variables: str
) -> Start:
    """Start a module so many times."""
    told(f"start of {what}")
    return Start(what, times, median(seconds_alone(module, *arguments, **variables) for _ in range(times)))
