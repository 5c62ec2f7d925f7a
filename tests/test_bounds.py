"""Compiled code stays within its arrays: everything is played and measured once with numba's check of every place."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim import compiled, model
from sim.calendars import HOUR, MINUTE, SECOND
from sim.engines import COMPILED
from sim.measures import differences
from sim.replication import ContractYears
from sim.rules import roster_for, rules_for
from sim.scenario_file import load
from sim.workload import workload_at
from tests.prove import differing

ROOT = Path(__file__).parent.parent

SAMPLES = ("helpdesk", "southwest")
CASES = 16
LEVELS = 12

CHAIN = """
name: chain
demand:
  levels: {{{levels}}}
  steps: {{onsite: {{work: 60 min}}}}
operation:
  pools: {{engineers: {{}}}}
  who: {{onsite: engineers}}
  rules: {{rank: {ranked}, interrupts: {{{interrupts}}}}}
  plans: {{one: {{engineers: {people} always}}}}
agreements: {{promises: {{every_level: {{restore: {{within: 8 h}}}}}}}}
study: {{length: 4 weeks, warm_up: 1 week, cool_down: 1 week}}
"""
"""Every level may break into the next one only."""


def broken_into_in_turn(folder: Path) -> None:
    """Everybody is at work when the first level comes: a fault of each level takes the person of the next one, at one
    instant, and all of them wait in one line."""
    names = [f"level{number:02}" for number in range(LEVELS)]
    file = folder / "chain.yaml"
    text = CHAIN.format(
        levels=", ".join(f"{name}: {{faults: 1 per week}}" for name in names),
        ranked=" ".join(names),
        interrupts=", ".join(f"{one}: {other}" for one, other in pairwise(names)),
        people=LEVELS - 1,
    )
    file.write_text(text, encoding="utf-8")
    scenario = load(file)
    rules = rules_for(scenario, scenario.operation.plans[0])
    roster, site = roster_for(rules), scenario.demand.sites[0].name
    places = [(name, site) for name in reversed(names)]
    raised = [number * SECOND for number in range(LEVELS - 1)] + [10 * MINUTE]
    times = np.array([day * 24 * HOUR + at for day in range(20) for at in raised])
    faults, _ = workload_at(scenario, 1, 0, places * 20, times)
    played = compiled.simulate(rules, roster, faults)
    assert model.simulate(rules, roster, faults).differences(played) == []
    assert played.stints.size == 20 * (2 * LEVELS - 1), "everybody but the first was broken into"


def measured_alike(sample: str) -> None:
    """A contract year of a sample is counted by compiled code as it is without."""
    scenario = load(ROOT / "scenarios" / f"{sample}.yaml")
    for played in ContractYears(scenario, [scenario.operation.plans[0].name], 1, COMPILED).play(0):
        assert [*differences(played.measured(compiled=True), played.measured(compiled=False))] == []


def everything(folder: str) -> None:
    """All of it, in this process."""
    broken_into_in_turn(Path(folder))
    for sample in SAMPLES:
        measured_alike(sample)
    for number in range(CASES):
        assert differing(number) == []


def test_nothing_is_read_or_written_beside_its_array(tmp_path: Path) -> None:
    pytest.importorskip("numba")
    done = subprocess.run(
        [sys.executable, "-c", f"from tests.test_bounds import everything; everything({str(tmp_path)!r})"],
        env={**os.environ, "NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path / "kept")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
