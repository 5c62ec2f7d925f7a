"""Generated pages say what the program says."""

import pytest

from tools.documents import ROOT, pages


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_generated_pages_are_up_to_date(path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "python -m tools.documents"


def test_every_clause_of_the_register_has_a_row() -> None:
    text = next(text for path, text in pages().items() if path.name == "clauses.md")
    assert sum(line.startswith("| ") for line in text.splitlines()) == 53 + 2  # heading and rule


@pytest.mark.parametrize(("readme", "report"), [("README.md", "report.txt"), ("README.zh-CN.md", "report.zh.txt")])
def test_the_readme_shows_the_table_of_the_reference_run(readme: str, report: str) -> None:
    kept = (ROOT / "results" / "southwest" / "reference" / report).read_text(encoding="utf-8-sig").splitlines()
    table = kept[: next(i for i, line in enumerate(kept) if line.startswith(("in time ", "达标率 ")))]
    assert "\n".join(table).strip() in (ROOT / readme).read_text(encoding="utf-8")
