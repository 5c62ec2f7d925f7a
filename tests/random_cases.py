"""Small random scenarios that use every feature, full of simultaneous events.

Durations lie on a grid (an hour, ten minutes, a minute or a millisecond), and `workload` moves the faults onto it too.
On the coarse ones faults, ends, shift changes and timers often fall on one instant; the fine one shows small errors
that coarse ones hide.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy as np

from sim.calendars import ALWAYS, HOUR, MINUTE, Holidays, Hours, Span
from sim.distributions import Law
from sim.scenario import (
    BY_DEADLINE,
    BY_RANK,
    BY_SLACK,
    CENTRAL,
    SENIOR_TRIP,
    Agreements,
    Authorisation,
    Busy,
    Calls,
    Causes,
    Costs,
    Demand,
    Due,
    Duty,
    Handling,
    HqJourney,
    Information,
    Level,
    Mark,
    Operation,
    OtherWork,
    Plan,
    Pool,
    Rate,
    Reopens,
    Rhythm,
    Scenario,
    Shift,
    Site,
    Step,
    Study,
    Title,
)
from sim.workload import Workload, draw_workload

LEVELS = ("A", "B", "C")
SITES = ("east", "north", "west")
WEEKDAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
NAME = Title("", "")
SPECIAL = "special"
SURE = "1 always"
"""The shift of somebody who is there round the clock."""


class Case:
    """Makes one random scenario from a number."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.random = random.Random(number)
        self.grid = self.random.choice([HOUR, 10 * MINUTE, MINUTE, 1])
        self.levels = LEVELS[: self.random.randint(1, 3)]
        self.sites = SITES[: self.random.randint(1, 3)]
        self.written = self.steps_written()

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def law(self, most: int) -> Law:
        """A law on the grid: a few values, each as likely."""
        values = [self.random.randint(0, max(1, most // self.grid)) * self.grid for _ in range(3)]
        return Law("sample", tuple(float(value) for value in values))

    def steps_written(self) -> list[str]:
        optional = ["hotline", "handover", "contact", "diagnosis", "remote", "onsite", "hq_support", "hq_trip"]
        steps = [step for step in optional if self.chance(0.8)]
        if not {"contact", "onsite", "hq_trip"} & set(steps):
            steps.append("onsite")
        if "onsite" in steps and self.chance(0.6):
            steps.append("second_visit")
        return [*steps, "third_party"]

    def last_own(self, without: str = "") -> str:
        """The last written step that can restore what is our own."""
        order = ("hq_trip", "onsite", "remote", "contact")
        return next((step for step in order if step in self.written and step != without), "")

    def per_fault(self, value):
        return {(level, site): value() for level in self.levels for site in self.sites}

    def share(self, certain: bool):
        return self.per_fault(lambda: 1.0 if certain else self.random.choice([0.0, 0.3, 0.7, 1.0]))

    def step(self, name: str) -> Step:
        # Without headquarters the last step must solve, and so must the one that serves unclear faults (no remote).
        certain = name in (self.last_own(), self.last_own("remote"), "hq_trip", "third_party")
        if name == "second_visit":
            certain = certain or "hq_trip" not in self.written
        return Step(
            name=name,
            clause=(),
            work=self.per_fault(lambda: self.law(4 * HOUR)),
            solves=self.share(certain) if name != "hotline" else self.share(False),
            prepare=self.per_fault(lambda: self.law(2 * HOUR)),
            again=self.share(False),
        )

    def demand(self) -> Demand:
        steps = {name: self.step(name) for name in self.written}
        permission = Authorisation(
            granted=self.share(False),
            delay=(
                (Hours((Span(WEEKDAYS, ((8 * HOUR, 20 * HOUR),)),)), self.per_fault(lambda: self.law(HOUR))),
                (ALWAYS, self.per_fault(lambda: self.law(3 * HOUR))),
            ),
            give_up=self.random.choice([None, HOUR, 2 * HOUR]),
        )
        return Demand(
            levels=tuple(self.level(name) for name in self.levels),
            sites=tuple(self.site(name) for name in self.sites),
            peaks=(),
            busyness=None,
            bursts=None,
            causes=Causes((), *(self.per_fault(lambda s=s: s) for s in (0.5, 0.25, 0.25, 0.5))),
            steps=steps,
            calls=Calls(
                patience=self.law(HOUR) if self.chance(0.6) else None,
                redial_share=0.7,
                redial_after=self.law(HOUR),
                redials=self.random.randint(0, 3),
                other_way=self.law(2 * HOUR),
            ),
            authorisation=permission if self.chance(0.7) else None,
        )

    def level(self, name: str) -> Level:
        count = self.random.choice([2.0, 5.0, 12.0]) / len(self.levels)
        return Level(name, NAME, (), Rate(count, "day", per_site=False), Rhythm())

    def site(self, name: str) -> Site:
        journey = HqJourney(
            to_airport=self.law(2 * HOUR),
            flights=self.random.choice([(), (7 * HOUR, 12 * HOUR, 18 * HOUR), (9 * HOUR,)]),
            flight=self.law(3 * HOUR),
            late_share=0.2,
            late_by=self.law(2 * HOUR),
            to_site=self.law(2 * HOUR),
        )
        base = self.random.choice((*self.sites, *self.sites, ""))
        travel, from_home = self.law(HOUR), self.law(2 * HOUR)
        chosen = random.Random(f"{self.number} {name} further")
        further = {other: Law("fixed", (chosen.randint(0, 3) * self.grid,)) for other in self.sites if other != base}
        return Site(name, NAME, "", base, 1.0, travel, from_home, journey, further if chosen.random() < 0.3 else {})

    def hours(self) -> Hours:
        begin = self.random.randint(0, 20)
        end = begin + self.random.randint(3, 16)
        days = self.random.choice([WEEKDAYS, WEEKDAYS, frozenset({"workdays"}), frozenset({"mon", "wed", "sat"})])
        return Hours((Span(days, ((begin * HOUR, end * HOUR),)),), outside=self.chance(0.2))

    def pool(self, name: str, everywhere: bool) -> Pool:
        places = (CENTRAL,) if everywhere else tuple(sorted(self.sites))
        return Pool(
            name=name,
            title=NAME,
            clause=(),
            at_base=not everywhere and self.chance(0.6),
            places=places,
            levels=self.some_levels() if name == "hq" else (),
            travel=self.law(HOUR) if self.chance(0.3) else None,
            travel_from_home=self.law(2 * HOUR) if self.chance(0.3) else None,
            ready_in=self.law(HOUR),
            absence=random.Random(f"{self.number} {name} absence").choice([0.0, 0.1, 0.5]),
            pay=None,
            charge=None,
        )

    def shifts(self, sure: bool) -> tuple[Shift, ...]:
        """Some shifts; `sure` adds one person round the clock so that nothing waits for ever."""
        shifts = [self.shift(f"shift{i}") for i in range(self.random.randint(0, 3))]
        if sure:
            shifts.append(Shift(SURE, 1, ALWAYS, on_call=self.chance(0.3)))
        return tuple(shifts)

    def shift(self, name: str) -> Shift:
        people = self.random.randint(1, 3)
        return Shift(f"{people} {name}", people, self.hours(), self.chance(0.4), self.some_levels())

    def some_levels(self) -> tuple[str, ...]:
        """Levels that are served; mostly all of them."""
        return tuple(level for level in self.levels if self.chance(0.5)) if self.chance(0.3) else ()

    def handling(self, level: str) -> Handling:
        window = ALWAYS if self.chance(0.4) else self.hours()
        return Handling(
            level=level,
            clause=(),
            window_name="",
            window=window,
            onsite_at_once=self.chance(0.5),
            hq_support=self.chance(0.5),
            hq_trip_after=self.random.choice([None, HOUR, 4 * HOUR]),
        )

    def plan(self) -> Plan:
        pools = {"central": self.pool("central", True), "local": self.pool("local", False), "hq": self.pool("hq", True)}
        staff = {name: {place: self.shifts(sure=name != "hq") for place in pool.places} for name, pool in pools.items()}
        who = {
            "hotline": ("central",),
            "contact": self.random.choice([("central",), ("local", "central"), ("hq", "central")]),
            "remote": self.random.choice([("central",), ("hq", "central")]),
            "onsite": self.random.choice([("local", "central"), ("central",)]),
            "hq_support": ("hq", "central"),
            "hq_trip": self.random.choice([("hq", "central"), ("central",)]),
        }
        who["diagnosis"] = who["contact"]
        handling = {level: self.handling(level) for level in self.levels}
        rank = self.rank()
        settings = self.settings(who, rank)
        if settings["hold_back"]:
            staff = {
                name: {place: one_more(shifts) for place, shifts in places.items()} for name, places in staff.items()
            }
        plan = Plan("plan", NAME, pools, staff, who, handling, rank, Costs(), **settings)
        return self.with_phones(plan) if "hotline" in self.written else plan

    def with_phones(self, plan: Plan) -> Plan:
        """The plan with carried phones before, between and behind those who answer at the hotline (R8)."""
        chosen = random.Random(f"{self.number} phones")
        if chosen.random() < 0.5:
            return plan
        chain = [
            name for name in ("pocket", "central", "branch", "local") if name == "central" or chosen.random() < 0.5
        ]
        chosen.shuffle(chain)
        pools = dict(plan.pools)
        for name, at_base in (("pocket", False), ("branch", True)):
            pools[name] = replace(
                self.pool_like(plan.pools["local" if at_base else "central"], name, at_base),
                levels=tuple(level for level in self.levels if chosen.random() < 0.7) if chosen.random() < 0.3 else (),
                unreachable=chosen.choice([0.0, 0.3, 1.0]),
                busy=Busy(chosen.choice([0.1, 0.5]), chosen.choice([(), self.levels[:1]]))
                if chosen.random() < 0.7
                else None,
            )
        overflow = {step: delays for step, delays in plan.overflow.items() if step != "hotline"}
        return replace(plan, pools=pools, who={**plan.who, "hotline": tuple(chain)}, overflow=overflow)

    def pool_like(self, pool: Pool, name: str, at_base: bool) -> Pool:
        return replace(pool, name=name, at_base=at_base)

    def settings(self, who: dict[str, tuple[str, ...]], rank: tuple[tuple[str, ...], ...]) -> dict[str, object]:
        """How people are dealt out: overflow, order, interruptions, people held back, hand-over."""
        chosen = random.Random(f"{self.number} settings")
        waits = [0, 0, self.grid, HOUR // self.grid * self.grid]
        overflow = {}
        for step, pools in who.items():
            if chosen.random() < 0.3:
                overflow[step] = tuple(sorted(chosen.choice(waits) * (index > 0) for index in range(len(pools))))
        order = chosen.choice([BY_RANK, BY_RANK, BY_RANK, BY_DEADLINE, BY_SLACK])
        interrupts = {}
        for index, group in enumerate(rank):
            lower = [level for other in rank[index + 1 :] for level in other if chosen.random() < 0.7]
            if order == BY_RANK and lower and chosen.random() < 0.7:
                interrupts |= {level: tuple(lower) for level in group}
        held = tuple(level for level in self.levels if chosen.random() < 0.4)
        return {
            "overflow": overflow,
            "order": order,
            "targets": {level: chosen.randint(0, 8) * 3 * self.grid for level in self.levels},
            "interrupts": interrupts,
            "hold_back": ((held, 1),) if held and chosen.random() < 0.3 else (),
            "hand_over": chosen.random() < 0.4,
        }

    def with_returns(self, demand: Demand) -> Demand:
        """Faults that come back, questions to the customer, and special faults, each in half of the cases (R20, R10,
        R16). Chosen by a Random of its own."""
        self.random = random.Random(f"{self.number} returns")
        shares = [0.0, 0.3, 0.6]
        reopens = Reopens(
            clause=(),
            share=self.per_fault(lambda: self.random.choice(shares)),
            after=self.per_fault(lambda: self.law(20 * HOUR)),
            at_most=self.random.randint(1, 3),
        )
        information = Information(
            share=self.per_fault(lambda: self.random.choice([*shares, 1.0])),
            delay=self.per_fault(lambda: self.law(6 * HOUR)),
        )
        special = Mark(SPECIAL, NAME, (), self.per_fault(lambda: self.random.choice([*shares, 1.0])))
        return replace(
            demand,
            reopens=reopens if self.chance(0.5) else None,
            information=information if self.chance(0.5) else None,
            marks=(special,) if self.chance(0.5) else (),
        )

    def with_seniors(self, plan: Plan) -> Plan:
        """For some levels special faults bring people from headquarters, mostly others than those who travel else."""
        chosen = random.Random(f"{self.number} seniors")
        handling = {
            level: replace(entry, senior_for=SPECIAL if chosen.random() < 0.6 else "")
            for level, entry in plan.handling.items()
        }
        seniors = chosen.choice([("hq", "central"), ("central",), ("local", "central")])
        return replace(plan, handling=handling, who={**plan.who, SENIOR_TRIP: seniors})

    def with_tasks(self, demand: Demand, number: int) -> Demand:
        """In half of the cases people have duties and other contracts' work too. Chosen by a Random of its own."""
        choose = random.Random(f"{number} duties")
        if choose.random() < 0.5:
            return demand
        self.random = choose
        duties = [self.duty(name, after="") for name in ("check", "meeting", "visit")[: choose.randint(1, 3)]]
        if choose.random() < 0.8:
            duties.append(self.duty("zz_report", after=choose.choice(duties).name))
        other = [self.other_work("foreign", choose.choice(("", *self.levels)))] if choose.random() < 0.6 else []
        return replace(demand, duties=tuple(duties), other_work=tuple(other))

    def duty(self, name: str, after: str) -> Duty:
        by = self.random.choice(["central", "local", "hq"])
        urgent = not after and self.chance(0.6)
        return Duty(
            name=name,
            title=NAME,
            clause=(),
            by=by,
            places=(CENTRAL,) if by != "local" or (after and self.chance(0.3)) else tuple(sorted(self.sites)),
            every=self.random.choice(["week", "week", "week", "month"]),
            after=after,
            takes=self.law(self.random.choice([3, 30]) * HOUR),
            people=self.random.choice([1, 2, 8, None]),
            share=self.random.choice([1.0, 1.0, 0.5]),
            due=Due(day=8, next_workday=True) if not after and self.chance(0.3) else Due(),
            window=ALWAYS if self.chance(0.6) else self.hours(),
            urgent_before=self.random.choice([20 * HOUR, 50 * HOUR, 90 * HOUR]) if urgent else -1,
            urgent_as=self.random.choice(self.levels) if urgent else "",
            interruptible=self.chance(0.7),
        )

    def other_work(self, name: str, rank_as: str) -> OtherWork:
        by = self.random.choice(["central", "local", "hq"])
        return OtherWork(
            name=name,
            title=NAME,
            clause=(),
            by=by,
            places=(CENTRAL,) if by != "local" else tuple(sorted(self.sites)),
            jobs=Rate(self.random.choice([2.0, 8.0]), "day", per_site=False),
            work=self.law(2 * HOUR),
            rhythm=Rhythm(),
            rank_as=rank_as,
            interruptible=self.chance(0.7),
        )

    def rank(self) -> tuple[tuple[str, ...], ...]:
        """The levels in some order, neighbours often of equal rank."""
        groups: list[tuple[str, ...]] = []
        for level in self.random.sample(self.levels, len(self.levels)):
            if groups and self.chance(0.4):
                groups[-1] = (*groups[-1], level)
            else:
                groups.append((level,))
        return tuple(groups)

    def scenario(self) -> Scenario:
        plan, demand = self.plan(), self.demand()
        demand = self.with_returns(demand)
        plan = self.with_seniors(plan)
        demand = self.with_tasks(demand, self.number)  # all other choices have been made
        return Scenario(
            name="case",
            title=NAME,
            holidays=Holidays(),
            hours={},
            demand=demand,
            operation=Operation(plan, (plan,)),
            agreements=Agreements((), (), {}),
            study=Study(date(2026, 1, 5), 14, 0, 0, 0.95, 0.01, 1, 1, 0.9),
            sources={},
            figures=(),
            places=(),
        )


def one_more(shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
    """The shifts with a second person round the clock, where one is held back and somebody else must do the rest."""
    return tuple(replace(shift, headcount=2) if shift.label == SURE else shift for shift in shifts)


def scenario(number: int) -> Scenario:
    """The random scenario with this number."""
    return Case(number).scenario()


def workload(number: int, replication: int = 0) -> Workload:
    """The faults of the random scenario with this number, raised on its grid: often several at once."""
    case = Case(number)
    drawn = draw_workload(case.scenario(), seed=1, replication=replication)
    return on_grid(drawn, case.grid)


def on_grid(drawn: Workload, grid: int) -> Workload:
    """The same faults and jobs at the nearest moments before that lie on the grid; duties at few instants."""
    tasks = replace(
        drawn.tasks,
        raised=np.where(drawn.tasks.raised >= 0, drawn.tasks.raised // grid * grid, -1),
        ready_u=np.floor(drawn.tasks.ready_u * 4) / 4,
    )
    return replace(
        drawn,
        raised=np.where(drawn.parent < 0, drawn.raised // grid * grid, -1),
        question_after=np.where(drawn.question_after >= 0, drawn.question_after // grid * grid, -1),
        tasks=tasks,
    )


def crowded(number: int) -> Workload:
    """Other faults of the same scenario, those of a quarter of a day raised within a few milliseconds: whoever compares
    times a millisecond off serves them in another order."""
    drawn = draw_workload(scenario(number), seed=2, replication=number)
    quarter = 6 * HOUR
    first = drawn.raised[: drawn.arriving]
    crowd = np.sort(first // quarter * quarter + first % 5)
    return replace(drawn, raised=np.concatenate((crowd, drawn.raised[drawn.arriving :])))


def thin(plan: Plan) -> Plan:
    """The plan without the people who are there round the clock: in many cases some faults are never restored."""
    staff = {
        pool: {place: tuple(shift for shift in shifts if shift.label != SURE) for place, shifts in places.items()}
        for pool, places in plan.staff.items()
    }
    return replace(plan, name="thin", staff=staff)
