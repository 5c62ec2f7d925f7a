"""The mixer of `sim.streams`, compiled: one pass over the rows instead of one for each operation. It needs numba."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.jit import kept

Keys = NDArray[np.uint64]

FIRST, SECOND, THIRD, UNUSED = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
ONE, OTHER = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@kept()
def numbers(rows: Keys, columns: Keys, result: NDArray[np.float64]) -> None:
    """Write to `result` [n, K] the uniform number of every row key [n] in every column key [K]."""
    for index in range(rows.size):
        row = rows[index]
        for place in range(columns.size):
            z = row + columns[place]
            z = (z ^ (z >> FIRST)) * ONE
            z = (z ^ (z >> SECOND)) * OTHER
            z ^= z >> THIRD
            result[index, place] = (np.float64(np.int64(z >> UNUSED)) + 0.5) * 2.0**-53
