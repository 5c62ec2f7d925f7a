"""When faults are raised: Poisson per site and level, shaped by the hour of the week and by busy days (R2).

The rate is a step function of time. It is scaled so that the calendar years of the study have the mean that the
scenario states, whatever the shape; arrivals are the image of a unit-rate Poisson process under its integral.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.calendars import DAY, HOUR, Calendar, Days, calendar, is_open
from sim.distributions import middle, plain
from sim.scenario import Demand, Level, OtherWork, Peak, Rate, Rhythm, Scenario, Site, laid_out, whole_years
from sim.streams import row_keys, uniforms

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

DAYS_OF_RATE = {"hour": 1 / 24, "day": 1.0, "week": 7.0}
PARTS_OF_YEAR = {"month": 12, "quarter": 4, "year": 1}


@dataclass(frozen=True)
class Expected:
    """The expected number of faults of a site of weight 1 from time 0 to each of `edges`, linear in between (R2)."""

    edges: Ints
    total: Floats

    def busier(self, factors: Floats) -> Expected:
        """The same with the rate of each date multiplied by its factor [days]; no piece crosses a midnight."""
        faults = np.diff(self.total) * factors[self.edges[:-1] // DAY]
        return Expected(self.edges, np.concatenate(([0.0], np.cumsum(faults))))


def expected_faults(scenario: Scenario, level: Level) -> Expected:
    """The cumulative rate of a level over the simulated time, scaled so that the calendar years keep their mean."""
    return _expected(scenario, level.faults, level.rhythm, scenario.demand.peaks)


def expected_jobs(scenario: Scenario, work: OtherWork) -> Expected:
    """The same for other contracts' work, which does not follow this contract's busy days."""
    return _expected(scenario, work.jobs, work.rhythm, ())


def _expected(scenario: Scenario, rate: Rate, rhythm: Rhythm, peaks: tuple[Peak, ...]) -> Expected:
    years = whole_years(scenario)
    shape = _shape(rhythm, peaks, years, laid_out(scenario), scenario.study.arrivals_until)
    number = shape.weights * (_yearly_total(rate, years) / shape.in_years)
    return Expected(shape.edges, np.concatenate(([0.0], np.cumsum(number))))


DAYS_A_YEAR = 365.25
YEARLY = {"hour": 24 * DAYS_A_YEAR, "day": DAYS_A_YEAR, "week": DAYS_A_YEAR / 7, "month": 12, "quarter": 4, "year": 1}


def faults_a_year(scenario: Scenario, level: Level) -> float:
    """The mean number of faults of `level` in a year at all sites; of a number not known exactly, the middle."""
    rate = level.faults
    weight = sum(site.size for site in scenario.demand.sites) if rate.per_site else 1.0
    if rate.per == "workday":
        laid = whole_years(scenario)
        yearly = float(np.count_nonzero(laid.workday)) / laid.count * DAYS_A_YEAR
    else:
        yearly = YEARLY[rate.per]
    return middle(rate.count) * yearly * weight


@dataclass(frozen=True)
class _Shape:
    """How faults spread over the simulated time: relative `weights` between the `edges`, and their sum `in_years`."""

    edges: Ints
    weights: Floats
    in_years: float


@lru_cache(maxsize=64)
def _shape(rhythm: Rhythm, peaks: tuple[Peak, ...], years: Days, days: Days, last: int) -> _Shape:
    """The shape of whole calendar years and of the simulated `days` up to `last`; the same in every contract year."""
    lengths = _lengths(rhythm, years)
    edges, density = _density(rhythm, peaks, years, lengths)
    in_years = float(np.sum(density * np.diff(edges)))
    edges, density = _density(rhythm, peaks, days, lengths)
    kept = edges[:-1] < last
    edges = np.append(edges[:-1][kept], last)
    return _Shape(edges, density[kept] * np.diff(edges), in_years)


def _yearly_total(rate: Rate, years: Days) -> float:
    """How many faults the rate means over the days `years` (whole calendar years)."""
    count = plain(rate.count)
    per = rate.per
    if per in DAYS_OF_RATE:
        return count * years.count / DAYS_OF_RATE[per]
    if per == "workday":
        return count * int(np.count_nonzero(years.workday))
    last = years.first + timedelta(days=years.count - 1)
    return count * PARTS_OF_YEAR[per] * (last.year - years.first.year + 1)


def _lengths(rhythm: Rhythm, years: Days) -> tuple[float, ...]:
    """The open ms of each of the rhythm's hours in whole years; the last entry is the time outside all of them."""
    spans = [calendar(hours, years) for _, hours in rhythm.shares]
    whole = years.count * DAY
    edges = _edges(spans, whole)
    middles = edges[:-1]
    outside = np.ones(middles.size, dtype=bool)
    for span in spans:
        outside &= ~is_open(span, middles)
    inside = [float(np.sum(span.closes - span.opens)) for span in spans]
    return (*inside, float(np.sum(np.diff(edges)[outside])))


def _edges(spans: list[Calendar], whole: int) -> Ints:
    parts = [np.array([0, whole], dtype=np.int64)]
    for span in spans:
        parts += [span.opens, span.closes]
    return np.unique(np.concatenate(parts))


def _density(rhythm: Rhythm, peaks: tuple[Peak, ...], days: Days, lengths: tuple[float, ...]) -> tuple[Ints, Floats]:
    """Edges in ms from the first of `days`, and the relative rate between them."""
    spans = [calendar(hours, days) for _, hours in rhythm.shares]
    whole = days.count * DAY
    step = HOUR if rhythm.weights else DAY
    edges = np.unique(np.concatenate([_edges(spans, whole), np.arange(0, whole, step, dtype=np.int64)]))
    at = edges[:-1]
    rate = np.ones(at.size)
    if rhythm.weights:
        rate = _weights_by_day(rhythm, days)[at // DAY, (at % DAY) // HOUR]
    elif spans:
        rate = _shares_at(rhythm, spans, lengths, at)
    return edges, rate * _peaks_by_day(peaks, days)[at // DAY]


def _shares_at(rhythm: Rhythm, spans: list[Calendar], lengths: tuple[float, ...], at: Ints) -> Floats:
    """Each share evenly over its hours, what is left evenly over the time outside all of them."""
    rate = np.zeros(at.size)
    outside = np.ones(at.size, dtype=bool)
    left = 1.0
    for (share, _), span, length in zip(rhythm.shares, spans, lengths[:-1], strict=True):
        inside = is_open(span, at)
        rate[inside] += share / length
        outside &= ~inside
        left -= share
    if lengths[-1] > 0 and left > 1e-12:
        rate[outside] += left / lengths[-1]
    return rate


def _weights_by_day(rhythm: Rhythm, days: Days) -> Floats:
    """[day, hour] weights; a date takes the first entry that names its weekday, else its kind of day, else 0."""
    by_name = dict(rhythm.weights)
    rows = np.zeros((days.count, 24))
    for index in range(days.count):
        for name in days.names(index):
            if name in by_name:
                rows[index] = by_name[name]
                break
    return rows


def _peaks_by_day(peaks: tuple[Peak, ...], days: Days) -> Floats:
    """The product of the factors of all peaks that hold on each date."""
    factors = np.ones(days.count)
    for peak in peaks:
        for index in range(days.count):
            day = days.first + timedelta(days=index)
            of_month = not peak.dates and peak.first <= day.day <= peak.last
            if day in peak.dates or (of_month and (not peak.months or day.month in peak.months)):
                factors[index] *= peak.factor
    return factors


def weight_of(demand: Demand, level: Level, site: Site) -> float:
    """How many ordinary sites' faults a site brings, or its share of the whole contract's."""
    if level.faults.per_site:
        return site.size
    return site.size / sum(other.size for other in demand.sites)


def arrival_times(expected: Expected, weight: float, stream: int) -> Ints:
    """Times of a Poisson process with the cumulative rate `weight` x `expected`, by unit-rate gaps."""
    total = expected.total * weight
    mean = float(total[-1])
    count = int(mean + 8 * np.sqrt(mean) + 16)
    while True:
        gaps = -np.log1p(-uniforms(row_keys(stream, count), "gap"))
        moments = np.cumsum(gaps)
        if moments[-1] > mean:
            break
        count *= 2
    times = np.interp(moments[moments < mean], total, expected.edges.astype(np.float64))
    whole: Ints = np.floor(times).astype(np.int64)
    return whole
