"""The kinds of promises a support contract makes: from which recorded time to which, and what is in scope."""

from __future__ import annotations

from dataclasses import dataclass

CAUSES = ("own", "environment", "cannot_tell")
OURS = ("own", "cannot_tell")
PAUSES = ("customer", "vendor")

COUNTING = {
    "wall": "wall",
    "from opening": "from_opening",
    "carry": "carry",
    "open hours": "open",
}
"""Counting rules as they are written (J2)."""

REOPENED = {"own fault": False, "same fault": True}
"""Whether a fault that comes back goes on with the clock of the first (R20)."""

EVENTS = (
    "raised",
    "answered",
    "logged",
    "handed_over",
    "contacted",
    "diagnosed",
    "inquired",
    "informed",
    "replied",
    "asked",
    "permitted",
    "vendor_called",
    "onsite_requested",
    "dispatched",
    "arrived",
    "hq_support_requested",
    "hq_support_started",
    "hq_wanted",
    "hq_departed",
    "hq_boarded",
    "hq_arrived",
    "remote_started",
    "restored",
)
"""The recorded times of a fault."""


@dataclass(frozen=True)
class Kind:
    """A kind of promise: from the event `begins` to `ends`, for `causes`; `local`: only those who do visits count."""

    begins: str
    ends: str
    causes: tuple[str, ...] = CAUSES
    local: bool = False


KINDS = {
    "connect": Kind("raised", "answered"),
    "answer": Kind("raised", "answered"),
    "handover": Kind("logged", "handed_over"),
    "contact": Kind("logged", "contacted"),
    "response": Kind("logged", "contacted"),
    "reply": Kind("logged", "replied"),
    "onsite": Kind("logged", "arrived", local=True),
    "hq_support": Kind("logged", "hq_support_started"),
    "restore": Kind("logged", "restored", causes=OURS),
    "depart": Kind("logged", "hq_departed"),
    "hq_onsite": Kind("logged", "hq_arrived"),
    "vendor_request": Kind("diagnosed", "vendor_called"),
    "vendor_fix": Kind("vendor_called", "restored"),
}
"""`connect` is measured as the share of dials that are connected."""

FACTS = {
    "worst_grade": {"as its promise": False, "wider than its promise": True},
    "equipment": {"left out": False, "promised too": True},
    "third_party_path": {"ends with the third party": False, "goes on to a visit": True},
    "local_staff": {"one name": False, "several names": True},
}
"""What a reader of the contract can say of its wording, and whether that leaves a doubt."""
