"""`slasim trace --duty`: the story of a planned duty, of the occasion done latest where several may be meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sim.cli.trace import Run, refuse

if TYPE_CHECKING:
    from sim.scenario import Scenario


@dataclass(frozen=True)
class Asked:
    """The name of a duty, and the rows of the occasions that may be meant, with what each is called in a command."""

    duty: str
    occasions: dict[int, str]


def duty_told(run: Run, wanted: str, replications: range) -> list[str]:
    """The story with its heading, other plans, and the command that tells it again."""
    from sim.outcomes import NEVER
    from sim.report import duty_tale
    from sim.report.retold import played
    from sim.rerun import latest_duty

    asked = asked_for(run.scenario, wanted)
    if len(asked.occasions) == len(replications) == 1:
        return _story(run, asked, replications[0], next(iter(asked.occasions)))
    found = run.search(partial(latest_duty, duty=asked.duty, rows=tuple(asked.occasions)), replications)
    if found.row == NEVER:
        many = played(run.scenario, len(replications), run.lang)
        refuse("--duty", "trace_duty_none", name=wanted, replications=many)
    title = next(duty.title for duty in run.scenario.demand.duties if duty.name == asked.duty)
    return [
        *duty_tale.worst_duty(run.scenario, title, found, len(replications), run.lang),
        *_story(run, asked, found.replication, found.row),
    ]


def _story(run: Run, asked: Asked, replication: int, row: int) -> list[str]:
    from sim.report import duty_tale, retold
    from sim.rerun import once
    from sim.story import tell_duty

    plans = [run.plan, *(plan.name for plan in run.scenario.operation.plans if plan.name != run.plan)]
    stories = []
    for plan in plans:
        played = once(run.scenario, plan, run.seed, replication)
        if not played.workload.tasks.happens[row]:
            refuse("--duty", "trace_duty_not_this_time", name=asked.occasions[row], replication=replication)
        stories.append(tell_duty(played.scenario, played.plan, played.rules, played.workload, played.outcomes, row))
    story, *others = stories
    return [
        *duty_tale.which_duty(story, replication, asked.occasions[row], run.lang),
        "",
        *duty_tale.duty_tale(story, run.lang),
        "",
        *duty_tale.other_plans(others, run.lang),
        retold.again(run.again(replication, f"--duty {asked.occasions[row]}"), run.lang),
    ]


# ------------------------------------------------------------------ names as written


def asked_for(scenario: Scenario, wanted: str) -> Asked:
    """The occasions meant by DUTY/SITE/NUMBER, of which all but the first may be left out. InputError."""
    from sim.story import occasions_at
    from sim.tasks import occasions

    sites = tuple(sorted(site.name for site in scenario.demand.sites))
    duty, *rest = wanted.split("/")
    names = [entry.name for entry in scenario.demand.duties]
    if not names:
        refuse("--duty", "trace_duty_no_duties")
    _check_known(duty, names, "trace_duty_unknown")
    planned = occasions(scenario, sites)
    kind = names.index(duty)
    places = {
        sites[place] if place >= 0 else "": place for place in sorted(set(planned.place[planned.kind == kind].tolist()))
    }
    if rest and not rest[0].isdecimal():
        _check_known(rest[0], [name for name in places if name], "trace_duty_unknown_site", duty=duty)
        places = {rest[0]: places[rest[0]]}
        rest = rest[1:]
    found = {
        row: "/".join(part for part in (duty, name, str(number)) if part)
        for name, place in places.items()
        for number, row in enumerate(occasions_at(planned, kind, place))
        if not rest or str(number) == rest[0]
    }
    if len(rest) > 1 or not found:
        last = max((len(occasions_at(planned, kind, place)) for place in places.values()), default=0) - 1
        refuse("--duty", "trace_duty_unknown_number", name=wanted, duty=duty, last=last)
    return Asked(duty, found)


def _check_known(name: str, known: list[str], key: str, **values: object) -> None:
    """Whether a name is one of those known; the nearest is told."""
    from sim.problems import nearest

    if name not in known:
        near = nearest(name, known)
        refuse("--duty", f"{key}_near" if near else key, name=name, near=near, known=", ".join(known), **values)
