"""What is drawn before the year begins: right rates, right hours, and no draw disturbed by another."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.bursts import alone_or_first, beginning, with_followers
from sim.busyness import daily_factors
from sim.calendars import DAY, HOUR, MINUTE, Holidays, Hours, Span, calendar, is_open
from sim.scenario import Bursts, Busyness, Level, Peak, Rate, Rhythm, Scenario, Title, laid_out
from sim.workload import Workload, draw_workload
from tests.random_cases import WEEKDAYS, Case

NAME = Title("", "")
DAYTIME = Hours((Span(WEEKDAYS, ((8 * HOUR, 20 * HOUR),)),))


def scenario_with(rhythm: Rhythm, rate: Rate, peaks: tuple[Peak, ...] = (), days: int = 365) -> Scenario:
    case = Case(7)
    scenario = case.scenario()
    levels = tuple(Level(name, NAME, (), rate, rhythm) for name in case.levels)
    study = replace(scenario.study, start=date(2026, 1, 1), days=days)
    demand = replace(scenario.demand, levels=levels, peaks=peaks)
    return replace(scenario, demand=demand, study=study, holidays=Holidays())


def many(scenario: Scenario, replications: int = 30) -> list[Workload]:
    return [draw_workload(scenario, 5, replication) for replication in range(replications)]


@pytest.mark.parametrize(
    ("rate", "in_a_year"),
    [
        (Rate(0.5, "hour", per_site=False), 0.5 * 8760),
        (Rate(3.0, "day", per_site=False), 3 * 365),
        (Rate(4.0, "workday", per_site=False), 4 * 261),  # 261 of 2026's days are Monday to Friday
        (Rate(20.0, "week", per_site=False), 20 * 365 / 7),
        (Rate(100.0, "month", per_site=False), 1200),
        (Rate(200.0, "quarter", per_site=False), 800),
        (Rate(900.0, "year", per_site=False), 900),
    ],
)
def test_the_year_has_the_stated_number_of_faults(rate: Rate, in_a_year: float) -> None:
    scenario = scenario_with(Rhythm(shares=((0.6, DAYTIME),)), rate)
    expected = in_a_year * len(scenario.demand.levels)
    counts = [workload.faults for workload in many(scenario)]
    assert abs(np.mean(counts) - expected) < 4 * np.sqrt(expected / len(counts))
    assert 0.3 < np.var(counts) / expected < 2.2  # Poisson: variance equals the mean


def test_sites_share_the_faults_by_size() -> None:
    scenario = scenario_with(Rhythm(), Rate(600.0, "year", per_site=True))
    sites = tuple(replace(site, size=float(i + 1)) for i, site in enumerate(scenario.demand.sites))
    scenario = replace(scenario, demand=replace(scenario.demand, sites=sites))
    workloads = many(scenario, 10)
    for site in sites:
        index = workloads[0].sites.index(site.name)
        counts = [np.count_nonzero(workload.site == index) for workload in workloads]
        expected = 600 * site.size * len(scenario.demand.levels)
        assert abs(np.mean(counts) - expected) < 4 * np.sqrt(expected / len(counts))


def test_a_share_of_the_faults_falls_into_its_hours() -> None:
    scenario = scenario_with(Rhythm(shares=((0.6, DAYTIME),)), Rate(900.0, "year", per_site=False))
    open_hours = calendar(DAYTIME, laid_out(scenario))
    inside = np.concatenate([is_open(open_hours, workload.raised) for workload in many(scenario)])
    assert abs(inside.mean() - 0.6) < 4 * np.sqrt(0.24 / inside.size)


def test_weights_by_hour_shape_the_day() -> None:
    weights = tuple(float(hour in (9, 10)) + 2 * float(hour == 14) for hour in range(24))
    scenario = scenario_with(Rhythm(weights=(("workdays", weights),)), Rate(900.0, "year", per_site=False))
    raised = np.concatenate([workload.raised for workload in many(scenario, 10)])
    hours = raised % DAY // HOUR
    assert set(np.unique(hours)) == {9, 10, 14}
    assert abs(np.mean(hours == 14) - 0.5) < 4 * np.sqrt(0.25 / hours.size)
    weekday = (raised // DAY + date(2026, 1, 1).weekday()) % 7
    assert weekday.max() <= 4


def test_busy_days_are_busier_and_the_year_keeps_its_mean() -> None:
    peak = Peak("billing", NAME, 1.5, first=1, last=5)
    scenario = scenario_with(Rhythm(), Rate(9000.0, "year", per_site=False), (peak,))
    workloads = many(scenario, 10)
    expected = 9000 * len(scenario.demand.levels)
    assert abs(np.mean([w.faults for w in workloads]) - expected) < 4 * np.sqrt(expected / 10)
    raised = np.concatenate([w.raised for w in workloads]) // DAY
    busy = np.array([date.fromordinal(date(2026, 1, 1).toordinal() + int(day)).day <= 5 for day in range(365)])
    share = 60 * 1.5 / (60 * 1.5 + 305)
    assert abs(busy[raised].mean() - share) < 4 * np.sqrt(share * (1 - share) / raised.size)


# ------------------------------------------------------------------ busier times and bursts


def yearly(scenario: Scenario, replications: int) -> np.ndarray:
    """[replications, V, L] faults."""
    counts = []
    for workload in many(scenario, replications):
        levels = len(workload.levels)
        place = workload.site * levels + workload.level
        counts.append(np.bincount(place, minlength=levels * len(workload.sites)).reshape(-1, levels))
    return np.array(counts)


def interval_of_mean(values: np.ndarray, sigmas: float = 4) -> tuple[float, float]:
    half = sigmas * values.std(ddof=1) / np.sqrt(values.size)
    return float(values.mean() - half), float(values.mean() + half)


def interval_of_dispersion(counts: np.ndarray, sigmas: float = 4) -> tuple[float, float]:
    """The index of dispersion, variance over mean, by the jackknife over contract years."""
    n = counts.size

    def index(sample: np.ndarray) -> float:
        return float(sample.var(ddof=1) / sample.mean())

    left_out = np.array([index(np.delete(counts, i)) for i in range(n)])
    half = sigmas * np.sqrt((n - 1) / n * np.sum((left_out - left_out.mean()) ** 2))
    return index(counts) - half, index(counts) + half


def with_busyness(scenario: Scenario, busyness: Busyness | None = None, bursts: Bursts | None = None) -> Scenario:
    return replace(scenario, demand=replace(scenario.demand, busyness=busyness, bursts=bursts))


@pytest.mark.parametrize(
    ("busyness", "own_years", "own_sites"),
    [
        (Busyness(0.3, "year", per_site=True), 1, True),
        (Busyness(0.3, "year", per_site=False), 1, False),
        (Busyness(0.3, "month", per_site=True), 12, True),
    ],
)
def test_busier_years_keep_the_mean_and_spread_the_counts(busyness: Busyness, own_years: int, own_sites: bool) -> None:
    """Of a site, with m faults a year in k independent parts: the variance is m + (0.3 m)^2 / k."""
    plain_years = scenario_with(Rhythm(), Rate(60.0, "year", per_site=True))
    counts = yearly(with_busyness(plain_years, busyness), 400)
    levels, sites = counts.shape[2], counts.shape[1]
    assert sites > 1
    at_first = counts[:, 0].sum(axis=1).astype(float)
    mean = 60.0 * levels
    low, high = interval_of_mean(at_first)
    assert low < mean < high
    low, high = interval_of_dispersion(at_first)
    assert low < 1 + 0.09 * mean / own_years < high
    assert low > 1.2 or own_years > 1
    of_all = counts.sum(axis=(1, 2)).astype(float)
    low, high = interval_of_dispersion(of_all)
    assert low < 1 + 0.09 * mean * sites / own_years / (sites if own_sites else 1) < high


def test_a_year_of_the_contract_has_one_factor_and_every_calendar_month_its_own() -> None:
    scenario = scenario_with(Rhythm(), Rate(60.0, "year", per_site=True), days=730)
    study = replace(scenario.study, start=date(2026, 7, 10), warm_up_days=28, cool_down_days=14)
    scenario = replace(scenario, study=study)

    def changes(per: str) -> tuple[list[date], np.ndarray]:
        found = daily_factors(with_busyness(scenario, Busyness(0.3, per, per_site=True)), "east", 5, 0)
        assert found is not None
        assert found.size == 28 + 730 + 14
        where = np.flatnonzero(np.diff(found)) + 1
        return [date.fromordinal(study.origin.toordinal() + int(day)) for day in where], found

    assert changes("year")[0] == [date(2027, 7, 10)]
    months, factors = changes("month")
    assert months[:2] == [date(2026, 7, 1), date(2026, 8, 1)]
    assert len(months) == 25  # from June 2026 to July 2028
    longer = replace(scenario, study=replace(study, warm_up_days=59))
    more = daily_factors(with_busyness(longer, Busyness(0.3, "month", per_site=True)), "east", 5, 0)
    assert more is not None
    assert np.array_equal(more[31:], factors)  # a longer warm-up disturbs no month


def test_bursts_keep_the_mean_and_bring_that_share_of_faults_together() -> None:
    """With 30 % in bursts of 3: of those that come by themselves 0.3 / (3 - 0.6) = 1/8 begin one, and they are 80 %."""
    bursts = Bursts(0.3, 3, 30 * MINUTE)
    assert beginning(bursts) == pytest.approx(1 / 8)
    assert alone_or_first(bursts) == pytest.approx(0.8)
    scenario = with_busyness(scenario_with(Rhythm(), Rate(100.0, "year", per_site=True)), bursts=bursts)
    counts = yearly(scenario, 400)
    at_one_place = counts[:, 0, 0].astype(float)
    low, high = interval_of_mean(at_one_place)
    assert low < 100 < high
    low, high = interval_of_dispersion(at_one_place)
    assert low < (7 / 8 + 9 / 8) / (7 / 8 + 3 / 8) < high  # 1.6
    assert low > 1


def test_a_burst_is_so_many_faults_of_one_level_at_one_site_within_its_time() -> None:
    scenario = with_busyness(
        scenario_with(Rhythm(), Rate(12.0, "year", per_site=True)), bursts=Bursts(1.0, 4, 10 * MINUTE)
    )
    for workload in many(scenario, 20):
        for level in range(len(workload.levels)):
            mine = (workload.level == level) & (workload.site == 0)
            times, numbers = workload.raised[mine], workload.number[mine]
            assert times.size % 4 == 0  # none of these bursts meets the end of the year
            assert np.all(times.reshape(-1, 4).max(axis=1) - times.reshape(-1, 4).min(axis=1) < 10 * MINUTE)
            assert numbers.tolist() == list(range(times.size))


def test_followers_come_after_the_fault_that_brings_them_and_not_after_the_last_arrivals() -> None:
    times = np.array([0, 5 * HOUR, 10 * HOUR - 1], dtype=np.int64)
    found = with_followers(Bursts(1.0, 2, HOUR), times, 1, 10 * HOUR)
    assert np.array_equal(found, with_followers(Bursts(1.0, 2, HOUR), times, 1, 10 * HOUR))
    assert found.size == 5
    assert found[0] == 0 <= found[1] < HOUR
    assert found[2] == 5 * HOUR <= found[3] < 6 * HOUR
    assert found[4] == 10 * HOUR - 1


def test_a_new_level_a_new_site_or_a_longer_year_disturbs_no_draw() -> None:
    scenario = scenario_with(Rhythm(), Rate(50.0, "year", per_site=True), days=100)
    before = draw_workload(scenario, 1, 0)
    levels = (*scenario.demand.levels, Level("X", NAME, (), Rate(50.0, "year", per_site=True), Rhythm()))
    longer = replace(scenario, study=replace(scenario.study, days=130))
    names = {level.name for level in levels}
    fuller = replace(scenario, demand=with_level(scenario, levels))
    for other in (draw_workload(fuller, 1, 0), draw_workload(longer, 1, 0)):
        kept = (other.raised[other.origin] < 100 * DAY) & (np.array([other.levels[i] != "X" for i in other.level]))
        for column in fields(Workload):
            value = getattr(before, column.name)
            if isinstance(value, np.ndarray) and column.name != "level":
                assert np.array_equal(getattr(other, column.name)[kept], value), column.name
    assert "X" in names


def with_level(scenario: Scenario, levels: tuple[Level, ...]):
    """The demand with one more level, whose values are those of the first."""
    first = scenario.demand.levels[0].name

    def wider(node: Any) -> Any:
        if isinstance(node, dict) and any(isinstance(key, tuple) for key in node):
            return {**node, **{("X", site): value for (level, site), value in node.items() if level == first}}
        if isinstance(node, dict):
            return {key: wider(value) for key, value in node.items()}
        if isinstance(node, tuple):
            return tuple(wider(value) for value in node)
        if is_dataclass(node) and not isinstance(node, type):
            return replace(node, **{entry.name: wider(getattr(node, entry.name)) for entry in fields(node)})
        return node

    return replace(wider(scenario.demand), levels=levels)


def test_rows_are_in_order_of_time() -> None:
    workload = draw_workload(scenario_with(Rhythm(), Rate(900.0, "year", per_site=False)), 1, 0)
    assert np.all(np.diff(workload.raised) >= 0)


def test_causes_have_their_shares() -> None:
    scenario = scenario_with(Rhythm(), Rate(9000.0, "year", per_site=False))
    workload = draw_workload(scenario, 1, 0)
    n = workload.faults
    for code, share in ((0, 0.5), (1, 0.25), (2, 0.25)):
        assert abs(np.mean(workload.diagnosis == code) - share) < 4 * np.sqrt(share * (1 - share) / n)
    assert abs(np.mean(workload.truly_environment) - 0.375) < 4 * np.sqrt(0.24 / n)
