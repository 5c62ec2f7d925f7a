"""What the draws come to under one plan: milliseconds and yes-or-no for everything that could happen to each fault.

Computed for all faults at once before play, so that an engine only has to look things up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Law, milliseconds, milliseconds_by_group
from sim.journey import ONSITE, SECOND_VISIT, path_of
from sim.rules import Rules
from sim.same import Same
from sim.workload import Workload

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Fate:
    """n faults, S steps, K dials, W ways, T teams, H kinds of hours of a permission.

    `path` [n]; `solves` [n, S] whether the step would restore; `again`, `granted` [n]; `redials` [n, K] whether the
    caller tries again after this dial; `travel`, `home` [W, 2, n] ms for the first and the second visit; `permit`
    [H, n] ms until the customer answers; `ready_in` [T, n] ms until somebody called is ready; `off` [numbers, shifts]
    whether a carried phone is switched off.
    """

    path: Ints
    solves: Bools
    again: Bools
    granted: Bools
    redials: Bools
    travel: Ints
    home: Ints
    permit: Ints
    ready_in: Ints
    off: Bools


def fate_of(rules: Rules, workload: Workload) -> Fate:
    """The fate of every fault of `workload` under `rules`."""
    level, site = workload.level, workload.site
    at_once = np.array(rules.at_once, dtype=np.int64)[level]
    path = path_of(workload.diagnosis, workload.truly_environment, at_once)
    redials = workload.redial_u < rules.redial_share
    redials[:, -1] = False
    return Fate(
        path=path,
        solves=(workload.solve_u < rules.solves[level, site]) & rules.restores[path],
        again=workload.again_u < rules.again[level, site],
        granted=workload.granted_u < rules.granted[level, site],
        redials=redials,
        travel=_travel(rules, site, workload.travel_u),
        home=_travel(rules, site, workload.home_u),
        permit=_permit(rules, workload),
        ready_in=_ready_in(rules, workload),
        off=_off(rules, workload),
    )


def _travel(rules: Rules, site: Ints, u: NDArray[np.float64]) -> Ints:
    """[W, 2, n] ways to the site; `u` [n, S]. Ways by the same laws take the same time."""
    result = np.empty((len(rules.ways), 2, site.size), dtype=np.int64)
    for index, way in enumerate(rules.ways):
        for visit, step in enumerate((ONSITE, SECOND_VISIT)):
            result[index, visit] = _visit(way.laws, Same(site), Same(u), step)
    return result


@lru_cache(maxsize=16)
def _visit(laws: tuple[Law, ...], site: Same[Ints], u: Same[NDArray[np.float64]], step: int) -> Ints:
    """[n] the time of a visit. Other pools and other plans mostly ask for the very same, so it is kept for a while."""
    return milliseconds_by_group(laws, site.thing, u.thing[:, step])


def _permit(rules: Rules, workload: Workload) -> Ints:
    """[H, n] the customer's delay, for each kind of hours in which he may be asked."""
    places = workload.level * len(rules.sites) + workload.site
    names = [(level, site) for level in rules.levels for site in rules.sites]
    result = np.zeros((len(rules.permit), workload.faults), dtype=np.int64)
    for index, (_, table) in enumerate(rules.permit):
        result[index] = milliseconds_by_group([table[name] for name in names], places, workload.permit_u)
    return result


def _ready_in(rules: Rules, workload: Workload) -> Ints:
    """[T, n] the time it takes to be ready, of each team."""
    times = {law: milliseconds(law, workload.ready_u) for law in set(rules.ready_in)}
    result = np.zeros((len(rules.teams), workload.faults), dtype=np.int64)
    for index, law in enumerate(rules.ready_in):
        result[index] = times[law]
    return result


def _off(rules: Rules, workload: Workload) -> Bools:
    """Whether each number is switched off in each shift; where people answer it never is."""
    off_u = workload.phones.off_u
    result = np.zeros((len(rules.numbers), off_u.shape[1]), dtype=np.bool_)
    for index, number in enumerate(rules.numbers):
        if number.line < 0:
            result[index] = off_u[number.phone] < number.unreachable
    return result
