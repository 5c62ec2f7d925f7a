"""How much memory a whole study takes, by the number of its replications and workers, on the compiled engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.alone import alone
from benchmarks.tiered import FILE
from benchmarks.workers import WORKERS
from sim import compiled

REPLICATIONS = (50, 200, 400)


@dataclass(frozen=True)
class Memory:
    """A study of tiered support: the most memory that its process had, in MB (0: not known on this system)."""

    workers: int
    replications: int
    peak_mb: float


def memory(told: Callable[[str], None] = lambda _: None, of: tuple[int, ...] = REPLICATIONS) -> list[Memory]:
    """Longer and longer studies, each in a process of its own; [] where there is no compiled engine."""
    if not compiled.available():
        return []
    found = []
    for count in WORKERS:
        for replications in of:
            told(f"memory of {replications} replications, {count} workers")
            found.append(Memory(count, replications, alone("benchmarks.study", FILE, replications, count)))
    return found
