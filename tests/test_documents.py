"""Generated pages say what the program says."""

import pytest

from tools.documents import pages


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_generated_pages_are_up_to_date(path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "python -m tools.documents"


def test_every_clause_of_the_register_has_a_row() -> None:
    text = next(text for path, text in pages().items() if path.name == "clauses.md")
    assert sum(line.startswith("| ") for line in text.splitlines()) == 53 + 2  # heading and rule
