"""A finding, and what its sentence is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from sim.scenario import Promise

IMPOSSIBLE, CONFLICT, UNCLEAR = range(3)
"""How much a finding weighs."""


@dataclass(frozen=True)
class Span:
    """A length of time to be told, in ms."""

    ms: int


@dataclass(frozen=True)
class Lint:
    """A finding: the message `lint_<key>` with `values` (texts, numbers, spans and titles; several names or titles; or
    pairs of a level's times or shares)."""

    key: str
    weight: int
    clauses: tuple[str, ...]
    values: Mapping[str, object]


def clauses_of(*places: Promise | tuple[str, ...]) -> tuple[str, ...]:
    """The clauses of promises and other places, each once, in this order."""
    names = (place.clause if isinstance(place, Promise) else place for place in places)
    return tuple(dict.fromkeys(chain.from_iterable(names)))


def percent(share: float) -> str:
    """A share as the sentences tell it."""
    return f"{100 * share:.0f}" if share >= 0.1 else f"{100 * share:.1f}"


def shortest(promise: Promise) -> int:
    """The shortest limit of a promise over its sites, ms."""
    return min(promise.limit.values()) if promise.limit else 0
