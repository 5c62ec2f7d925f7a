"""When a planned duty is due, and beside which faults other work waits."""

from __future__ import annotations

from sim.phrases.cursor import Cursor, Word, phrase
from sim.phrases.numbers import read_count
from sim.scenario import Due

LAST_DAY_OF_ALL_MONTHS = 28


@phrase("day 5 or next workday")
def due(cursor: Cursor) -> Due:
    """`5 workdays` after the duty before it; `day 5`, `day 5 or next workday` of the month its period begins in."""
    start = cursor.at
    if not cursor.take_word("day"):
        number = read_count(cursor)
        cursor.need("workdays" if number > 1 else "workday")
        if not number:
            cursor.fail_since(start, "phrases_above_zero")
        return Due(workdays=number)
    start = cursor.at
    number = read_count(cursor)
    if not 1 <= number <= LAST_DAY_OF_ALL_MONTHS:
        cursor.fail_since(start, "phrases_month_days", found=str(number))
    if not cursor.take_word("or"):
        return Due(day=number)
    cursor.need("next")
    cursor.need("workday")
    return Due(day=number, next_workday=True)


def spell_due(due: Due) -> str:
    """A due date as it is written; "" for the end of the period."""
    if due.workdays:
        return f"{due.workdays} workday{'' if due.workdays == 1 else 's'}"
    return f"day {due.day}{' or next workday' if due.next_workday else ''}" if due.day else ""


@phrase("as C")
def beside(cursor: Cursor) -> tuple[Word, ...]:
    """`as C`: the name of a level."""
    cursor.need("as")
    return (cursor.name(),)
