"""Where a figure comes from: a digest of what was simulated, and the versions of what simulated it."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Any


def digest(thing: Any) -> str:
    """Twelve hex digits that depend on every value in a tree of dataclasses, mappings, tuples, sets and plain values.

    The order of mappings and sets does not matter, so equal scenarios have equal digests on every machine.
    """
    return sha256(_spelled(thing).encode()).hexdigest()[:12]


def _spelled(thing: Any) -> str:
    if is_dataclass(thing) and not isinstance(thing, type):
        inner = ",".join(f"{entry.name}={_spelled(getattr(thing, entry.name))}" for entry in fields(thing))
        return f"{type(thing).__name__}({inner})"
    if isinstance(thing, Mapping):
        return "{" + ",".join(sorted(f"{_spelled(key)}:{_spelled(value)}" for key, value in thing.items())) + "}"
    if isinstance(thing, tuple | list):
        return "[" + ",".join(map(_spelled, thing)) + "]"
    if isinstance(thing, set | frozenset):
        return "<" + ",".join(sorted(map(_spelled, thing))) + ">"
    return repr(thing)


def python_version() -> str:
    """The version of Python that runs this."""
    return platform.python_version()


def version_of(package: str) -> str:
    """The version of an installed package, "" when it is not installed as a package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
