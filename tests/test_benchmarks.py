"""The benchmark compares like with like: all libraries play the same system. Nothing is timed here."""

from __future__ import annotations

from dataclasses import fields, replace
from subprocess import CalledProcessError, CompletedProcess

import numpy as np
import pytest

from benchmarks.__main__ import PARTS, measure
from benchmarks.alone import alone, seconds_alone
from benchmarks.engines import ENGINES, events
from benchmarks.figures import Figures, figures, limits, same
from benchmarks.laps import events_per_fault
from benchmarks.memory import Memory
from benchmarks.page import SECTIONS, Measured, page
from benchmarks.peers import PEERS, SIMPY, by_hand, how_to_install, trajectories
from benchmarks.peers.processes import play, play_faults
from benchmarks.race import Pace, runners
from benchmarks.scaling import Horizon, Load, Plans
from benchmarks.stages import Stages
from benchmarks.start import Start
from benchmarks.tables import table
from benchmarks.tiered import FILE, HIDDEN, NOMINAL, OURS, VENDORS, Case, Played, draw, scenario
from benchmarks.timing import Machine
from benchmarks.whole import Whole, wholes
from benchmarks.workers import WORKERS, Workers, in_turn
from sim import compiled

TIERED = scenario(days=28)


@pytest.fixture(scope="module")
def case() -> Case:
    return draw(TIERED)


@pytest.fixture(scope="module")
def ours(case) -> Played:
    return ENGINES[0].run(case)[1]


def test_the_scenario_is_the_system_that_the_page_describes(case) -> None:
    assert case.people == (3, 4, 5)
    expected = 2 * 24 * 28
    assert abs(len(case.faults) - expected) < 5 * expected**0.5
    unclear = sum(fault.kind in (HIDDEN, VENDORS) for fault in case.faults)
    assert abs(unclear - 0.2 * len(case.faults)) < 5 * (0.16 * len(case.faults)) ** 0.5


def test_the_busiest_pools_are_loaded_as_said(case) -> None:
    remote = [fault.remote for fault in case.faults if fault.kind == OURS and not fault.solved_by_hotline]
    onsite = [
        min(fault.visit, fault.vendor) if fault.kind == VENDORS else fault.visit
        for fault in case.faults
        if fault.kind == VENDORS
        or (not fault.solved_by_hotline and (fault.kind == HIDDEN or not fault.solved_by_remote))
    ]
    available = TIERED.study.closes_at
    for work, people in ((remote, 4), (onsite, 5)):
        load, error = sum(work) / (people * available), np.sqrt(np.square(work).sum()) / (people * available)
        assert abs(load - NOMINAL) < 4 * error


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_every_library_restores_every_fault_at_the_same_millisecond(peer, case, ours) -> None:
    if not peer.installed:
        pytest.skip(f"{peer.package} is not installed")
    _, other = peer.run(case)
    assert same(other, ours) == len(case.faults)
    np.testing.assert_array_equal(other.waited, ours.waited)
    assert figures(case.workload, other, limits(TIERED)) == figures(case.workload, ours, limits(TIERED))


def test_overload_is_played_alike() -> None:
    busy = draw(scenario(1.05, days=28))
    assert same(play(busy), ENGINES[0].run(busy)[1]) == len(busy.faults)


def test_the_study_by_hand_agrees_within_an_interval_on_faults_of_its_own() -> None:
    """Other faults for each side, so that this holds by the law of large numbers and not by the draws in common."""
    within, found = limits(TIERED), []
    for number in range(10):
        ours, theirs = draw(TIERED, number), by_hand.draw(number, days=28)
        sides = (ours.workload, ENGINES[-1].run(ours)[1]), (theirs, play_faults(theirs.faults, by_hand.PEOPLE))
        found.append([(*one.in_time, *one.restore) for one in (figures(*side, within) for side in sides)])
    difference = np.subtract(*np.moveaxis(np.array(found), 1, 0))
    half = 4.8 * difference.std(axis=0, ddof=1) / np.sqrt(len(difference))  # 99.9 % of Student's t with 9 degrees
    assert np.all(np.abs(difference.mean(axis=0)) < half)


def test_the_study_by_hand_draws_the_scenario() -> None:
    drawn = by_hand.draw(0)
    count = len(drawn.faults)
    assert abs(count - 17_520) < 5 * 17_520**0.5
    assert np.all(np.diff(drawn.raised) >= 0)
    for level, share in enumerate((0.1, 0.3, 0.6)):
        assert abs(np.mean(drawn.level == level) - share) < 5 * (share * (1 - share) / count) ** 0.5
    for name, mean, cv in (("hotline", 54, 0.8), ("remote", 150, 1), ("visit", 270, 1)):
        minutes = np.array([getattr(fault, name) for fault in drawn.faults]) / by_hand.MINUTE
        assert abs(minutes.mean() - mean) < 4 * cv * mean / count**0.5
    answers = np.array([fault.vendor for fault in drawn.faults]) / by_hand.HOUR
    assert abs(np.mean(answers < 8) - 0.5) < 5 * (0.25 / count) ** 0.5
    assert abs(np.mean(answers < 29) - 0.9) < 5 * (0.09 / count) ** 0.5


def test_simmer_gets_the_faults_and_its_record_is_read(case, monkeypatch) -> None:
    seen = []

    def r(command, **options):
        seen.append((command[-3:], options["input"].splitlines()))
        return CompletedProcess(command, 0, stdout="0.25\nrestored,hotline,remote,onsite\n90,0,NA,5\n70,12,3,NA\n")

    monkeypatch.setattr(trajectories.subprocess, "run", r)
    seconds, record = trajectories.run(case)
    [(people, (heading, *lines))] = seen
    assert people == ["3", "4", "5"]
    for fault, line in zip(case.faults, lines, strict=True):
        row = dict(zip(heading.split(","), map(int, line.split(",")), strict=True))
        assert row["priority"] == 2 - fault.level  # simmer serves the highest first
        assert (row["time"], row["onsite"], row["vendor"]) == (fault.raised, fault.visit, fault.vendor)
    assert seconds == 0.25
    np.testing.assert_array_equal(record.restored, [90, 70])
    np.testing.assert_array_equal(record.waited, [[0, 12], [np.nan, 3], [5, np.nan]])


def test_without_r_simmer_takes_no_part_and_it_is_said_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr(trajectories, "which", lambda _: None)
    trajectories.version.cache_clear()
    try:
        assert "simmer (R)" not in [runner.name for runner in runners()]
        missing, *commands = how_to_install()
        assert "simmer (R)" in missing
        assert any("apt-get install r-cran-simmer" in command for command in commands)
    finally:
        trajectories.version.cache_clear()


def test_a_library_that_plays_another_system_is_found_out(case, ours) -> None:
    slower = replace(case, people=(3, 4, 4))
    assert same(play(slower), ours) < len(case.faults)


def test_events_are_counted_whole(case) -> None:
    """Each fault is raised, joins its line and is dispatched, and its call ends."""
    counted = events(case.rules, case.roster, case.workload)
    assert counted > 4 * len(case.faults)
    assert events_per_fault(TIERED, TIERED.operation.plans[0]) == counted / len(case.faults)


def test_everybody_goes_the_whole_way() -> None:
    rows = wholes(1, days=7)
    assert [row.name for row in rows] == [SIMPY.name, *(engine.name for engine in ENGINES)]
    assert (rows[0].ratio, rows[0].play_ratio) == (1, 1)
    assert all(min(row.draw, row.play, row.measure) > 0 for row in rows)


@pytest.mark.skipif(not compiled.available(), reason="numba is not installed")
def test_studies_are_run_with_one_worker_and_with_two() -> None:
    rows = in_turn(scenario(days=7), 4, 1, lambda _: None)
    assert [(row.plans, row.workers) for row in rows] == [(2, count) for count in WORKERS]
    assert rows[0].ratio == 1


@pytest.mark.skipif(not compiled.available(), reason="numba is not installed")
def test_a_study_in_a_process_of_its_own_tells_its_peak_of_memory() -> None:
    peak = alone("benchmarks.study", FILE, 1, 1)
    assert peak == 0 or 50 < peak < 2_000


def test_what_fails_is_not_timed() -> None:
    assert seconds_alone("sim", "--help") > 0
    with pytest.raises(CalledProcessError):
        seconds_alone("sim", "no-such-command")


def test_each_part_is_measured_and_shown() -> None:
    named = {field.name for field in fields(Measured)} - {"machine", "rounds", "replications", "study"}
    assert set(PARTS) == named == {part for part, _, _ in SECTIONS}
    assert not any(getattr(measure((), 1), part) for part in PARTS)


def test_the_page_shows_every_part_and_who_took_none() -> None:
    found = Figures((0.5,) * 3, (1.0,) * 3, (2.0,) * 3)
    measured = Measured(
        Machine("3.11", "Linux", "a processor", 2),
        rounds=7,
        replications=8,
        study=9,
        race=[Pace(SIMPY.name, "4", 1e4, 1234, 1, 1, 1, 10, 10, found)],
        wholes=[Whole("x", 1000, 2000, 3000, 4000, 5.5, 5, 6, 7.25)],
        stages=[Stages("x", "lean", "y", 100, 4, 400, 800, 1200)],
        workers=[Workers("x", 2, 1, 10, 1, 1, 1), Workers("x", 2, 2, 19, 1.9, 1.8, 2)],
        loads=[Load("x", 0.5, 1000, 100), Load("x", 1.05, 250, 400)],
        horizons=[Horizon("x", 10, 1000, 100, 0)],
        plans=[Plans("x", 36, 0.0125, 66)],
        memory=[Memory(1, 50, 111), Memory(2, 50, 222)],
        starts=[Start("x", 5, 0.125)],
    )
    shown = page(measured)
    squeezed = [" ".join(line.split()) for line in shown.splitlines()]
    for row in (
        "| SimPy 4 | 10,000 | 100,000 | 1,234 | 1.00 | 1.00 to 1.00 | 10 of 10 |",
        "| x | 1,000 | 2,000 | 3,000 | 6,000 | 4,000 | 5.50 | 5.00 to 6.00 | 7.25 |",
        "| x, lean | y | 100 | 4.0 | 400 | 800 | 1,200 | 100 | 200 | 300 | 416,667 |",
        "| x | 2 | 2 | 19.0 | 1.90 | 1.80 to 2.00 |",
        "| 1.05 | 250 | 400 |",
        "From a load of 0.50 to 1.05: x keeps 25 % of its pace.",
        "| x | 10 | 1,000 | 100 | not known |",
        "| x | 36 | 12.5 | 66 |",
        "| 50 | 111 | 222 |",
        "| x | 5 | 0.12 |",
        "- **Not measured here**, since not installed: Ciw, salabim, simmer (R).",
    ):
        assert row in squeezed
    assert "median of 7 rounds" in shown


def test_tables_are_aligned() -> None:
    lines = table(("name", "n"), [("a", "1,000"), ("longer", "2")])
    assert lines == ["| name   |     n |", "| ------ | ----: |", "| a      | 1,000 |", "| longer |     2 |", ""]
