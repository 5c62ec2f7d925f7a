"""Functions compiled to machine code, and kept on disk for the next process where there is a place for it. It needs
numba.

Numba keeps a function until the text of its module changes. What else is compiled into it, from other modules, counts
here too: their texts are part of the name under which it is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from numba import njit


def kept(*parts: ModuleType, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """A decorator: the function is compiled when it is first called, if it is not on disk yet, and lets go of Python's
    lock. `parts`: the modules of which something is compiled into it; `options` are those of `numba.njit`."""
    mark = f"_{_digest(parts)}" if parts else ""

    def compiled(function: Callable[..., Any]) -> Any:
        function.__qualname__ += mark
        try:
            return njit(cache=True, nogil=True, **options)(function)
        except RuntimeError:  # there is no place that can be written to
            return njit(nogil=True, **options)(function)

    return compiled


def _digest(modules: Sequence[ModuleType]) -> int:
    """A number for the text of these modules."""
    text = b"".join(Path(str(module.__file__)).read_bytes() for module in modules)
    return int.from_bytes(hashlib.blake2b(text, digest_size=4).digest(), "little")
