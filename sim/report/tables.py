"""The table of a run: how each plan keeps each promise, as text in two languages.

Share of the faults in time and share of the periods kept stand side by side, never one alone. Everything is written
from the result; nothing is computed here but the places of the figures.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.messages import say
from sim.report.grid import Column, Head, grid
from sim.report.numbers import DASH, all_late, count, extreme, half_width, money, money_unit, none_late, percent
from sim.report.rows import Row, clause, plan_name, row_label, signable
from sim.results import Judgement, PlanResult, Result

ABREAST = 3
"""Plans that stand side by side."""

MANY = 1000
"""Faults a year of which the tenths mean nothing."""

STUB = (Column(gap=0), Column(), Column(numbers=True, gap=2))
STUB_WITHOUT_CLAUSES = (Column(gap=0), Column(gap=0), Column(numbers=True, gap=2))
PLAN = (Column(numbers=True, gap=3), Column(numbers=True), Column(numbers=True, gap=2), Column())


def tables(result: Result, shown: tuple[Row, ...], lang: str) -> list[str]:
    """All plans of the file against all lines of the contract, three plans side by side."""
    plans = result.staffed
    lines: list[str] = []
    for first in range(0, len(plans), ABREAST):
        lines += [*_table(result, plans[first : first + ABREAST], shown, lang), ""]
    return lines[:-1]


def totals(result: Result, shown: tuple[Row, ...], lang: str) -> list[str]:
    """What each plan comes to: promises that can be signed, people, money."""
    plans = result.staffed
    body = [["", *(plan_name(plan, lang) for plan in plans)]]
    decided = [signable(plan, shown) for plan in plans]
    if any(total for _, total in decided):
        cells = [say("report_of", lang, count=yes, all=total) for yes, total in decided]
        body.append([say("report_signable", lang), *cells])
    payrolls = [DASH if plan.payroll is None else count(plan.payroll) for plan in plans]
    body.append([say("report_payroll", lang), *payrolls])
    known = [plan.cost for plan in plans if plan.cost]
    if known:
        costs = [money(plan.cost.total, plan.cost) if plan.cost else DASH for plan in plans]
        body.append([say("report_cost", lang, unit=money_unit(known[0], lang)), *costs])
    return grid((Column(gap=0), *(Column(numbers=True, gap=3) for _ in plans)), (), body)


def periods_word(result: Result, shown: tuple[Row, ...], lang: str) -> str:
    """What the periods are called: "quarters", or "periods" when promises differ."""
    return say(f"report_periods_{_common_period(result, shown) or 'mixed'}", lang)


def faults_cell(result: Result, row: Row) -> str:
    """Faults a year; marked when plans differ, since a fault that is restored early may never need the step."""
    numbers = [row.of(plan).faults_a_year for plan in result.staffed]
    mark = "" if len({count(number) for number in numbers}) == 1 else "~"
    mean = sum(numbers) / len(numbers)
    return mark + count(mean, 0 if mean >= MANY else 1)


def period_decimals(result: Result, shown: tuple[Row, ...]) -> int:
    """Whole per cents of the periods, unless that would round a share over the line that it misses or keeps."""
    line = round(100 * result.sign_if, 6)
    kept = [row.of(plan).periods for row in shown for plan in result.staffed]
    shares = [100 * share.value for share in kept if share and share.value is not None]
    return 1 if any((share < line) != (round(share) < line) for share in shares) else 0


def _common_period(result: Result, shown: tuple[Row, ...]) -> str:
    """The period that all lines have in common, or ""."""
    periods = {row.of(result.plans[0]).period for row in shown}
    return periods.pop() if len(periods) == 1 else ""


def _table(result: Result, plans: Sequence[PlanResult], shown: tuple[Row, ...], lang: str) -> list[str]:
    starts = [len(STUB) + len(PLAN) * index for index in range(len(plans))]
    kept = say("report_head_kept", lang, periods=periods_word(result, shown, lang))
    names = [Head(at, at + 3, plan_name(plan, lang)) for at, plan in zip(starts, plans, strict=True)]
    over = [Head(2, 2, say("report_head_faults", lang))]
    named = any(clause(row.of(plans[0])) for row in shown)
    under = [Head(0, 0, say("report_head_clause", lang) if named else "")]
    under += [Head(1, 1, say("report_head_promise", lang)), Head(2, 2, say("report_head_faults_unit", lang))]
    for at in starts:
        over.append(Head(at, at + 1, say("report_head_in_time", lang)))
        under += [Head(at, at, "%"), Head(at + 1, at + 1, "+/-"), Head(at + 2, at + 3, kept)]
    decimals = period_decimals(result, shown)
    mixed = not _common_period(result, shown)
    body = [_row(result, plans, row, decimals, mixed, lang) for row in shown]
    return grid((STUB if named else STUB_WITHOUT_CLAUSES) + PLAN * len(plans), (names, over, under), body)


def _row(result: Result, plans: Sequence[PlanResult], row: Row, decimals: int, mixed: bool, lang: str) -> list[str]:
    entry = row.of(plans[0])
    label = row_label(row, result, lang)
    if mixed:
        label = say("report_label_period", lang, label=label, period=say(f"report_period_{entry.period}", lang))
    cells = [clause(entry), label, faults_cell(result, row)]
    for plan in plans:
        cells += _cells(row.of(plan), decimals, lang)
    return cells


def _cells(entry: Judgement, decimals: int, lang: str) -> tuple[str, str, str, str]:
    word = say(f"report_{entry.verdict.word}", lang) if entry.verdict else ""
    share, kept = entry.attainment, percent(entry.periods, decimals)
    if none_late(share) or all_late(share):
        return *extreme(share, lang), kept, word
    return percent(share, 1), half_width(share), kept, word
