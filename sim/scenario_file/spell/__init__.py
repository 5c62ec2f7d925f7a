"""The way back: a scenario as a file in the same language, with everything said and nothing inherited.

What `check --resolved` prints. Reading it gives the same scenario, but for the register of clauses, the marks of
sources, and ranges: a number not known exactly that several sites inherit is written once for each of them here.
"""

from __future__ import annotations

from sim import phrases
from sim.scenario import Scenario
from sim.scenario_file.spell.agreements import agreements
from sim.scenario_file.spell.demand import demand
from sim.scenario_file.spell.form import Lines, block, entry, quoted, titles
from sim.scenario_file.spell.operation import operation


def spelled(scenario: Scenario) -> list[str]:
    """The file as lines of text."""
    return [
        f"name: {scenario.name}",
        *titles(scenario.title),
        *block("calendar", _calendar(scenario)),
        *block("demand", demand(scenario)),
        *block("operation", operation(scenario)),
        *block("agreements", agreements(scenario)),
        *block("study", _study(scenario)),
        *block("sources", (entry(name, quoted(text)) for name, text in scenario.sources.items())),
    ]


def _calendar(scenario: Scenario) -> Lines:
    days = scenario.holidays
    if days.country:
        yield entry("holidays", days.country)
    for key, dates in (("extra_holidays", days.extra_holidays), ("extra_workdays", days.extra_workdays)):
        if dates:
            yield entry(key, " ".join(day.isoformat() for day in dates))
    yield from block("hours", (entry(name, phrases.spell_hours(hours)) for name, hours in scenario.hours.items()))


def _study(scenario: Scenario) -> Lines:
    study = scenario.study
    yield entry("start", study.start.isoformat())
    for key, days in (("length", study.days), ("warm_up", study.warm_up_days), ("cool_down", study.cool_down_days)):
        yield entry(key, f"{days} day{'' if days == 1 else 's'}")
    yield entry("confidence", phrases.spell_share(study.confidence))
    yield entry("precision", phrases.spell_share(study.precision))
    yield entry("replications", f"{study.least_replications} to {study.most_replications}")
    yield entry("sign_if", f"{phrases.spell_share(study.sign_if)} of periods kept")
