"""The workload: every accident of the contract year, drawn before the year begins.

One row is one fault. What no plan can change is drawn in milliseconds; what a plan may change (travel, success, the
delay of a permission by night) is kept as a uniform number, which `fate` turns into milliseconds for each plan. There
are draws for steps that may never be visited too, so that two plans meet the very same faults.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.arrivals import arrival_times, expected_faults, weight_of
from sim.bursts import alone_or_first, with_followers
from sim.busyness import daily_factors
from sim.distributions import Law, Quantity, fixed, milliseconds, milliseconds_by_group, plain
from sim.hotline import PhoneLuck, carried, draw_phones, most_lines
from sim.scenario import STEPS, Demand, HqJourney, Level, PerFault, Scenario, Site
from sim.streams import Keys, key_of, row_keys, uniform_table, uniforms
from sim.tasks import NO_TASKS, Tasks, draw_tasks

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
    [n, K]: `redial_after` ms; uniform `redial_u`. [n, K * M]: `patience` ms (-1: endless), for each of the M lines that
    a caller can come through before he begins anew. [n, K, C] uniform `busy_u` for each of the C pools of carried
    phones (`hotline.carried`). `phones`: the luck of the phones themselves.
    `told_travel` [n, 2] ms of the first and the second visit, whoever goes, where a table of faults says it (-1: not
    said; None: there is no such table).
    `tasks`: what people do beside faults. An engine numbers them behind the faults: task j is row n + j.
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
    busy_u: Floats
    phones: PhoneLuck
    tasks: Tasks = NO_TASKS
    told_travel: Ints | None = None

    @property
    def faults(self) -> int:
        """The number of faults."""
        return int(self.raised.size)


def draw_workload(scenario: Scenario, seed: int, replication: int) -> Workload:
    """All faults of one replication (R1, R2). `scenario` must be settled."""
    demand = scenario.demand
    levels = tuple(sorted(demand.levels, key=lambda level: level.name))
    sites = tuple(sorted(demand.sites, key=lambda site: site.name))
    raised, keys = [], []
    expected = [expected_faults(scenario, level) for level in levels]
    first = 1.0 if demand.bursts is None else alone_or_first(demand.bursts)
    for site in sites:
        factors = daily_factors(scenario, site.name, seed, replication)
        for level, faults in zip(levels, expected, strict=True):
            place = (seed, replication, site.name, level.name)
            busy = faults if factors is None else faults.busier(factors)
            times = arrival_times(busy, first * weight_of(demand, level, site), key_of("fault", *place))
            if demand.bursts is not None:
                until = scenario.study.arrivals_until
                times = with_followers(demand.bursts, times, key_of("burst", *place), until)
            raised.append(times)
            keys.append(row_keys(key_of("fault", *place), times.size))
    workload = _columns(scenario, (levels, sites), raised, keys, draw_phones(scenario, seed, replication))
    return replace(workload, tasks=draw_tasks(scenario, seed, replication))


def workload_at(
    scenario: Scenario, seed: int, replication: int, places: Sequence[tuple[str, str]], raised: Ints
) -> tuple[Workload, Ints]:
    """The workload of faults raised at known times [n] at known places (level, site), everything else drawn; and which
    of them each row is [n]. `scenario` must be settled."""
    demand = scenario.demand
    levels = tuple(sorted(demand.levels, key=lambda level: level.name))
    sites = tuple(sorted(demand.sites, key=lambda site: site.name))
    times, keys, which = [], [], []
    for site in sites:
        for level in levels:
            mine = np.array([i for i, at in enumerate(places) if at == (level.name, site.name)], dtype=np.int64)
            mine = mine[np.argsort(raised[mine], kind="stable")]
            which.append(mine)
            times.append(raised[mine])
            keys.append(row_keys(key_of("fault", seed, replication, site.name, level.name), mine.size))
    order = np.argsort(np.concatenate(times), kind="stable")
    workload = _columns(scenario, (levels, sites), times, keys, draw_phones(scenario, seed, replication))
    tasks = draw_tasks(scenario, seed, replication)
    return replace(workload, tasks=tasks), np.concatenate(which)[order]


# ------------------------------------------------------------------ what each fault brings


def _columns(
    scenario: Scenario,
    names: tuple[tuple[Level, ...], tuple[Site, ...]],
    raised: list[Ints],
    keys: list[Keys],
    phones: PhoneLuck,
) -> Workload:
    """`raised` and `keys` by place: a level at a site, all levels at the first site first."""
    demand = scenario.demand
    levels, sites = names
    sizes = [times.size for times in raised]
    place = np.repeat(np.arange(len(sizes)), sizes)
    number = np.concatenate([np.arange(size) for size in sizes])
    times = np.concatenate(raised)
    order = np.argsort(times, kind="stable")
    place = place[order]
    draw = _Drawer(demand, names, place, np.concatenate(keys)[order])
    diagnosis, truly_environment = _causes(demand, draw)
    patience, redial_u, redial_after = _dials(demand, draw, most_lines(scenario))
    to_airport, flight, to_site, hq_home = _trips(demand, draw)
    return Workload(
        levels=tuple(entry.name for entry in levels),
        sites=tuple(entry.name for entry in sites),
        raised=times[order],
        level=place % len(levels),
        site=place // len(levels),
        number=number[order],
        diagnosis=diagnosis,
        truly_environment=truly_environment,
        prepare=draw.by_step("prepare"),
        work=draw.by_step("work"),
        solve_u=draw.uniforms_by_step("solve"),
        travel_u=draw.uniforms_by_step("travel"),
        home_u=draw.uniforms_by_step("home"),
        again_u=draw.uniform("again"),
        granted_u=draw.uniform("granted"),
        permit_u=draw.uniform("permit"),
        ready_u=draw.uniform("ready"),
        patience=patience,
        redial_u=redial_u,
        redial_after=redial_after,
        other_way=milliseconds(demand.calls.other_way, draw.uniform("other_way")),
        to_airport=to_airport,
        flight=flight,
        to_site=to_site,
        hq_home=hq_home,
        busy_u=_busy(demand, draw, carried(scenario)),
        phones=phones,
    )


class _Drawer:
    """Draws columns for faults in their final order. `place` [n]: which level at which site, an index into `places`."""

    def __init__(
        self, demand: Demand, names: tuple[tuple[Level, ...], tuple[Site, ...]], place: Ints, keys: Keys
    ) -> None:
        self.demand, self.place, self.keys = demand, place, keys
        levels, self.sites = names
        self.site = place // len(levels)
        self.places = [(level.name, site.name) for site in self.sites for level in levels]
        self.written = [(index, name) for index, name in enumerate(STEPS) if name in demand.steps]

    def uniform(self, column: str) -> Floats:
        return uniforms(self.keys, column)

    def share(self, table: PerFault[Quantity]) -> Floats:
        """The share that holds for each fault."""
        return np.array([plain(table[name]) for name in self.places])[self.place]

    def by_step(self, what: str) -> Ints:
        """[n, S] durations of the written steps; 0 for the others."""
        result = np.zeros((self.keys.size, len(STEPS)), dtype=np.int64)
        for index, name in self.written:
            table: PerFault[Law] = getattr(self.demand.steps[name], what)
            laws = [table[place] for place in self.places]
            result[:, index] = milliseconds_by_group(laws, self.place, self.uniform(f"{name}/{what}"))
        return result

    def uniforms_by_step(self, what: str) -> Floats:
        """[n, S] uniforms of the written steps; 0 for the others."""
        result = np.zeros((self.keys.size, len(STEPS)))
        for index, name in self.written:
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


def _dials(demand: Demand, draw: _Drawer, lines: int) -> tuple[Ints, Floats, Ints]:
    """Patience, luck and delay of each dial (R8); a caller has other patience in each of several lines."""
    calls = demand.calls
    dials = range(calls.redials + 1)

    def luck(what: str) -> Floats:
        return uniform_table(draw.keys, [f"{what}/{dial}" for dial in dials])

    if calls.patience is None:
        patience = np.full((draw.keys.size, len(dials) * lines), -1, dtype=np.int64)
    else:
        columns = [f"patience/{dial}" + (f"/{line}" if line else "") for dial in dials for line in range(lines)]
        patience = milliseconds(calls.patience, uniform_table(draw.keys, columns))
    return patience, luck("redial"), milliseconds(calls.redial_after, luck("redial_after"))


def _busy(demand: Demand, draw: _Drawer, pools: tuple[str, ...]) -> Floats:
    """[n, K, C] the luck of each dial of each kind of carried phone (R8)."""
    dials = demand.calls.redials + 1
    columns = [f"busy/{dial}/{pool}" for dial in range(dials) for pool in pools]
    return uniform_table(draw.keys, columns).reshape(draw.keys.size, dials, len(pools))


def _trips(demand: Demand, draw: _Drawer) -> tuple[Ints, Ints, Ints, Ints]:
    """Ways from headquarters to the airport, in the air with delay, to the site, and all the way home (R16)."""
    if "hq_trip" not in demand.steps:
        out, flight, on, home = (np.zeros(draw.keys.size, dtype=np.int64) for _ in range(4))
        return out, flight, on, home
    ways = [site.from_hq for site in draw.sites]

    def time(law_of: Callable[[HqJourney], Law], column: str) -> Ints:
        laws = [fixed(0) if way is None else law_of(way) for way in ways]
        return milliseconds_by_group(laws, draw.site, draw.uniform(f"hq_trip/{column}"))

    late_share = np.array([0.0 if way is None else plain(way.late_share) for way in ways])[draw.site]
    late = draw.uniform("hq_trip/late") < late_share
    return (
        time(lambda way: way.to_airport, "to_airport"),
        time(lambda way: way.flight, "flight") + np.where(late, time(lambda way: way.late_by, "late_by"), 0),
        time(lambda way: way.to_site, "to_site"),
        time(lambda way: way.to_site, "home_to_airport")
        + time(lambda way: way.flight, "home_flight")
        + time(lambda way: way.to_airport, "home_to_hq"),
    )
