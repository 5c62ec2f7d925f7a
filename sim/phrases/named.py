"""Names for numbers that are not known exactly."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from sim.distributions import Estimate, Range

T = TypeVar("T")


def named(noun: T, place: str) -> T:
    """`noun` with every range and estimate in it called after the `place` where it is written.

    A phrase may hold several (`mean 20..30 min cv 0.4..0.6`); the second is called `place 2`, and so on, so that each
    written number has a draw of its own.
    """
    found = 0

    def walk(node: Any) -> Any:
        nonlocal found
        if isinstance(node, Range | Estimate):
            found += 1
            return replace(node, name=place if found == 1 else f"{place} {found}")
        if isinstance(node, tuple):
            parts = [walk(part) for part in node]
            return type(node)(*parts) if hasattr(node, "_fields") else tuple(parts)
        if is_dataclass(node) and not isinstance(node, type):
            return replace(node, **{entry.name: walk(getattr(node, entry.name)) for entry in fields(node)})
        return node

    result: T = walk(noun)
    return result
