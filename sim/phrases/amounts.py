"""Amounts: how many faults in a time, and money."""

from __future__ import annotations

from sim.distributions import Quantity
from sim.phrases.cursor import Cursor, Word, phrase
from sim.phrases.laws import read_number_between
from sim.phrases.numbers import PERIODS, make_range, read_number, read_quantity
from sim.scenario import Busyness, Money, Rate

RATE_PERIODS = {"hour": "hour", "h": "hour", "day": "day", "workday": "workday"} | {name: name for name in PERIODS}
CURRENCIES = {"yuan": ("yuan", 1), "元": ("yuan", 1), "万元": ("yuan", 10_000)} | {
    code: (code, 1) for code in ("USD", "EUR", "GBP", "HKD", "JPY", "SGD")
}
MONEY_PERIODS: dict[str, str] = {"year": "year", "month": "month", "hour": "hour", "h": "hour"}


@phrase("0.15 per site per month")
def rate(cursor: Cursor) -> Rate:
    """How many faults: `0.15 per site per month`, `18 per hour`, `8 per workday`, `2..3 per site per month`."""
    value = read_quantity(cursor)
    cursor.need("per")
    per_site = cursor.take_word("site") is not None
    if per_site:
        cursor.need("per")
    period = cursor.choice("phrases_period", RATE_PERIODS)
    return Rate(value, RATE_PERIODS[period], per_site)


@phrase("cv 0.3 per site per year")
def busyness(cursor: Cursor) -> Busyness:
    """How much busier some times are than others: `cv 0.3 per site per year`, `cv 0.2..0.4 per month`."""
    cursor.need("cv")
    cv = read_number_between(cursor, 0, 3)
    cursor.need("per")
    per_site = cursor.take_word("site") is not None
    if per_site:
        cursor.need("per")
    return Busyness(cv, str(cursor.choice("phrases_period", ("month", "year"))), per_site)


@phrase("80000 yuan per year")
def money(cursor: Cursor) -> Money:
    """An amount: `80000 yuan per year`, `8 万元 per year`, `10 yuan per h`, `300 yuan`."""
    start = cursor.at
    low = read_number(cursor)
    high = read_number(cursor) if cursor.take(r"\.\.") else None
    if cursor.peek() in ("", "per"):
        cursor.fail("phrases_currency_missing", Word.at(cursor.text[start : cursor.at].strip(), start))
    currency, worth = CURRENCIES[cursor.choice("phrases_currency", CURRENCIES)]
    amount: Quantity = float(low * worth) if high is None else make_range(cursor, start, low * worth, high * worth)
    if not cursor.take_word("per"):
        return Money(amount, currency)
    return Money(amount, currency, MONEY_PERIODS[cursor.choice("phrases_period", MONEY_PERIODS)])
