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

from benchmarks.tiered import Case, Played

PINNED = Path(__file__).parent.parent / "peers.txt"


@dataclass(frozen=True)
class Peer:
    """A library: its name, its `module` here, which has a function `play`, and the package it needs."""

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
    def play(self) -> Callable[[Case], Played]:
        """The function that plays a case in this library."""
        play: Callable[[Case], Played] = import_module(f"benchmarks.peers.{self.module}").play
        return play


SIMPY = Peer("SimPy", "processes", "simpy")
"""What all others are compared with."""

PEERS = (
    SIMPY,
    Peer("Ciw", "network", "ciw"),
    Peer("salabim", "components", "salabim"),
)


def how_to_install() -> list[str]:
    """What to type when peers are missing; nothing when all are there."""
    missing = [peer.name for peer in PEERS if not peer.installed]
    if not missing:
        return []
    return [f"not installed, so not measured: {', '.join(missing)}", f"    {sys.executable} -m pip install -r {PINNED}"]
