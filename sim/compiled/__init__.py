"""The second engine: the same play as `sim.model`, compiled.

`simulate` gives the very same outcomes to the bit, many times faster. It needs numba, which need not be installed: ask
`available` first and let `sim.model.simulate` play where it is not. The first call on a machine takes some seconds,
because the kernel is compiled and kept on disk.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from sim.outcomes import Outcomes
from sim.rules import Roster, Rules
from sim.workload import Workload

STINTS = 7
"""A fault takes so many people's time at most, unless people are taken away from their work and others go on."""


@cache
def available() -> bool:
    """Whether this engine can play here. Numba may also be there and not work, beside a NumPy too new for it."""
    try:
        import_module("numba")
    except ImportError:
        return False
    return True


def cold() -> bool:
    """Whether the kernel is to be compiled still, and will then be kept on disk."""
    from sim.compiled import kernel

    return kernel.cold()


def simulate(rules: Rules, roster: Roster, workload: Workload) -> Outcomes:
    """Play the faults of `workload` under `rules` with the people of `roster`: the outcomes of `sim.model.simulate`."""
    from sim.compiled.kernel import replay
    from sim.compiled.state import changes_of, luck_of, outcomes_of, tables_of, unwritten
    from sim.compiled.workspace import workspace

    tables, changes, luck = tables_of(rules), changes_of(roster), luck_of(rules, workload)
    room = STINTS
    while True:
        sheet = unwritten(workload.faults, workload.tasks.count)
        stints, complete = replay(tables, changes, luck, sheet, workspace(tables, luck, room))
        if complete:
            return outcomes_of(sheet, stints)
        room *= 2
