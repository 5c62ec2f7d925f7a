"""What a contract says against itself, found without simulation.

Each `Lint` names the clauses concerned and carries the numbers of the scenario; the words stand in the message page
`lints`. The order is by weight: what cannot be kept, what contradicts itself, what is left unclear.
"""

from itertools import chain

from sim.lints import conflicting, impossible, unclear
from sim.lints.contract import Contract
from sim.lints.finding import Lint, Span
from sim.scenario import Scenario

FINDERS = (*impossible.FINDERS, *conflicting.FINDERS, *unclear.FINDERS)


def lints(scenario: Scenario) -> tuple[Lint, ...]:
    """All findings, the weightiest first."""
    contract = Contract(scenario)
    found = chain.from_iterable(find(contract) for find in FINDERS)
    return tuple(sorted(found, key=lambda lint: lint.weight))


__all__ = ["Lint", "Span", "lints"]
