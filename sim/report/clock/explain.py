"""A question to the clock answered as lines of text: the case, a table with the four ways of counting, what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from sim import phrases
from sim.calendars import DAY, FAR, is_open
from sim.messages import say
from sim.report.clock.question import Question
from sim.report.clock.reasons import moment, why_due, why_needed
from sim.report.text import LINE, left, right, width, wrapped
from sim.report.words import day, duration, exact_instant, exactly

RULES = ("carry", "wall", "from_opening", "open")
"""The ways of counting in the order in which they are shown."""

GAP = "  "


def explain(question: Question, lang: str) -> list[str]:
    """The whole answer."""
    lines = [*_case(question, lang), ""]
    if question.limit is not None:
        lines += [*_due_table(question, lang), *_gross(question, lang), *_how_far_apart(question, lang)]
    if question.limit is not None and question.until is not None:
        lines.append("")
    if question.until is not None:
        lines += _needed_table(question, lang)
    return [*lines, *_whose_rules(question, lang)]


# ------------------------------------------------------------------ the case


def _case(question: Question, lang: str) -> list[str]:
    lines = [_window(question, lang), _start(question, lang)]
    if question.waits:
        pairs = [_wait(question, begin, end, lang) for begin, end in question.waits]
        lines.append(say("clock_waits", lang, waits=say("clock_and", lang).join(pairs)))
    years = _provisional(question)
    if years:
        lines.append(say("clock_provisional", lang, years=" ".join(map(str, years))))
    return [line for text in lines for line in wrapped(text, LINE)]


def _wait(question: Question, begin: int, end: int, lang: str) -> str:
    moments = (moment(question, at, lang) for at in (begin, end))
    return say("clock_wait", lang, **dict(zip(("begin", "end"), moments, strict=True)))


def _window(question: Question, lang: str) -> str:
    written = phrases.spell_hours(question.window)
    known = written == question.name or question.name in phrases.BUILT_IN
    window = question.name if known else say("clock_window_is", lang, name=question.name, hours=written)
    key = "clock_level" if question.level else "clock_window"
    holidays = say(
        "clock_holidays" if question.holidays.country else "clock_no_holidays", lang, country=question.holidays.country
    )
    return say(key, lang, level=question.level, window=window, holidays=holidays)


def _start(question: Question, lang: str) -> str:
    values = {
        "start": exact_instant(question.start, question.first, lang, year=True),
        "kind": _kind(question, lang),
    }
    if is_open(question.calendar, np.array([question.start]))[0]:
        return say("clock_start_open", lang, **values)
    if question.opening >= FAR:
        return say("clock_start_never", lang, **values)
    return say("clock_start_closed", lang, opening=moment(question, question.opening, lang), **values)


def _kind(question: Question, lang: str) -> str:
    """What kind of day the clock begins on."""
    days, index = question.days, question.start // DAY
    if days.festival[index]:
        return say(f"clock_{days.festival[index]}", lang)
    if days.make_up(index):
        return say("clock_make_up", lang)
    return say("clock_workday" if days.workday[index] else "clock_restday", lang)


def _provisional(question: Question) -> list[int]:
    """The years without an official plan that the answer depends on."""
    instants = [question.start, question.until or 0]
    if question.limit is not None:
        instants += [question.due(counting) for counting in RULES]
    last = min(max(instants), question.whole - 1) // DAY
    provisional = np.flatnonzero(question.days.provisional[question.start // DAY : last + 1]) + question.start // DAY
    return sorted({(question.first + timedelta(days=int(index))).year for index in provisional})


# ------------------------------------------------------------------ the answers


def _due_table(question: Question, lang: str) -> list[str]:
    rows = []
    for counting in RULES:
        due = question.due(counting)
        due_at, after = _due(question, due, lang), "-" if due >= FAR else exactly(due - question.start, lang)
        rows.append([_rule(question, counting, lang), due_at, after, why_due(question, counting, lang)])
    heads = [say(f"clock_head_{name}", lang) for name in ("counting", "due", "after", "why")]
    return _table(heads, rows, numbers=(2,))


def _due(question: Question, due: int, lang: str) -> str:
    if due >= FAR:
        return say("clock_not_before", lang, day=day(question.whole, question.first, lang, year=True))
    return moment(question, due, lang)


def _gross(question: Question, lang: str) -> list[str]:
    """When the limit would be due if the clock did not stand still; nothing where it does not."""
    if not question.waits:
        return []
    running = replace(question, waits=())
    told = [
        say("clock_gross_due", lang, rule=say(f"clock_rule_{name}", lang), due=_due(running, running.due(name), lang))
        for name in RULES
    ]
    return wrapped(say("clock_gross", lang, due=say("clock_and", lang).join(told)), LINE)


def _needed_table(question: Question, lang: str) -> list[str]:
    assert question.until is not None
    rows = []
    for counting in RULES:
        shown = question.elapsed(counting, question.until)
        row = [_rule(question, counting, lang), exactly(shown, lang), _needed(question, counting, lang)]
        if question.limit is not None:
            row.append(_verdict(question, counting, lang))
        rows.append([*row, why_needed(question, counting, lang)])
    names = ("counting", "elapsed", "needed", *(("verdict",) if question.limit is not None else ()), "why")
    heads = [say(f"clock_head_{name}", lang) for name in names]
    until = exact_instant(question.until, question.first, lang, year=True)
    return [say("clock_until", lang, until=until), *_table(heads, rows, numbers=(1, 2))]


def _needed(question: Question, counting: str, lang: str) -> str:
    """The needed limit; one just above a whole amount, because nothing counted then, as "> 24 h"."""
    wanted = question.needed(counting)
    return f"> {exactly(wanted - 1, lang)}" if question.just_above(counting) else exactly(wanted, lang)


def _verdict(question: Question, counting: str, lang: str) -> str:
    assert question.until is not None
    late = question.until - question.due(counting)
    return say("clock_late", lang, late=exactly(late, lang)) if late > 0 else say("clock_in_time", lang)


def _rule(question: Question, counting: str, lang: str) -> str:
    name = say(f"clock_rule_{counting}", lang)
    return f"{name} *" if counting in question.rules else name


def _table(heads: list[str], rows: list[list[str]], numbers: tuple[int, ...]) -> list[str]:
    """Columns, of which the last one is words that go on below themselves."""
    widths = [max(width(row[i]) for row in (heads, *rows)) for i in range(len(heads) - 1)]
    room = LINE - sum(widths) - len(GAP) * len(widths)
    lines = []
    for row in (heads, *rows):
        cells = [(right if i in numbers else left)(row[i], widths[i]) for i in range(len(widths))]
        start = GAP.join([*cells, ""])
        first, *more = wrapped(row[-1], room)
        lines += [(start + first).rstrip(), *(" " * width(start) + line for line in more)]
    return lines


# ------------------------------------------------------------------ what follows


def _how_far_apart(question: Question, lang: str) -> list[str]:
    found = [question.due(counting) for counting in RULES]
    if max(found) >= FAR:
        return []
    apart = max(found) - min(found)
    return wrapped(say("clock_apart" if apart else "clock_together", lang, apart=duration(apart, lang)), LINE)


def _whose_rules(question: Question, lang: str) -> list[str]:
    """Which promises count in which way."""
    told = [
        say("clock_whose", lang, rule=say(f"clock_rule_{counting}", lang), clauses=" ".join(question.rules[counting]))
        for counting in RULES
        if counting in question.rules
    ]
    return wrapped("* " + say("clock_and", lang).join(told), LINE) if told else []
