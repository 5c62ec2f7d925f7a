"""`python -m benchmarks.first ENGINE`: draw, play and measure one short replication in a process of its own."""

from __future__ import annotations

import sys

from benchmarks.engines import ENGINES
from benchmarks.laps import lapped
from benchmarks.tiered import WARM_UP_DAYS, scenario


def main(name: str) -> None:
    """Do so in the engine of this name."""
    week = scenario(days=WARM_UP_DAYS)
    lapped(next(engine for engine in ENGINES if engine.name == name), week, week.operation.plans[0])(0)


if __name__ == "__main__":
    main(sys.argv[1])
