"""The tiered support model in other simulation libraries, each written the way its documentation teaches.

They are optional: `peers.txt` names them, and what is not installed is not measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.peers import trajectories
from benchmarks.tiered import Case, Played
from benchmarks.timing import timed

PINNED = Path(__file__).parent.parent / "peers.txt"


@dataclass(frozen=True)
class Peer:
    """A library for Python: its name, its `module` here, which has a function `play`, and the package it needs."""

    name: str
    module: str
    package: str

    @property
    def installed(self) -> str:
        """The version that is installed, "" if none is."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return ""

    @property
    def install(self) -> str:
        """What to type to have it."""
        return f"{sys.executable} -m pip install -r {PINNED}"

    @property
    def play(self) -> Callable[[Case], Played]:
        """The function that plays a case in this library."""
        play: Callable[[Case], Played] = import_module(f"benchmarks.peers.{self.module}").play
        return play

    def run(self, case: Case) -> tuple[float, Played]:
        """Play a case: CPU seconds of the play, and the record."""
        return timed(self.play, case)


@dataclass(frozen=True)
class Simmer:
    """simmer, for R: the Debian `package` it comes in. It is run in a process of its own, which times the play."""

    name: str = "simmer (R)"
    package: str = "r-cran-simmer"

    @property
    def installed(self) -> str:
        """The version that is installed, "" if none is."""
        return trajectories.version()

    @property
    def install(self) -> str:
        """What to type to have it, where the distribution has it."""
        return f"apt-get install {self.package}"

    def run(self, case: Case) -> tuple[float, Played]:
        """Play a case: CPU seconds of the play, and the record."""
        return trajectories.run(case)


SIMPY = Peer("SimPy", "processes", "simpy")
"""What all others are compared with."""

PEERS: tuple[Peer | Simmer, ...] = (
    SIMPY,
    Peer("Ciw", "network", "ciw"),
    Peer("salabim", "components", "salabim"),
    Simmer(),
)


def how_to_install() -> list[str]:
    """What is missing and what to type; nothing when all are there."""
    missing = [peer for peer in PEERS if not peer.installed]
    commands = sorted({f"    {peer.install}" for peer in missing})
    names = ", ".join(peer.name for peer in missing)
    return [f"not installed, so not measured: {names}", *commands] if missing else []
