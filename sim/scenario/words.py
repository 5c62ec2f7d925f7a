"""Words that all headings of a scenario share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
PerFault = Mapping[tuple[str, str], T]
"""A value for every (level name, site name)."""

STEPS = (
    "hotline",
    "handover",
    "contact",
    "diagnosis",
    "remote",
    "onsite",
    "second_visit",
    "third_party",
    "hq_support",
    "hq_trip",
)
"""The steps of a fault's way in the order of the contract's procedure (2.3). A second visit is a step of its own."""

SENIOR_TRIP = "senior_trip"
"""A trip from headquarters by people of its own, listed under this name beside the steps (R16)."""

WORK_KEY = {"third_party": "turnaround", "handover": "delay"}
"""What the work of a step is called where it is not `work`."""

PREPARE_KEY = {"third_party": "request", "hq_trip": "prepare"}
"""What comes before the work of a step, where anything does."""

SOLVING = ("hotline", "contact", "remote", "onsite", "hq_support")
"""Steps that have a chance to solve; headquarters on site and the vendor always solve, the others never."""

CENTRAL = ""
"""The place of a pool that sits at one central place."""


@dataclass(frozen=True)
class Title:
    """What a thing is called in the two languages."""

    en: str
    zh: str
