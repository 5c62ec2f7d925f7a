"""Our own engines: everything that plays rules, a roster and a workload and returns the outcomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np
import simpy

from benchmarks.tiered import POOL_STEPS, Case, Played
from benchmarks.timing import timed
from sim import compiled
from sim.model import simulate
from sim.outcomes import NEVER, Outcomes
from sim.rules import Roster, Rules
from sim.workload import Workload


@dataclass(frozen=True)
class Engine:
    """An engine, what the tables call it, and whether its outcomes are measured compiled too."""

    name: str
    play: Callable[[Rules, Roster, Workload], Outcomes]
    compiled: bool = False

    def play_case(self, case: Case) -> Outcomes:
        """Play a case of the tiered support model."""
        return self.play(case.rules, case.roster, case.workload)

    def run(self, case: Case) -> tuple[float, Played]:
        """Play a case: CPU seconds of the play, and the record."""
        seconds, outcomes = timed(self.play_case, case)
        return seconds, played(outcomes)


FAST = (Engine("slasim, compiled", compiled.simulate, compiled=True),) if compiled.available() else ()

ENGINES = (Engine("slasim, SimPy model", simulate), *FAST)
"""Both engines where numba is installed."""


def played(outcomes: Outcomes) -> Played:
    """The record of one of our engines in the form that all libraries give."""
    started, ready = outcomes.started[:, POOL_STEPS].T, outcomes.ready[:, POOL_STEPS].T
    return Played(
        restored=np.where(outcomes.restored == NEVER, np.nan, outcomes.restored),
        waited=np.where(started == NEVER, np.nan, started - ready),
    )


def events(rules: Rules, roster: Roster, workload: Workload) -> int:
    """How many events of the model (calls, ends of work, dispatches ...) a replication has, whatever the engine.

    Counted in the SimPy model; SimPy's own events, which begin and end its processes, are left out.
    """
    counted = 0

    class Counting(simpy.Environment):
        def schedule(self, event: simpy.Event, priority: int = 1, delay: float = 0) -> None:
            nonlocal counted
            counted += priority > 1  # SimPy keeps 0 and 1 for itself
            super().schedule(event, priority, delay)  # type: ignore[arg-type]

    with patch.object(simpy, "Environment", Counting):
        simulate(rules, roster, workload)
    return counted
