"""Times in words."""

from __future__ import annotations

from datetime import date

import pytest

from sim.calendars import DAY, HOUR, MINUTE, SECOND
from sim.report.words import duration, exact_instant, exactly, hours_minutes, instant, moment

FIRST = date(2026, 1, 1)
LATE_FEBRUARY = 54 * DAY + 9 * HOUR


@pytest.mark.parametrize(
    ("ms", "en", "zh"),
    [
        (0, "0 min", "0 分钟"),
        (3, "3 ms", "3 毫秒"),
        (35 * SECOND, "35 s", "35 秒"),
        (5 * MINUTE + 30 * SECOND + 400, "5 min 30 s", "5 分 30 秒"),
        (12 * MINUTE + 30 * SECOND, "12 min 30 s", "12 分 30 秒"),
        (12 * MINUTE + 30 * SECOND + 1, "13 min", "13 分钟"),
        (30 * MINUTE, "30 min", "30 分钟"),
        (HOUR - 1, "1 h", "1 小时"),
        (9 * HOUR + 17 * MINUTE, "9 h 17 min", "9 小时 17 分"),
        (9 * HOUR + 17 * MINUTE + 29 * SECOND, "9 h 17 min", "9 小时 17 分"),
        (24 * HOUR, "24 h", "24 小时"),
        (48 * HOUR, "48 h", "48 小时"),
        (48 * HOUR - 1, "48 h", "48 小时"),
        (3 * DAY + 4 * HOUR + 29 * MINUTE, "3 d 4 h", "3 天 4 小时"),
        (3 * DAY, "3 d", "3 天"),
    ],
)
def test_a_duration_has_two_units_and_is_exact_where_they_suffice(ms: int, en: str, zh: str) -> None:
    assert duration(ms, "en") == en
    assert duration(ms, "zh") == zh


def test_an_exact_duration_leaves_nothing_out() -> None:
    assert exactly(24 * HOUR + 1, "en") == "24 h 1 ms"
    assert exactly(9 * DAY + 16 * HOUR + 20 * MINUTE, "zh") == "9 天 16 小时 20 分"
    assert exactly(3 * DAY + 57 * MINUTE, "zh") == "3 天 57 分钟"


def test_instants_are_dates_of_the_simulated_time() -> None:
    assert instant(LATE_FEBRUARY, FIRST, "en") == "Tue 24 Feb 09:00"
    assert instant(LATE_FEBRUARY, FIRST, "zh") == "2月24日 周二 09:00"
    assert instant(LATE_FEBRUARY, FIRST, "en", year=True) == "Tue 24 Feb 2026 09:00"
    assert instant(LATE_FEBRUARY, FIRST, "zh", year=True) == "2026年2月24日 周二 09:00"
    assert moment(LATE_FEBRUARY + 4 * SECOND, FIRST, "en") == "Tue 24 Feb 09:00:04"
    assert exact_instant(LATE_FEBRUARY, FIRST, "en") == "Tue 24 Feb 09:00"
    assert exact_instant(LATE_FEBRUARY + 1, FIRST, "en") == "Tue 24 Feb 09:00:00.001"


def test_a_column_of_hours_and_minutes() -> None:
    assert hours_minutes(5 * MINUTE + 59 * SECOND, "en") == "0 h 05"
    assert hours_minutes(11 * HOUR + 17 * MINUTE, "zh") == "11 小时 17 分"
    assert hours_minutes(48 * HOUR, "en") == "48 h 00"
    assert hours_minutes(9 * DAY + 16 * HOUR + 20 * MINUTE, "en") == "9 d 16 h 20"
    assert hours_minutes(3 * DAY + 5 * MINUTE, "zh") == "3 天 0 小时 05 分"
