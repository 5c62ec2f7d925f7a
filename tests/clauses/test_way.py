"""The procedure of the contract, 2.3 steps 1 to 10: what follows what, and who does it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from sim.calendars import HOUR, MINUTE
from sim.fate import fate_of
from sim.results.people import leads
from sim.rules import rules_for
from sim.scenario import STEPS
from sim.workload import CANNOT_TELL, ENVIRONMENT, OWN, Workload
from tests.clauses.contract import at, drawn, judge, play, southwest

PLACE = {"site": "chongqing", "level": "C"}
AT_TEN = {**PLACE, "raised": "10:00"}
YEARS = range(3)


def near(hits: int, cases: int, share: float) -> bool:
    """Whether so many hits fit a share, within four standard errors."""
    return abs(hits - share * cases) < 4 * np.sqrt(cases * share * (1 - share))


# ------------------------------------------------------------------ steps 1 and 2: received, handed over


@pytest.mark.clause("P-01")
def test_a_request_is_accepted_at_any_hour_and_waits_only_for_its_talk() -> None:
    for raised in ("Sun 03:00", "10:00"):
        day = play({level: {**PLACE, "level": level, "raised": raised} for level in "ABCD"})
        for level in "ABCD":
            assert day.at(level, "answered") == at(raised)
            assert day.at(level, "logged") == at(raised) + day.workload.work[0, STEPS.index("hotline")] > at(raised)


@pytest.mark.clause("P-01")
def test_who_gives_up_dialling_reports_in_writing_within_the_hour_and_is_not_lost() -> None:
    """The branch phone is off, and the only clerk of the company hotline speaks with the first caller."""
    calls = {"first": AT_TEN, "second": {**AT_TEN, "raised": "10:01", "redials": "no"}}
    day = play(calls, off={"branch_phone chongqing": ["day of Mon 2 Mar"]})
    assert day.pool("first", "hotline") == "company_hotline"
    assert day.at("second", "answered") == -1
    hung_up = at("10:01") + int(day.workload.patience[1, 0])
    assert day.at("second", "logged") == hung_up + 60 * MINUTE
    assert day.at("second", "restored") > 0


@pytest.mark.clause("P-01")
def test_the_time_from_the_first_attempt_to_the_answer_is_measured() -> None:
    for level in "ABCD":
        found = judge(f"every_level/answer/{level}", {"raised": at("10:00"), "answered": at("10:07")})
        assert found is not None and found.needed == 7 * MINUTE, level
    unheard = judge("every_level/answer/A", {"raised": at("10:00"), "logged": at("11:00"), "restored": at("11:05")})
    assert unheard is not None and not unheard.needed < 366 * 24 * HOUR


@pytest.mark.clause("P-02", "H-06")
def test_a_request_is_handed_over_some_minutes_after_it_is_registered_and_takes_nobody() -> None:
    """Three requests at once, more than there are people: the hand-over of none waits for another."""
    day = play(dict.fromkeys(("one", "two", "three"), AT_TEN))
    for name in ("one", "two", "three"):
        assert day.at(name, "handed_over") == day.at(name, "logged") + 5 * MINUTE
        assert day.at(name, "contact ready") == day.at(name, "handed_over")
    assert STEPS.index("handover") not in day.outcomes.stints["step"]


@pytest.mark.clause("P-02", "H-06")
def test_how_long_the_hand_over_takes_is_measured_without_a_limit() -> None:
    for level in "ABCD":
        found = judge(f"every_level/handover/{level}", {"logged": at("10:05"), "handed_over": at("17:00")})
        assert found is not None and (found.met, found.needed) == (True, 6 * HOUR + 55 * MINUTE), level


# ------------------------------------------------------------------ steps 3 to 5: contact, advice, diagnosis


@pytest.mark.clause("P-03")
def test_the_branch_gets_in_touch_as_soon_as_it_is_told_and_headquarters_while_it_cannot() -> None:
    day = play({"one": AT_TEN, "two": AT_TEN})
    assert day.at("one", "contacted") == day.at("one", "handed_over")
    assert day.at("two", "contacted") == day.at("two", "handed_over")
    assert (day.pool("one", "contact"), day.pool("two", "contact")) == ("local", "hq_remote")


@pytest.mark.clause("P-04")
@pytest.mark.parametrize("level", ["A", "B", "C", "D"])
def test_advice_by_phone_may_be_enough_and_if_not_the_fault_is_located(level: str) -> None:
    call = {**AT_TEN, "level": level}
    day = play({"solved": {**call, "solved_by": "contact"}, "unsolved": {**call, "raised": "Tue 10:00"}})
    assert day.restored_by("solved") == "contact"
    assert day.at("solved", "diagnosis requested") == -1
    assert day.how("unsolved", "contact") == "failed"
    assert day.at("unsolved", "diagnosis started") == day.at("unsolved", "contact ended")
    assert day.pool("unsolved", "diagnosis") == day.pool("unsolved", "contact")


@pytest.mark.clause("P-05")
def test_the_seat_of_the_problem_is_one_of_three_and_each_has_its_own_next_step() -> None:
    causes = ("own", "environment", "cannot_tell")
    day = play({cause: {**AT_TEN, "cause": cause} for cause in causes})
    for cause in causes:
        diagnosed = day.at(cause, "diagnosed")
        next_steps = {s for s in ("remote", "onsite", "third_party") if day.at(cause, f"{s} requested") == diagnosed}
        expected = {"own": {"remote"}, "environment": {"third_party"}, "cannot_tell": {"onsite", "third_party"}}
        assert next_steps == expected[cause]


@pytest.mark.clause("P-05")
def test_all_three_causes_are_drawn_in_their_shares() -> None:
    for level, cannot_tell in (("C", 0.1), ("D", 0.1)):
        found = np.concatenate([of_level(drawn(year), level) for year in YEARS])
        for cause, share in ((OWN, 0.8 - cannot_tell), (ENVIRONMENT, 0.2), (CANNOT_TELL, cannot_tell)):
            assert near(int((found == cause).sum()), found.size, share), (level, cause)


def of_level(workload: Workload, level: str) -> np.ndarray:
    return workload.diagnosis[workload.level == workload.levels.index(level)]


# ------------------------------------------------------------------ step 6: remote help, with permission


def answers_after(share: float):
    """The customer takes as long for his permission as happens in this share of all cases."""
    return lambda workload: {"permit_u": np.full(workload.faults, share)}


@pytest.mark.clause("P-06")
def test_remote_help_begins_with_the_permission_and_if_it_fails_somebody_drives_out() -> None:
    day = play({"solved": {**AT_TEN, "solved_by": "remote"}, "unsolved": {**AT_TEN, "raised": "15:00"}})
    for name in ("solved", "unsolved"):
        assert day.at(name, "asked") == day.at(name, "diagnosed")
        assert day.at(name, "permitted") == day.at(name, "asked") + 10 * MINUTE
        assert day.at(name, "remote started") == day.at(name, "permitted")
    assert day.restored_by("solved") == "remote" and day.at("solved", "onsite requested") == -1
    assert day.at("unsolved", "onsite requested") == day.at("unsolved", "remote ended")


@pytest.mark.clause("P-06")
def test_without_a_permission_nobody_works_remotely_and_somebody_drives_out() -> None:
    day = play({"refused": {**AT_TEN, "granted": "no", "solved_by": "remote onsite"}})
    assert (day.how("refused", "remote"), day.restored_by("refused")) == ("refused", "onsite")
    assert day.at("refused", "onsite requested") == day.at("refused", "permitted")
    assert STEPS.index("remote") not in day.outcomes.stints["step"]


@pytest.mark.clause("P-06")
def test_a_customer_who_does_not_answer_is_waited_for_an_hour() -> None:
    day = play({"silent": {**AT_TEN, "solved_by": "remote onsite"}}, changes=answers_after(1 - 1e-9))
    assert day.at("silent", "onsite requested") == day.at("silent", "asked") + 60 * MINUTE
    assert day.restored_by("silent") == "onsite"


@pytest.mark.clause("P-06")
def test_what_the_customer_made_us_wait_is_told_apart() -> None:
    """Restored after 2 h 10 min, of which he thought for 30."""
    events = {"logged": "10:00", "asked": "10:40", "permitted": "11:10", "restored": "12:10"}
    times = {event: at(when) for event, when in events.items()}
    gross, net = judge("A/restore", times), judge("A/restore", times, "net")
    assert gross is not None and (gross.met, gross.needed) == (False, 130 * MINUTE)
    assert net is not None and (net.met, net.needed) == (True, 100 * MINUTE)


# ------------------------------------------------------------------ steps 7 to 9: a visit, a third party


@pytest.mark.clause("P-07")
def test_when_remote_help_fails_local_staff_drive_out_at_once() -> None:
    day = play({"fault": {**AT_TEN, "solved_by": "onsite"}})
    assert day.at("fault", "onsite started") == day.at("fault", "remote ended")
    assert day.pool("fault", "onsite") == "local"
    assert day.at("fault", "onsite arrived") > day.at("fault", "onsite started")
    visit = day.verdict("fault", "every_level/onsite/C")
    assert visit is not None and visit.needed == day.at("fault", "onsite arrived") - day.at("fault", "logged")


@pytest.mark.clause("P-08")
@pytest.mark.parametrize("level", ["A", "B", "C", "D"])
def test_a_third_party_is_asked_half_an_hour_after_the_diagnosis_and_alone_restores(level: str) -> None:
    solving = "contact remote onsite second_visit hq_support hq_trip"
    day = play({"fault": {**AT_TEN, "level": level, "cause": "environment", "solved_by": solving}})
    called = day.at("fault", "vendor_called")
    assert called == day.at("fault", "diagnosed") + 30 * MINUTE
    assert day.restored_by("fault") == "third_party" and day.at("fault", "restored") > called
    assert STEPS.index("third_party") not in day.outcomes.stints["step"], "it takes none of our people"


@pytest.mark.clause("P-08")
def test_what_a_third_party_must_do_is_measured_and_is_no_promise_of_ours() -> None:
    day = play({"fault": {**AT_TEN, "level": "A", "cause": "environment"}})
    asked, fixed = (day.verdict("fault", f"every_level/{name}/A") for name in ("vendor_request", "vendor_fix"))
    assert asked is not None and asked.needed == 30 * MINUTE
    assert fixed is not None and fixed.needed == day.at("fault", "restored") - day.at("fault", "vendor_called")
    assert asked.met and fixed.met
    assert day.verdict("fault", "A/restore") is None


@pytest.mark.clause("P-09")
def test_where_the_cause_cannot_be_told_a_visit_and_the_third_party_go_side_by_side() -> None:
    ours = {**AT_TEN, "cause": "cannot_tell", "truly": "own", "solved_by": "onsite"}
    theirs = {**ours, "truly": "environment", "raised": "15:00"}
    day = play({"ours": ours, "theirs": theirs})
    for name in ("ours", "theirs"):
        assert day.at(name, "onsite started") == day.at(name, "diagnosed")
        assert day.at(name, "vendor_called") == day.at(name, "diagnosed") + 30 * MINUTE
        assert day.at(name, "remote requested") == -1
    assert (day.restored_by("ours"), day.restored_by("theirs")) == ("onsite", "third_party")


@pytest.mark.clause("P-09")
def test_half_of_what_cannot_be_told_is_truly_the_third_partys() -> None:
    years = [drawn(year) for year in YEARS]
    truly = np.concatenate([year.truly_environment[year.diagnosis == CANNOT_TELL] for year in years])
    assert near(int(truly.sum()), truly.size, 0.5)


# ------------------------------------------------------------------ step 10: on site


@pytest.mark.clause("P-10")
def test_the_lead_coordinates_five_minutes_for_every_hour_on_site_and_keeps_nobody_waiting() -> None:
    day = play({"fault": {**AT_TEN, "solved_by": "onsite"}})
    (lead,) = leads(day.scenario, day.plan, day.tally)
    on_site = day.at("fault", "onsite ended") - day.at("fault", "onsite arrived")
    assert lead.hours == pytest.approx(on_site / HOUR * 5 / 60)
    assert lead.share is not None and 0 < lead.share < 0.01
    assert "project_lead" not in day.pools_at_work()


@pytest.mark.clause("P-11")
def test_a_visit_may_solve_it_and_else_a_second_one_may_or_headquarters_comes() -> None:
    one = {**AT_TEN, "solved_by": "onsite"}
    two = {**AT_TEN, "site": "kunming", "second_visit": "yes", "solved_by": "second_visit"}
    none = {**AT_TEN, "site": "guiyang", "second_visit": "yes"}
    day = play({"one": one, "two": two, "none": none})
    assert (day.restored_by("one"), day.at("one", "second_visit requested")) == ("onsite", -1)
    assert day.how("two", "onsite") == "failed"
    assert day.at("two", "second_visit requested") == day.at("two", "onsite ended")
    assert day.at("two", "second_visit arrived") > day.at("two", "second_visit requested")
    assert day.restored_by("two") == "second_visit"
    assert day.at("none", "hq_trip requested") == day.at("none", "second_visit ended")
    assert day.restored_by("none") == "hq_trip"


@pytest.mark.clause("P-11")
def test_a_second_visit_follows_most_but_not_all_that_have_failed() -> None:
    rules = rules_for(southwest(), southwest().plan("lean"))
    again = np.concatenate([fate_of(rules, drawn(year)).again for year in YEARS])
    assert near(int(again.sum()), again.size, 0.8)


# ------------------------------------------------------------------ the order of help


def requests(level: str) -> Mapping[str, tuple[int, int]]:
    """When each kind of help was asked for, and when it ended; nothing helps but the visit."""
    day = play({"fault": {**AT_TEN, "level": level, "solved_by": "onsite"}})
    steps = ("hotline", "contact", "remote", "onsite")
    return {step: (day.at("fault", f"{step} requested"), day.at("fault", f"{step} ended")) for step in steps}


@pytest.mark.clause("L-G2")
@pytest.mark.parametrize("level", ["C", "D"])
def test_ordinary_faults_are_helped_in_the_written_order(level: str) -> None:
    found = requests(level)
    assert found["hotline"][1] <= found["contact"][0] <= found["contact"][1] <= found["remote"][0]
    assert found["onsite"][0] == found["remote"][1]


@pytest.mark.clause("L-G2")
@pytest.mark.parametrize("level", ["A", "B"])
def test_grave_faults_are_helped_by_phone_and_on_site_side_by_side(level: str) -> None:
    found = requests(level)
    assert found["onsite"][0] == found["hotline"][1] < found["contact"][0]
