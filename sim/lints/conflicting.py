"""Promises that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator

from sim.lints.contract import Contract
from sim.lints.finding import CONFLICT, Lint, Span, clauses_of, shortest


def _leave_after_restore(contract: Contract) -> Iterator[Lint]:
    """Leaving later than service must be back cannot help to restore it (headquarters)."""
    found = [(level, d, r) for level, d, r in contract.pairs("depart", "restore") if shortest(d) >= shortest(r)]
    if found:
        pairs = tuple((level, Span(shortest(d)), Span(shortest(r))) for level, d, r in found)
        clauses = clauses_of(*(promise for _, *both in found for promise in both))
        yield Lint("leave_after_restore", CONFLICT, clauses, {"pairs": pairs})


def _headquarters_too_far(contract: Contract) -> Iterator[Lint]:
    """Even who leaves at once comes from headquarters after service must be back."""
    found = []
    for level in contract.levels:
        way, promises = contract.fastest_from_headquarters(level), contract.promised("restore", level)
        if way is not None and promises and way > shortest(promises[0]):
            found.append((level, promises[0], way))
    if found:
        values = {"levels": tuple(level for level, _, _ in found), "way": Span(min(way for _, _, way in found))}
        values["limit"] = Span(max(shortest(promise) for _, promise, _ in found))
        yield Lint("too_far", CONFLICT, clauses_of(*(p for _, p, _ in found), contract.of_step("hq_trip")), values)


def _leave_after_onsite(contract: Contract) -> Iterator[Lint]:
    """Who may leave so late cannot be on site in the general time."""
    found = []
    for level in contract.levels:
        way = contract.fastest_from_headquarters(level)
        leave, onsite = contract.promised("depart", level), contract.promised("onsite", level)
        if way is not None and leave and onsite:
            there = next(promise for promise in onsite if shortest(promise) == shortest(onsite[-1]))
            if shortest(leave[0]) + way > shortest(there):
                found.append((level, leave[0], there))
    if found:
        pairs = tuple((level, Span(shortest(d)), Span(shortest(o))) for level, d, o in found)
        clauses = clauses_of(*(promise for _, leave_by, there in found for promise in (there, leave_by)))
        yield Lint("leave_after_onsite", CONFLICT, clauses, {"pairs": pairs})


def _contact_after_onsite(contract: Contract) -> Iterator[Lint]:
    """First contact may come later than somebody on site."""
    found = [(level, c, o) for level, c, o in contract.pairs("contact", "onsite") if shortest(c) > shortest(o)]
    if found:
        pairs = tuple((level, Span(shortest(c)), Span(shortest(o))) for level, c, o in found)
        clauses = clauses_of(*(promise for _, *both in found for promise in both))
        yield Lint("contact_after_onsite", CONFLICT, clauses, {"pairs": pairs})


FINDERS = (_leave_after_restore, _headquarters_too_far, _leave_after_onsite, _contact_after_onsite)
