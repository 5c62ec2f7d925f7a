"""What must hold for the story of every fault: the time adds up, and each part of it is called what it was."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from sim.calendars import ALWAYS, DAY, HOUR, is_open
from sim.journey import HQ_TRIP, ONSITE, SECOND_VISIT, THIRD_PARTY, WITH_SENIOR
from sim.measures.court import court
from sim.measures.events import EVENTS, Case
from sim.measures.judging import verdicts
from sim.outcomes import NEVER, Outcomes
from sim.rules import Rules, ceiling
from sim.scenario import Agreements, Promise, Scenario, Title
from sim.story import Story, tell
from sim.story.chain import LABELS, chain
from sim.story.fault import fault_of
from sim.story.waits import turn, waits
from sim.workload import Workload
from tests.random_cases import scenario as random_scenario
from tests.test_model import PEOPLE, play

CASES = range(16)
PROMISED = ("restored", "arrived", "contacted", "replied", "hq_departed")
Played = tuple[Scenario, Rules, Workload, Outcomes, list[Story]]


def promised(number: int) -> Scenario:
    """A random scenario with a promise on every event of `PROMISED`, so short that most faults are late."""
    scenario = random_scenario(number)
    plan = scenario.operation.plans[0]
    promises = [
        Promise(
            name=f"{level}/{event}",
            group=f"{level}/{event}",
            kind=event,
            level=level,
            title=Title(event, event),
            clause=("X-1",),
            from_event="logged",
            to_event=event,
            limit={site.name: HOUR // 2 for site in scenario.demand.sites},
            window=plan.handling[level].window if number % 2 else ALWAYS,
            workdays_mon_fri=False,
            counting=("wall", "from_opening", "carry", "open")[number % 4],
            causes=("own", "environment", "cannot_tell"),
            sites=tuple(site.name for site in scenario.demand.sites),
            by=("local", "central") if event == "arrived" else (),
            fixed_first="met",
            net_of=("customer",) if number % 3 == 0 else (),
            attain=0.9,
            period="week",
            same_fault=event == "restored" and number % 2 == 0,
        )
        for level in plan.handling
        for event in PROMISED
    ]
    return replace(scenario, agreements=Agreements((), tuple(promises), {}))


@pytest.fixture(scope="module")
def played() -> list[Played]:
    found = []
    for number in CASES:
        scenario = promised(number)
        rules, _, workload, outcomes = play(scenario)
        plan = scenario.operation.plans[0]
        stories = [tell(scenario, plan, rules, workload, outcomes, row) for row in range(workload.faults)]
        found.append((scenario, rules, workload, outcomes, stories))
    return found


def test_every_millisecond_before_an_event_has_one_reason(played: list[Played]) -> None:
    chains = 0
    for number, (_, rules, workload, outcomes, _) in zip(CASES, played, strict=True):
        case = Case(workload, rules, outcomes)
        for row in range(workload.faults):
            fault = fault_of(rules, workload, outcomes, row)
            for event in EVENTS:
                at = int(case.at(event)[row])
                if at == NEVER:
                    continue
                stretches = chain(fault, event, at)
                edges = [stretch.start for stretch in stretches] + [at]
                assert edges[0] == fault.raised, (number, row, event)
                assert [stretch.end for stretch in stretches] == edges[1:], (number, row, event)
                assert all(start < end for start, end in pairwise(edges)), (number, row, event)
                assert {stretch.label for stretch in stretches} <= set(LABELS)
                chains += 1
    assert chains > 5_000


def test_late_time_adds_up_to_the_lateness_that_was_judged(played: list[Played]) -> None:
    late = 0
    for number, (scenario, rules, workload, outcomes, stories) in zip(CASES, played, strict=True):
        case = Case(workload, rules, outcomes)
        judged = {brief.promise.name: verdicts(brief, case) for brief in court(scenario).briefs}
        for row, story in enumerate(stories):
            for name, found in judged.items():
                mine, entry = np.flatnonzero(found.row == row), story.deadline(name)
                assert (entry is None) == (mine.size == 0), (number, row, name)
                if entry is None:
                    continue
                assert entry.kept == found.met[mine[0]], (number, row, name)
                if entry.event != NEVER and not entry.kept:
                    assert sum(part.span for part in entry.went_to) == found.lateness[mine[0]], (number, row, name)
                    late += 1
    assert late > 500


def test_lines_stand_in_order_of_time(played: list[Played]) -> None:
    for number, (*_, stories) in zip(CASES, played, strict=True):
        for row, story in enumerate(stories):
            times = [line.at for line in story.lines]
            assert times == sorted(times), (number, row)
            marks = [line.mark for line in story.lines if line.mark]
            assert marks.count("restored") == 1, (number, row)
            assert marks.count("contact") <= 1, (number, row)


def test_what_the_vendor_restores_ends_with_the_vendors_time(played: list[Played]) -> None:
    for _, rules, workload, outcomes, _ in played:
        for row in np.flatnonzero(outcomes.restored_by == THIRD_PARTY).tolist():
            fault = fault_of(rules, workload, outcomes, row)
            stretches = chain(fault, "restored", fault.at("restored"))
            own = sum(stretch.end - stretch.start for stretch in stretches if stretch.label == "vendor")
            assert own == workload.work[row, THIRD_PARTY]


def test_a_journey_from_headquarters_takes_what_was_drawn(played: list[Played]) -> None:
    seen = 0
    for _, rules, workload, outcomes, _ in played:
        for row in np.flatnonzero(outcomes.restored_by == HQ_TRIP).tolist():
            fault = fault_of(rules, workload, outcomes, row)
            spans = dict.fromkeys(LABELS, 0)
            for stretch in chain(fault, "restored", fault.at("restored")):
                if stretch.label != "work" or stretch.step == "hq_trip":
                    spans[stretch.label] += stretch.end - stretch.start
            assert spans["to_airport"] == workload.to_airport[row]
            assert spans["flight"] == workload.flight[row]
            assert spans["to_site"] == workload.to_site[row]
            assert spans["work"] == workload.work[row, HQ_TRIP]
            seen += 1
    assert seen > 50


def test_with_unlimited_people_no_time_goes_to_waiting_for_one() -> None:
    for number in CASES[:12]:
        scenario = random_scenario(number)
        rules, _, workload, outcomes = play(scenario, ceiling(scenario))
        for row in range(workload.faults):
            fault = fault_of(rules, workload, outcomes, row)
            labels = {stretch.label for stretch in chain(fault, "restored", fault.at("restored"))}
            assert "waiting" not in labels, (number, row)


def test_nobody_is_waited_for_while_the_window_is_closed(played: list[Played]) -> None:
    """The window may close on a job that waits (R19); what is left is the wait for a person, and ends inside."""
    outside = 0
    for number, (_, rules, workload, outcomes, _) in zip(CASES, played, strict=True):
        for row in range(workload.faults):
            fault = fault_of(rules, workload, outcomes, row)
            for step in PEOPLE:
                found = waits(fault, step)
                if not found:
                    continue
                assert found[0].start == turn(fault, step)
                assert all(one.end == other.start for one, other in pairwise(found)), (number, row, step)
                window = rules.window[fault.level]
                for wait in found:
                    ends = np.array([wait.start, wait.end - 1])
                    if rules.gated[step]:
                        assert np.all(is_open(window, ends) == (not wait.outside)), (number, row, step)
                    outside += wait.outside
                if fault.step("started", step) != NEVER:
                    assert found[-1].end == fault.step("started", step)
                    assert not found[-1].outside or fault.step("ready", step) == fault.step("started", step)
    assert outside > 100


IN_VAIN = ("hangs_up", "phone_off", "phone_engaged")
"""How a dial may end that is not connected."""


def test_dials_come_as_drawn_until_the_fault_is_registered(played: list[Played]) -> None:
    """The instants at which callers hang up are not recorded; the last one leads to a recorded time."""
    for number, (_, _, workload, outcomes, stories) in zip(CASES, played, strict=True):
        for row, story in enumerate(stories):
            what = [line.what for line in story.lines]
            dials = what.count("dials") + what.count("dials_again") + what.count("dials_number")
            assert dials == outcomes.dials[row], (number, row)
            if outcomes.answered[row] == NEVER and dials:
                last = max(line.at for line in story.lines if line.what in IN_VAIN)
                assert last + workload.other_way[row] == outcomes.logged[row], (number, row)


def test_the_registration_comes_before_all_that_follows_from_it(played: list[Played]) -> None:
    calls, asked_at_once = {"dials", "dials_again", "dials_number", *IN_VAIN, "answers", "answers_late", "once_more"}, 0
    for number, (*_, stories) in zip(CASES, played, strict=True):
        for row, story in enumerate(stories):
            what = [line.what for line in story.lines]
            place = next((i for i, name in enumerate(what) if name in ("logged", "logged_in_writing")), 0)
            assert set(what[:place]) <= calls, (number, row)
            asked_at_once += any(line.what == "asked" and line.at == story.logged for line in story.lines)
    assert asked_at_once > 0


def test_only_the_first_to_see_it_finds_out_that_the_environment_is_at_fault(played: list[Played]) -> None:
    confirmed = 0
    for number, (*_, stories) in zip(CASES, played, strict=True):
        for row, story in enumerate(stories):
            what = [line.what for line in story.lines]
            found = [name for name in what if name in ("diagnosis_environment", "visit_other", "visit_confirmed")]
            before = {line.at for line in story.lines if line.what == "diagnosis_environment"}
            for line in story.lines:
                if line.what == "visit_other":
                    assert not any(at < line.at for at in before), (number, row)
            assert found.count("visit_other") <= 1, (number, row)
            confirmed += found.count("visit_confirmed")
    assert confirmed > 10


def test_a_question_to_the_customer_takes_the_time_that_was_drawn(played: list[Played]) -> None:
    """Unless help came before he answered; then nobody is told to have answered."""
    answered = overtaken = 0
    for number, (_, rules, workload, outcomes, stories) in zip(CASES, played, strict=True):
        for row in np.flatnonzero(outcomes.inquired != NEVER).tolist():
            what = [line.what for line in stories[row].lines]
            assert what.count("inquires") == 1, (number, row)
            assert what.count("informed") == int(outcomes.informed[row] != NEVER), (number, row)
            if outcomes.diagnosed[row] != NEVER:
                fault = fault_of(rules, workload, outcomes, row)
                stretches = chain(fault, "diagnosed", fault.at("diagnosed"))
                waited = sum(stretch.end - stretch.start for stretch in stretches if stretch.label == "information")
                assert waited == workload.question_delay[row], (number, row)
                assert "goes_on" in what, (number, row)
                answered += 1
            overtaken += "off_answer" in what
    assert answered > 100 and overtaken > 5


def test_what_came_back_and_what_it_was_tell_of_each_other(played: list[Played]) -> None:
    seen = 0
    for number, (_, _, workload, outcomes, stories) in zip(CASES, played, strict=True):
        for row in np.flatnonzero(workload.parent >= 0).tolist():
            parent = int(workload.parent[row])
            (again,) = [line for line in stories[row].lines if line.what == "once_more"]
            (back,) = [line for line in stories[parent].lines if line.what == "came_back"]
            assert (again.fault, again.span) == (parent, workload.back_after[row]), (number, row)
            assert (back.fault, back.at) == (row, outcomes.raised[row]), (number, row)
            seen += 1
    assert seen > 100


def test_a_senior_engineer_is_wanted_as_the_fault_is_registered(played: list[Played]) -> None:
    seen = 0
    for number, (_, rules, workload, outcomes, stories) in zip(CASES, played, strict=True):
        for row, story in enumerate(stories):
            wanted = [line.at for line in story.lines if line.what == "hq_by_mark"]
            by_senior = bool(fault_of(rules, workload, outcomes, row).path & WITH_SENIOR)
            assert bool(wanted) == (by_senior and outcomes.requested[row, HQ_TRIP] != NEVER), (number, row)
            assert wanted in ([], [story.logged]), (number, row)
            seen += bool(wanted)
    assert seen > 50


def test_a_second_visit_that_waits_for_the_first_visitor_says_so(played: list[Played]) -> None:
    seen = 0
    for number, (_, rules, workload, outcomes, stories) in zip(CASES, played, strict=True):
        for row, story in enumerate(stories):
            if any(line.what == "queue_back" for line in story.lines):
                fault = fault_of(rules, workload, outcomes, row)
                first, second = fault.stint(ONSITE), fault.stint(SECOND_VISIT)
                assert first is not None and second is not None, (number, row)
                assert first.team == second.team and first.free == second.taken, (number, row)
                seen += 1
    assert seen > 0


def test_what_no_promise_counts_lies_before_or_after_the_contract_period() -> None:
    scenario = promised(0)
    rules, _, workload, outcomes = play(scenario)
    plan, row = scenario.operation.plans[0], workload.faults // 2
    reported = int(outcomes.logged[row])
    day = reported // DAY
    shifted = {"before": (day + 1, 7), "": (day, 7), "after": (max(0, day - 7), min(7, day))}
    for side, (warm_up, length) in shifted.items():
        study = replace(scenario.study, warm_up_days=warm_up, days=length, cool_down_days=60)
        story = tell(replace(scenario, study=study), plan, rules, workload, outcomes, row)
        assert story.uncounted == side
        assert bool(story.deadlines) == (side == "")
