"""Before the first replication a week of the scenario is played and measured, which loads the compiled engine.

The first run on a machine compiles it instead, and keeps it on disk; two processes share the work. Most of it goes into
the play, which is one function. Meanwhile another process plays the week on SimPy and measures it, which compiles all
the rest. What one process has kept on disk the other finds there.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from sim import compiled
from sim.engines import COMPILED, SIMPY
from sim.replication import ContractYears
from sim.scenario import Scenario

LONGEST = 60.0
"""Seconds after which the other process is waited for no longer; what it has not done is done here."""

WORK = "from sim.compiling import compile_measuring; compile_measuring()"


def prepare(scenario: Scenario, plans: Sequence[str], seed: int) -> None:
    """Load the compiled engine, or compile it."""
    other = Compiling(scenario, plans, seed)
    for played in ContractYears(_week(scenario), plans[:1], seed, COMPILED).play(0):
        other.wait()
        played.measured(compiled=True)


class Compiling:
    """The other process, from now on, if there is anything for it to do: `wait` for it before measuring."""

    def __init__(self, scenario: Scenario, plans: Sequence[str], seed: int) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        if not compiled.cold() or (os.cpu_count() or 1) < 2:
            return
        asked = [sys.executable, "-P", "-c", WORK]
        void = subprocess.DEVNULL
        self._process = subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=void, stderr=void)
        assert self._process.stdin is not None
        with suppress(OSError), self._process.stdin as channel:  # it may have ended already
            channel.write(pickle.dumps((_week(scenario), tuple(plans), seed)))

    def wait(self) -> None:
        """Until the other process has ended; whether it succeeded shows on disk."""
        if self._process is not None:
            try:
                self._process.wait(LONGEST)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def _week(scenario: Scenario) -> Scenario:
    return replace(scenario, study=replace(scenario.study, days=7, warm_up_days=0, cool_down_days=0))


def compile_measuring() -> None:
    """Measure the scenario that standard input brings, under its plans, as the compiled engine does."""
    scenario, plans, seed = pickle.load(sys.stdin.buffer)
    for played in ContractYears(scenario, plans, seed, SIMPY).play(0):
        played.measured(compiled=True)
