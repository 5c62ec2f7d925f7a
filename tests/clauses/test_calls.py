"""The hotlines, 2.5.2: who can be reached, how well, and how that is checked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.calendars import DAY, HOUR, MINUTE
from sim.hotline import PhoneLuck, phones
from sim.journey import HOTLINE
from sim.measures.court import period_edges
from sim.measures.tally import HotlineTally
from sim.workload import Workload
from tests.clauses.contract import Day, at, play, southwest

SUNDAY_NIGHT = {"raised": "Sun 8 Mar 03:00", "site": "kunming"}
OFF = {"branch_phone kunming": ["night of Sat 7 Mar"]}
BRANCHES = ("chengdu", "chongqing", "guiyang", "kunming")
BRANCH, DIRECTOR = 0, 1
"""The checks, in the order of the file."""


def answered_by(day: Day, fault: str) -> str:
    """The number that answered a caller; "nobody" if none ever did."""
    place = int(day.outcomes.answered_by[day.names.index(fault)])
    return "nobody" if place < 0 else day.plan.who["hotline"][place]


# ------------------------------------------------------------------ reached at once


@pytest.mark.clause("H-01")
@pytest.mark.parametrize("raised", ["Sun 8 Mar 03:00", "10:00"])
def test_a_branch_answers_at_once_at_any_hour(raised: str) -> None:
    served = {**{site: site for site in BRANCHES}, "mianyang": "chengdu", "zunyi": "guiyang"}
    day = play({site: {"raised": raised, "site": site, "level": "C"} for site in served})
    for site in served:
        assert day.at(site, "answered") == at(raised)
        assert (answered_by(day, site), day.pool(site, "hotline")) == ("branch_phone", "nobody")


@pytest.mark.clause("H-01")
def test_a_branch_does_not_answer_while_its_phone_is_off_or_engaged_with_a_grave_fault() -> None:
    call = {**SUNDAY_NIGHT, "level": "C"}
    assert answered_by(play({"call": call}, off=OFF), "call") == "company_hotline"
    busy = {**call, "busy": "yes"}
    for level, number in (("A", "company_hotline"), ("B", "company_hotline"), ("C", "branch_phone")):
        earlier = {**SUNDAY_NIGHT, "level": level, "raised": "Sun 8 Mar 02:30"}
        assert answered_by(play({"open": earlier, "call": busy}), "call") == number, level
    assert answered_by(play({"call": busy}), "call") == "branch_phone", "nothing else is open"


@pytest.mark.clause("H-05", "H-01", "L-S2")
def test_the_share_of_calls_that_are_connected_is_measured() -> None:
    """The phone of Kunming is off: one call is connected at the second dial, the other, at Chengdu, at the first."""
    calls = {"second_try": SUNDAY_NIGHT, "first_try": {**SUNDAY_NIGHT, "site": "chengdu"}}
    for level in "ABCD":
        day = play({name: {**call, "level": level} for name, call in calls.items()}, off=OFF)
        assert day.promise(f"every_level/connect/{level}") == "2 met of 3"
        tally = day.tally.hotline
        assert (int(tally.called[0]), int(tally.first[0])) == (2, 1)


# ------------------------------------------------------------------ around the clock, and in an emergency


@pytest.mark.clause("L-S2")
def test_behind_the_branch_there_is_a_hotline_around_the_clock_and_an_emergency_phone() -> None:
    """All branch phones are off, and the only clerk of the company's hotline speaks with another customer for half an
    hour. Who has a major fault is answered on the emergency phone, others dial again."""
    off = {f"branch_phone {site}": ["night of Sat 7 Mar"] for site in BRANCHES}
    other = {**SUNDAY_NIGHT, "raised": "Sun 8 Mar 02:59", "site": "chengdu", "level": "D"}
    for level, number in (("A", "emergency_phone"), ("B", "company_hotline"), ("C", "company_hotline")):
        calls = {"other": other, "caller": {**SUNDAY_NIGHT, "level": level}}
        day = play(calls, off=off, changes=long_talk_of_the_first)
        assert (answered_by(day, "other"), day.at("other", "answered")) == ("company_hotline", at("Sun 8 Mar 02:59"))
        assert answered_by(day, "caller") == number, level
        assert day.at("caller", "answered") - at("Sun 8 Mar 03:00") < (HOUR if level != "A" else 5 * MINUTE)


def long_talk_of_the_first(workload: Workload) -> dict[str, np.ndarray]:
    """The first call takes half an hour."""
    work = workload.work.copy()
    work[0, HOTLINE] = 30 * MINUTE
    return {"work": work}


# ------------------------------------------------------------------ random checks


def checks(day: Day) -> HotlineTally:
    """What the checks of a year found."""
    return day.tally.hotline


@pytest.mark.clause("H-02")
def test_every_branch_is_dialled_four_times_a_month_at_any_hour() -> None:
    day = play({"fault": SUNDAY_NIGHT})
    luck = day.workload.phones.check_u[BRANCH]
    edges = period_edges(day.scenario.study, "month")
    assert int(checks(day).checks[0, BRANCH]) == len(BRANCHES) * 12 * 4
    called = (edges[:-1, None] + luck[:, :12] * np.diff(edges)[:, None]).astype(np.int64)
    assert called.shape == (len(BRANCHES), 12, 4) and np.unique(called).size == called.size
    assert np.unique(called // HOUR % 24).size == 24, "at night too"
    assert np.unique(called // DAY % 7).size == 7, "on Sundays too"


@pytest.mark.clause("H-03")
def test_the_director_dials_the_company_hotline_every_month_and_finds_out_if_nobody_is_there() -> None:
    day = play({"fault": SUNDAY_NIGHT})
    assert (int(checks(day).checks[0, DIRECTOR]), int(checks(day).found[0, DIRECTOR])) == (12, 0)
    clerks = [index for index, team in enumerate(day.rules.teams) if team.pool == "company_hotline"]
    nobody = np.where(np.isin(day.roster.team, clerks), 0, day.roster.headcount)
    empty = replace(day, roster=replace(day.roster, headcount=nobody))
    assert int(checks(empty).found[0, DIRECTOR]) == 12


@pytest.mark.clause("H-04", "H-02")
def test_a_phone_that_is_switched_off_is_found_and_counted_and_one_that_is_engaged_is_not() -> None:
    engaged = {"open": {**SUNDAY_NIGHT, "level": "B"}, "call": {**SUNDAY_NIGHT, "busy": "yes"}}
    fine = checks(play(engaged))
    assert (int(fine.found[0, BRANCH]), int(fine.noticed[0, BRANCH])) == (0, 0)
    found = checks(play(engaged, changes=phone_of_kunming_off))
    assert (int(found.found[0, BRANCH]), int(found.noticed[0, BRANCH])) == (12 * 4, 12)


def phone_of_kunming_off(workload: Workload) -> dict[str, PhoneLuck]:
    """The phone of Kunming is off the whole year."""
    off_u = workload.phones.off_u.copy()
    off_u[phones(southwest()).index(("branch_phone", "kunming"))] = 0
    return {"phones": replace(workload.phones, off_u=off_u)}
