"""The workload: every accident of the contract year, drawn before the year begins.

One row is one fault. What no plan can change is drawn in milliseconds; what a plan may change (travel, success, the
delay of a permission by night) is kept as a uniform number, which `fate` turns into milliseconds for each plan. There
are draws for steps that may never be visited too, so that two plans meet the very same faults.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrivals import arrival_times, expected_faults, weight_of
from sim.distributions import Law, Quantity, milliseconds, plain
from sim.scenario import STEPS, Demand, Level, PerFault, Scenario, Site
from sim.streams import Keys, key_of, row_keys, uniforms

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

OWN, ENVIRONMENT, CANNOT_TELL = range(3)
"""What the diagnosis says (R11)."""


@dataclass(frozen=True)
class Workload:
    """The faults of one replication, in order of (raised, site, level, number). n faults, S steps, K dials.

    [n]: `raised` ms; `level`, `site` indices into the names `levels`, `sites`; `number` of the fault at its site and
    level; `diagnosis` what a diagnosis will say; `truly_environment`; `other_way` ms until a report by fax or e-mail;
    `to_airport`, `flight` (with its delay), `to_site`, `hq_home` ms of a trip from headquarters; uniforms `again_u`,
    `granted_u`, `permit_u`, `ready_u`.
    [n, S]: `prepare`, `work` ms; uniforms `solve_u`, `travel_u`, `home_u`.
    [n, K]: `patience` ms (-1: endless), `redial_after` ms; uniform `redial_u`.
    """

    levels: tuple[str, ...]
    sites: tuple[str, ...]
    raised: Ints
    level: Ints
    site: Ints
    number: Ints
    diagnosis: NDArray[np.int8]
    truly_environment: NDArray[np.bool_]
    prepare: Ints
    work: Ints
    solve_u: Floats
    travel_u: Floats
    home_u: Floats
    again_u: Floats
    granted_u: Floats
    permit_u: Floats
    ready_u: Floats
    patience: Ints
    redial_u: Floats
    redial_after: Ints
    other_way: Ints
    to_airport: Ints
    flight: Ints
    to_site: Ints
    hq_home: Ints

    @property
    def faults(self) -> int:
        """The number of faults."""
        return int(self.raised.size)


@dataclass(frozen=True)
class _Block:
    """The rows of one level at one site, before all rows are sorted."""

    level: str
    site: str
    rows: slice


def draw_workload(scenario: Scenario, seed: int, replication: int) -> Workload:
    """All faults of one replication (R1, R2). `scenario` must be settled."""
    demand = scenario.demand
    levels = tuple(sorted(demand.levels, key=lambda level: level.name))
    sites = tuple(sorted(demand.sites, key=lambda site: site.name))
    pieces, keys, blocks, start = [], [], [], 0
    for level in levels:
        expected = expected_faults(scenario, level)
        for site in sites:
            stream = key_of("fault", seed, replication, site.name, level.name)
            raised = arrival_times(expected, weight_of(demand, level, site), stream)
            pieces.append(raised)
            keys.append(row_keys(stream, raised.size))
            blocks.append(_Block(level.name, site.name, slice(start, start + raised.size)))
            start += raised.size
    return _columns(demand, (levels, sites), blocks, np.concatenate(pieces), np.concatenate(keys))


# ------------------------------------------------------------------ what each fault brings


def _columns(
    demand: Demand,
    names: tuple[tuple[Level, ...], tuple[Site, ...]],
    blocks: list[_Block],
    raised: Ints,
    keys: Keys,
) -> Workload:
    levels, sites = names
    draw = _Drawer(demand, blocks, keys)
    level_index = {level.name: i for i, level in enumerate(levels)}
    site_index = {site.name: i for i, site in enumerate(sites)}
    level = draw.constant(lambda block: level_index[block.level])
    site = draw.constant(lambda block: site_index[block.site])
    number = draw.numbers()
    order = np.lexsort((number, level, site, raised))
    diagnosis, truly_environment = _causes(demand, draw)
    patience, redial_u, redial_after = _dials(demand, draw)
    to_airport, flight, to_site, hq_home = _trips(demand, draw)
    columns: dict[str, NDArray[Any]] = {
        "raised": raised,
        "level": level,
        "site": site,
        "number": number,
        "diagnosis": diagnosis,
        "truly_environment": truly_environment,
        "prepare": draw.by_step("prepare"),
        "work": draw.by_step("work"),
        "solve_u": draw.uniforms_by_step("solve"),
        "travel_u": draw.uniforms_by_step("travel"),
        "home_u": draw.uniforms_by_step("home"),
        "again_u": draw.uniform("again"),
        "granted_u": draw.uniform("granted"),
        "permit_u": draw.uniform("permit"),
        "ready_u": draw.uniform("ready"),
        "patience": patience,
        "redial_u": redial_u,
        "redial_after": redial_after,
        "other_way": draw.law(demand.calls.other_way, "other_way"),
        "to_airport": to_airport,
        "flight": flight,
        "to_site": to_site,
        "hq_home": hq_home,
    }
    sorted_columns = {name: column[order] for name, column in columns.items()}
    return Workload(
        levels=tuple(entry.name for entry in levels), sites=tuple(entry.name for entry in sites), **sorted_columns
    )


class _Drawer:
    """Draws columns for the rows of all blocks, before sorting."""

    def __init__(self, demand: Demand, blocks: list[_Block], keys: Keys) -> None:
        self.demand, self.blocks, self.keys = demand, blocks, keys

    def uniform(self, column: str) -> Floats:
        return uniforms(self.keys, column)

    def law(self, law: Law, column: str) -> Ints:
        return milliseconds(law, self.uniform(column))

    def constant(self, value: Callable[[_Block], int]) -> Ints:
        """A number that is the same for all rows of a block."""
        result = np.empty(self.keys.size, dtype=np.int64)
        for block in self.blocks:
            result[block.rows] = value(block)
        return result

    def numbers(self) -> Ints:
        result = np.empty(self.keys.size, dtype=np.int64)
        for block in self.blocks:
            result[block.rows] = np.arange(block.rows.stop - block.rows.start)
        return result

    def share(self, table: PerFault[Quantity]) -> Floats:
        """The share that holds for each row."""
        result = np.empty(self.keys.size)
        for block in self.blocks:
            result[block.rows] = plain(table[block.level, block.site])
        return result

    def durations(self, table: PerFault[Law], column: str) -> Ints:
        """Durations by laws that differ by level and site; neighbouring blocks of one law are drawn at once."""
        u = self.uniform(column)
        result = np.empty(u.size, dtype=np.int64)
        start, law = 0, None
        for block in self.blocks:
            following = table[block.level, block.site]
            if law is not None and following != law:
                result[start : block.rows.start] = milliseconds(law, u[start : block.rows.start])
                start = block.rows.start
            law = following
        if law is not None:
            result[start:] = milliseconds(law, u[start:])
        return result

    def by_step(self, what: str) -> Ints:
        """[n, S] durations of the written steps; 0 for the others."""
        result = np.zeros((self.keys.size, len(STEPS)), dtype=np.int64)
        for index, name in enumerate(STEPS):
            if name in self.demand.steps:
                result[:, index] = self.durations(getattr(self.demand.steps[name], what), f"{name}/{what}")
        return result

    def uniforms_by_step(self, what: str) -> Floats:
        """[n, S] uniforms of the written steps; 0 for the others."""
        result = np.zeros((self.keys.size, len(STEPS)))
        for index, name in enumerate(STEPS):
            if name in self.demand.steps:
                result[:, index] = self.uniform(f"{name}/{what}")
        return result


def _causes(demand: Demand, draw: _Drawer) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """What the diagnosis will say, and what is true (R11)."""
    causes = demand.causes
    u = draw.uniform("cause")
    own = draw.share(causes.own)
    environment = draw.share(causes.environment)
    diagnosis = np.full(u.size, CANNOT_TELL, dtype=np.int8)
    diagnosis[u < own + environment] = ENVIRONMENT
    diagnosis[u < own] = OWN
    # Shares that make 100 % leave no third part, whatever the rounding of their sum.
    certain = (diagnosis == CANNOT_TELL) & (draw.share(causes.cannot_tell) <= 0)
    diagnosis[certain] = np.where(environment[certain] > 0, ENVIRONMENT, OWN)
    unclear = draw.uniform("truth") < draw.share(causes.cannot_tell_is_environment)
    return diagnosis, (diagnosis == ENVIRONMENT) | ((diagnosis == CANNOT_TELL) & unclear)


def _dials(demand: Demand, draw: _Drawer) -> tuple[Ints, Floats, Ints]:
    """[n, K] patience, luck and delay of each dial (R8)."""
    calls = demand.calls
    dials = range(calls.redials + 1)
    if calls.patience is None:
        patience = [np.full(draw.keys.size, -1, dtype=np.int64) for _ in dials]
    else:
        patience = [draw.law(calls.patience, f"patience/{dial}") for dial in dials]
    redial_u = [draw.uniform(f"redial/{dial}") for dial in dials]
    redial_after = [draw.law(calls.redial_after, f"redial_after/{dial}") for dial in dials]
    return np.stack(patience, axis=1), np.stack(redial_u, axis=1), np.stack(redial_after, axis=1)


def _trips(demand: Demand, draw: _Drawer) -> tuple[Ints, Ints, Ints, Ints]:
    """Ways from headquarters to the airport, in the air with delay, to the site, and all the way home (R16)."""
    ways = {site.name: site.from_hq for site in demand.sites}
    out, flight, on, home = (np.zeros(draw.keys.size, dtype=np.int64) for _ in range(4))
    if "hq_trip" not in demand.steps:
        return out, flight, on, home
    columns = ("to_airport", "flight", "late", "late_by", "to_site", "home_to_airport", "home_flight", "home_to_hq")
    u = {column: draw.uniform(f"hq_trip/{column}") for column in columns}
    for block in draw.blocks:
        way, rows = ways[block.site], block.rows
        if way is None:
            continue
        late_by = milliseconds(way.late_by, u["late_by"][rows])
        out[rows] = milliseconds(way.to_airport, u["to_airport"][rows])
        flight[rows] = milliseconds(way.flight, u["flight"][rows])
        flight[rows] += np.where(u["late"][rows] < plain(way.late_share), late_by, 0)
        on[rows] = milliseconds(way.to_site, u["to_site"][rows])
        home[rows] = (
            milliseconds(way.to_site, u["home_to_airport"][rows])
            + milliseconds(way.flight, u["home_flight"][rows])
            + milliseconds(way.to_airport, u["home_to_hq"][rows])
        )
    return out, flight, on, home
