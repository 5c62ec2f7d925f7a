"""Verdicts worked out by hand on faults that come back, on marks, and on questions to the customer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.journey import CONTACT, REMOTE
from sim.measures.court import court
from sim.measures.events import Case
from sim.measures.judging import Verdicts, verdicts
from sim.measures.tally import INFINITE
from sim.outcomes import Record
from sim.scenario import Promise
from tests.made import DAY, HOUR, MINUTE, at, promise, record, rules, scenario, team, workload


def case_of(outcomes: Record, names: tuple[str, ...] = (), **columns: Any) -> Case:
    work = replace(workload(*outcomes.raised, **columns), mark_names=names)
    return Case(work, rules(team("local", scenario())), outcomes.outcomes())


def verdict(judge: Promise, case: Case) -> Verdicts:
    return verdicts(court(scenario(judge)).briefs[0], case)


# ------------------------------------------------------------------ faults that come back (R20)


def twice() -> Record:
    """Restored after an hour; back on the next morning for 1 h 55."""
    made = record(2)
    made.raised[:] = [at(1, 10), at(2, 10)]
    made.logged[:] = [at(1, 10), at(2, 10, 5)]
    made.restored[:] = [at(1, 11), at(2, 12)]
    return made


def test_what_comes_back_is_a_fault_of_its_own() -> None:
    found = verdict(promise(), case_of(twice(), parent=[-1, 0]))
    assert found.row.tolist() == [0, 1]
    assert found.needed.tolist() == [HOUR, HOUR + 55 * MINUTE]
    assert found.met.tolist() == [True, True]


def test_as_the_same_fault_the_clock_of_the_first_goes_on_to_the_last_restoration() -> None:
    found = verdict(promise(same_fault=True), case_of(twice(), parent=[-1, 0]))
    assert found.row.tolist() == [0]
    assert found.needed.tolist() == [DAY + 2 * HOUR]
    assert found.lateness.tolist() == [DAY]
    assert found.met.tolist() == [False]


def test_the_same_fault_is_open_as_long_as_what_it_was_last_is_open() -> None:
    made = record(3)
    made.raised[:] = [at(1, 10), at(2, 10), at(3, 10)]
    made.logged[:] = made.raised
    made.restored[:] = [at(1, 11), at(2, 11), -1]
    found = verdict(promise(same_fault=True), case_of(made, parent=[-1, 0, 1]))
    assert found.row.tolist() == [0]
    assert found.needed.tolist() == [INFINITE] and found.unfinished == 1


def test_what_could_come_back_but_never_did_changes_nothing() -> None:
    """Its restoration never came, or the simulated time ended before: it was never raised."""
    made = twice()
    made.raised[1] = made.logged[1] = made.restored[1] = -1
    for same in (False, True):
        found = verdict(promise(same_fault=same), case_of(made, parent=[-1, 0]))
        assert found.row.tolist() == [0] and found.needed.tolist() == [HOUR]


def test_restored_before_its_clock_ran_the_same_fault_starts_it_there_when_it_comes_back() -> None:
    """Solved by the hotline before anybody of the next step had phoned: the clock from contact begins at 11:00."""
    made = twice()
    made.contacted[1] = at(2, 11)
    judge = promise(from_event="contacted", same_fault=True)
    found = verdict(judge, case_of(made, parent=[-1, 0]))
    assert found.start.tolist() == [at(1, 11)]
    assert found.needed.tolist() == [DAY + HOUR] and found.fixed_first == 0


def test_an_event_that_only_the_last_one_needed_is_its_own() -> None:
    """Nobody was wanted remotely at first; the second time somebody was."""
    made = twice()
    made.requested[REMOTE][1] = at(2, 10, 30)
    made.started[REMOTE][1] = at(2, 11)
    judge = promise("remote_started")
    case = case_of(made, parent=[-1, 0])
    alone = verdict(judge, case)
    assert alone.row.tolist() == [1] and alone.not_needed == 1
    together = verdict(replace(judge, same_fault=True), case)
    assert together.row.tolist() == [0] and together.needed.tolist() == [DAY + HOUR]


def test_overtaken_the_last_time_the_last_restoration_stands_in() -> None:
    made = twice()
    made.requested[REMOTE][:] = [at(1, 10, 10), at(2, 10, 30)]
    made.started[REMOTE][0] = at(1, 10, 30)
    found = verdict(promise("remote_started", same_fault=True), case_of(made, parent=[-1, 0]))
    assert found.fixed_first == 1
    assert found.event.tolist() == [at(2, 12)] and found.met.tolist() == [False]


def test_net_of_the_customer_the_waits_of_all_its_lives_are_taken_out() -> None:
    """He never answered the first time: that wait ended with the restoration at 11:00, half an hour later. The second
    time he took from 10:30 to 11:30. Of 26 hours 24 and a half are left."""
    made = twice()
    made.asked[:] = [at(1, 10, 30), at(2, 10, 30)]
    made.permitted[1] = at(2, 11, 30)
    judge = promise(same_fault=True, net_of=("customer",))
    found = verdict(judge, case_of(made, parent=[-1, 0]))
    assert found.needed.tolist() == [26 * HOUR - HOUR // 2 - HOUR]
    assert found.due.tolist() == [at(1, 12, 30)]


# ------------------------------------------------------------------ marks


def test_only_faults_with_one_of_the_marks_are_in_scope() -> None:
    made = record(4)
    made.raised[:] = made.logged[:] = [at(day) for day in range(1, 5)]
    made.restored[:] = [at(day, 1) for day in range(1, 5)]
    case = case_of(made, ("collapse", "special"), marks=[0b00, 0b01, 0b10, 0b11])
    assert verdict(promise(), case).row.tolist() == [0, 1, 2, 3]
    assert verdict(promise(marks=("special",)), case).row.tolist() == [2, 3]
    assert verdict(promise(marks=("collapse", "special")), case).row.tolist() == [1, 2, 3]


# ------------------------------------------------------------------ questions to the customer (R10, J7)


def asked_twice() -> Record:
    """Logged at 10:00; the customer is asked for permission 10:20-10:40, for information 10:30-11:10; restored at
    12:45 (the sixth worked example of the model)."""
    made = record(1)
    made.raised[0] = made.logged[0] = at(1, 10)
    made.asked[0], made.permitted[0] = at(1, 10, 20), at(1, 10, 40)
    made.inquired[0], made.informed[0] = at(1, 10, 30), at(1, 11, 10)
    made.restored[0] = at(1, 12, 45)
    return made


def test_both_waits_for_the_customer_are_taken_out_once_where_they_overlap() -> None:
    gross = verdict(promise(), case_of(asked_twice()))
    assert gross.due.tolist() == [at(1, 12)] and gross.needed.tolist() == [2 * HOUR + 45 * MINUTE]
    assert gross.met.tolist() == [False] and gross.net_met.tolist() == [True]
    net = verdict(promise(net_of=("customer",)), case_of(asked_twice()))
    assert net.due.tolist() == [at(1, 12, 50)] and net.needed.tolist() == [HOUR + 55 * MINUTE]
    assert net.met.tolist() == [True]


@pytest.mark.parametrize(("event", "needed"), [("restored", 90 * MINUTE + 1), ("contacted", 25 * MINUTE)])
def test_a_wait_for_information_that_help_ended_is_clipped_to_the_event(event: str, needed: int) -> None:
    """Asked at 11:30, never answered; the fault was restored at 12:00, contact was at 10:25. (A limit of exactly 90 min
    would have been used up at 11:30.)"""
    made = record(1)
    made.raised[0] = made.logged[0] = at(1, 10)
    made.requested[CONTACT][0], made.contacted[0] = at(1, 10), at(1, 10, 25)
    made.inquired[0], made.restored[0] = at(1, 11, 30), at(1, 12)
    assert verdict(promise(event, net_of=("customer",)), case_of(made)).needed.tolist() == [needed]


def test_an_answer_is_due_only_where_the_customer_was_asked() -> None:
    """The first was never asked, the second answered in 3 h, the third was restored before he answered."""
    made = record(3)
    made.raised[:] = made.logged[:] = [at(1), at(2), at(3)]
    made.inquired[1:] = [at(2, 1), at(3, 1)]
    made.informed[1] = at(2, 4)
    made.restored[:] = [at(1, 9), at(2, 9), at(3, 2)]
    found = verdict(promise("informed", from_event="inquired"), case_of(made))
    assert found.row.tolist() == [1, 2] and found.not_needed == 1
    assert found.needed.tolist() == [3 * HOUR, HOUR] and found.fixed_first == 1
