"""What a contract says against itself: each finding fires where it should, and not where the contract is sound."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from sim.calendars import HOUR, MINUTE
from sim.distributions import Law, Range, fixed, least, mean, median
from sim.lints import Lint, Span, lints
from sim.lints.contract import Contract
from sim.lints.soonest import soonest
from sim.measures.events import EVENTS, Case
from sim.messages import say
from sim.report.contradictions import contradictions, sentence
from sim.scenario import Title
from sim.scenario_file import load
from tests.test_model import play
from tests.test_story import promised

SOUND = """
calendar:
  hours: {5x8: workdays 09:00-18:00}
demand:
  sites:
    city: {travel: uniform 10 min to 20 min, from_hq: FROM_HQ}
    town: {base: city, travel: uniform 1 h to 2 h, from_hq: FROM_HQ}
  levels:
    A: {faults: 1 per week}
  causes: {own: 70%, environment: 30%}
  steps:
    hotline: {work: 5 min}
    handover: {delay: 5 min}
    contact: {work: WORK, solves: 50%}
    onsite: {work: 30 min, solves: 90%, second_visit: 0%}
    third_party: {request: 10 min, turnaround: 4 h}
    hq_trip: {prepare: 30 min, work: 1 h}
operation:
  pools: {desk: {}, local: {at: each base}, hq: {}}
  who: {hotline: desk, contact: desk, onsite: local, hq_trip: hq}
  handling: {A: {window: WINDOW, onsite: ONSITE, hq_trip: after 1 h}}
  plans:
    today: {desk: DESK, local: 1, hq: 1}
agreements:
  clauses: register.csv
  facts: FACTS
  promises:
    A:
      contact: {clause: C-1, within: CONTACT}
      onsite: {clause: C-2, within: NEAR, sites: SITES}
      restore: {clause: C-3, within: RESTORE}
      depart: {clause: C-4, within: LEAVE}
      vendor_request: {clause: C-5, within: ASK}
"""

CLEAR = {
    "worst_grade": "as its promise",
    "equipment": "left out",
    "third_party_path": "ends with the third party",
    "local_staff": "one name",
}
DOUBTFUL = {
    "worst_grade": "wider than its promise",
    "equipment": "promised too",
    "third_party_path": "goes on to a visit",
    "local_staff": "several names",
}

USUAL = {
    "FROM_HQ": "{to_airport: 30 min, flight: 1 h, to_site: 30 min}",
    "WORK": "10 min",
    "WINDOW": "7x24",
    "ONSITE": "at once",
    "DESK": "3 always",
    "CONTACT": "30 min",
    "NEAR": "4 h",
    "SITES": "all",
    "RESTORE": "12 h",
    "LEAVE": "85 min",
    "ASK": "8 h",
}

IN_TURN = {"ONSITE": "after remote", ", hq_trip: after 1 h": ""}
"""Nobody is under way while the phone work lasts."""


def found(folder: Path, facts: dict[str, str], **changes: str) -> list[str]:
    """The keys of what is found when the sound contract is changed in one place."""
    text = SOUND.replace("FACTS", "{" + ", ".join(f"{name}: {{is: {says}}}" for name, says in facts.items()) + "}")
    for name, value in (USUAL | changes).items():
        text = text.replace(name, value)
    rows = "".join(f"C-{number},a clause,条款\n" for number in range(1, 6))
    (folder / "register.csv").write_text("number,en,zh\n" + rows, encoding="utf-8")
    (folder / "contract.yaml").write_text(text, encoding="utf-8")
    return [lint.key for lint in lints(load(folder / "contract.yaml"))]


def test_a_sound_contract_has_nothing_against_it(tmp_path: Path) -> None:
    assert found(tmp_path, CLEAR) == []


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("too_near", {"NEAR": "50 min"}),
        ("name_the_sites", {"NEAR": "50 min", "SITES": "with_base"}),
        ("too_soon", {"CONTACT": "4 min"}),
        ("too_soon", {"ASK": "9 min", **IN_TURN}),
        ("too_soon", {"RESTORE": "14 min"}),
        ("too_soon", {"LEAVE": "69 min"}),
        ("in_turn", {"NEAR": "20 min", "SITES": "with_base", "ONSITE": "after remote"}),
        ("side_by_side", {"NEAR": "20 min", "SITES": "with_base"}),
        ("uncovered", {"DESK": "3 5x8"}),
        ("overload", {"WORK": "600 h", **IN_TURN}),
        ("overload", {"WORK": "1 h", "hotline: {work: 5 min}": "hotline: {work: 600 h}"}),
        ("overload", {"work: 30 min": "work: 2000 h", **IN_TURN}),
        ("leave_after_restore", {"RESTORE": "4 h", "LEAVE": "4 h"}),
        ("too_far", {"RESTORE": "2 h"}),
        ("leave_after_onsite", {"LEAVE": "2 h"}),
        ("contact_after_onsite", {"CONTACT": "5 h"}),
        ("no_clock", {"C-5, within: 8 h": "C-5"}),
        ("channel_and_window", {"WINDOW": "5x8"}),
    ],
)
def test_each_fault_of_wording_is_found(tmp_path: Path, key: str, changes: dict[str, str]) -> None:
    assert key in found(tmp_path, CLEAR, **changes)


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        # Third parties are asked after the diagnosis, where the clock begins too.
        ("too_soon", {"ASK": "10 min", **IN_TURN}),
        # Who is on site at once may find the cause and ask them before the diagnosis by phone has ended.
        ("too_soon", {"ASK": "9 min"}),
        # Phone advice may restore: 5 min to hand over, 10 min of work.
        ("too_soon", {"RESTORE": "15 min"}),
        ("too_soon", {"LEAVE": "70 min"}),
        # Somebody at the customer's door is a contact too, and may be there sooner.
        ("too_soon", {"CONTACT": "20 min", "handover: {delay: 5 min}": "handover: {delay: 1 h}"}),
        # At night the hand-over costs a clock that begins with the window nothing.
        ("too_soon", {"within: CONTACT": "within: 4 min, counting: from opening, window: 5x8"}),
        # Help under way may restore before the phone work is done, or even begun.
        ("overload", {"WORK": "600 h"}),
        # In an hour a day three people begin three long jobs, and finish them on overtime.
        (
            "overload",
            {
                "WORK": "8 h",
                "DESK": "3 short",
                "5x8:": "short: daily 09:00-10:00, 5x8:",
                "faults: 1 per week": "faults: 2 per day",
                **IN_TURN,
            },
        ),
    ],
)
def test_what_is_not_sure_is_not_claimed(tmp_path: Path, key: str, changes: dict[str, str]) -> None:
    assert key not in found(tmp_path, CLEAR, **changes)


@pytest.mark.parametrize("name", CLEAR)
def test_what_a_reader_states_of_the_wording_is_told_and_what_he_does_not_state_is_named(
    tmp_path: Path, name: str
) -> None:
    assert found(tmp_path, CLEAR | {name: DOUBTFUL[name]}) == [name]
    without = {other: says for other, says in CLEAR.items() if other != name}
    assert found(tmp_path, without) == ["not_checked"]


def test_the_shortest_time_of_a_law_is_its_lower_bound_or_one_in_a_hundred() -> None:
    assert least(fixed(5.0 * MINUTE)) == 5 * MINUTE
    assert least(Law("uniform", (2.0 * HOUR, 3.0 * HOUR))) == 2 * HOUR
    assert least(Law("fixed", (Range(1.0 * HOUR, 2.0 * HOUR),))) == HOUR
    # The 1 % point of an exponential law: -ln(0.99) of its mean.
    assert least(Law("exponential", (100.0 * MINUTE,))) == pytest.approx(0.01005 * 100 * MINUTE, rel=0.001)
    assert mean(Law("exponential", (100.0 * MINUTE,))) == pytest.approx(100 * MINUTE, rel=0.01)
    assert median(Law("lognormal", (30.0 * MINUTE, 0.9))) == 30 * MINUTE


def test_the_contract_of_the_sample_contradicts_itself_where_its_readers_know_it() -> None:
    scenario = load(Path(__file__).parent.parent / "scenarios" / "southwest.yaml")
    clauses = {lint.key: lint.clauses for lint in lints(scenario)}
    assert clauses["leave_after_restore"] == ("L-A5", "L-A4", "L-B4", "L-B3")
    assert clauses["contact_after_onsite"] == ("P-03", "L-A2", "L-B2")
    assert clauses["leave_after_onsite"] == ("P-07", "L-G1", "L-C3", "L-D3")
    assert {"too_far", "side_by_side", "name_the_sites", "no_clock", "channel_and_window", *CLEAR} <= clauses.keys()


BEGINNINGS = ("raised", "logged", "handed_over", "contacted", "diagnosed", "vendor_called", "hq_wanted", "hq_departed")


@pytest.mark.parametrize("number", range(10))
def test_nothing_comes_about_sooner_than_the_shortest_way(number: int) -> None:
    """Whatever two events a clock runs between; a law without a lower bound may fall below its 1 % point."""
    scenario = promised(number)
    rules, _, workload, outcomes = play(scenario)
    contract, case = Contract(scenario), Case(workload, rules, outcomes)
    some = replace(scenario.agreements.promises[0], causes=("own", "environment", "cannot_tell"))
    sooner = bounded = 0
    for begins, ends in product(BEGINNINGS, EVENTS):
        took = np.where((case.at(begins) >= 0) & (case.at(ends) >= 0), case.at(ends) - case.at(begins), HOUR * 10_000)
        for (index, level), site in product(enumerate(rules.levels), scenario.demand.sites):
            bound = soonest(contract, replace(some, level=level, from_event=begins, to_event=ends), site)
            rows = (workload.level == index) & (workload.site == rules.sites.index(site.name))
            if bound:
                sooner += int(np.count_nonzero(took[rows] < bound))
                bounded += int(np.count_nonzero(rows))
    assert bounded
    assert sooner <= 0.01 * bounded


def test_several_levels_are_listed_as_people_list_them() -> None:
    lint = Lint(
        "too_soon",
        0,
        (),
        {"levels": ("A", "B", "C"), "promise": Title("contact", "联系"), "limit": Span(1), "needed": Span(2)},
    )
    assert sentence(lint, "en").startswith("A, B and C: contact: promised")
    assert sentence(lint, "zh").startswith("A、B、C 级联系")
    lint = replace(lint, values={**lint.values, "levels": ("A", "B")})
    assert sentence(lint, "en").startswith("A and B: ")
    assert sentence(lint, "zh").startswith("A、B 级")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_first_findings_are_told_and_all_on_request(lang: str) -> None:
    path = Path(__file__).parent.parent / "scenarios" / "southwest.yaml"
    scenario = load(path)
    few, every = (contradictions(scenario, "a.yaml", lang, wanted) for wanted in (False, True))
    assert say("lints_heading", lang) in few
    assert "--all" in few[-1]
    told = "\n".join(every)
    assert all(lint.clauses[0] in told for lint in lints(scenario))
    assert "{" not in "".join(sentence(lint, lang) for lint in lints(scenario))


def test_levels_with_times_of_their_own_are_told_with_their_own_times(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "scenarios" / "southwest.yaml").read_text(encoding="utf-8")
    (tmp_path / "southwest-clauses.csv").write_bytes(
        (Path(__file__).parent.parent / "scenarios" / "southwest-clauses.csv").read_bytes()
    )
    changed = text.replace(
        "onsite:         {clause: L-B2, within: 30 min,", "onsite:         {clause: L-B2, within: 45 min,"
    )
    assert changed != text
    (tmp_path / "a.yaml").write_text(changed, encoding="utf-8")
    (lint,) = (lint for lint in lints(load(tmp_path / "a.yaml")) if lint.key == "contact_after_onsite")
    assert "(A: 2 h against 30 min; B: 2 h against 45 min)" in sentence(lint, "en")
