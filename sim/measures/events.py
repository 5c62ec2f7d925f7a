"""The recorded times of a fault by the names that promises use ("logged", "arrived" ...).

`arrived` and `dispatched` are the earliest over on-site visits and headquarters' trips, of the people that count for
the promise. Every other event has one meaning whoever brings it about.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.journey import CONTACT, DIAGNOSIS, HOTLINE, HQ_SUPPORT, HQ_TRIP, ONSITE, REMOTE, SECOND_VISIT, THIRD_PARTY
from sim.outcomes import NEVER, Outcomes
from sim.rules import Rules
from sim.workload import Workload

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

VISITS = (ONSITE, SECOND_VISIT, HQ_TRIP)
LOCAL_VISITS = (ONSITE, SECOND_VISIT)

BY_PEOPLE = {"dispatched": "started", "arrived": "arrived"}
"""Events that ask who came, and the column of the outcomes that holds their times by step."""

OF_STEP = {
    "onsite_requested": ("requested", ONSITE),
    "hq_support_requested": ("requested", HQ_SUPPORT),
    "hq_support_started": ("started", HQ_SUPPORT),
    "hq_wanted": ("requested", HQ_TRIP),
    "hq_arrived": ("arrived", HQ_TRIP),
    "remote_started": ("started", REMOTE),
}
"""Events that are a time of one step."""

OF_FAULT = (
    "raised",
    "answered",
    "logged",
    "handed_over",
    "contacted",
    "diagnosed",
    "inquired",
    "informed",
    "replied",
    "asked",
    "permitted",
    "vendor_called",
    "hq_departed",
    "hq_boarded",
    "restored",
)
"""Events that are columns of the outcomes under their own name."""

EVENTS = (*OF_FAULT, *OF_STEP, *BY_PEOPLE)
"""All names of events."""

ON_THE_WAY = {
    "answered": (HOTLINE,),
    "contacted": (CONTACT, *VISITS),
    "diagnosed": (DIAGNOSIS,),
    "inquired": (DIAGNOSIS,),
    "informed": (DIAGNOSIS,),
    "asked": (REMOTE, HQ_SUPPORT),
    "permitted": (REMOTE, HQ_SUPPORT),
    "vendor_called": (THIRD_PARTY,),
    "onsite_requested": (ONSITE,),
    "dispatched": VISITS,
    "arrived": VISITS,
    "remote_started": (REMOTE,),
    "hq_support_requested": (HQ_SUPPORT,),
    "hq_support_started": (HQ_SUPPORT,),
    "hq_wanted": (HQ_TRIP,),
    "hq_departed": (HQ_TRIP,),
    "hq_boarded": (HQ_TRIP,),
    "hq_arrived": (HQ_TRIP,),
}
"""The steps that bring an event about. An event that is not listed is due for every fault."""

QUESTION = ("inquired", "informed")
"""Events of a question to the customer, which are due only where he was asked: most diagnoses need none."""

OPTIONAL = frozenset(ON_THE_WAY) - {"answered", "contacted", "diagnosed"}
"""Events of steps that only some faults need: a clock that starts with one never starts for the others. The rest lie
on every fault's way; when one is missing, help has overtaken it."""

WAITS = (
    ("customer", "asked", "permitted"),
    ("customer", "inquired", "informed"),
    ("vendor", "vendor_called", "restored"),
)
"""The waits that may be taken out of a clock (J7): by whose fault, and the columns between whose times they last."""

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """One replication under one plan, as the judge sees it. What many promises ask for is worked out once and kept."""

    workload: Workload
    rules: Rules
    outcomes: Outcomes
    _kept: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, question: Hashable, answer: Callable[[], T]) -> T:
        """The answer to a question about this case, worked out when it is first asked."""
        if question not in self._kept:
            self._kept[question] = answer()
        found: T = self._kept[question]
        return found

    def at(self, event: str, by: tuple[str, ...] = ()) -> Ints:
        """When `event` happened to each fault [n], `NEVER` where it did not; of people of the pools `by` (all: empty).

        An event later than the fault's restoration is none: nobody waited for it any more.
        """
        people = by if event in BY_PEOPLE else ()
        return self.once(("at", event, people), lambda: self._in_time(self._time(event, people)))

    def needed(self, event: str, by: tuple[str, ...] = ()) -> Bools:
        """Whether a step that brings `event` about was ever requested (J6) [n].

        Where it matters who comes, a visit of theirs must have been asked for, or somebody must have come.
        """
        if event not in ON_THE_WAY:
            return np.ones(self.workload.faults, dtype=bool)
        steps = LOCAL_VISITS if by and event in BY_PEOPLE else ON_THE_WAY[event]
        return self.once(("needed", event, steps), lambda: self._wanted(event, steps))

    @property
    def back(self) -> Ints:
        """[n] the row of the fault that each is once more when it came back (R20); -1: it did not."""
        return self.once("back", self._back)

    @property
    def last(self) -> Ints:
        """[n] the row of the fault that each finally was once more: its own where it never came back."""
        return self.once("last", lambda: np.max(self._lives(), axis=0, initial=NEVER))

    def waits(self, whole: bool) -> tuple[tuple[str, Ints, Ints], ...]:
        """The waits of `WAITS`: by whose fault, from and to [n] (`NEVER`: no wait; no end). `whole`: also those of what
        each fault was once more, which end with the restoration at the latest."""
        return self.once(("waits", whole), lambda: self._all_waits() if whole else self._own_waits())

    def _own_waits(self) -> tuple[tuple[str, Ints, Ints], ...]:
        return tuple((kind, getattr(self.outcomes, begin), getattr(self.outcomes, end)) for kind, begin, end in WAITS)

    def _all_waits(self) -> tuple[tuple[str, Ints, Ints], ...]:
        found = []
        for life in self._lives():
            for kind, begins, ends in self.waits(whole=False):
                until = np.where(ends < 0, self.outcomes.restored, ends)
                found.append((kind, np.where(life >= 0, begins[life], NEVER), until[life]))
        return tuple(found)

    def _back(self) -> Ints:
        back = self.workload.comes_back
        return np.where((back >= 0) & (self.outcomes.raised[back] >= 0), back, NEVER)

    def _lives(self) -> list[Ints]:
        """For each time that a fault was raised, the row [n] that each was then; -1: it did not come back so often."""
        lives = [np.arange(self.workload.faults)]
        while (following := np.where(lives[-1] >= 0, self.back[lives[-1]], NEVER)).max(initial=NEVER) >= 0:
            lives.append(following)
        return lives

    def _wanted(self, event: str, steps: tuple[int, ...]) -> Bools:
        if event in QUESTION:
            return self.at("inquired") >= 0
        asked: Bools = np.any(self.outcomes.requested[:, steps] >= 0, axis=1)
        return asked | (self.at(event) >= 0)

    def _in_time(self, times: Ints) -> Ints:
        restored = self.outcomes.restored
        return np.where((restored >= 0) & (times > restored), NEVER, times)

    def _time(self, event: str, by: tuple[str, ...]) -> Ints:
        if event in OF_STEP:
            column, step = OF_STEP[event]
            times: Ints = getattr(self.outcomes, column)[:, step]
            return times
        if event in BY_PEOPLE:
            return self._earliest(getattr(self.outcomes, BY_PEOPLE[event])[:, VISITS], by)
        whole: Ints = getattr(self.outcomes, event)
        return whole

    def _earliest(self, times: Ints, by: tuple[str, ...]) -> Ints:
        """The earliest of the times [n, visits] at which people of the pools `by` did it."""
        counts: Bools = times >= 0
        if by:
            right = np.array([team.pool in by for team in self.rules.teams] + [False])
            # A visit without a team is -1, which is the last entry.
            counts = np.logical_and(counts, right[self.outcomes.team[:, VISITS]])
        never = np.iinfo(np.int64).max
        first = np.where(counts, times, never).min(axis=1)
        return np.where(first == never, NEVER, first)
