"""From counts to figures: shares with intervals, verdicts, tightest promises, and what tells the plans apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

import sim
from sim.estimates import (
    Bounds,
    clustered,
    complies,
    confidence_of_look,
    decide,
    difference,
    quantile_of_periods,
    safe_limit,
    wilson,
)
from sim.measures.bins import quantile
from sim.measures.counting import CONNECT
from sim.measures.court import Brief, Court, court, years_of
from sim.measures.tally import EMPTY, INFINITE, Counts, PlanTally, widened
from sim.provenance import digest, python_version, version_of
from sim.results.hotline import hotline_result
from sim.results.people import ended, leads, plan_cost, pool_results
from sim.results.record import (
    Difference,
    Gap,
    Judgement,
    Needed,
    Origin,
    PlanResult,
    Result,
    Share,
    Tightest,
    Verdict,
    Worst,
)
from sim.rules import CEILING
from sim.scenario import DUTY, Plan, Scenario, laid_out

Ints = NDArray[np.int64]


def summarise(
    scenario: Scenario, plans: Sequence[Plan], tallies: Sequence[PlanTally], seed: int, looks: int = 1
) -> Result:
    """The result of a run: one gathered tally for each plan, the ceiling among them, all of the same replications.

    `looks` is how often the run could have stopped by what it saw; verdicts are made that much more careful (S7).
    """
    study = scenario.study
    first = tallies[0]
    years = years_of(study)
    return Result(
        scenario=scenario.name,
        title=scenario.title,
        start=study.start.isoformat(),
        days=study.days,
        years=years,
        replications=int(first.replications.size),
        faults_a_year=float(first.faults.faults.sum()) / (first.replications.size * years),
        confidence=study.confidence,
        sign_if=study.sign_if,
        precision=study.precision,
        looks=looks,
        origin=_origin(scenario, seed),
        plans=tuple(_plan(scenario, plan, tally, seed, looks) for plan, tally in zip(plans, tallies, strict=True)),
        differences=_differences(scenario, plans, tallies),
    )


def _origin(scenario: Scenario, seed: int) -> Origin:
    return Origin(
        digest=digest(scenario),
        slasim=sim.__version__,
        python=python_version(),
        numpy=version_of("numpy"),
        scipy=version_of("scipy"),
        holidays=version_of("holidays"),
        country=scenario.holidays.country,
        provisional=_provisional(scenario),
        seed=seed,
    )


def _provisional(scenario: Scenario) -> tuple[int, ...]:
    """The years of the study without a published holiday plan."""
    days = laid_out(scenario)
    first = scenario.study.warm_up_days
    marked = np.flatnonzero(days.provisional[first : first + scenario.study.days])
    return tuple(sorted({(scenario.study.start + timedelta(days=int(day))).year for day in marked}))


def _plan(scenario: Scenario, plan: Plan, tally: PlanTally, seed: int, looks: int) -> PlanResult:
    unlimited = plan.name == CEILING
    years = years_of(scenario.study) * tally.replications.size
    pools = pool_results(scenario, plan, tally)
    people = [pool.payroll for pool in pools if pool.payroll is not None]
    faults = tally.faults
    return PlanResult(
        name=plan.name,
        title=plan.title,
        ceiling=unlimited,
        judgements=judgements(scenario, tally, seed, looks),
        pools=pools,
        payroll=None if unlimited else sum(people),
        cost=None if unlimited else plan_cost(plan, tally),
        ended=ended(tally),
        unrestored=_ratio(faults.unrestored, faults.faults),
        visits_a_year=float(faults.visits.sum()) / years,
        trips_a_year=float(faults.trips.sum()) / years,
        dials_a_year=float(faults.dials.sum()) / years,
        abandoned_a_year=float(faults.dials.sum() - faults.connected.sum()) / years,
        connected=share_of(faults.connected, faults.dials, scenario.study.confidence),
        hotline=hotline_result(scenario, plan, tally),
        leads=() if unlimited else leads(scenario, plan, tally),
        came_back=_ratio(faults.came_back, faults.faults),
        asked=_ratio(faults.inquired, faults.faults),
        answered_after=_ratio(faults.inquired_for, faults.inquired) if faults.inquired.sum() else None,
    )


def _ratio(hits: NDArray[np.integer[Any]], cases: Counts) -> float:
    return float(hits.sum()) / float(cases.sum()) if cases.sum() else 0.0


# ------------------------------------------------------------------ promises


def judgements(scenario: Scenario, tally: PlanTally, seed: int, looks: int) -> tuple[Judgement, ...]:
    """What came out for every promise and reading of one plan."""
    held = court(scenario)
    return tuple(_judgement(scenario, held, index, tally, seed, looks) for index in range(len(held.briefs)))


def _judgement(scenario: Scenario, held: Court, index: int, tally: PlanTally, seed: int, looks: int) -> Judgement:
    brief, counts = held.briefs[index], tally.promises
    promise, study = brief.promise, scenario.study
    replications = int(tally.replications.size)
    years = years_of(study) * replications
    judged = counts.judged[:, brief.cells]
    met = counts.met[:, brief.cells]
    dials = promise.kind == CONNECT
    has_share = promise.limit is not None or dials
    total = int(judged.sum())
    confidence = study.confidence

    def share(column: Counts) -> Share | None:
        return share_of(column[:, brief.cells].sum(axis=1), judged.sum(axis=1), confidence) if has_share else None

    def a_year(column: Counts) -> float:
        return float(column[:, index].sum()) / years

    kept = _kept(brief, met, judged, confidence_of_look(confidence, looks)) if has_share else None
    needed = counts.needed[index]
    tightest = widened(counts.tightest[:, brief.cells])
    return Judgement(
        promise=promise.name,
        group=promise.group,
        kind=promise.kind,
        level=promise.level,
        title=promise.title,
        clause=promise.clause,
        reading=brief.reading,
        reading_title=brief.title,
        limit=_limit(brief),
        attain=promise.attain,
        period=promise.period,
        net_of=promise.net_of,
        faults_a_year=total / years,
        faults_a_period=total / judged.size,
        misses_a_year=float(total - int(met.sum())) / years if has_share else None,
        attainment=share(counts.met),
        gross=share(counts.gross_met),
        net=share(counts.net_met),
        periods=kept,
        empty=float(np.count_nonzero(judged == 0)) / judged.size,
        years=_years_kept(brief, met, judged, confidence) if has_share else None,
        verdict=_verdict(kept, study.sign_if, replications) if kept and promise.limit is not None else None,
        needed=None if dials or promise.kind == DUTY or total == 0 else _needed(needed),
        curve=tuple(needed.tolist()),
        tightest=_tightest(scenario, tightest, seed) if promise.limit is not None else None,
        not_needed=a_year(counts.not_needed),
        fixed_first=a_year(counts.fixed_first),
        wrong_people=a_year(counts.wrong_people),
        unfinished=a_year(counts.unfinished),
        worst=_worst(counts.worst[index]),
        level_title=next((level.title for level in scenario.demand.levels if level.name == promise.level), None),
    )


def share_of(hits: Counts, cases: Counts, confidence: float) -> Share:
    """A share over all replications with its interval; `hits` and `cases` [R] (S3, S5)."""
    total = int(cases.sum())
    if total == 0:
        return Share(0, 0, None, 0.0, 1.0)
    return _share(int(hits.sum()), total, clustered(hits.astype(np.int64), cases.astype(np.int64), confidence))


def _share(hits: int, n: int, bounds: Bounds) -> Share:
    return Share(hits, n, bounds.value, bounds.low, bounds.high)


def _limit(brief: Brief) -> tuple[int, int] | None:
    promise = brief.promise
    if promise.limit is None:
        return None
    limits = [promise.limit[site] for site in promise.sites if site in promise.limit]
    return (min(limits), max(limits)) if limits else None


def _kept(brief: Brief, met: Counts, judged: Counts, confidence: float) -> Share | None:
    """The share of the non-empty periods that comply (S4)."""
    if brief.promise.attain is None:
        return None
    filled = judged > 0
    good = complies(met, judged, brief.promise.attain) & filled
    return share_of(good.sum(axis=1), filled.sum(axis=1), confidence)


def _years_kept(brief: Brief, met: Counts, judged: Counts, confidence: float) -> Share | None:
    """The share of contract years in which every period complies, of those with anything judged (S4, S5)."""
    if brief.promise.attain is None:
        return None
    counted = judged.sum(axis=1) > 0
    good = complies(met, judged, brief.promise.attain).all(axis=1) & counted
    hits, n = int(good.sum()), int(counted.sum())
    return _share(hits, n, wilson(hits, n, confidence)) if n else Share(0, 0, None, 0.0, 1.0)


def _verdict(kept: Share, wanted: float, replications: int) -> Verdict | None:
    """None when no period ever had such a fault: there is nothing to decide."""
    if kept.value is None:
        return None
    found = decide(Bounds(kept.value, kept.low, kept.high), wanted, kept.n, replications)
    return Verdict(found.word, found.more)


def _needed(counts: Ints) -> Needed:
    return Needed(*(quantile(counts, share) for share in (0.5, 0.9, 0.95, 0.99)))


def _tightest(scenario: Scenario, tightest: Ints, seed: int) -> Tightest | None:
    replication, period = np.nonzero(tightest != EMPTY)
    if replication.size == 0:
        return None
    study = scenario.study
    found = quantile_of_periods(
        tightest[replication, period], replication, tightest.shape[0], study.sign_if, study.confidence, seed
    )
    value, low, high = (None if limit == INFINITE else limit for limit in found)
    return Tightest(value, low, high, None if high is None else safe_limit(high))


def _worst(entry: Ints) -> Worst | None:
    lateness, replication, row = (int(number) for number in entry)
    if lateness < 0:
        return None
    return Worst(replication, row, None if lateness == INFINITE else lateness)


# ------------------------------------------------------------------ plan against plan


def _differences(scenario: Scenario, plans: Sequence[Plan], tallies: Sequence[PlanTally]) -> tuple[Difference, ...]:
    """Every plan of the file against every later one, for every promise with a share (S8)."""
    staffed = [(plan, tally) for plan, tally in zip(plans, tallies, strict=True) if plan.name != CEILING]
    found = []
    for index, (plan, tally) in enumerate(staffed):
        for other, other_tally in staffed[index + 1 :]:
            for brief in court(scenario).briefs:
                if brief.promise.limit is not None or brief.promise.kind == CONNECT:
                    found.append(_difference(brief, plan.name, other.name, tally, other_tally, scenario))
    return tuple(found)


def _difference(
    brief: Brief, plan: str, other: str, tally: PlanTally, other_tally: PlanTally, scenario: Scenario
) -> Difference:
    confidence = scenario.study.confidence
    met, judged = tally.promises.met[:, brief.cells], tally.promises.judged[:, brief.cells]
    other_met, other_judged = other_tally.promises.met[:, brief.cells], other_tally.promises.judged[:, brief.cells]
    attainment = _gap(met, judged, other_met, other_judged, confidence)
    periods = None
    if brief.promise.attain is not None:
        good = complies(met, judged, brief.promise.attain) & (judged > 0)
        other_good = complies(other_met, other_judged, brief.promise.attain) & (other_judged > 0)
        periods = _gap(good, judged > 0, other_good, other_judged > 0, confidence)
    return Difference(plan, other, brief.promise.name, brief.reading, attainment, periods)


def _gap(
    hits: NDArray[np.generic],
    cases: NDArray[np.generic],
    other_hits: NDArray[np.generic],
    other_cases: NDArray[np.generic],
    confidence: float,
) -> Gap | None:
    tables = (hits, cases, other_hits, other_cases)
    first, second, third, fourth = (table.astype(np.int64).sum(axis=1) for table in tables)
    bounds = difference(first, second, third, fourth, confidence)
    return None if bounds is None else Gap(*bounds)
