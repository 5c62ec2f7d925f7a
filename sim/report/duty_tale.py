"""The story of a planned duty in words, and what stands around it: which it is, how other plans did."""

from __future__ import annotations

from collections.abc import Sequence

from sim.calendars import DAY
from sim.messages import say
from sim.outcomes import NEVER
from sim.report.retold import played
from sim.report.tale import title, told, who_did
from sim.report.text import LINE, wrapped
from sim.report.timeline import HAPPENED, NOTED, RAN_OUT, Row, timeline
from sim.report.words import day, hours_minutes, time_of_day
from sim.rerun import Latest
from sim.scenario import Scenario, Title
from sim.story import DutyStory, Line


def which_duty(story: DutyStory, replication: int, name: str, lang: str) -> list[str]:
    """Which duty it is, whom it takes for how long, and what keeps it from being counted. `name` as in a command."""
    sentence = say(
        "trace_duty_which" if story.people == 1 else "trace_duty_which_more" if story.people else "trace_duty_nobody",
        lang,
        replication=replication,
        name=name,
        plan=title(story.plan, lang),
        duty=_titled(story, lang),
        people=story.people,
        span=told(story.work, lang),
    )
    outside = wrapped(say(f"trace_duty_{story.uncounted}", lang), LINE) if story.uncounted else []
    return [*wrapped(sentence, LINE), *outside]


def duty_tale(story: DutyStory, lang: str) -> list[str]:
    """The story as lines of text."""
    rows = [_happened(story, line, lang) for line in story.lines]
    if story.due != NEVER:
        rows.append(_judged(story, lang))
    lines = []
    if rows:
        since = say("trace_duty_since", lang)
        lines = timeline(sorted(rows, key=lambda row: (row.at, row.order)), story.days, since, lang)
    if story.done == NEVER and story.people:
        if story.ready == NEVER and story.follows:
            lines += wrapped(say("trace_duty_not_reached", lang, duty=title(story.follows, lang)), LINE)
        else:
            lines += ["", say("trace_duty_open", lang)]
    return lines


def worst_duty(scenario: Scenario, duty: Title, found: Latest, replications: int, lang: str) -> list[str]:
    """Of how many occasions the one told was the worst; nothing where it is the only one."""
    if found.judged == 1:
        return []
    key = "trace_duty_worst" if found.margin > 0 else "trace_duty_worst_kept"
    many = played(scenario, replications, lang)
    return wrapped(say(key, lang, judged=f"{found.judged:,}", duty=title(duty, lang), replications=many), LINE)


def other_plans(stories: Sequence[DutyStory], lang: str) -> list[str]:
    """How the same duty went under other plans; nothing when there are none."""
    if not stories:
        return []
    words = [
        say(
            f"trace_duty_other_{_fared(story)}",
            lang,
            plan=title(story.plan, lang),
            span=told(abs(story.late), lang),
        )
        for story in stories
    ]
    return wrapped(say("trace_duty_others", lang, plans=say("report_comma", lang).join(words)), LINE)


def _fared(story: DutyStory) -> str:
    if story.done == NEVER:
        return "never"
    return "late" if story.late > 0 else "kept"


# ------------------------------------------------------------------ rows


def _happened(story: DutyStory, line: Line, lang: str) -> Row:
    return Row(
        at=line.at,
        order=HAPPENED,
        time=time_of_day(line.at),
        mark=say(f"trace_mark_{line.mark}", lang) if line.mark else "",
        since=_since(story, line.at, lang),
        text=_sentence(story, line, lang),
    )


def _judged(story: DutyStory, lang: str) -> Row:
    """Its due date: noted where it was kept, drawn as a limit where it ran out."""
    kept = story.done != NEVER and story.late <= 0
    if kept:
        last = day(story.due - DAY, story.days.first, lang)
        text = say("trace_duty_kept", lang, due=last, span=told(-story.late, lang))
        return Row(story.done, NOTED, "", "", "", text)
    verdict = "trace_never" if story.done == NEVER else "trace_late"
    text = say(verdict, lang, span=told(max(0, story.late), lang))
    mark = say("trace_mark_due", lang)
    return Row(story.due, RAN_OUT, time_of_day(story.due), mark, _since(story, story.due, lang), text)


def _since(story: DutyStory, at: int, lang: str) -> str:
    return hours_minutes(at - story.ready, lang) if NEVER != story.ready <= at else ""


def _sentence(story: DutyStory, line: Line, lang: str) -> str:
    """What a line says; the first letter is a capital, whatever name it begins with."""
    text = say(
        f"trace_{line.what}",
        lang,
        who=who_did(line, lang),
        span=told(line.span, lang),
        count=line.count,
        people=story.people,
        fault=line.fault,
        level=line.level,
        duty=title(story.follows, lang) if story.follows else "",
    )
    return text[:1].upper() + text[1:]


def _titled(story: DutyStory, lang: str) -> str:
    """The duty, and where it is done."""
    name = title(story.duty, lang)
    return say("trace_duty_at", lang, duty=name, site=title(story.site, lang)) if story.site else name
