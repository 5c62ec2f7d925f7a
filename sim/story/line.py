"""A line of a story: something that happened at an instant, without words."""

from __future__ import annotations

from dataclasses import dataclass

from sim.outcomes import NEVER
from sim.scenario import Title


@dataclass(frozen=True)
class Who:
    """Somebody of a pool, on call or not."""

    title: Title
    on_call: bool


@dataclass(frozen=True)
class Line:
    """What happened at the instant `at` (ms): `what` names the sentence, `mark` the milestone, if it is one.

    What a sentence may tell of: `who` did it, for which `step`, a `span` of time (ms), the time on the `road` (ms), the
    instants `then` (still to come) and `gone` (ms, `NEVER` for none), and the number of another `fault`. Of a duty: how
    many people have done their part (`count`), and the `fault` and its level for which somebody was taken away.
    """

    at: int
    what: str
    mark: str = ""
    who: Who | None = None
    step: str = ""
    span: int = 0
    road: int = 0
    then: int = NEVER
    gone: int = NEVER
    count: int = 0
    fault: int = NEVER
    level: str = ""

    @property
    def calls_off(self) -> bool:
        """Whether something ends that is not needed any more."""
        return self.what.startswith("off_")
