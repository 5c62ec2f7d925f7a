"""What a scenario in order says at a glance: its size, the people present and employed, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np

from sim.arrivals import faults_a_year
from sim.calendars import HOUR, Days, Hours, calendar, days, is_open
from sim.distributions import middle
from sim.messages import say
from sim.report.contradictions import contradictions, counted
from sim.report.grid import Column, Head, grid
from sim.report.text import LINE, wrapped
from sim.scenario import CENTRAL, DUTY, Plan, Pool, Promise, Scenario, Shift, Title, whole_years
from sim.scenario_file.text import typed
from sim.staff import payroll

SIDE_BY_SIDE = 3
"""Plans in one table; more follow below."""

MOMENTS = ("office", "night", "rest")
"""Ten on a workday, two in the night between workdays, ten on a day off."""

PERIODS_A_YEAR = {"week": 365.25 / 7, "month": 12.0, "quarter": 4.0, "year": 1.0}


def overview(scenario: Scenario, file: str, lang: str, all_of_them: bool = False) -> list[str]:
    """The whole overview as lines of text; the first contradictions of the contract, or `all_of_them`."""
    remarks = _remarks(scenario, lang)
    return [
        *_summary(scenario, file, lang),
        "",
        *_people(scenario, lang),
        *contradictions(scenario, file, lang, all_of_them),
        *_lettered(remarks, lang),
        "",
        say("lints_counts", lang, lints=counted(scenario), remarks=len(remarks)),
        *wrapped(say("check_next", lang, file=typed(file)), LINE),
    ]


# ------------------------------------------------------------------ how large


def _summary(scenario: Scenario, file: str, lang: str) -> Iterator[str]:
    demand = scenario.demand
    yield from wrapped(
        say(
            "check_in_order",
            lang,
            file=file,
            sites=len(demand.sites),
            levels=len(demand.levels),
            pools=len(scenario.operation.base.pools),
            plans=len(scenario.operation.plans),
            faults=f"{sum(faults_a_year(scenario, level) for level in demand.levels):,.0f}",
        ),
        LINE,
    )
    agreed = scenario.agreements
    if agreed.clauses:
        with_number = {name for p in agreed.promises if p.limit is not None for name in p.clause}
        out = len(agreed.not_simulated)
        rest = len(agreed.clauses) - len(with_number) - out
        numbers = {"count": len(agreed.clauses), "numbers": len(with_number), "rest": rest, "out": out}
        yield from wrapped(say("check_clauses", lang, **numbers), LINE)
        yield f"    slasim check {typed(file)} --clauses"
    if scenario.figures:
        assumed = sum(figure.status == "assumption" for figure in scenario.figures)
        whole = len(scenario.figures)
        share = f"{100 * assumed / whole:.0f}"
        yield from wrapped(say("check_assumed", lang, share=share, assumed=assumed, count=whole), LINE)
        yield f"    slasim check {typed(file)} --assumptions"


# ------------------------------------------------------------------ who is there


def _people(scenario: Scenario, lang: str) -> Iterator[str]:
    """People present at three moments under each plan, and how many the plan employs."""
    yield say("check_people", lang)
    year = whole_years(scenario)
    plans = scenario.operation.plans
    for start in range(0, len(plans), SIDE_BY_SIDE):
        yield from _block(plans[start : start + SIDE_BY_SIDE], year, lang)
    absent = any(pool.absence != 0 for plan in plans for pool in plan.pools.values())
    legend = say("check_people_legend", lang)
    yield from wrapped(say("check_people_absent", lang, legend=legend) if absent else legend, LINE)


def _block(plans: Sequence[Plan], year: Days, lang: str) -> list[str]:
    moments = _moments(year)
    pools = sorted({name for plan in plans for name in plan.staff})
    body = [
        [_pool(next(p.pools[name] for p in plans if name in p.staff), lang)]
        + [_present(plan, name, year, at) for plan in plans for at in moments]
        for name in pools
    ]
    employed = [[say("check_payroll", lang), *(cell for plan in plans for cell in ("", "", _employed(plan, year)))]]
    columns = [Column(gap=0), *(Column(numbers=True, gap=6 if i % 3 == 0 else 2) for i in range(3 * len(plans)))]
    names = [Head(3 * i + 1, 3 * i + 3, named(plan.title, lang)) for i, plan in enumerate(plans)]
    told = [say(f"check_{kind}", lang) for kind in MOMENTS] * len(plans)
    kinds = [Head(i, i, text) for i, text in enumerate(told, start=1)]
    return grid(columns, [names, kinds], [*body, *employed])


def named(title: Title, lang: str) -> str:
    """A title in the language of the output."""
    return title.zh if lang == "zh" else title.en


def _pool(pool: Pool, lang: str) -> str:
    name = named(pool.title, lang)
    return name if pool.places == (CENTRAL,) else say("check_places", lang, name=name, count=len(pool.places))


def _moments(year: Days) -> list[int]:
    """Ms from the first of `year`: the middle of a workday, of the night before it, of a day off."""
    worked = [i for i in range(1, year.count) if year.workday[i] and year.workday[i - 1]]
    off = [i for i in range(year.count) if not year.workday[i]]
    workday, rest = (worked or [1])[0], (off or [0])[0]
    return [(workday * 24 + 10) * HOUR, (workday * 24 + 2) * HOUR, (rest * 24 + 10) * HOUR]


def _present(plan: Plan, pool: str, year: Days, at: int) -> str:
    """`3`, `2 c` (on call), `3 + 2 c`, or `-`; of all places of the pool together."""
    seated, called = 0, 0
    for shifts in plan.staff.get(pool, {}).values():
        for shift in shifts:
            if not _open(shift.hours, year, at):
                continue
            if shift.headcount is None:
                return "∞"
            if shift.on_call:
                called += shift.headcount
            else:
                seated += shift.headcount
    parts = [str(seated)] if seated else []
    return " + ".join([*parts, *([f"{called} c"] if called else [])]) or "-"


def _open(hours: Hours, year: Days, at: int) -> bool:
    return bool(is_open(calendar(hours, year), np.array([at]))[0])


def _employed(plan: Plan, year: Days) -> str:
    counts = [count for count in payroll(plan, year).values() if count is not None]
    return f"{sum(counts):.1f}"


# ------------------------------------------------------------------ what to look at


def _remarks(scenario: Scenario, lang: str) -> list[str]:
    found = [
        *_provisional(scenario, lang),
        *_on_call(scenario, lang),
        *_never(scenario, lang),
        *_few(scenario, lang),
        *_idle(scenario, lang),
    ]
    return found


def _lettered(remarks: list[str], lang: str) -> list[str]:
    if not remarks:
        return []
    lines = ["", say("check_look", lang)]
    for number, remark in enumerate(remarks):
        first, *others = wrapped(remark, LINE - 3)
        lines += [f" {chr(97 + number)} {first}", *(f"   {line}" for line in others)]
    return lines


def _provisional(scenario: Scenario, lang: str) -> Iterator[str]:
    if not scenario.holidays.country:
        return
    year = whole_years(scenario)
    years = sorted({(year.first + timedelta(days=int(i))).year for i in np.flatnonzero(year.provisional)})
    if years:
        yield say("check_provisional", lang, years=" ".join(map(str, years)))


def _on_call(scenario: Scenario, lang: str) -> Iterator[str]:
    """On-call places that fewer than three people of their own place must fill."""
    seen = set()
    for plan in scenario.operation.plans:
        for pool, places in plan.staff.items():
            thin = [place for place, shifts in places.items() if place != CENTRAL and _thin(shifts)]
            if thin and (pool, tuple(thin)) not in seen:
                seen.add((pool, tuple(thin)))
                name = named(plan.pools[pool].title, lang)
                titles = {site.name: named(site.title, lang) for site in scenario.demand.sites}
                where = (", " if lang == "en" else "、").join(titles[place] for place in thin)
                yield say("check_thin", lang, pool=name, places=where, plan=named(plan.title, lang))


def _thin(shifts: tuple[Shift, ...]) -> bool:
    """Somebody is on call, and at most two people of the place work there by day, in every week."""
    weekly = [shift for shift in shifts if not shift.on_dates]
    seated = sum(shift.headcount or 0 for shift in weekly if not shift.on_call)
    return any(shift.on_call and shift.headcount for shift in weekly) and 0 < seated < 3


def _never(scenario: Scenario, lang: str) -> Iterator[str]:
    """Duty lists for dates outside the study, and shifts that do not occur in it."""
    laid = days(scenario.holidays, scenario.study.start, scenario.study.days)
    shifts = [(plan, shift) for plan in scenario.operation.plans for shift in _shifts(plan)]
    occur = {shift: bool(calendar(shift.hours, laid).opens.size) for _, shift in shifts}
    in_use = {shift.on_dates for shift in occur if occur[shift]}
    found: dict[tuple[str, str], dict[str, None]] = {}
    for plan, shift in shifts:
        if not occur[shift] and (shift.headcount != 0 or shift.on_dates not in in_use):
            words = (shift.label if shift.on_dates in ("", *in_use) else "", shift.on_dates)
            found.setdefault(words, {})[named(plan.title, lang)] = None
    for (label, dates), plans in found.items():
        told = (", " if lang == "en" else "、").join(plans)
        yield say("check_never" if label else "check_list_outside", lang, shift=label, dates=dates, plans=told)


def _shifts(plan: Plan) -> Iterator[Shift]:
    for places in plan.staff.values():
        for shifts in places.values():
            yield from shifts


def _few(scenario: Scenario, lang: str) -> Iterator[str]:
    """Levels with so few faults a period that one late fault breaks it."""
    most: dict[str, tuple[float, Promise]] = {}
    for promise in scenario.agreements.promises:
        if promise.kind == DUTY or promise.limit is None or promise.attain is None or promise.attain >= 1:
            continue
        count = _in_scope(scenario, promise) / PERIODS_A_YEAR[promise.period]
        if count * (1 - promise.attain) < 1 and (promise.level not in most or count > most[promise.level][0]):
            most[promise.level] = (count, promise)
    for level, (count, promise) in sorted(most.items()):
        share = f"{100 * (promise.attain or 0):g}"
        period = say(f"check_period_{promise.period}", lang)
        words = {"level": level, "promise": named(promise.title, lang), "share": share, "period": period}
        yield say("check_few", lang, count=f"{count:.1f}", **words)


def _in_scope(scenario: Scenario, promise: Promise) -> float:
    """Faults a year that the promise may be about: of its level, at its sites, of its causes."""
    demand = scenario.demand
    level = next(level for level in demand.levels if level.name == promise.level)
    sizes = {site.name: site.size for site in demand.sites}
    share = sum(
        sizes[site] * sum(middle(getattr(demand.causes, cause)[level.name, site]) for cause in promise.causes)
        for site in promise.sites
    )
    return faults_a_year(scenario, level) * share / sum(sizes.values())


def _idle(scenario: Scenario, lang: str) -> Iterator[str]:
    """Pools that no step asks for, under any plan that has people in them."""
    for name in scenario.operation.base.pools:
        used = any(name in chain for plan in scenario.operation.plans for chain in plan.who.values())
        demand = scenario.demand
        by = [duty.by for duty in demand.duties] + [work.by for work in demand.other_work]
        used = used or name in (*by, *(lead.by for lead in demand.coordination))
        if not used:
            yield say("check_idle", lang, pool=named(scenario.operation.base.pools[name].title, lang))
