"""The simulation against exact queueing theory, with intervals: a wrong model must fall outside, a right one inside.

Each replication is one observation, so the standard error counts what is correlated within a replication. Bounds
are four standard errors: about one false alarm in 16,000.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from sim import erlang
from sim.distributions import Law, fixed
from sim.model import simulate
from sim.rules import roster_for, rules_for
from sim.scenario import Calls, Scenario
from sim.scenario_file import load
from sim.workload import draw_workload

MMC = Path(__file__).parents[2] / "scenarios" / "mmc.yaml"
MINUTE = 60_000
SERVICE, LOAD = 8.0, 18 * 8 / 60  # minutes, and calls in service on average

REPLICATIONS = 12


@dataclass(frozen=True)
class Seen:
    """One value for each replication, over the calls raised inside the study."""

    within_a_minute: np.ndarray
    minutes_waited: np.ndarray
    hung_up: np.ndarray


def seen(scenario: Scenario, plan: str) -> Seen:
    """Play the replications and look at the calls."""
    scenario = replace(scenario, study=replace(scenario.study, cool_down_days=1))
    rules = rules_for(scenario, scenario.plan(plan))
    roster = roster_for(rules)
    rows = []
    for replication in range(REPLICATIONS):
        workload = draw_workload(scenario, 11, replication)
        outcomes = simulate(rules, roster, workload)
        inside = (workload.raised >= scenario.study.opens_at) & (workload.raised < scenario.study.closes_at)
        waited = (outcomes.answered - workload.raised)[inside]
        rows.append((np.mean(waited <= MINUTE), np.mean(waited) / MINUTE, np.mean(outcomes.answered[inside] < 0)))
    return Seen(*np.array(rows).T)


def assert_near(values: np.ndarray, exact: float) -> None:
    error = values.std(ddof=1) / np.sqrt(values.size)
    assert abs(values.mean() - exact) < 4 * error, f"{values.mean():.4f} +- {error:.4f}, exact {exact:.4f}"


@pytest.mark.parametrize(("plan", "servers"), [("three", 3), ("four", 4)])
def test_erlang_c(plan: str, servers: int) -> None:
    calls = seen(load(MMC), plan)
    assert_near(calls.within_a_minute, erlang.answered_within(1.0, servers, LOAD, SERVICE))
    assert_near(calls.minutes_waited, erlang.mean_wait(servers, LOAD, SERVICE))


def test_erlang_a_callers_who_hang_up() -> None:
    """No redial: who loses patience (mean 3 min) is gone from the line, as in M/M/c+M."""
    scenario = load(MMC)
    calls = Calls(Law("exponential", (3.0 * MINUTE,)), 0.0, fixed(0), 0, fixed(0))
    scenario = replace(scenario, demand=replace(scenario.demand, calls=calls))
    assert_near(seen(scenario, "three").hung_up, erlang.abandonment(3, LOAD, SERVICE, 3.0))


def test_pollaczek_khinchine_mean_wait() -> None:
    """One server with a spread-out service time (M/G/1): W = load x service x (1 + cv^2) / (2 (1 - load))."""
    scenario = load(MMC)
    step = scenario.demand.steps["hotline"]
    work = {place: Law("gamma", (2.0 * MINUTE, 1.5)) for place in step.work}
    demand = replace(scenario.demand, steps={"hotline": replace(step, work=work)})
    plan = scenario.plan("three")
    shift = replace(plan.staff["agents"][""][0], headcount=1)
    plan = replace(plan, staff={"agents": {"": (shift,)}})
    scenario = replace(scenario, demand=demand, operation=replace(scenario.operation, plans=(plan,)))
    load_ = 18 * 2 / 60
    assert_near(seen(scenario, "three").minutes_waited, load_ * 2.0 * (1 + 1.5**2) / (2 * (1 - load_)))
