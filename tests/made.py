"""Hand-made years for the judging tests: a few faults with exactly the times a test writes down."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from sim.calendars import ALWAYS, Holidays, Hours, calendar
from sim.distributions import fixed
from sim.outcomes import Record
from sim.rules import Rules
from sim.scenario import (
    STEPS,
    Agreements,
    Calls,
    Causes,
    Costs,
    Demand,
    Operation,
    Plan,
    Pool,
    Promise,
    Scenario,
    Study,
    Title,
    laid_out,
)
from sim.teams import Team
from sim.workload import Workload

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

NAME = Title("", "")
EVERYWHERE = ("chengdu", "mianyang")


def at(day: int, hour: int = 0, minute: int = 0) -> int:
    """The instant in ms; day 1 is the first of the study."""
    return (day - 1) * DAY + hour * HOUR + minute * MINUTE


def promise(to_event: str = "restored", limit: int | None = 2 * HOUR, **changes: Any) -> Promise:
    """A promise from logging on for level A at every site, around the clock, 95 % per quarter."""
    words: dict[str, Any] = {
        "name": f"A/{to_event}",
        "group": f"A/{to_event}",
        "kind": to_event,
        "level": "A",
        "title": NAME,
        "clause": ("L-A4",),
        "from_event": "logged",
        "to_event": to_event,
        "limit": None if limit is None else dict.fromkeys(EVERYWHERE, limit),
        "window": ALWAYS,
        "workdays_mon_fri": False,
        "counting": "carry",
        "causes": ("own", "environment", "cannot_tell"),
        "sites": EVERYWHERE,
        "by": (),
        "fixed_first": "met",
        "net_of": (),
        "attain": 0.95,
        "period": "quarter",
    }
    return Promise(**(words | changes))


def plan(**changes: Any) -> Plan:
    """A plan without people, prices and pools, but for what `changes` say."""
    words: dict[str, Any] = {
        "name": "lean",
        "title": NAME,
        "pools": {},
        "staff": {},
        "who": {},
        "handling": {},
        "rank": (("A", "B"),),
        "costs": Costs(),
    }
    return Plan(**(words | changes))


def pool(name: str, **changes: Any) -> Pool:
    """A central pool without pay."""
    words: dict[str, Any] = {
        "name": name,
        "title": NAME,
        "clause": (),
        "at_base": False,
        "places": ("",),
        "levels": (),
        "travel": None,
        "travel_from_home": None,
        "ready_in": fixed(0),
        "absence": 0.0,
        "pay": None,
        "charge": None,
    }
    return Pool(**(words | changes))


def scenario(
    *promises: Promise,
    days: int = 365,
    warm_up: int = 0,
    holidays: Holidays = Holidays(),  # noqa: B008 - frozen
) -> Scenario:
    """A scenario of these promises, of 2026, without public holidays unless some are given."""
    nobody: dict[tuple[str, str], float] = {}
    demand = Demand(
        levels=(),
        sites=(),
        peaks=(),
        busyness=None,
        bursts=None,
        causes=Causes((), nobody, nobody, nobody, nobody),
        steps={},
        calls=Calls(None, 0.0, fixed(0), 0, fixed(0)),
        authorisation=None,
    )
    study = Study(date(2026, 1, 1), days, warm_up, 7, 0.95, 0.01, 3, 10, 0.9)
    return Scenario(
        name="made",
        title=NAME,
        holidays=holidays,
        hours={},
        demand=demand,
        operation=Operation(plan(), ()),
        agreements=Agreements((), promises, {}),
        study=study,
        sources={},
        figures=(),
        places=(),
    )


def workload(*raised: int, **columns: Any) -> Workload:
    """Faults of level A at Chengdu raised at these instants; any column may be given, the rest is zero."""
    n = len(raised)
    words: dict[str, Any] = {"levels": ("A", "B"), "sites": EVERYWHERE, "raised": np.array(raised, dtype=np.int64)}
    nothing = np.full(n, -1, dtype=np.int64)
    words |= {"parent": nothing, "back_after": nothing, "question_after": nothing, "mark_names": ()}
    for entry in fields(Workload):
        words.setdefault(entry.name, np.zeros(n, dtype=np.int64))
    words |= {name: np.array(column) for name, column in columns.items()}
    return Workload(**words)


def record(faults: int) -> Record:
    """Empty columns to write the times into."""
    return Record(faults, len(STEPS))


def team(name: str, made: Scenario, hours: Hours = ALWAYS, headcount: int = 1, on_call: bool = False) -> Team:
    """One shift of a central pool."""
    return Team(name, "", "shift", on_call, headcount, calendar(hours, laid_out(made)), 0, 0)


def rules(*teams: Team) -> Rules:
    """Rules that know only their teams, which is all that measuring asks of them."""
    return cast(Rules, SimpleNamespace(teams=teams, numbers=()))
