"""From the counts of all replications to figures with intervals and verdicts, and to a folder of files and back."""

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
]
