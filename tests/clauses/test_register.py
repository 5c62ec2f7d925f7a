"""Every clause of the register has tests that hold the sample contract to it, or stands among those that wait."""

from __future__ import annotations

import ast

import pytest

from tests.clauses.contract import southwest
from tools.documents import TESTS_OF_CLAUSES, clause_tests

NOT_YET = {"F-0", "L-S1", "D-08"}
"""Clauses that are not played yet. Whoever builds one takes it out here, and out of `not_simulated` in the sample, and
marks the tests of it with `pytest.mark.clause`."""

CLAUSES = [clause.name for clause in southwest().agreements.clauses]


def test_the_register_is_whole() -> None:
    assert len(CLAUSES) == len(set(CLAUSES)) == 53


@pytest.mark.parametrize("name", CLAUSES)
def test_a_clause_has_a_test_or_waits_for_one(name: str) -> None:
    assert (name in clause_tests()) != (name in NOT_YET)


def test_the_clauses_that_wait_are_those_that_the_sample_leaves_out() -> None:
    assert set(southwest().agreements.not_simulated) == NOT_YET


def test_no_test_names_a_clause_that_is_none() -> None:
    assert set(clause_tests()) <= set(CLAUSES)


def test_every_test_of_the_sample_contract_names_its_clause() -> None:
    named = {test for tests in clause_tests().values() for test in tests}
    for path in sorted(TESTS_OF_CLAUSES.glob("test_*.py")):
        if path.stem != "test_register":
            tree = ast.parse(path.read_text(encoding="utf-8")).body
            tests = [node.name for node in tree if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
            assert {f"{path.stem}::{test}" for test in tests} <= named
