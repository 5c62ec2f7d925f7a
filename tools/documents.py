"""The generated pages of `docs/`: `python -m tools.documents` writes them; a test keeps them true."""

from __future__ import annotations

from pathlib import Path

from sim.journey import printed
from sim.report.register import clauses_markdown
from sim.scenario import STEPS
from sim.scenario_file import load
from sim.scenario_file.schema import reference

ROOT = Path(__file__).parents[1]
CONTRACT = ROOT / "scenarios" / "southwest.yaml"


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    return {
        ROOT / "docs" / "clauses.md": _text(clauses()),
        ROOT / "docs" / "journey.md": _text(journey()),
        ROOT / "docs" / "scenario-reference.md": _text(reference("en")),
        ROOT / "docs" / "scenario-reference.zh.md": _text(reference("zh")),
    }


def clauses() -> list[str]:
    """Where every clause of the sample contract lives: its place in the file and its rows in the results."""
    return [
        "# The clauses of the sample contract",
        "",
        "Where each commitment stands in [`southwest.yaml`](../scenarios/southwest.yaml), and which rows of",
        "`measures.csv` judge or measure it. A clause that is not played yet says so. Generated:",
        "`python -m tools.documents`.",
        "",
        *clauses_markdown(load(CONTRACT), "en"),
    ]


def journey() -> list[str]:
    """Which step of a fault's way begins after which others have ended without restoring it."""
    return [
        "# A fault's way",
        "",
        "Which step begins after which others have ended without restoring the fault, for each kind of cause.",
        "`hotline` stands for the registration; the diagnosis follows the contact in the same job of the same person;",
        "a trip from headquarters may also begin by its timer. Generated: `python -m tools.documents`.",
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
