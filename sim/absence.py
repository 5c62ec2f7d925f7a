"""Who of a roster does not come (R4): drawn for every person of a shift and every date, seated and on call alike.

A person is known by pool, place, shift, date and number, so that two plans that seat the first and second of the same
shift meet the same absences, whatever else they do. A stretch of a shift is named by the date on which it begins, so
that one who is ill stays away before and after lunch; a stretch longer than a day is cut every 24 hours from its
beginning, so that round the clock each calendar day has a draw of its own. Unlimited people are never fewer.

What a year does not change is laid out once; a year is then one draw for every seat and a count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.calendars import DAY
from sim.rules import Roster, Rules
from sim.same import Same
from sim.streams import Keys, key_of, mix, row_keys, uniforms
from sim.teams import Team

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Seats:
    """All people of a roster who may be absent, and how it is written without some of them.

    One row for a person at a stretch of a shift [n]: `key` of the draws, `chance` to be absent, the index `stretch`,
    the number of the `person` from 1.
    Stretches of all teams, in the order of teams and time [p]: `team`, `begins` and the planned `people`; `follows`: it
    goes on where the stretch before it ended. Changes of the roster in its order [c]: `at`, `of_team`, `until`, and the
    `stretch_of` the people who come (-1: the shift ends).
    """

    key: Keys
    chance: Floats
    stretch: Ints
    person: Ints
    team: Ints
    begins: Ints
    people: Ints
    follows: Bools
    at: Ints
    of_team: Ints
    until: Ints
    stretch_of: Ints


def attended(rules: Rules, planned: Roster, origin: date, seed: int, replication: int) -> Roster:
    """The `planned` roster without those who are absent in a replication; itself where nobody ever is. `origin`: the
    date of time 0."""
    if not any(team.may_be_fewer for team in rules.teams):
        return planned
    seats = seats_of(Same(rules), origin)
    return without(seats, uniforms(seats.key, f"absent/{seed}/{replication}") < seats.chance)


def without(seats: Seats, absent: Bools) -> Roster:
    """The roster without the people for whom `absent` [n] holds. A day on which as many come as the day before is no
    change."""
    here = seats.people - np.bincount(seats.stretch[absent], minlength=seats.people.size)
    as_before = seats.follows & (here == np.roll(here, 1))
    coming = seats.stretch_of >= 0
    kept = ~(coming & as_before[seats.stretch_of])
    headcount = np.where(coming, here[seats.stretch_of], 0)
    return Roster(seats.at[kept], seats.of_team[kept], headcount[kept], seats.until[kept])


@lru_cache(maxsize=16)
def seats_of(rules: Same[Rules], origin: date) -> Seats:
    """The people of the roster of these rules; `origin` is the date of time 0."""
    teams = rules.thing.teams
    stretches = [_stretches(team) for team in teams]
    team = np.repeat(np.arange(len(teams)), [begins.size for begins, _, _ in stretches])
    begins, until, follows = (np.concatenate(columns) for columns in zip(*stretches, strict=True))
    headcount = np.array([entry.headcount for entry in teams], dtype=np.int64)
    drawn = np.array([entry.headcount if entry.may_be_fewer else 0 for entry in teams], dtype=np.int64)
    stretch = np.repeat(np.arange(team.size), drawn[team])
    before = np.cumsum(drawn[team]) - drawn[team]
    person = np.arange(1, stretch.size + 1) - before[stretch]
    dates = [_date_keys(entry, at, origin) for entry, (at, _, _) in zip(teams, stretches, strict=True)]
    of_person = np.array([key_of("person", number) for number in range(int(drawn.max()) + 1)], dtype=np.uint64)
    ends = np.flatnonzero(~np.append(follows[1:], False))
    at = np.concatenate([begins, until[ends]])
    comes = np.arange(at.size) < begins.size
    order = np.lexsort((np.append(team, team[ends]), comes, at))
    return Seats(
        key=mix(np.concatenate(dates)[stretch] + of_person[person]),
        chance=np.array([entry.absence for entry in teams])[team[stretch]],
        stretch=stretch,
        person=person,
        team=team,
        begins=begins,
        people=headcount[team],
        follows=follows,
        at=at[order],
        of_team=np.append(team, team[ends])[order],
        until=np.append(until, until[ends])[order],
        stretch_of=np.where(comes, np.arange(at.size), -1)[order],
    )


def _stretches(team: Team) -> tuple[Ints, Ints, Bools]:
    """When the stretches of a shift begin, when the shift ends that each belongs to, and whether it follows another."""
    opens, closes = team.calendar.opens, team.calendar.closes
    days = -(-(closes - opens) // DAY) if team.may_be_fewer else np.ones_like(opens)
    shift = np.repeat(np.arange(opens.size), days)
    day = np.arange(shift.size) - (np.cumsum(days) - days)[shift]
    return opens[shift] + day * DAY, closes[shift], day > 0


def _date_keys(team: Team, begins: Ints, origin: date) -> Keys:
    """The key of the team's shift on the date of each stretch."""
    stream = key_of("absence", team.pool, team.place, team.shift)
    day = begins // DAY
    return row_keys(stream, int(day.max(initial=0)) + 1, origin.toordinal())[day]
