"""The promises that hold for one fault: when each was due, whether it was kept, and where the late time went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.measures.court import Brief, Court
from sim.measures.events import Case
from sim.measures.judging import verdicts
from sim.outcomes import NEVER
from sim.scenario import DUTY, Pool, Promise
from sim.story.chain import Part, chain_of_all, parts
from sim.story.fault import Fault, together

RESTORED = "restored"


@dataclass(frozen=True)
class Deadline:
    """A promised time and this fault.

    `limit` ms at its site; the clock ran from `start`, was `due`, and stopped at `event` (ms; `NEVER`: it never came,
    or with `wrong_people` only by others than those it was promised of). `fixed_first`: the restoration came before
    the event and stood in for it. `kept` as judged. `late` is the time from due to the event (0: in time or never),
    and `went_to` what it went to, adding up to it.
    """

    promise: Promise
    limit: int
    start: int
    due: int
    event: int
    kept: bool
    fixed_first: bool
    wrong_people: bool
    late: int
    went_to: tuple[Part, ...]

    @property
    def spare(self) -> int:
        """The time that was left when it was kept, ms."""
        return max(0, self.due - self.event)


def deadlines(court: Court, fault: Fault, lives: tuple[Fault, ...], pools: Mapping[str, Pool]) -> tuple[Deadline, ...]:
    """The promises with a limit that hold for the fault as they are written, by the time they were due. `lives`: the
    fault with all that it was once more; where that is the same fault, the promise holds for the first of them."""
    of_faults = [brief for brief in court.briefs if brief.promise.kind != DUTY]
    briefs = [brief for brief in of_faults if not brief.reading and brief.promise.limit is not None]
    alone = Case(fault.workload, fault.rules, fault.outcomes)
    found = [_deadline(brief, (fault,), alone, pools) for brief in briefs if not brief.promise.same_fault]
    if fault.row == lives[0].row:
        work, outcomes = together(lives)
        whole = Case(work, fault.rules, outcomes)
        found += [_deadline(brief, lives, whole, pools) for brief in briefs if brief.promise.same_fault]
    return tuple(sorted((entry for entry in found if entry), key=lambda entry: entry.due))


def _deadline(brief: Brief, lives: tuple[Fault, ...], case: Case, pools: Mapping[str, Pool]) -> Deadline | None:
    """The verdict on one promise; None when the fault does not count for it. `case`: the rows of all `lives` that are
    one fault to the promise."""
    found = verdicts(brief, case)
    if not found.row.size:
        return None
    promise = brief.promise
    due, event = int(found.due[0]), int(found.event[0])
    late = max(0, event - due) if event != NEVER else 0
    itself = event == int(case.at(promise.to_event, promise.by)[-1])
    went_to: tuple[Part, ...] = ()
    if late:
        name = promise.to_event if itself else RESTORED
        went_to = parts(chain_of_all(lives, name, event, promise.by), due, pools)
    assert promise.limit is not None
    return Deadline(
        promise=promise,
        limit=promise.limit.get(lives[0].rules.sites[lives[0].site], 0),
        start=int(found.start[0]),
        due=due,
        event=event,
        kept=bool(found.met[0]),
        fixed_first=bool(found.fixed_first) and not itself,
        wrong_people=bool(found.wrong_people),
        late=late,
        went_to=went_to,
    )
