"""How a plan is known in every chart: by marker, shade and dashes together."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D

from sim.messages import say
from sim.report.fonts import COLOURS, INK
from sim.report.rows import runs, title
from sim.results import PlanResult, Result

Dashes = tuple[float, tuple[float, ...]]
"""Offset and lengths of dashes and gaps in points; no lengths: an unbroken line."""


@dataclass(frozen=True)
class Look:
    """Marker with its colours, and the dashes of a line."""

    marker: str
    face: str
    edge: str
    dashes: Dashes


SOLID: Dashes = (0, ())

LOOKS = (
    Look("o", "white", COLOURS[0], SOLID),
    Look("s", COLOURS[1], COLOURS[1], (0, (5, 2))),
    Look("^", INK, INK, (0, (1.5, 1.5))),
    Look("D", COLOURS[3], INK, (0, (6, 1.5, 1.5, 1.5))),
    Look("v", "white", INK, (0, (9, 2))),
    Look("P", COLOURS[2], INK, (0, (3, 1, 1, 1, 1, 1))),
)
CEILING = Look("|", "0.45", "0.45", (0, (1, 1)))


def looks(result: Result) -> list[tuple[PlanResult, Look]]:
    """Every plan with its look. After six plans the looks begin again."""
    own = [(plan, LOOKS[index % len(LOOKS)]) for index, plan in enumerate(result.staffed)]
    return [*own, *((plan, CEILING) for plan in result.plans if plan.ceiling)]


def key(figure: Figure, plans: list[Artist], signs: list[Artist], heading: str = "") -> None:
    """The key above the drawing: the plans in its first line, the other signs in its second."""
    nothing = Line2D([], [], linestyle="none", label=" ")
    columns = max(len(plans), len(signs))
    lines = [[*line, *[nothing] * (columns - len(line))] for line in (plans, signs)]
    handles = [artist for column in zip(*lines, strict=True) for artist in column]
    legend = figure.legend(
        handles=handles,
        loc="outside upper left",
        ncols=columns,
        handlelength=2.4,
        columnspacing=1.8,
        title=heading or None,
        alignment="left",
    )
    legend.get_title().set_fontsize(11)


def upright(text: str) -> Line2D:
    """The key of a line that stands for something promised."""
    return Line2D([], [], linestyle="none", marker="|", markersize=11, markeredgewidth=2.2, color=INK, label=text)


def stamp(figure: Figure, result: Result, lang: str) -> None:
    """Where the figures come from, in small letters under the drawing."""
    text = say(
        "charts_stamp",
        lang,
        title=title(result.title, lang),
        runs=runs(result, lang),
        seed=result.origin.seed,
        digest=result.origin.digest,
        version=result.origin.slasim,
    )
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.set(w_pad=0.1, h_pad=0.06)
    figure.supxlabel(text, x=0.01, ha="left", fontsize=8, color="0.4")
