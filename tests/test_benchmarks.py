"""The benchmark compares like with like: all libraries play the same system. Nothing is timed here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.engines import ENGINES, events, played
from benchmarks.figures import figures, limits, same
from benchmarks.page import table
from benchmarks.peers import PEERS
from benchmarks.peers.processes import play
from benchmarks.tiered import HIDDEN, NOMINAL, OURS, VENDORS, Case, Played, draw, scenario

TIERED = scenario(days=28)


@pytest.fixture(scope="module")
def case() -> Case:
    return draw(TIERED)


@pytest.fixture(scope="module")
def ours(case) -> Played:
    return played(ENGINES[0].play_case(case))


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
        pytest.skip(f"{peer.package} is not installed: benchmarks/peers.txt")
    other = peer.play(case)
    assert same(other, ours) == len(case.faults)
    np.testing.assert_array_equal(other.waited, ours.waited)
    assert figures(case, other, limits(TIERED)) == figures(case, ours, limits(TIERED))


def test_overload_is_played_alike() -> None:
    busy = draw(scenario(1.05, days=28))
    assert same(play(busy), played(ENGINES[0].play_case(busy))) == len(busy.faults)


def test_idiomatic_simpy_agrees_within_an_interval_on_faults_of_its_own() -> None:
    """Other faults for each side, so that this holds by the law of large numbers and not by the draws in common."""
    shares = []
    for one in range(10):
        sides = draw(TIERED, one), draw(TIERED, one + 10)
        found = played(ENGINES[0].play_case(sides[0])), play(sides[1])
        shares.append([figures(*side, limits(TIERED)).in_time for side in zip(sides, found, strict=True)])
    difference = np.subtract(*np.moveaxis(np.array(shares), 1, 0))
    half = 4.8 * difference.std(axis=0, ddof=1) / np.sqrt(len(difference))  # 99.9 % of Student's t with 9 degrees
    assert np.all(np.abs(difference.mean(axis=0)) < half)


def test_a_library_that_plays_another_system_is_found_out(case, ours) -> None:
    slower = replace(case, people=(3, 4, 4))
    assert same(play(slower), ours) < len(case.faults)


def test_events_are_counted_whole(case) -> None:
    """Each fault is raised, joins its line and is dispatched, and its call ends."""
    assert events(case.rules, case.roster, case.workload) > 4 * len(case.faults)


def test_tables_are_aligned() -> None:
    lines = table(("name", "n"), [("a", "1,000"), ("longer", "2")])
    assert lines == ["| name   |     n |", "| ------ | ----: |", "| a      | 1,000 |", "| longer |     2 |", ""]
