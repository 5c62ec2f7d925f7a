"""Erlang's formulas against published tables, closed forms and each other."""

import math

import pytest

from sim.erlang import (
    abandonment,
    answered_within,
    blocking,
    mean_wait,
    mean_wait_with_patience,
    waiting,
    waiting_with_patience,
)


@pytest.mark.parametrize(
    ("servers", "load", "expected"),
    [(1, 1.0, 0.5), (2, 1.0, 0.2), (3, 2.0, 4 / 19), (5, 3.0, 0.1100), (10, 5.0, 0.0184), (100, 84.064, 0.0100)],
)
def test_blocking_is_as_in_the_tables(servers: int, load: float, expected: float) -> None:
    assert blocking(servers, load) == pytest.approx(expected, abs=6e-5)


def test_one_server_waits_with_probability_of_its_load() -> None:
    assert waiting(1, 0.7) == pytest.approx(0.7)
    assert mean_wait(1, 0.7, 1.0) == pytest.approx(0.7 / 0.3)


def test_two_servers_follow_their_closed_form() -> None:
    assert waiting(2, 1.5) == pytest.approx(1.5**2 / (2 + 1.5))


def test_the_sample_call_centre_answers_the_shares_written_in_its_first_line() -> None:
    load = 18 * 8 / 60
    assert round(100 * answered_within(1, 3, load, 8), 2) == 39.96
    assert round(100 * answered_within(1, 4, load, 8), 2) == 76.50


def test_a_line_that_never_settles_keeps_everybody_waiting() -> None:
    assert waiting(3, 3.0) == 1.0
    assert answered_within(60, 3, 3.2, 1) == 0.0
    assert mean_wait(3, 3.0, 1) == math.inf


def test_endless_patience_is_erlang_c() -> None:
    assert waiting_with_patience(4, 3.2, 1, 1e9) == pytest.approx(waiting(4, 3.2), rel=1e-6)
    assert abandonment(4, 3.2, 1, 1e9) == pytest.approx(0, abs=1e-8)
    assert mean_wait_with_patience(4, 3.2, 1, 1e7) == pytest.approx(mean_wait(4, 3.2, 1), rel=1e-5)


def test_patience_as_long_as_service_makes_the_number_present_poisson() -> None:
    """With equal rates of service and hanging up the chain is M/M/infinity."""
    servers, load = 5, 4.0
    tail = 1 - sum(math.exp(-load) * load**k / math.factorial(k) for k in range(servers))
    in_line = sum((k - servers) * math.exp(-load) * load**k / math.factorial(k) for k in range(servers, 120))
    assert waiting_with_patience(servers, load, 1, 1) == pytest.approx(tail, rel=1e-12)
    assert abandonment(servers, load, 1, 1) == pytest.approx(in_line / load, rel=1e-12)


def test_hundreds_of_servers_lose_no_digits() -> None:
    """At c = load + sqrt(load) the probability of waiting tends to the Halfin-Whitt limit at beta = 1."""
    assert waiting(10_100, 10_000.0) == pytest.approx(0.2234, abs=2e-3)
    assert waiting_with_patience(2000, 10.0, 1, 1) == 0.0
    assert 0 < abandonment(500, 520.0, 1, 0.5) < 0.1
