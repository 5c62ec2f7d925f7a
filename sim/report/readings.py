"""The readings of disputed clauses that change what can be signed."""

from __future__ import annotations

from sim.messages import say
from sim.report.numbers import in_time, percent
from sim.report.rows import Row, clause, label, plan_name, title, verdict_of
from sim.report.text import section
from sim.results import Judgement, PlanResult, Result


def readings(result: Result, shown: tuple[Row, ...], lang: str) -> list[str]:
    """Every reading under which some plan's verdict is another one, both decided."""
    first = result.plans[0]
    read = [entry for entry in first.judgements if entry.reading and entry.limit is not None]
    paragraphs = []
    for entry in read:
        changes = [_change(plan, entry, lang) for plan in result.staffed if changed(plan, entry)]
        if changes:
            paragraphs.append(_reading(first, entry, changes, lang))
    if read and not paragraphs:
        paragraphs.append(say("report_readings_none", lang))
    return section(say("report_readings", lang), paragraphs)


def _reading(plan: PlanResult, entry: Judgement, changes: list[str], lang: str) -> str:
    written = plan.judgement(entry.promise)
    return say(
        "report_reading",
        lang,
        label=f"{clause(written)} {label(written, plan, lang)}".strip(),
        reading=title(entry.reading_title, lang) if entry.reading_title else entry.reading,
        changes=say("report_comma", lang).join(changes),
    )


def changed(plan: PlanResult, read: Judgement) -> bool:
    """Whether the verdict under a reading is decided, and another one than that of the promise as written."""
    words = {verdict_of(plan.judgement(read.promise)), verdict_of(plan.judgement(read.promise, read.reading))}
    return len(words) == 2 and not words & {"", "open"}


def hopeless(plan: PlanResult, promise: str) -> bool:
    """Whether a promise has readings, and fails under every one of them."""
    read = [entry for entry in plan.judgements if entry.promise == promise and entry.reading]
    return bool(read) and all(verdict_of(entry) == "no" for entry in read)


def _change(plan: PlanResult, read: Judgement, lang: str) -> str:
    written, entry = plan.judgement(read.promise), plan.judgement(read.promise, read.reading)
    before, after = (say(f"report_{side.verdict.word}", lang) if side.verdict else "" for side in (written, entry))
    return say(
        "report_change",
        lang,
        plan=plan_name(plan, lang),
        before=before,
        after=after,
        in_time=in_time(entry.attainment, lang),
        kept=percent(entry.periods, 0),
        periods=say(f"report_periods_{entry.period}", lang),
    )
