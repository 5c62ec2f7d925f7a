"""Laws have the moments and quantiles they are named after."""

import numpy as np
import pytest

from sim.distributions import Estimate, Law, Range, milliseconds, milliseconds_by_group

U = (np.arange(400_000) + 0.5) / 400_000
MINUTE = 60_000.0


@pytest.mark.parametrize(
    ("law", "mean", "cv"),
    [
        (Law("fixed", (25 * MINUTE,)), 25, 0),
        (Law("lognormal_mean", (25 * MINUTE, 0.5)), 25, 0.5),
        (Law("exponential", (3 * MINUTE,)), 3, 1),
        (Law("gamma", (5 * MINUTE, 2.0)), 5, 2),
        (Law("gamma", (5 * MINUTE, 0.0)), 5, 0),
        (Law("erlang", (10 * MINUTE, 3)), 10, 3**-0.5),
        (Law("weibull", (5 * MINUTE, 0.7)), 5, 0.7),
        (Law("weibull", (5 * MINUTE, 1.5)), 5, 1.5),
        (Law("hyperexponential", (5 * MINUTE, 2.0)), 5, 2),
        (Law("hyperexponential", (5 * MINUTE, 1.0)), 5, 1),
        (Law("uniform", (90 * MINUTE, 150 * MINUTE)), 120, 60 / 12**0.5 / 120),
        (Law("sample", (1 * MINUTE, 2 * MINUTE, 6 * MINUTE)), 3, (14 / 3) ** 0.5 / 3),
    ],
)
def test_mean_and_spread(law: Law, mean: float, cv: float) -> None:
    minutes = milliseconds(law, U) / MINUTE
    assert minutes.mean() == pytest.approx(mean, rel=0.005)
    assert minutes.std() / minutes.mean() == pytest.approx(cv, rel=0.02, abs=1e-4)


def test_triangular_has_its_mean_and_stays_within_its_bounds() -> None:
    hours = milliseconds(Law("triangular", (4.0e6, 9.0e6, 5.5e6)), U) / 1e6
    assert hours.mean() == pytest.approx((4 + 9 + 5.5) / 3, rel=1e-4)
    assert hours.min() >= 4 and hours.max() <= 9


def test_ninety_percent_lie_within_the_stated_bound() -> None:
    minutes = milliseconds(Law("lognormal_within", (60 * MINUTE, 0.9, 190 * MINUTE)), U) / MINUTE
    assert np.median(minutes) == pytest.approx(60, rel=1e-3)
    assert np.mean(minutes <= 190) == pytest.approx(0.9, abs=1e-4)


def test_median_and_sigma() -> None:
    logs = np.log(milliseconds(Law("lognormal", (60 * MINUTE, 0.9)), U) / (60 * MINUTE))
    assert np.mean(logs) == pytest.approx(0, abs=1e-3)
    assert np.std(logs) == pytest.approx(0.9, rel=2e-3)


def test_durations_are_whole_and_never_negative() -> None:
    for family, numbers in (("lognormal", (1.0, 3.0)), ("exponential", (0.1,)), ("fixed", (0.0,))):
        values = milliseconds(Law(family, numbers), U[::100])
        assert values.dtype == np.int64
        assert values.min() >= 0


def test_an_estimate_spreads_like_its_sample() -> None:
    draws = np.array([Estimate(0.64, 196).settled(u) for u in U[::2000]])
    assert draws.mean() == pytest.approx(0.64, abs=0.002)
    assert draws.std() == pytest.approx((0.64 * 0.36 / 197) ** 0.5, rel=0.05)


def test_a_range_reaches_both_ends() -> None:
    assert Range(20, 30).settled(0) == 20
    assert Range(20, 30).settled(1) == 30


def test_laws_drawn_together_are_drawn_as_each_alone() -> None:
    source = np.random.default_rng(3)
    u = source.random(999)
    logarithmic = [
        Law("lognormal", (3e6, 0.5)),
        Law("lognormal_mean", (5e6, 1.5)),
        Law("lognormal_within", (2e6, 0.9, 9e6)),
        Law("lognormal_mean", (5e6, 0.7)),
    ]
    for laws in (logarithmic, [*logarithmic, Law("exponential", (1e6,)), Law("fixed", (12345.4,))]):
        group = source.integers(0, len(laws), u.size)
        found = milliseconds_by_group(laws, group, u)
        for number, law in enumerate(laws):
            assert found[group == number].tolist() == milliseconds(law, u[group == number]).tolist()
