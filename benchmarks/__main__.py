"""`python -m benchmarks`: measure everything in one run; write `results.json` and `docs/performance.md`.

--only race      one part alone, see `PARTS`; prints it and writes nothing
--rounds 5       rounds of what is measured in turn
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.memory import memory
from benchmarks.page import Measured, page, parts
from benchmarks.peers import how_to_install
from benchmarks.race import race
from benchmarks.scaling import horizons, loads, plans
from benchmarks.stages import stages
from benchmarks.start import starts
from benchmarks.tiered import FILE
from benchmarks.timing import this_machine
from benchmarks.whole import wholes
from benchmarks.workers import workers
from sim.heap import keep_freed

HERE = Path(__file__).parent
ROOT = HERE.parent
SOUTHWEST = ROOT / "scenarios" / "southwest.yaml"
SAMPLES = (FILE, *(ROOT / "scenarios" / f"{name}.yaml" for name in ("mmc", "helpdesk")), SOUTHWEST)
REPLICATIONS = 3
STUDY = 60


def tell(what: str) -> None:
    """How far it is, on one line of a terminal."""
    if sys.stderr.isatty():
        print(f"\r{what:<70}", end="", file=sys.stderr, flush=True)


PARTS: dict[str, Callable[[int], list[Any]]] = {
    "race": lambda rounds: race(rounds, tell),
    "wholes": lambda rounds: wholes(rounds, tell),
    "stages": lambda rounds: stages(SAMPLES, REPLICATIONS, tell),
    "workers": lambda rounds: workers((FILE, SOUTHWEST), STUDY, rounds, tell),
    "loads": lambda rounds: loads(tell),
    "horizons": lambda rounds: horizons(tell),
    "plans": lambda rounds: plans(tell),
    "memory": lambda rounds: memory(tell),
    "starts": lambda rounds: starts(tell),
}
"""The parts of `Measured`, and what measures each."""


def main() -> None:
    """Measure, print, write."""
    asked = arguments()
    keep_freed()
    measured = measure((asked.only,) if asked.only else tuple(PARTS), asked.rounds)
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
    parser.add_argument("--only", choices=tuple(PARTS), help="one part alone; nothing is written")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of what is measured in turn (5)")
    return parser.parse_args()


def measure(names: tuple[str, ...], rounds: int) -> Measured:
    """Measure the parts of these names."""
    found = {name: act(rounds) if name in names else [] for name, act in PARTS.items()}
    return Measured(this_machine(), rounds, REPLICATIONS, STUDY, **found)


if __name__ == "__main__":
    main()
