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
from sim.streams import Keys, key_of, once_more, row_keys, uniform_table, uniforms
from sim.tasks import NO_TASKS, Tasks, draw_tasks

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

OWN, ENVIRONMENT, CANNOT_TELL = range(3)
"""What the diagnosis says (R11)."""


@dataclass(frozen=True)
class Workload:
    """The faults of one replication, in order of (raised, site, level, number), and behind them those that could come
    back, in the order of those that they follow. n faults, S steps, K dials.

    [n]: `raised` ms (-1 of those that come back: it depends on the restoration); `level`, `site` indices into the names
    `levels`, `sites`; `number` of the fault at its site and level; `parent` the row of the fault that it is once more
    (-1: it is none) and `back_after` ms after whose restoration; `marks` bits, in the order of `mark_names`;
    `diagnosis` what a diagnosis will say; `truly_environment`; `question_after` ms of work on the diagnosis (-1: never)
    the customer is asked for information, who answers `question_delay` ms later; `other_way` ms until a report by fax
    or e-mail; `to_airport`, `flight` (with its delay), `to_site`, `hq_home` ms of a trip from headquarters; uniforms
    `again_u`, `granted_u`, `permit_u`, `ready_u`.
    [n, S]: `prepare`, `work` ms; uniforms `solve_u`, `travel_u`, `home_u`.
    [n, K]: `redial_after` ms; uniform `redial_u`. [n, K * M]: `patience` ms (-1: endless), for each of the M lines that
    a caller can come through before he begins anew. [n, K, C] uniform `busy_u` for each of the C pools of carried
    phones (`hotline.carried`). `phones`: the luck of the phones themselves.
    `told_travel` [n, 2] ms of the first and the second visit, whoever goes, where a table of faults says it (-1: it
    does not; None: there is no such table).
    `tasks`: what people do beside faults. An engine numbers them behind the faults: task j is row n + j.
    """

    levels: tuple[str, ...]
    sites: tuple[str, ...]
    raised: Ints
    level: Ints
    site: Ints
    number: Ints
    parent: Ints
    back_after: Ints
    marks: Ints
    diagnosis: NDArray[np.int8]
    truly_environment: NDArray[np.bool_]
    question_after: Ints
    question_delay: Ints
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
    mark_names: tuple[str, ...] = ()

    @property
    def faults(self) -> int:
        """The number of faults, with all that could come back."""
        return int(self.raised.size)

    @property
    def arriving(self) -> int:
        """The number of faults that are raised by themselves; these stand first."""
        return int(np.count_nonzero(self.parent < 0))

    @property
    def origin(self) -> Ints:
        """[n] the row of the fault that each is once more, its own where it is a new one."""
        origin = np.arange(self.faults)
        while (parent := self.parent[origin]).max(initial=-1) >= 0:
            origin = np.where(parent >= 0, parent, origin)
        return origin

    @property
    def comes_back(self) -> Ints:
        """[n] the row of the fault that each could be once more, -1 where it is none."""
        back = np.flatnonzero(self.parent >= 0)
        found = np.full(self.faults, -1, dtype=np.int64)
        found[self.parent[back]] = back
        return found

    def mark(self, name: str) -> NDArray[np.bool_]:
        """[n] whether each fault has the mark called `name`."""
        return (self.marks >> self.mark_names.index(name) & 1).astype(np.bool_)


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
    rows = _Rows.of(raised, keys)
    if demand.reopens is not None:
        rows = _drawn_back(demand, [(level.name, site.name) for site in sites for level in levels], rows)
    workload = _columns(scenario, (levels, sites), rows, draw_phones(scenario, seed, replication))
    return replace(workload, tasks=draw_tasks(scenario, seed, replication))


def workload_at(
    scenario: Scenario,
    seed: int,
    replication: int,
    places: Sequence[tuple[str, str]],
    raised: Ints,
    back_after: Sequence[Sequence[int]] = (),
) -> tuple[Workload, Ints]:
    """The workload of faults raised at known times [n] at known places (level, site), everything else drawn; and which
    of them each of its first rows is [n]. `back_after`: for each fault, the ms after which it comes back, and comes
    back again; not given, nothing does. `scenario` must be settled."""
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
    order = np.concatenate(which)[np.argsort(np.concatenate(times), kind="stable")]
    rows = _told_back(_Rows.of(times, keys), [back_after[index] for index in order] if back_after else [])
    workload = _columns(scenario, (levels, sites), rows, draw_phones(scenario, seed, replication))
    return replace(workload, tasks=draw_tasks(scenario, seed, replication)), order


# ------------------------------------------------------------------ which faults there are


@dataclass(frozen=True)
class _Rows:
    """The faults in their final order: [n] `place` is which level at which site, all levels at the first site first;
    `number`, `raised`, `parent`, `back_after` as in `Workload`; `keys` of their draws."""

    place: Ints
    number: Ints
    raised: Ints
    keys: Keys
    parent: Ints
    back_after: Ints

    @staticmethod
    def of(raised: list[Ints], keys: list[Keys]) -> _Rows:
        """The faults of each place in the order of time."""
        sizes = [times.size for times in raised]
        times = np.concatenate(raised)
        order = np.argsort(times, kind="stable")
        return _Rows(
            place=np.repeat(np.arange(len(sizes)), sizes)[order],
            number=np.concatenate([np.arange(size) for size in sizes])[order],
            raised=times[order],
            keys=np.concatenate(keys)[order],
            parent=np.full(times.size, -1, dtype=np.int64),
            back_after=np.full(times.size, -1, dtype=np.int64),
        )

    def followed_by(self, back: Ints, after: Ints) -> _Rows:
        """These faults, and behind them those of the rows `back` once more, `after` ms after their restoration."""
        return _Rows(
            place=np.concatenate((self.place, self.place[back])),
            number=np.concatenate((self.number, self.number[back])),
            raised=np.concatenate((self.raised, np.full(back.size, -1, dtype=np.int64))),
            keys=np.concatenate((self.keys, once_more(self.keys[back]))),
            parent=np.concatenate((self.parent, back)),
            back_after=np.concatenate((self.back_after, after)),
        )


def _drawn_back(demand: Demand, places: Sequence[tuple[str, str]], rows: _Rows) -> _Rows:
    """The faults with those of them that come back, and again (R20)."""
    assert demand.reopens is not None
    share = np.array([plain(demand.reopens.share[name]) for name in places])
    laws = [demand.reopens.after[name] for name in places]
    begin = 0
    for _ in range(demand.reopens.at_most):
        place, keys = rows.place[begin:], rows.keys[begin:]
        back = np.flatnonzero(uniforms(keys, "reopens") < share[place])
        after = milliseconds_by_group(laws, place[back], uniforms(keys[back], "reopens_after"))
        begin, rows = rows.place.size, rows.followed_by(begin + back, after)
    return rows


def _told_back(rows: _Rows, back_after: Sequence[Sequence[int]]) -> _Rows:
    """The faults with those that come back after times that are told, `back_after` in the order of the rows."""
    origin, generation = np.arange(len(back_after)), 0
    latest = origin
    while latest.size:
        again = np.array([len(back_after[row]) > generation for row in origin.tolist()], dtype=np.bool_)
        origin, back = origin[again], latest[again]
        after = np.array([back_after[row][generation] for row in origin.tolist()], dtype=np.int64)
        latest, generation = rows.place.size + np.arange(back.size), generation + 1
        rows = rows.followed_by(back, after)
    return rows


# ------------------------------------------------------------------ what each fault brings


def _columns(
    scenario: Scenario, names: tuple[tuple[Level, ...], tuple[Site, ...]], rows: _Rows, phones: PhoneLuck
) -> Workload:
    demand = scenario.demand
    levels, sites = names
    draw = _Drawer(demand, names, rows.place, rows.keys)
    diagnosis, truly_environment = _causes(demand, draw)
    work = draw.by_step("work")
    question_after, question_delay = _questions(demand, draw, work[:, STEPS.index("diagnosis")])
    patience, redial_u, redial_after = _dials(demand, draw, most_lines(scenario))
    to_airport, flight, to_site, hq_home = _trips(demand, draw)
    workload = Workload(
        levels=tuple(entry.name for entry in levels),
        sites=tuple(entry.name for entry in sites),
        raised=rows.raised,
        level=rows.place % len(levels),
        site=draw.site,
        number=rows.number,
        parent=rows.parent,
        back_after=rows.back_after,
        marks=_marks(demand, draw),
        diagnosis=diagnosis,
        truly_environment=truly_environment,
        question_after=question_after,
        question_delay=question_delay,
        prepare=draw.by_step("prepare"),
        work=work,
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
        mark_names=tuple(mark.name for mark in demand.marks),
    )
    return workload if demand.reopens is None else with_causes_of_origins(workload)


def with_causes_of_origins(workload: Workload) -> Workload:
    """The workload in which whatever comes back has the cause and the marks of what it is once more (R20)."""
    origin = workload.origin
    columns = {name: getattr(workload, name)[origin] for name in ("diagnosis", "truly_environment", "marks")}
    return replace(workload, **columns)


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


def _questions(demand: Demand, draw: _Drawer, work: Ints) -> tuple[Ints, Ints]:
    """After how much of the `work` [n] of a diagnosis the customer is asked (-1: never), and his delay (R10)."""
    if demand.information is None:
        return np.full(work.size, -1, dtype=np.int64), np.zeros(work.size, dtype=np.int64)
    asked = draw.uniform("question") < draw.share(demand.information.share)
    after = np.floor(draw.uniform("question_after") * work).astype(np.int64)
    laws = [demand.information.delay[name] for name in draw.places]
    return np.where(asked, after, -1), milliseconds_by_group(laws, draw.place, draw.uniform("question_delay"))


def _marks(demand: Demand, draw: _Drawer) -> Ints:
    """[n] which marks each fault has, as bits."""
    marks = np.zeros(draw.keys.size, dtype=np.int64)
    for index, mark in enumerate(demand.marks):
        marks |= (draw.uniform(f"mark/{mark.name}") < draw.share(mark.share)).astype(np.int64) << index
    return marks


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
