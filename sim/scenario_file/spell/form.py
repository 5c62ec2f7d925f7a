"""How a file is spelled: lines, tables, texts in quotes where YAML needs them, values that differ."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from sim.scenario import PerFault, Title

T = TypeVar("T")
Lines = Iterator[str]


def entry(key: str, value: str) -> str:
    """A line of the file."""
    return f"{key}: {value}"


def block(key: str, lines: Iterator[str]) -> Lines:
    """A table under its key; nothing when it is empty."""
    found = list(lines)
    if found:
        yield f"{key}:"
        yield from (f"  {line}" for line in found)


def quoted(written: str) -> str:
    """A text as YAML takes it: in quotes where it would be misread."""
    begins_well = re.fullmatch(r"[\w(（][^\n\t\"]*", written)
    plain = begins_well and not re.search(r":(\s|$)|\s#|\s$", written) and written != "none"
    return written if plain else json.dumps(written, ensure_ascii=False)


def titles(title: Title) -> Lines:
    """The titles of a thing in both languages."""
    yield entry("en", quoted(title.en))
    yield entry("zh", quoted(title.zh))


def clauses(names: tuple[str, ...]) -> Lines:
    """The clauses that a table stands for."""
    if names:
        yield entry("clause", " ".join(names))


def varied(key: str, table: PerFault[T], spell: Callable[[T], str]) -> Lines:
    """A value that may differ: once, by level, by site, or by both."""
    texts = {pair: spell(value) for pair, value in table.items()}
    levels = list(dict.fromkeys(level for level, _ in texts))
    sites = list(dict.fromkeys(site for _, site in texts))
    if len(set(texts.values())) == 1:
        yield entry(key, next(iter(texts.values())))
    elif all(texts[level, site] == texts[level, sites[0]] for level, site in texts):
        yield from block(key, (entry(level, texts[level, sites[0]]) for level in levels))
    elif all(texts[level, site] == texts[levels[0], site] for level, site in texts):
        yield from block(key, (entry(site, texts[levels[0], site]) for site in sites))
    else:
        rows = (block(level, (entry(site, texts[level, site]) for site in sites)) for level in levels)
        yield from block(key, (line for row in rows for line in row))
