"""Special faults, for which a senior engineer comes from headquarters (2.5.1), and faults that come back (2.4)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.calendars import DAY, HOUR
from sim.measures.judging import verdicts
from tests.clauses.contract import Day, at, brief, drawn, play

YEARS = range(3)


def special(raised: str, level: str = "A", plan: str = "lean", marks: str = "special") -> Day:
    """A fault at Chengdu that nobody but headquarters solves."""
    line = {"raised": raised, "level": level, "site": "chengdu", "cause": "own", "marks": marks}
    return play({"fault": line}, plan)


@pytest.mark.clause("L-S1")
def test_a_special_fault_brings_a_senior_engineer_from_headquarters_at_once() -> None:
    for level in "AB":
        day = special("10:00", level)
        assert day.at("fault", "hq_trip requested") == day.at("fault", "hq_trip started") == day.at("fault", "logged")
        assert day.pool("fault", "hq_trip") == "hq_senior"
        assert day.at("fault", "hq_departed") > 0
    ordinary = special("10:00", marks="")
    assert ordinary.at("fault", "hq_trip requested") > ordinary.at("fault", "logged")
    assert ordinary.pool("fault", "hq_trip") == "hq_field"


@pytest.mark.clause("L-S1")
def test_at_night_the_senior_engineer_leaves_in_the_morning_or_is_called_at_home() -> None:
    assert special("23:00").at("fault", "hq_trip started") == at("Tue 08:30")
    day = special("23:00", plan="hq_heavy")
    assert day.at("fault", "hq_trip started") == day.at("fault", "logged")


@pytest.mark.clause("L-S1")
def test_when_the_senior_engineer_is_on_site_is_measured_of_special_faults_alone() -> None:
    for level in "AB":
        day = special("10:00", level)
        found = day.verdict("fault", f"A B/hq_onsite/{level}")
        assert found is not None and found.met
        assert found.needed == day.at("fault", "hq_trip arrived") - day.at("fault", "logged") > HOUR
        assert special("10:00", level, marks="").verdict("fault", f"A B/hq_onsite/{level}") is None
        solved = {"raised": "10:00", "level": level, "site": "chengdu", "marks": "special", "solved_by": "contact"}
        assert play({"fault": solved}).verdict("fault", f"A B/hq_onsite/{level}") is None


@pytest.mark.clause("L-S1")
def test_two_in_a_hundred_grave_faults_are_special_and_no_others() -> None:
    marked, grave = np.concatenate([[drawn(year).mark("special"), drawn(year).level < 2] for year in YEARS], axis=1)
    share = float(np.mean(marked[grave]))
    assert abs(share - 0.02) < 4 * np.sqrt(0.02 * 0.98 / grave.sum())
    assert marked.sum() == marked[grave].sum() > 0


# ------------------------------------------------------------------ faults that come back


@pytest.mark.clause("D-08")
def test_three_in_a_hundred_faults_come_back_in_two_days_and_at_most_three_times() -> None:
    for year in YEARS:
        work = drawn(year)
        back = work.parent >= 0
        share = float(np.sum(back)) / work.faults
        assert abs(share - 0.03) < 4 * np.sqrt(0.03 * 0.97 / work.faults)
        mean = float(np.mean(work.back_after[back])) / DAY
        assert abs(mean - 2) < 4 * 2 / np.sqrt(back.sum())
        for column in (work.level, work.site, work.diagnosis, work.truly_environment, work.marks):
            assert np.array_equal(column[back], column[work.parent[back]])
        assert np.bincount(work.origin).max() <= 1 + 3


@pytest.mark.clause("D-08")
def test_a_fault_that_comes_back_is_helped_and_judged_anew() -> None:
    """Unless it is read as the same fault: then the customer has waited since he first called."""
    first = {"raised": "10:00", "level": "B", "site": "kunming", "solved_by": "contact"}
    day = play({"first": first, "second": {"again": "first", "after": "5 h", "solved_by": "contact"}})
    assert day.at("second", "raised") == day.at("first", "restored") + 5 * HOUR
    for fault in ("first", "second"):
        found = day.verdict(fault, "B/restore")
        assert found is not None and found.met
        assert found.needed == day.at(fault, "restored") - day.at(fault, "logged")
    same = verdicts(brief("B/restore", "same_fault"), day.case())
    assert same.row.tolist() == [day.names.index("first")] and same.met.tolist() == [False]
    assert same.needed.tolist() == [day.at("second", "restored") - day.at("first", "logged")]
