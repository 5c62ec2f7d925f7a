"""One row for each fault of a replication: what happened when, who did it, and which promises were kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.measures.counting import CONNECT
from sim.measures.court import court
from sim.measures.events import EVENTS, VISITS, Case
from sim.measures.judging import verdicts
from sim.measures.tally import INFINITE
from sim.outcomes import NEVER
from sim.replication import Replication
from sim.scenario import DUTY, STEPS, Promise, laid_out

IN_TIME, NEVER_CAME, NOT_JUDGED = "in time", "never", ""
MINUTE = 60_000


@dataclass(frozen=True)
class Judged:
    """The faults that count for a promise, indices into the workload [m], and how many ms after the instant it was due
    what was promised came (-1: in time; `INFINITE`: never)."""

    promise: Promise
    row: NDArray[np.int64]
    lateness: NDArray[np.int64]

    @property
    def late(self) -> int:
        """How many were too late."""
        return int((self.lateness >= 0).sum())

    def words(self, faults: int) -> list[object]:
        """For each fault what became of the promise: in time, minutes too late, or nothing where it was not judged."""
        found: list[object] = [NOT_JUDGED] * faults
        for row, late in zip(self.row.tolist(), self.lateness.tolist(), strict=True):
            found[row] = IN_TIME if late < 0 else NEVER_CAME if late >= INFINITE else round(late / MINUTE, 2)
        return found


def judged(played: Replication, case: Case) -> list[Judged]:
    """What was decided of every promise with a limit, as written."""
    briefs = [brief for brief in court(played.scenario).briefs if not brief.reading]
    asked = [b for b in briefs if b.promise.limit is not None and b.promise.kind not in (CONNECT, DUTY)]
    decided = [(brief.promise, verdicts(brief, case)) for brief in asked]
    return [
        Judged(promise, found.row, np.where(found.met, -1, np.maximum(found.lateness, 0))) for promise, found in decided
    ]


def case_of(played: Replication) -> Case:
    """A replication as the judge sees it."""
    return Case(played.workload, played.rules, played.outcomes)


def per_fault(played: Replication) -> Iterator[list[object]]:
    """The headings and a row for each fault that was raised: of which other one it is `once_more`, times as local date
    and time, empty where a thing never happened; for each promise `in time` or the minutes too late; last, the promises
    that were not kept."""
    case, work, out = case_of(played), played.workload, played.outcomes
    first = datetime.combine(laid_out(played.scenario).first, datetime.min.time())
    times = {name: case.at(name) for name in EVENTS}
    for step in played.scenario.demand.steps:
        for column in ("started", "ended"):
            times.setdefault(f"{step}_{column}", getattr(out, column)[:, STEPS.index(step)])
    visits = (out.arrived[:, VISITS] != NEVER).sum(axis=1)
    promises = {found.promise.name: found.words(work.faults) for found in judged(played, case)}
    yield [
        "fault",
        "level",
        "site",
        "once_more",
        "marks",
        *times,
        "restored_by",
        "restored_by_pool",
        "visits",
        *promises,
        "late_for",
    ]
    for row in np.flatnonzero(out.raised != NEVER).tolist():
        kept = {name: words[row] for name, words in promises.items()}
        yield [
            row,
            work.levels[work.level[row]],
            work.sites[work.site[row]],
            "" if work.parent[row] == NEVER else int(work.parent[row]),
            " ".join(name for name in work.mark_names if work.mark(name)[row]),
            *(_local(int(column[row]), first) for column in times.values()),
            *_restored_by(played, row),
            int(visits[row]),
            *kept.values(),
            " ".join(name for name, word in kept.items() if word not in (IN_TIME, NOT_JUDGED)),
        ]


def _local(at: int, first: datetime) -> object:
    return "" if at == NEVER else first + timedelta(milliseconds=at)


def _restored_by(played: Replication, row: int) -> tuple[str, str]:
    """The step that restored a fault, and the pool whose people did it (none at the vendor)."""
    step = int(played.outcomes.restored_by[row])
    if step == NEVER:
        return "", ""
    team = int(played.outcomes.team[row, step])
    return STEPS[step], played.rules.teams[team].pool if team != NEVER else ""
