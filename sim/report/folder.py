"""The folder of a run: figures for programs and spreadsheets, the report as text in both languages, the charts."""

from __future__ import annotations

from datetime import datetime
from itertools import chain, count
from pathlib import Path

from sim.messages import LANGUAGES
from sim.report.run import report
from sim.results import Result, save

SUFFIXES = {"en": "", "zh": ".zh"}
"""What stands before a file's extension."""


def new_folder(parent: Path, now: datetime) -> Path:
    """A new folder named by date and time. OSError if it cannot be made."""
    parent.mkdir(parents=True, exist_ok=True)
    name = now.strftime("%Y-%m-%d-%H%M")
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    folder = next(parent / name for name in names if not (parent / name).exists())
    folder.mkdir()
    return folder


def keep(result: Result, folder: Path, with_charts: bool) -> tuple[str, ...]:
    """Write everything into `folder`; the names of what was written for people. OSError if that cannot be done."""
    save(result, folder)
    for lang in LANGUAGES:
        text = "\n".join(report(result, lang)) + "\n"
        (folder / f"report{SUFFIXES[lang]}.txt").write_text(text, encoding="utf-8-sig", newline="\r\n")
    names = ("report.txt", "report.zh.txt", "measures.csv", "pools.csv")
    return (*names, "charts/") if with_charts and _draw(result, folder / "charts") else names


def _draw(result: Result, folder: Path) -> bool:
    """Draw the charts in both languages; whether there was anything to draw."""
    from sim.report.charts import charts
    from sim.report.charts import save as save_chart

    folder.mkdir()
    for lang in LANGUAGES:
        for chart in charts(result, lang):
            save_chart(chart, folder, SUFFIXES[lang])
    return any(folder.iterdir())
