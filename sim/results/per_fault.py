"""One row for each fault of a replication: what happened when, and which promises were kept."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from sim.measures.counting import CONNECT
from sim.measures.court import court
from sim.measures.events import OF_FAULT, Case
from sim.measures.judging import verdicts
from sim.outcomes import NEVER
from sim.replication import Replication
from sim.results.files import ENCODING
from sim.scenario import STEPS, laid_out

TIMES = ("raised", *OF_FAULT, "onsite_requested", "dispatched", "arrived", "hq_wanted", "hq_arrived")
"""The recorded times that are told, as columns."""

IN_TIME, LATE, NOT_JUDGED = "in time", "late", ""


def write_per_fault(played: Replication, path: Path) -> None:
    """Write the table as CSV. Raises OSError when it cannot be written."""
    with path.open("w", encoding=ENCODING, newline="") as file:
        csv.writer(file).writerows(per_fault(played))


def per_fault(played: Replication) -> Iterator[list[str]]:
    """The header and a row for each fault: times as local date and time, for each promise whether it was kept."""
    case = Case(played.workload, played.rules, played.outcomes)
    judged = _judged(played, case)
    first = datetime.combine(laid_out(played.scenario).first, datetime.min.time())
    columns = [case.at(name) for name in TIMES]
    work = played.workload
    yield ["fault", "level", "site", *TIMES, "restored_by", *judged]
    for row in range(work.faults):
        by = int(played.outcomes.restored_by[row])
        times = [_told(int(column[row]), first) for column in columns]
        place = [work.levels[work.level[row]], work.sites[work.site[row]]]
        kept = [words[row] for words in judged.values()]
        yield [str(row), *place, *times, STEPS[by] if by != NEVER else "", *kept]


def _told(at: int, first: datetime) -> str:
    if at == NEVER:
        return ""
    when = first + timedelta(milliseconds=at)
    return when.isoformat(sep=" ", timespec="milliseconds" if at % 1000 else "seconds")


def _judged(played: Replication, case: Case) -> dict[str, list[str]]:
    """For each promise with a limit what was decided of each fault."""
    found = {}
    for brief in court(played.scenario).briefs:
        if not brief.reading and brief.promise.limit is not None and brief.promise.kind != CONNECT:
            decided = verdicts(brief, case)
            words = np.full(played.workload.faults, NOT_JUDGED, dtype=object)
            words[decided.row] = np.where(decided.met, IN_TIME, LATE)
            found[brief.promise.name] = words.tolist()
    return found


def kept_and_late(played: Replication) -> dict[str, tuple[int, int]]:
    """For each promise with a limit how many faults were judged, and how many of them came too late."""
    case = Case(played.workload, played.rules, played.outcomes)
    told = _judged(played, case)
    return {name: (len(words) - words.count(NOT_JUDGED), words.count(LATE)) for name, words in told.items()}
