"""One inheritance: a table that starts from another one and says only what differs.

`like: sibling` in any table, the operation's settings for every plan, a band for its sites. Tables are merged down to
the single line, and every line keeps the place where it was written; `none` takes a line away.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Entry, Table

OWN = ("like", "en", "zh", "note", "clause", "source")
"""Lines that say what a table itself is; they are not handed on."""


def without_none(table: Table) -> Table:
    """`table` without the lines that say `none`, at any depth."""
    entries = {}
    for name, entry in table.entries.items():
        if isinstance(entry.value, Table):
            entries[name] = replace(entry, value=without_none(entry.value))
        elif entry.value.text != "none":
            entries[name] = entry
    return replace(table, entries=entries)


def merged(base: Table, own: Table) -> Table:
    """`own` over `base`. A key of several names takes only those from `base` that `own` does not speak of."""
    entries: dict[str, Entry] = {}
    spoken = {word: name for name in own.entries for word in _names(name)}
    for name, entry in base.entries.items():
        mine = own.entries.get(name)
        if mine is not None:
            if isinstance(mine.value, Table) and isinstance(entry.value, Table):
                entries[name] = replace(mine, value=merged(entry.value, mine.value))
            else:
                entries[name] = mine
        elif left := " ".join(word for word in _names(name) if word not in spoken):
            entries[left] = entry
    return replace(own, entries={**entries, **{k: v for k, v in own.entries.items() if k not in entries}})


def _names(key: str) -> list[str]:
    """The names that a key joins by spaces; the dates of a duty list are one thing."""
    return [key] if re.search(r"\d{4}-\d\d-\d\d|\band\b", key) else key.split()


def based_on(base: Table, own: Table) -> Table:
    """`own` over what `base` hands on."""
    return merged(base.without(*OWN), own)


def resolved(reader: Reader, table: Table) -> Table:
    """`table` of tables with every `like` worked in. Lines that say `none` are still there."""
    done: dict[str, Table] = {}

    def resolve(name: str, under_way: tuple[str, ...]) -> Table:
        if name in done:
            return done[name]
        own = table.table(name)
        like = own.words("like")
        if like is not None:
            if like.text in (*under_way, name):
                reader.at(like, "check_like_circle", name=like.text)
            elif isinstance(table.get(like.text), Table):
                own = based_on(resolve(like.text, (*under_way, name)), own)
            else:
                known = [entry.key.text for entry in table if entry.key.text != name]
                reader.unknown(like, like.place, like.text, known, "check_no_sibling")
        done[name] = own
        return own

    entries = {
        name: replace(entry, value=resolve(name, ())) if isinstance(entry.value, Table) else entry
        for name, entry in table.entries.items()
    }
    return replace(table, entries=entries)
