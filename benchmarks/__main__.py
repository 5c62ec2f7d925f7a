"""`python -m benchmarks`: measure everything in one run; write `results.json` and `docs/performance.md`.

--only race      one part alone (race, stages, scaling); prints it and writes nothing
--rounds 5       rounds of the race
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.page import Measured, page, parts
from benchmarks.peers import how_to_install
from benchmarks.race import race
from benchmarks.scaling import horizons, loads, plans
from benchmarks.stages import Stages, stages
from benchmarks.tiered import FILE
from benchmarks.timing import this_machine

HERE = Path(__file__).parent
ROOT = HERE.parent
SAMPLES = (FILE, *(ROOT / "scenarios" / f"{name}.yaml" for name in ("mmc", "helpdesk", "southwest")))
REPLICATIONS = 3


def main() -> None:
    """Measure, print, write."""
    asked = arguments()
    measured = measure(asked.only, asked.rounds)
    tell("")
    print("\n".join(line for part in parts(measured) for line in part))
    print("\n".join(how_to_install()))
    if not asked.only:
        record = json.dumps(asdict(measured), indent=2, ensure_ascii=False)
        (HERE / "results.json").write_text(record + "\n", encoding="utf-8")
        (ROOT / "docs" / "performance.md").write_text(page(measured), encoding="utf-8")


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the speed.")
    parser.add_argument("--only", choices=("race", "stages", "scaling"), help="one part alone; nothing is written")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the race (5)")
    return parser.parse_args()


def measure(only: str | None, rounds: int) -> Measured:
    """Measure all parts, or `only` one."""
    scaling = only in (None, "scaling")
    return Measured(
        machine=this_machine(),
        rounds=rounds,
        race=race(rounds, told=tell) if only in (None, "race") else [],
        stages=[row for file in SAMPLES for row in sample(file)] if only in (None, "stages") else [],
        horizons=horizons(tell) if scaling else [],
        loads=loads(tell) if scaling else [],
        plans=plans(tell) if scaling else [],
    )


def sample(file: Path) -> list[Stages]:
    """The stages of a sample scenario."""
    tell(f"stages: {file.stem}")
    return stages(file, REPLICATIONS)


def tell(what: str) -> None:
    """How far it is, on one line of a terminal."""
    if sys.stderr.isatty():
        print(f"\r{what:<60}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
