"""The run: a replication is the same alone and in a batch, and a run the same on any number of workers."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from time import sleep

import numpy as np
import pytest

from sim.engines import COMPILED
from sim.experiment import Effort, Finished, Players, Progress, gathered, replicate, run
from sim.measures import PlanTally, measure
from sim.model import simulate
from sim.results import ENOUGH, INTERRUPTED, OUT_OF_TIME, PRECISE, Result, save
from sim.rules import ceiling, roster_for, rules_for
from sim.scenario import Scenario, settled
from sim.scenario_file import load
from sim.workload import draw_workload

SMALL = """
name: small
calendar:
  holidays: CN
  hours: {office: workdays 09:00-18:00}
demand:
  levels:
    urgent: {faults: 3..6 per week, rhythm: 80% office}
    normal: {faults: 10 per week}
  steps:
    hotline: {work: mean 5 min cv 0.8}
    onsite: {work: median 60 min sigma 0.7}
operation:
  pools:
    desk: {pay: 80000 yuan per year}
    engineers: {pay: 100000..140000 yuan per year}
  who: {hotline: desk, onsite: engineers}
  handling:
    every_level: {window: office}
  rules: {rank: urgent normal}
  plans:
    one: {desk: 1 always, engineers: 1 office}
    two: {like: one, engineers: 2 office}
agreements:
  promises:
    every_level:
      restore: {within: 8 h, attain: 80% per week}
study: {length: 4 weeks, warm_up: 1 week, cool_down: 1 week}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    file: Path = tmp_path_factory.mktemp("scenario") / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return load(file)


def effort(replications: int | None, workers: int = 1, **values: float | None) -> Effort:
    settings = {"precision": 0.05, "least": 8, "most": 32, "budget": None} | values
    return Effort(replications, workers=workers, **settings)  # type: ignore[arg-type]


def arrays(thing: object) -> list[np.ndarray]:  # type: ignore[type-arg]
    """Every array in a tree of dataclasses and tuples."""
    if isinstance(thing, np.ndarray):
        return [thing]
    if isinstance(thing, tuple | list):
        return [array for part in thing for array in arrays(part)]
    if is_dataclass(thing):
        return [array for entry in fields(thing) for array in arrays(getattr(thing, entry.name))]
    return []


def same(one: tuple[PlanTally, ...], other: tuple[PlanTally, ...]) -> bool:
    pairs = zip(arrays(one), arrays(other), strict=True)
    return all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)


def finished(found: Finished | None) -> Finished:
    assert found is not None
    return found


def test_a_replication_alone_equals_the_same_in_a_batch(small: Scenario) -> None:
    plans = (*small.operation.plans, ceiling(small))
    in_order = gathered([replicate(small, plans, 1, number) for number in range(4)])
    backwards = gathered([replicate(small, plans, 1, number) for number in (3, 1, 0, 2)])
    assert same(in_order, backwards)
    alone = replicate(small, plans, 1, 2)
    assert np.array_equal(alone[0].promises.judged[0], in_order[0].promises.judged[2])
    assert np.array_equal(alone[1].promises.tightest[0], in_order[1].promises.tightest[2])


def test_every_year_is_settled_drawn_played_and_measured_by_its_own_number(small: Scenario) -> None:
    """Players that have played other years before, against the same year put together by hand."""
    players = Players(small, small.operation.plans, 7)
    found = [players.replicate(number) for number in (0, 1, 3)][-1]
    year = settled(small, 7, 3)
    assert year.demand.levels != settled(small, 7, 1).demand.levels, "faults: 3..6 a week"
    workload = draw_workload(year, 7, 3)
    for plan, tally in zip(year.operation.plans, found, strict=True):
        rules = rules_for(year, plan)
        roster = roster_for(rules)
        by_hand = measure(year, plan, rules, roster, workload, simulate(rules, roster, workload), 3)
        assert same((tally,), (by_hand,))


def test_a_run_is_the_same_to_the_bit_for_one_worker_and_for_two(small: Scenario) -> None:
    plans = small.operation.plans
    one = finished(run(small, plans, 1, effort(12)))
    two = finished(run(small, plans, 1, effort(12, workers=2)))
    assert repr(one.result) == repr(two.result)
    assert one.why == two.why == ENOUGH


def test_another_seed_is_another_world(small: Scenario) -> None:
    plans = small.operation.plans
    one, two = (finished(run(small, plans, seed, effort(2))).result for seed in (1, 2))
    assert one.plans[0].judgements != two.plans[0].judgements


def test_every_plan_meets_the_same_faults_and_the_ceiling_comes_last(small: Scenario) -> None:
    result = finished(run(small, small.operation.plans, 1, effort(3))).result
    assert [plan.name for plan in result.plans] == ["one", "two", "ceiling"]
    assert len({plan.judgements[0].faults_a_year for plan in result.plans}) == 1


def test_one_plan_alone_does_as_it_does_beside_others(small: Scenario) -> None:
    both = finished(run(small, small.operation.plans, 1, effort(3))).result
    alone = finished(run(small, small.operation.plans[1:], 1, effort(3))).result
    assert alone.plan("two") == both.plan("two")


def test_a_run_stops_when_it_is_precise_enough_and_says_so(small: Scenario) -> None:
    easy = finished(run(small, small.operation.plans, 1, effort(None, precision=0.4)))
    assert (easy.why, easy.result.replications) == (PRECISE, 8)
    assert easy.result.widest <= 0.4
    assert easy.result.looks == 3, "8, 16 and 32"
    hard = finished(run(small, small.operation.plans, 1, effort(None, precision=1e-6, most=16)))
    assert (hard.why, hard.result.replications) == (ENOUGH, 16)


def test_looks_grow_to_the_most_that_is_allowed() -> None:
    assert effort(None, least=300, most=5000).looks == (300, 600, 1200, 2400, 4800, 5000)
    assert effort(None, least=300, most=100).looks == (100,)
    assert effort(7).looks == (7,)


def test_a_run_out_of_time_keeps_what_is_finished(small: Scenario) -> None:
    found = finished(run(small, small.operation.plans, 1, effort(None, budget=0.0)))
    assert (found.why, found.result.replications) == (OUT_OF_TIME, 1)


def test_a_run_out_of_time_says_nothing_of_what_was_in_the_works(
    small: Scenario, recwarn: pytest.WarningsRecorder
) -> None:
    pytest.importorskip("numba")
    found = finished(run(small, small.operation.plans, 1, replace(effort(5000, 2, budget=0.3), engine=COMPILED)))
    assert found.why == OUT_OF_TIME
    assert [str(warning.message) for warning in recwarn] == []


def test_the_watcher_is_told_of_the_audit(small: Scenario) -> None:
    pytest.importorskip("numba")
    seen: list[Progress] = []
    run(small, small.operation.plans, 1, replace(effort(4), engine=COMPILED, audit=3), seen.append)
    assert [progress.audited for progress in seen][-2:] == [0, 3]


def test_a_run_stopped_by_hand_keeps_what_is_finished_and_is_marked_for_good(small: Scenario, tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.done >= 2:
            raise KeyboardInterrupt

    found = finished(run(small, small.operation.plans, 1, effort(32), stop))
    assert found.why == INTERRUPTED
    assert found.result.replications >= 2
    whole: Result = finished(run(small, small.operation.plans, 1, effort(found.result.replications))).result
    told = replace(found.result, ended=whole.ended, most=whole.most)
    assert told == whole, "the same as a run of just so many"
    save(found.result, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["ended"], manifest["most"]) == (INTERRUPTED, 32)
    assert whole.ended == ENOUGH


def test_a_run_stopped_before_anything_is_finished_has_no_result(
    small: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.replication.draw_workload", interrupted)
    assert run(small, small.operation.plans, 1, effort(2)) is None


def test_progress_counts_up_to_the_end(small: Scenario) -> None:
    seen: list[Progress] = []
    run(small, small.operation.plans, 1, effort(20), seen.append)
    done = [progress.done for progress in seen]
    assert done[0] == 1 and done[-1] == 20 and done == sorted(set(done))
    assert all(progress.most == progress.likely == 20 for progress in seen)


def test_the_time_to_load_the_engine_counts_neither_for_chunks_nor_for_the_time_left(
    small: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba")
    prepare, play, chunks, seen = Players.prepare, Players.play, [], []

    def slowly(players: Players) -> None:
        prepare(players)
        sleep(1.5)

    def counted(players: Players, replications: range) -> tuple[PlanTally, ...]:
        chunks.append(len(replications))
        return play(players, replications)

    monkeypatch.setattr(Players, "prepare", slowly)
    monkeypatch.setattr(Players, "play", counted)
    run(small, small.operation.plans, 1, replace(effort(12), engine=COMPILED), seen.append)
    assert chunks == [1, 11]
    assert seen[0].seconds < 1 and seen[0].done == 1
