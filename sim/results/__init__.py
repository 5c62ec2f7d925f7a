"""From the counts of all replications to figures with intervals and verdicts, and to a folder of files and back."""

from sim.results.files import load, save
from sim.results.record import (
    Cost,
    Difference,
    Ended,
    Gap,
    Judgement,
    Needed,
    Origin,
    PlanResult,
    PoolResult,
    Result,
    Share,
    Tightest,
    Verdict,
    Wait,
    Worst,
)
from sim.results.summary import summarise

__all__ = [
    "Cost",
    "Difference",
    "Ended",
    "Gap",
    "Judgement",
    "Needed",
    "Origin",
    "PlanResult",
    "PoolResult",
    "Result",
    "Share",
    "Tightest",
    "Verdict",
    "Wait",
    "Worst",
    "load",
    "save",
    "summarise",
]
