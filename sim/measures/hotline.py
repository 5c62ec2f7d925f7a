"""How well the hotline can be reached: dials of each number, phones that are switched off, and what random checks find.

A check only observes: it is dialled at an instant drawn in its period and finds a carried phone off, or nobody of the
pool there. Whoever is merely busy with another call is not found off (H-04).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.hotline import Number
from sim.measures.court import period_edges
from sim.measures.events import Case
from sim.measures.tally import HotlineTally
from sim.outcomes import NEVER
from sim.policies import phone_shift
from sim.rules import Roster, Rules
from sim.same import Same
from sim.scenario import Check, Plan, Scenario, Study

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def hotline(scenario: Scenario, plan: Plan, roster: Roster, case: Case, compiled: bool = False) -> HotlineTally:
    """The counts of one replication (R = 1): of faults raised, shifts begun and checks made inside the study."""
    pools = tuple(sorted(plan.pools))
    study = scenario.study
    called, first, dialled, answered = (_dials_at_once if compiled else _dials)(pools, study, case)
    shifts, off = _shifts(pools, study, case)
    checks = [_check(scenario, plan, roster, case, number) for number in range(len(scenario.agreements.checks))]
    counts = np.array(checks, dtype=np.int32).reshape(-1, 4)
    return HotlineTally(
        called=_one(called),
        first=_one(first),
        dialled=_one(dialled),
        answered=_one(answered),
        shifts=_one(shifts),
        off=_one(off),
        checks=_one(counts[:, 0]),
        found=_one(counts[:, 1]),
        checked_periods=_one(counts[:, 2]),
        noticed=_one(counts[:, 3]),
    )


def _one(counts: object) -> NDArray[np.int32]:
    return np.array([counts], dtype=np.int32)


def _dials(pools: tuple[str, ...], study: Study, case: Case) -> tuple[int, int, Ints, Ints]:
    """Faults called in, those answered at the first dial; [P] dials of each number, called after its first pool, and
    those that were answered. A caller goes through his chain from the beginning, time after time, so the number of his
    dials tells which numbers they were."""
    rules, outcomes = case.rules, case.outcomes
    inside = (outcomes.raised >= study.opens_at) & (outcomes.raised < study.closes_at)
    called = int(np.count_nonzero(inside & (outcomes.dials > 0)))
    first = int(np.count_nonzero(inside & (outcomes.dials == 1) & (outcomes.connected == 1)))
    dialled, answered = np.zeros(len(pools), dtype=np.int64), np.zeros(len(pools), dtype=np.int64)
    if not rules.numbers:
        return called, first, dialled, answered
    chains = [chain for row in rules.chains for chain in row]
    length = np.array([len(chain) for chain in chains], dtype=np.int64)
    kind = (case.workload.level * len(rules.sites) + case.workload.site)[inside]
    dials, by = outcomes.dials[inside].astype(np.int64), outcomes.answered_by[inside]
    times, rest = np.divmod(dials, length[kind])
    for place in range(max(map(len, chains), default=0)):
        pool = np.array([_pool(pools, rules.numbers[c[place]]) if place < len(c) else NEVER for c in chains])[kind]
        known = pool >= 0
        dialled += np.bincount(pool[known], (times + (rest > place))[known], len(pools)).astype(np.int64)
        answered += np.bincount(pool[known & (by == place)], minlength=len(pools))
    return called, first, dialled, answered


def _dials_at_once(pools: tuple[str, ...], study: Study, case: Case) -> tuple[int, int, Ints, Ints]:
    """The same as `_dials`, compiled."""
    from sim.compiled import ends

    work, outcomes = case.workload, case.outcomes
    dialled, answered = np.zeros(len(pools), dtype=np.int64), np.zeros(len(pools), dtype=np.int64)
    called, first = ends.numbers(
        (study.opens_at, study.closes_at),
        (outcomes.raised, work.level, work.site),
        len(work.sites),
        (outcomes.dials, outcomes.connected, outcomes.answered_by),
        _chains(Same(case.rules), pools, len(work.levels) * len(work.sites)),
        dialled,
        answered,
    )
    return called, first, dialled, answered


@lru_cache(maxsize=64)
def _chains(rules: Same[Rules], pools: tuple[str, ...], kinds: int) -> tuple[Ints, Ints]:
    """Where the chain of each of so many kinds of faults begins, and the pools of all chains, one after the other."""
    chains = [chain for row in rules.thing.chains for chain in row] if rules.thing.numbers else [()] * kinds
    found = [_pool(pools, rules.thing.numbers[number]) for chain in chains for number in chain]
    return np.cumsum([0, *map(len, chains)]), np.array(found, dtype=np.int64)


def _pool(pools: tuple[str, ...], number: Number) -> int:
    return pools.index(number.pool) if number.pool in pools else NEVER


def _shifts(pools: tuple[str, ...], study: Study, case: Case) -> tuple[Ints, Ints]:
    """[P] the shifts of all phones of a pool that lie in the study, and those in which they are off."""
    shifts, off = np.zeros(len(pools), dtype=np.int64), np.zeros(len(pools), dtype=np.int64)
    span = slice(phone_shift(study.opens_at), phone_shift(study.closes_at - 1) + 1)
    for number in case.rules.numbers:
        if number.line < 0:
            found = case.workload.phones.off_u[number.phone, span] < number.unreachable
            shifts[pools.index(number.pool)] += found.size
            off[pools.index(number.pool)] += np.count_nonzero(found)
    return shifts, off


# ------------------------------------------------------------------ random checks


def _check(scenario: Scenario, plan: Plan, roster: Roster, case: Case, index: int) -> tuple[int, int, int, int]:
    """Calls made, calls that found nobody, periods, and periods in which some call found nobody."""
    check = scenario.agreements.checks[index]
    edges = period_edges(scenario.study, check.period)
    luck = case.workload.phones.check_u[index][:, : edges.size - 1]
    at = (edges[:-1, None] + luck * np.diff(edges)[:, None]).astype(np.int64)
    found = np.stack([_nobody(check, plan, place, roster, case, at[i]) for i, place in enumerate(_places(plan, check))])
    return found.size, int(found.sum()), edges.size - 1, int(found.any(axis=(0, 2)).sum())


def _places(plan: Plan, check: Check) -> tuple[str, ...]:
    return plan.pools[check.pool].places


def _nobody(check: Check, plan: Plan, place: str, roster: Roster, case: Case, at: Ints) -> Bools:
    """Whether a call to the pool at `place` at each instant finds the phone off, or nobody there."""
    if not plan.pools[check.pool].carried:
        return ~_present(check.pool, place, roster, case, at)
    number = next((n for n in case.rules.numbers if (n.pool, n.place) == (check.pool, place)), None)
    if number is None:  # this plan does not have callers dial it
        return np.zeros(at.shape, dtype=np.bool_)
    shift: Ints = phone_shift(at)  # type: ignore[arg-type, assignment]
    off: Bools = case.workload.phones.off_u[number.phone, shift] < number.unreachable
    return off


def _present(pool: str, place: str, roster: Roster, case: Case, at: Ints) -> Bools:
    """Whether anybody of the pool is on the roster at each instant, seated or on call."""
    anybody = np.zeros(at.shape, dtype=np.bool_)
    for index, team in enumerate(case.rules.teams):
        if (team.pool, team.place) == (pool, place):
            mine = roster.team == index
            counts = np.append(0, roster.headcount[mine])
            anybody |= counts[np.searchsorted(roster.at[mine], at, side="right")] > 0
    return anybody
