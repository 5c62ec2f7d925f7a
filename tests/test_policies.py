"""Decisions on numbers, checked by hand."""

from sim.policies import (
    headquarters_needed,
    next_flight,
    next_opening,
    open_span,
    place_in_line,
    sooner_displaced,
    take,
    turned_back,
)

HOUR = 3_600_000
DAY = 24 * HOUR


def test_the_team_whose_shift_ends_last_gives_the_person() -> None:
    assert take((0, 1, 2), 0, 3, present=[1, 1, 1], busy=[0, 0, 0], until=[5, 9, 7], keep=0) == 1


def test_a_team_without_a_free_person_is_passed_over_and_equals_go_by_name() -> None:
    assert take((0, 1, 2), 0, 3, present=[1, 1, 1], busy=[0, 1, 0], until=[7, 9, 7], keep=0) == 0
    assert take((0, 1), 0, 2, present=[1, 0], busy=[2, 0], until=[1, 1], keep=0) == -1
    assert take((0, 1), 1, 1, [1, 1], [0, 0], [1, 1], 0) == -1


def test_who_is_held_back_is_not_free() -> None:
    assert take((0, 1), 0, 2, present=[1, 2], busy=[0, 1], until=[7, 9], keep=1) == 1
    assert take((0, 1), 0, 2, present=[1, 2], busy=[0, 1], until=[7, 9], keep=2) == -1
    # Somebody who works on in the evening frees nobody who should be kept.
    assert take((0, 1), 0, 2, present=[0, 2], busy=[2, 1], until=[7, 9], keep=0) == 1


def test_jobs_wait_in_order_of_rank_and_then_of_the_time_they_joined() -> None:
    jobs = [(1, 0), (0, 9), (0, 5)]
    ordered = sorted(jobs, key=lambda job: place_in_line(False, *job, deadline=0))
    assert ordered == [(0, 5), (0, 9), (1, 0)]


def test_by_deadline_neither_rank_nor_joining_counts() -> None:
    assert place_in_line(True, 3, 99, deadline=5) < place_in_line(True, 0, 0, deadline=6)


def test_the_lower_rank_is_displaced_first_then_who_began_last_then_the_later_fault() -> None:
    at_work = [(2, 5, 0, 4), (1, 9, 9, 4), (2, 7, 1, 4), (2, 7, 3, 4), (2, 7, 3, 2)]
    worst = at_work[0]
    for job in at_work:
        if sooner_displaced(*job, *worst):
            worst = job
    assert worst == (2, 7, 3, 4)


def test_a_window_holds_its_opening_but_not_its_closing() -> None:
    opens, closes = [9, 13], [12, 18]
    assert [next_opening(at, opens, closes) for at in (0, 9, 11, 12, 13, 17)] == [9, 9, 11, 13, 13, 17]
    assert next_opening(18, opens, closes) == -1


def test_a_window_is_open_up_to_its_closing_but_not_at_it() -> None:
    opens, closes = (10, 30), (20, 40)
    assert open_span(10, opens, closes) == open_span(19, opens, closes) == (10, 20)
    assert open_span(20, opens, closes) == open_span(30, opens, closes) == (30, 40)
    assert open_span(40, opens, closes) == (-1, -1)


def test_the_next_flight_may_leave_at_this_very_minute_or_tomorrow() -> None:
    flights = (7 * HOUR, 19 * HOUR)
    assert next_flight(3 * DAY + 7 * HOUR, flights) == 3 * DAY + 7 * HOUR
    assert next_flight(3 * DAY + 7 * HOUR + 1, flights) == 3 * DAY + 19 * HOUR
    assert next_flight(3 * DAY + 20 * HOUR, flights) == 4 * DAY + 7 * HOUR
    assert next_flight(123, ()) == 123


def test_who_is_called_back_needs_as_long_as_he_has_travelled() -> None:
    assert turned_back(left=10, now=25) == 15


def test_headquarters_stays_when_it_cannot_help() -> None:
    assert headquarters_needed(restored=False, travelling=False, environment_known=False)
    for restored, travelling, known in ((True, False, False), (False, True, False), (False, False, True)):
        assert not headquarters_needed(restored, travelling, known)
