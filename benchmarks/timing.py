"""CPU time: of a call, and of several players taken in turn."""

from __future__ import annotations

import gc
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def timed(act: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> tuple[float, T]:
    """CPU seconds and result of a call. Garbage of what went before is cleared first."""
    gc.collect()
    start = process_time()
    result = act(*arguments, **options)
    return process_time() - start, result


@dataclass(frozen=True)
class Machine:
    """Where the figures were measured."""

    python: str
    system: str
    processor: str
    cores: int


def this_machine() -> Machine:
    """The machine this runs on."""
    return Machine(platform.python_version(), platform.system(), _processor(), os.cpu_count() or 1)


def _processor() -> str:
    """The processor's name, as far as the system tells."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
