"""The language of values: what is understood, what is refused and where the error points, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import phrases
from sim.calendars import ALWAYS, DAY, HOUR, MINUTE, SECOND, WEEK, Dates, Hours, Span
from sim.distributions import FAMILIES, Estimate, Law, Quantity, Range, fixed
from sim.messages import LANGUAGES, keys, say
from sim.problems import PhraseError
from sim.scenario import Busyness, Money, Rate, Rhythm, Shift

NEW_YEAR = date(2026, 1, 1)
FESTIVAL = (date(2026, 2, 15), date(2026, 2, 23))
ALL_DAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
OFFICE = Hours((Span(frozenset({"workdays"}), ((8 * HOUR + 30 * MINUTE, 18 * HOUR),)),))
DAYTIME = Hours((Span(ALL_DAYS, ((8 * HOUR, 20 * HOUR),)),))
NIGHT = Hours(DAYTIME.spans, outside=True)
OFF = Hours(OFFICE.spans, outside=True)
NAMES = {"office": OFFICE, "day": DAYTIME, "night": NIGHT, "5x8": OFFICE, "off_hours": OFF}
LEVELS = ("A", "B")


def hours(text: str) -> Hours:
    return phrases.hours(text, NAMES)


def on_workdays(*times: tuple[float, float]) -> Hours:
    """Hours on workdays; times in hours of the day."""
    return Hours((Span(frozenset({"workdays"}), tuple((int(a * HOUR), int(b * HOUR)) for a, b in times)),))


def rhythm(text: str) -> Rhythm:
    return phrases.rhythm(text, NAMES)


def shifts(text: str) -> tuple[Shift, ...]:
    return phrases.shifts(text, NAMES, LEVELS)


def lists(text: str) -> Dates:
    return phrases.duty_dates(text, NAMES | {"festival": hours("2026-02-15 to 2026-02-23")})


# ------------------------------------------------------------------ what is understood


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("30 min", 30 * MINUTE),
        ("30min", 30 * MINUTE),
        ("1.5 h", 90 * MINUTE),
        ("0.1 h", 6 * MINUTE),
        ("1 d 12 h", 36 * HOUR),
        ("2 w", 2 * WEEK),
        ("1 h 30 min 5 s 7 ms", 90 * MINUTE + 5 * SECOND + 7),
        ("0 min", 0),
        ("2 小时 30 分钟", 150 * MINUTE),
        ("3 天", 3 * DAY),
        ("　３０　ｍｉｎ", 30 * MINUTE),
    ],
)
def test_a_duration_is_exact_to_the_millisecond(text: str, ms: int) -> None:
    assert phrases.duration(text) == ms


MIN = float(MINUTE)


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("30 min", fixed(30 * MIN)),
        ("20..30 min", fixed(Range(20 * MIN, 30 * MIN))),
        ("45 min..2 h", fixed(Range(45 * MIN, 120 * MIN))),
        ("mean 25 min cv 0.5", Law("lognormal_mean", (25 * MIN, 0.5))),
        ("mean 20..30 min cv 0.4..0.6", Law("lognormal_mean", (Range(20 * MIN, 30 * MIN), Range(0.4, 0.6)))),
        ("median 60 min sigma 0.9", Law("lognormal", (60 * MIN, 0.9))),
        ("median 60 min 90% within 190 min", Law("lognormal_within", (60 * MIN, 0.9, 190 * MIN))),
        ("median 1 h 30 min 90% within 3 h", Law("lognormal_within", (90 * MIN, 0.9, 180 * MIN))),
        ("exponential mean 3 min", Law("exponential", (3 * MIN,))),
        ("gamma mean 5 min cv 2", Law("gamma", (5 * MIN, 2.0))),
        ("weibull mean 5 min cv 0", Law("weibull", (5 * MIN, 0.0))),
        ("hyperexponential mean 5 min cv 2", Law("hyperexponential", (5 * MIN, 2.0))),
        ("erlang mean 10 min stages 3", Law("erlang", (10 * MIN, 3.0))),
        ("uniform 1.5 h to 2.5 h", Law("uniform", (90 * MIN, 150 * MIN))),
        ("triangular 4 h to 9 h mostly 5.5 h", Law("triangular", (240 * MIN, 540 * MIN, 330 * MIN))),
        ("5 min or 7 min or 9 min", Law("sample", (5 * MIN, 7 * MIN, 9 * MIN))),
    ],
)
def test_every_form_of_a_law_is_read(text: str, law: Law) -> None:
    assert phrases.law(text) == law


def test_a_duty_list_names_whole_dates_in_their_order() -> None:
    assert lists("festival") == (FESTIVAL,)
    assert lists("festival and 2026-01-01") == ((NEW_YEAR, NEW_YEAR), FESTIVAL)


def test_a_law_from_a_file_is_what_the_caller_reads_there() -> None:
    seen = {"times.csv": (1.0, 2.0)}
    assert phrases.law("from times.csv", sample=seen.__getitem__) == Law("sample", (1.0, 2.0))


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("64%", 0.64),
        ("0%", 0.0),
        ("100%", 1.0),
        ("６４％", 0.64),
        ("64 %", 0.64),
        ("10%..20%", Range(0.1, 0.2)),
        ("10..20%", Range(0.1, 0.2)),
        ("64% of 196", Estimate(0.64, 196)),
    ],
)
def test_a_share_is_read_as_a_number_between_0_and_1(text: str, share: Quantity) -> None:
    assert phrases.share(text) == share


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("always", ALWAYS),
        ("7x24", ALWAYS),
        ("5x24", Hours((Span(frozenset({"workdays"})),))),
        ("2026-02-15 to 2026-02-23", Hours((Span(frozenset(), dates=(FESTIVAL,)),))),
        ("2026-01-01 2026-02-15 to 2026-02-23", Hours((Span(frozenset(), dates=((NEW_YEAR, NEW_YEAR), FESTIVAL)),))),
        ("2026-01-01 09:00-12:00", Hours((Span(frozenset(), ((9 * HOUR, 12 * HOUR),), ((NEW_YEAR, NEW_YEAR),)),))),
        ("office", OFFICE),
        ("outside office", Hours(OFFICE.spans, outside=True)),
        ("outside night", DAYTIME),
        ("workdays 09:00-12:00 13:00-18:00", on_workdays((9, 12), (13, 18))),
        ("workdays 20:00-08:00", on_workdays((20, 32))),
        ("08:00-20:00", DAYTIME),
        ("daily 08:00-20:00", DAYTIME),
        ("mon-fri", Hours((Span(frozenset({"mon", "tue", "wed", "thu", "fri"})),))),
        ("sat-mon", Hours((Span(frozenset({"sat", "sun", "mon"})),))),
        ("mon wed 00:00-24:00", Hours((Span(frozenset({"mon", "wed"})),))),
        ("office and restdays", Hours((*OFFICE.spans, Span(frozenset({"restdays"}))))),
        ("workdays 20:00-24:00", on_workdays((20, 24))),
    ],
)
def test_hours_are_read_as_a_duty_roster_says_them(text: str, expected: Hours) -> None:
    assert hours(text) == expected


def test_a_file_may_say_what_5x24_is() -> None:
    weekdays = phrases.hours("mon-fri", {})
    assert phrases.hours("5x24", {"5x24": weekdays}) == weekdays


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", (Shift("3", 3, ALWAYS, False),)),
        (
            "2 office + 1 off_hours on call",
            (Shift("2 office", 2, OFFICE, False), Shift("1 off_hours on call", 1, OFF, True)),
        ),
        ("1 off_hours on call for A B", (Shift("1 off_hours on call for A B", 1, OFF, True, ("A", "B")),)),
        ("1 on call", (Shift("1 on call", 1, ALWAYS, True),)),
        ("unlimited", (Shift("unlimited", None, ALWAYS, False),)),
        ("unlimited day", (Shift("unlimited day", None, DAYTIME, False),)),
        ("2 5x8", (Shift("2 5x8", 2, OFFICE, False),)),
        ("2  office+1 night", (Shift("2 office", 2, OFFICE, False), Shift("1 night", 1, NIGHT, False))),
        ("1 workdays 20:00-08:00", (Shift("1 workdays 20:00-08:00", 1, on_workdays((20, 32)), False),)),
    ],
)
def test_a_roster_is_read_shift_by_shift(text: str, expected: tuple[Shift, ...]) -> None:
    assert shifts(text) == expected


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (phrases.number, "1.5", 1.5),
        (phrases.count, "3", 3),
        (phrases.rate, "0.15 per site per month", Rate(0.15, "month", True)),
        (phrases.rate, "18 per hour", Rate(18.0, "hour", False)),
        (phrases.busyness, "cv 0.3 per site per year", Busyness(0.3, "year", True)),
        (phrases.busyness, "cv 0.2..0.4 per month", Busyness(Range(0.2, 0.4), "month", False)),
        (phrases.rate, "8 per workday", Rate(8.0, "workday", False)),
        (phrases.rate, "2..3 per site per month", Rate(Range(2.0, 3.0), "month", True)),
        (phrases.money, "80000 yuan per year", Money(80000.0, "yuan", "year")),
        (phrases.money, "8 万元 per year", Money(80000.0, "yuan", "year")),
        (phrases.money, "300元", Money(300.0, "yuan")),
        (phrases.money, "10 yuan per h", Money(10.0, "yuan", "hour")),
        (phrases.money, "80000..90000 yuan per year", Money(Range(80000.0, 90000.0), "yuan", "year")),
        (phrases.attain, "95% per quarter", (0.95, "quarter")),
        (phrases.periods_kept, "90% of periods kept", 0.9),
        (phrases.exact_share, "95%", 0.95),
        (phrases.chain, "resident then local then hq", (("resident", 0), ("local", 0), ("hq", 0))),
        (phrases.chain, "a then b after 15 min then c", (("a", 0), ("b", 15 * MINUTE), ("c", 15 * MINUTE))),
        (phrases.words, "P-02 H-06", ("P-02", "H-06")),
        (phrases.trip_after, "after 2 h", 2 * HOUR),
        (phrases.redials, "90% after 5 min", (0.9, fixed(5 * MIN), None)),
        (phrases.redials, "90% after 5 min at most 3 times", (0.9, fixed(5 * MIN), 3)),
        (phrases.redials, "90% after 5 min at most 1 time", (0.9, fixed(5 * MIN), 1)),
        (phrases.after, "after 60 min", fixed(60 * MIN)),
        (phrases.late, "15% exponential mean 1 h", (0.15, Law("exponential", (60 * MIN,)))),
        (phrases.flights, "hourly 06:30-09:00", tuple(int(h * HOUR) for h in (6.5, 7.5, 8.5))),
        (phrases.flights, "every 2 h 06:30-10:30", tuple(int(h * HOUR) for h in (6.5, 8.5, 10.5))),
        (phrases.flights, "07:00 09:30", tuple(int(h * HOUR) for h in (7, 9.5))),
        (phrases.span, "300 to 5000", (300, 5000)),
        (phrases.month_days, "1-5 of month", (1, 5)),
        (phrases.month_days, "5 of month", (5, 5)),
        (phrases.period_length, "1 year", (1, "year")),
        (phrases.period_length, "4 weeks", (4, "week")),
        (phrases.period_length, "10 days", (10, "day")),
        (phrases.day, "2026-01-01", date(2026, 1, 1)),
        (phrases.dates, "2026-06-18 2026-11-11", (date(2026, 6, 18), date(2026, 11, 11))),
        (phrases.months, "1 3 12", (1, 3, 12)),
        (phrases.weights, "0 " * 23 + "1", (0.0,) * 23 + (1.0,)),
        (rhythm, "60% day", Rhythm(((0.6, DAYTIME),))),
        (rhythm, "70% office + 20% night", Rhythm(((0.7, OFFICE), (0.2, NIGHT)))),
    ],
)
def test_every_other_phrase_is_read(read: Callable[[str], object], text: str, expected: object) -> None:
    assert read(text) == expected


def test_words_know_where_they_stand() -> None:
    text = "resident then local"
    assert [text[word.start : word.end] for word, _ in phrases.chain(text)] == ["resident", "local"]


# ------------------------------------------------------------------ what is refused, and where the error points


def refusal(read: Callable[[str], object], text: str) -> PhraseError:
    with pytest.raises(PhraseError) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(
    ("read", "text", "pointed_at", "key"),
    [
        (phrases.law, "", "", "phrases_empty"),
        (phrases.law, "lognormal(mean=25 min, cv=0.5)", "lognormal(mean=25 min, cv=0.5)", "phrases_punctuation"),
        (phrases.law, "lognormal mean 5 min cv 1", "lognormal", "phrases_lognormal"),
        (phrases.law, "mean 5 cv 0.8", "5", "phrases_unit_missing"),
        (phrases.law, "5", "5", "phrases_unit_missing"),
        (phrases.law, "5 mins", "mins", "phrases_unit_near"),
        (phrases.law, "5 qx", "qx", "phrases_unit"),
        (phrases.law, "5 Min", "Min", "phrases_unit_near"),
        (phrases.law, "mean 25 min vc 0.5", "vc", "phrases_expected"),
        (phrases.law, "mean 25 min", "25 min", "phrases_spread"),
        (phrases.law, "median 25 min", "25 min", "phrases_spread_of_median"),
        (phrases.law, "median 25 min within 90%", "within", "phrases_expected"),
        (phrases.law, "median 25 min 90%", "", "phrases_ends_early"),
        (phrases.law, "median 60 min 90% within 50 min", "50 min", "phrases_within_bound"),
        (phrases.law, "median 60 min 90% within 60 min", "60 min", "phrases_within_bound"),
        (phrases.law, "median 60 min 50% within 90 min", "50%", "phrases_within_share"),
        (phrases.law, "median 60 min 100% within 90 min", "100%", "phrases_within_share"),
        (phrases.law, "mean 25 min cv -0.5", "-0.5", "phrases_negative"),
        (phrases.law, "mean 25 min cv 50", "50", "phrases_between"),
        (phrases.law, "mean 0 min cv 1", "0 min", "phrases_above_zero"),
        (phrases.law, "hyperexponential mean 5 min cv 0.9", "0.9", "phrases_cv_small"),
        (phrases.law, "weibull mean 5 min cv 0.001", "0.001", "phrases_cv_small"),
        (phrases.law, "erlang mean 5 min stages 2.5", "2.5", "phrases_whole"),
        (phrases.law, "erlang mean 5 min stages 0", "0", "phrases_stages"),
        (phrases.law, "uniform 3 h to 2 h", "3 h to 2 h", "phrases_from_to"),
        (phrases.law, "triangular 4 h to 9 h mostly 10 h", "10 h", "phrases_mostly"),
        (phrases.law, "nan", "nan", "phrases_law"),
        (phrases.law, "inf min", "inf", "phrases_law"),
        (phrases.law, "expnential mean 5 min", "expnential", "phrases_law_near"),
        (phrases.law, "from times.xlsx", "times.xlsx", "phrases_csv"),
        (phrases.law, "from times.csv", "times.csv", "phrases_no_file"),
        (phrases.law, "30 min 90", "90", "phrases_left_over"),
        (phrases.law, "5-10 min", "5-10", "phrases_dash"),
        (phrases.law, "05 min", "05", "phrases_number_form"),
        (phrases.law, "30..20 min", "30..20 min", "phrases_from_to"),
        (phrases.duration, "30 min 1 h", "30 min 1 h", "phrases_larger_first"),
        (phrases.duration, "-5 min", "-5", "phrases_negative"),
        (phrases.duration, "20..30 min", "20..30 min", "phrases_one_number"),
        (phrases.duration, "999999 w", "999999 w", "phrases_too_long"),
        (phrases.duration, "5 workdays", "workdays", "phrases_unit_of_calendar"),
        (phrases.duration, "5 工作日", "工作日", "phrases_unit_of_calendar"),
        (phrases.duration, "5 months", "months", "phrases_unit"),
        (phrases.duration, "5 mon", "mon", "phrases_unit"),
        (phrases.duration, "5 hotlines", "hotlines", "phrases_unit"),
        (phrases.duration, "5 Hours", "Hours", "phrases_unit_near"),
        (phrases.share, "0.64", "0.64", "phrases_percent"),
        (phrases.share, "145%", "145%", "phrases_share"),
        (phrases.share, "20%..10%", "20%..10%", "phrases_from_to"),
        (phrases.share, "64% of 0", "0", "phrases_sample_size"),
        (phrases.exact_share, "10%..20%", "10%..20%", "phrases_one_number"),
        (phrases.count, "2.5", "2.5", "phrases_whole"),
        (phrases.number, "1..2", "1..2", "phrases_one_number"),
        (phrases.rate, "3 per fortnight", "fortnight", "phrases_period"),
        (hours, "2026-02-23 to 2026-02-15", "2026-02-23 to 2026-02-15", "phrases_from_to"),
        (hours, "2026-02-30", "2026-02-30", "phrases_no_such_date"),
        (hours, "2026-2-15 to 2026-02-23", "2026-2-15", "phrases_date"),
        (hours, "2026-02-15 mon", "mon", "phrases_left_over"),
        (lists, "office", "office", "phrases_whole_dates"),
        (lists, "outside 2026-02-15", "outside 2026-02-15", "phrases_whole_dates"),
        (lists, "2026-02-15 09:00-12:00", "2026-02-15 09:00-12:00", "phrases_whole_dates"),
        (phrases.busyness, "0.3 per site per year", "0.3", "phrases_expected"),
        (phrases.busyness, "cv 30 per site per year", "30", "phrases_between"),
        (phrases.busyness, "cv 0.3 per site per week", "week", "phrases_period"),
        (phrases.rate, "3 per mounth", "mounth", "phrases_period_near"),
        (phrases.rate, "3 per month per site", "per", "phrases_left_over"),
        (phrases.money, "80,000 yuan", "80,000 yuan", "phrases_punctuation"),
        (phrases.money, "5 yaun", "yaun", "phrases_currency_near"),
        (phrases.money, "5", "5", "phrases_currency_missing"),
        (phrases.money, "5 per year", "5", "phrases_currency_missing"),
        (phrases.attain, "0% per year", "0%", "phrases_nothing_asked"),
        (phrases.attain, "95% per day", "day", "phrases_period"),
        (phrases.periods_kept, "90% of quarters kept", "quarters", "phrases_expected"),
        (phrases.periods_kept, "100% of periods kept", "100%", "phrases_share_inside"),
        (phrases.chain, "a after 15 min", "after", "phrases_left_over"),
        (phrases.chain, "a then b after 1 h then c after 15 min", "after 15 min", "phrases_waits_less"),
        (phrases.chain, "a then a", "a", "phrases_twice"),
        (phrases.chain, "a then", "", "phrases_name"),
        (phrases.trip_after, "2 h", "2", "phrases_expected"),
        (phrases.redials, "90% after 5 min at most 1 times", "times", "phrases_expected"),
        (phrases.span, "300..5000", "..5000", "phrases_to_not_dots"),
        (phrases.span, "5 to 3", "5 to 3", "phrases_from_to"),
        (phrases.flights, "hourly 22:00-06:30", "22:00-06:30", "phrases_from_to"),
        (phrases.flights, "09:30 07:00", "07:00", "phrases_times_order"),
        (phrases.flights, "often", "often", "phrases_expected"),
        (phrases.month_days, "0-5 of month", "0-5", "phrases_month_days"),
        (phrases.month_days, "5-1 of month", "5-1", "phrases_month_days"),
        (phrases.period_length, "4 week", "week", "phrases_period_near"),
        (phrases.period_length, "4", "4", "phrases_period_missing"),
        (phrases.day, "2026-02-30", "2026-02-30", "phrases_no_such_date"),
        (phrases.day, "1.1.2026", "1.1.2026", "phrases_date"),
        (phrases.dates, "2026-06-18 2026-06-18", "2026-06-18", "phrases_dates_order"),
        (phrases.weights, "1 2 3", "1 2 3", "phrases_24_weights"),
        (phrases.weights, "0 " * 24, ("0 " * 24).strip(), "phrases_no_weight"),
        (hours, "nigth", "nigth", "phrases_no_hours_near"),
        (hours, "zzz", "zzz", "phrases_no_hours"),
        (hours, "outside", "", "phrases_hours_missing"),
        (hours, "office and outside day", "outside", "phrases_outside_first"),
        (hours, "outside outside day", "outside", "phrases_outside_first"),
        (hours, "outside always", "outside always", "phrases_no_time_left"),
        (hours, "night and office", "night and office", "phrases_cannot_join"),
        (hours, "workdays 8:30-18:00", "8:30", "phrases_time_form"),
        (hours, "workdays 08:30-24:01", "24:01", "phrases_no_such_time"),
        (hours, "workdays 24:00-08:00", "24:00", "phrases_no_such_time"),
        (hours, "workdays 08:60-18:00", "08:60", "phrases_no_such_time"),
        (hours, "workdays 08:00-12:00 11:00-13:00", "11:00-13:00", "phrases_times_overlap"),
        (hours, "workdays 00:00-00:00", "00:00", "phrases_midnight"),
        (hours, "workdays 18:00-18:00", "18:00-18:00", "phrases_no_span"),
        (hours, "Mon-Fri 09:00-17:00", "Mon-Fri", "phrases_no_hours_near"),
        (hours, "Tue-Sat", "Tue-Sat", "phrases_no_hours_near"),
        (hours, "mon-wed tue", "tue", "phrases_twice"),
        (hours, "workdays 08:00", "", "phrases_ends_early"),
        (rhythm, "60% day + 50% night", "60% day + 50% night", "phrases_rhythm_sum"),
        (rhythm, "100% always", "100% always", "phrases_rhythm_even"),
        (shifts, "3 day + 1 nigth", "nigth", "phrases_no_hours_near"),
        (shifts, "office", "office", "phrases_headcount"),
        (shifts, "5x8", "5x8", "phrases_headcount"),
        (shifts, "1.5 office", "1.5", "phrases_whole"),
        (shifts, "1..2 office", "1..2", "phrases_one_number"),
        (shifts, "1 office + 2 office", "2 office", "phrases_same_shift"),
        (shifts, "1 office on", "", "phrases_ends_early"),
        (shifts, "1 office on call for C", "C", "phrases_no_level"),
        (shifts, "1 office for A", "for", "phrases_left_over"),
        (shifts, "-1 office", "-1", "phrases_headcount"),
    ],
)
def test_what_is_wrong_is_refused_at_the_very_word(
    read: Callable[[str], object], text: str, pointed_at: str, key: str
) -> None:
    error = refusal(read, text)
    assert (error.key, text[error.start : error.end]) == (key, pointed_at)
    for lang in LANGUAGES:
        assert say(error.key, lang, **error.values)


@pytest.mark.parametrize(
    ("read", "text", "cure"),
    [
        (phrases.law, "lognormal(mean=25 min, cv=0.5)", "mean 25 min cv 0.5"),
        (phrases.law, "1,5 h", "1.5 h"),
        (phrases.law, "'30 min'", "30 min"),
        (phrases.money, "80,000 yuan per year", "80000 yuan per year"),
        (phrases.words, "[A, B]", "A B"),
        (phrases.law, "beta(2, 3)", "mean 25 min cv 0.5"),
    ],
)
def test_the_cure_for_brackets_and_commas_is_the_value_without_them(
    read: Callable[[str], object], text: str, cure: str
) -> None:
    assert refusal(read, text).values["example"] == cure


def test_offsets_are_those_of_the_written_full_width_text() -> None:
    text = "２　office　＋　１　nigth"
    error = refusal(shifts, text)
    assert text[error.start : error.end] == "nigth"


def test_every_message_of_the_page_is_used_by_some_error_and_exists_in_both_languages() -> None:
    import re
    from pathlib import Path

    source = "".join(path.read_text(encoding="utf-8") for path in Path(phrases.__file__).parent.glob("*.py"))
    used = set(re.findall(r'"(phrases_\w+)"', source))
    used |= {f"phrases_{key}_near" for key in ("law", "no_hours", "no_level", "period", "currency")}
    assert used == {key for key in keys() if key.startswith("phrases_")}


# ------------------------------------------------------------------ the way back

lengths = st.floats(min_value=1, max_value=1e11)
exact = st.one_of(lengths, st.integers(1, 10**10).map(float))


def ranged(values: st.SearchStrategy[float]) -> st.SearchStrategy[Quantity]:
    pairs = st.tuples(values, values).filter(lambda pair: pair[0] != pair[1])
    return st.one_of(values, pairs.map(lambda pair: Range(min(pair), max(pair))))


cvs = ranged(st.floats(min_value=1, max_value=10))
laws = st.one_of(
    ranged(exact).map(lambda value: Law("fixed", (value,))),
    st.tuples(ranged(exact), cvs).map(lambda p: Law("lognormal_mean", p)),
    st.tuples(ranged(exact), ranged(st.floats(min_value=0, max_value=5))).map(lambda p: Law("lognormal", p)),
    st.tuples(exact, st.floats(min_value=0.51, max_value=0.999), st.floats(1.01, 9)).map(
        lambda p: Law("lognormal_within", (p[0], p[1], p[0] * p[2]))
    ),
    ranged(exact).map(lambda value: Law("exponential", (value,))),
    st.sampled_from(["gamma", "weibull", "hyperexponential"]).flatmap(
        lambda family: st.tuples(ranged(exact), cvs).map(lambda p: Law(family, p))
    ),
    st.tuples(ranged(exact), st.integers(1, 1000).map(float)).map(lambda p: Law("erlang", p)),
    st.tuples(exact, st.floats(1.01, 9)).map(lambda p: Law("uniform", (p[0], p[0] * p[1]))),
    st.tuples(exact, st.floats(1.01, 3), st.floats(1.01, 3)).map(
        lambda p: Law("triangular", (p[0], p[0] * p[1] * p[2], p[0] * p[1]))
    ),
    st.lists(st.integers(0, 10**10).map(float), min_size=2, max_size=5).map(lambda p: Law("sample", tuple(p))),
)


@given(laws)
def test_a_spelled_law_reads_as_the_same_law(law: Law) -> None:
    assert phrases.law(phrases.spell_law(law)) == law


def test_every_family_of_laws_can_be_spelled() -> None:
    from sim.phrases.spell import PATTERNS

    assert set(PATTERNS) | {"sample"} == set(FAMILIES)


shares = st.floats(min_value=0, max_value=1)


@given(st.one_of(ranged(shares), st.tuples(shares, st.integers(1, 10**6)).map(lambda p: Estimate(*p))))
def test_a_spelled_share_reads_as_the_same_share(share: Quantity) -> None:
    assert phrases.share(phrases.spell_share(share)) == share


@given(ranged(lengths))
def test_a_spelled_number_reads_as_the_same_number(value: Quantity) -> None:
    rate = Rate(value, "month", True)
    assert phrases.rate(phrases.spell_rate(rate)) == rate
    money = Money(value, "yuan", "hour")
    assert phrases.money(phrases.spell_money(money)) == money


@given(ranged(st.floats(min_value=0, max_value=3)), st.sampled_from(["month", "year"]), st.booleans())
def test_spelled_busyness_reads_as_the_same(cv: Quantity, per: str, per_site: bool) -> None:
    busyness = Busyness(cv, per, per_site)
    assert phrases.busyness(phrases.spell_busyness(busyness)) == busyness


minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: minute * MINUTE)
kinds = st.frozensets(st.sampled_from([*sorted(ALL_DAYS), "workdays", "restdays", "holidays"]), min_size=1)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    marks = sorted(draw(st.sets(minutes, min_size=2, max_size=6)))
    pairs = [(a, b) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    if draw(st.booleans()):
        pairs[-1] = (pairs[-1][0], DAY if draw(st.booleans()) else DAY + draw(st.integers(1, 60)) * MINUTE)
    pairs = [(a, b) for a, b in pairs if b - a < DAY]
    times = tuple(pairs) or ((0, DAY),)
    if draw(st.booleans()):
        return Span(draw(kinds), times)
    runs = st.tuples(st.dates(NEW_YEAR, date(2030, 1, 1)), st.integers(0, 40).map(timedelta))
    return Span(
        frozenset(), times, tuple((day, day + more) for day, more in draw(st.lists(runs, min_size=1, max_size=3)))
    )


some_hours = st.builds(Hours, st.lists(spans(), min_size=1, max_size=3).map(tuple), st.booleans())


@given(some_hours)
def test_spelled_hours_read_as_the_same_hours(value: Hours) -> None:
    assert phrases.hours(phrases.spell_hours(value), {}) == value


@given(st.lists(st.tuples(st.integers(0, 9), some_hours, st.booleans()), min_size=1, max_size=3))
def test_a_spelled_roster_reads_as_the_same_people_at_the_same_hours(parts: list[tuple[int, Hours, bool]]) -> None:
    distinct = {(phrases.spell_hours(hours), call): (number, hours, call) for number, hours, call in parts}
    roster = tuple(Shift("", number, hours, call, ("B",) if call else ()) for number, hours, call in distinct.values())
    again = phrases.shifts(phrases.spell_shifts(roster), {}, LEVELS)
    assert [(s.headcount, s.hours, s.on_call, s.levels) for s in again] == [
        (s.headcount, s.hours, s.on_call, s.levels) for s in roster
    ]


@given(st.text(alphabet="0123456789.%: +-ABCcvmeandinofhr,x小时（～", max_size=30))
def test_no_text_makes_anything_but_a_noun_or_a_phrase_error(text: str) -> None:
    for read in (phrases.law, phrases.share, phrases.rate, phrases.money, phrases.flights, hours, shifts):
        try:
            read(text)
        except PhraseError as error:
            assert 0 <= error.start <= len(text)
            assert error.end is None or error.start <= error.end <= len(text)


def test_each_unknown_number_of_a_phrase_gets_a_name_of_its_own() -> None:
    law = phrases.named(phrases.law("mean 20..30 min cv 0.4..0.6"), "demand.bands.capital.travel")
    names = [value.name for value in law.parameters if isinstance(value, Range)]
    assert names == ["demand.bands.capital.travel", "demand.bands.capital.travel 2"]


def test_naming_leaves_what_is_known_as_it_is() -> None:
    late = phrases.late("15% exponential mean 1 h")
    assert phrases.named(late, "x") == late
