"""The audit of a run: some of its replications are played and measured again the readable way, on SimPy.

They must have come out the same to the bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.engines import COMPILED, SIMPY
from sim.measures import differences
from sim.replication import ContractYears
from sim.scenario import Scenario


@dataclass(frozen=True)
class Discrepancy:
    """A replication that came out differently under a plan: in these columns of the outcomes or of the measures."""

    plan: str
    replication: int
    columns: tuple[str, ...]


class EnginesDiffer(Exception):
    """The engines do not agree, so no figure of the run can be trusted."""

    def __init__(self, discrepancies: tuple[Discrepancy, ...]) -> None:
        super().__init__(discrepancies)
        self.discrepancies = discrepancies


def audit(scenario: Scenario, plans: Sequence[str], seed: int, replications: range, workers: int) -> None:
    """Play these replications on both engines; `EnginesDiffer` if any outcome differs."""
    if workers == 1 or len(replications) < 2:
        parts = [_differing(scenario, tuple(plans), seed, number) for number in replications]
    else:
        from joblib import Parallel, delayed

        jobs = (delayed(_differing)(scenario, tuple(plans), seed, number) for number in replications)
        parts = Parallel(n_jobs=workers)(jobs)
    found = tuple(entry for part in parts for entry in part)
    if found:
        raise EnginesDiffer(found)


def _differing(scenario: Scenario, plans: tuple[str, ...], seed: int, number: int) -> list[Discrepancy]:
    reference = ContractYears(scenario, plans, seed, SIMPY).play(number)
    fast = ContractYears(scenario, plans, seed, COMPILED).play(number)
    found = []
    for one, other in zip(reference, fast, strict=True):
        measured = differences(one.measured(), other.measured(compiled=True))
        columns = (*one.outcomes.differences(other.outcomes), *measured)
        if columns:
            found.append(Discrepancy(one.plan.name, number, columns))
    return found
