"""Chart 3: how busy the people of each pool are over the hours of the week, for every plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from sim.messages import say
from sim.report.charts.plans import stamp
from sim.report.fonts import COLOURS, HAIRLINE
from sim.report.rows import plan_name, title
from sim.results import PlanResult, PoolResult, Result

SHADES = LinearSegmentedColormap.from_list("busy", ["#e8edf3", COLOURS[0]])
"""From light to dark, so that it prints in grey as it looks."""

PER_CENT = Normalize(0, 100)

DAYS, HOURS = 7, 24
"""Rows and columns of a panel."""

HARDLY_ANYBODY = 0.5
"""With fewer people on average an hour is left blank: a Saturday that was a workday twice a year is no busy day."""

ON_CALL: dict[str, Any] = {"facecolor": "none", "edgecolor": "0.6", "hatch": "///", "linewidth": 0}


def week(result: Result, lang: str) -> Figure | None:
    """The chart; None when no plan has people."""
    plans = result.staffed
    names = list(dict.fromkeys(pool.name for plan in plans for pool in plan.pools if _people(pool)))
    if not names:
        return None
    size = (max(6.5, 1.6 + 3.2 * len(plans)), 1.32 * len(names) + 1.5)
    figure = Figure(figsize=size)
    panels = figure.subplots(len(names), len(plans), squeeze=False, sharex=True, sharey=True)
    for row, name in zip(panels, names, strict=True):
        for axes, plan in zip(row, plans, strict=True):
            _panel(axes, _pool(plan, name), lang)
        row[0].set_ylabel(_called(plans, name, lang), rotation=0, ha="right", va="center", labelpad=8)
    for axes, plan in zip(panels[0], plans, strict=True):
        axes.set_title(f"{plan_name(plan, lang)}\n{axes.get_title(loc='left')}", fontsize=9.5, pad=4)
    for axes in panels[-1]:
        axes.set_xlabel(say("charts_hour", lang), fontsize=9)
    figure.suptitle(say("charts_heat", lang), x=0.01, ha="left")
    bar = figure.colorbar(
        ScalarMappable(PER_CENT, SHADES), ax=panels, shrink=min(1.0, 2.2 / len(names)), aspect=14, pad=0.02
    )
    bar.set_label(say("charts_heat_bar", lang), fontsize=9)
    bar.outline.set_visible(False)
    figure.legend(handles=_key(lang), loc="outside upper right", ncols=2, handlelength=1.4)
    stamp(figure, result, lang)
    return figure


def _panel(axes: Axes, pool: PoolResult | None, lang: str) -> None:
    """A week of 7 rows and 24 columns: where people are seated, how busy they are; where more are on call than seated
    (a Sunday that was a workday once a year), how often those are called; nothing where hardly ever anybody is."""
    shares, at_home = np.full((DAYS, HOURS), np.nan), np.zeros((DAYS, HOURS), dtype=np.bool_)
    if pool is not None:
        present, on_call = _grid(pool.present), _grid(pool.on_call)
        at_home = (on_call > present) & (on_call >= HARDLY_ANYBODY)
        shares = np.where(at_home, _grid(pool.called), _grid(pool.busy))
        shares[np.maximum(present, on_call) < HARDLY_ANYBODY] = np.nan
    axes.pcolormesh(np.arange(HOURS + 1), np.arange(DAYS + 1), 100 * shares, cmap=SHADES, norm=PER_CENT)
    for day, first, last in _stretches(at_home):
        axes.add_patch(Rectangle((first, day), last - first, 1, **ON_CALL))
    axes.set_xlim(0, HOURS)
    axes.set_ylim(DAYS, 0)
    axes.set_xticks(range(0, HOURS + 1, 6))
    axes.set_yticks(np.arange(DAYS) + 0.5, say("charts_days", lang).split())
    axes.tick_params(labelsize=8, length=2)
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set(visible=True, color=HAIRLINE)
    axes.set_title(_mean(pool, lang), fontsize=9.5, pad=4)


def _grid(shares: Sequence[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if share is None else share for share in shares], dtype=np.float64).reshape(DAYS, HOURS)


def _stretches(marked: NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
    """Rows with the first column and the one after the last of every run of marked cells."""
    for row, cells in enumerate(marked):
        turns = np.flatnonzero(np.diff(np.concatenate(([False], cells, [False]))))
        for first, last in turns.reshape(-1, 2):
            yield row, int(first), int(last)


def _mean(pool: PoolResult | None, lang: str) -> str:
    if not _people(pool) or pool is None:
        return say("charts_heat_nobody", lang)
    if pool.utilisation is None:
        return say("charts_heat_called", lang)
    return say("charts_heat_mean", lang, busy=f"{100 * pool.utilisation:.0f}")


def _pool(plan: PlanResult, name: str) -> PoolResult | None:
    return next((pool for pool in plan.pools if pool.name == name), None)


def _people(pool: PoolResult | None) -> bool:
    return pool is not None and (any(pool.present) or any(pool.on_call))


def _called(plans: Sequence[PlanResult], name: str, lang: str) -> str:
    return next(title(pool.title, lang) for plan in plans for pool in plan.pools if pool.name == name)


def _key(lang: str) -> list[Patch]:
    at_home = Patch(label=say("charts_heat_on_call", lang), **ON_CALL)
    return [at_home, Patch(facecolor="white", edgecolor=HAIRLINE, label=say("charts_heat_hardly", lang))]
