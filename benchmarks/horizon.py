"""`python -m benchmarks.horizon YEARS ENGINE`: play one long replication; print its rate and the peak of memory."""

from __future__ import annotations

import json
import sys

from benchmarks.alone import peak_mb
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


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
