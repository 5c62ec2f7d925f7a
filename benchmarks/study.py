"""`python -m benchmarks.study FILE REPLICATIONS WORKERS`: run a whole study on the compiled engine; print the peak of
memory."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.alone import peak_mb
from benchmarks.tiered import SEED
from sim.engines import COMPILED
from sim.experiment import Effort, run
from sim.scenario import Scenario
from sim.scenario_file import load


def study(scenario: Scenario, replications: int, workers: int) -> None:
    """Draw, play and measure all plans and the ceiling, with so many workers, and summarise; nothing is audited, since
    that would play on SimPy."""
    effort = Effort(replications, precision=0, least=1, most=replications, workers=workers, engine=COMPILED)
    run(scenario, scenario.operation.plans, SEED, effort)


if __name__ == "__main__":
    study(load(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps(peak_mb()))
