"""The command that tells a story: it finds the worst fault, and tells the same one again from its numbers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.cli.trace import _promises
from sim.measures.court import court
from sim.measures.events import Case
from sim.measures.judging import verdicts
from sim.measures.tally import INFINITE
from sim.outcomes import NEVER
from sim.rerun import latest, once, search
from sim.scenario import Scenario
from sim.scenario_file import load

FILE = Path(__file__).parent.parent / "scenarios" / "helpdesk.yaml"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(FILE)


def trace(*options: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["trace", str(FILE), *options, "--lang", "en"])
    return found.exit_code, found.output


def names(scenario: Scenario) -> tuple[str, str]:
    promise = next(promise for promise in scenario.agreements.promises if promise.limit is not None)
    return scenario.operation.plans[0].name, promise.name


def test_a_fault_that_would_have_come_back_but_was_never_restored_is_no_fault(tmp_path: Path) -> None:
    """One person works 900 days on each: only the first faults are restored while they are followed."""
    file = tmp_path / "long.yaml"
    file.write_text(
        "demand:\n  levels: {fault: {faults: 3 per day}}\n  reopens: {share: 100%, after: 1 d}\n"
        "  steps: {remote: {work: 900 d}}\n"
        "operation: {pools: {desk: {}}, plans: {one: {desk: 1}}}\n"
        "study: {start: 2026-01-05, length: 1 week}\n",
        encoding="utf-8",
    )
    played = once(load(file), "one", 1, 0)
    row = int(np.flatnonzero(played.outcomes.raised == NEVER)[0])
    parent = int(played.workload.parent[row])
    told = CliRunner().invoke(
        app, ["trace", str(file), "--plan", "one", "--replication", "0", "--fault", str(row), "--lang", "en"]
    )
    assert told.exit_code == 2
    assert f"Fault {row} of replication 0 would be fault {parent} once more" in " ".join(told.output.split())


@pytest.mark.parametrize("number", [0, -1])
def test_the_worst_fault_is_the_latest_of_all_that_were_judged(scenario: Scenario, number: int) -> None:
    plan, _ = names(scenario)
    promise = [promise.name for promise in scenario.agreements.promises if promise.limit is not None][number]
    found = search(scenario, plan, partial(latest, promises=(promise,)), 1, range(2), 1)
    brief = next(b for b in court(scenario).briefs if b.promise.name == promise and not b.reading)
    margins = {}
    for replication in range(2):
        played = once(scenario, plan, 1, replication)
        judged = verdicts(brief, Case(played.workload, played.rules, played.outcomes))
        for row, due, event in zip(judged.row, judged.due, judged.event, strict=True):
            margins[replication, int(row)] = INFINITE if event == NEVER else int(event - due)
    assert found.judged == len(margins)
    assert found.margin == max(margins.values()) == margins[found.replication, found.row]


def test_any_number_of_workers_finds_the_same_fault(scenario: Scenario) -> None:
    plan, promise = names(scenario)
    seek = partial(latest, promises=(promise,))
    assert search(scenario, plan, seek, 1, range(4), 1) == search(scenario, plan, seek, 1, range(4), 2)


def test_the_command_it_ends_with_tells_the_same_story_again(scenario: Scenario) -> None:
    plan, promise = names(scenario)
    code, first = trace("--plan", plan, "--worst", promise, "--replications", "2", "--workers", "1")
    assert code == 0
    command = first.splitlines()[-1].split()
    code, second = trace(*command[command.index("--plan") :])
    assert code == 0
    assert second.splitlines()[-1] == first.splitlines()[-1]
    assert first.splitlines()[1:9] == second.splitlines()[:8]


def test_unknown_names_are_refused_with_the_nearest(scenario: Scenario) -> None:
    plan, promise = names(scenario)
    code, output = trace("--plan", plan + "x", "--worst", promise)
    assert code == 2 and plan in output and "ceiling" in output
    code, output = trace("--plan", plan, "--worst", promise + "x")
    said = " ".join(output.split())
    assert code == 2 and f"Near to it: {promise}" in said
    assert said.split("Near to it: ")[1].split(". All")[0].count(",") < 5


def test_a_clause_names_the_promises_that_it_holds() -> None:
    southwest = load(FILE.with_name("southwest.yaml"))
    assert [promise.name for promise in _promises(FILE, southwest, "L-A4")] == ["A/restore"]
    by_clause, by_group = (_promises(FILE, southwest, name) for name in ("P-07", "every_level/onsite"))
    assert by_clause == by_group and len(by_group) == 4


def test_a_fault_that_does_not_exist_is_refused(scenario: Scenario) -> None:
    plan, promise = names(scenario)
    assert trace("--plan", plan, "--replication", "0", "--fault", "99999999")[0] == 2
    assert trace("--plan", plan, "--replication", "0")[0] == 2
    assert trace("--plan", plan, "--worst", promise, "--fault", "1")[0] == 2
