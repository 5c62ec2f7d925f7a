"""What the contract says against itself, as numbered lines for the screen."""

from __future__ import annotations

from sim.lints import Lint, Span, lints
from sim.messages import say
from sim.report.text import LINE, wrapped
from sim.report.words import duration
from sim.scenario import Scenario, Title
from sim.scenario_file.text import typed

FIRST = 7
"""So many findings are told unless all are asked for."""

UNDER = 4
"""Columns in front of a finding."""


def contradictions(scenario: Scenario, file: str, lang: str, all_of_them: bool) -> list[str]:
    """The findings, the weightiest first; nothing where there is none."""
    found = lints(scenario)
    told = found if all_of_them else found[:FIRST]
    if not found:
        return []
    lines = ["", say("lints_heading", lang)]
    for number, lint in enumerate(told, start=1):
        first, *others = wrapped(sentence(lint, lang), LINE - UNDER)
        lines += [f"{number:2d}  {first}", *(f"{'':{UNDER}}{line}" for line in others)]
    if len(found) > len(told):
        rest = {"count": len(found) - len(told), "file": typed(file)}
        lines.append(f"{'':{UNDER}}{say('lints_more', lang, **rest)}")
    return lines


def counted(scenario: Scenario) -> int:
    """How many findings there are; what was not looked at is none."""
    return sum(lint.key != "not_checked" for lint in lints(scenario))


def sentence(lint: Lint, lang: str) -> str:
    """A finding with its clauses in front."""
    words = say(f"lints_{lint.key}", lang, **{name: _told(value, lang) for name, value in lint.values.items()})
    return f"{' '.join(lint.clauses)}  {words}" if lint.clauses else words


def _told(value: object, lang: str) -> str:
    """Texts as they are, spans and titles in the language; several of them as a list."""
    if isinstance(value, Span):
        return duration(value.ms, lang)
    if isinstance(value, Title):
        return value.zh if lang == "zh" else value.en
    if isinstance(value, tuple):
        return _listed([_told(entry, lang) for entry in value], lang) if _plain(value) else _compared(value, lang)
    return str(value)


def _plain(values: tuple[object, ...]) -> bool:
    return all(isinstance(value, (str, Title)) for value in values)


def _listed(names: list[str], lang: str) -> str:
    """ "A, B and C"."""
    *others, last = names
    return say("lints_and", lang, names=say("report_and", lang).join(others), last=last) if others else last


def _compared(values: tuple[object, ...], lang: str) -> str:
    """Two times of each level, or a share."""
    entries = []
    for value in values:
        assert isinstance(value, tuple)
        level, *rest = value
        key = "lints_pair" if len(rest) == 2 else "lints_share"
        entries.append(say(key, lang, level=level, one=_told(rest[0], lang), other=_told(rest[-1], lang)))
    return ("; " if lang == "en" else "；").join(entries)
