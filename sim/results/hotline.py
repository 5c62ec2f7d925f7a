"""How well the hotline can be reached, as figures: first try, every number, what random checks find and can tell."""

from __future__ import annotations

import numpy as np

from sim.estimates import clustered, wilson
from sim.measures.court import years_of
from sim.measures.tally import Counts, PlanTally
from sim.results.record import CheckResult, Hotline, NumberResult, Share
from sim.scenario import Plan, Scenario


def hotline_result(scenario: Scenario, plan: Plan, tally: PlanTally) -> Hotline | None:
    """None where nobody dials."""
    counts, confidence = tally.hotline, scenario.study.confidence
    if not counts.called.sum():
        return None
    years = years_of(scenario.study) * tally.replications.size

    def share(hits: Counts, cases: Counts) -> Share:
        total = int(cases.sum())
        if not total:
            return Share(0, 0, None, 0.0, 1.0)
        bounds = clustered(hits.astype(np.int64), cases.astype(np.int64), confidence)
        return Share(int(hits.sum()), total, bounds.value, bounds.low, bounds.high)

    numbers = tuple(
        NumberResult(
            name=name,
            title=plan.pools[name].title,
            carried=plan.pools[name].carried,
            dials_a_year=int(counts.dialled[:, index].sum()) / years,
            answered=share(counts.answered[:, index], counts.dialled[:, index]),
            off=share(counts.off[:, index], counts.shifts[:, index]) if plan.pools[name].carried else None,
        )
        for index, name in sorted(enumerate(sorted(plan.pools)), key=lambda pair: _place(plan, pair[1]))
        if counts.dialled[:, index].any()
    )
    checks = []
    for index, check in enumerate(scenario.agreements.checks):
        made, found = int(counts.checks[:, index].sum()) / years, int(counts.found[:, index].sum()) / years
        tells = wilson(round(found), max(1, round(made)), confidence)
        checks.append(
            CheckResult(
                name=check.name,
                title=check.title,
                clause=check.clause,
                pool=check.pool,
                period=check.period,
                checks_a_year=made,
                found=share(counts.found[:, index], counts.checks[:, index]),
                found_a_year=found,
                noticed=share(counts.noticed[:, index], counts.checked_periods[:, index]),
                tells_low=tells.low,
                tells_high=tells.high,
            )
        )
    return Hotline(
        first=share(counts.first, counts.called),
        dials_a_fault=float(tally.faults.dials.sum()) / float(counts.called.sum()),
        numbers=numbers,
        checks=tuple(checks),
    )


def _place(plan: Plan, name: str) -> int:
    """The numbers in the order in which they are dialled."""
    chain = plan.who.get("hotline", ())
    return chain.index(name) if name in chain else len(chain)
