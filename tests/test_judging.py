"""Verdicts on hand-made faults, worked out by hand: every branch of J6, the waits of J7, J8, J9, and S2, S6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from sim.calendars import Holidays, Hours, Span
from sim.journey import CONTACT, HQ_TRIP, ONSITE, REMOTE, THIRD_PARTY
from sim.measures.counting import judged
from sim.measures.court import court, period_edges, years_of
from sim.measures.events import Case
from sim.measures.judging import Verdicts, verdicts
from sim.measures.tally import EMPTY, INFINITE
from sim.outcomes import Record
from sim.scenario import Promise, Reading, Title
from tests.made import HOUR, MINUTE, at, promise, record, rules, scenario, team, workload

LOCAL, HQ = 0, 1


def case_of(outcomes: Record, *raised: int, **columns: Any) -> Case:
    made = scenario()
    outcomes.raised = list(raised)
    return Case(workload(*raised, **columns), rules(team("local", made), team("hq", made)), outcomes.outcomes())


def verdict(judge: Promise, case: Case, **study: Any) -> Verdicts:
    return verdicts(court(scenario(judge, **study)).briefs[0], case)


def one(outcomes: Record, judge: Promise, **columns: Any) -> Verdicts:
    """The verdict on a single fault, raised when it is logged."""
    return verdict(judge, case_of(outcomes, outcomes.logged[0], **columns))


def logged_at(instant: int) -> Record:
    made = record(1)
    made.logged[0] = instant
    return made


# ------------------------------------------------------------------ with both events


def test_in_time_to_the_millisecond() -> None:
    for late, met in ((0, True), (1, False)):
        made = logged_at(at(5, 10))
        made.restored[0] = at(5, 12) + late
        found = one(made, promise())
        assert found.met.tolist() == [met]
        assert found.needed.tolist() == [2 * HOUR + late]
        assert found.lateness.tolist() == [1 if late else -1]


def test_the_limit_of_each_site_holds_for_its_own_faults() -> None:
    made = record(2)
    made.logged[:] = [at(1, 10), at(1, 10)]
    made.restored[:] = [at(1, 13), at(1, 13)]
    judge = replace(promise(), limit={"chengdu": 2 * HOUR, "mianyang": 4 * HOUR})
    found = verdict(judge, case_of(made, at(1, 10), at(1, 10), site=[0, 1]))
    assert found.met.tolist() == [False, True]


def test_only_the_level_and_the_sites_in_scope_are_judged() -> None:
    made = record(3)
    made.logged[:] = [at(1), at(2), at(3)]
    made.restored[:] = [at(1, 1), at(2, 1), at(3, 1)]
    case = case_of(made, at(1), at(2), at(3), level=[0, 1, 0], site=[0, 0, 1])
    assert verdict(promise(), case).row.tolist() == [0, 2]
    assert verdict(promise(sites=("chengdu",)), case).row.tolist() == [0]


def test_an_event_before_the_clock_starts_needs_no_limit_at_all() -> None:
    made = logged_at(at(1, 10))
    made.contacted[0] = at(1, 12)
    made.restored[0] = at(1, 11)
    found = one(made, promise(from_event="contacted", to_event="restored"))
    assert found.needed.tolist() == [0]
    assert found.met.tolist() == [True]


# ------------------------------------------------------------------ J6: without the to-event


def test_a_step_never_requested_is_not_counted() -> None:
    made = logged_at(at(1, 10))
    made.restored[0] = at(1, 11)
    found = one(made, promise("hq_departed", 3 * HOUR))
    assert found.row.size == 0
    assert found.not_needed == 1


def test_fixed_first_is_met_and_counted_apart() -> None:
    made = logged_at(at(1, 10))
    made.requested[ONSITE][0] = at(1, 10)
    made.restored[0] = at(1, 10, 20)
    found = one(made, promise("arrived", 30 * MINUTE, by=("local",)))
    assert found.met.tolist() == [True]
    assert found.needed.tolist() == [20 * MINUTE], "restoration stands in as the event"
    assert found.fixed_first == 1


def test_fixed_first_but_after_the_due_time_is_missed_however_it_is_read() -> None:
    for reading in ("met", "excluded", "missed"):
        made = logged_at(at(1, 10))
        made.requested[ONSITE][0] = at(1, 10)
        made.restored[0] = at(1, 10, 31)
        found = one(made, promise("arrived", 30 * MINUTE, by=("local",), fixed_first=reading))
        assert found.met.tolist() == [False], reading
        assert found.gross_met.tolist() == [False], reading
        assert found.fixed_first == 1


def test_fixed_first_in_time_may_be_read_as_not_counting_or_as_missed() -> None:
    made = logged_at(at(1, 10))
    made.requested[ONSITE][0] = at(1, 10)
    made.restored[0] = at(1, 10, 20)
    left_out = one(made, promise("arrived", 30 * MINUTE, fixed_first="excluded"))
    assert left_out.row.size == 0 and left_out.fixed_first == 1
    late = one(made, promise("arrived", 30 * MINUTE, fixed_first="missed"))
    assert late.met.tolist() == [False] and late.net_met.tolist() == [False]
    assert late.needed.tolist() == [INFINITE]


def test_restored_before_the_clock_could_start_is_as_fixed_first() -> None:
    made = logged_at(at(1, 10))
    made.requested[CONTACT][0] = at(1, 10)
    made.restored[0] = at(1, 15)
    found = one(made, promise("restored", 2 * HOUR, from_event="contacted"))
    assert found.met.tolist() == [True] and found.needed.tolist() == [0]
    assert found.fixed_first == 1
    strict = one(made, promise("restored", 2 * HOUR, from_event="contacted", fixed_first="missed"))
    assert strict.met.tolist() == [False]


def test_a_clock_of_a_step_the_fault_never_needed_does_not_start() -> None:
    """Own faults have no vendor: they are no kept promises of the vendor's."""
    made = record(2)
    made.logged[:] = [at(1, 10), at(1, 10)]
    made.restored[:] = [at(1, 11), at(1, 20)]
    made.requested[THIRD_PARTY][1] = at(1, 11)
    made.vendor_called[1] = at(1, 12)
    found = verdict(promise("restored", 9 * HOUR, from_event="vendor_called"), case_of(made, at(1, 10), at(1, 10)))
    assert found.row.tolist() == [1]
    assert found.needed.tolist() == [8 * HOUR]
    assert found.not_needed == 1


def test_done_only_by_the_wrong_people_is_missed_without_end() -> None:
    made = logged_at(at(1, 10))
    made.requested[ONSITE][0] = at(1, 10)
    made.requested[HQ_TRIP][0] = at(1, 10)
    made.arrived[HQ_TRIP][0], made.team[HQ_TRIP][0] = at(1, 10, 10), HQ
    made.restored[0] = at(1, 10, 20)
    found = one(made, promise("arrived", 30 * MINUTE, by=("local",)))
    assert found.met.tolist() == [False]
    assert found.needed.tolist() == [INFINITE] and found.lateness.tolist() == [INFINITE]
    assert (found.wrong_people, found.fixed_first, found.unfinished) == (1, 0, 0)
    anyone = one(made, promise("arrived", 30 * MINUTE))
    assert anyone.needed.tolist() == [10 * MINUTE]


def test_the_right_people_count_even_when_others_came_first() -> None:
    made = logged_at(at(1, 10))
    made.requested[ONSITE][0] = at(1, 10)
    made.arrived[ONSITE][0], made.team[ONSITE][0] = at(1, 10, 25), LOCAL
    made.arrived[HQ_TRIP][0], made.team[HQ_TRIP][0] = at(1, 10, 5), HQ
    made.restored[0] = at(1, 11)
    assert one(made, promise("arrived", 30 * MINUTE, by=("local",))).needed.tolist() == [25 * MINUTE]


def test_local_people_who_were_never_asked_have_missed_nothing() -> None:
    """Headquarters was wanted and called back before it came; no local visit was asked for."""
    made = logged_at(at(1, 10))
    made.requested[HQ_TRIP][0] = at(1, 12)
    made.restored[0] = at(1, 13)
    assert one(made, promise("arrived", 24 * HOUR, by=("local",))).not_needed == 1
    assert one(made, promise("arrived", 24 * HOUR)).fixed_first == 1


def test_a_fault_still_open_at_the_end_is_missed_without_end() -> None:
    made = logged_at(at(1, 10))
    found = one(made, promise())
    assert found.met.tolist() == [False] and found.net_met.tolist() == [False]
    assert found.needed.tolist() == [INFINITE]
    assert found.unfinished == 1


def test_a_caller_who_hung_up_for_good_was_not_helped_sooner() -> None:
    made = record(1)
    made.logged[0] = at(1, 11)
    made.restored[0] = at(1, 11, 5)
    found = verdict(promise("answered", 24 * HOUR, from_event="raised"), case_of(made, at(1, 10)))
    assert found.row.size == 0, "without a hotline nobody had to answer"
    made.requested[0][0] = at(1, 10)
    found = verdict(promise("answered", 24 * HOUR, from_event="raised"), case_of(made, at(1, 10)))
    assert found.met.tolist() == [False]
    assert found.needed.tolist() == [INFINITE]


def test_an_arrival_after_the_restoration_is_none() -> None:
    made = logged_at(at(1, 10))
    made.requested[HQ_TRIP][0] = at(1, 11)
    made.arrived[HQ_TRIP][0] = at(2, 10)
    made.restored[0] = at(1, 20)
    found = one(made, promise("hq_arrived", 24 * HOUR))
    assert found.needed.tolist() == [10 * HOUR]
    assert found.fixed_first == 1


def test_measured_only_promises_are_never_missed_but_known() -> None:
    made = logged_at(at(1, 10))
    made.restored[0] = at(3, 10)
    found = one(made, promise(limit=None))
    assert found.met.tolist() == [True]
    assert found.needed.tolist() == [48 * HOUR]
    assert found.lateness.tolist() == [-1]


# ------------------------------------------------------------------ J7: waits


def waiting_fault() -> Record:
    """Logged 10:00, permission asked 10:20 and given 11:10, restored 12:45: 2 h 45 min, of which 50 min waiting."""
    made = logged_at(at(1, 10))
    made.asked[0], made.permitted[0], made.restored[0] = at(1, 10, 20), at(1, 11, 10), at(1, 12, 45)
    return made


def test_gross_decides_and_net_is_reported() -> None:
    found = one(waiting_fault(), promise())
    assert (found.met.tolist(), found.gross_met.tolist(), found.net_met.tolist()) == ([False], [False], [True])
    assert found.needed.tolist() == [2 * HOUR + 45 * MINUTE]
    assert found.lateness.tolist() == [45 * MINUTE]


def test_a_promise_net_of_waiting_is_judged_so() -> None:
    for waits in (("customer",), ("customer", "vendor")):
        found = one(waiting_fault(), promise(net_of=waits))
        assert (found.met.tolist(), found.gross_met.tolist()) == ([True], [False])
        assert found.needed.tolist() == [HOUR + 55 * MINUTE]


def test_waiting_that_never_ended_stops_the_clock_until_the_event() -> None:
    made = waiting_fault()
    made.permitted[0] = -1
    found = one(made, promise(net_of=("customer",)))
    assert found.needed.tolist() == [20 * MINUTE + 1], "the event came after the clock stood at 20 min"


def test_the_vendors_time_is_the_customers_only_if_both_are_named() -> None:
    made = waiting_fault()
    made.vendor_called[0] = at(1, 11)
    only = one(made, promise(net_of=("vendor",)))
    assert only.needed.tolist() == [HOUR + 1]
    assert only.net_met.tolist() == [True], "net stays the clock without waits for the customer"
    both = one(made, promise(net_of=("customer", "vendor")))
    assert both.needed.tolist() == [20 * MINUTE + 1], "what overlaps counts once"


def test_a_fault_without_waits_has_the_same_clock_beside_one_that_waited() -> None:
    made = record(2)
    made.logged[:] = [at(1, 10), at(2, 10)]
    made.asked[0], made.permitted[0] = at(1, 10), at(1, 12)
    made.restored[:] = [at(1, 13), at(2, 13)]
    found = verdict(promise(), case_of(made, at(1, 10), at(2, 10)))
    assert found.net_met.tolist() == [True, False]


# ------------------------------------------------------------------ J8, J9: whose faults, which period


def test_what_a_visit_finds_before_the_phone_is_a_diagnosis_too() -> None:
    """The vendor is asked where a visit found him at fault: the first and the last before any diagnosis by phone."""
    made = record(5)
    made.logged[:] = [at(1), at(2), at(3), at(4), at(5)]
    made.restored[:] = [at(1, 1), at(2, 1), at(3, 1), at(4, 1), at(5, 1)]
    made.requested[THIRD_PARTY][:] = [at(1, 0, 30), -1, -1, at(4, 0, 30), at(5, 0, 20)]
    made.diagnosed[:] = [-1, -1, at(3, 0, 40), at(4, 0, 30), at(5, 0, 30)]
    truly = [True, True, False, True, True]
    case = case_of(made, at(1), at(2), at(3), at(4), at(5), diagnosis=[2, 2, 0, 2, 2], truly_environment=truly)
    assert verdict(promise(causes=("environment",)), case).row.tolist() == [0, 4]
    assert verdict(promise(causes=("own",)), case).row.tolist() == [1, 2]
    assert verdict(promise(causes=("cannot_tell",)), case).row.tolist() == [3]


def test_the_cause_in_scope_is_the_one_first_diagnosed() -> None:
    made = record(4)
    made.logged[:] = [at(1), at(2), at(3), at(4)]
    made.restored[:] = [at(1, 1), at(2, 1), at(3, 1), at(4, 1)]
    made.diagnosed[:] = [at(1), at(2), -1, at(4)]
    case = case_of(made, at(1), at(2), at(3), at(4), diagnosis=[0, 1, 1, 2])
    assert verdict(promise(causes=("own",)), case).row.tolist() == [0, 2], "never diagnosed counts as own"
    assert verdict(promise(causes=("environment",)), case).row.tolist() == [1]
    assert verdict(promise(causes=("own", "cannot_tell")), case).row.tolist() == [0, 2, 3]


def test_a_fault_belongs_to_the_period_in_which_its_clock_starts() -> None:
    """31 March 23:50 to 1 April 03:00: the first quarter's, whenever it ends. Raised before midnight is not enough."""
    made = record(2)
    made.logged[:] = [at(90, 23, 50), at(91, 0, 0)]
    made.restored[:] = [at(91, 3), at(91, 1)]
    case = case_of(made, at(90, 23, 40), at(90, 23, 59))
    found = verdict(promise(), case)
    assert found.period.tolist() == [0, 1]
    assert found.met.tolist() == [False, True]


def test_warm_up_and_cool_down_are_not_judged() -> None:
    made = record(3)
    made.logged[:] = [at(14, 23), at(15, 0), at(380, 0)]
    made.restored[:] = [at(15, 9), at(15, 9), at(380, 1)]
    found = verdict(promise(), case_of(made, at(14), at(14), at(379)), warm_up=14)
    assert found.row.tolist() == [1]


def test_periods_are_the_calendars() -> None:
    study = scenario(warm_up=10).study
    assert (period_edges(study, "quarter") / at(2)).tolist() == [10, 100, 191, 283, 375]
    assert period_edges(study, "month").size == 13
    assert years_of(study) == 1.0
    assert (period_edges(scenario(days=28).study, "week") / at(2)).tolist() == [0, 7, 14, 21, 28]
    assert years_of(scenario(days=365 + 73).study) == 1.2


# ------------------------------------------------------------------ counting: S2, S6, readings, calls


def twenty(late: int) -> Case:
    """20 faults in the first quarter, 30 min each, of which the last `late` took 3 h, 4 h ..."""
    made = record(20)
    made.logged[:] = [at(day) for day in range(1, 21)]
    made.restored[:] = [at(day, 0, 30) for day in range(1, 21)]
    for index in range(late):
        made.restored[19 - index] = at(20 - index, 3 + index)
    return case_of(made, *made.logged)


def test_a_quarter_of_twenty_may_miss_one() -> None:
    held = court(scenario(promise()))
    tally = judged(held, twenty(late=1), 5)
    assert tally.judged.tolist() == [[20, 0, 0, 0]]
    assert tally.met.tolist() == [[19, 0, 0, 0]]
    assert tally.tightest.tolist() == [[30 * MINUTE, EMPTY, EMPTY, EMPTY]]
    assert tally.worst.tolist() == [[HOUR, 5, 19]]


def test_a_quarter_of_twenty_with_two_late_needs_the_limit_of_the_better_of_them() -> None:
    tally = judged(court(scenario(promise())), twenty(late=2), 0)
    assert tally.tightest[0, 0] == 3 * HOUR
    assert tally.worst.tolist() == [[2 * HOUR, 0, 18]]
    strict = judged(court(scenario(promise(attain=1.0))), twenty(late=2), 0)
    assert strict.tightest[0, 0] == 4 * HOUR


def test_readings_stand_behind_their_promise_and_idle_ones_are_left_out() -> None:
    plain = promise()
    net = Reading("net", Title("net", ""), promise(net_of=("customer",)))
    idle = Reading("idle", Title("idle", ""), promise())
    held = court(scenario(replace(plain, readings=(net, idle)), promise("arrived", period="year")))
    assert [(brief.promise.to_event, brief.reading) for brief in held.briefs] == [
        ("restored", ""),
        ("restored", "net"),
        ("arrived", ""),
    ]
    assert [brief.first for brief in held.briefs] == [0, 4, 8]
    assert held.cells == 9


def test_a_reading_by_monday_to_friday_knows_no_public_holidays() -> None:
    """Logged on Saturday 3 January at noon, Monday is a holiday: the clock starts on Tuesday, or else on Monday."""
    office = Hours((Span(frozenset({"workdays"}), ((9 * HOUR, 17 * HOUR),)),))
    holidays = Holidays(extra_holidays=(date(2026, 1, 5),))
    made = logged_at(at(3, 12))
    made.restored[0] = at(6, 10)
    case = case_of(made, at(3, 12))
    assert verdict(promise(window=office), case, holidays=holidays).met.tolist() == [True]
    assert verdict(promise(window=office, workdays_mon_fri=True), case, holidays=holidays).met.tolist() == [False]
    assert one(made, promise()).met.tolist() == [False]


def test_the_connect_rate_counts_dials() -> None:
    made = record(3)
    made.dials, made.connected = [3, 1, 5], [1, 1, 0]
    held = court(scenario(promise("logged", None, kind="connect", attain=None)))
    tally = judged(held, case_of(made, at(1), at(2), at(100)), 0)
    assert tally.judged.tolist() == [[4, 5, 0, 0]]
    assert tally.met.tolist() == [[2, 0, 0, 0]]


def test_remote_help_refused_is_no_miss_of_its_start_when_the_fault_was_restored_in_time() -> None:
    made = logged_at(at(1, 10))
    made.requested[REMOTE][0] = at(1, 10, 30)
    made.restored[0] = at(1, 11)
    assert one(made, promise("remote_started", 2 * HOUR)).fixed_first == 1


def test_nothing_at_all_to_judge_is_no_error() -> None:
    tally = judged(court(scenario(promise(), promise("arrived", by=("local",)))), case_of(record(0)), 0)
    assert not tally.judged.any()
    assert np.all(tally.tightest == EMPTY)
