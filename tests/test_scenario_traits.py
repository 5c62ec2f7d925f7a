"""Faults that come back, questions to the customer, marks and senior engineers, as a scenario file says them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.calendars import DAY, HOUR
from sim.distributions import Law, Range, fixed
from sim.scenario import Information, Mark, Reopens, Title
from sim.scenario_file.spell import spelled
from tests.written import changed, problems, read

RETURNS = """\
  reopens: {share: {A: 1..3%, others: 5%}, after: {city: 2 d, east: exponential mean 1 d}}
  marks:
    special: {en: special fault, zh: 特殊故障, share: {A: 2%, others: 0%}}
    big: {like: special, share: 10%}
"""
ASKED = "diagnosis: {work: 15 min, information: {share: {A: 0%, B: 33%}, delay: median 21 h 90% within 3 d}}"


def written() -> str:
    text = changed("  causes: {own", RETURNS + "  causes: {own")
    text = text.replace("diagnosis: {work: 15 min}", ASKED)
    text = text.replace("    onsite: {work: 1 h}\n", "    onsite: {work: 1 h, solves: 50%}\n    hq_trip: {work: 2 h}\n")
    text = text.replace("travel: 20..30 min}", "travel: 20..30 min, from_hq: {flight: 3 h}}")
    text = text.replace("onsite: local}", "onsite: local, hq_trip: desk, senior_trip: desk then local after 1 h}")
    text = text.replace("A: {onsite: at once}", "A: {onsite: at once, senior_trip: special}")
    text = text.replace("    call: {from: raised}\n", "    call: {reopened: same fault}\n")
    return text.replace("restore: {within: 4 h}", "restore: {within: 4 h, marks: special big}")


def test_shares_and_times_may_differ_by_level_and_place(tmp_path) -> None:
    demand = read(tmp_path, written()).demand
    assert isinstance(demand.reopens, Reopens) and demand.reopens.at_most == 3
    assert demand.reopens.share["B", "east"] == 0.05
    assert demand.reopens.share["A", "south"] == Range(0.01, 0.03, "demand > reopens > share > A")
    assert demand.reopens.after["A", "north"] == fixed(2 * DAY)
    assert demand.reopens.after["A", "east"] == Law("exponential", (DAY,))
    assert isinstance(demand.information, Information)
    assert (demand.information.share["A", "north"], demand.information.share["B", "north"]) == (0.0, 0.33)
    assert demand.information.delay["B", "east"] == Law("lognormal_within", (21 * HOUR, 0.9, 3 * DAY))


def test_marks_stand_in_the_order_of_their_names_and_may_be_like_another(tmp_path) -> None:
    big, special = read(tmp_path, written()).demand.marks
    assert (big.name, special.name) == ("big", "special")
    assert isinstance(special, Mark) and special.title == Title("special fault", "特殊故障")
    assert (special.share["A", "east"], special.share["B", "east"], big.share["B", "east"]) == (0.02, 0.0, 0.1)


def test_a_mark_brings_people_of_its_own_who_may_be_asked_late(tmp_path) -> None:
    plan = read(tmp_path, written()).plan("day")
    assert (plan.handling["A"].senior_for, plan.handling["B"].senior_for) == ("special", "")
    assert plan.who["senior_trip"] == ("desk", "local") and plan.who["hq_trip"] == ("desk",)
    assert plan.overflow["senior_trip"] == (0, HOUR)


def test_a_promise_may_hold_for_marks_and_read_what_comes_back_as_the_same_fault(tmp_path) -> None:
    promise = next(entry for entry in read(tmp_path, written()).agreements.promises if entry.name == "A/restore")
    assert (promise.marks, promise.same_fault) == (("big", "special"), False)
    assert [(entry.name, entry.promise) for entry in promise.readings] == [
        ("call", replace(promise, readings=(), same_fault=True))
    ]


def test_without_a_word_nothing_comes_back_and_nobody_is_asked(tmp_path) -> None:
    scenario = read(tmp_path)
    assert (scenario.demand.reopens, scenario.demand.information, scenario.demand.marks) == (None, None, ())
    assert not any(entry.marks or entry.same_fault for entry in scenario.agreements.promises)


@pytest.mark.parametrize("at_most", ["", ", at_most: 1 time"])
def test_all_of_it_is_spelled_as_it_is_read(tmp_path, at_most: str) -> None:
    first = read(tmp_path, written().replace("exponential mean 1 d}}", "exponential mean 1 d}" + at_most + "}"))
    text = "\n".join(spelled(first)) + "\n"
    again = read(tmp_path, text)
    assert again.demand.marks == first.demand.marks and again.demand.information == first.demand.information
    assert first.demand.reopens is not None and again.demand.reopens is not None
    assert again.demand.reopens.after == first.demand.reopens.after
    assert again.demand.reopens.at_most == first.demand.reopens.at_most == (1 if at_most else 3)
    assert again.plan("day").handling == first.plan("day").handling and again.plan("day").who == first.plan("day").who
    assert again.agreements.promises == first.agreements.promises


@pytest.mark.parametrize(
    ("old", "new", "key", "spot"),
    [
        ("    big: {like", "    north: {like", "check_name_twice", "north"),
        ("    big: {like", "    environment: {like", "check_name_twice", "environment"),
        ("    big: {like: special", "    big: {like: spezial", "check_no_sibling", "spezial"),
        ("marks: special big", "marks: special bigg", "check_no_mark_near", "bigg"),
        ("senior_trip: special}", "senior_trip: all}", "check_no_mark", "all"),
        ("east: exponential", "west: exponential", "check_no_place", "west"),
        ("reopened: same fault", "reopened: the same", "check_no_such_choice", "the same"),
        ("share: {A: 0%, B: 33%}, delay", "share: {A: 0%, B: 33%}, wait", "check_no_such_key", "wait"),
    ],
)
def test_a_mistake_is_told_at_its_place(tmp_path, old: str, new: str, key: str, spot: str) -> None:
    text = written()
    assert text.count(old) == 1
    found = [problem for problem in problems(tmp_path, text.replace(old, new)) if problem.key.startswith(key)]
    assert found
    line = text.replace(old, new).splitlines()[found[0].place.line - 1]
    assert line[found[0].place.column - 1 :].startswith(spot)


def test_the_people_who_travel_for_a_mark_must_be_there(tmp_path) -> None:
    text = written().replace("    desk: {}\n", "    desk: {}\n    senior: {}\n")
    text = text.replace("senior_trip: desk then local after 1 h", "senior_trip: senior")
    (found,) = problems(tmp_path, text)
    assert (found.key, found.values["step"], found.values["also"]) == ("check_nobody_also", "senior_trip", "more")
    assert not problems(tmp_path, text.replace("senior_trip: special}", "window: always}"))


def test_a_senior_engineer_who_is_never_there_in_the_window_is_told(tmp_path) -> None:
    """His journey begins inside the window of the level (R19), like any other."""
    text = written().replace("    desk: {}\n", "    desk: {}\n    senior: {}\n")
    text = text.replace("senior_trip: desk then local after 1 h", "senior_trip: senior")
    text = text.replace("      desk: 1\n", "      desk: 1\n      senior: 1 off_hours\n")
    assert not problems(tmp_path, text)
    gated = text.replace("senior_trip: special}", "senior_trip: special, window: office}")
    assert [problem.values["step"] for problem in problems(tmp_path, gated)] == ["senior_trip"]
