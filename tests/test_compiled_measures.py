"""The compiled judge and load against the readable ones: the same tally to the bit, whatever happened."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("numba")

from sim.absence import attended
from sim.calendars import ALWAYS, Hours, Span
from sim.clock import COUNTINGS
from sim.compiled import judge
from sim.measures import differences, measure
from sim.measures.bins import EDGES
from sim.measures.docket import BIN_FROM
from sim.measures.events import EVENTS
from sim.measures.load import attendance, planned
from sim.measures.tally import PlanTally
from sim.model import simulate
from sim.outcomes import PER_FAULT, Outcomes
from sim.rules import Roster, Rules, ceiling, roster_for, rules_for
from sim.scenario import STEPS, Money, Plan, Scenario, settled
from sim.scenario_file import load
from sim.workload import Workload, draw_workload
from tests.made import DAY, EVERYWHERE, HOUR, MINUTE, at, plan, pool, promise, record, scenario, team, workload
from tests.made import rules as made_rules
from tests.test_judging_random import CASES, played

SAMPLES = Path(__file__).parent.parent / "scenarios"
WEEKDAYS = frozenset({"mon", "tue", "wed", "thu", "fri"})
OFFICE = Hours((Span(WEEKDAYS, ((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))),))
NIGHT = Hours((Span(WEEKDAYS, ((20 * HOUR, 32 * HOUR),)),))
NOBODY = Roster(*(np.empty(0, dtype=np.int64) for _ in range(4)))


def both(made: Scenario, chosen: Plan, rules: Rules, work: Workload, outcomes: Outcomes) -> tuple[PlanTally, PlanTally]:
    """Measured by the readable code and by the compiled one."""
    readable = measure(made, chosen, rules, NOBODY, work, outcomes, 3)
    compiled = measure(made, chosen, rules, NOBODY, work, outcomes, 3, compiled=True)
    return readable, compiled


@pytest.mark.parametrize("number", CASES)
def test_random_years_are_measured_alike(number: int) -> None:
    made, case = played(number)
    chosen = made.operation.plans[0]
    costs = replace(chosen.costs, overtime={"workdays": 1.5, "holidays": 3.0})
    pools = {name: replace(entry, pay=Money(100.0, "CNY", "hour")) for name, entry in chosen.pools.items()}
    chosen = replace(chosen, costs=costs, pools=pools)
    assert not list(differences(*both(made, chosen, case.rules, case.workload, case.outcomes)))


@pytest.mark.parametrize("sample", ["southwest", "helpdesk", "mmc"])
def test_samples_are_measured_alike(sample: str) -> None:
    whole = load(SAMPLES / f"{sample}.yaml")
    made = settled(replace(whole, study=replace(whole.study, days=60)), 1, 0)
    work = draw_workload(made, 1, 0)
    for chosen in (*made.operation.plans, ceiling(made)):
        rules = rules_for(made, chosen)
        outcomes = simulate(rules, roster_for(rules), work)
        readable, compiled = both(made, chosen, rules, work, outcomes)
        assert not list(differences(readable, compiled))
        assert readable.promises.judged.sum() > 0


# ------------------------------------------------------------------ times at random, possible or not


def anything(source: random.Random, faults: int) -> Outcomes:
    """Times that need not follow each other, many of them never, many of them equal."""
    written = record(faults)
    grid = source.choice([1, MINUTE, HOUR])

    def time() -> int:
        if source.random() < 0.35:
            return -1
        if source.random() < 0.5:
            return source.randrange(0, 80 * DAY, grid)
        return begun + source.choice([0, 1, HOUR // 2, HOUR, 9 * HOUR, 10 * HOUR, 11 * HOUR, DAY])

    for row in range(faults):
        begun = source.randrange(0, 75 * DAY, HOUR)
        for name in PER_FAULT:
            getattr(written, name)[row] = time()
        written.granted[row], written.restored_by[row] = 1, source.randrange(-1, len(STEPS))
        written.answered_by[row] = source.randrange(-1, 3)
        written.dials[row] = source.randrange(4)
        for step in range(len(STEPS)):
            for name in ("requested", "ready", "started", "arrived"):
                getattr(written, name)[step][row] = time()
            written.team[step][row] = source.choice([-1, 0, 1, 2])
    outcomes = written.outcomes()
    outcomes.started[:] = np.where(outcomes.started >= 0, np.maximum(outcomes.started, outcomes.ready), -1)
    return outcomes


def any_stints(source: random.Random, faults: int) -> list[tuple[Any, ...]]:
    rows = []
    for _ in range(3 * faults):
        taken = source.randrange(0, 80 * DAY, source.choice([1, HOUR]))
        free = source.choice([-1, taken, taken + source.randrange(0, 3 * DAY)])
        rows.append((source.randrange(faults), source.randrange(len(STEPS)), source.randrange(3), taken, -1, -1, free))
    return [(*row, source.random() < 0.3) for row in sorted(rows, key=lambda row: (row[3], row[0], row[1]))]


def parents(source: random.Random, faults: int) -> list[int]:
    """A third of the faults come back, some of them again."""
    found = [-1] * faults
    for row in range(faults * 2 // 3, faults):
        found[row] = source.choice([other for other in range(row) if other not in found])
    return found


@pytest.mark.parametrize("number", range(30))
def test_whatever_was_recorded_is_measured_alike(number: int) -> None:
    source = random.Random(number)
    limit = {site: source.choice([0, 30 * MINUTE, 9 * HOUR, 40 * DAY]) for site in EVERYWHERE}
    promises = [
        replace(
            promise(
                source.choice(EVENTS),
                level=source.choice("ABC"),
                from_event=source.choice(EVENTS),
                window=source.choice([ALWAYS, OFFICE, NIGHT, Hours(())]),
                counting=source.choice(COUNTINGS),
                causes=source.choice([("own",), ("environment", "cannot_tell"), ("own", "environment", "cannot_tell")]),
                sites=source.choice([EVERYWHERE, EVERYWHERE[:1], ()]),
                by=source.choice([(), ("local",), ("local", "central")]),
                fixed_first=source.choice(["met", "excluded", "missed"]),
                net_of=source.choice([(), ("customer",), ("vendor",), ("customer", "vendor"), ("vendor", "customer")]),
                attain=source.choice([None, 0.5, 0.95, 1.0]),
                period=source.choice(["week", "month", "quarter", "year"]),
                kind=source.choice(["restore", "restore", "restore", "connect"]),
            ),
            limit=source.choice([None, limit, limit]),
            marks=source.choice([(), (), ("special",), ("collapse", "special")]),
            same_fault=source.random() < 0.4,
        )
        for _ in range(40)
    ]
    made = scenario(*promises, days=62, warm_up=5)
    faults = 60
    work = workload(
        *sorted(source.randrange(70 * DAY) for _ in range(faults)),
        level=[source.randrange(2) for _ in range(faults)],
        site=[source.randrange(2) for _ in range(faults)],
        diagnosis=[source.randrange(3) for _ in range(faults)],
        truly_environment=[source.random() < 0.5 for _ in range(faults)],
        parent=parents(source, faults),
        marks=[source.randrange(4) for _ in range(faults)],
    )
    work = replace(work, mark_names=("collapse", "special"))
    outcomes = anything(source, faults)
    outcomes = replace(outcomes, stints=np.array(any_stints(source, faults), dtype=outcomes.stints.dtype))
    chosen = plan(pools={name: pool(name) for name in ("central", "local")})
    teams = (team("local", made, OFFICE), team("local", made, NIGHT, on_call=True), team("central", made))
    readable, compiled = both(made, chosen, made_rules(*teams), work, outcomes)
    assert not list(differences(readable, compiled))
    assert readable.pools.overtime.sum() > 0
    assert readable.promises.judged.sum() > 30
    assert (readable.promises.worst[:, 0] >= 0).any()


def test_a_year_without_faults_and_a_scenario_without_promises_are_measured_alike() -> None:
    for made in (scenario(), scenario(promise())):
        for faults in (0, 2):
            work = workload(*(at(day) for day in range(1, faults + 1)))
            assert not list(differences(*both(made, plan(), made_rules(), work, record(faults).outcomes())))


def test_the_study_ends_in_the_middle_of_a_stint() -> None:
    made = scenario(days=7)
    written = record(1).outcomes()
    stints = np.array([(0, 5, 0, at(7, 22), -1, -1, at(8, 3), False)], dtype=written.stints.dtype)
    teams = (team("local", made),)
    outcomes = replace(written, stints=stints)
    for tally in both(made, plan(pools={"local": pool("local")}), made_rules(*teams), workload(at(1)), outcomes):
        assert tally.pools.busy.sum() == 2 * HOUR


@pytest.mark.parametrize(("late", "met"), [(0, 1), (1, 0)])
def test_the_customers_wait_is_taken_out_to_the_millisecond(late: int, met: int) -> None:
    made = scenario(promise(limit=9 * HOUR, counting="wall"))
    written = record(1)
    written.logged[0], written.asked[0], written.permitted[0] = at(1, 9), at(1, 10), at(1, 11)
    written.restored[0] = at(1, 19) + late
    for tally in both(made, plan(), made_rules(), workload(at(1, 9)), written.outcomes()):
        assert tally.promises.gross_met.sum() == 0
        assert tally.promises.net_met.sum() == met


def test_times_with_the_same_upper_bits_lie_in_two_bins_at_most() -> None:
    """The judge goes on from the first of them by one step."""
    upper = np.arange(BIN_FROM.size + 1, dtype=np.int64) << judge.FINE
    longest = np.nextafter(upper[1:].view(np.float64), 0)
    last = np.minimum(np.searchsorted(EDGES, longest, side="left"), EDGES.size - 1)
    assert int(np.max(last - BIN_FROM)) <= 1


def test_those_who_do_not_come_are_counted_alike() -> None:
    made = settled(load(SAMPLES / "southwest.yaml"), 1, 0)
    for chosen in made.operation.plans:
        rules = rules_for(made, chosen)
        roster = attended(rules, roster_for(rules), made.study.origin, 1, 0)
        arguments = (rules, roster, tuple(sorted(chosen.pools)), made.study)
        readable, compiled = attendance(*arguments), attendance(*arguments, compiled=True)
        assert all(np.array_equal(one, other) for one, other in zip(readable, compiled, strict=True))
        assert (readable[0] < planned(rules, *arguments[2:])[0]).any()
