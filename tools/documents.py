"""The generated pages of `docs/`: `python -m tools.documents` writes them; a test keeps them true."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sim.journey import printed
from sim.report.register import clauses_markdown
from sim.scenario import STEPS
from sim.scenario_file import load
from sim.scenario_file.schema import reference

ROOT = Path(__file__).parents[1]
CONTRACT = ROOT / "scenarios" / "southwest.yaml"
TESTS_OF_CLAUSES = ROOT / "tests" / "clauses"


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    return {
        ROOT / "docs" / "clauses.md": _text(clauses()),
        ROOT / "docs" / "journey.md": _text(journey()),
        ROOT / "docs" / "scenario-reference.md": _text(reference("en")),
        ROOT / "docs" / "scenario-reference.zh.md": _text(reference("zh")),
    }


def clauses() -> list[str]:
    """Where every clause of the sample contract lives: its place in the file, its rows in the results, its tests."""
    head, rule, *rows = clauses_markdown(load(CONTRACT), "en")
    tests = clause_tests()
    return [
        "# The clauses of the sample contract",
        "",
        "Where each commitment stands in [`southwest.yaml`](../scenarios/southwest.yaml), and which rows of",
        "`measures.csv` judge or measure it. A clause that is not played yet says so. The tests are those of",
        "[`tests/clauses`](../tests/clauses) that fail when the clause is ignored. Generated:",
        "`python -m tools.documents`.",
        "",
        f"{head} tests |",
        f"{rule} --- |",
        *(f"{row} {'<br>'.join(f'`{test}`' for test in tests.get(row.split()[1], ()))} |" for row in rows),
    ]


@cache
def clause_tests() -> dict[str, tuple[str, ...]]:
    """The tests of each clause, "file::test", by the marks that they carry: `pytest.mark.clause("P-03")`."""
    found: dict[str, dict[str, None]] = {}
    for path in sorted(TESTS_OF_CLAUSES.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                for name in _marked(node):
                    found.setdefault(name, {})[f"{path.stem}::{node.name}"] = None
    return {name: tuple(tests) for name, tests in found.items()}


def _marked(test: ast.FunctionDef) -> Iterator[str]:
    """The clauses in the marks of a test and of its parameters."""
    for node in ast.walk(test):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.clause":
            yield from (name.value for name in node.args if isinstance(name, ast.Constant))


def journey() -> list[str]:
    """Which step of a fault's way begins after which others have ended without restoring it."""
    return [
        "# A fault's way",
        "",
        "Which step begins after which others have ended without restoring the fault, for each kind of cause.",
        "`hotline` stands for the registration; the diagnosis follows the contact in the same job of the same person;",
        "a trip from headquarters may also begin by its timer, a senior engineer's for a special fault at once after",
        "`hotline`. Generated: `python -m tools.documents`.",
        "",
        "```",
        *printed(frozenset(STEPS)),
        "```",
    ]


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
