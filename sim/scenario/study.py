"""Study: how long to look, and when to believe it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sim.calendars import DAY


@dataclass(frozen=True)
class Study:
    """How long to look and when to believe it. Time 0 is the midnight `warm_up_days` before `start`; all whole days."""

    start: date
    days: int
    warm_up_days: int
    cool_down_days: int
    confidence: float
    precision: float
    least_replications: int
    most_replications: int
    sign_if: float

    @property
    def origin(self) -> date:
        """The date whose midnight is time 0."""
        return self.start - timedelta(days=self.warm_up_days)

    @property
    def opens_at(self) -> int:
        """When the study begins, in ms."""
        return self.warm_up_days * DAY

    @property
    def closes_at(self) -> int:
        """When the study ends, in ms."""
        return self.opens_at + self.days * DAY

    @property
    def arrivals_until(self) -> int:
        """When the last fault may be raised, in ms (J9)."""
        return self.closes_at + self.cool_down_days * DAY
