"""One plan in one replication, measured: verdicts, load, where faults ended, and cost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.measures.costs import cost
from sim.measures.counting import judged
from sim.measures.court import Court, court
from sim.measures.events import LOCAL_VISITS, VISITS, Case
from sim.measures.hotline import hotline
from sim.measures.load import load
from sim.measures.tally import FaultTally, PlanTally, PromiseTally
from sim.outcomes import Outcomes
from sim.rules import Roster, Rules
from sim.scenario import STEPS, Plan, Scenario, Study
from sim.workload import Workload


def measure(
    scenario: Scenario,
    plan: Plan,
    rules: Rules,
    roster: Roster,
    workload: Workload,
    outcomes: Outcomes,
    replication: int = 0,
    compiled: bool = False,
) -> PlanTally:
    """Count what happened under `plan` in the replication of this number.

    `scenario` and `plan` must be settled. Everything counts what belongs to the study only; warm-up and cool-down are
    left out here (J9). `compiled` counts by `sim.compiled`, which needs numba; the numbers are the same.
    """
    case = Case(workload, rules, outcomes)
    found = load(scenario, tuple(sorted(plan.pools)), case, roster, compiled)
    faults = (_faults_at_once if compiled else _faults)(scenario.study, case)
    trips = int(faults.trips[0])
    return PlanTally(
        replications=np.array([replication], dtype=np.int64),
        promises=_judged(court(scenario), case, replication, compiled),
        pools=found.pools,
        faults=faults,
        cost=cost(scenario, plan, case, found, trips)[None, :],
        hotline=hotline(scenario, plan, roster, case, compiled),
    )


def _judged(court: Court, case: Case, replication: int, compiled: bool) -> PromiseTally:
    if compiled:
        from sim.measures.docket import judged_at_once

        return judged_at_once(court, case, replication)
    return judged(court, case, replication)


def _faults(study: Study, case: Case) -> FaultTally:
    """Where the faults raised inside the study ended, and the journeys made for them."""
    outcomes = case.outcomes
    raised = outcomes.raised
    inside = (raised >= study.opens_at) & (raised < study.closes_at)
    by = outcomes.restored_by[inside]
    visits = outcomes.arrived[inside][:, LOCAL_VISITS] >= 0

    return FaultTally(
        faults=_one(np.count_nonzero(inside)),
        dials=_one(outcomes.dials[inside].sum(dtype=np.int64)),
        connected=_one(outcomes.connected[inside].sum(dtype=np.int64)),
        visits=_one(np.count_nonzero(visits)),
        trips=_one(np.count_nonzero(outcomes.hq_departed[inside] >= 0)),
        unrestored=_one(np.count_nonzero(by < 0)),
        ended_at=_one(np.bincount(by[by >= 0], minlength=len(STEPS))),
        on_site=np.array([_on_site(study, case)], dtype=np.int64),
        came_back=_one(np.count_nonzero(inside & (case.workload.parent >= 0))),
        inquired=_one(np.count_nonzero(inside & (outcomes.inquired >= 0))),
        inquired_for=np.array([_inquired_for(case, inside)], dtype=np.int64),
    )


def _inquired_for(case: Case, inside: NDArray[np.bool_]) -> int:
    """Ms in which an answer of the customer was waited for; a wait that never ended is none."""
    outcomes = case.outcomes
    until = np.where(outcomes.informed >= 0, outcomes.informed, outcomes.restored)
    ended = inside & (outcomes.inquired >= 0) & (until >= 0)
    return int((until - outcomes.inquired)[ended].sum())


def _faults_at_once(study: Study, case: Case) -> FaultTally:
    """The same as `_faults`, compiled."""
    from sim.compiled import ends

    outcomes = case.outcomes
    counts, ended_at = np.zeros(len(ends.COUNTED), dtype=np.int64), np.zeros((1, len(STEPS)), dtype=np.int32)
    ends.ends(
        (study.opens_at, study.closes_at),
        (outcomes.raised, outcomes.hq_departed, case.workload.parent),
        (outcomes.inquired, outcomes.informed, outcomes.restored),
        (outcomes.restored_by, outcomes.dials, outcomes.connected),
        (outcomes.arrived, outcomes.ended),
        (np.array(LOCAL_VISITS), np.array(VISITS)),
        counts,
        ended_at[0],
    )
    named = dict(zip(ends.COUNTED, counts, strict=True))
    on_site, inquired_for = (np.array([named.pop(name)]) for name in ("on_site", "inquired_for"))
    narrow = {name: _one(count) for name, count in named.items()}
    return FaultTally(**narrow, ended_at=ended_at, on_site=on_site, inquired_for=inquired_for)


def _one(count: object) -> NDArray[np.int32]:
    return np.array([count], dtype=np.int32)


def _on_site(study: Study, case: Case) -> int:
    """Ms from every arrival to the end of the work there, inside the study."""
    arrived, ended = case.outcomes.arrived[:, VISITS], case.outcomes.ended[:, VISITS]
    begun = np.maximum(arrived, study.opens_at)
    over = np.minimum(np.where(ended >= 0, ended, study.closes_at), study.closes_at)
    return int(np.maximum(0, over - begun)[arrived >= 0].sum())
