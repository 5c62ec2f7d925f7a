"""How well the hotline can be reached: every number, and what random checks find."""

from __future__ import annotations

from sim.messages import say
from sim.report.grid import Column, Head, grid
from sim.report.numbers import DASH, count, percent
from sim.report.rows import Row, plan_name, title
from sim.report.text import LINE, wrapped
from sim.results import CheckResult, NumberResult, PlanResult, Result


def hotline(result: Result, shown: tuple[Row, ...], lang: str) -> list[str]:
    """The numbers of the first plan, where callers have several to dial or one is carried, and its checks."""
    plan = result.staffed[0]
    found = plan.hotline
    if found is None or (len(found.numbers) < 2 and not found.checks):
        return []
    lines = wrapped(_first_try(plan, lang), LINE)
    names = ("number", "dials", "answered", "off")
    head = [Head(i, i, say(f"report_hotline_{name}", lang)) for i, name in enumerate(names)]
    columns = (Column(gap=2), *(Column(numbers=True, gap=3) for _ in names[1:]))
    lines += grid(columns, [head], [_number(entry, lang) for entry in found.numbers])
    for check in found.checks:
        lines += wrapped(_check(plan, check, lang), LINE)
    return lines


def _first_try(plan: PlanResult, lang: str) -> str:
    assert plan.hotline is not None
    return say(
        "report_hotline",
        lang,
        plan=plan_name(plan, lang),
        first=percent(plan.hotline.first, 1),
        dials=f"{plan.hotline.dials_a_fault:.2f}",
        connected=percent(plan.connected, 1),
    )


def _number(entry: NumberResult, lang: str) -> list[str]:
    off = DASH if entry.off is None else percent(entry.off, 1)
    return [title(entry.title, lang), count(entry.dials_a_year, 0), percent(entry.answered, 1), off]


def _check(plan: PlanResult, check: CheckResult, lang: str) -> str:
    return say(
        "report_hotline_check",
        lang,
        clause=" ".join(check.clause),
        check=title(check.title, lang),
        checks=count(check.checks_a_year, 0),
        found=count(check.found_a_year),
        period=say(f"report_period_{check.period}", lang),
        noticed=percent(check.noticed, 0),
        low=f"{100 * check.tells_low:.1f}",
        high=f"{100 * check.tells_high:.1f}",
    ).strip()
