"""From the counts of replications to figures: hand-made years, worked out by hand; order, files and back."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from sim.estimates import clustered, t_quantile, wilson
from sim.measures import PlanTally, gather, measure
from sim.provenance import digest
from sim.results import Result, load, save, summarise
from sim.rules import CEILING, Roster
from sim.scenario import Plan, Promise, Reading, Scenario, Title
from tests.made import HOUR, MINUTE, at, plan, pool, promise, record, rules, scenario, team, workload

NOBODY = Roster(*(np.zeros(0, dtype=np.int64) for _ in range(4)))

PEOPLE = {"pools": {"local": pool("local")}, "staff": {"local": {"": ()}}}

LEAN = plan(**PEOPLE)
BEST = plan(name=CEILING, **PEOPLE)

NET = Reading("net", Title("net", "净"), promise(net_of=("customer",)))


def played(made: Scenario, people: Plan, number: int, *faults: tuple[int, int]) -> PlanTally:
    """A year of faults, each (logged, hours until restored)."""
    outcomes = record(len(faults))
    outcomes.logged = [logged for logged, _ in faults]
    outcomes.restored = [logged + hours * HOUR for logged, hours in faults]
    work = workload(*outcomes.logged)
    return measure(made, people, rules(team("local", made)), NOBODY, work, outcomes.outcomes(), number)


def years(made: Scenario, people: Plan = LEAN) -> list[PlanTally]:
    """Three years. First: both quarters with faults kept. Second: one of two faults of a quarter late by 1 h.
    Third: no fault at all."""
    return [
        played(made, people, 0, (at(5), 1), (at(100), 2)),
        played(made, people, 1, (at(5), 1), (at(6), 3), (at(100), 1)),
        played(made, people, 2),
    ]


def found(*promises: Promise, looks: int = 1) -> Result:
    made = scenario(*promises)
    return summarise(made, [LEAN, BEST], [gather(years(made)), gather(years(made, BEST))], 1, looks)


def test_attainment_is_all_met_over_all_judged() -> None:
    """Never the mean of 100 % and 67 %."""
    entry = found(promise()).plan("lean").judgement("A/restored")
    assert entry.attainment is not None and (entry.attainment.hits, entry.attainment.n) == (4, 5)
    assert entry.attainment.value == 0.8
    bounds = clustered(np.array([2, 2, 0]), np.array([2, 3, 0]), 0.95)
    assert (entry.attainment.low, entry.attainment.high) == (bounds.low, bounds.high)
    assert entry.faults_a_year == pytest.approx(5 / 3) and entry.misses_a_year == pytest.approx(1 / 3)


def test_periods_without_faults_are_counted_apart() -> None:
    entry = found(promise()).plan("lean").judgement("A/restored")
    assert entry.periods is not None and entry.years is not None
    assert (entry.periods.hits, entry.periods.n) == (3, 4)
    assert entry.empty == pytest.approx(8 / 12)
    assert (entry.years.hits, entry.years.n) == (1, 2), "the year without faults is no year that was kept"
    assert entry.years.low == wilson(1, 2, 0.95).low


def test_four_periods_decide_nothing_and_say_how_many_would() -> None:
    verdict = found(promise()).plan("lean").judgement("A/restored").verdict
    assert verdict is not None and verdict.word == "open" and verdict.more >= 20


def test_the_tightest_promise_is_that_of_the_periods() -> None:
    """The periods need 1 h, 2 h, 3 h and 1 h; 90 % of four periods are all four."""
    tightest = found(promise()).plan("lean").judgement("A/restored").tightest
    assert tightest is not None
    assert (tightest.value, tightest.safe) == (3 * HOUR, 3 * HOUR)


def test_the_latest_fault_can_be_found_again() -> None:
    worst = found(promise()).plan("lean").judgement("A/restored").worst
    assert worst is not None and (worst.replication, worst.row, worst.lateness) == (1, 1, HOUR)


def test_needed_times_and_their_curve() -> None:
    entry = found(promise()).plan("lean").judgement("A/restored")
    assert entry.needed is not None and entry.needed.median == HOUR and entry.needed.p90 == 3 * HOUR
    assert sum(entry.curve) == 5


def test_what_is_only_measured_has_times_but_no_share_and_no_verdict() -> None:
    entry = found(promise(limit=None)).plan("lean").judgement("A/restored")
    assert (entry.attainment, entry.periods, entry.verdict, entry.tightest, entry.misses_a_year) == (None,) * 5
    assert entry.needed is not None


def test_a_promise_without_a_threshold_has_a_share_but_no_verdict() -> None:
    entry = found(promise(attain=None)).plan("lean").judgement("A/restored")
    assert entry.attainment is not None
    assert (entry.periods, entry.years, entry.verdict, entry.tightest) == (None,) * 4


def test_what_never_happened_is_not_known() -> None:
    entry = found(promise(level="B")).plan("lean").judgement("A/restored")
    assert entry.attainment is not None and entry.attainment.value is None
    assert (entry.attainment.low, entry.attainment.high) == (0.0, 1.0)
    assert (entry.verdict, entry.needed, entry.tightest, entry.worst) == (None,) * 4
    assert entry.empty == 1.0


def test_many_kept_years_can_be_signed_and_more_looks_ask_for_more() -> None:
    made = scenario(promise())
    quarters = (1, 100, 200, 300)
    good = [played(made, LEAN, number, *((at(day), 1) for day in quarters)) for number in range(60)]
    poor = [played(made, LEAN, 60 + number, *((at(day), 3) for day in quarters)) for number in range(4)]
    words = []
    for looks in (1, 1, 20):
        years = good if not words else good + poor
        result = summarise(made, [LEAN], [gather(years)], 1, looks)
        verdict = result.plan("lean").judgement("A/restored").verdict
        assert verdict is not None
        words.append(verdict.word)
    assert words == ["yes", "open", "open"]
    once = summarise(made, [LEAN], [gather(good + poor)], 1, 1).plan("lean").judgement("A/restored").periods
    often = summarise(made, [LEAN], [gather(good + poor)], 1, 20).plan("lean").judgement("A/restored").periods
    assert once is not None and often is not None and often.half > once.half


def test_readings_are_judged_on_the_same_faults() -> None:
    result = found(replace(promise(), readings=(NET,)))
    plain, net = result.plan("lean").judgements
    assert (plain.reading, net.reading, net.reading_title) == ("", "net", Title("net", "净"))
    assert net.attainment == plain.attainment, "nobody waited for the customer"
    assert result.plan("lean").as_written == (plain,)


def test_the_order_of_replications_changes_nothing() -> None:
    made = scenario(promise(), promise("arrived"))
    wanted = summarise(made, [LEAN], [gather(years(made))], 1)
    for order in permutations(years(made)):
        assert summarise(made, [LEAN], [gather(order)], 1) == wanted
    first, second, third = years(made)
    assert summarise(made, [LEAN], [gather([gather([third, first]), second])], 1) == wanted


def test_no_replication_counts_twice() -> None:
    first, second, _ = years(scenario(promise()))
    with pytest.raises(ValueError, match="twice"):
        gather([first, second, first])


def test_plans_are_compared_on_the_same_years_in_whatever_order_they_come() -> None:
    """20 faults a year. Lean keeps years 1, 2 and 3; better keeps all but year 1."""
    made = scenario(promise())
    better = plan(name="better", **PEOPLE)
    days = range(1, 21)
    lean = [played(made, LEAN, n, *((at(day), hours) for day in days)) for n, hours in enumerate((1, 1, 1, 3, 3))]
    other = [played(made, better, n, *((at(day), hours) for day in days)) for n, hours in enumerate((3, 1, 1, 1, 1))]
    plans = [LEAN, better, BEST]
    result = summarise(made, plans, [gather(lean), gather(other[::-1]), gather(other)], 1)
    assert [(entry.plan, entry.other) for entry in result.differences] == [("lean", "better")]
    gap = result.differences[0].attainment
    assert gap is not None and gap.value == pytest.approx(0.2) and not gap.seen
    half = t_quantile(0.975, 4) * float(np.std([-1, 0, 0, 1, 1], ddof=1)) / math.sqrt(5)
    assert (gap.low, gap.high) == pytest.approx((0.2 - half, 0.2 + half))
    assert result == summarise(made, plans, [gather(lean), gather(other), gather(other)], 1)


def test_a_result_read_back_is_the_result(tmp_path: Path) -> None:
    result = found(replace(promise(), readings=(NET,)), promise("arrived", level="B"))
    save(result, tmp_path / "总部" / "run 1")
    assert load(tmp_path / "总部" / "run 1") == result


def test_the_tables_say_what_the_result_says(tmp_path: Path) -> None:
    result = found(promise())
    save(result, tmp_path)
    with (tmp_path / "measures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["plan"], row["measure"], row["unit"]): row for row in csv.DictReader(file)}
    share = rows["lean", "in_time", "share"]
    assert (float(share["value"]), int(share["n"]), share["clause"]) == (0.8, 5, "L-A4")
    assert float(rows["ceiling", "quarters_kept", "share"]["value"]) == 0.75
    assert float(rows["lean", "safe_to_promise", "min"]["value"]) == 180
    assert (tmp_path / "measures.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "as spreadsheets want it"
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["seed"], manifest["replications"], manifest["plans"]) == (1, 3, ["lean", "ceiling"])
    with (tmp_path / "pools.csv").open(encoding="utf-8-sig", newline="") as file:
        assert sum(row["measure"] == "present" for row in csv.DictReader(file)) == 2 * 168


def test_the_digest_knows_every_value_and_no_order() -> None:
    made = scenario(promise())
    assert digest(made) == digest(scenario(promise()))
    assert digest(made) != digest(scenario(promise(limit=2 * HOUR + MINUTE)))
    assert digest({"a": 1, "b": frozenset({"x", "y"})}) == digest({"b": frozenset({"y", "x"}), "a": 1})
