"""The arithmetic behind an answer of the clock, in words."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from sim.calendars import DAY, DAY_OFF, FAR, HOUR, MINUTE, is_open, last_closing, next_opening
from sim.messages import say
from sim.report.clock.question import Question
from sim.report.words import exact_instant, exact_time_of_day, exactly, second_of_day

SHOWN_DAYS = 5
"""So many days are added up one by one; of more, those in the middle together."""


def why_due(question: Question, counting: str, lang: str) -> str:
    """Why the limit is due when it is."""
    assert question.limit is not None
    if question.due(counting) >= FAR:
        return say("clock_never", lang)
    if counting == "open":
        return _day_by_day(question, question.due(counting), lang)
    if counting == "wall":
        return _by_the_clock(question, question.start, question.due(counting), lang)
    if counting == "from_opening" and question.opening == question.start:
        return say("clock_as_wall", lang)
    if counting == "from_opening":
        return say(
            "clock_from_opening",
            lang,
            opening=moment(question, question.opening, lang),
            clock=_by_the_clock(question, question.opening, question.due(counting), lang),
        )
    return _carried(question, lang)


def moment(question: Question, at: int, lang: str) -> str:
    """An instant with all that it needs to be exact; with the year if it is not that of the start."""
    years = {(question.first + timedelta(days=t // DAY)).year for t in (at, question.start)}
    return exact_instant(at, question.first, lang, year=len(years) > 1)


def why_needed(question: Question, counting: str, lang: str) -> str:
    """Why the event needed the limit it did."""
    assert question.until is not None
    wanted = question.needed(counting)
    if wanted == 0:
        return say("clock_needs_none", lang)
    if question.just_above(counting):
        return _above(question, counting, lang)
    if counting == "open":
        return _day_by_day(question, question.until, lang)
    if counting == "wall" or question.opening == question.start:
        return _by_the_clock(question, question.start, question.until, lang, wanted)
    opening = moment(question, question.opening, lang)
    clock = _by_the_clock(question, question.opening, question.until, lang, wanted)
    return say("clock_from_opening", lang, opening=opening, clock=clock)


def _above(question: Question, counting: str, lang: str) -> str:
    """Why any limit above what the clock had shown is kept."""
    assert question.until is not None
    if counting != "wall" and question.until <= question.opening:
        if question.opening >= FAR:
            return say("clock_never_opens", lang)
        return say("clock_not_begun", lang, opening=moment(question, question.opening, lang))
    amount = exactly(question.needed(counting) - 1, lang)
    last = np.array([question.until - 1])
    if counting == "wall" or is_open(question.calendar, last)[0]:
        return say("clock_stood_still", lang, amount=amount)
    closing = moment(question, int(last_closing(question.calendar, last)[0]), lang)
    return say(
        "clock_carried_above" if counting == "carry" else "clock_closed_above", lang, closing=closing, amount=amount
    )


# ------------------------------------------------------------------ by the clock


def _by_the_clock(question: Question, begin: int, end: int, lang: str, counted: int | None = None) -> str:
    """`counted` (the limit, if it is not given) by the clock, and the waits between `begin` and `end`."""
    amount = question.limit if counted is None else counted
    assert amount is not None
    waited = end - begin - amount
    key = "clock_by_the_clock_and_waits" if waited else "clock_by_the_clock"
    return say(key, lang, amount=exactly(amount, lang), waited=exactly(waited, lang))


def _carried(question: Question, lang: str) -> str:
    """From the opening by the clock, and on to the next opening if that is in closed time."""
    assert question.limit is not None
    opening, used_up, due = question.opening, question.due("from_opening"), question.due("carry")
    waited = used_up - opening - question.limit
    parts = [
        say(
            "clock_sum_and_waits" if waited else "clock_sum",
            lang,
            start=_clock_time(question, opening, lang),
            amount=exactly(question.limit, lang),
            waited=exactly(waited, lang),
            end=moment(question, used_up, lang),
        )
    ]
    if due != used_up:
        parts.append(_closed(question, used_up, lang))
    elif not is_open(question.calendar, np.array([used_up]))[0]:
        parts.append(say("clock_at_closing", lang))
    return say("clock_then", lang).join(parts)


def _clock_time(question: Question, opening: int, lang: str) -> str:
    """The time of day of a start that stands above the table already; otherwise the whole instant."""
    if opening == question.start:
        return exact_time_of_day(opening)
    return moment(question, opening, lang)


def _closed(question: Question, at: int, lang: str) -> str:
    """The closed time around an instant, with the festival it is closed for, if any, and when it opens again."""
    opening = int(next_opening(question.calendar, np.array([at]))[0])
    closing = int(last_closing(question.calendar, np.array([at]))[0])
    festival = _festival(question, closing, opening)
    values = {"opening": moment(question, opening, lang)}
    if not festival:
        return say("clock_closed", lang, **values)
    return say("clock_closed_for", lang, festival=say(f"clock_{festival}", lang), **values)


def _festival(question: Question, closing: int, opening: int) -> str:
    """The first festival among the whole days between a closing and the next opening, or ""."""
    names = question.days.festival[-(-closing // DAY) : opening // DAY]
    return next((name for name in names if name not in ("", DAY_OFF)), "")


# ------------------------------------------------------------------ open hours


def _day_by_day(question: Question, end: int, lang: str) -> str:
    """The counted open time of each day from the start to `end`, and their sum."""
    midnights = [*range((question.start // DAY + 1) * DAY, end, DAY), end]
    shown = [0, *(question.elapsed("open", at) for at in midnights)]
    amounts = [(at - 1, now - before) for at, before, now in zip(midnights, shown, shown[1:], strict=False)]
    worked = [(at, amount) for at, amount in amounts if amount]
    terms = [_term(question, at, amount, lang) for at, amount in worked]
    if len(terms) > SHOWN_DAYS:
        between = worked[2:-1]
        total = _hours(sum(amount for _, amount in between))
        terms[2:-1] = [say("clock_days_between", lang, count=len(between), amount=total)]
    return f"{' + '.join(terms)} = {_hours(shown[-1])}" if len(terms) > 1 else "".join(terms)


def _term(question: Question, at: int, amount: int, lang: str) -> str:
    when = question.first + timedelta(days=at // DAY)
    weekday = say("words_weekdays", lang).split()[when.weekday()]
    month = say("words_months", lang).split()[when.month - 1]
    return say("clock_day_amount", lang, weekday=weekday, day=when.day, month=month, amount=_hours(amount))


def _hours(ms: int) -> str:
    """Hours and minutes as in a sum on paper, "24:00", with seconds only if there are any."""
    hours, rest = f"{ms // HOUR}", ms % HOUR
    if not rest % MINUTE:
        return f"{hours}:{rest // MINUTE:02d}"
    fraction = f".{rest % 1000:03d}" if rest % 1000 else ""
    return f"{hours}{second_of_day(rest)[2:]}{fraction}"
