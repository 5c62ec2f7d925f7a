"""What a plan costs a year: the people employed, those on call, what they do beyond their shifts, and the journeys.

All amounts are in the one currency of the scenario. Staff on the payroll cost pay x on-cost whether they are busy or
not and whether they come or not, and standby is paid likewise; people paid by `charge` cost only the hours they are
used. Overtime is paid at the hourly pay (pay over the hours of a person-year) x on-cost x the factor of the kind of
day; without factors it is not paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.calendars import HOUR, Days
from sim.measures.court import years_of
from sim.measures.events import Case
from sim.measures.load import Load, planned
from sim.measures.tally import COSTS
from sim.same import Same
from sim.scenario import Costs, Money, Plan, Scenario, laid_out, whole_years
from sim.staff import payroll

Floats = NDArray[np.float64]


def cost(scenario: Scenario, plan: Plan, case: Case, load: Load, trips: int) -> Floats:
    """[len(COSTS)] the yearly cost of one replication by part."""
    years = years_of(scenario.study)
    pools = sorted(plan.pools)
    on_call_hours = float(planned(case.rules, tuple(pools), scenario.study)[1].sum()) / HOUR
    used = {name: float(load.used[index]) / HOUR for index, name in enumerate(pools)}
    parts = {
        "staff": _staff(plan, employed(plan, whole_years(scenario))),
        "standby": _hourly(plan.costs.standby, plan.costs) * on_call_hours / years,
        "call_outs": _price(plan.costs.call_out) * float(load.pools.call_outs.sum()) / years,
        "overtime": _overtime(scenario, plan, case, load) / years,
        "trips": _price(plan.costs.hq_trip) * trips / years,
        "charge": sum(_hourly(plan.pools[name].charge, plan.costs) * used[name] for name in pools) / years,
    }
    return np.array([parts[name] for name in COSTS])


def employed(plan: Plan, days: Days) -> Mapping[str, float | None]:
    """The payroll of a plan by pool, worked out once."""
    return _employed(Same(plan), Same(days))


@lru_cache(maxsize=64)
def _employed(plan: Same[Plan], days: Same[Days]) -> Mapping[str, float | None]:
    return payroll(plan.thing, days.thing)


def _staff(plan: Plan, people: Mapping[str, float | None]) -> float:
    """Unlimited people have no price."""
    return sum(
        (people.get(name) or 0.0) * _yearly(plan.pools[name].pay, plan.costs) * plan.costs.on_cost
        for name in sorted(plan.pools)
    )


def _overtime(scenario: Scenario, plan: Plan, case: Case, load: Load) -> float:
    """Paid overtime of the whole study."""
    if not plan.costs.overtime:
        return 0.0
    factors = _factors(laid_out(scenario), tuple(plan.costs.overtime.items()), load.overtime.shape[1])
    total = 0.0
    for team, paid in zip(case.rules.teams, (load.overtime * factors).sum(axis=1).tolist(), strict=True):
        total += paid / HOUR * _hourly(plan.pools[team.pool].pay, plan.costs) * plan.costs.on_cost
    return total


@lru_cache(maxsize=64)
def _factors(days: Days, factors: tuple[tuple[str, float], ...], count: int) -> Floats:
    """The factor of each of the first `count` dates."""
    named = dict(factors)
    return np.array([_factor(days.names(index), named) for index in range(count)])


def _factor(names: tuple[str, ...], factors: Mapping[str, float]) -> float:
    """The highest factor that holds for a date called `names` (weekday and kinds of day); 1 if none does."""
    return max((factors[name] for name in names if name in factors), default=1.0)


# ------------------------------------------------------------------ money


def _price(money: Money | None) -> float:
    """The price of a piece."""
    return 0.0 if money is None else float(money.amount)  # type: ignore[arg-type]


def _yearly(money: Money | None, costs: Costs) -> float:
    per = {"year": 1.0, "month": 12.0, "day": 365.0, "hour": costs.person_year_hours}
    return 0.0 if money is None else _price(money) * per[money.per]


def _hourly(money: Money | None, costs: Costs) -> float:
    return _yearly(money, costs) / costs.person_year_hours


def currency(plan: Plan) -> str:
    """The currency of the plan's prices; "" when there is no price at all, so that nothing can be said of cost."""
    prices = [price for name in sorted(plan.pools) for price in (plan.pools[name].pay, plan.pools[name].charge)]
    prices += [plan.costs.standby, plan.costs.call_out, plan.costs.hq_trip]
    return next((price.currency for price in prices if price is not None), "")
