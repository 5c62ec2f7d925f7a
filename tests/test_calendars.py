"""Calendars: which days are worked, what is open when, and the look-ups on it."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.calendars import (
    ALWAYS,
    DAY,
    DAY_OFF,
    FAR,
    HOUR,
    MINUTE,
    WEEKDAYS,
    Calendar,
    Dates,
    Days,
    Holidays,
    Hours,
    Span,
    calendar,
    days,
    is_open,
    last_closing,
    next_opening,
    open_before,
    opens_until,
    other_dates,
    time_of_open,
)

CHINA = Holidays("CN")
WORKDAYS = frozenset({"workdays"})
OFFICE = Hours((Span(WORKDAYS, ((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))),))
NIGHTS = Hours((Span(WORKDAYS, ((20 * HOUR, 32 * HOUR),)),))


def on(when: date, holidays: Holidays = CHINA) -> tuple[str, ...]:
    return days(holidays, when, 1).names(0)


def spans(cal: Calendar) -> list[tuple[int, int]]:
    return list(zip(cal.opens.tolist(), cal.closes.tolist(), strict=True))


# ------------------------------------------------------------------ kinds of day


def test_spring_festival_2026_is_as_the_official_plan_says() -> None:
    february = days(CHINA, date(2026, 2, 13), 17)
    worked = [(february.first + timedelta(days=i)).day for i in range(17) if february.workday[i]]
    public = [(february.first + timedelta(days=i)).day for i in range(17) if february.holiday[i]]
    assert worked == [13, 14, 24, 25, 26, 27, 28]
    assert public == [16, 17, 18, 19, 20, 23]
    assert [february.make_up(i) for i in (0, 1, 15)] == [False, True, True]
    assert (february.festival[3], february.festival[7], february.festival[8]) == ("spring_festival", DAY_OFF, "")


def test_a_day_has_its_closest_name_first() -> None:
    assert on(date(2026, 2, 19)) == ("thu", "holidays", "restdays")
    assert on(date(2026, 2, 14)) == ("sat", "workdays")
    assert on(date(2026, 3, 7)) == ("sat", "restdays")


def test_2026_has_248_workdays() -> None:
    year = days(CHINA, date(2026, 1, 1), 365)
    assert np.count_nonzero(year.workday) == 248
    assert not year.provisional.any()
    assert not (year.workday & year.holiday).any()


def test_years_without_an_official_plan_are_provisional() -> None:
    turn = days(CHINA, date(2035, 12, 31), 2)
    assert turn.provisional.all()
    # the scenario has entered the plan of 2036
    settled = days(Holidays("CN", extra_workdays=(date(2036, 2, 3),)), date(2035, 12, 31), 2)
    assert settled.provisional.tolist() == [True, False]
    assert not days(Holidays(), date(2035, 12, 31), 2).provisional.any()


def test_without_a_country_monday_to_friday_are_worked() -> None:
    fortnight = days(Holidays(), date(2026, 2, 16), 14)
    assert fortnight.workday.tolist() == [True] * 5 + [False] * 2 + [True] * 5 + [False] * 2
    assert not fortnight.holiday.any()


def test_the_scenarios_own_days_stand_above_the_official_ones() -> None:
    own = Holidays(
        "CN", extra_holidays=(date(2026, 3, 4), date(2026, 2, 14)), extra_workdays=(date(2026, 2, 19), date(2026, 3, 7))
    )
    assert on(date(2026, 3, 4), own) == ("wed", "holidays", "restdays")
    assert on(date(2026, 2, 14), own) == ("sat", "holidays", "restdays")
    assert on(date(2026, 2, 19), own) == ("thu", "workdays")
    assert on(date(2026, 3, 7), own) == ("sat", "workdays")


def test_names_do_not_depend_on_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("zh_CN", "en_US", "th"):
        monkeypatch.setenv("LANGUAGE", language)
        assert days(CHINA, date(2026, 10, 1), 1).festival == ("national_day",)


def test_a_second_library_knows_the_same_workdays() -> None:
    chinese_calendar = pytest.importorskip("chinese_calendar")
    first, last = date(2004, 1, 1), date(2026, 12, 31)
    ours = days(CHINA, first, (last - first).days + 1)
    different = [
        when
        for index in range(ours.count)
        if ours.workday[index] != chinese_calendar.is_workday(when := first + timedelta(days=index))
    ]
    # The plan of 2006 made this Saturday a workday; the second library begins the plan with 1 January.
    assert different == [date(2005, 12, 31)]


# ------------------------------------------------------------------ laid out


def test_office_hours_keep_lunch_weekends_and_holidays() -> None:
    cal = calendar(OFFICE, days(CHINA, date(2026, 2, 14), 11))
    morning, afternoon = (9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR)
    reopens = 10 * DAY
    assert spans(cal) == [
        morning,
        afternoon,
        (reopens + 9 * HOUR, reopens + 12 * HOUR),
        (reopens + 13 * HOUR, reopens + 18 * HOUR),
    ]
    assert cal.before.tolist() == [0, 3 * HOUR, 8 * HOUR, 11 * HOUR]


def test_a_night_belongs_to_the_day_it_begins_on() -> None:
    friday = days(CHINA, date(2026, 3, 6), 3)
    assert spans(calendar(NIGHTS, friday)) == [(0, 8 * HOUR), (20 * HOUR, DAY + 8 * HOUR)]
    # no workday before this Monday: its early hours are nobody's night
    monday = days(CHINA, date(2026, 3, 9), 1)
    assert spans(calendar(NIGHTS, monday)) == [(20 * HOUR, DAY)]


def test_the_night_before_the_first_day_reaches_into_it() -> None:
    assert spans(calendar(NIGHTS, days(CHINA, date(2026, 3, 10), 1))) == [(0, 8 * HOUR), (20 * HOUR, DAY)]
    outside = Hours(NIGHTS.spans, outside=True)
    assert spans(calendar(outside, days(CHINA, date(2026, 3, 10), 1))) == [(8 * HOUR, 20 * HOUR)]


def test_days_that_touch_are_one_span() -> None:
    five = Hours((Span(WORKDAYS),))
    week = days(CHINA, date(2026, 3, 2), 14)
    assert spans(calendar(five, week)) == [(0, 5 * DAY), (7 * DAY, 12 * DAY)]
    assert spans(calendar(ALWAYS, week)) == [(0, 14 * DAY)]
    assert spans(calendar(Hours((Span(frozenset(WEEKDAYS)),), outside=True), week)) == []


def test_holidays_and_restdays_are_days_of_the_official_plan() -> None:
    week = days(CHINA, date(2026, 2, 14), 11)
    public = calendar(Hours((Span(frozenset({"holidays"})),)), week)
    resting = calendar(Hours((Span(frozenset({"restdays"})),)), week)
    assert spans(public) == [(2 * DAY, 7 * DAY), (9 * DAY, 10 * DAY)]
    assert spans(resting) == [(DAY, 10 * DAY)]


def test_5x8_is_open_22_6_per_cent_of_2026() -> None:
    year = days(CHINA, date(2026, 1, 1), 365)
    assert int(open_before(calendar(OFFICE, year), np.int64(365 * DAY))) == 248 * 8 * HOUR


def test_hours_may_name_dates() -> None:
    festival = Hours((Span(frozenset(), ((9 * HOUR, 12 * HOUR),), ((date(2026, 2, 15), date(2026, 2, 16)),)),))
    laid = days(CHINA, date(2026, 2, 14), 11)
    assert spans(calendar(festival, laid)) == [(33 * HOUR, 36 * HOUR), (57 * HOUR, 60 * HOUR)]
    assert spans(calendar(festival, days(CHINA, date(2027, 2, 14), 11))) == []


def test_hours_kept_to_dates_begin_on_them_and_what_is_left_of_all_time_is_cut_at_midnight() -> None:
    tenth = ((date(2026, 3, 10), date(2026, 3, 10)),)
    week = days(CHINA, date(2026, 3, 9), 4)
    assert spans(calendar(Hours(NIGHTS.spans, on=tenth), week)) == [(DAY + 20 * HOUR, 2 * DAY + 8 * HOUR)]
    others = other_dates(tenth)
    assert others == ((date.min, date(2026, 3, 9)), (date(2026, 3, 11), date.max))
    nights = spans(calendar(Hours(NIGHTS.spans, on=others), week))
    assert nights == [
        (20 * HOUR, DAY + 8 * HOUR),
        (2 * DAY + 20 * HOUR, 3 * DAY + 8 * HOUR),
        (3 * DAY + 20 * HOUR, 4 * DAY),
    ]
    assert spans(calendar(Hours((), outside=True, on=tenth), week)) == [(DAY, 2 * DAY)]
    assert spans(calendar(Hours((), outside=True, on=others), week)) == [(0, DAY), (2 * DAY, 4 * DAY)]


# ------------------------------------------------------------------ against counting on the fingers

WEEK_DAYS = days(CHINA, date(2026, 2, 13), 14)
STEP = 30 * MINUTE


@st.composite
def written(draw: st.DrawFn) -> Hours:
    """Hours on the half hour: up to three spans, some of them over midnight, some on dates; perhaps kept to dates."""

    def runs() -> Dates:
        first = [date(2026, 2, 10) + timedelta(days=draw(st.integers(0, 20))) for _ in range(draw(st.integers(1, 2)))]
        return tuple((day, day + timedelta(days=draw(st.integers(0, 6)))) for day in first)

    def span() -> Span:
        kinds = st.sampled_from((*WEEKDAYS, "workdays", "restdays", "holidays"))
        names = draw(st.one_of(st.just(set[str]()), st.sets(kinds, min_size=1, max_size=3)))
        times = []
        for _ in range(draw(st.integers(1, 2))):
            start = draw(st.integers(0, 47)) * STEP
            times.append((start, start + draw(st.integers(1, 48)) * STEP))
        return Span(frozenset(names), tuple(times), () if names else runs())

    on = draw(st.sampled_from(["all", "some", "others"]))
    kept = () if on == "all" else runs() if on == "some" else other_dates(runs())
    return Hours(tuple(span() for _ in range(draw(st.integers(0, 3)))), draw(st.booleans()), kept)


def by_hand(hours: Hours, laid: Days) -> list[bool]:
    """Whether each half hour is open, by asking every span about it and the day before."""
    names = [laid.eve, *(laid.names(index) for index in range(laid.count))]

    def among(dates: Dates, index: int) -> bool:
        return any(first <= laid.first + timedelta(days=index) <= last for first, last in dates)

    def begins(span: Span, index: int) -> bool:
        held = bool(set(names[index + 1]) & span.days) or among(span.dates, index)
        return held and (hours.outside or not hours.on or among(hours.on, index))

    def inside(t: int) -> bool:
        index, time = t // DAY, t % DAY
        found = any(
            (start <= time < end and begins(span, index)) or (start <= time + DAY < end and begins(span, index - 1))
            for span in hours.spans
            for start, end in span.times
        )
        if hours.outside:
            return not found and (not hours.on or among(hours.on, index))
        return found

    return [inside(t) for t in range(0, laid.count * DAY, STEP)]


@settings(max_examples=150, deadline=None)
@given(written())
def test_laid_out_hours_are_what_was_written(hours: Hours) -> None:
    cal = calendar(hours, WEEK_DAYS)
    half_hours = np.arange(0, WEEK_DAYS.count * DAY, STEP)
    expected = by_hand(hours, WEEK_DAYS)
    assert is_open(cal, half_hours).tolist() == expected
    assert is_open(cal, half_hours + STEP - 1).tolist() == expected
    assert (cal.closes > cal.opens).all() and (cal.opens[1:] > cal.closes[:-1]).all()


@settings(max_examples=150, deadline=None)
@given(written())
def test_look_ups_are_what_counting_gives(hours: Hours) -> None:
    cal = calendar(hours, WEEK_DAYS)
    opens = by_hand(hours, WEEK_DAYS)
    n = len(opens)
    counted = [0, *itertools.accumulate(STEP if inside else 0 for inside in opens)]
    t = np.arange(n) * STEP
    assert open_before(cal, np.arange(n + 1) * STEP).tolist() == counted
    following = [next((k * STEP for k in range(i, n) if opens[k]), FAR) for i in range(n)]
    assert next_opening(cal, t).tolist() == following
    end = [next((k for k in range(i, n) if not opens[k]), n) * STEP for i in range(n)]
    assert opens_until(cal, t).tolist() == end
    closing = [next((k * STEP for k in range(i, 0, -1) if opens[k - 1] and not opens[k]), -1) for i in range(n)]
    assert last_closing(cal, t)[[not inside for inside in opens]].tolist() == [
        at for at, inside in zip(closing, opens, strict=True) if not inside
    ]


@settings(max_examples=150, deadline=None)
@given(written(), st.lists(st.integers(-1, 15 * DAY), min_size=1, max_size=20))
def test_open_time_and_its_inverse_fit_to_the_millisecond(hours: Hours, amounts: list[int]) -> None:
    cal = calendar(hours, WEEK_DAYS)
    total = int(np.sum(cal.closes - cal.opens))
    for amount, at in zip(amounts, time_of_open(cal, np.array(amounts)).tolist(), strict=True):
        if amount <= 0:
            assert at == 0
        elif amount > total:
            assert at == FAR
        else:
            assert open_before(cal, np.array([at - 1, at])).tolist() == [amount - 1, amount]


def test_look_ups_take_one_instant_too() -> None:
    cal = calendar(OFFICE, days(CHINA, date(2026, 3, 9), 7))
    noon = np.int64(12 * HOUR)
    assert not is_open(cal, noon) and is_open(cal, noon - 1)
    assert next_opening(cal, noon) == 13 * HOUR
    assert opens_until(cal, noon - 1) == noon == last_closing(cal, noon)
    assert time_of_open(cal, np.int64(3 * HOUR)) == noon
