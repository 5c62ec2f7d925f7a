"""Planned duties, 2.4 and 2.5.2: how often, by whom, for how long, until when, and what follows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from sim.calendars import DAY, HOUR
from sim.tasks import Tasks
from sim.workload import draw_workload
from tests.clauses.contract import Day, at, drawn, duties_at, play, southwest

BASES = ("chengdu", "chongqing", "guiyang", "kunming")
SITES = (*BASES, "mianyang", "zunyi")
CENTRE = ("",)
LAST = 1 - 2.0**-53
"""The last moment that suits a duty, as a part of its time."""

FAULT = {"raised": "Mon 5 Jan 10:00", "site": "kunming", "level": "D", "solved_by": "contact"}


@dataclass(frozen=True)
class Turn:
    """One person's part in a duty: where it is done, in which period and until when, and what happened, all in ms."""

    place: str
    opens: int
    due: int
    ready: int
    started: int
    ended: int
    pool: str


def turns(day: Day, duty: str) -> list[Turn]:
    """Everybody's part in a duty in the year of the study, as far as somebody did it."""
    tasks, out = day.workload.tasks, day.outcomes
    planned = tasks.occasions
    return [
        Turn(
            place="" if planned.place[row] < 0 else day.workload.sites[planned.place[row]],
            opens=int(planned.opens[row]),
            due=int(planned.due[row]),
            ready=int(out.task_ready[row]),
            started=int(out.task_started[row]),
            ended=int(out.task_ended[row]),
            pool=day.rules.teams[out.task_team[row]].pool,
        )
        for row in rows_of(tasks, duty)
        if out.task_ended[row] >= 0 and planned.opens[row] < 365 * DAY
    ]


def rows_of(tasks: Tasks, duty: str) -> np.ndarray:
    """The rows of a duty."""
    return np.flatnonzero(tasks.kind == tasks.kinds.index(duty))


@cache
def quiet_year(share: float = 0.5) -> Day:
    """A year in which nothing but the planned duties happens."""
    return play({"fault": FAULT}, duties=duties_at(share))


def alone(duty: str, share: float) -> Tasks:
    """One duty alone, each ready at this part of the time that suits it."""
    tasks = duties_at(share)
    return replace(tasks, happens=tasks.happens & (tasks.kind == tasks.kinds.index(duty)))


def kept(day: Day, duty: str, late: int) -> str:
    """How the promise of a duty goes if everybody has done it `late` ms after it is due."""
    tasks, ended = day.workload.tasks, day.outcomes.task_ended.copy()
    rows = rows_of(tasks, duty)
    ended[rows] = tasks.occasions.due[rows] + late
    return replace(day, outcomes=replace(day.outcomes, task_ended=ended)).promise(f"duties/{duty}")


# ------------------------------------------------------------------ how often, by whom, for how long


@pytest.mark.parametrize(
    ("duty", "pool", "places", "a_year", "hours", "people"),
    [
        pytest.param("internal_meeting", "local", BASES, 12, 2, 1, marks=pytest.mark.clause("D-01")),
        pytest.param("hq_meeting", "local", BASES, 4, 3, 1, marks=pytest.mark.clause("D-02")),
        pytest.param("customer_meeting", "local", BASES, 4, 3, 1, marks=pytest.mark.clause("D-03")),
        pytest.param("inspection", "local", SITES, 4, 8, 1, marks=pytest.mark.clause("D-04")),
        pytest.param("inspection_report", "local", SITES, 4, 4, 1, marks=pytest.mark.clause("D-05")),
        pytest.param("survey", "service_centre", CENTRE, 2, 8, 1, marks=pytest.mark.clause("D-07")),
        pytest.param("executive_visit", "hq_senior", CENTRE, 1, 8, 4, marks=pytest.mark.clause("D-09")),
        pytest.param("visit_findings", "service_centre", CENTRE, 1, 8, 1, marks=pytest.mark.clause("D-11")),
        pytest.param("digest", "service_centre", CENTRE, 12, 4, 1, marks=pytest.mark.clause("D-12")),
    ],
)
def test_a_duty_is_done_in_each_of_its_periods_by_its_people(
    duty: str, pool: str, places: tuple[str, ...], a_year: int, hours: int, people: int
) -> None:
    found = turns(quiet_year(), duty)
    assert {turn.pool for turn in found} == {pool}
    assert {turn.ended - turn.started for turn in found} == {hours * HOUR}
    assert all(turn.opens <= turn.started for turn in found)
    expected = {
        place: a_year * people * (2 if (duty, place) == ("internal_meeting", "chengdu") else 1) for place in places
    }
    assert Counter(turn.place for turn in found) == expected
    assert len({turn.opens for turn in found}) == a_year


# ------------------------------------------------------------------ meetings


@pytest.mark.clause("D-01")
def test_everybody_on_duty_at_a_base_meets_at_once_and_a_visit_must_wait() -> None:
    """The meeting of Chengdu takes both of its people."""
    day = quiet_year()
    chengdu = [turn for turn in turns(day, "internal_meeting") if turn.place == "chengdu"]
    assert all(count == 2 for count in Counter(turn.started for turn in chengdu).values())
    january = min(turn.started for turn in chengdu)
    fault = {"raised": day.dates.write(january), "site": "chengdu", "level": "B", "solved_by": "onsite"}
    met = play({"fault": fault}, duties=duties_at(0.5))
    assert met.at("fault", "onsite started") == january + 2 * HOUR > met.at("fault", "logged")


@pytest.mark.clause("D-02", "D-03")
@pytest.mark.parametrize("duty", ["hq_meeting", "customer_meeting"])
def test_the_time_of_a_meeting_may_be_any_working_hour_of_the_quarter(duty: str) -> None:
    """The user decides, or headquarters: the first moment of the quarter is possible, and the last that still fits."""
    first, last = (turns(play({"fault": FAULT}, duties=alone(duty, share)), duty) for share in (0.0, LAST))
    kunming = [next(turn for turn in found if turn.place == "kunming") for found in (first, last)]
    assert (kunming[0].ready, kunming[0].started) == (at("Sun 4 Jan 08:30"), at("Sun 4 Jan 08:30")), "a make-up day"
    assert kunming[1].ended == at("Tue 31 Mar 18:00") - 1


# ------------------------------------------------------------------ inspections


@pytest.mark.clause("D-04")
def test_an_inspection_counts_until_the_last_moment_of_its_quarter() -> None:
    day = quiet_year()
    dues = {turn.due for turn in turns(day, "inspection")}
    assert dues == {at(f"{last} 00:00") for last in ("Wed 1 Apr", "Wed 1 Jul", "Thu 1 Oct")} | {365 * DAY}
    assert kept(day, "inspection", 0) == "24 met of 24"
    assert kept(day, "inspection", 1) == "0 met of 24"


def inspection_among_visits(share: float, times: tuple[str, str], level: str) -> tuple[Day, Turn]:
    """The engineer of Kunming is on a visit when an inspection is ready; another fault then waits for him too."""
    visit = {"site": "kunming", "solved_by": "onsite", "cause": "cannot_tell", "truly": "own"}
    earlier, other = times
    faults = {
        "earlier": {**visit, "level": "C", "raised": earlier},
        "other": {**visit, "level": level, "raised": other},
    }
    day = play(faults, duties=alone("inspection", share))
    turn = min((t for t in turns(day, "inspection") if t.place == "kunming"), key=lambda turn: turn.due)
    assert day.at("earlier", "onsite started") < turn.ready < day.at("earlier", "onsite ended")
    assert max(turn.ready, day.at("other", "onsite ready")) < day.at("earlier", "onsite ended")
    return day, turn


@pytest.mark.clause("D-04")
def test_an_inspection_waits_for_faults_but_five_days_before_the_quarter_ends_only_for_grave_ones() -> None:
    middle, end = (0.5, ("Thu 12 Feb 08:10", "Thu 12 Feb 09:30")), (LAST, ("Tue 31 Mar 08:40", "Tue 31 Mar 09:30"))
    for level, time, inspected_first in (("C", middle, False), ("C", end, True), ("B", end, False), ("A", end, False)):
        day, turn = inspection_among_visits(*time, level)
        assert (turn.started < day.at("other", "onsite started")) == inspected_first, level


@pytest.mark.clause("D-05")
def test_a_report_follows_each_inspection_and_is_due_five_workdays_later() -> None:
    """Thu 12 Feb inspected; Fri 13 and Sat 14 are workdays, 15 to 23 Spring Festival, then the 24th, 25th, 26th."""
    day = play({"fault": FAULT}, duties=duties_at(0.5))
    ends = {(turn.place, turn.opens): turn.ended for turn in turns(day, "inspection")}
    reports = turns(day, "inspection_report")
    assert {(turn.place, turn.opens): turn.ready for turn in reports} == ends
    kunming = min(end for (place, _), end in ends.items() if place == "kunming")
    assert at("Thu 12 Feb 00:00") < kunming < at("Fri 13 Feb 00:00")
    assert day.promise("duties/inspection_report") == "24 met of 24"
    tasks = day.workload.tasks
    row = next(
        row for row in rows_of(tasks, "inspection_report") if tasks.occasions.place[row] == SITES.index("kunming")
    )
    for ended, words in ((at("Fri 27 Feb 00:00"), "24 met of 24"), (at("Fri 27 Feb 00:00") + 1, "23 met of 24")):
        finished = day.outcomes.task_ended.copy()
        finished[row] = ended
        late = replace(day, outcomes=replace(day.outcomes, task_ended=finished))
        assert late.promise("duties/inspection_report") == words


@pytest.mark.clause("D-06")
def test_training_is_left_out_and_would_take_a_day_after_the_inspection() -> None:
    assert not any(drawn(0).tasks.happens[rows_of(drawn(0).tasks, "training")])
    tasks = duties_at(0.5)
    wanted = np.isin(tasks.kind, [tasks.kinds.index(name) for name in ("inspection", "training")])
    day = play({"fault": FAULT}, duties=replace(tasks, happens=wanted))
    trained, inspected = turns(day, "training"), turns(day, "inspection")
    assert len(trained) == len(inspected) == 24
    assert {(turn.place, turn.ready) for turn in trained} == {(turn.place, turn.ended) for turn in inspected}
    assert {(turn.ended - turn.started, turn.pool) for turn in trained} == {(8 * HOUR, "local")}


# ------------------------------------------------------------------ the service centre and the executives


@pytest.mark.clause("D-07")
def test_a_satisfaction_survey_falls_into_each_half_of_the_year() -> None:
    first, second = sorted(turns(quiet_year(), "survey"), key=lambda turn: turn.started)
    half = at("Wed 1 Jul 00:00")
    assert (first.opens, first.due) == (0, half) and first.ended < half
    assert (second.opens, second.due) == (half, 365 * DAY) and half < second.started


@pytest.mark.clause("D-09")
def test_executives_bring_senior_engineers_who_are_away_from_faults_meanwhile() -> None:
    """Two engineers for two days, and no other people of headquarters."""
    day = quiet_year()
    days_taken = sum(turn.ended - turn.started for turn in turns(day, "executive_visit")) / (8 * HOUR)
    assert days_taken == 2 * 2
    seniors = [index for index, team in enumerate(day.rules.teams) if team.pool == "hq_senior"]
    visiting = np.isin(day.outcomes.stints["team"], seniors)
    assert np.count_nonzero(visiting) == 4


@pytest.mark.clause("D-10")
def test_the_full_check_is_part_of_the_visit_and_is_not_said_to_prevent_faults() -> None:
    scenario = southwest()
    visit = next(duty for duty in scenario.demand.duties if duty.name == "executive_visit")
    assert len(turns(quiet_year(), visit.name)) == 4
    others = tuple(duty for duty in scenario.demand.duties if visit.name not in (duty.name, duty.after))
    without = draw_workload(replace(scenario, demand=replace(scenario.demand, duties=others)), 1, 0)
    assert np.array_equal(without.raised, drawn(0).raised) and np.array_equal(without.level, drawn(0).level)


@pytest.mark.clause("D-11")
def test_the_findings_are_told_and_verified_when_the_whole_visit_is_over() -> None:
    day = quiet_year()
    (findings,) = turns(day, "visit_findings")
    assert findings.ready == max(turn.ended for turn in turns(day, "executive_visit"))
    assert findings.started >= findings.ready


@pytest.mark.clause("D-12")
def test_the_digest_is_due_on_the_fifth_or_on_the_workday_after_it() -> None:
    """2026: 5 April is Qingming (4 to 6), 5 May Labour Day (1 to 5), 5 July and 5 September are at a weekend, 5 October
    is National Day (1 to 7), 5 December a Saturday."""
    days = ["Mon 5 Jan", "Thu 5 Feb", "Thu 5 Mar", "Tue 7 Apr", "Wed 6 May", "Fri 5 Jun"]
    days += ["Mon 6 Jul", "Wed 5 Aug", "Mon 7 Sep", "Thu 8 Oct", "Thu 5 Nov", "Mon 7 Dec"]
    day = quiet_year()
    assert sorted(turn.due for turn in turns(day, "digest")) == [at(f"{due} 00:00") + DAY for due in days]
    assert day.promise("duties/digest") == "12 met of 12"
    assert kept(day, "digest", 0) == "12 met of 12"
    assert kept(day, "digest", 1) == "0 met of 12"
