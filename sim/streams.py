"""Randomness as a pure function of names (R1): no generator, no state, no order of calls.

A draw is the SplitMix64 hash of (seed, replication, site, level, number of the fault, column). So replication 37 is the
same alone and in a batch, on any number of workers, and a new level, site, plan or column disturbs no other draw.
Source of the mixer: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; the tests
compare it with published vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def mix(state: Keys) -> Keys:
    """SplitMix64's output function on an array of states."""
    z = state >> np.uint64(30)
    z ^= state
    z *= np.uint64(0xBF58476D1CE4E5B9)
    z ^= z >> np.uint64(27)
    z *= np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return z


@lru_cache(maxsize=2048)
def key_of(*names: str | int) -> int:
    """A 64-bit key for a tuple of names and numbers (BLAKE2b, so that near names have far keys)."""
    text = "\x1f".join(str(name) for name in names)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def row_keys(stream: int, count: int, first: int = 0) -> Keys:
    """Keys of the rows `first` .. `first + count - 1` of the stream with key `stream`."""
    numbers = np.arange(first + 1, first + count + 1, dtype=np.uint64)
    return mix(np.uint64(stream) + numbers * GOLDEN)


def once_more(rows: Keys) -> Keys:
    """Keys for the same rows once more, whose draws have nothing to do with the first ones."""
    return mix(rows + np.uint64(key_of("once more")))


def uniforms(rows: Keys, column: str) -> NDArray[np.float64]:
    """One uniform number, 0 < u < 1, for each row key in the column called `column`."""
    return uniform_table(rows, (column,))[:, 0]


def uniform_table(rows: Keys, columns: Sequence[str]) -> NDArray[np.float64]:
    """[n, K] what `uniforms` gives for each row key in each of `columns`."""
    keys = np.array([key_of("column", column) for column in columns], dtype=np.uint64)
    result = np.empty((rows.size, keys.size))
    _numbers(rows, keys, result)
    return result


def in_turn(rows: Keys, columns: Keys, result: NDArray[np.float64]) -> None:
    """Write to `result` [n, K] the upper 53 bits of every mixed sum of a row key [n] and a column key [K], as a number
    between 0 and 1."""
    bits = mix(rows[:, None] + columns)
    bits >>= np.uint64(11)
    result[...] = bits
    result += 0.5
    result *= 2.0**-53


_numbers: Callable[[Keys, Keys, NDArray[np.float64]], None] = in_turn


def compiled() -> None:
    """Draw by compiled code from now on: the same numbers to the bit, many times faster. It needs numba."""
    from sim import mixing

    global _numbers
    _numbers = mixing.numbers


def uniform(*names: str | int) -> float:
    """A single uniform number, 0 < u < 1, for a tuple of names."""
    return float(uniforms(row_keys(key_of(*names), 1), "single")[0])
