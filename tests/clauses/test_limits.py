"""The promised times, 2.5.1: when each clock starts and stops, how long it runs, when it stands still, and for whom.

Every limit is tried at its last moment and one millisecond later.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sim.calendars import HOUR, MINUTE
from tests.clauses.contract import Day, Verdict, at, judge, play

EARLIER = 45 * MINUTE
"""So long before it is registered the customer has begun to call."""


def judged(promise: str, event: str, logged: str, when: int, reading: str = "", **fault: str) -> Verdict | None:
    """The verdict on a fault that was called in some time before it was registered."""
    events = {"raised": at(logged) - EARLIER, "logged": at(logged), event: when}
    return judge(promise, events, reading, **fault)


def kept(promise: str, event: str, logged: str, when: int, **fault: str) -> bool:
    """Whether a promise that counts is kept."""
    found = judged(promise, event, logged, when, **fault)
    assert found is not None, f"{promise} is not judged"
    return found.met


def is_due(promise: str, event: str, logged: str, last: str, **fault: str) -> bool:
    """Whether `last` is the last moment at which the event is in time."""
    on_time, late = (kept(promise, event, logged, at(last) + ms, **fault) for ms in (0, 1))
    return on_time and not late


# ------------------------------------------------------------------ 2.3: contact and visit at every level


@pytest.mark.clause("P-03")
def test_direct_contact_two_hours_after_the_registration_is_in_time_and_no_later() -> None:
    """Around the clock for A and B, on workdays for C, on workdays from nine to twelve and one to six for D."""
    for level in "AB":
        assert is_due(f"every_level/contact/{level}", "contacted", "Sat 7 Mar 23:00", "Sun 8 Mar 01:00")
    assert is_due("every_level/contact/C", "contacted", "Tue 23:00", "Wed 01:00")
    assert is_due("every_level/contact/C", "contacted", "Fri 6 Mar 22:30", "Mon 9 Mar 00:00")
    assert is_due("every_level/contact/D", "contacted", "10:15", "13:00")
    assert is_due("every_level/contact/D", "contacted", "Fri 6 Mar 17:00", "Mon 9 Mar 09:00")


@pytest.mark.clause("P-07")
def test_local_staff_are_on_site_a_day_after_the_registration_whatever_day_it_is() -> None:
    for level in "ABCD":
        promise = f"every_level/onsite/{level}"
        for site in ("chengdu", "mianyang"):
            assert is_due(promise, "arrived", "Fri 6 Mar 20:15", "Sat 7 Mar 20:15", site=site)
        assert kept(promise, "arrived", "10:00", at("11:00"), by="local")
        assert not kept(promise, "arrived", "10:00", at("11:00"), by="hq_field"), "a visit from headquarters is none"


@pytest.mark.clause("P-09")
def test_a_visit_within_a_day_is_owed_too_where_the_cause_cannot_be_told() -> None:
    for level in "ABCD":
        promise = f"every_level/onsite_unknown/{level}"
        assert is_due(promise, "arrived", "Fri 6 Mar 20:15", "Sat 7 Mar 20:15", cause="cannot_tell")
        assert judged(promise, "arrived", "10:00", at("11:00"), cause="own") is None


@pytest.mark.clause("L-G1")
def test_each_level_has_its_own_time_to_arrive_and_to_leave() -> None:
    """The shortest time that counts on site, and the one in which headquarters sets off, in hours."""
    for level, on_site, leaves in (("A", 0.5, 3), ("B", 0.5, 6), ("C", 24, 24), ("D", 24, 48)):
        names = ([f"{level}/onsite"] if level in "AB" else []) + [f"every_level/onsite/{level}"]
        for late in (0, 1):
            on_time = [kept(name, "arrived", "10:00", at("10:00") + round(on_site * HOUR) + late) for name in names]
            assert all(on_time) == (not late), level
            gone = kept(f"{level}/depart", "hq_departed", "10:00", at("10:00") + leaves * HOUR + late)
            assert gone == (not late), level


@pytest.mark.clause("L-G1")
def test_whoever_is_nearest_goes_and_leaves_as_soon_as_he_is_asked() -> None:
    """The resident where there is one, else the engineer of the base, nobody from further away."""
    fault = {"raised": "10:00", "level": "B", "solved_by": "onsite"}
    for plan, pool in (("residents", "resident"), ("lean", "local")):
        day = play({"fault": {**fault, "site": "kunming"}}, plan)
        assert (day.pool("fault", "onsite"), day.at("fault", "onsite started")) == (pool, day.at("fault", "logged"))


# ------------------------------------------------------------------ levels A and B


@pytest.mark.clause("L-A1")
def test_a_major_fault_is_answered_at_any_hour_and_how_soon_is_measured() -> None:
    assert_contacted_at_any_hour("A")


@pytest.mark.clause("L-B1")
def test_a_severe_fault_is_answered_at_any_hour_and_how_soon_is_measured() -> None:
    assert_contacted_at_any_hour("B")


def assert_contacted_at_any_hour(level: str) -> None:
    """Whoever is on duty phones or arrives within the hour, and the clock never stands still; no time is promised."""
    for raised in ("Sat 7 Mar 03:00", "Sun 8 Mar 23:00", "10:00"):
        fault = {"raised": raised, "level": level, "site": "kunming", "solved_by": "contact"}
        day = play({"fault": fault})
        assert 0 < day.at("fault", "contacted") - day.at("fault", "logged") < HOUR
    found = judged(f"{level}/response", "contacted", "Sat 7 Mar 03:00", at("Tue 10 Mar 03:00"))
    assert found is not None and (found.met, found.needed) == (True, 72 * HOUR)


def assert_half_an_hour_on_site(level: str) -> None:
    """From the registration on, at any hour, where there is a base; what is fixed before is in time, and counted."""
    promise = f"{level}/onsite"
    assert is_due(promise, "arrived", "Sun 8 Mar 03:00", "Sun 8 Mar 03:30")
    assert not kept(promise, "arrived", "10:00", at("10:10"), by="hq_field")
    assert judged(promise, "arrived", "10:00", at("10:10"), site="mianyang") is None, "nobody local is there"
    day = play({"fault": {"raised": "10:00", "level": level, "site": "kunming", "solved_by": "onsite"}})
    visit = day.verdict("fault", promise)
    assert visit is not None and visit.met
    assert visit.needed == day.at("fault", "onsite arrived") - day.at("fault", "logged") > 0
    events = {"logged": at("10:00"), "onsite_requested": at("10:00"), "restored": at("10:20")}
    fixed_first = judge(promise, events)
    assert fixed_first is not None and fixed_first.met


@pytest.mark.clause("L-A2")
def test_a_major_fault_has_local_staff_on_site_in_half_an_hour() -> None:
    assert_half_an_hour_on_site("A")


@pytest.mark.clause("L-B2")
def test_a_severe_fault_has_local_staff_on_site_in_half_an_hour() -> None:
    assert_half_an_hour_on_site("B")


@pytest.mark.clause("L-A3")
def test_headquarters_supports_a_major_fault_from_the_registration_on_beside_those_on_site() -> None:
    fault = {"raised": "10:00", "level": "A", "site": "kunming"}
    day = play({"fault": {**fault, "solved_by": "hq_support"}})
    assert day.at("fault", "hq_support started") == day.at("fault", "onsite started") == day.at("fault", "logged")
    assert (day.pool("fault", "hq_support"), day.restored_by("fault")) == ("hq_remote", "hq_support")
    refused = play({"fault": {**fault, "solved_by": "hq_support", "granted": "no"}})
    assert refused.restored_by("fault") != "hq_support", "remote support needs the customer's permission"
    severe = play({"fault": {**fault, "level": "B"}})
    assert severe.at("fault", "hq_support requested") == -1, "no support is promised for B"


@pytest.mark.clause("L-A3")
def test_support_that_comes_late_is_told_and_keeps_nobody_from_working() -> None:
    """Both engineers at headquarters are at work for two major faults elsewhere when the third comes."""
    others = {name: {"raised": "10:00", "level": "A", "site": name} for name in ("chengdu", "chongqing")}
    day = play({**others, "late": {"raised": "10:01", "level": "A", "site": "kunming"}})
    waited = day.at("late", "hq_support started") - day.at("late", "logged")
    assert waited > 15 * MINUTE, "he counts as absent"
    support = day.verdict("late", "A/hq_support")
    assert support is not None and (support.met, support.needed) == (True, waited)
    assert day.at("late", "onsite started") == day.at("late", "logged")


def assert_restored_within(level: str, limit: int) -> None:
    """From the registration until service is back, whatever was ours or cannot be told, not a third party's."""
    promise, last = f"{level}/restore", at("Sun 8 Mar 03:00") + limit * HOUR
    for cause in ("own", "cannot_tell"):
        assert kept(promise, "restored", "Sun 8 Mar 03:00", last, cause=cause, site="mianyang")
        assert not kept(promise, "restored", "Sun 8 Mar 03:00", last + 1, cause=cause)
    assert judged(promise, "restored", "10:00", at("11:00"), cause="environment") is None
    events = {"logged": at("10:00"), "arrived": at("10:20"), "restored": at("13:00")}
    from_arrival = judge(promise, events, "arrival")
    assert from_arrival is not None and from_arrival.needed == 2 * HOUR + 40 * MINUTE


@pytest.mark.clause("L-A4")
def test_a_major_fault_is_restored_in_two_hours() -> None:
    assert_restored_within("A", 2)


@pytest.mark.clause("L-B3")
def test_a_severe_fault_is_restored_in_four_hours() -> None:
    assert_restored_within("B", 4)


# ------------------------------------------------------------------ headquarters sets off, if necessary


def takes_the_next_flight(day: Day, fault: str) -> bool:
    """Whether the traveller flies as soon as he is at the airport: one leaves at half past every hour by day."""
    site = next(site for site in day.scenario.demand.sites if site.name == "kunming")
    assert site.from_hq is not None
    there = day.at(fault, "hq_departed") + round(float(site.from_hq.to_airport.parameters[0]))  # type: ignore[arg-type]
    flights = [HOUR * hour + 30 * MINUTE + at("00:00") for hour in range(6, 22)]
    return day.at(fault, "hq_boarded") == next(flight for flight in flights if flight >= there)


def assert_headquarters_leaves(level: str, limit: int, timer: int) -> None:
    """Necessary is a trip for a fault not restored in the promised time, or when nobody else can help any more."""
    assert is_due(f"{level}/depart", "hq_departed", "Sun 8 Mar 03:00", f"Sun 8 Mar {3 + limit:02d}:00")
    slow = {"raised": "10:00", "level": level, "site": "mianyang", "second_visit": "yes"}
    fast = {"raised": "10:00", "level": level, "site": "kunming"}
    day = play({"slow": slow, "fast": fast})
    assert day.at("slow", "hq_trip requested") == day.at("slow", "logged") + timer * HOUR
    failed = max(day.at("fast", f"{step} ended") for step in ("remote", "onsite"))
    assert day.at("fast", "hq_trip requested") == failed < day.at("fast", "logged") + timer * HOUR
    assert takes_the_next_flight(day, "fast")
    assert day.restored_by("fast") == "hq_trip" and day.pool("fast", "hq_trip") == "hq_field"


@pytest.mark.clause("L-A5")
def test_headquarters_leaves_for_a_major_fault_within_three_hours() -> None:
    assert_headquarters_leaves("A", 3, timer=2)


@pytest.mark.clause("L-B4")
def test_headquarters_leaves_for_a_severe_fault_within_six_hours() -> None:
    assert_headquarters_leaves("B", 6, timer=4)


def assert_headquarters_leaves_last(level: str, dues: Mapping[str, str]) -> None:
    """Only when remote help and local staff have both failed is it necessary."""
    for logged, due in dues.items():
        assert is_due(f"{level}/depart", "hq_departed", logged, due)
    day = play({"fault": {"raised": "09:15", "level": level, "site": "kunming"}})
    assert day.at("fault", "hq_trip requested") == day.at("fault", "onsite ended") > day.at("fault", "remote ended")
    assert day.at("fault", "hq_departed") > day.at("fault", "hq_trip requested")
    assert takes_the_next_flight(day, "fault") and day.pool("fault", "hq_trip") == "hq_field"
    helped = play({"fault": {"raised": "09:15", "level": level, "site": "kunming", "solved_by": "onsite"}})
    assert helped.at("fault", "hq_trip requested") == -1


@pytest.mark.clause("L-C3")
def test_headquarters_leaves_for_an_ordinary_fault_within_a_day_of_workdays() -> None:
    assert_headquarters_leaves_last("C", {"Tue 10:00": "Wed 10:00", "Fri 6 Mar 10:00": "Mon 9 Mar 00:00"})


@pytest.mark.clause("L-D3")
def test_headquarters_leaves_for_a_slight_fault_within_two_days_and_at_the_next_opening() -> None:
    assert_headquarters_leaves_last("D", {"Tue 10:00": "Thu 5 Mar 10:00", "Fri 6 Mar 10:00": "Mon 9 Mar 09:00"})


# ------------------------------------------------------------------ levels C and D


@pytest.mark.clause("L-C1")
def test_an_ordinary_fault_is_answered_on_workdays_at_any_hour() -> None:
    """Sunday, 15 February, opens the Spring Festival; Saturday the 14th makes up for it."""
    assert_contacted_in_window(
        "C",
        {
            "Tue 02:00": "",
            "Sat 7 Mar 10:00": "Mon 9 Mar 00:00",
            "Sat 14 Feb 10:00": "",
            "Sun 15 Feb 10:00": "Tue 24 Feb 00:00",
        },
    )


@pytest.mark.clause("L-D1")
def test_a_slight_fault_is_answered_in_the_eight_hours_of_a_workday() -> None:
    assert_contacted_in_window(
        "D",
        {
            "Tue 10:00": "",
            "Tue 12:10": "Tue 13:00",
            "Tue 18:10": "Wed 09:00",
            "Sat 7 Mar 10:00": "Mon 9 Mar 09:00",
            "Sat 14 Feb 10:00": "",
        },
    )


def assert_contacted_in_window(level: str, opens: Mapping[str, str]) -> None:
    """Work waits for the opening (nothing: it is open), and so does the clock, which has no limit."""
    for raised, opening in opens.items():
        fault = {"raised": raised, "level": level, "site": "kunming", "solved_by": "contact"}
        day = play({"fault": fault}, "hq_heavy")
        begins = at(opening) if opening else day.at("fault", "handed_over")
        assert day.at("fault", "contacted") == begins, raised
        answered = day.verdict("fault", f"{level}/response")
        assert answered is not None and answered.met
        assert answered.needed == begins - (at(opening) if opening else day.at("fault", "logged")), raised


@pytest.mark.clause("L-C2")
def test_a_reply_to_an_ordinary_fault_takes_six_hours_and_waits_for_a_workday() -> None:
    """The examples of the rules of the clock; a reply is a diagnosis, not mere contact."""
    assert is_due("C/reply", "replied", "Tue 20:00", "Wed 02:00")
    assert is_due("C/reply", "replied", "Fri 6 Mar 20:00", "Mon 9 Mar 00:00")
    assert is_due("C/reply", "replied", "Fri 6 Mar 18:00", "Sat 7 Mar 00:00")
    assert_reply_is_a_diagnosis("C")


@pytest.mark.clause("L-D2")
def test_a_reply_to_a_slight_fault_takes_a_day_and_waits_for_the_opening() -> None:
    assert is_due("D/reply", "replied", "Fri 13 Feb 17:00", "Sat 14 Feb 17:00")
    assert is_due("D/reply", "replied", "Sat 7 Mar 10:00", "Tue 10 Mar 09:00")
    assert is_due("D/reply", "replied", "Mon 9 Mar 12:30", "Tue 10 Mar 13:00")
    assert_reply_is_a_diagnosis("D")


def assert_reply_is_a_diagnosis(level: str) -> None:
    """Contact alone says nothing of the matter; the fault need not be over."""
    day = play({"fault": {"raised": "10:00", "level": level, "site": "kunming", "solved_by": "onsite"}})
    reply = day.verdict("fault", f"{level}/reply")
    assert reply is not None and reply.needed == day.at("fault", "diagnosed") - day.at("fault", "logged")
    assert day.at("fault", "contacted") < day.at("fault", "diagnosed") < day.at("fault", "restored")
