"""A chart by name, and its files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from sim.report.charts.attainment import attainment
from sim.report.charts.response import response
from sim.report.charts.week import week
from sim.report.fonts import chart_style
from sim.results import Result


@dataclass(frozen=True)
class Chart:
    """A drawing and the name of its files."""

    name: str
    figure: Figure


def charts(result: Result, lang: str) -> Iterator[Chart]:
    """The charts that the result has something to show in, one after the other."""
    with _styled():
        for name, draw in (("attainment", attainment), ("response", response), ("week", week)):
            figure = draw(result, lang)
            if figure is not None:
                yield Chart(name, figure)


def save(chart: Chart, folder: Path, suffix: str = "") -> tuple[Path, ...]:
    """Write a chart as SVG and PNG; `suffix` stands before the file's extension. OSError if that cannot be done."""
    files = tuple(folder / f"{chart.name}{suffix}.{kind}" for kind in ("svg", "png"))
    with _styled():
        for file in files:
            chart.figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
    return files


def _styled() -> AbstractContextManager[None]:
    settings: Any = chart_style()
    return matplotlib.rc_context(settings)
