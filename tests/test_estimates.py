"""Intervals and verdicts: known values, properties, and coverage on simulated years."""

import math

import numpy as np
import pytest

from sim.estimates import (
    Bounds,
    _resampled_quantiles,
    clustered,
    complies,
    confidence_of_look,
    decide,
    difference,
    exact,
    quantile_of_periods,
    safe_limit,
    score_interval,
    t_quantile,
    tightest_rank,
    wilson,
)

HOUR = 3_600_000
MINUTE = 60_000


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(95, 100, 0.888, 0.978), (475, 500, 0.927, 0.966), (950, 1000, 0.935, 0.962), (81, 263, 0.2553, 0.3662)],
)
def test_independent_years_have_wilsons_interval(hits: int, n: int, low: float, high: float) -> None:
    """The first three are the table of small numbers, the last is Newcombe's example (Statistics in Medicine 1998)."""
    bounds = wilson(hits, n, 0.95)
    assert bounds.low == pytest.approx(low, abs=6e-4)
    assert bounds.high == pytest.approx(high, abs=6e-4)


def test_students_quantile_is_as_in_the_tables() -> None:
    assert t_quantile(0.975, 1) == pytest.approx(12.706, abs=1e-3)
    assert t_quantile(0.975, 29) == pytest.approx(2.045, abs=1e-3)


def test_three_hundred_clean_years_still_allow_a_miss_in_a_hundred() -> None:
    bounds = clustered(np.full(300, 4), np.full(300, 4), 0.95)
    assert bounds.value == 1.0 and bounds.high == 1.0
    assert 0.985 < bounds.low < 0.99, "1200 faults of 300 years count as 300 cases"


def test_years_without_any_fault_do_not_count_as_clean_years() -> None:
    with_empty = clustered(ints(2, 0, 3, 0, 1), ints(2, 0, 3, 0, 1), 0.95)
    assert with_empty.low == pytest.approx(score_interval(1.0, 3, t_quantile(0.975, 4)).low)


def test_the_design_effect_is_the_written_formula() -> None:
    hits, cases = ints(10, 0, 8, 1), ints(10, 10, 10, 10)
    p = 19 / 40
    effect = 4 / 3 * sum((x - p * 10) ** 2 for x in (10, 0, 8, 1)) / (40 * p * (1 - p))
    assert effect > 5
    assert clustered(hits, cases, 0.95) == pytest.approx(score_interval(p, 40 / effect, t_quantile(0.975, 3)))


def test_years_more_alike_than_chance_do_not_count_as_more_cases() -> None:
    even = clustered(np.full(50, 5), np.full(50, 10), 0.95)
    assert even == pytest.approx(score_interval(0.5, 500, t_quantile(0.975, 49)))


def test_one_replication_knows_nothing_of_its_spread() -> None:
    assert clustered(ints(5), ints(10), 0.95) == Bounds(0.5, 0.0, 1.0)


def test_clustered_interval_covers_the_truth_where_the_plain_one_does_not() -> None:
    """Years of very different luck: 60 years of 30 faults with a Beta(3, 1) share each; the true share is 3/4."""
    source = np.random.default_rng(20260101)
    covered = plain = 0
    for _ in range(400):
        cases = source.poisson(30, 60)
        hits = source.binomial(cases, source.beta(3, 1, 60))
        bounds = clustered(hits, cases, 0.95)
        covered += bounds.low <= 0.75 <= bounds.high
        simple = wilson(int(hits.sum()), int(cases.sum()), 0.95)
        plain += simple.low <= 0.75 <= simple.high
    assert 0.91 <= covered / 400 <= 0.985
    assert plain / 400 < 0.75


def test_looks_share_the_risk() -> None:
    assert confidence_of_look(0.95, 1) == 0.95
    assert confidence_of_look(0.95, 5) == pytest.approx(0.99)


def test_verdicts_follow_the_interval() -> None:
    assert decide(Bounds(0.95, 0.90, 0.97), 0.9, 400, 100) == ("yes", 0)
    assert decide(Bounds(0.85, 0.80, 0.8999), 0.9, 400, 100) == ("no", 0)
    assert decide(Bounds(0.95, 0.90, 0.97), 0.9, 29, 100).word == "open"
    assert decide(Bounds(0.904, 0.895, 0.913), 0.9, 400, 100) == ("line", 0)
    assert decide(Bounds(0.86, 0.70, 0.99), 0.9, 3, 100).more >= 900


def test_nothing_is_on_the_line_before_its_interval_is_narrow() -> None:
    """A wide interval around the line may still move away; four times the years halve it to one point."""
    for value in (0.904, 0.9):
        word, more = decide(Bounds(value, value - 0.02, value + 0.02), 0.9, 400, 100)
        assert word == "open" and 299 <= more <= 301


def test_an_open_verdict_says_how_many_years_decide() -> None:
    """Half width 0.06, distance 0.02: the interval must become three times as narrow, nine times as many years."""
    assert decide(Bounds(0.88, 0.82, 0.94), 0.9, 400, 100) == ("open", 800)


def test_a_period_complies_in_exact_integers() -> None:
    """In floating point 0.55 x 100 is 55.00000000000001, so 55 of 100 would break 55 %."""
    assert complies(ints(55), ints(100), 0.55).tolist() == [True]
    assert complies(ints(19, 18, 57, 56, 0), ints(20, 20, 60, 60, 0), 0.95).tolist() == [True, False, True, False, True]
    assert complies(ints(999, 998), ints(1000, 1000), 0.999).tolist() == [True, False]
    assert complies(ints(7, 6), ints(10, 10), 0.7).tolist() == [True, False]


@pytest.mark.parametrize("attain", [0.5, 0.7, 0.9, 0.95, 0.98, 0.99, 1.0])
def test_a_period_complies_just_from_its_tightest_limit_on(attain: float) -> None:
    for judged in range(1, 130):
        rank = tightest_rank(judged, attain)
        assert complies(ints(rank), ints(judged), attain)[0]
        assert not complies(ints(rank - 1), ints(judged), attain)[0]


def test_the_tightest_promise_is_the_quantile_of_the_periods() -> None:
    tightest = np.arange(1, 101) * MINUTE
    value, low, high = quantile_of_periods(tightest, np.arange(100), 100, 0.9, 0.95, 1)
    assert value == 90 * MINUTE
    assert 80 * MINUTE <= low < value < high <= 97 * MINUTE


def test_the_bootstrap_draws_whole_years_and_is_repeatable() -> None:
    """Four alike quarters a year tell no more than one."""
    alone = quantile_of_periods(np.arange(40) * MINUTE, np.arange(40), 40, 0.5, 0.95, 7)
    fourfold = quantile_of_periods(np.repeat(np.arange(40) * MINUTE, 4), np.repeat(np.arange(40), 4), 40, 0.5, 0.95, 7)
    assert alone[1:] == fourfold[1:]
    assert quantile_of_periods(np.arange(40) * MINUTE, np.arange(40), 40, 0.5, 0.95, 7) == alone
    assert alone[1] < alone[0] < alone[2]


@pytest.mark.parametrize(("years", "quarters", "wanted"), [(2, 1, 0.9), (7, 4, 0.5), (90, 4, 0.9), (40, 52, 1.0)])
def test_each_resample_gives_the_quantile_of_its_own_periods(years: int, quarters: int, wanted: float) -> None:
    """Counting from the top finds what sorting every resample finds."""
    source = np.random.default_rng(years)
    owner = np.repeat(np.arange(years), quarters)[source.random(years * quarters) < 0.8]
    times = np.sort(source.integers(0, 60, owner.size)) * MINUTE
    copies = source.multinomial(years, [1 / years] * years, 30).astype(np.float32)
    found = _resampled_quantiles(times, owner, copies.T, exact(wanted))
    for drawn, quantile in zip(copies, found, strict=True):
        periods = np.sort(np.repeat(times, drawn[owner].astype(np.int64)))
        rank = math.ceil(exact(wanted) * periods.size)
        assert quantile == (periods[rank - 1] if periods.size else times[-1])


def test_the_bootstrap_interval_covers_the_quantile() -> None:
    source = np.random.default_rng(5)
    truth = -math.log(0.1)
    covered = 0
    for seed in range(100):
        times = (source.exponential(1.0, 300) * HOUR).astype(np.int64)
        _, low, high = quantile_of_periods(times, np.arange(300), 300, 0.9, 0.95, seed)
        covered += low <= truth * HOUR <= high
    assert 87 <= covered <= 100


def test_safe_limits_are_rounded_up_never_down() -> None:
    assert safe_limit(31 * MINUTE) == 35 * MINUTE
    assert safe_limit(35 * MINUTE) == 35 * MINUTE
    assert safe_limit(2 * HOUR + 1) == 2 * HOUR + 15 * MINUTE
    assert safe_limit(12 * HOUR + 1) == 13 * HOUR
    assert safe_limit(20 * HOUR) == 20 * HOUR


def test_what_two_plans_have_in_common_cancels() -> None:
    source = np.random.default_rng(3)
    cases = np.full(200, 20)
    hits = source.binomial(20, source.beta(4, 2, 200))
    better = np.minimum(hits + (np.arange(200) % 2), 20)
    gap = difference(hits, cases, better, cases, 0.95)
    assert gap is not None
    assert gap.low > 0, "the gain is seen although the years differ widely"
    assert gap.value == pytest.approx((better.sum() - hits.sum()) / 4000)
    assert difference(hits, cases, hits, cases, 0.95) == (0.0, 0.0, 0.0)
    assert difference(hits, cases, hits, np.zeros(200, dtype=np.int64), 0.95) is None
