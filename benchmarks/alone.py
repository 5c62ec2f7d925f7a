"""Processes of their own, for what belongs to a process: its start, and the most memory that it had."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parent.parent


def alone(module: str, *arguments: object) -> Any:
    """What a module prints as JSON, run in a process of its own."""
    return json.loads(_run(module, arguments, {}))


def seconds_alone(module: str, *arguments: object, **variables: str) -> float:
    """Seconds of wall clock from the start of a module in a process of its own to its end, with these variables in its
    environment."""
    begun = perf_counter()
    _run(module, arguments, variables)
    return perf_counter() - begun


def _run(module: str, arguments: tuple[object, ...], variables: dict[str, str]) -> str:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    environment = os.environ | variables
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    return ran.stdout


def peak_mb() -> float:
    """The most memory that this process had, in MB; 0 where the system does not tell.

    `getrusage` would count the process that started this one too.
    """
    try:
        with open("/proc/self/status", encoding="utf-8") as lines:
            return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0.0
