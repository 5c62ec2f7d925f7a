"""A scenario to begin with: a desk, engineers behind it, two levels of faults, two plans; from six answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sim import phrases
from sim.distributions import Estimate, Range
from sim.messages import say
from sim.problems import PhraseError
from sim.scenario import Rate
from sim.scenario_file.naming import made_plain

SAMPLES = ("helpdesk", "mmc", "southwest")
"""Finished scenarios to begin with instead."""


@dataclass(frozen=True)
class Answers:
    """What a planner is asked, in the words of the scenario language.

    How many `faults` there are, the `window` in which they are worked on, `travel` to the customer ("" when nobody goes
    there), people present at the `desk` and as `engineers` in that window, and the time `within` which urgent faults
    are restored.
    """

    faults: Rate
    window: str
    travel: str
    desk: int
    engineers: int
    within: str


DEFAULTS: Mapping[str, str] = {
    "faults": "40 per week",
    "window": "workdays 08:30-18:00",
    "travel": "45 min",
    "desk": "1",
    "engineers": "2",
    "within": "4 h",
}
"""The answers of whoever is not asked."""

NOBODY = "none"
"""The way to the customer when nobody goes there."""


def checked(name: str, answer: str) -> str:
    """`answer` to the question `name` if the scenario language can read it, else PhraseError."""
    answer = answer.strip()
    if name == "faults":
        return phrases.spell_rate(_some(phrases.rate(_a_week(answer)), answer))
    if name in ("desk", "engineers"):
        return str(_above_zero(phrases.count(answer), answer))
    if name == "window":
        phrases.hours(answer, {})
    elif name == "within":
        _above_zero(phrases.duration(answer), answer)
    elif answer != NOBODY:
        phrases.law(answer)
    return answer


def _a_week(answer: str) -> str:
    """A bare number of faults is that of a week."""
    return f"{answer} per week" if re.fullmatch(r"[\d.]+", phrases.half_width(answer)) else answer


def _some(rate: Rate, answer: str) -> Rate:
    """A number that is above zero at its lower end."""
    count = rate.count.low if isinstance(rate.count, Range) else rate.count
    if isinstance(count, Estimate) or count <= 0:
        raise PhraseError("phrases_above_zero", found=answer)
    return rate


def _above_zero(value: int, answer: str) -> int:
    if value <= 0:
        raise PhraseError("phrases_above_zero", found=answer)
    return value


def answers(told: Mapping[str, str]) -> Answers:
    """Answers that have been checked, as what they mean."""
    return Answers(
        faults=phrases.rate(told["faults"]),
        window=told["window"],
        travel="" if told["travel"] == NOBODY else told["travel"],
        desk=int(told["desk"]),
        engineers=int(told["engineers"]),
        within=told["within"],
    )


def starter(name: str, answers: Answers, lang: str) -> str:
    """The text of a scenario called `name`, with comments in language `lang`."""
    visits = bool(answers.travel)
    urgent, normal = (phrases.spell_rate(_tenths(answers.faults, parts)) for parts in (2, 8))
    lines = [
        f"# {say('cli_starter_title', lang)}",
        f"# {say('cli_starter_assumed', lang)}",
        f"name: {made_plain(name)}",
        "",
        "calendar:",
        "  holidays: CN",
        f"  hours: {{office: {answers.window}}}",
        "",
        f"# {say('cli_starter_demand', lang)}",
        "demand:",
        *(_sites(answers.travel) if visits else ()),
        "  levels:",
        f"    urgent: {{zh: 紧急, faults: {urgent}, rhythm: 70% office}}",
        f"    normal: {{zh: 一般, faults: {normal}, rhythm: 90% office}}",
        "  steps:",
        "    hotline: {work: mean 6 min cv 0.8, patience: exponential mean 4 min, redials: 80% after 10 min}",
        f"    remote: {{work: median 30 min 90% within 2 h{', solves: 70%' if visits else ''}}}",
        *(("    onsite: {work: median 60 min 90% within 3 h}",) if visits else ()),
        "",
        f"# {say('cli_starter_operation', lang)}",
        "operation:",
        "  pools:",
        "    desk: {zh: 热线, pay: 80000 yuan per year}",
        "    engineers: {zh: 工程师, pay: 115000 yuan per year}",
        f"  who: {{hotline: desk, remote: engineers{', onsite: engineers' if visits else ''}}}",
        "  handling:",
        "    every_level: {window: office}",
        "  rules: {rank: urgent normal}",
        "  plans:",
        f"    today: {{zh: 现状, desk: {answers.desk} office, engineers: {answers.engineers} office}}",
        f"    one_more: {{zh: 加一名工程师, like: today, engineers: {answers.engineers + 1} office}}",
        "",
        f"# {say('cli_starter_agreements', lang)}",
        "agreements:",
        "  defaults: {attain: 95% per month}",
        "  promises:",
        "    every_level:",
        "      answer: {}",
        *(("      onsite: {}",) if visits else ()),
        "    urgent:",
        f"      restore: {{within: {answers.within}, counting: open hours}}",
        "",
        "study: {start: 2026-01-01, length: 1 year, warm_up: 4 weeks}",
    ]
    return "\n".join(lines) + "\n"


def _tenths(rate: Rate, parts: int) -> Rate:
    """So many tenths of a number of faults."""

    def part(count: float) -> float:
        return round(count * parts / 10, 9)

    count = rate.count
    if isinstance(count, Range):
        return replace(rate, count=replace(count, low=part(count.low), high=part(count.high)))
    assert not isinstance(count, Estimate)
    return replace(rate, count=part(count))


def _sites(travel: str) -> tuple[str, ...]:
    return ("  sites:", f"    customer: {{zh: 用户, travel: {travel}}}")


def sample(name: str) -> dict[str, str]:
    """The files of a finished scenario: name of the file -> text. KeyError when it was not installed."""
    from importlib.resources import files

    package = Path(str(files("sim")))
    for folder in (package / "scenarios", package.parent / "scenarios"):
        if (folder / f"{name}.yaml").is_file():
            found = sorted(folder.glob(f"{name}.yaml")) + sorted(folder.glob(f"{name}-*.csv"))
            return {path.name: path.read_text(encoding="utf-8") for path in found}
    raise KeyError(name)


def renamed(text: str, name: str) -> str:
    """A sample under a new `name`, without the line that names the schema beside it."""
    text = re.sub(r"^# yaml-language-server:.*\n", "", text)
    return re.sub(r"^name: .*$", f"name: {made_plain(name)}", text, count=1, flags=re.MULTILINE)
