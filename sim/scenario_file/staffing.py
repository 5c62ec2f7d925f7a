"""Whether every plan has somebody for every step: a job that nobody may take would wait for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.lines import GATED, places_serving, shifts_serving
from sim.scenario import SENIOR_TRIP, Demand, Operation, Plan
from sim.scenario_file.differs import Names
from sim.scenario_file.overlap import meet
from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Table


@dataclass(frozen=True)
class Lack:
    """A step that nobody does, for all faults or for those that `reached` names; `pools` should.

    `key` of the message: nobody is there at all, or nobody while the window is open.
    """

    key: str
    step: str
    pools: tuple[str, ...]
    reached: str


def check_staffing(reader: Reader, table: Table, operation: Operation, demand: Demand, names: Names) -> None:
    """Note the steps that a plan has nobody for, once for all plans that share the lack. `table`: the plans.

    Where a site could not be read, who serves it is not asked.
    """
    if not reader.knows_sites:
        return
    lacks: dict[Lack, list[str]] = {}
    unread = _unread(reader)
    for plan in operation.plans:
        if _without_its_base(reader, table, plan.name):
            continue
        for step, pools in plan.who.items():
            if unread and (not pools or unread.intersection(pools)):
                continue
            for lack in _lacks(reader, plan, demand, names, step):
                lacks.setdefault(lack, []).append(plan.name)
    for lack, (first, *others) in lacks.items():
        reader.add(
            table.key_place(first),
            (*table.path, first),
            f"{lack.key}_also" if others else lack.key,
            step=lack.step,
            pools=" ".join(lack.pools),
            reached=lack.reached,
            also=" ".join(others),
            example=f"{(*lack.pools, lack.step)[0]}: 1 always on call",
        )


def _unread(reader: Reader) -> set[str]:
    """Names in `who` and in plans that could not be read, or were meant: what follows from them is no second error."""
    faulty = [
        problem
        for problem in reader.problems
        if problem.path[:1] == ("operation",) and problem.path[1:2] in (("who",), ("pools",), ("plans",))
    ]
    meant = {str(problem.values["near"]) for problem in faulty if problem.key == "check_no_pool_near"}
    return {name for problem in faulty for name in problem.path[2:]} | meant


def _without_its_base(reader: Reader, plans: Table, name: str) -> bool:
    """Whether a plan starts from one that is not there, itself or through others: whom it would have is not known."""
    lost = {
        problem.path[2]
        for problem in reader.problems
        if problem.path[:2] == plans.path and problem.path[3:] == ("like",)
    }
    seen: set[str] = set()
    while name and name not in seen:
        if name in lost:
            return True
        seen.add(name)
        name = plans.table(name).text("like")
    return False


def _lacks(reader: Reader, plan: Plan, demand: Demand, names: Names, step: str) -> Iterator[Lack]:
    wanted = [(level, site) for level in names.levels if _takes(plan, step, level) for site in demand.sites]
    shifts = {(level, site.name): shifts_serving(plan, step, level, site) for level, site in wanted}
    pools = plan.who[step]
    if step == "hotline":
        shifts = {pair: found for pair, found in shifts.items() if not _phoned(plan, demand, *pair)}
    nobody = [pair for pair, found in shifts.items() if not found]
    if nobody and len(nobody) == len(shifts):
        yield Lack("check_nobody", step, pools, "")
        return
    if nobody:
        yield Lack("check_nobody_for", step, pools, _told(nobody))
    if step in GATED or step == SENIOR_TRIP:
        away = [
            (level, site)
            for (level, site), found in shifts.items()
            if found and not any(meet(plan.handling[level].window, s.hours, reader.holidays) for s in found)
        ]
        if away:
            yield Lack("check_never_meet", step, pools, _told(away))


def _takes(plan: Plan, step: str, level: str) -> bool:
    """Whether the faults of a level may need a step: help from headquarters is for some levels only."""
    if step == SENIOR_TRIP:
        return bool(plan.handling[level].senior_for)
    return step != "hq_support" or plan.handling[level].hq_support


def _told(pairs: list[tuple[str, str]]) -> str:
    """`A B at mianyang zunyi; C at kunming`."""
    levels: dict[str, list[str]] = {}
    for level, site in pairs:
        levels.setdefault(site, []).append(level)
    sites: dict[str, list[str]] = {}
    for site, found in levels.items():
        sites.setdefault(" ".join(found), []).append(site)
    return "; ".join(f"{found} at {' '.join(where)}" for found, where in sites.items())


def _phoned(plan: Plan, demand: Demand, level: str, name: str) -> bool:
    """Whether a carried phone takes the call of a fault of `level` at the site called `name`."""
    site = next(site for site in demand.sites if site.name == name)
    phones = (plan.pools[pool] for pool in plan.who["hotline"] if plan.pools[pool].carried)
    return any(places_serving(p, site, "hotline") and (not p.levels or level in p.levels) for p in phones)
