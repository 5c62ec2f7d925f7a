"""Every run on the compiled engine is checked against SimPy, and a difference stops it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("numba", reason="the compiled engine needs numba")

from sim import compiled
from sim.audit import EnginesDiffer, audit
from sim.cli import DEFECT, app
from sim.engines import AUTO, COMPILED, PAYS_FROM, SIMPY, chosen
from sim.experiment import Effort, run
from sim.outcomes import Outcomes
from sim.rules import Roster, Rules
from sim.scenario_file import load
from sim.workload import Workload
from tests.random_cases import scenario

MMC = Path(__file__).parents[1] / "scenarios" / "mmc.yaml"


def wrong(rules: Rules, roster: Roster, workload: Workload) -> Outcomes:
    """The compiled engine with one fault restored a millisecond late."""
    outcomes = right(rules, roster, workload)
    restored = outcomes.restored.copy()
    restored[0] += 1
    return replace(outcomes, restored=restored)


right = compiled.simulate


def test_equal_engines_pass() -> None:
    audit(scenario(4), ["plan"], 1, range(2), workers=1)


def test_one_millisecond_of_difference_stops_a_run_and_names_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "simulate", wrong)
    case = scenario(4)
    effort = Effort(2, 0.01, 1, 2, workers=1, engine=COMPILED, audit=1)
    with pytest.raises(EnginesDiffer) as stopped:
        run(case, case.operation.plans, 1, effort)
    first = stopped.value.discrepancies[0]
    assert (first.plan, first.replication, first.columns[0]) == ("plan", 0, "restored")


def test_a_wrong_count_of_the_compiled_judge_is_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    measuring = sys.modules["sim.measures.measure"]
    judge = measuring._judged

    def one_too_many(court, case, replication, compiled):  # type: ignore[no-untyped-def]
        found = judge(court, case, replication, compiled)
        return replace(found, met=found.met + 1) if compiled else found

    monkeypatch.setattr(measuring, "_judged", one_too_many)
    with pytest.raises(EnginesDiffer) as stopped:
        audit(load(MMC), ["three"], 1, range(1), workers=1)
    assert stopped.value.discrepancies[0].columns == ("measures.promises.met",)


def test_a_user_is_told_and_shown_no_figure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(compiled, "simulate", wrong)
    words = ["run", str(MMC), "--replications", "2", "--engine", "compiled", "--audit", "1", "--workers", "1"]
    told = CliRunner().invoke(app, [*words, "--lang", "en", "--out", str(tmp_path)])
    assert told.exit_code == DEFECT
    assert "restored" in told.output
    assert "signable" not in told.output
    assert not [path for path in tmp_path.rglob("*") if path.name[:2] == "20"], "no folder without results"


def test_a_run_says_what_was_audited() -> None:
    case = scenario(4)
    for engine, audited in ((COMPILED, 2), (SIMPY, 0)):
        effort = Effort(3, 0.01, 1, 3, workers=1, engine=engine, audit=2)
        finished = run(case, case.operation.plans, 1, effort)
        assert finished is not None
        assert (finished.result.engine, finished.result.audited) == (engine, audited)


def test_a_handful_of_years_is_played_on_simpy_and_what_is_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(AUTO, PAYS_FROM - 1) == SIMPY
    assert chosen(AUTO, PAYS_FROM) == COMPILED
    assert chosen(SIMPY, 1000) == SIMPY
    monkeypatch.setattr(compiled, "available", lambda: False)
    assert chosen(AUTO, 1000) == SIMPY


def test_an_engine_that_there_is_not_is_refused() -> None:
    told = CliRunner().invoke(app, ["run", str(MMC), "--engine", "fast"])
    assert told.exit_code == 2
