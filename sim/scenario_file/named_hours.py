"""The calendar of a scenario file: public holidays, and the names it gives to parts of the week."""

from __future__ import annotations

from collections.abc import Mapping

from sim import phrases
from sim.calendars import Holidays, Hours, Span
from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Table, Words

UNREADABLE = Hours((Span(frozenset({"workdays"})),))
"""Stands for hours that cannot be read: it can be joined and turned round, so that no second error comes of it."""

COUNTRIES = {"CN": "CN", "none": ""}


def holidays(reader: Reader, table: Table) -> Holidays:
    """Where public holidays come from. Without a calendar there are none."""
    return Holidays(
        country=reader.one_of(table.get("holidays"), COUNTRIES, ""),
        extra_holidays=reader.read(table.get("extra_holidays"), phrases.dates, ()),
        extra_workdays=reader.read(table.get("extra_workdays"), phrases.dates, ()),
    )


def hours(reader: Reader, table: Table) -> dict[str, Hours]:
    """The named hours. A name may be used before the line that explains it, but not to explain itself."""
    written = {entry.key.text: entry for entry in table}
    found: dict[str, Hours] = {}

    def read(name: str, under_way: tuple[str, ...]) -> None:
        entry = written[name]
        words = reader.words(entry.value)
        if name in found or words is None:
            return
        for other in _named_in(words, written, name):
            if other in (*under_way, name):
                reader.at(words, "check_hours_circle", name=other)
                found[name] = UNREADABLE
                return
            read(other, (*under_way, name))
        found[name] = reader.read(words, phrases.hours, UNREADABLE, found)

    for name, entry in written.items():
        if name in phrases.RESERVED:
            reader.add(entry.key.place, entry.key.path, "check_word_of_language", name=name)
        elif not name or not all(sign.isalnum() or sign in "_-." for sign in name):
            reader.add(entry.key.place, entry.key.path, "check_not_a_name", name=name)
        read(name, ())
        if name in phrases.BUILT_IN and found.get(name) not in (None, phrases.BUILT_IN[name]):
            reader.at(entry.key, "check_hours_built_in", name=name)
    return found


def _named_in(words: Words, written: Mapping[str, object], name: str) -> list[str]:
    """The names that the words use; a built-in name that explains itself is no circle."""
    used = phrases.half_width(words.text).split()
    return [word for word in used if word in written and not (word == name and name in phrases.BUILT_IN)]
