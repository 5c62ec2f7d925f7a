"""The judge against a slow one written rule by rule for a single fault, on played random years; and what must always
hold between the counts."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest

from sim import clock
from sim.journey import CONTACT, HOTLINE, HQ_SUPPORT, HQ_TRIP, ONSITE, REMOTE, SECOND_VISIT, THIRD_PARTY
from sim.measures import measure
from sim.measures.bins import EDGES
from sim.measures.court import Brief, court
from sim.measures.events import EVENTS, Case
from sim.measures.judging import verdicts
from sim.measures.tally import INFINITE
from sim.model import simulate
from sim.rules import roster_for, rules_for
from sim.scenario import Promise, Scenario
from sim.workload import draw_workload
from tests import random_cases
from tests.made import HOUR, MINUTE, promise

CASES = range(40)

PAIRS = (
    ("logged", "restored"),
    ("logged", "arrived"),
    ("raised", "answered"),
    ("logged", "contacted"),
    ("contacted", "restored"),
    ("diagnosed", "vendor_called"),
    ("diagnosed", "arrived"),
    ("vendor_called", "restored"),
    ("hq_wanted", "hq_departed"),
    ("logged", "hq_arrived"),
    ("arrived", "restored"),
    ("logged", "dispatched"),
    ("logged", "remote_started"),
    ("logged", "hq_support_started"),
    ("handed_over", "replied"),
    ("asked", "permitted"),
    ("inquired", "informed"),
    ("logged", "informed"),
)


def promises(case: random_cases.Case) -> tuple[Promise, ...]:
    """A promise for each pair of events, its other terms at random."""
    source = random.Random(case.random.random())
    return tuple(_promise(case, source, begin, end) for begin, end in PAIRS)


def _promise(case: random_cases.Case, source: random.Random, begin: str, end: str) -> Promise:
    limits = {site: source.choice([0, 30 * MINUTE, 2 * HOUR, 9 * HOUR]) for site in case.sites}
    if source.random() < 0.5:
        limits = dict.fromkeys(limits, 2 * HOUR)
    plain = promise(
        end,
        level=source.choice(case.levels),
        from_event=begin,
        window=case.hours(),
        counting=source.choice(clock.COUNTINGS),
        causes=source.choice([("own", "cannot_tell"), ("own", "environment", "cannot_tell"), ("environment",)]),
        sites=tuple(site for site in case.sites if source.random() < 0.8),
        by=source.choice([(), (), ("local",), ("local", "central")]),
        fixed_first=source.choice(["met", "excluded", "missed"]),
        net_of=source.choice([(), ("customer",), ("customer", "vendor")]),
        attain=source.choice([0.7, 0.9, 0.95, 1.0]),
        period="week",
    )
    marks = source.choice([(), tuple(mark.name for mark in case.scenario().demand.marks)])
    return replace(plain, limit=limits, marks=marks, same_fault=source.random() < 0.4)


@cache
def played(number: int) -> tuple[Scenario, Case]:
    case = random_cases.Case(number)
    made = case.scenario()
    made = replace(
        made,
        agreements=replace(made.agreements, promises=promises(case)),
        study=replace(made.study, warm_up_days=2, cool_down_days=2),
    )
    rules = rules_for(made, made.operation.plans[0])
    work = draw_workload(made, 1, 0)
    return made, Case(work, rules, simulate(rules, roster_for(rules), work))


# ------------------------------------------------------------------ one fault, rule by rule


class Told(NamedTuple):
    """What the slow judge says of a fault: "kept", "missed", "aside" (not counted) and its needed limit."""

    word: str
    period: int
    needed: int = 0


class Fault:
    """The times of one fault by name; None where a thing did not happen, or only after the fault was restored."""

    def __init__(self, case: Case, row: int) -> None:
        self.case, self.row = case, row
        self.restored = self.time("restored")

    @property
    def lives(self) -> list[Fault]:
        """This fault and what it was once more, in order of time."""
        again = [Fault(self.case, int(row)) for row in np.flatnonzero(self.case.workload.parent == self.row)]
        return [self, *(life for fault in again if fault.event("raised") != -1 for life in fault.lives)]

    @property
    def marked(self) -> set[str]:
        names = self.case.workload.mark_names
        return {name for bit, name in enumerate(names) if int(self.case.workload.marks[self.row]) >> bit & 1}

    def step(self, column: str, step: int) -> int | None:
        return self.in_time(int(getattr(self.case.outcomes, column)[self.row, step]))

    def time(self, name: str) -> int | None:
        return self.in_time(int(getattr(self.case.outcomes, name)[self.row]))

    def in_time(self, value: int) -> int | None:
        end = int(self.case.outcomes.restored[self.row])
        return None if value < 0 or 0 <= end < value else value

    def visits(self, column: str, by: tuple[str, ...]) -> int | None:
        found = []
        for step in (ONSITE, SECOND_VISIT, HQ_TRIP):
            value = self.step(column, step)
            if value is not None and (
                not by or self.case.rules.teams[self.case.outcomes.team[self.row, step]].pool in by
            ):
                found.append(value)
        return min(found, default=None)

    def event(self, name: str, by: tuple[str, ...] = ()) -> int | None:
        match name:
            case "raised":
                return int(self.case.outcomes.raised[self.row])
            case "arrived":
                return self.visits("arrived", by)
            case "dispatched":
                return self.visits("started", by)
            case "hq_wanted":
                return self.step("requested", HQ_TRIP)
            case "hq_arrived":
                return self.step("arrived", HQ_TRIP)
            case "remote_started":
                return self.step("started", REMOTE)
            case "hq_support_started":
                return self.step("started", HQ_SUPPORT)
            case _:
                return self.time(name)

    def asked_for(self, *steps: int) -> bool:
        return any(self.case.outcomes.requested[self.row, step] >= 0 for step in steps)

    def wanted(self, name: str, by: tuple[str, ...]) -> bool:
        """Whether there was any need for the event at all."""
        match name:
            case "answered":
                return self.asked_for(HOTLINE)
            case "contacted":
                return self.asked_for(CONTACT, ONSITE, SECOND_VISIT, HQ_TRIP)
            case "arrived" | "dispatched" if by:
                return self.asked_for(ONSITE, SECOND_VISIT) or self.event(name) is not None
            case "arrived" | "dispatched":
                return self.asked_for(ONSITE, SECOND_VISIT, HQ_TRIP)
            case "vendor_called":
                return self.asked_for(THIRD_PARTY)
            case "hq_departed" | "hq_arrived" | "hq_wanted":
                return self.asked_for(HQ_TRIP)
            case "remote_started":
                return self.asked_for(REMOTE)
            case "hq_support_started":
                return self.asked_for(HQ_SUPPORT)
            case "inquired" | "informed":
                return self.time("inquired") is not None
            case "asked" | "permitted":
                return self.asked_for(REMOTE, HQ_SUPPORT)
            case _:
                return True


def first_class(case: Case, row: int) -> str:
    """J8, in the order of time: what a visit finds, with which the vendor is asked, or what the phone says."""
    by_phone = case.outcomes.diagnosed[row]
    vendor = case.outcomes.requested[row, THIRD_PARTY]
    if case.workload.truly_environment[row] and vendor >= 0 and (by_phone < 0 or vendor < by_phone):
        return "environment"
    return ("own", "environment", "cannot_tell")[case.workload.diagnosis[row]] if by_phone >= 0 else "own"


def told(brief: Brief, fault: Fault) -> Told | None:
    """The verdict on one fault; None when it is out of scope or outside the study."""
    judge, case, row = brief.promise, fault.case, fault.row
    if case.workload.levels[case.workload.level[row]] != judge.level:
        return None
    site = case.workload.sites[case.workload.site[row]]
    if site not in judge.sites:
        return None
    if first_class(case, row) not in judge.causes or (judge.marks and not fault.marked.intersection(judge.marks)):
        return None
    if judge.same_fault and case.workload.parent[row] >= 0:
        return None
    lives = fault.lives if judge.same_fault else [fault]
    last = lives[-1]
    start, event = fault.event(judge.from_event), last.event(judge.to_event, judge.by)
    needless = start is None and not fault.wanted(judge.from_event, ())
    if start is None and last is not fault:
        start = fault.restored
    belongs = next(moment for moment in (start, event, last.restored, fault.event("raised")) if moment is not None)
    if not brief.edges[0] <= belongs < brief.edges[-1]:
        return None
    period = int(np.searchsorted(brief.edges, belongs, side="right")) - 1
    if event is None and not last.wanted(judge.to_event, judge.by):
        return Told("aside", period)
    by_the_way = ("raised", "logged", "handed_over", "answered", "contacted", "diagnosed", "replied", "restored")
    if judge.from_event not in by_the_way and needless:
        return Told("aside", period)
    if event is None and judge.by and judge.to_event in ("arrived", "dispatched") and last.event(judge.to_event):
        return Told("missed", period, INFINITE)
    overtaken = False
    if event is None:
        if last.restored is None or judge.to_event == "answered":
            return Told("missed", period, INFINITE)
        event, overtaken = last.restored, True
    if start is None:
        start, overtaken = event, overtaken or event == last.restored
    return _on_the_clock(brief, lives, period, start, event, overtaken, judge.limit[site] if judge.limit else 0)


def _on_the_clock(
    brief: Brief, lives: list[Fault], period: int, start: int, event: int, overtaken: bool, limit: int
) -> Told:
    judge, outcomes = brief.promise, lives[0].case.outcomes
    waits = []
    for life in lives:
        over = outcomes.restored[life.row]
        if "customer" in judge.net_of:
            waits.append((outcomes.asked[life.row], outcomes.permitted[life.row], over))
            waits.append((outcomes.inquired[life.row], outcomes.informed[life.row], over))
        if "vendor" in judge.net_of:
            waits.append((outcomes.vendor_called[life.row], over, over))
    pauses = clock.Pauses(
        np.array([[begin for begin, _, _ in waits]], dtype=np.int64).reshape(1, -1),
        np.array([[end if end >= 0 else over for _, end, over in waits]], dtype=np.int64).reshape(1, -1),
    )
    one: Any = np.array([start], dtype=np.int64), np.array([limit], dtype=np.int64)
    due = int(clock.due(judge.counting, *one, brief.calendar, pauses)[0])
    needed = int(clock.needed(judge.counting, one[0], np.array([event]), brief.calendar, pauses)[0])
    if overtaken and judge.fixed_first == "missed":
        return Told("missed", period, INFINITE)
    if overtaken and judge.fixed_first == "excluded" and event <= due:
        return Told("aside", period)
    return Told("kept" if event <= due else "missed", period, needed)


# ------------------------------------------------------------------ the two judges


@pytest.mark.parametrize("number", CASES)
def test_the_judge_decides_as_the_rules_say_fault_by_fault(number: int) -> None:
    made, case = played(number)
    faults = [Fault(case, row) for row in range(case.workload.faults)]
    for brief in court(made).briefs:
        words = {fault.row: told(brief, fault) for fault in faults}
        wanted = {row: word for row, word in words.items() if word is not None and word.word != "aside"}
        found = verdicts(brief, case)
        name = f"{brief.promise.from_event} to {brief.promise.to_event}"
        assert found.row.tolist() == list(wanted), name
        assert found.period.tolist() == [word.period for word in wanted.values()], name
        assert found.met.tolist() == [word.word == "kept" for word in wanted.values()], name
        assert found.needed.tolist() == [word.needed for word in wanted.values()], name


def test_the_random_years_reach_every_verdict() -> None:
    """Otherwise the comparison above would say little."""
    words: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for number in CASES:
        made, case = played(number)
        for brief in court(made).briefs:
            found = verdicts(brief, case)
            words.update("kept" if met else "missed" for met in found.met.tolist())
            for what in ("not_needed", "fixed_first", "wrong_people", "unfinished"):
                numbers[what] += getattr(found, what)
    assert min(words["kept"], words["missed"]) > 1000
    assert min(numbers.values()) > 20 and len(numbers) == 4, numbers


def test_every_event_is_known() -> None:
    _, case = played(0)
    for event in EVENTS:
        assert case.at(event).shape == case.needed(event).shape == (case.workload.faults,)


# ------------------------------------------------------------------ what must always hold


@pytest.mark.parametrize("number", CASES)
def test_counts_agree_with_each_other(number: int) -> None:
    made, case = played(number)
    plan = made.operation.plans[0]
    tally = measure(made, plan, case.rules, roster_for(case.rules), case.workload, case.outcomes)
    for index, brief in enumerate(court(made).briefs):
        judged, met = tally.promises.judged[0, brief.cells], tally.promises.met[0, brief.cells]
        gross, net = tally.promises.gross_met[0, brief.cells], tally.promises.net_met[0, brief.cells]
        assert (met <= judged).all() and (gross <= net).all(), "taking waits out never makes a fault late"
        assert tally.promises.needed[index].sum() == judged.sum()
        assert brief.promise.limit is not None and brief.promise.attain is not None
        if len(set(brief.promise.limit.values())) == 1:
            limit = next(iter(brief.promise.limit.values()))
            kept = math.fsum(tally.promises.needed[index][: np.searchsorted(EDGES, limit, side="right")])
            assert kept == met.sum(), "the curve passes through the share in time at the limit"
            tightest = tally.promises.tightest[0, brief.cells]
            complies = met >= np.ceil(np.round(judged * brief.promise.attain, 9))
            assert ((tightest <= limit) == complies).all(), "a period complies from its tightest limit on"
    assert tally.faults.ended_at.sum() + tally.faults.unrestored.sum() == tally.faults.faults.sum()
    assert (tally.pools.busy <= tally.pools.present).all(), "nobody is busy who is not there"
    assert (tally.pools.called <= tally.pools.on_call).all()
