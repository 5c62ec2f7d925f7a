"""The lines of the contract as every report shows them, and how they are called.

A line is a promise, or a promise made to several levels at once. Such a line is shown by the level that does worst;
when plans do worst at different levels, by each of these, so that no level hides behind another.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.messages import say
from sim.report.words import duration
from sim.results import Judgement, PlanResult, Result
from sim.scenario import DUTY, Title

SHORT = 2
"""So many characters has the name of a level that is known by it in the contract itself."""

WORST_FIRST = ("no", "open", "line", "yes")


@dataclass(frozen=True)
class Row:
    """A line as shown: `promise` is the one that stands for its `group`, `members` are all promises of the group."""

    promise: str
    group: str
    members: tuple[str, ...]

    def of(self, plan: PlanResult) -> Judgement:
        """How `plan` does at the promise shown."""
        return plan.judgement(self.promise)


def rows(result: Result) -> tuple[Row, ...]:
    """The lines with a promised time, in the order of the contract."""
    groups: dict[str, list[str]] = {}
    for entry in result.plans[0].as_written:
        if entry.limit is not None:
            groups.setdefault(entry.group, []).append(entry.promise)
    return tuple(
        Row(promise, group, tuple(members)) for group, members in groups.items() for promise in _shown(result, members)
    )


def label(entry: Judgement, plan: PlanResult, lang: str) -> str:
    """What a promise is called: its level, what is promised, the time. A level that stands for all of its group comes
    last, in brackets; where there is one level only, it is not named."""
    parts = [title(entry.title, lang)]
    if entry.kind == DUTY:
        return parts[0]
    if entry.limit is not None:
        parts.append(limit(entry.limit, lang))
    if sum(other.group == entry.group for other in plan.as_written) > 1:
        parts.append(f"({level_name(entry, lang)})")
    elif len({other.level for other in plan.as_written if other.kind != DUTY}) > 1:
        parts.insert(0, level_name(entry, lang))
    return " ".join(parts)


def level_name(entry: Judgement, lang: str) -> str:
    """What the level of a promise is called: a letter or a short sign of the contract ("A", "P1") stands as it is, a
    longer name by its title."""
    if len(entry.level) <= SHORT or entry.level_title is None:
        return entry.level
    return title(entry.level_title, lang)


def row_label(row: Row, result: Result, lang: str) -> str:
    """What a line is called."""
    return label(row.of(result.plans[0]), result.plans[0], lang)


def called(row: Row, result: Result, lang: str) -> str:
    """What a line is called, with its clause number."""
    return f"{clause(row.of(result.plans[0]))} {row_label(row, result, lang)}".strip()


def clause(entry: Judgement) -> str:
    """The clause numbers of a promise."""
    return " ".join(entry.clause)


def limit(span: tuple[int, int], lang: str) -> str:
    """A promised time; the shortest and the longest when sites differ."""
    shortest, longest = (duration(time, lang) for time in span)
    return shortest if shortest == longest else say("report_from_to", lang, low=shortest, high=longest)


def plan_name(plan: PlanResult, lang: str) -> str:
    """What a plan is called."""
    return title(plan.title, lang)


def runs(result: Result, lang: str) -> str:
    """What the replications are: "1,000 contract years (2026)"."""
    replications = f"{result.replications:,}"
    one = "_one" if result.replications == 1 else ""
    if result.years == 1.0:
        return say(f"report_runs_years{one}", lang, count=replications, year=result.start[:4])
    return say(f"report_runs_days{one}", lang, count=replications, days=result.days, start=result.start)


def title(entry: Title, lang: str) -> str:
    """A title in one language."""
    return entry.zh if lang == "zh" else entry.en


def verdict_of(entry: Judgement) -> str:
    """The word of a verdict; "" when there is nothing to decide."""
    return entry.verdict.word if entry.verdict else ""


def verdict(plan: PlanResult, row: Row) -> str:
    """The verdict on a whole line: it is no better than the worst of its levels; "" when nothing is to be decided."""
    words = [word for name in row.members if (word := verdict_of(plan.judgement(name)))]
    return min(words, key=WORST_FIRST.index, default="")


def signable(plan: PlanResult, shown: tuple[Row, ...]) -> tuple[int, int]:
    """How many lines can be signed, of how many that are decided."""
    verdicts = {row.group: verdict(plan, row) for row in shown}
    return sum(word == "yes" for word in verdicts.values()), sum(word != "" for word in verdicts.values())


def _shown(result: Result, members: list[str]) -> list[str]:
    """The weakest of a group over all plans, and every other that some plan does worse at than the weakest tells."""
    weakest = min((_strength(plan, name), name) for plan in result.staffed for name in members)[1]
    hidden = set()
    for plan in result.staffed:
        own = min(members, key=lambda name: _strength(plan, name))
        if _strength(plan, own)[0] < _strength(plan, weakest)[0]:
            hidden.add(own)
    return [name for name in members if name == weakest or name in hidden]


def _strength(plan: PlanResult, name: str) -> tuple[int, float, float]:
    """How well a plan does at a promise, the least first; what never came up is no weakness."""
    entry = plan.judgement(name)
    kept = entry.periods.value if entry.periods else None
    in_time = entry.attainment.value if entry.attainment else None
    word = WORST_FIRST.index(entry.verdict.word) if entry.verdict and kept is not None else len(WORST_FIRST)
    return word, 2.0 if kept is None else kept, 2.0 if in_time is None else in_time
