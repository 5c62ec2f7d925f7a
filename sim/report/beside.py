"""What is told beside the table: late faults where faults are few, times without a promise, how busy people are."""

from __future__ import annotations

from math import inf

from sim.messages import say
from sim.report.grid import Column, grid
from sim.report.numbers import DASH, count, none_late, percent
from sim.report.rows import Row, clause, label, plan_name, row_label, title
from sim.report.text import LINE, section, wrapped
from sim.report.words import duration
from sim.results import Judgement, PlanResult, Result

FEW = 20
"""A period with fewer faults is told in late faults rather than in per cents."""

MEASURED_SHOWN = 12
"""Times without a promise that are printed; the rest is in the files."""


def few_faults(result: Result, shown: tuple[Row, ...], lang: str) -> list[str]:
    """Late faults a year where a period has few faults."""
    body = [["", "", "", *(plan_name(plan, lang) for plan in result.staffed)]]
    for row in shown:
        entry = row.of(result.plans[0])
        if entry.periods is None or not 0 < entry.faults_a_period < FEW:
            continue
        period = say(f"report_period_{entry.period}", lang)
        number = say("report_few_row", lang, faults=count(entry.faults_a_period), period=period)
        misses = [_misses(row.of(plan), lang) for plan in result.staffed]
        body.append([clause(entry), row_label(row, result, lang), number, *misses])
    if len(body) == 1:
        return []
    columns = (Column(gap=2), Column(), Column(gap=2), *(Column(numbers=True, gap=3) for _ in result.staffed))
    return [say("report_few", lang), *grid(columns, (), body)]


def measured_only(result: Result, shown: tuple[Row, ...], lang: str) -> list[str]:
    """What the contract names without a number, measured under the first plan, at the level that does worst."""
    plan = result.staffed[0]
    groups: dict[str, list[Judgement]] = {}
    for entry in plan.as_written:
        if entry.limit is None:
            groups.setdefault(entry.group, []).append(entry)
    parts = [_measured(plan, max(entries, key=_slowness), lang) for entries in groups.values()]
    if len(parts) > MEASURED_SHOWN:
        more = say("report_measured_more", lang, count=len(parts) - MEASURED_SHOWN)
        parts = [*parts[:MEASURED_SHOWN], more]
    return section(say("report_measured", lang, plan=plan_name(plan, lang)), ["  ".join(parts)] if parts else [])


def people(result: Result, shown: tuple[Row, ...], lang: str) -> list[str]:
    """How busy the people of each pool are."""
    plans = result.staffed
    names: dict[str, str] = {pool.name: title(pool.title, lang) for plan in plans for pool in plan.pools}
    body = [["", *(plan_name(plan, lang) for plan in plans)]]
    for name, called in names.items():
        body.append([called, *(_busy(plan, name) for plan in plans)])
    if len(body) == 1:
        return []
    columns = (Column(gap=2), *(Column(numbers=True, gap=3) for _ in plans))
    return [*wrapped(say("report_people", lang), LINE), *grid(columns, (), body)]


def _misses(entry: Judgement, lang: str) -> str:
    """Late faults a year; less than one in ten years is told in years."""
    if entry.misses_a_year is None:
        return DASH
    if entry.misses_a_year == 0:
        return say("report_none_seen", lang)
    if entry.misses_a_year < 0.1:
        return say("report_once_in", lang, years=f"{1 / entry.misses_a_year:,.0f}")
    return count(entry.misses_a_year)


def _slowness(entry: Judgement) -> float:
    """What makes a level the worst of its group: few calls connected, or a long time for 95 % of the faults."""
    if entry.kind == "connect":
        return 1 - entry.attainment.value if entry.attainment and entry.attainment.value is not None else -1.0
    if entry.needed is None:
        return -1.0
    return inf if entry.needed.p95 is None else float(entry.needed.p95)


def _measured(plan: PlanResult, entry: Judgement, lang: str) -> str:
    called = f"{clause(entry)} {label(entry, plan, lang)}".strip()
    if entry.kind == "connect" and entry.attainment is not None:
        if none_late(entry.attainment):
            return say("report_measured_all", lang, label=called, n=f"{entry.attainment.n:,}")
        return say("report_measured_share", lang, label=called, share=percent(entry.attainment, 1))
    if entry.needed is None:
        return say("report_measured_none", lang, label=called)
    median, p95 = (
        say("report_never", lang) if time is None else duration(time, lang)
        for time in (entry.needed.median, entry.needed.p95)
    )
    return say("report_measured_time", lang, label=called, median=median, p95=p95)


def _busy(plan: PlanResult, name: str) -> str:
    for pool in plan.pools:
        if pool.name == name:
            share = DASH if pool.utilisation is None else f"{100 * pool.utilisation:.0f}"
            return f"{share} ({count(pool.overtime_hours, 0)}; {count(pool.call_outs, 0)})"
    return DASH
