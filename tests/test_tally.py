"""Tallies of many replications take little room and lose nothing."""

import numpy as np
import pytest

from sim.measures.tally import EMPTY, INFINITE, narrow, widened


@pytest.mark.parametrize(
    ("most", "kind"), [(2**15 - 2, np.int16), (2**15 - 1, np.int32), (2**31 - 2, np.int32), (2**31 - 1, np.int64)]
)
def test_numbers_are_kept_in_the_smallest_type_that_holds_them(most: int, kind: type) -> None:
    column = np.array([[EMPTY, most], [INFINITE, 0]], dtype=np.int64)
    assert narrow(column).dtype == kind
    assert widened(narrow(column)).tolist() == column.tolist()


def test_what_is_narrow_can_be_made_narrow_again() -> None:
    column = narrow(np.array([70_000, INFINITE], dtype=np.int64))
    assert widened(narrow(column[1:])).tolist() == [INFINITE]
    assert narrow(np.empty((0, 4), dtype=np.int64)).shape == (0, 4)
