"""The people and the money of a plan as figures: load by hour of the week, waits, overtime, cost, where faults end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.calendars import HOUR
from sim.estimates import t_quantile
from sim.measures.bins import quantile
from sim.measures.costs import currency, employed
from sim.measures.court import years_of
from sim.measures.tally import COSTS, PlanTally, PoolTally
from sim.results.record import Cost, Ended, Lead, PoolResult, Wait
from sim.scenario import STEPS, Plan, Scenario, whole_years

Ints = NDArray[np.int64]

HIGH = 0.95
"""The share of years or jobs that the "p95" figures speak of."""


def pool_results(scenario: Scenario, plan: Plan, tally: PlanTally) -> tuple[PoolResult, ...]:
    """One result for each pool of the plan that has people, in order of their names."""
    people = employed(plan, whole_years(scenario))
    return tuple(
        _pool(scenario, plan, name, index, people[name], tally)
        for index, name in enumerate(sorted(plan.pools))
        if name in people
    )


def _pool(scenario: Scenario, plan: Plan, name: str, index: int, payroll: float | None, tally: PlanTally) -> PoolResult:
    load = tally.pools
    replications = tally.replications.size
    years = years_of(scenario.study) * replications
    hours = _occurrences(scenario) * replications * HOUR
    present = int(load.present[index].sum())
    wait = load.wait[index]
    return PoolResult(
        name=name,
        title=plan.pools[name].title,
        payroll=payroll,
        present=tuple((load.present[index] / hours).tolist()),
        busy=_shares(load.busy[index], load.present[index]),
        on_call=tuple((load.on_call[index] / hours).tolist()),
        called=_shares(load.called[index], load.on_call[index]),
        utilisation=int(load.busy[index].sum()) / present if present else None,
        overtime_hours=int(load.overtime[:, index].sum()) / HOUR / years,
        call_outs=int(load.call_outs[:, index].sum()) / years,
        waits=_waits(load, index, years),
        wait_p95=quantile(wait, HIGH) if wait.sum() else None,
    )


def _occurrences(scenario: Scenario) -> Ints:
    """[168] how often each hour of the week occurs in the study."""
    study = scenario.study
    days = (study.start.weekday() + np.arange(study.days)) % 7
    return np.repeat(np.maximum(1, np.bincount(days, minlength=7)), 24)


def _shares(part: Ints, whole: Ints) -> tuple[float | None, ...]:
    return tuple(int(some) / int(of) if of else None for some, of in zip(part, whole, strict=True))


def _waits(load: PoolTally, index: int, years: float) -> tuple[Wait, ...]:
    found = []
    for step, name in enumerate(STEPS):
        jobs = int(load.taken[index, step])
        if jobs:
            mean = int(load.wait_total[index, step]) / jobs
            found.append(Wait(name, jobs / years, mean, int(load.waited[index, step]) / jobs))
    return tuple(found)


def plan_cost(plan: Plan, tally: PlanTally) -> Cost | None:
    """The yearly cost of a plan; None when the scenario gives no prices."""
    money = currency(plan)
    if not money:
        return None
    totals = np.sort(tally.cost.sum(axis=1))
    rank = max(1, int(np.ceil(round(HIGH * totals.size, 9))))
    means = dict(zip(COSTS, tally.cost.mean(axis=0).tolist(), strict=True))
    return Cost(**means, total=float(totals.mean()), p95=float(totals[rank - 1]), currency=money)


def leads(scenario: Scenario, plan: Plan, tally: PlanTally) -> tuple[Lead, ...]:
    """The time that coordination takes: so much for every hour of work on site."""
    years = years_of(scenario.study)
    pools = sorted(plan.pools)
    found = []
    for entry in scenario.demand.coordination:
        hours = tally.faults.on_site / HOUR * (entry.takes / HOUR) / years
        runs = hours.size
        spread = float(hours.std(ddof=1)) / runs**0.5 if runs > 1 else None
        quantile = t_quantile((1 + scenario.study.confidence) / 2, max(1, runs - 1))
        present = float(tally.pools.present[pools.index(entry.by)].sum()) / HOUR / (runs * years)
        mean = float(hours.mean())
        half = None if spread is None else quantile * spread
        share = mean / present if present else None
        found.append(Lead(entry.title, entry.clause, plan.pools[entry.by].title, mean, half, share))
    return tuple(found)


def ended(tally: PlanTally) -> tuple[Ended, ...]:
    """The share of faults that each step restored, in the order of the steps, those that restored any."""
    faults = int(tally.faults.faults.sum())
    counts = tally.faults.ended_at.sum(axis=0)
    return tuple(Ended(name, int(count) / faults) for name, count in zip(STEPS, counts, strict=True) if count)
