"""The second engine: the same play as `sim.model`, compiled.

`simulate` gives the very same outcomes to the bit, many times faster. It needs numba, which need not be installed: ask
`available` first and let `sim.model.simulate` play where it is not. The first call on a machine takes some seconds,
because the kernel is compiled and kept on disk.
"""

from __future__ import annotations

from importlib.util import find_spec

from sim.outcomes import Outcomes
from sim.rules import Roster, Rules
from sim.workload import Workload


def available() -> bool:
    """Whether this engine can play here."""
    return find_spec("numba") is not None


def simulate(rules: Rules, roster: Roster, workload: Workload) -> Outcomes:
    """Play the faults of `workload` under `rules` with the people of `roster`: the outcomes of `sim.model.simulate`."""
    from sim.compiled.kernel import replay
    from sim.compiled.state import blank, changes_of, luck_of, outcomes_of, tables_of

    sheet = blank(workload.faults)
    stints = replay(tables_of(rules), changes_of(roster), luck_of(rules, workload), sheet)
    return outcomes_of(sheet, stints)
