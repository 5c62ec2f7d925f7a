"""The first run on a machine: two processes compile, and neither does the work of the other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from sim import compiled, compiling
from sim.compiling import Compiling
from sim.scenario_file import load

pytest.importorskip("numba")

SCENARIO = Path(__file__).parents[1] / "scenarios" / "helpdesk.yaml"

FIRST_RUN = """
import sys
from pathlib import Path
from sim.engines import COMPILED, SIMPY
from sim.experiment import Players
from sim.measures import differences
from sim.compiled import cold, judge, kernel
from sim.scenario_file import load

scenario = load(Path(sys.argv[1]))
plans = scenario.operation.plans[:1]
print("cold", cold())
first = Players(scenario, plans, 1, COMPILED)
first.prepare()
found = first.replicate(0)
again = Players(scenario, plans, 1, SIMPY).replicate(0)
print("differences", [*differences(found[0], again[0])])
print("compiled here", *(sum(it.stats.cache_misses.values()) for it in (kernel.replay, judge.judge)))
print("cold", cold())
"""


def test_the_play_is_compiled_here_and_the_rest_meanwhile_elsewhere(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", FIRST_RUN, str(SCENARIO)],
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    shared = (os.cpu_count() or 1) > 1
    expected = ["cold True", "differences []", f"compiled here 1 {0 if shared else 1}", "cold False"]
    assert told.stdout.splitlines() == expected


@pytest.mark.parametrize("work", ["raise SystemExit(1)", "import time; time.sleep(60)"])
def test_a_run_does_not_depend_on_the_other_process(work: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may fail before it has read what it should do, or not come to an end."""
    monkeypatch.setattr(compiled, "cold", lambda: True)
    monkeypatch.setattr(compiling, "WORK", work)
    monkeypatch.setattr(compiling, "LONGEST", 0.3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    begun = monotonic()
    other = Compiling(load(SCENARIO), ("today",), 1)
    other.wait()
    other.wait()
    assert monotonic() - begun < 30


def test_nothing_is_shared_where_nothing_is_to_be_compiled_or_nobody_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("a process was started"))
    monkeypatch.setattr(compiled, "cold", lambda: False)
    Compiling(load(SCENARIO), ("today",), 1).wait()
    monkeypatch.setattr(compiled, "cold", lambda: True)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    Compiling(load(SCENARIO), ("today",), 1).wait()
