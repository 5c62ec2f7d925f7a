"""`python -m benchmarks.first ENGINE`: draw, play and measure one short replication in a process of its own."""

from __future__ import annotations

import sys

from benchmarks.engines import ENGINES
from benchmarks.tiered import SEED, WARM_UP_DAYS, scenario
from sim.engines import COMPILED, SIMPY
from sim.experiment import Players


def main(name: str) -> None:
    """Do so in the engine of this name, as a run does."""
    week = scenario(days=WARM_UP_DAYS)
    engine = next(engine for engine in ENGINES if engine.name == name)
    players = Players(week, week.operation.plans[:1], SEED, COMPILED if engine.compiled else SIMPY)
    players.prepare()
    players.replicate(0)


if __name__ == "__main__":
    main(sys.argv[1])
