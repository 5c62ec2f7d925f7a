"""How long to look: the study of a scenario file."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

from sim import phrases
from sim.scenario import Promise, Study
from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Node, Table

START = date(2026, 1, 1)
COOL_DOWN = phrases.Length(2, "week")
"""Faults go on for two weeks after the study, so that its last ones meet the queues of an ordinary day."""
MOST_DAYS = 20 * 366
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def study(reader: Reader, table: Table) -> Study:
    """The study; without any line one calendar year, with 300 to 5000 replications."""
    start = reader.read(table.get("start"), phrases.day, START)
    days = _days(reader, table.get("length"), start, phrases.Length(1, "year"), 1, least=1)
    end = start + timedelta(days=days)
    replications = reader.read(table.get("replications"), phrases.span, phrases.Whole(300, 5000))
    confidence = _inside(reader, table.get("confidence"), 0.95)
    precision = _inside(reader, table.get("precision"), 0.01)
    return Study(
        start=start,
        days=days,
        warm_up_days=_days(reader, table.get("warm_up"), start, phrases.Length(0, "day"), -1, least=0),
        cool_down_days=_days(reader, table.get("cool_down"), end, COOL_DOWN, 1, least=0),
        confidence=confidence,
        precision=precision,
        least_replications=replications.low,
        most_replications=replications.high,
        sign_if=reader.read(table.get("sign_if"), phrases.periods_kept, 0.9),
    )


def _inside(reader: Reader, node: Node | None, default: float) -> float:
    """A share that is neither nothing nor all."""
    share = reader.read(node, phrases.exact_share, default)
    if node is not None and not 0 < share < 1:
        reader.at(node, "check_share_inside")
        return default
    return share


def _shifted(day: date, length: phrases.Length, sign: int) -> date:
    """The date a length after `day` (`sign` 1) or before it (-1). Months lead to the same day of another month."""
    if length.unit in ("day", "week"):
        return day + timedelta(days=sign * length.number * (7 if length.unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + sign * length.number * MONTHS[length.unit]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _days(reader: Reader, node: Node | None, day: date, default: phrases.Length, sign: int, least: int) -> int:
    """The days of the length that `node` says, counted from `day`."""
    length = reader.read(node, phrases.period_length, default)
    try:
        days = abs((_shifted(day, length, sign) - day).days)
    except (OverflowError, ValueError):
        days = MOST_DAYS + 1
    if node is not None and days > MOST_DAYS:
        reader.at(node, "check_too_long")
        return least
    if node is not None and days < least:
        reader.at(node, "check_above_zero")
        return least
    return days


def check_periods(reader: Reader, table: Table, found: Study, promises: Iterable[Promise]) -> None:
    """A study starts and ends where the periods do by which its promises are judged (J9)."""
    wanted = {p.period for p in promises if p.attain is not None}
    wanted |= {r.promise.period for p in promises for r in p.readings if r.promise.attain is not None}
    end = found.start + timedelta(days=found.days)
    for period in sorted(wanted):
        if period == "week":
            fits_start, fits_end = True, found.days % 7 == 0
        else:
            fits_start, fits_end = _begins(period, found.start), _begins(period, end)
        for name, fits, day in (("start", fits_start, found.start), ("length", fits_end, end)):
            if not fits:
                place, path = table.key_place(name), (*table.path, name)
                reader.add(place, path, f"check_period_{name}", period=period, day=day.isoformat())


def _begins(period: str, day: date) -> bool:
    return day.day == 1 and (day.month - 1) % MONTHS[period] == 0
