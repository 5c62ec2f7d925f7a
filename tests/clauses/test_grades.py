"""The four grades, 2.5.1: how often each occurs, who is served first, and the way of help that each has."""

from __future__ import annotations

import numpy as np
import pytest

from tests.clauses.contract import Day, at, drawn, judge, play, southwest

YEARS = range(3)
A_MONTH = {"A": 0.3, "B": 2, "C": 30, "D": 40}
"""Faults of an ordinary site."""


def share_drawn(level: str) -> tuple[float, float]:
    """The share of a level among the faults of three contract years, and four standard errors of it."""
    levels = np.concatenate([np.array(drawn(year).levels)[drawn(year).level] for year in YEARS])
    share = A_MONTH[level] / sum(A_MONTH.values())
    return float(np.mean(levels == level)), 4 * np.sqrt(share * (1 - share) / levels.size)


def at_once(level: str) -> set[str]:
    """What begins with the registration, before anybody has spoken to the customer."""
    day = play({"fault": {"raised": "10:00", "level": level, "site": "kunming"}})
    logged = day.at("fault", "logged")
    return {
        step for step in ("contact", "remote", "onsite", "hq_support") if day.at("fault", f"{step} ready") == logged
    }


def served_first(level: str, other: str) -> Day:
    """Two faults wait for the engineer of Kunming, who is at work for a third. The one of `other` came earlier."""
    visit = {"site": "kunming", "solved_by": "onsite", "cause": "cannot_tell", "truly": "own"}
    return play(
        {
            "third": {**visit, "level": "C", "raised": "09:00"},
            "other": {**visit, "level": other, "raised": "09:31"},
            "fault": {**visit, "level": level, "raised": "09:32"},
        }
    )


@pytest.mark.clause("F-0")
def test_the_service_level_is_the_grade() -> None:
    """Four grades, and each has the promises of its own level only, from the beginning to the end."""
    grades = tuple(level.name for level in southwest().demand.levels)
    assert grades == ("A", "B", "C", "D")
    last = {"A": "restored", "B": "restored", "C": "replied", "D": "replied"}
    for level, event in last.items():
        promise = f"{level}/{'restore' if event == 'restored' else 'reply'}"
        events = {"logged": at("10:00"), event: at("11:00")}
        judged = {grade for grade in grades if judge(promise, events, level=grade) is not None}
        assert judged == {level}


@pytest.mark.clause("F-A")
def test_a_major_fault_is_rare_brings_a_visit_and_headquarters_at_once_and_goes_before_all() -> None:
    share, error = share_drawn("A")
    assert abs(share - 0.3 / 72.3) < error
    assert at_once("A") == {"onsite", "hq_support"}
    for other in "BCD":
        day = served_first("A", other)
        assert at("09:32") < day.at("fault", "onsite started") < day.at("other", "onsite started"), other


@pytest.mark.clause("F-A")
@pytest.mark.parametrize("cause", ["own", "environment", "cannot_tell"])
def test_every_major_fault_has_the_promise_of_a_visit_whatever_part_of_the_system_is_down(cause: str) -> None:
    found = judge("A/onsite", {"logged": at("10:00"), "arrived": at("10:29")}, cause=cause)
    assert found is not None and found.met


@pytest.mark.clause("F-B")
def test_a_severe_fault_brings_a_visit_at_once_and_goes_before_all_but_major_ones() -> None:
    share, error = share_drawn("B")
    assert abs(share - 2 / 72.3) < error
    assert at_once("B") == {"onsite"}
    for other in "CD":
        day = served_first("B", other)
        assert at("09:32") < day.at("fault", "onsite started") < day.at("other", "onsite started"), other


@pytest.mark.clause("F-C")
def test_an_ordinary_fault_is_helped_in_turn_and_goes_before_slight_ones() -> None:
    share, error = share_drawn("C")
    assert abs(share - 30 / 72.3) < error
    assert at_once("C") == set()
    day = served_first("C", "D")
    assert at("09:32") < day.at("fault", "onsite started") < day.at("other", "onsite started")


@pytest.mark.clause("F-D")
def test_a_slight_fault_is_the_most_frequent_and_is_helped_in_turn_after_all_others() -> None:
    share, error = share_drawn("D")
    assert abs(share - 40 / 72.3) < error
    assert at_once("D") == set()
    for other in "ABC":
        day = served_first("D", other)
        assert 0 < day.at("other", "onsite started") < day.at("fault", "onsite started"), other
