"""From what happened to what it means: verdicts on promises, the people's load, and cost, counted per replication."""

from sim.measures.measure import measure
from sim.measures.tally import PlanTally, differences, gather

__all__ = ["PlanTally", "differences", "gather", "measure"]
