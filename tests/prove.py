"""`python -m tests.prove --cases 20000`: play random cases on both engines and tell every difference.

Each case is played under its plan, with unlimited people, and on faults raised in crowds; every eighth also
with too few people, where faults wait to the end of the time laid out. Cases are numbered, so one that differs can be
played again: `--first NUMBER --cases 1`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from os import cpu_count
from time import monotonic

import numpy as np

from sim import compiled, model
from sim.absence import attended
from sim.outcomes import Outcomes
from sim.rules import Roster, Rules, ceiling, roster_for, rules_for
from sim.scenario import STEPS, Plan, Scenario
from sim.workload import Workload
from tests.random_cases import crowded, scenario, thin, workload

THIN_EVERY = 8
"""The cases with too few people take long on SimPy."""


def games(number: int) -> Iterator[tuple[str, Rules, Roster, Workload]]:
    """Everything that is played of one case."""
    case = scenario(number)
    plan = case.operation.plans[0]
    faults = workload(number)
    yield "plan", *ready(case, plan), faults
    yield "ceiling", *ready(case, ceiling(case)), faults
    yield "crowded", *ready(case, plan), crowded(number)
    if number % THIN_EVERY == 0:
        yield "thin", *ready(case, thin(plan)), faults


def ready(case: Scenario, plan: Plan) -> tuple[Rules, Roster]:
    """The rules, and the roster less those who do not come."""
    rules = rules_for(case, plan)
    return rules, attended(rules, roster_for(rules), case.study.origin, 1, 0)


def differing(number: int) -> list[str]:
    """What the two engines tell differently of one case; empty when they agree."""
    lines = []
    for name, rules, roster, faults in games(number):
        expected, found = model.simulate(rules, roster, faults), compiled.simulate(rules, roster, faults)
        if difference := first_difference(expected, found):
            lines.append(f"case {number}, {name}: {difference}")
    return lines


def first_difference(expected: Outcomes, found: Outcomes) -> str:
    """The first column that differs, with fault and step and both values; "" where nothing does."""
    for column in (field.name for field in fields(Outcomes)):
        one, other = getattr(expected, column), getattr(found, column)
        if one.dtype != other.dtype or one.shape != other.shape:
            return f"{column}: {one.dtype} {one.shape} by SimPy, {other.dtype} {other.shape} compiled"
        if not np.array_equal(one, other):
            row, *step = np.argwhere(one != other)[0]
            where = f"row {row}" + "".join(f", {STEPS[index]}" for index in step)
            return f"{column}, {where}: {one[row, *step]} by SimPy, {other[row, *step]} compiled"
    return ""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description="Play random cases on both engines.")
    parser.add_argument("--cases", type=int, default=20_000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--workers", type=int, default=cpu_count() or 1)
    return parser.parse_args()


def main() -> int:
    """Play, show how far it is, and tell how many cases differ."""
    options = _options()
    if not compiled.available():
        print("The compiled engine needs numba, which is not installed.", file=sys.stderr)
        return 2
    differing(options.first)  # compiled once, before the workers begin
    numbers = range(options.first, options.first + options.cases)
    wrong, shown = 0, monotonic()
    with ProcessPoolExecutor(options.workers) as workers:
        for done, lines in enumerate(workers.map(differing, numbers, chunksize=16), start=1):
            wrong += bool(lines)
            for line in lines:
                print(line, flush=True)
            if monotonic() - shown > 5:
                shown = monotonic()
                print(f"{done:,} of {options.cases:,} cases, {wrong} differ", file=sys.stderr, flush=True)
    print(f"{options.cases:,} cases, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
