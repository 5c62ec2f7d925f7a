"""Every clause of the register has tests that hold the sample contract to it."""

from __future__ import annotations

import ast

import pytest

from tests.clauses.contract import southwest
from tools.documents import TESTS_OF_CLAUSES, clause_tests

CLAUSES = [clause.name for clause in southwest().agreements.clauses]


def test_the_register_is_whole() -> None:
    assert len(CLAUSES) == len(set(CLAUSES)) == 53


@pytest.mark.parametrize("name", CLAUSES)
def test_a_clause_has_a_test(name: str) -> None:
    assert name in clause_tests()


def test_the_sample_leaves_no_clause_out() -> None:
    assert not southwest().agreements.not_simulated


def test_no_test_names_a_clause_that_is_none() -> None:
    assert set(clause_tests()) <= set(CLAUSES)


def test_every_test_of_the_sample_contract_names_its_clause() -> None:
    named = {test for tests in clause_tests().values() for test in tests}
    for path in sorted(TESTS_OF_CLAUSES.glob("test_*.py")):
        if path.stem != "test_register":
            tree = ast.parse(path.read_text(encoding="utf-8")).body
            tests = [node.name for node in tree if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
            assert {f"{path.stem}::{test}" for test in tests} <= named
