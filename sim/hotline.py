"""The hotline: the numbers that a customer dials one after the other, and what answers them (R8).

A number is either a waiting line of people, who hold the caller until his patience ends, or a *carried phone*, which
somebody has in his pocket: it is answered at once or not at all, and takes nobody away from other work. Every dial of a
number counts as a dial, so the share of dials that are connected tells how well the numbers can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.distributions import plain
from sim.scenario import Check, Plan, Pool, Scenario, laid_out
from sim.streams import key_of, row_keys, uniform_table, uniforms

Floats = NDArray[np.float64]

SHIFTS_A_DAY = 2
"""A phone changes hands so often, see `policies.phone_shift`."""

SHORTEST = {"week": 7, "month": 28, "quarter": 90, "year": 365}
"""The days of a period at least."""


# ------------------------------------------------------------------ what a scenario has


def carried(scenario: Scenario) -> tuple[str, ...]:
    """The pools that are carried phones under any plan, by name."""
    return tuple(sorted({pool.name for pool in _pools(scenario) if pool.carried}))


def phones(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Every carried phone as (pool, place), by name."""
    return tuple(sorted({(pool.name, place) for pool in _pools(scenario) if pool.carried for place in pool.places}))


def _pools(scenario: Scenario) -> Iterator[Pool]:
    for plan in _plans(scenario):
        yield from plan.pools.values()


def _plans(scenario: Scenario) -> tuple[Plan, ...]:
    return scenario.operation.base, *scenario.operation.plans


def parts(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """The chain of a plan in parts that are dialled in turn: a carried phone alone, or pools that follow one another
    and hold the caller in one line."""
    found: list[tuple[str, ...]] = []
    held = False
    for name in plan.who.get("hotline", ()):
        if held and not plan.pools[name].carried:
            found[-1] = (*found[-1], name)
        else:
            found.append((name,))
        held = not plan.pools[name].carried
    return tuple(found)


def most_lines(scenario: Scenario) -> int:
    """How many waiting lines a caller can come through before he begins anew, under any plan; at least 1."""
    return max(1, *(sum(not plan.pools[part[0]].carried for part in parts(plan)) for plan in _plans(scenario)))


# ------------------------------------------------------------------ drawn before the year begins


@dataclass(frozen=True)
class PhoneLuck:
    """What happens to the phones of one replication. `off_u` [F, N]: uniform for each of the `phones` and every shift.
    `check_u`: for each of the agreements' checks [places, periods, times] when in its period a phone is dialled."""

    off_u: Floats
    check_u: tuple[Floats, ...]


def draw_phones(scenario: Scenario, seed: int, replication: int) -> PhoneLuck:
    """Keyed by pool, place, date and shift, and by check, place, period and number (R1): more phones, checks or days
    disturb nothing."""
    days = laid_out(scenario)
    shifts = days.count * SHIFTS_A_DAY + 1
    first = days.first.toordinal() * SHIFTS_A_DAY
    names = phones(scenario)
    off_u = np.empty((len(names), shifts))
    for index, name in enumerate(names):
        off_u[index] = uniforms(row_keys(key_of("phone", seed, replication, *name), shifts, first), "off")
    checks = scenario.agreements.checks
    return PhoneLuck(off_u, tuple(_draw_check(scenario, check, seed, replication) for check in checks))


def _draw_check(scenario: Scenario, check: Check, seed: int, replication: int) -> Floats:
    places = scenario.operation.base.pools[check.pool].places
    periods = scenario.study.days // SHORTEST[check.period] + 1
    columns = [f"time/{number}" for number in range(check.times)]
    table = np.empty((len(places), periods, check.times))
    for index, place in enumerate(places):
        table[index] = uniform_table(row_keys(key_of("check", seed, replication, check.name, place), periods), columns)
    return table


# ------------------------------------------------------------------ under one plan


@dataclass(frozen=True)
class Number:
    """What can be dialled. `pool`: the carried phone, or the first pool of a line; `line`: the waiting line (-1: it is
    a carried phone).

    Of a carried phone: its `place`; `phone`, `owner`: its index in `phones` and that of its pool in `carried`;
    `unreachable` the chance to be off for a shift; `busy` the chance to be engaged for each open fault of the levels
    `busy_with` [L].
    """

    pool: str
    line: int
    place: str = ""
    phone: int = -1
    owner: int = -1
    unreachable: float = 0.0
    busy: float = 0.0
    busy_with: tuple[bool, ...] = ()


def carried_number(scenario: Scenario, pool: Pool, place: str, levels: tuple[str, ...]) -> Number:
    """The number of a carried phone at a place; `levels` in the order of the rules."""
    busy = pool.busy
    return Number(
        pool=pool.name,
        line=-1,
        place=place,
        phone=phones(scenario).index((pool.name, place)),
        owner=carried(scenario).index(pool.name),
        unreachable=0.0 if pool.unreachable is None else plain(pool.unreachable),
        busy=0.0 if busy is None else plain(busy.share),
        busy_with=tuple(busy is not None and (not busy.levels or name in busy.levels) for name in levels),
    )
