"""Durations, days and instants in words, alike in tables, stories and charts, in English and Chinese.

Times are whole milliseconds; instants count from the midnight of a `first` date, as everywhere in the program.
"""

from __future__ import annotations

from datetime import date, timedelta

from sim.calendars import DAY, HOUR, MINUTE, SECOND
from sim.messages import say

UNITS = (
    (DAY, "words_days"),
    (HOUR, "words_hours"),
    (MINUTE, "words_minutes"),
    (SECOND, "words_seconds"),
    (1, "words_milliseconds"),
)

DAYS_FROM = 48 * HOUR
"""Longer times are told in days; contracts speak of 24 h and 48 h."""


def duration(ms: int, lang: str) -> str:
    """A length of time in two units at most: "30 min", "48 h", "3 d 4 h", "9 小时 17 分".

    Exact where two units suffice; otherwise rounded: to seconds below 10 min, to minutes below 48 h, to hours above.
    """
    parts = _parts(ms)
    if len(parts) > 2:
        parts = _parts(_rounded(ms))
    return _joined(parts, lang)


def exactly(ms: int, lang: str) -> str:
    """A length of time to the last millisecond: "9 d 16 h 20 min", "24 h 1 ms"."""
    return _joined(_parts(ms), lang)


def hours_minutes(ms: int, lang: str) -> str:
    """Whole hours and minutes, for a column of times: "0 h 05", "11 小时 17 分"; above 48 h with days, "9 d 16 h 20".
    What is below a minute is left out."""
    days, rest = divmod(ms, DAY) if ms > DAYS_FROM else (0, ms)
    key = "words_days_hours_minutes" if days else "words_hours_minutes"
    return say(key, lang, days=days, hours=rest // HOUR, minutes=f"{rest % HOUR // MINUTE:02d}")


def time_of_day(ms: int) -> str:
    """The minute of the day in which an instant lies: "09:00"."""
    return f"{ms % DAY // HOUR:02d}:{ms % HOUR // MINUTE:02d}"


def second_of_day(ms: int) -> str:
    """The second of the day in which an instant lies: "03:12:04"."""
    return f"{time_of_day(ms)}:{ms % MINUTE // SECOND:02d}"


def exact_time_of_day(ms: int) -> str:
    """An instant's time of day, as short as it can be said without leaving anything out."""
    if ms % SECOND:
        return f"{second_of_day(ms)}.{ms % SECOND:03d}"
    return second_of_day(ms) if ms % MINUTE else time_of_day(ms)


def day(ms: int, first: date, lang: str, year: bool = False) -> str:
    """The date on which an instant lies: "Tue 24 Feb", "2月24日 周二"; with its `year` if wanted."""
    when = first + timedelta(days=ms // DAY)
    return say(
        "words_day_of_year" if year else "words_day",
        lang,
        weekday=say("words_weekdays", lang).split()[when.weekday()],
        day=when.day,
        month=say("words_months", lang).split()[when.month - 1],
        year=when.year,
    )


def instant(ms: int, first: date, lang: str, year: bool = False) -> str:
    """Date and minute of an instant: "Tue 24 Feb 09:00"."""
    return say("words_instant", lang, day=day(ms, first, lang, year), time=time_of_day(ms))


def moment(ms: int, first: date, lang: str, year: bool = False) -> str:
    """Date and second of an instant: "Tue 24 Feb 09:00:00"."""
    return say("words_instant", lang, day=day(ms, first, lang, year), time=second_of_day(ms))


def exact_instant(ms: int, first: date, lang: str, year: bool = False) -> str:
    """Date and time of an instant with all that it needs to be exact."""
    return say("words_instant", lang, day=day(ms, first, lang, year), time=exact_time_of_day(ms))


def _parts(ms: int) -> list[tuple[int, str]]:
    """Counts with their units, largest first, without zeros."""
    units = UNITS if ms > DAYS_FROM else UNITS[1:]
    parts = []
    for size, key in units:
        if ms >= size:
            parts.append((int(ms // size), key))
            ms %= size
    return parts or [(0, "words_minutes")]


def _rounded(ms: int) -> int:
    step = HOUR if ms > DAYS_FROM else MINUTE if ms >= 10 * MINUTE else SECOND
    return (ms + step // 2) // step * step


def _joined(parts: list[tuple[int, str]], lang: str) -> str:
    """A minute that stands beside hours or seconds is a shorter word in Chinese."""
    beside = {key for _, key in parts} - {"words_days", "words_minutes"}
    keys = ("words_minutes_of" if key == "words_minutes" and beside else key for _, key in parts)
    return " ".join(say(key, lang, count=count) for key, (count, _) in zip(keys, parts, strict=True))
