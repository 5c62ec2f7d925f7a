"""What the columns of the run's table mean, and what is still open."""

from __future__ import annotations

from sim.messages import say
from sim.report.numbers import all_late, none_late, percent, rounded
from sim.report.rows import Row, called, level_name, plan_name, verdict_of
from sim.report.tables import faults_cell, periods_word
from sim.report.text import LINE, left, width, wrapped
from sim.results import Judgement, PlanResult, Result, Share

TERM = 11
"""Columns of the words that are explained."""


TOLD_APART = 4
"""As many undecided promises are told one by one."""


def legend(result: Result, shown: tuple[Row, ...], lang: str) -> list[str]:
    """One note for every word or sign that needs one."""
    entries = [row.of(result.plans[0]) for row in shown]
    seen = [row.of(plan).attainment for row in shown for plan in result.staffed]
    spotless = [share for share in seen if share and none_late(share)]
    hopeless = [share for share in seen if share and all_late(share)]
    together = [level_name(row.of(result.plans[0]), lang) for row in shown if len(row.members) > 1]
    values: dict[str, object] = {
        "confidence": f"{100 * result.confidence:g}",
        "sign_if": f"{100 * result.sign_if:g}",
        "periods": periods_word(result, shown, lang),
        "attain": _attain(entries, lang),
        "level": together[0] if together else "",
        "above": _bound(spotless),
        "below": _bound(hopeless),
    }
    notes = {
        "in_time": True,
        "none_late": bool(spotless),
        "all_late": bool(hopeless),
        "level": bool(together),
        "faults": any(faults_cell(result, row).startswith("~") for row in shown),
        "kept": any(entry.periods for entry in entries),
        "verdict": any(entry.verdict for entry in entries),
        "empty": any(entry.attainment and entry.attainment.value is None for entry in entries),
        "cost": not any(plan.cost for plan in result.staffed),
    }
    return [line for key, needed in notes.items() if needed for line in _note(key, values, lang)]


def undecided(result: Result, shown: tuple[Row, ...], lang: str) -> list[str]:
    """How far every undecided promise is, and how many replications would decide it; all together when they are
    many."""
    pending = [(row, plan) for row in shown for plan in result.staffed if verdict_of(row.of(plan)) == "open"]
    if len(pending) > TOLD_APART:
        return wrapped(_many(result, pending, lang), LINE)
    sentences: list[str] = []
    for row in shown:
        plans = [plan for at, plan in pending if at is row]
        sentences += [_open(result, plan, row, lang) for plan in plans if _replications(row.of(plan))]
        few = [plan_name(plan, lang) for plan in plans if not _replications(row.of(plan))]
        if few:
            sentences.append(_too_few(result, few, row, lang))
    return [line for sentence in sentences for line in wrapped(sentence, LINE)]


def _bound(shares: list[Share]) -> str:
    """The weakest bound of shares of which not one miss, or not one hit, was seen."""
    if not shares:
        return ""
    return percent(max(shares, key=lambda share: share.half), 1).lstrip("<>")


def _attain(entries: list[Judgement], lang: str) -> str:
    thresholds = {entry.attain for entry in entries if entry.attain is not None}
    if len(thresholds) == 1:
        return say("report_note_attain", lang, attain=f"{100 * thresholds.pop():g}")
    return say("report_note_attain_mixed", lang)


def _note(key: str, values: dict[str, object], lang: str) -> list[str]:
    """A word and its meaning; further lines stand under the meaning."""
    term = say(f"report_word_{key}", lang, **values)
    indent = max(TERM, width(term) + 2)
    first, *more = wrapped(say(f"report_note_{key}", lang, **values), LINE - indent)
    return [left(term, indent) + first, *(" " * indent + line for line in more)]


def _replications(entry: Judgement) -> int:
    """How many more would decide; 0: that cannot be told yet."""
    return entry.verdict.more if entry.verdict else 0


def _open(result: Result, plan: PlanResult, row: Row, lang: str) -> str:
    entry = row.of(plan)
    more = _replications(entry)
    return say(
        "report_open_row",
        lang,
        label=called(row, result, lang),
        plan=plan_name(plan, lang),
        kept=percent(entry.periods, 1),
        periods=say(f"report_periods_{entry.period}", lang),
        more=rounded(more),
        runs=_runs_word(result, more, lang),
        replications=_option(result.replications + more),
    )


def _many(result: Result, pending: list[tuple[Row, PlanResult]], lang: str) -> str:
    more = max(_replications(row.of(plan)) for row, plan in pending)
    return say(
        "report_open_many",
        lang,
        count=len(pending),
        more=rounded(more),
        runs=_runs_word(result, more, lang),
        replications=_option(result.replications + more),
    )


def _runs_word(result: Result, number: int, lang: str) -> str:
    kind = "years" if result.years == 1.0 else "runs"
    return say(f"report_more_{kind}" + ("_one" if number == 1 else ""), lang)


def _option(replications: int) -> str:
    """A number of replications as it is typed."""
    return rounded(replications).replace(",", "")


def _too_few(result: Result, plans: list[str], row: Row, lang: str) -> str:
    return say(
        "report_open_few",
        lang,
        label=called(row, result, lang),
        plan=say("report_and", lang).join(plans),
        periods=say(f"report_periods_{row.of(result.plans[0]).period}", lang),
    )
