"""One fault taken out of its replication: what was drawn for it, by which rules it was handled, what happened.

The draws come to the same milliseconds as in play (`fate` is a pure function), so that instants which no engine
records, such as when somebody called at home set out, are known to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from sim import policies
from sim.fate import Fate, fate_of
from sim.journey import CONTACT, DIAGNOSIS, HQ_TRIP, SECOND_VISIT
from sim.outcomes import NEVER, Outcomes
from sim.rules import Rules
from sim.teams import Team
from sim.workload import Workload

Table = TypeVar("Table", Workload, Outcomes)


@dataclass(frozen=True)
class Stint:
    """A stretch of one person's time on a step of the fault; times as in `outcomes.STINT`."""

    step: int
    team: Team
    called_out: bool
    taken: int
    left: int
    work_from: int
    work_to: int
    free: int


@dataclass(frozen=True)
class Fault:
    """A fault and everything about it: `workload` and `outcomes` hold this one row, which was `row` of all."""

    rules: Rules
    workload: Workload
    outcomes: Outcomes
    row: int

    @cached_property
    def fate(self) -> Fate:
        """What the draws come to."""
        return fate_of(self.rules, self.workload)

    @property
    def raised(self) -> int:
        """When the customer noticed it, ms."""
        return self.at("raised")

    @property
    def level(self) -> int:
        """The index of its level."""
        return int(self.workload.level[0])

    @property
    def site(self) -> int:
        """The index of its site."""
        return int(self.workload.site[0])

    @property
    def path(self) -> int:
        """The index of its way among `journey.PATHS`."""
        return int(self.fate.path[0])

    def at(self, column: str) -> int:
        """An entry of the outcomes by fault."""
        return int(getattr(self.outcomes, column)[0])

    def step(self, column: str, step: int) -> int:
        """An entry of the outcomes by step."""
        return int(getattr(self.outcomes, column)[0, step])

    def draw(self, column: str, *place: int) -> int:
        """An entry of the workload in whole numbers."""
        return int(getattr(self.workload, column)[(0, *place)])

    @cached_property
    def _stints(self) -> dict[int, list[Stint]]:
        found: dict[int, list[Stint]] = {}
        for entry in self.outcomes.stints:
            found.setdefault(int(entry["step"]), []).append(self._stint(entry))
        return found

    def stint(self, step: int) -> Stint | None:
        """The stretch of time that the first person spent on a step; None when nobody was found, or nobody is
        needed."""
        return next(iter(self.stints(step)), None)

    def stints(self, step: int) -> list[Stint]:
        """The stretches of all who worked on a step one after the other, each taken away but the last."""
        return self._stints.get(step, [])

    def _stint(self, entry: np.void) -> Stint:
        team, taken = int(entry["team"]), int(entry["taken"])
        left = taken
        if entry["called_out"]:
            left += int(self.fate.ready_in[self.rules.teams[team].ready, 0])
        if int(entry["step"]) == HQ_TRIP:
            left = self.at("hq_departed")
        return Stint(
            step=int(entry["step"]),
            team=self.rules.teams[team],
            called_out=bool(entry["called_out"]),
            taken=taken,
            left=left,
            work_from=int(entry["work_from"]),
            work_to=int(entry["work_to"]),
            free=int(entry["free"]),
        )

    def travel(self, step: int) -> int:
        """How long the way to the site takes whoever does this visit, ms."""
        way = self.rules.teams[self.step("team", step)].way
        return int(self.fate.travel[way, int(step == SECOND_VISIT), 0])

    @property
    def chain(self) -> tuple[int, ...]:
        """The numbers that its caller dials, in turn (R8)."""
        return self.rules.chains[self.level][self.site]

    def patience(self, time: int, place: int) -> int:
        """How long its caller is held by the number at this place of his chain when he goes through it for the
        `time`-th time (from 0), ms; -1: for ever."""
        lines = self.workload.patience.shape[1] // self.workload.redial_u.shape[1]
        before = sum(self.rules.numbers[number].line >= 0 for number in self.chain[:place])
        return self.draw("patience", time * lines + before)

    def switched_off(self, number: int, at: int) -> bool:
        """Whether a carried phone is switched off at the instant `at`."""
        off = self.fate.off[number]
        return bool(off[min(policies.phone_shift(at), off.size - 1)])

    @property
    def at_airport(self) -> int:
        """When the traveller from headquarters has reached the airport, had he not turned back; `NEVER` if he never
        left."""
        departed = self.at("hq_departed")
        return departed if departed == NEVER else departed + self.draw("to_airport")

    @property
    def landed(self) -> int:
        """When his flight lands; `NEVER` if he never boarded."""
        boarded = self.at("hq_boarded")
        return boarded if boarded == NEVER else boarded + self.draw("flight")

    @property
    def permission_delay(self) -> int:
        """How long the customer would take to answer when asked for permission, ms; 0 where none is needed."""
        asked = self.at("asked")
        for (hours, _), delays in zip(self.rules.permit, self.fate.permit, strict=True):
            if policies.next_opening(asked, hours.opens, hours.closes) == asked:  # type: ignore[arg-type]
                return int(delays[0])
        return 0


def released(fault: Fault, stint: Stint) -> bool:
    """Whether a stretch on the phone ended because the customer had to be asked (R10)."""
    return stint.step in (CONTACT, DIAGNOSIS) and stint.free == fault.at("inquired") != NEVER


def fault_of(rules: Rules, workload: Workload, outcomes: Outcomes, row: int) -> Fault:
    """The fault in this row of a replication."""
    alone = replace(_row_of(workload, row), parent=np.array([NEVER]))
    return Fault(rules, alone, _with_stints(_row_of(outcomes, row), outcomes, row), row)


def lives_of(rules: Rules, workload: Workload, outcomes: Outcomes, row: int) -> tuple[Fault, ...]:
    """The fault in this row with all that it was before and came back as later (R20), in order of time."""
    row = int(workload.origin[row])
    comes_back = workload.comes_back
    lives = [fault_of(rules, workload, outcomes, row)]
    while (row := int(comes_back[row])) >= 0 and outcomes.raised[row] != NEVER:
        lives.append(fault_of(rules, workload, outcomes, row))
    return tuple(lives)


def together(lives: tuple[Fault, ...]) -> tuple[Workload, Outcomes]:
    """A fault with all that it was once more, as the first rows of a replication; without people's stretches."""
    tables = [(life.workload, life.outcomes) for life in lives]
    parents = np.arange(len(lives)) - 1
    workload = replace(_joined([work for work, _ in tables]), parent=parents)
    return workload, replace(_joined([outcomes for _, outcomes in tables]), stints=lives[0].outcomes.stints[:0])


def _row_of(table: Table, row: int) -> Table:
    """The same columns with one row."""
    alone: dict[str, Any] = {name: column[row : row + 1] for name, column in _columns(table).items()}
    return replace(table, **alone)


def _joined(tables: list[Table]) -> Table:
    """The rows of all tables below each other."""
    columns = [_columns(table) for table in tables]
    joined: dict[str, Any] = {name: np.concatenate([each[name] for each in columns]) for name in columns[0]}
    return replace(tables[0], **joined)


def _columns(table: Table) -> dict[str, np.ndarray[Any, Any]]:
    columns = {field.name: getattr(table, field.name) for field in fields(table)}
    return {name: column for name, column in columns.items() if isinstance(column, np.ndarray)}


def _with_stints(alone: Outcomes, outcomes: Outcomes, row: int) -> Outcomes:
    stints = outcomes.stints[outcomes.stints["row"] == row].copy()
    stints["row"] = 0
    return replace(alone, stints=stints)
