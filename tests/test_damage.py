"""A slip of one letter in a scenario must never pass unnoticed.

Thousands of slips (a letter or digit left out, doubled, swapped, replaced or put in) are made in the sample scenarios.
Each must be refused, or change the scenario in the way the writer can see: another number, another title, a thing
renamed where it is named for the first and only time, or a word that is as good as the one it replaced (h for d, site
B for A). A key or a word of the language that is misspelled and still accepted is a failure.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sim.problems import InputError
from sim.scenario import Scenario
from sim.scenario_file import load

SCENARIOS = Path(__file__).parent.parent / "scenarios"
SLIPS = {"mmc": 400, "helpdesk": 800, "southwest": 800}

FREE_TEXT = re.compile(r"(?<![\w-])(?:en|zh|note|name):\s[^,}\n#]*|#.*|(?m:^    [A-Z]-\w+: [a-z].*)|(?m:^  S\d+: .*)")
"""Where any words may stand: titles, remarks, reasons of `not_simulated`, texts of `sources`."""

WORD = re.compile(r"[\w.-]+")

INTERCHANGEABLE = frozenset({"ms", "s", "min", "h", "d", "w"})
"""Words of the language that one letter turns into each other, each as sensible as the other."""


@dataclass(frozen=True)
class Slip:
    """A damaged text: the offset of the damage, and the word there before and after."""

    text: str
    at: int
    before: str
    after: str


def slips(text: str, count: int, seed: int) -> Iterator[Slip]:
    """`count` different slips at letters and digits of `text`."""
    dice = random.Random(seed)
    spots = [at for at, letter in enumerate(text) if letter.isascii() and letter.isalnum()]
    seen: set[str] = {text}
    while count:
        at = dice.choice(spots)
        damaged = damage(dice, text, at)
        if damaged not in seen:
            seen.add(damaged)
            count -= 1
            yield Slip(damaged, at, word_at(text, at), word_at(damaged, min(at, len(damaged) - 1)))


def damage(dice: random.Random, text: str, at: int) -> str:
    """`text` with one slip at offset `at`: digits slip to digits, letters to letters."""
    letter = text[at]
    alphabet = string.digits if letter.isdigit() else string.ascii_lowercase
    other = dice.choice(alphabet)
    following = text[at + 1]
    kinds = [text[:at] + text[at + 1 :], text[:at] + other + text[at + 1 :], text[:at] + other + text[at:]]
    if following.isascii() and following.isalnum():
        kinds.append(text[:at] + following + letter + text[at + 2 :])
    return dice.choice(kinds)


def word_at(text: str, at: int) -> str:
    """The word around offset `at` ("" where there is none)."""
    start = text.rfind("\n", 0, at) + 1
    for match in WORD.finditer(text, start):
        if match.start() <= at <= match.end():
            return match.group()
        if match.start() > at:
            break
    return ""


def meaning(scenario: Scenario) -> Scenario:
    """The scenario without what only says where in the file its figures stand."""
    return replace(scenario, figures=(), places=())


def names_in(scenario: Scenario) -> frozenset[str]:
    """All names that the writer of the file has given."""
    demand, promised = scenario.demand, scenario.agreements.promises
    return frozenset(
        [
            *(level.name for level in demand.levels),
            *(site.name for site in demand.sites),
            *(site.band for site in demand.sites),
            *(peak.name for peak in demand.peaks),
            *(plan.name for plan in scenario.operation.plans),
            *scenario.hours,
            *scenario.operation.base.pools,
            *(clause.name for clause in scenario.agreements.clauses),
            *(reading.name for promise in promised for reading in promise.readings),
            *(promise.group.rpartition("/")[2] for promise in promised),
            *scenario.sources,
            *(check.name for check in scenario.agreements.checks),
            *(work.name for work in (*demand.duties, *demand.other_work)),
            *(lead.name for lead in demand.coordination),
        ]
    )


def visible(slip: Slip, original: str, names: frozenset[str]) -> bool:
    """Whether the writer of a changed scenario can see the change: another figure, a thing renamed, another good word.

    A name of one letter may also be missing from a list of names.
    """
    without_digits = [re.sub(r"[\d.]", "", word) for word in (slip.before, slip.after)]
    if slip.before != slip.after and without_digits[0] == without_digits[1]:
        return True
    if {slip.before, slip.after} <= names | INTERCHANGEABLE:
        return True
    if len(slip.before) == 1 and slip.before in names and not slip.after:
        return True
    return slip.before in names and WORD.findall(FREE_TEXT.sub("", original)).count(slip.before) == 1


def same_figure(slip: Slip) -> bool:
    """Whether both words are one number, like 0.5 and 0.50."""
    try:
        return float(slip.before) == float(slip.after)
    except ValueError:
        return False


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_of_one_letter_passes_unnoticed(name: str, tmp_path: Path) -> None:
    path = SCENARIOS / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    original = load(path)
    names = names_in(original)
    for register in SCENARIOS.glob("*.csv"):
        (tmp_path / register.name).write_bytes(register.read_bytes())
    free = [match.span() for match in FREE_TEXT.finditer(text)]
    unnoticed, refused = [], 0
    for slip in slips(text, SLIPS[name], seed=2026):
        if any(start <= slip.at < end for start, end in free):
            continue
        damaged = tmp_path / path.name
        damaged.write_text(slip.text, encoding="utf-8")
        try:
            found = load(damaged)
        except InputError:
            refused += 1
            continue
        changed = meaning(found) != meaning(original)
        if not (visible(slip, text, names) if changed else same_figure(slip)):
            line = slip.text[: slip.at].count("\n")
            unnoticed.append(f"{slip.before} -> {slip.after}: {slip.text.splitlines()[line].strip()} ({changed=})")
    assert unnoticed == []
    assert refused > SLIPS[name] / 3
