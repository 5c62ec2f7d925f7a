"""Whether every plan has somebody for every step: a job that nobody may take would wait for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.rules import place_serving
from sim.scenario import Demand, Operation, Plan, Shift, Site
from sim.scenario_file.differs import Names
from sim.scenario_file.reader import Reader
from sim.scenario_file.tree import Table


@dataclass(frozen=True)
class Lack:
    """A step that nobody does, for all faults or for those that `reached` names; `pools` should."""

    step: str
    pools: tuple[str, ...]
    reached: str


def check_staffing(reader: Reader, table: Table, operation: Operation, demand: Demand, names: Names) -> None:
    """Note the steps that a plan has nobody for, once for all plans that share the lack. `table`: the plans."""
    lacks: dict[Lack, list[str]] = {}
    for plan in operation.plans:
        for step, pools in plan.who.items():
            for reached in _unserved(plan, demand, names, step):
                lacks.setdefault(Lack(step, pools, reached), []).append(plan.name)
    for lack, (first, *others) in lacks.items():
        key = "check_nobody_for" if lack.reached else "check_nobody"
        reader.add(
            table.key_place(first),
            (*table.path, first),
            f"{key}_also" if others else key,
            step=lack.step,
            pools=" ".join(lack.pools),
            reached=lack.reached,
            also=" ".join(others),
            example=f"{(*lack.pools, lack.step)[0]}: 1 always on call",
        )


def _unserved(plan: Plan, demand: Demand, names: Names, step: str) -> Iterator[str]:
    """The faults nobody serves at `step`: "" for all of them, else "A at mianyang" and so on, at most three."""
    wanted = [
        (level, site)
        for level in names.levels
        if step != "hq_support" or plan.handling[level].hq_support
        for site in demand.sites
    ]
    missing = [(level, site) for level, site in wanted if not _served(plan, step, level, site)]
    if missing and len(missing) == len(wanted):
        yield ""
        return
    by_site: dict[str, list[str]] = {}
    for level, site in missing:
        by_site.setdefault(site.name, []).append(level)
    by_levels: dict[str, list[str]] = {}
    for site_name, levels in by_site.items():
        by_levels.setdefault(" ".join(levels), []).append(site_name)
    for levels_text, sites in by_levels.items():
        yield f"{levels_text} at {' '.join(sites)}"


def _served(plan: Plan, step: str, level: str, site: Site) -> bool:
    for name in plan.who.get(step, ()):
        pool = plan.pools[name]
        place = place_serving(pool, site)
        if place is None or (pool.levels and level not in pool.levels):
            continue
        if any(_works(shift, level) for shift in plan.staff.get(name, {}).get(place, ())):
            return True
    return False


def _works(shift: Shift, level: str) -> bool:
    return shift.headcount != 0 and (not shift.levels or level in shift.levels)
