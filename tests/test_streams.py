"""Draws depend on names alone."""

import numpy as np
import pytest

from sim.streams import GOLDEN, in_turn, key_of, mix, row_keys, uniform, uniforms


def test_mixer_gives_the_published_splitmix64_sequence() -> None:
    states = np.uint64(1234567) + np.arange(1, 6, dtype=np.uint64) * GOLDEN
    published = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    assert mix(states).tolist() == published


def test_a_row_is_the_same_whatever_stands_before_it() -> None:
    stream = key_of("fault", 1, 2, "site", "level")
    assert row_keys(stream, 10)[7] == row_keys(stream, 1, first=7)[0]


def test_columns_seeds_and_names_give_different_draws() -> None:
    rows = row_keys(key_of("a", 1), 1000)
    other = row_keys(key_of("a", 2), 1000)
    assert not np.any(uniforms(rows, "x") == uniforms(rows, "y"))
    assert not np.any(uniforms(rows, "x") == uniforms(other, "x"))
    assert key_of("ab", "c") != key_of("a", "bc")


def test_uniforms_are_evenly_spread_and_columns_do_not_move_together() -> None:
    rows = row_keys(key_of("even"), 200_000)
    x, y = uniforms(rows, "x"), uniforms(rows, "y")
    assert x.min() > 0 and x.max() < 1
    counts = np.bincount((x * 100).astype(int), minlength=100)
    assert np.sum((counts - 2000) ** 2 / 2000) < 170  # chi-square with 99 degrees of freedom: 170 is beyond 1 in 10,000
    assert abs(np.corrcoef(x, y)[0, 1]) < 0.01
    assert abs(np.corrcoef(x[:-1], x[1:])[0, 1]) < 0.01


def test_single_numbers_are_known_by_their_names() -> None:
    assert uniform("settled", 1, 2, "here") == uniform("settled", 1, 2, "here")
    assert uniform("settled", 1, 2, "here") != uniform("settled", 1, 3, "here")


def test_the_compiled_mixer_draws_the_same_numbers() -> None:
    mixing = pytest.importorskip("sim.mixing")
    rows = row_keys(key_of("rows"), 5000)
    columns = row_keys(key_of("columns"), 7)
    one, other = np.empty((5000, 7)), np.empty((5000, 7))
    in_turn(rows, columns, one)
    mixing.numbers(rows, columns, other)
    assert np.array_equal(one, other)
