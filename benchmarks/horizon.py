"""`python -m benchmarks.horizon YEARS ENGINE`: play one long replication; print its rate and the peak of memory.

A process of its own, since the peak of memory is a process's.
"""

from __future__ import annotations

import json
import sys

from benchmarks.engines import ENGINES
from benchmarks.tiered import SEED, WARM_UP_DAYS, draw, scenario
from benchmarks.timing import timed
from sim.rules import roster_for, rules_for
from sim.workload import draw_workload


def main(years: int, name: str) -> None:
    """Play so many years in the engine of this name."""
    engine = next(engine for engine in ENGINES if engine.name == name)
    engine.play_case(draw(scenario(days=WARM_UP_DAYS)))
    tiered = scenario(days=365 * years)
    rules = rules_for(tiered, tiered.operation.plans[0])
    workload = draw_workload(tiered, SEED, 0)
    seconds, _ = timed(engine.play, rules, roster_for(rules), workload)
    print(json.dumps((workload.faults / seconds, peak_mb())))


def peak_mb() -> float:
    """The most memory that this process had, in MB; 0 where the system does not tell.

    `getrusage` would count the process that started this one too.
    """
    try:
        with open("/proc/self/status", encoding="utf-8") as lines:
            return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0.0


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
