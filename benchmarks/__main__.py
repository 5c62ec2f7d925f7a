"""`python -m benchmarks`: time the stages on the sample scenarios, print a table, write `results.json`."""

from __future__ import annotations

import json
import platform
from pathlib import Path

from benchmarks.stages import Stages, stages

HERE = Path(__file__).parent
SCENARIOS = HERE.parent / "scenarios"
SAMPLES = (("mmc", 5), ("helpdesk", 5), ("southwest", 5))


def main() -> None:
    """Measure, print, write."""
    found = [entry for name, replications in SAMPLES for entry in stages(SCENARIOS / f"{name}.yaml", replications)]
    print("\n".join(table(found)))
    record = {"python": platform.python_version(), "stages": [entry.as_record() for entry in found]}
    (HERE / "results.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def table(found: list[Stages]) -> list[str]:
    """One line a scenario and plan; times in ms of one core for one replication."""
    lines = ["scenario   plan        faults    draw ms   SimPy ms  compiled ms  measure ms   faults/s"]
    for entry in found:
        compiled = "-" if entry.compiled is None else f"{entry.compiled * 1e3:.1f}"
        times = f"{entry.draw * 1e3:>9.1f} {entry.simpy * 1e3:>10.1f} {compiled:>12} {entry.measure * 1e3:>11.1f}"
        lines.append(
            f"{entry.scenario:<10} {entry.plan:<10} {entry.faults:>7.0f} {times} {entry.faults_per_second:>10,.0f}"
        )
    return lines


if __name__ == "__main__":
    main()
