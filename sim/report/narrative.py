"""The run in words: what no plan keeps and whether people could buy it, what breaks though it looks good."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import floor

from sim.messages import say
from sim.report.numbers import all_late, in_time, percent, short_in_time
from sim.report.readings import hopeless
from sim.report.rows import Row, called, level_name, plan_name, signable, verdict
from sim.report.text import section
from sim.report.words import duration
from sim.results import Judgement, PlanResult, Result

WORTH_SAYING = 0.01
"""A difference between gross and net that is worth a sentence."""


def in_words(result: Result, shown: tuple[Row, ...], lang: str) -> list[str]:
    """What no plan keeps and whether people could buy it, and what breaks though it looks good."""
    decided = [row for row in shown if any(verdict(plan, row) for plan in result.staffed)]
    lost = [row for row in decided if all(verdict(plan, row) == "no" for plan in result.staffed)]
    paragraphs = [_lost(result, row, lang) for row in lost]
    if decided and not any(all(verdict(plan, row) != "yes" for plan in result.staffed) for row in decided):
        paragraphs.append(say("report_all_kept", lang))
    for plan in result.staffed:
        kept, total = signable(plan, shown)
        if kept == total > 1:
            paragraphs.append(say("report_plan_all", lang, plan=plan_name(plan, lang), count=total))
        paragraphs += [text for row in decided if (text := _yet_broken(result, plan, row, lang))]
    paragraphs += _net(result, decided, lang)
    return section(say("report_words", lang), paragraphs)


def _joined(sentences: Iterable[str], lang: str) -> str:
    return ("" if lang == "zh" else " ").join(sentences)


def _lost(result: Result, row: Row, lang: str) -> str:
    entries = [row.of(plan) for plan in result.staffed]
    sentences = [
        say(
            "report_none_keeps",
            lang,
            label=called(row, result, lang),
            in_time=_in_time_range(entries, lang),
            kept=_range([percent(entry.periods, 0) for entry in entries], lang),
            periods=say(f"report_periods_{entries[0].period}", lang),
        )
    ]
    sentences += [_with_unlimited_people(plan, row, lang) for plan in result.plans if plan.ceiling]
    sentences.append(_shortest(result, row, lang))
    if all(hopeless(plan, row.promise) for plan in result.staffed):
        sentences.append(_no_reading(entries[0], row, lang))
    return _joined(sentences, lang)


def _no_reading(entry: Judgement, row: Row, lang: str) -> str:
    """Of a line for several levels it is said of the one shown; a reading may well change another."""
    if len(row.members) > 1:
        return say("report_no_reading_of", lang, level=level_name(entry, lang))
    return say("report_no_reading", lang)


def _in_time_range(entries: list[Judgement], lang: str) -> str:
    """What the plans reach, from the lowest share in time to the highest."""
    if all(all_late(entry.attainment) for entry in entries):
        return in_time(min((entry.attainment for entry in entries if entry.attainment), key=lambda it: it.n), lang)
    texts = [percent(entry.attainment, 1) for entry in entries if not all_late(entry.attainment)]
    found = _sorted(texts)
    if len(texts) < len(entries):
        found = [say("report_zero", lang), *found]
    return say("report_faults_in_time", lang, share=_ends(found, lang))


def _range(texts: list[str], lang: str) -> str:
    """The lowest and the highest of what the plans reach."""
    return _ends(_sorted(texts), lang)


def _sorted(texts: list[str]) -> list[str]:
    return sorted(set(texts), key=lambda text: (float(text.lstrip("<>")), text))


def _ends(found: list[str], lang: str) -> str:
    return found[0] if len(found) == 1 else say("report_range", lang, low=found[0], high=found[-1])


def _with_unlimited_people(ceiling: PlanResult, row: Row, lang: str) -> str:
    entry = row.of(ceiling)
    word = verdict(ceiling, row)
    return say(
        f"report_ceiling_{word if word in ('yes', 'no') else 'open'}",
        lang,
        in_time=in_time(entry.attainment, lang),
        kept=percent(entry.periods, 0),
        periods=say(f"report_periods_{entry.period}", lang),
    )


def _shortest(result: Result, row: Row, lang: str) -> str:
    """The shortest time that could be signed, and the plan under which."""
    values: dict[str, object] = {
        "sign_if": f"{100 * result.sign_if:g}",
        "periods": say(f"report_periods_{row.of(result.plans[0]).period}", lang),
    }
    found = [
        (entry.tightest.safe, index)
        for index, plan in enumerate(result.staffed)
        if (entry := row.of(plan)).tightest and entry.tightest and entry.tightest.safe is not None
    ]
    if not found:
        return say("report_shortest_never", lang, **values)
    time, index = min(found)
    plan = plan_name(result.staffed[index], lang)
    return say("report_shortest", lang, time=duration(time, lang), plan=plan, **values)


def _yet_broken(result: Result, plan: PlanResult, row: Row, lang: str) -> str:
    """Why a share of faults above the threshold is not enough: few faults a period."""
    entry = row.of(plan)
    share, attain = entry.attainment, entry.attain
    if share is None or share.value is None or attain is None or verdict(plan, row) != "no" or share.value < attain:
        return ""
    faults = max(1, round(entry.faults_a_period))
    spare = floor((1 - Fraction(str(attain))) * faults)
    return say(
        "report_yet_broken",
        lang,
        label=called(row, result, lang),
        plan=plan_name(plan, lang),
        in_time=percent(share, 1),
        kept=percent(entry.periods, 0),
        periods=say(f"report_periods_{entry.period}", lang),
        period=say(f"report_period_{entry.period}", lang),
        faults=faults,
        allowed=say("report_breaks_more" if spare else "report_breaks_one", lang, count=spare + 1),
        attain=f"{100 * attain:g}",
    )


def _may_be_read_net(plan: PlanResult, entry: Judgement) -> bool:
    """Whether taking out the waits for the customer is one of the promise's readings. Elsewhere nothing waits for him
    (nobody drives to a site more slowly because a permission is awaited), so the figure would mislead."""
    return any(other.promise == entry.promise and "customer" in other.net_of for other in plan.judgements)


def _net(result: Result, decided: list[Row], lang: str) -> list[str]:
    """How much of the lateness is the customer's own, where it is worth saying, for every plan."""
    sentences = []
    for plan in result.staffed:
        parts = []
        for row in decided:
            entry = row.of(plan)
            gross, net = entry.gross, entry.net
            if not _may_be_read_net(plan, entry) or not gross or not net or gross.value is None or net.value is None:
                continue
            if verdict(plan, row) != "yes" and net.value - gross.value >= WORTH_SAYING:
                values = {"gross": short_in_time(gross, lang), "net": short_in_time(net, lang)}
                parts.append(say("report_net_row", lang, label=called(row, result, lang), **values))
        if parts:
            listed = say("report_and", lang).join(parts)
            sentences.append(say("report_net", lang, plan=plan_name(plan, lang), rows=listed))
    return sentences
