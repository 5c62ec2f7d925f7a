"""Chart 1: how each plan keeps each promise, in faults and in periods, beside what is promised and what is possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.messages import say
from sim.report.charts.plans import Look, key, looks, stamp, upright
from sim.report.fonts import INK
from sim.report.rows import Row, called, plan_name, rows
from sim.report.tables import periods_word
from sim.results import Judgement, Result, Share

ROW = 0.42
"""Inches a line of the contract takes; more when there are many plans."""

OUT_OF_REACH: dict[str, Any] = {"facecolor": "none", "edgecolor": "0.65", "hatch": "////", "linewidth": 0}

SPREAD = 0.62
"""The part of a line over which the plans are spread."""


def attainment(result: Result, lang: str) -> Figure | None:
    """The chart; None when no time is promised."""
    shown = rows(result)
    if not shown:
        return None
    height = len(shown) * max(ROW, 0.13 * len(result.staffed) + 0.1) + 1.7
    figure = Figure(figsize=(11, height))
    faults, periods = figure.subplots(1, 2, sharey=True)
    kept = periods_word(result, shown, lang)
    _panel(faults, result, shown, lambda entry: entry.attainment, lambda entry: entry.attain, lang)
    _panel(periods, result, shown, lambda entry: entry.periods, lambda _: result.sign_if, lang)
    faults.set_title(say("charts_attainment", lang))
    faults.set_xlabel(say("charts_attainment_axis", lang))
    heading = say("charts_kept", lang, periods=kept)
    periods.set_title(heading[:1].upper() + heading[1:])
    periods.set_xlabel(say("charts_kept_axis", lang, periods=kept))
    faults.set_yticks(range(len(shown)), [called(row, result, lang) for row in shown])
    faults.set_ylim(len(shown) - 0.5, -0.5)
    key(figure, _plans(result, lang), _signs(result, lang))
    stamp(figure, result, lang)
    return figure


def _panel(
    axes: Axes,
    result: Result,
    shown: tuple[Row, ...],
    of: Callable[[Judgement], Share | None],
    threshold: Callable[[Judgement], float | None],
    lang: str,
) -> None:
    axes.set_xlim(-1.5, 101.5)
    axes.set_xticks(range(0, 101, 20))
    axes.tick_params(left=False)
    axes.grid(axis="y", visible=False)
    plans = [entry for entry in looks(result) if not entry[0].ceiling]
    for index, row in enumerate(shown):
        if index % 2:
            axes.axhspan(index - 0.5, index + 0.5, color="0.96", zorder=0, linewidth=0)
        wanted = threshold(row.of(result.plans[0]))
        seen = of(row.of(result.plans[0]))
        if seen is not None and wanted is not None:
            axes.vlines(100 * wanted, index - 0.42, index + 0.42, color=INK, linestyle="-", linewidth=2.2)
        if seen is not None and seen.value is None:
            axes.text(2, index, say("charts_none", lang), va="center", fontsize=9, color="0.4")
        for place, (plan, look) in enumerate(plans):
            offset = SPREAD * ((place + 0.5) / len(plans) - 0.5)
            _mark(axes, of(row.of(plan)), index + offset, look)
        reached = [share.value for plan, _ in plans if (share := of(row.of(plan))) and share.value is not None]
        for plan in (plan for plan in result.plans if plan.ceiling):
            _out_of_reach(axes, of(row.of(plan)), max(reached, default=0.0), index)


def _mark(axes: Axes, share: Share | None, y: float, look: Look) -> None:
    """A plan's share with its interval."""
    if share is None or share.value is None:
        return
    axes.hlines(y, 100 * share.low, 100 * share.high, color=INK, linestyle="-", linewidth=1.0, zorder=3)
    (mark,) = axes.plot(100 * share.value, y, look.marker, markersize=5.5, zorder=4)
    mark.set(markerfacecolor=look.face, markeredgecolor=look.edge)


def _out_of_reach(axes: Axes, share: Share | None, reached: float, y: float) -> None:
    """Hatched: what even unlimited people do not reach under the rules of the file. Nothing where a plan that handles
    faults in another way has reached more."""
    if share is not None and share.value is not None and reached <= share.value:
        top = 100 * share.value
        axes.barh(y, 100 - top, left=top, height=0.84, zorder=1, **OUT_OF_REACH)


def _plans(result: Result, lang: str) -> list[Artist]:
    return [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=look.marker,
            markerfacecolor=look.face,
            markeredgecolor=look.edge,
            label=plan_name(plan, lang),
        )
        for plan, look in looks(result)
        if not plan.ceiling
    ]


def _signs(result: Result, lang: str) -> list[Artist]:
    confidence = f"{100 * result.confidence:g}"
    signs: list[Artist] = [
        Line2D(
            [], [], color=INK, linestyle="-", linewidth=1.0, label=say("charts_interval", lang, confidence=confidence)
        ),
        upright(say("charts_threshold", lang)),
    ]
    if any(plan.ceiling for plan in result.plans):
        signs.append(Patch(label=say("charts_out_of_reach", lang), **OUT_OF_REACH))
    return signs
