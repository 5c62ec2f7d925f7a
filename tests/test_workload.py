"""What is drawn before the year begins: right rates, right hours, and no draw disturbed by another."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest

from sim.calendars import DAY, HOUR, Holidays, Hours, Span, calendar, is_open
from sim.scenario import Level, Peak, Rate, Rhythm, Scenario, Title, laid_out
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


def test_a_new_level_a_new_site_or_a_longer_year_disturbs_no_draw() -> None:
    scenario = scenario_with(Rhythm(), Rate(50.0, "year", per_site=True), days=100)
    before = draw_workload(scenario, 1, 0)
    levels = (*scenario.demand.levels, Level("X", NAME, (), Rate(50.0, "year", per_site=True), Rhythm()))
    longer = replace(scenario, study=replace(scenario.study, days=130))
    names = {level.name for level in levels}
    fuller = replace(scenario, demand=with_level(scenario, levels))
    for other in (draw_workload(fuller, 1, 0), draw_workload(longer, 1, 0)):
        kept = (other.raised < 100 * DAY) & (np.array([other.levels[i] != "X" for i in other.level]))
        for column in fields(Workload):
            value = getattr(before, column.name)
            if isinstance(value, np.ndarray) and column.name != "level":
                assert np.array_equal(getattr(other, column.name)[kept], value), column.name
    assert "X" in names


def with_level(scenario: Scenario, levels: tuple[Level, ...]):
    """The demand with one more level, whose values are those of the first."""
    first = scenario.demand.levels[0].name

    def wider(table):
        return {**table, **{("X", site): value for (level, site), value in table.items() if level == first}}

    demand = scenario.demand
    steps = {
        name: replace(step, **{part: wider(getattr(step, part)) for part in ("work", "solves", "prepare", "again")})
        for name, step in demand.steps.items()
    }
    causes = replace(
        demand.causes,
        **{
            part: wider(getattr(demand.causes, part))
            for part in ("own", "environment", "cannot_tell", "cannot_tell_is_environment")
        },
    )
    return replace(demand, levels=levels, steps=steps, causes=causes)


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
