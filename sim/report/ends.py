"""Where faults end, the journeys made for them, and what coordinating these takes."""

from __future__ import annotations

from sim.messages import say
from sim.report.grid import Column, grid
from sim.report.numbers import DASH, count
from sim.report.rows import Row, plan_name, title
from sim.report.text import LINE, wrapped
from sim.report.words import duration
from sim.results import Lead, PlanResult, Result


def ends(result: Result, shown: tuple[Row, ...], lang: str) -> list[str]:
    """The share of faults that each step restored, of those that had come back, and of those about which the customer
    was asked, if any; visits and trips a year, plan beside plan; then the leads."""
    plans = result.staffed
    steps = list(dict.fromkeys(entry.step for plan in plans for entry in plan.ended))
    if not steps:
        return []
    body = [["", *(plan_name(plan, lang) for plan in plans)]]
    for step in steps:
        body.append([say(f"report_ended_{step}", lang), *(_share(plan, step) for plan in plans)])
    if any(plan.came_back for plan in plans):
        body.append([say("report_came_back", lang), *(_percent(plan.came_back) for plan in plans)])
    if any(plan.asked for plan in plans):
        body.append([say("report_asked", lang), *(_percent(plan.asked) for plan in plans)])
        body.append([say("report_answered_after", lang), *(_mean(plan.answered_after, lang) for plan in plans)])
    body.append([say("report_visits", lang), *(count(plan.visits_a_year, 0) for plan in plans)])
    body.append([say("report_trips", lang), *(count(plan.trips_a_year, 0) for plan in plans)])
    columns = (Column(gap=2), *(Column(numbers=True, gap=3) for _ in plans))
    lines = [*wrapped(say("report_ends", lang), LINE), *grid(columns, (), body)]
    for number, lead in enumerate(plans[0].leads):
        told = [_time(plan, plan.leads[number], lang) for plan in plans]
        what = {"clause": " ".join(lead.clause), "lead": title(lead.title, lang), "pool": title(lead.pool, lang)}
        lines += wrapped(say("report_lead", lang, plans="; ".join(told), **what).strip(), LINE)
    return lines


def _share(plan: PlanResult, step: str) -> str:
    for entry in plan.ended:
        if entry.step == step:
            return _percent(entry.share)
    return DASH


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _mean(ms: float | None, lang: str) -> str:
    return DASH if ms is None else duration(round(ms), lang)


def _time(plan: PlanResult, lead: Lead, lang: str) -> str:
    half = DASH if lead.half is None else f"{lead.half:.1f}"
    key = "report_lead_time" if lead.share is None else "report_lead_share"
    share = "" if lead.share is None else f"{100 * lead.share:.1f}"
    return say(key, lang, plan=plan_name(plan, lang), hours=f"{lead.hours:.1f}", half=half, share=share)
