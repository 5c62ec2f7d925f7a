"""Chart 2: the share of the faults that is done within a time, for every promised time and plan."""

from __future__ import annotations

from itertools import accumulate
from math import ceil

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, NullLocator

from sim.calendars import DAY, HOUR, MINUTE, SECOND
from sim.measures.bins import EDGES
from sim.messages import say
from sim.report.charts.plans import key, looks, stamp, upright
from sim.report.fonts import INK
from sim.report.rows import Row, called, plan_name, rows
from sim.report.words import duration
from sim.results import Judgement, PlanResult, Result

ABREAST = 3
"""Panels side by side."""

MARKS = (10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 4 * HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, 365 * DAY)
"""Times at which a panel has a line."""

ROOM = 0.14
"""The part of an axis that the name of a time takes."""

FIRST, LAST = 2, 99
"""Per cent of the faults that a curve reaches in the end between which it is worth showing."""

EARLIEST = 30
"""The axis begins no earlier than this part of the shortest promised time."""


def response(result: Result, lang: str) -> Figure | None:
    """The chart; None when no time is promised."""
    shown = [row for row in rows(result) if any(sum(row.of(plan).curve) for plan in result.plans)]
    if not shown:
        return None
    abreast = min(ABREAST, len(shown))
    down = ceil(len(shown) / abreast)
    figure = Figure(figsize=(11 if abreast > 1 else 6.5, 2.05 * down + 1.4))
    panels = list(figure.subplots(down, abreast, squeeze=False, sharey=True).flat)
    span = _span(result, shown)
    for panel, row in zip(panels, shown, strict=False):
        _panel(panel, result, row, span, lang)
    for panel in panels[len(shown) :]:
        panel.remove()
    for panel in panels[: len(shown) : abreast]:
        panel.set_ylabel(say("charts_response_share", lang))
    heading = f"{say('charts_response', lang)} ({say('charts_response_axis', lang)})"
    key(figure, _plans(result, lang), _signs(lang), heading)
    stamp(figure, result, lang)
    return figure


def _panel(axes: Axes, result: Result, row: Row, span: tuple[float, float], lang: str) -> None:
    entry = row.of(result.plans[0])
    axes.set_xscale("log")
    axes.set_xlim(*span)
    axes.set_ylim(0, 101)
    axes.set_yticks((0, 50, 100))
    axes.xaxis.set_minor_locator(NullLocator())
    marks = [mark for mark in MARKS if span[0] <= mark <= span[1]]
    named = _named(marks, entry, (span[1] / span[0]) ** ROOM)
    axes.xaxis.set_major_locator(FixedLocator(marks))
    axes.set_xticklabels([duration(mark, lang) if mark in named else "" for mark in marks], fontsize=8.5)
    axes.set_title(called(row, result, lang), fontsize=10, pad=4)
    for limit in sorted(set(entry.limit or ())):
        axes.axvline(limit, color=INK, linewidth=2.2, ymax=0.99, zorder=2)
    if entry.attain is not None:
        axes.axhline(100 * entry.attain, color=INK, linewidth=0.8, zorder=2)
    for plan, look in looks(result):
        reached = _reached(plan, row)
        if reached:
            (line,) = axes.plot(EDGES[1:], reached[1:], color=look.edge, linewidth=_width(plan), zorder=3)
            line.set_linestyle(look.dashes)


def _named(marks: list[int], entry: Judgement, apart: float) -> list[int]:
    """The marks that have room for their names, the promised time before all others. Names nearer to each other than
    the factor `apart` would touch."""
    named: list[int] = []
    for mark in sorted(marks, key=lambda mark: (mark not in (entry.limit or ()), mark)):
        if all(max(mark, other) >= apart * min(mark, other) for other in named):
            named.append(mark)
    return named


def _reached(plan: PlanResult, row: Row) -> list[float]:
    """Per cent of the faults within each of `EDGES`."""
    curve = row.of(plan).curve
    total = sum(curve)
    return [100 * within / total for within in accumulate(curve[:-1])] if total else []


def _span(result: Result, shown: list[Row]) -> tuple[float, float]:
    """The shortest and the longest time worth showing, the same for all panels."""
    curves = [curve for row in shown for plan in result.plans if (curve := _reached(plan, row))]
    begins, ends = min(_reaches(curve, FIRST) for curve in curves), max(_reaches(curve, LAST) for curve in curves)
    limits = [time for row in shown for time in row.of(result.plans[0]).limit or ()]
    shortest = max(min(limits) / EARLIEST, min(int(EDGES[begins]), min(limits) / 2))
    return shortest, max(int(EDGES[ends]), 2 * max(limits))


def _reaches(curve: list[float], part: int) -> int:
    """Where a curve reaches so many per cent of its end."""
    return next(i for i, share in enumerate(curve) if 100 * share >= part * curve[-1])


def _plans(result: Result, lang: str) -> list[Artist]:
    return [
        Line2D([], [], color=look.edge, linestyle=look.dashes, linewidth=_width(plan), label=plan_name(plan, lang))
        for plan, look in looks(result)
    ]


def _signs(lang: str) -> list[Artist]:
    share = Line2D([], [], color=INK, linestyle="-", linewidth=0.8, label=say("charts_attain", lang))
    return [upright(say("charts_limit", lang)), share]


def _width(plan: PlanResult) -> float:
    return 1.0 if plan.ceiling else 1.7
