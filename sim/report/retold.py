"""What stands around the story of one fault: which fault it is, how other plans did, and how to see it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.measures.court import years_of
from sim.messages import say
from sim.outcomes import NEVER
from sim.report.tale import promise_called, title, told
from sim.report.text import LINE, wrapped
from sim.report.words import duration
from sim.rerun import Latest
from sim.scenario import Promise, Scenario, Title
from sim.story import Story


@dataclass(frozen=True)
class Told:
    """The same fault under another plan: how long after its registration it was restored, ms; `NEVER`."""

    plan: Title
    after: int


def which(story: Story, replication: int, fault: int, lang: str) -> list[str]:
    """Where and what the fault is, and that it lies outside the contract year if it does."""
    cause = "trace_cause_environment" if story.truly_environment else "trace_cause_own"
    sentence = say(
        "trace_which",
        lang,
        replication=replication,
        fault=fault,
        plan=title(story.plan, lang),
        site=title(story.site, lang),
        level=story.level,
        cause=say("report_comma", lang).join([*(title(mark, lang) for mark in story.marks), say(cause, lang)]),
    )
    outside = wrapped(say(f"trace_{story.uncounted}", lang), LINE) if story.uncounted else []
    return [*wrapped(sentence, LINE), *outside]


def worst_of(scenario: Scenario, promises: Sequence[Promise], found: Latest, replications: int, lang: str) -> list[str]:
    """Of which faults the one told was the worst."""
    if promises[0].limit is None:
        key = "trace_worst_measured"
    else:
        key = "trace_worst" if found.margin > 0 else "trace_worst_kept"
    sentence = say(
        key,
        lang,
        judged=f"{found.judged:,}",
        levels=" ".join(dict.fromkeys(promise.level for promise in promises)),
        replications=played(scenario, replications, lang),
        promise=promises_named(promises, lang),
    )
    return wrapped(sentence, LINE)


def promises_named(promises: Sequence[Promise], lang: str) -> str:
    """The first promise for all of a group, which are alike; each of them once where they differ."""
    if len({promise.group for promise in promises}) == 1:
        return promise_named(promises[0], lang)
    return say("report_comma", lang).join(dict.fromkeys(promise_named(promise, lang) for promise in promises))


def promise_named(promise: Promise, lang: str) -> str:
    """A promise with its time, if that is the same at every site."""
    limits = set(promise.limit.values()) if promise.limit else set()
    return promise_called(promise, duration(limits.pop(), lang) if len(limits) == 1 else "", lang)


def played(scenario: Scenario, replications: int, lang: str) -> str:
    """So many contract years, or runs of another length."""
    one = "year" if years_of(scenario.study) == 1 else "run"
    return say(f"trace_{one}" if replications == 1 else f"trace_{one}s", lang, count=f"{replications:,}")


def others(fates: Sequence[Told], lang: str) -> list[str]:
    """How the same fault went under other plans; nothing when there are none."""
    if not fates:
        return []
    words = [
        say(
            "trace_other" if fate.after != NEVER else "trace_other_never",
            lang,
            plan=title(fate.plan, lang),
            span=told(max(0, fate.after), lang),
        )
        for fate in fates
    ]
    return wrapped(say("trace_others", lang, plans=say("report_comma", lang).join(words)), LINE)


def again(command: str, lang: str) -> str:
    """The command that tells exactly this story again."""
    return say("trace_again", lang, command=command)
