"""Tiered support in simmer, a library for R: `trajectories.R`, run by R in a process of its own.

R times the play itself, so that neither its start nor the passing of the faults counts.
"""

from __future__ import annotations

import subprocess
from functools import cache
from io import StringIO
from pathlib import Path
from shutil import which

import numpy as np

from benchmarks.tiered import LEVELS, Case, Fault, Played

SCRIPT = Path(__file__).with_suffix(".R")

HEADING = "time,priority,kind,hotline,remote,onsite,vendor,solved_by_hotline,solved_by_remote"


@cache
def version() -> str:
    """The version of simmer that R finds, "" where R or simmer is not installed."""
    if which("Rscript") is None:
        return ""
    ask = 'cat(if (requireNamespace("simmer", quietly = TRUE)) as.character(packageVersion("simmer")))'
    return subprocess.run(["Rscript", "-e", ask], capture_output=True, text=True, check=False).stdout.strip()


def run(case: Case) -> tuple[float, Played]:
    """Play a case until all is done: CPU seconds of the play in R, and the record."""
    command = ["Rscript", "--vanilla", str(SCRIPT), *map(str, case.people)]
    sheet = "\n".join([HEADING, *map(line, case.faults), ""])
    printed = subprocess.run(command, input=sheet, capture_output=True, text=True, check=True).stdout
    seconds, _, table = printed.partition("\n")
    restored, *waited = np.genfromtxt(StringIO(table), delimiter=",", skip_header=1, missing_values="NA").T
    return float(seconds), Played(restored, np.array(waited))


def line(fault: Fault) -> str:
    """A fault as a row under `HEADING`; simmer serves the highest priority first."""
    first_served = len(LEVELS) - 1 - fault.level
    times = (fault.hotline, fault.remote, fault.visit, fault.vendor)
    solved = (int(fault.solved_by_hotline), int(fault.solved_by_remote))
    return ",".join(map(str, (fault.raised, first_served, fault.kind, *times, *solved)))
