"""Busier and quieter times (R2): one gamma factor with mean 1 multiplies all rates of a site, or of all, for a time.

Counts of such a time are negative binomial: with mean m their variance is m + (cv m)^2, and the mean stays m.
Source: Jongbloed, Koole, "Managing uncertainty in call centres using Poisson mixtures", 2001.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.calendars import DAY
from sim.distributions import FAMILIES, plain
from sim.scenario import Scenario, Study
from sim.streams import key_of, row_keys, uniforms

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def daily_factors(scenario: Scenario, site: str, seed: int, replication: int) -> Floats | None:
    """[days] the factor of each date from time 0 to the last arrivals at a site, the same for all its levels; None
    where all times are alike. `scenario` must be settled."""
    busyness = scenario.demand.busyness
    if busyness is None:
        return None
    period = _periods(scenario.study, busyness.per)
    first = int(period[0])
    stream = key_of("busyness", seed, replication, *([site] if busyness.per_site else []))
    u = uniforms(row_keys(stream, int(period[-1]) - first + 1, first), "factor")
    factors: Floats = FAMILIES["gamma"](u, 1.0, plain(busyness.cv))
    return factors[period - first]


@lru_cache(maxsize=64)
def _periods(study: Study, per: str) -> Ints:
    """[days] the number of the period of each date: months are the calendar's. Years are counted from the first day of
    the study; the warm-up belongs to the first and the cool-down to the last, so that a year of the contract has one
    factor wherever in the calendar it begins."""
    dates = [study.origin + timedelta(days=index) for index in range(study.arrivals_until // DAY)]
    if per == "month":
        return np.array([12 * day.year + day.month - 1 for day in dates], dtype=np.int64)
    last = _years(study.start, study.start + timedelta(days=study.days - 1))
    return np.array([min(max(_years(study.start, day), 0), last) for day in dates], dtype=np.int64)


def _years(start: date, day: date) -> int:
    """Whole years from `start` to `day`."""
    return day.year - start.year - ((day.month, day.day) < (start.month, start.day))
