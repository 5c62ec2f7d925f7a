"""`slasim clock`: when a limit is due, and which limit an event needed, under each way of counting."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from sim.calendars import Hours
    from sim.report.clock import Question
    from sim.scenario import Scenario

YEARS = (2001, 2090)
"""The years in which a clock may begin."""

LONGEST = 10
"""Years that a question may span."""

DAYS_A_YEAR = 366


def clock(
    file: Annotated[Path, typer.Argument(help="The scenario, for its calendar and promises.")],
    start: Annotated[str, typer.Option("--from", help="When the clock begins: 2026-02-14 16:40")],
    level: Annotated[str | None, typer.Option(help="The fault level whose service window counts.")] = None,
    window: Annotated[str | None, typer.Option(help="Hours instead: a name of the file, or in words.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="When it happened: which limit would have done?")] = None,
    limit: Annotated[str | None, typer.Option(help="A promised time, when is it due: 24 h")] = None,
    pause: Annotated[list[str] | None, typer.Option(help="The clock stands still: T..T; may be repeated.")] = None,
    lang: Annotated[str | None, typer.Option(help="Language of the output: zh or en.")] = None,
) -> None:
    """When a limit is due, or which limit an event needed, under each way of counting, with the arithmetic.

    Example: slasim clock scenarios/southwest.yaml --level D --from "2026-02-14 16:40" --limit "24 h"
    """
    from sim.cli import language, show
    from sim.report.clock import explain
    from sim.scenario_file import load

    asked = _question(load(file), level, window, start, until, limit, pause or [])
    show(explain(asked, language(lang)))


def _question(
    scenario: Scenario,
    level: str | None,
    window: str | None,
    start: str,
    until: str | None,
    limit: str | None,
    pauses: list[str],
) -> Question:
    """The question as a noun; InputError for what cannot be asked."""
    from sim.report.clock import about_level, about_window

    if (level is None) == (window is None):
        _refuse("--level", "clock_which")
    if until is None and limit is None:
        _refuse("--limit", "clock_what")
    begin = _instant("--from", start)
    midnight = datetime.combine(begin.date(), time())
    at = _after(midnight, begin)
    wanted = None if limit is None else _limit(limit)
    happened = None if until is None else _later("--to", midnight, begin, _instant("--to", until))
    waits = tuple(_pause(midnight, written) for written in pauses)
    if window is not None:
        hours = _hours(scenario, window)
        return about_window(scenario, window, hours, begin.date(), at, wanted, happened, waits)
    assert level is not None
    known = [entry.name for entry in scenario.demand.levels]
    if level not in known:
        _refuse("--level", "clock_no_level", name=level, known=", ".join(known))
    return about_level(scenario, level, begin.date(), at, wanted, happened, waits)


# ------------------------------------------------------------------ options as written


def _instant(option: str, written: str) -> datetime:
    """A date and time of day, local, without a zone."""
    from sim.phrases import half_width

    try:
        found = datetime.fromisoformat(half_width(written).strip())
    except ValueError:
        _refuse(option, "clock_no_such_day" if _no_such_day(half_width(written)) else "clock_instant", found=written)
    if found.tzinfo is not None or ":" not in half_width(written):
        _refuse(option, "clock_instant", found=written)
    first, last = YEARS
    if not first <= found.year <= last:
        _refuse(option, "clock_years", found=written, first=first, last=last)
    return found


def _no_such_day(written: str) -> bool:
    """Whether it begins like a date, but of a day that no month has: 2026-02-30."""
    import re

    date = re.match(r"\s*(\d{4}-\d\d-\d\d)(?!\d)", written)
    if date is None:
        return False
    try:
        datetime.fromisoformat(date[1])
    except ValueError:
        return True
    return False


def _after(midnight: datetime, moment: datetime) -> int:
    """Milliseconds from the first midnight; what is finer is cut off."""
    from datetime import timedelta

    return (moment - midnight) // timedelta(milliseconds=1)


def _later(option: str, midnight: datetime, begin: datetime, end: datetime) -> int:
    """The instant `end`, which must lie after `begin` and not too far from the start of the clock."""
    if end <= begin:
        _refuse(option, "clock_backwards", begin=f"{begin:%Y-%m-%d %H:%M:%S}", end=f"{end:%Y-%m-%d %H:%M:%S}")
    if (end - midnight).days > LONGEST * DAYS_A_YEAR:
        _refuse(option, "clock_too_long", years=LONGEST)
    return _after(midnight, end)


def _pause(midnight: datetime, written: str) -> tuple[int, int]:
    parts = written.split("..")
    if len(parts) != 2:
        _refuse("--pause", "clock_pause", found=written)
    begin, end = (_instant("--pause", part) for part in parts)
    return _after(midnight, begin), _later("--pause", midnight, begin, end)


def _limit(written: str) -> int:
    from sim import phrases
    from sim.calendars import DAY
    from sim.problems import PhraseError

    try:
        limit = phrases.duration(written)
    except PhraseError as error:
        _refuse("--limit", error.key, **error.values)
    if not limit:
        _refuse("--limit", "clock_no_limit")
    if limit > LONGEST * DAYS_A_YEAR * DAY:
        _refuse("--limit", "clock_too_long", years=LONGEST)
    return limit


def _hours(scenario: Scenario, written: str) -> Hours:
    from sim import phrases
    from sim.problems import PhraseError

    try:
        return phrases.hours(written, scenario.hours)
    except PhraseError as error:
        _refuse("--window", error.key, **error.values)


def _refuse(option: str, key: str, **values: object) -> NoReturn:
    from sim.problems import InputError, Place, Problem

    raise InputError([Problem(Place(option), (), key, dict(values))])
