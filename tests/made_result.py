"""A result made by hand, small enough to read, with every case a report must print: three plans and the ceiling."""

from __future__ import annotations

from itertools import pairwise
from math import erf, log, sqrt

from sim.calendars import HOUR, MINUTE
from sim.measures.bins import EDGES
from sim.results import (
    Cost,
    Ended,
    Judgement,
    Needed,
    Origin,
    PlanResult,
    PoolResult,
    Result,
    Share,
    Tightest,
    Verdict,
    Wait,
)
from sim.scenario import Title

YEARS = 1000
SIGN_IF = 0.9

PLANS = (("lean", "精简"), ("residents", "驻场"), ("hq_heavy", "总部加强"), ("ceiling", "人员不限"))

EVERY = "every_level/contact"

# promise, group, title, clause, limit, faults a year; per plan: share in time and share of quarters kept, in per cent
PROMISES = (
    ("A/contact", EVERY, "contact", "联系", "P-03", 120, 9.0, (100,) * 4, (100,) * 4),
    ("B/contact", EVERY, "contact", "联系", "P-03", 120, 43.2, (99.9, 100, 99.97, 100), (99, 100, 99.8, 100)),
    ("A/onsite", "A/onsite", "on site", "到达现场", "L-A2", 30, 9.0, (37.6, 97.2, 38.0, 88.1), (16, 93, 16, 71)),
    ("A/restore", "A/restore", "restored", "恢复", "L-A4", 120, 8.6, (49.3, 57.0, 49.7, 61.2), (25, 32, 25, 36)),
    ("A/depart", "A/depart", "leaves", "动身", "L-A5", 180, 2.7, (78.9, 77.1, 97.5, 100), (73, 71, 96, 100)),
    ("B/onsite", "B/onsite", "on site", "到达现场", "L-B2", 30, 36.0, (43.9, 97.5, 44.5, 99.1), (1, 80, 1, 97)),
    ("C/depart", "C/depart", "leaves", "动身", "L-C3", 1440, 18.9, (80.7, 81.0, 92.8, 95.5), (39, 40, 88, 91.5)),
    ("D/depart", "D/depart", "leaves", "动身", "L-D3", 2880, 8.0, (98.1, 98.3, 98.2, 99), (90.1, 93, 91, 96)),
    ("A/hq_onsite", "A/hq_onsite", "headquarters on site", "总部到现场", "L-A6", 1440, 0, (None,) * 4, (None,) * 4),
)  # fmt: skip
MEASURED = (
    ("A/response", "A/response", "response", "响应", "L-A1", 6, 26),
    ("A/vendor_fix", "every_level/vendor_fix", "vendor fix", "厂家修复", "P-08", 2040, 11520),
    ("B/vendor_fix", "every_level/vendor_fix", "vendor fix", "厂家修复", "P-08", 2040, 11520),
)


def share(per_cent: float | None, n: int, half: float | None = None) -> Share:
    """A share of `n` things; by its half interval in points, or by the rule of three at the ends."""
    if per_cent is None:
        return Share(0, 0, None, 0.0, 1.0)
    p = per_cent / 100
    hits = round(p * n)
    if hits == n:
        return Share(n, n, 1.0, 1 - 3 / n, 1.0)
    width = 1.96 * sqrt(p * (1 - p) / n) if half is None else half / 100
    return Share(hits, n, p, max(0.0, p - width), min(1.0, p + width))


def verdict(periods: Share) -> Verdict | None:
    """What the interval of the periods kept says."""
    if periods.value is None:
        return None
    if abs(periods.value - SIGN_IF) < 0.005:
        return Verdict("line")
    if periods.low >= SIGN_IF:
        return Verdict("yes")
    return Verdict("no") if periods.high < SIGN_IF else Verdict("open", 1360)


def curve(median: float, sigma: float = 1.0) -> tuple[int, ...]:
    """Counts of 10,000 lognormal times with this median in minutes."""
    reached = [
        round(10_000 * 0.5 * (1 + erf(log(max(edge, 1) / (median * MINUTE)) / sigma / sqrt(2)))) for edge in EDGES
    ]
    reached.append(10_000)
    return tuple(reached[0:1] + [b - a for a, b in pairwise(reached)])


def judgement(row: tuple, plan: int, reading: str = "") -> Judgement:  # type: ignore[type-arg]
    promise, group, en, zh, clause, limit, faults, in_time, kept = row
    n = round(faults * YEARS)
    attainment = share(in_time[plan], n)
    periods = share(kept[plan], min(4 * YEARS, max(n, 1)), half=1.0 if promise != "C/depart" else 2.5)
    level, kind = promise.split("/")
    value = attainment.value
    return Judgement(
        promise=promise,
        group=group,
        kind=kind,
        level=level,
        title=Title(en, zh),
        clause=(clause,),
        reading=reading,
        reading_title=Title("every wait for the customer taken out", "扣除等待用户的时间") if reading else None,
        limit=(limit * MINUTE, limit * MINUTE),
        attain=0.95,
        period="quarter",
        net_of=("customer",) if reading else (),
        faults_a_year=faults,
        faults_a_period=faults / 4,
        misses_a_year=None if value is None else faults * (1 - value),
        attainment=attainment,
        gross=attainment,
        net=attainment,
        periods=periods,
        empty=0.1,
        years=periods,
        verdict=verdict(periods),
        needed=None if value is None else Needed(limit * MINUTE // 2, limit * MINUTE, 2 * limit * MINUTE, None),
        curve=(0,) * (EDGES.size + 1) if value is None else curve(limit * (0.3 if value > 0.9 else 1.1), 0.8),
        tightest=None if value is None else Tightest(20 * HOUR, 19 * HOUR, 21 * HOUR, 21 * HOUR),
        not_needed=0.0,
        fixed_first=0.2,
        wrong_people=0.0,
        unfinished=0.0,
        worst=None,
    )


def measured(row: tuple) -> Judgement:  # type: ignore[type-arg]
    promise, group, en, zh, clause, median, p95 = row
    level, kind = promise.split("/")
    return Judgement(
        promise=promise,
        group=group,
        kind=kind,
        level=level,
        title=Title(en, zh),
        clause=(clause,),
        reading="",
        reading_title=None,
        limit=None,
        attain=None,
        period="quarter",
        net_of=(),
        faults_a_year=9.0,
        faults_a_period=2.25,
        misses_a_year=None,
        attainment=None,
        gross=None,
        net=None,
        periods=None,
        empty=0.1,
        years=None,
        verdict=None,
        needed=Needed(median * MINUTE, p95 * MINUTE // 2, p95 * MINUTE, 2 * p95 * MINUTE),
        curve=curve(median),
        tightest=None,
        not_needed=0.0,
        fixed_first=0.0,
        wrong_people=0.0,
        unfinished=0.0,
        worst=None,
    )


NET = ("C/depart", "C/depart", "leaves", "动身", "L-C3", 1440, 18.9, (99.0, 99.0, 99.2, 99.5), (97, 97, 98, 99))


def pool(name: str, zh: str, people: float, plan: int) -> PoolResult:
    """A pool that is there in the day on workdays and on call otherwise."""
    day = [8 <= hour < 18 and weekday < 5 for weekday in range(7) for hour in range(24)]
    busy = tuple(0.2 + 0.03 * (hour % 24 - 8) + 0.04 * plan if seated else None for hour, seated in enumerate(day))
    return PoolResult(
        name=name,
        title=Title(name, zh),
        payroll=people * 2,
        present=tuple(people if seated else 0.0 for seated in day),
        busy=busy,
        on_call=tuple(0.0 if seated else 1.0 for seated in day),
        called=tuple(None if seated else 0.08 for seated in day),
        utilisation=0.31 + 0.04 * plan,
        overtime_hours=120.5,
        call_outs=33.0,
        waits=(Wait("contact", 500.0, 3 * MINUTE, 0.12), Wait("onsite", 100.0, 9 * MINUTE, 0.2)),
        wait_p95=14 * MINUTE,
    )


def plan_result(index: int) -> PlanResult:
    name, zh = PLANS[index]
    top = name == "ceiling"
    cost = Cost(2.2e6, 1e5, 2e4, 8e4, 6e4, 2e5, (2.66e6, 5.75e6, 5.17e6, 0.0)[index], 6e6, "yuan")
    return PlanResult(
        name=name,
        title=Title(name if not top else "unlimited people", zh),
        ceiling=top,
        judgements=(
            *(judgement(row, index) for row in PROMISES),
            judgement(NET, index, "net"),
            *(measured(row) for row in MEASURED),
        ),
        pools=(pool("local", "本地维护人员", 2.0, index), pool("hq_remote", "总部远程支持", 1.0, index)),
        payroll=None if top else (12.5, 31.7, 20.9)[index],
        cost=None if top else cost,
        ended=(Ended("contact", 0.5), Ended("remote", 0.3), Ended("onsite", 0.15), Ended("third_party", 0.05)),
        unrestored=0.0,
        visits_a_year=140.0,
        trips_a_year=12.0,
        dials_a_year=600.0,
        abandoned_a_year=13.2,
        connected=share(97.8, 600 * YEARS),
    )


def made(plans: tuple[int, ...] = (0, 1, 2, 3)) -> Result:
    """The result of a run of these plans (3 is the ceiling)."""
    return Result(
        scenario="southwest",
        title=Title("Southwest Netcom BSS support", "西南网通综合业务支撑系统售后服务"),
        start="2026-01-01",
        days=365,
        years=1.0,
        replications=YEARS,
        faults_a_year=558.0,
        confidence=0.95,
        sign_if=SIGN_IF,
        precision=0.01,
        looks=1,
        origin=Origin("3f1c8a20b7d4", "0.1.0", "3.11.2", "2.4.6", "1.17.1", "0.109", "CN", (), 1),
        plans=tuple(plan_result(index) for index in plans),
        differences=(),
    )
