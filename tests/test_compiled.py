"""The compiled engine tells the same story as SimPy, to the bit."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numba", reason="the compiled engine needs numba")

from sim import compiled, model
from sim.outcomes import Outcomes
from sim.rules import Roster, Rules, ceiling, roster_for, rules_for
from sim.scenario import settled
from sim.scenario_file import load
from sim.workload import Workload, draw_workload
from tests.days import differences, read_day
from tests.prove import differing, first_difference

CASES = 300
AT_ONCE = 30
ROOT = Path(__file__).parent.parent
TIMETABLES = sorted((ROOT / "tests" / "timetables").glob("*.yaml"))
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("first", range(0, CASES, AT_ONCE))
def test_random_cases_full_of_simultaneous_events_are_played_the_same(first: int) -> None:
    assert [line for number in range(first, first + AT_ONCE) for line in differing(number)] == []


@pytest.mark.parametrize("file", TIMETABLES, ids=lambda file: file.stem)
def test_days_worked_out_by_hand_are_lived_through_exactly_so(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def both(rules: Rules, roster: Roster, workload: Workload) -> Outcomes:
        played = compiled.simulate(rules, roster, workload)
        assert first_difference(model.simulate(rules, roster, workload), played) == ""
        return played

    monkeypatch.setattr("tests.days.simulate", both)
    day = read_day(file, tmp_path)
    assert differences(day, day.play()) == [], day.title


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_every_plan_of_the_samples_is_played_the_same(file: Path) -> None:
    scenario = settled(load(file), 1, 3)
    workload = draw_workload(scenario, 1, 3)
    for plan in (*scenario.operation.plans, ceiling(scenario)):
        rules = rules_for(scenario, plan)
        assert same(rules, workload), plan.name


def test_a_year_of_faults_at_one_instant_is_played_the_same() -> None:
    """Long waiting lines, a full calendar, and thousands of people taken at once."""
    scenario = load(ROOT / "scenarios" / "southwest.yaml")
    drawn = draw_workload(scenario, 1, 0)
    workload = replace(drawn, raised=np.full_like(drawn.raised, drawn.raised[0]))
    for plan in (scenario.operation.plans[0], ceiling(scenario)):
        assert same(rules_for(scenario, plan), workload), plan.name


def test_a_year_without_faults_has_an_empty_record() -> None:
    scenario = load(ROOT / "scenarios" / "southwest.yaml")
    drawn = draw_workload(scenario, 1, 0)
    empty = {name: column[:0] if isinstance(column, np.ndarray) else column for name, column in vars(drawn).items()}
    assert same(rules_for(scenario, scenario.operation.plans[0]), Workload(**empty))


def test_where_nobody_works_everything_waits_the_same() -> None:
    scenario = load(ROOT / "scenarios" / "southwest.yaml")
    plan = replace(scenario.operation.plans[0], staff={})
    rules = rules_for(scenario, plan)
    assert rules.teams == ()
    assert same(rules, draw_workload(scenario, 1, 0))


def same(rules: Rules, workload: Workload) -> bool:
    roster = roster_for(rules)
    expected = model.simulate(rules, roster, workload)
    played = compiled.simulate(rules, roster, workload)
    assert first_difference(expected, played) == ""
    return expected.differences(played) == []


def test_a_second_play_of_the_same_faults_is_the_same() -> None:
    """Nothing of a play is left in the kept tables."""
    scenario = load(ROOT / "scenarios" / "helpdesk.yaml")
    rules = rules_for(scenario, scenario.operation.plans[0])
    roster, workload = roster_for(rules), draw_workload(scenario, 1, 0)
    first = compiled.simulate(rules, roster, workload)
    compiled.simulate(rules, roster, draw_workload(scenario, 1, 1))
    assert compiled.simulate(rules, roster, workload).differences(first) == []


def test_columns_can_be_passed_on_as_they_are() -> None:
    """Contiguous and writable, as those of SimPy's record are."""
    scenario = load(ROOT / "scenarios" / "mmc.yaml")
    rules = rules_for(scenario, scenario.operation.plans[0])
    outcomes = compiled.simulate(rules, roster_for(rules), draw_workload(scenario, 1, 0))
    for name, column in vars(outcomes).items():
        assert column.flags.c_contiguous and column.flags.writeable, name


def test_without_numba_it_says_so_and_can_still_be_imported() -> None:
    program = "import sys; sys.modules['numba'] = None; from sim import compiled; print(compiled.available())"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert answer.stdout.strip() == "False"
