"""The charts: complete, without boxes for letters, without text over text, the same on every run."""

from __future__ import annotations

import warnings
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from sim.measures.bins import EDGES
from sim.messages import LANGUAGES
from sim.report.charts import charts, save
from sim.report.charts.plans import CEILING, LOOKS
from sim.report.charts.week import week
from sim.report.fonts import chart_style, missing_glyphs
from sim.report.rows import called, rows
from sim.results import Result
from sim.scenario import Title
from tests.made_result import made


@pytest.fixture(scope="module", params=LANGUAGES)
def drawn(request: pytest.FixtureRequest) -> tuple[str, dict[str, Figure]]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figures = {chart.name: chart.figure for chart in charts(made(), request.param)}
        with matplotlib.rc_context(chart_style()):  # type: ignore[arg-type]
            for figure in figures.values():
                figure.draw_without_rendering()
    return request.param, figures


def texts(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def test_every_letter_can_be_drawn(drawn: tuple[str, dict[str, Figure]]) -> None:
    for figure in drawn[1].values():
        assert missing_glyphs("".join(text.get_text() for text in texts(figure))) == ""


def test_no_text_lies_on_another_or_outside(drawn: tuple[str, dict[str, Figure]]) -> None:
    for name, figure in drawn[1].items():
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
        whole = figure.bbox
        for said, box in boxes:
            assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= whole.x1 + 1 and box.y1 <= whole.y1 + 1, (name, said)
        for (said, box), (other, other_box) in combinations(boxes, 2):
            across = min(box.x1, other_box.x1) - max(box.x0, other_box.x0)
            down = min(box.y1, other_box.y1) - max(box.y0, other_box.y0)
            assert across <= 1 or down <= 2, (name, said, other)


def _marks(panel: Axes) -> list[tuple[float, float]]:
    """Where the plans' markers stand."""
    return [
        (float(np.asarray(line.get_xdata())[0]), float(np.asarray(line.get_ydata())[0]))
        for line in panel.lines
        if line.get_marker() in ("o", "s", "^")
    ]


def test_the_attainment_chart_has_a_line_for_every_promise_and_a_mark_for_every_plan(
    drawn: tuple[str, dict[str, Figure]],
) -> None:
    lang, figures = drawn
    result = made()
    shown = rows(result)
    faults, periods = figures["attainment"].axes
    assert [label.get_text() for label in faults.get_yticklabels()] == [called(row, result, lang) for row in shown]
    for panel in (faults, periods):
        marks = _marks(panel)
        seen = sum(row.of(result.plans[0]).attainment.n > 0 for row in shown)  # type: ignore[union-attr]
        assert len(marks) == 3 * seen
    onsite = next(i for i, row in enumerate(shown) if row.promise == "A/onsite")
    found = {round(x, 1) for x, y in _marks(faults) if abs(y - onsite) < 0.5}
    assert found == {37.6, 97.2, 38.0}


def test_the_ceiling_is_hatched_from_what_unlimited_people_reach(drawn: tuple[str, dict[str, Figure]]) -> None:
    faults = drawn[1]["attainment"].axes[0]
    starts = {round(patch.get_x(), 1) for patch in faults.patches if patch.get_hatch()}  # type: ignore[attr-defined]
    assert {61.2, 99.1, 95.5} <= starts
    assert 88.1 not in starts, "a plan that handles faults otherwise reaches 97.2"


def test_the_response_chart_draws_the_share_within_each_time(drawn: tuple[str, dict[str, Figure]]) -> None:
    result = made()
    panel = drawn[1]["response"].axes[1]
    entry = result.plan("lean").judgement("A/onsite")
    line = panel.lines[[line.get_color() for line in panel.lines].index(LOOKS[0].edge)]
    times, reached = np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
    assert panel.get_xscale() == "log"
    at = int(np.flatnonzero(times == 30 * 60_000)[0])
    within = sum(entry.curve[: list(EDGES).index(30 * 60_000) + 1]) / sum(entry.curve)
    assert reached[at] == pytest.approx(100 * within)


def test_plans_differ_by_dashes_and_markers_not_only_by_colour() -> None:
    assert len({look.dashes for look in (*LOOKS, CEILING)}) == len(LOOKS) + 1
    assert len({look.marker for look in (*LOOKS, CEILING)}) == len(LOOKS) + 1


def test_the_week_has_a_panel_for_every_pool_and_plan(drawn: tuple[str, dict[str, Figure]]) -> None:
    panels = [axes for axes in drawn[1]["week"].axes if axes.collections and len(axes.get_yticks()) == 7]
    assert len(panels) == 2 * 3
    mesh = panels[0].collections[0].get_array()
    assert mesh is not None and mesh.size == 168
    monday_at_ten = float(mesh.reshape(7, 24)[0, 10])
    assert monday_at_ten == pytest.approx(26.0)


def _week(result: Result) -> Figure:
    with matplotlib.rc_context(chart_style()):  # type: ignore[arg-type]
        figure = week(result, "en")
    assert figure is not None
    return figure


def test_a_pool_that_only_a_later_plan_has_is_in_the_week() -> None:
    result = made()
    only = replace(result.plans[1].pools[0], name="residents", title=Title("resident engineers", "驻场"))
    second = replace(result.plans[1], pools=(*result.plans[1].pools, only))
    figure = _week(replace(result, plans=(result.plans[0], second, *result.plans[2:])))
    assert "resident engineers" in {axes.get_ylabel() for axes in figure.axes}
    assert sum("nobody there" in axes.get_title(loc="left") for axes in figure.axes) == 2, "the plans without them"


def test_an_hour_that_hardly_ever_sees_anybody_is_left_blank() -> None:
    """A Saturday that was a workday four times a year is neither staffed nor busy."""
    result = made()
    saturday = 5 * 24
    pool = result.plans[0].pools[0]

    def at(values: tuple[float | None, ...], value: float | None) -> tuple[float | None, ...]:
        return (*values[: saturday + 10], value, *values[saturday + 11 :])

    rare = replace(pool, present=at(pool.present, 0.15), busy=at(pool.busy, 0.9), on_call=at(pool.on_call, 0.0))
    there = replace(rare, present=at(pool.present, 0.9))
    for case, blank in ((rare, True), (there, False)):
        plan = replace(result.plans[0], pools=(case, *result.plans[0].pools[1:]))
        figure = _week(replace(result, plans=(plan, *result.plans[1:])))
        shades = np.ma.filled(figure.axes[0].collections[0].get_array(), np.nan).reshape(7, 24)
        assert bool(np.isnan(shades[5, 10])) is blank
        assert shades[0, 10] == pytest.approx(26.0)


def test_a_result_without_promised_times_has_only_the_week() -> None:
    result = made()
    plans = [
        replace(plan, judgements=tuple(entry for entry in plan.judgements if entry.limit is None))
        for plan in result.plans
    ]
    assert [chart.name for chart in charts(replace(result, plans=tuple(plans)), "en")] == ["week"]


def test_seven_plans_still_have_room() -> None:
    result = made()
    more = tuple(replace(plan, name=f"{plan.name}{i}") for i in (1, 2) for plan in result.staffed)
    crowded = replace(result, plans=(*more, result.plans[0], result.plans[-1]))
    for chart in charts(crowded, "en"):
        with matplotlib.rc_context(chart_style()):  # type: ignore[arg-type]
            chart.figure.draw_without_rendering()


def _files(folder: Path, result: Result) -> dict[str, bytes]:
    folder.mkdir()
    for chart in charts(result, "en"):
        save(chart, folder)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = _files(tmp_path / "1", made()), _files(tmp_path / "2", made())
    assert set(first) == {f"{name}.{kind}" for name in ("attainment", "response", "week") for kind in ("svg", "png")}
    assert first == second
    assert b"<dc:date>" not in first["attainment.svg"]


def test_marks_of_two_plans_still_differ_in_grey(tmp_path: Path) -> None:
    """The faces of the first three markers have three shades of grey, far apart."""
    shades = sorted(
        Image.new("RGB", (1, 1), tuple(round(255 * part) for part in matplotlib.colors.to_rgb(look.face)))
        .convert("L")
        .getpixel((0, 0))
        for look in LOOKS[:3]
    )
    assert all(later - earlier > 40 for earlier, later in pairwise(shades))
