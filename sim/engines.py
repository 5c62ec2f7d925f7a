"""Which engine plays. Both give the same outcomes to the bit; the compiled one is many times faster once ready."""

from __future__ import annotations

from collections.abc import Callable

from sim.outcomes import Outcomes
from sim.rules import Roster, Rules
from sim.workload import Workload

SIMPY, COMPILED, AUTO = "simpy", "compiled", "auto"
NAMES = (AUTO, SIMPY, COMPILED)
"""What may be asked for: `AUTO` is the engine that is done sooner."""

PAYS_FROM = 5
"""Contract years from which the compiled engine is done sooner, the time it takes to be loaded counted in."""

Simulator = Callable[[Rules, Roster, Workload], Outcomes]


def chosen(wanted: str, replications: int) -> str:
    """`SIMPY` or `COMPILED` for a run of up to so many replications. SimPy plays where numba is not installed."""
    from sim import compiled

    if wanted == AUTO:
        return COMPILED if replications >= PAYS_FROM and compiled.available() else SIMPY
    return wanted


def simulator(engine: str) -> Simulator:
    """The engine of this name. Raises ModuleNotFoundError for `COMPILED` without numba."""
    from sim import compiled, model

    if engine == COMPILED and not compiled.available():
        raise ModuleNotFoundError("numba")
    return compiled.simulate if engine == COMPILED else model.simulate
