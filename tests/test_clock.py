"""The clock of a promise: due times and needed limits under the four ways of counting, gross and net."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.calendars import ALWAYS, FAR, HOUR, MINUTE, Calendar, Holidays, Hours, Span, calendar, days
from sim.clock import COUNTINGS, Pauses, due, elapsed, needed

FIRST = date(2026, 2, 13)
YEAR_2026 = days(Holidays("CN"), FIRST, 60)
WORKDAYS = frozenset({"workdays"})
OFFICE = calendar(Hours((Span(WORKDAYS, ((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))),)), YEAR_2026)
FIVE_DAYS = calendar(Hours((Span(WORKDAYS),)), YEAR_2026)
NON_STOP = calendar(ALWAYS, YEAR_2026)


def at(text: str) -> int:
    """ "03-09 12:30" of 2026 in ms from the first midnight."""
    return (
        int((datetime.fromisoformat(f"2026-{text}") - datetime.combine(FIRST, datetime.min.time())).total_seconds())
        * 1000
    )


def hours(text: str) -> int:
    """ "2:45" in ms."""
    whole, minutes = text.split(":")
    return int(whole) * HOUR + int(minutes) * MINUTE


def paused(*waits: tuple[str, str]) -> Pauses | None:
    if not waits:
        return None
    return Pauses(np.array([[at(begin) for begin, _ in waits]]), np.array([[at(end) for _, end in waits]]))


def due_at(counting: str, start: str, limit: str, cal: Calendar, *waits: tuple[str, str]) -> int:
    return int(due(counting, np.array([at(start)]), np.array([hours(limit)]), cal, paused(*waits))[0])


def needed_for(counting: str, start: str, event: str, cal: Calendar, *waits: tuple[str, str]) -> int:
    return int(needed(counting, np.array([at(start)]), np.array([at(event)]), cal, paused(*waits))[0])


# ------------------------------------------------------------------ worked examples, by the order of COUNTINGS

LOGGED_IN_WAIT = (("03-09 17:00", "03-10 10:00"),)
TWO_WAITS = (("03-06 22:00", "03-07 08:00"), ("03-09 01:00", "03-09 03:00"))
OVERLAPPING = (("03-09 10:20", "03-09 10:40"), ("03-09 10:30", "03-09 11:10"))


@pytest.mark.parametrize(
    ("cal", "limit", "start", "waits", "expected"),
    [
        # a make-up Saturday, then closed until 23 February
        (OFFICE, "24:00", "02-13 17:00", (), ("02-14 17:00", "02-14 17:00", "02-14 17:00", "02-25 17:00")),
        (OFFICE, "24:00", "03-07 10:00", (), ("03-08 10:00", "03-10 09:00", "03-10 09:00", "03-11 18:00")),
        (FIVE_DAYS, "6:00", "03-06 20:00", (), ("03-07 02:00", "03-07 02:00", "03-09 00:00", "03-09 02:00")),
        # used up exactly at closing: not carried
        (FIVE_DAYS, "6:00", "03-06 18:00", (), ("03-07 00:00", "03-07 00:00", "03-07 00:00", "03-07 00:00")),
        # logged in the lunch break
        (OFFICE, "24:00", "03-09 12:30", (), ("03-10 12:30", "03-10 13:00", "03-10 13:00", "03-12 12:00")),
        # round the clock all rules are one
        (NON_STOP, "2:00", "03-09 10:00", (), ("03-09 12:00",) * 4),
        (NON_STOP, "2:00", "03-09 10:00", OVERLAPPING, ("03-09 12:50",) * 4),
        (OFFICE, "4:00", "03-09 16:00", (), ("03-09 20:00", "03-09 20:00", "03-10 09:00", "03-10 11:00")),
        (OFFICE, "4:00", "03-09 16:00", LOGGED_IN_WAIT, ("03-10 13:00", "03-10 13:00", "03-10 13:00", "03-10 14:00")),
        (FIVE_DAYS, "6:00", "03-06 20:00", TWO_WAITS, ("03-07 12:00", "03-07 12:00", "03-09 00:00", "03-09 06:00")),
    ],
)
def test_worked_examples_are_due_when_the_calendar_on_the_wall_says(
    cal: Calendar, limit: str, start: str, waits: tuple[tuple[str, str], ...], expected: tuple[str, ...]
) -> None:
    found = tuple(due_at(counting, start, limit, cal, *waits) for counting in COUNTINGS)
    assert found == tuple(at(moment) for moment in expected)


def test_needed_limits_of_the_worked_examples() -> None:
    # open hours ended at 18:00; half an hour later a limit just above would have carried to the next day
    assert needed_for("open", "03-07 10:00", "03-11 18:30", OFFICE) == 24 * HOUR + 1
    assert needed_for("carry", "03-09 12:30", "03-10 12:40", OFFICE) == 23 * HOUR + 1
    for counting in COUNTINGS:
        assert needed_for(counting, "03-09 10:00", "03-09 12:45", NON_STOP) == hours("2:45")
        assert needed_for(counting, "03-09 10:00", "03-09 12:45", NON_STOP, *OVERLAPPING) == hours("1:55")


def test_a_customers_wait_decides_the_seventh_example() -> None:
    start, limit, event = "03-09 10:00", "2:00", at("03-09 12:45")
    assert event > due_at("carry", start, limit, NON_STOP)
    assert event <= due_at("carry", start, limit, NON_STOP, *OVERLAPPING)


# ------------------------------------------------------------------ corners


def test_the_instant_due_is_in_time_and_the_next_millisecond_is_late() -> None:
    for counting in COUNTINGS:
        last = due(counting, np.array([at("03-09 10:00")]), 30 * MINUTE, OFFICE)
        for late in (0, 1):
            limit = needed(counting, np.array([at("03-09 10:00")]), last + late, OFFICE)
            assert limit.tolist() == [30 * MINUTE + late]


def test_used_up_exactly_at_closing_is_due_then_and_a_millisecond_more_is_carried() -> None:
    start = np.array([at("03-09 17:00")])
    assert due("carry", start, HOUR, OFFICE).tolist() == [at("03-09 18:00")]
    assert due("carry", start, HOUR + 1, OFFICE).tolist() == [at("03-10 09:00")]
    assert due("open", start, HOUR, OFFICE).tolist() == [at("03-09 18:00")]
    assert due("open", start, HOUR + 1, OFFICE).tolist() == [at("03-10 09:00") + 1]


def test_what_is_begun_at_the_closing_counts_from_the_next_opening() -> None:
    closing, opening = at("03-09 18:00"), at("03-10 09:00")
    found = [int(due(counting, np.array([closing]), HOUR, OFFICE)[0]) for counting in COUNTINGS]
    assert found == [closing + HOUR, opening + HOUR, opening + HOUR, opening + HOUR]


def test_no_limit_at_all_is_due_at_the_start_and_under_carry_at_the_opening() -> None:
    closed, opening = at("03-09 18:00"), at("03-10 09:00")
    found = [int(due(counting, np.array([closed]), 0, OFFICE)[0]) for counting in COUNTINGS]
    assert found == [closed, closed, opening, closed]


def test_what_happened_before_the_start_needed_nothing() -> None:
    start = np.array([at("03-09 12:30")])
    for counting in COUNTINGS:
        assert needed(counting, start, start, OFFICE).tolist() == [0]
        assert needed(counting, start, start - HOUR, OFFICE).tolist() == [0]
    # up to the opening: carried there with no limit at all
    assert needed("carry", start, start + 30 * MINUTE, OFFICE).tolist() == [0]
    assert needed("open", start, start + 30 * MINUTE, OFFICE).tolist() == [1]


def test_a_pause_without_end_is_never_due() -> None:
    start = np.array([at("03-09 10:00")])
    for_ever = Pauses(start[:, None] + HOUR, np.array([[-1]]))
    for counting in COUNTINGS:
        assert due(counting, start, HOUR, OFFICE, for_ever).tolist() == [at("03-09 11:00")]
        assert due(counting, start, HOUR + 1, OFFICE, for_ever).tolist() == [FAR]
        assert needed(counting, start, start + 30 * HOUR, OFFICE, for_ever).tolist() == [HOUR + 1]


def test_no_pause_is_no_pause_and_one_before_the_start_does_not_count() -> None:
    start = np.array([at("03-09 10:00")])
    nothing = Pauses(np.array([[-1, 0]]), np.array([[-1, at("03-09 09:00")]]))
    for counting in COUNTINGS:
        assert due(counting, start, HOUR, OFFICE, nothing) == due(counting, start, HOUR, OFFICE)


def test_a_window_that_never_opens_again_is_never_due() -> None:
    start = np.array([60 * 24 * HOUR])
    never = calendar(Hours(()), YEAR_2026)
    for cal in (OFFICE, never):
        assert due("wall", start, HOUR, cal).tolist() == (start + HOUR).tolist()
        for counting in COUNTINGS[1:]:
            assert due(counting, start, HOUR, cal).tolist() == [FAR]


def test_each_fault_has_its_own_limit_and_pauses() -> None:
    start = np.full(3, at("03-09 10:00"))
    limit = np.array([1, 2, 3]) * HOUR
    waits = Pauses(np.array([[-1], [at("03-09 10:30")], [-1]]), np.array([[-1], [at("03-09 10:45")], [-1]]))
    last = [at("03-09 11:00"), at("03-09 12:15"), at("03-09 13:00")]
    assert due("wall", start, limit, OFFICE, waits).tolist() == last


def test_elapsed_time_is_what_the_clock_shows() -> None:
    start, until = np.array([at("03-09 12:30")]), np.array([at("03-10 10:00")])
    found = [int(elapsed(counting, start, until, OFFICE)[0]) for counting in COUNTINGS]
    assert found == [hours("21:30"), hours("21:00"), hours("21:00"), hours("6:00")]
    assert elapsed("carry", start, start, OFFICE).tolist() == [0]


# ------------------------------------------------------------------ random cases

TICKS = 60
LAST = 10 * TICKS
"""Small whole numbers stand for milliseconds: every one of them is tried."""


@dataclass(frozen=True)
class Chance:
    """One fault on a small calendar."""

    counting: str
    start: int
    event: int
    limit: int
    cal: Calendar
    pauses: Pauses


@st.composite
def chances(draw: st.DrawFn) -> Chance:
    edges = sorted(draw(st.sets(st.integers(0, TICKS), max_size=8)))
    pairs = edges[: len(edges) // 2 * 2]
    opens, closes = np.array(pairs[0::2], dtype=np.int64), np.array(pairs[1::2], dtype=np.int64)
    cal = Calendar(opens, closes, np.cumsum(closes - opens) - (closes - opens))
    tick = st.integers(0, TICKS)
    waits = [(draw(st.integers(-1, TICKS)), draw(st.integers(-1, TICKS))) for _ in range(draw(st.integers(0, 3)))]
    begins, ends = (np.array([[wait[side] for wait in waits]], dtype=np.int64).reshape(1, -1) for side in (0, 1))
    return Chance(draw(st.sampled_from(COUNTINGS)), draw(tick), draw(tick), draw(tick), cal, Pauses(begins, ends))


def ticking(chance: Chance, limit: int) -> int:
    """When a limit is due, by looking at the clock after every single tick."""
    spans = list(zip(chance.cal.opens.tolist(), chance.cal.closes.tolist(), strict=True))
    waits = list(zip(chance.pauses.begins[0].tolist(), chance.pauses.ends[0].tolist(), strict=True))

    def opened(t: int) -> bool:
        return any(begin <= t < end for begin, end in spans)

    def waiting(t: int) -> bool:
        return any(begin >= 0 and begin <= t and (t < end or end < 0) for begin, end in waits)

    def opening(t: int) -> int:
        return next((later for later in range(t, LAST) if opened(later)), FAR)

    if limit == 0:
        return opening(chance.start) if chance.counting == "carry" else chance.start
    t = opening(chance.start) if chance.counting in ("from_opening", "carry") else chance.start
    shown = 0
    while shown < limit:
        if t >= LAST:
            return FAR
        shown += not waiting(t) and (chance.counting != "open" or opened(t))
        t += 1
    if chance.counting == "carry" and not any(t == end for _, end in spans):
        return opening(t)
    return t


@settings(max_examples=500, deadline=None)
@given(chances())
def test_due_is_what_a_ticking_clock_shows(chance: Chance) -> None:
    found = due(chance.counting, np.array([chance.start]), chance.limit, chance.cal, chance.pauses)
    assert found.tolist() == [ticking(chance, chance.limit)]


@settings(max_examples=500, deadline=None)
@given(chances())
def test_the_needed_limit_is_the_smallest_that_would_have_been_kept(chance: Chance) -> None:
    found = needed(chance.counting, np.array([chance.start]), np.array([chance.event]), chance.cal, chance.pauses)
    assert found.tolist() == [next(limit for limit in range(LAST) if ticking(chance, limit) >= chance.event)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(COUNTINGS))
def test_in_time_is_a_needed_limit_within_the_promised(seed: int, counting: str) -> None:
    random = np.random.default_rng(seed)
    n, horizon = 200, 40 * 24 * HOUR
    # to the millisecond, or on a coarse grid full of ties
    grain = int(random.choice([1, 30 * MINUTE]))
    start = random.integers(0, horizon, n) // grain * grain
    event = start + random.integers(-HOUR, 4 * 24 * HOUR, n) // grain * grain
    limit = random.integers(0, 3 * 24 * HOUR, n) // grain * grain
    begins = start[:, None] + random.integers(-12 * HOUR, 48 * HOUR, (n, 2)) // grain * grain
    ends = begins + random.integers(0, 24 * HOUR, (n, 2)) // grain * grain
    begins[random.random((n, 2)) < 0.4] = -1
    ends[random.random((n, 2)) < 0.1] = -1
    for pauses in (None, Pauses(begins, ends)):
        for cal in (OFFICE, FIVE_DAYS, NON_STOP):
            last = due(counting, start, limit, cal, pauses)
            enough = needed(counting, start, event, cal, pauses)
            assert ((event <= last) == (enough <= limit)).all()
            # and the needed limit is itself just kept
            assert (event <= due(counting, start, enough, cal, pauses)).all()
