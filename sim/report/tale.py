"""The story of one fault in words: a line for everything that happened, limits drawn where they ran out.

Times are told to the minute; to the second up to the registration, at limits, and where less than ten minutes decided.
"""

from __future__ import annotations

from collections.abc import Collection

from sim.calendars import DAY, MINUTE, SECOND
from sim.messages import say
from sim.outcomes import NEVER
from sim.report.text import LINE, width
from sim.report.timeline import HAPPENED, NOTED, RAN_OUT, Row, timeline
from sim.report.words import exactly, hours_minutes, instant, second_of_day, time_of_day
from sim.scenario import Promise, Title
from sim.story import Deadline, Line, Part, Story

CLOSE = 10 * MINUTE
"""What is nearer to its limit is told to the second."""

CALLED_OUT = ("called", "there_called")
"""Sentences that only people on call are told of."""


def tale(story: Story, lang: str, promises: Collection[str] = ()) -> list[str]:
    """The story as lines of text, and where the late time went: of the named `promises`, or of all that were missed."""
    lines = _table(story, lang)
    if story.restored == NEVER:
        lines += ["", say("trace_open", lang)]
    for entry in story.deadlines:
        if entry.went_to and (not promises or entry.promise.name in promises):
            lines += ["", *where(entry, lang)]
    return lines


def where(entry: Deadline, lang: str) -> list[str]:
    """What the late time went to, in parts that add up as they are printed."""
    unit = _unit(entry.late)
    total, spans = _shared_out(entry.late, [part.span for part in entry.went_to], unit)
    heading = say("trace_where", lang, span=exactly(total * unit, lang), promise=_called(entry, lang))
    told = zip(entry.went_to, spans, strict=True)
    named = [f"{_went(part, lang)} {_length(span, unit, lang)}" for part, span in told if span]
    lines = [" "]
    for name in named:
        if lines[-1].strip() and width(lines[-1]) + width(name) + 3 > LINE:
            lines.append(" ")
        lines[-1] += (" " if lines[-1] == " " else "   ") + name
    return [heading, *lines]


def title(entry: Title, lang: str) -> str:
    """A title in one language."""
    return entry.zh if lang == "zh" else entry.en


# ------------------------------------------------------------------ the table


def _table(story: Story, lang: str) -> list[str]:
    rows = sorted(
        [*_happened(story, lang), *(_judged(story, entry, lang) for entry in story.deadlines)],
        key=lambda row: (row.at, row.order),
    )
    return timeline(rows, story.days, say("trace_since", lang), lang)


def _happened(story: Story, lang: str) -> list[Row]:
    return [
        Row(
            at=line.at,
            order=HAPPENED,
            time=_time(story, line.at),
            mark=say(f"trace_mark_{line.mark}", lang) if line.mark else "",
            since=_since(story, line.at, lang),
            text=_sentence(story, line, lang),
        )
        for line in story.lines
    ]


def _judged(story: Story, entry: Deadline, lang: str) -> Row:
    """A promise: noted where it was kept, drawn as a limit where it ran out."""
    if entry.kept or (entry.event != NEVER and not entry.late):
        return Row(entry.event, NOTED, "", "", "", _kept(story, entry, lang))
    if entry.wrong_people:
        verdict = say("trace_wrong_people", lang)
    elif entry.event == NEVER:
        verdict = say("trace_never", lang)
    else:
        verdict = say("trace_late", lang, span=told(entry.late, lang))
    since = _since(story, entry.due, lang)
    return Row(entry.due, RAN_OUT, second_of_day(entry.due), _called(entry, lang), since, verdict)


def _kept(story: Story, entry: Deadline, lang: str) -> str:
    if not entry.kept:
        key = "trace_fixed_missed"
    elif entry.fixed_first:
        key = "trace_fixed_first"
    elif entry.due >= story.days.count * DAY:
        key = "trace_kept"
    else:
        key = "trace_on_the_dot"
        if entry.spare:
            key = "trace_spare" if entry.due == entry.start + entry.limit else "trace_spare_due"
    due = instant(entry.due, story.days.first, lang)
    return say(key, lang, promise=_called(entry, lang), span=told(entry.spare, lang), due=due)


# ------------------------------------------------------------------ instants and spans


def _time(story: Story, at: int) -> str:
    close = any(entry.event == at and abs(entry.due - at) < CLOSE for entry in story.deadlines if not entry.fixed_first)
    return second_of_day(at) if close or story.logged == NEVER or at <= story.logged else time_of_day(at)


def _since(story: Story, at: int, lang: str) -> str:
    return hours_minutes(at - story.logged, lang) if NEVER != story.logged <= at else ""


def _unit(span: int) -> int:
    """What a time is told in: minutes, below ten of them seconds, below a second milliseconds."""
    if span >= CLOSE:
        return MINUTE
    return SECOND if span >= SECOND else 1


def told(span: int, lang: str) -> str:
    """A time as a story tells it: to the minute, a short one to the second; what is below is left out, as in the table,
    so that a time reads the same wherever it stands."""
    unit = _unit(span)
    return exactly(span // unit * unit, lang)


def _length(count: int, unit: int, lang: str) -> str:
    return hours_minutes(count * unit, lang) if unit == MINUTE else exactly(count * unit, lang)


def _shared_out(total: int, spans: list[int], unit: int) -> tuple[int, list[int]]:
    """A time and its parts in whole units that still add up: who loses most by rounding down is rounded up."""
    whole = total // unit
    result = [span // unit for span in spans]
    losses = sorted(range(len(spans)), key=lambda index: (-(spans[index] % unit), index))
    for index in losses[: whole - sum(result)]:
        result[index] += 1
    return whole, result


# ------------------------------------------------------------------ words


def _sentence(story: Story, line: Line, lang: str) -> str:
    """What a line says; the first letter is a capital, whatever name it begins with."""
    text = say(
        f"trace_{line.what}",
        lang,
        who=who_did(line, lang),
        step=say(f"trace_step_{line.step}", lang) if line.step else "",
        span=told(line.span, lang),
        road=told(line.road, lang),
        then=_then(story, line.then, line.at, lang),
        gone=_then(story, line.gone, line.at, lang),
        fault=line.fault,
        level=story.level,
        site=title(story.site, lang),
    )
    return text[:1].upper() + text[1:]


def _then(story: Story, then: int, at: int, lang: str) -> str:
    """An instant as it is told at another one: with its date only if that differs."""
    return time_of_day(then) if then // DAY == at // DAY else instant(then, story.days.first, lang)


def who_did(line: Line, lang: str) -> str:
    """Whoever did it, and that he is on call unless the sentence says so by itself."""
    if line.who is None:
        return ""
    name = title(line.who.title, lang)
    return say("trace_on_call", lang, who=name) if line.who.on_call and line.what not in CALLED_OUT else name


def _called(entry: Deadline, lang: str) -> str:
    return promise_called(entry.promise, told(entry.limit, lang), lang)


def promise_called(promise: Promise, limit: str, lang: str) -> str:
    """What a promise is called, with its clauses and its `limit` in words ("" for none)."""
    words = say("trace_promise", lang, clause=" ".join(promise.clause), title=title(promise.title, lang), limit=limit)
    return " ".join(words.split())


def _went(part: Part, lang: str) -> str:
    if part.label == "work":
        return say(f"trace_went_work_{part.step}", lang)
    return say(f"trace_went_{part.label}", lang, pool=title(part.pool, lang) if part.pool else "")
