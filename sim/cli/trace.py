"""`slasim trace`: the story of one fault, minute by minute, and where the late time went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.rerun import Latest
    from sim.scenario import Promise, Scenario


NAMES = 5
"""So many names are proposed for an unknown one."""


def trace(
    file: Annotated[Path, typer.Argument(help="The scenario, for example scenarios/southwest.yaml.")],
    plan: Annotated[str, typer.Option(help='The plan; "ceiling" has unlimited people.')],
    worst: Annotated[str | None, typer.Option(help="Worst fault for a promise, a group or a clause: A/restore")] = None,
    replication: Annotated[int | None, typer.Option(min=0, help="Tell a fault of this replication, from 0.")] = None,
    fault: Annotated[int | None, typer.Option(min=0, help="Its number in the replication, from 0.")] = None,
    replications: Annotated[int, typer.Option(min=1, help="With --worst: look through so many.")] = 30,
    seed: Annotated[int, typer.Option(min=0, help="The seed of the run.")] = 1,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that search.")] = None,
    lang: Annotated[str | None, typer.Option(help="Language of the output: zh or en.")] = None,
) -> None:
    """Tell what happened to one fault: the worst one for a promise, or any one by its number.

    Example: slasim trace scenarios/southwest.yaml --plan lean --worst A/restore
    """
    from sim.cli import language, show
    from sim.report import retold
    from sim.scenario_file import load

    tongue = language(lang)
    scenario = load(file)
    known_plan(scenario, plan)
    if worst is not None and replication is None and fault is None:
        promises = _promises(file, scenario, worst)
        names = tuple(promise.name for promise in promises)
        found = _searched(scenario, plan, names, seed, replications, workers, tongue)
        if found.row < 0:
            values = {
                "replications": retold.played(scenario, replications, tongue),
                "promise": retold.promises_named(promises, tongue),
            }
            _refuse("--worst", "trace_no_faults", **values)
        show(retold.worst_of(scenario, promises, found, replications, tongue))
        show(_story(file, scenario, plan, seed, found.replication, found.row, names, tongue))
    elif worst is None and replication is not None and fault is not None:
        show(_story(file, scenario, plan, seed, replication, fault, (), tongue))
    else:
        _refuse("--worst", "trace_which_fault")


def _searched(
    scenario: Scenario,
    plan: str,
    promises: tuple[str, ...],
    seed: int,
    replications: int,
    workers: int | None,
    lang: str,
) -> Latest:
    """The worst fault of so many replications."""
    from joblib import cpu_count

    from sim.cli.progress import Line
    from sim.messages import say
    from sim.report.retold import played
    from sim.rerun import search

    line = Line(lang, 1)
    line.tell(say("trace_searching", lang, replications=played(scenario, replications, lang)))
    try:
        return search(scenario, plan, promises, seed, replications, workers or cpu_count())
    finally:
        line.clear()


def _story(
    file: Path,
    scenario: Scenario,
    plan: str,
    seed: int,
    replication: int,
    fault: int,
    promises: tuple[str, ...],
    lang: str,
) -> list[str]:
    """The story with its heading, other plans, and the command that tells it again."""
    from sim.outcomes import NEVER
    from sim.report import retold
    from sim.report.tale import tale
    from sim.rerun import once
    from sim.story import tell

    played = once(scenario, plan, seed, replication)
    if fault >= played.workload.faults:
        last = played.workload.faults - 1
        _refuse("--fault", "trace_unknown_fault", replication=replication, fault=fault, last=last)
    if played.outcomes.raised[fault] == NEVER:
        parent = int(played.workload.parent[fault])
        _refuse("--fault", "trace_never_raised", replication=replication, fault=fault, parent=parent)
    story = tell(played.scenario, played.plan, played.rules, played.workload, played.outcomes, fault)
    fates = []
    for other in scenario.operation.plans:
        if other.name != plan:
            outcomes = once(scenario, other.name, seed, replication).outcomes
            logged, restored = int(outcomes.logged[fault]), int(outcomes.restored[fault])
            fates.append(retold.Told(other.title, restored - logged if restored != NEVER else NEVER))
    command = f"slasim trace {_path(file)} --plan {plan} --seed {seed} --replication {replication} --fault {fault}"
    return [
        *retold.which(story, replication, fault, lang),
        "",
        *tale(story, lang, promises),
        "",
        *retold.others(fates, lang),
        retold.again(command, lang),
    ]


# ------------------------------------------------------------------ names as written


def known_plan(scenario: Scenario, name: str) -> None:
    """InputError if no plan has this name."""
    from sim.problems import nearest
    from sim.rules import CEILING

    known = [*(plan.name for plan in scenario.operation.plans), CEILING]
    if name not in known:
        near = nearest(name, known)
        key = "run_unknown_plan_near" if near else "run_unknown_plan"
        _refuse("--plan", key, name=name, near=near, known=", ".join(known))


def _promises(file: Path, scenario: Scenario, name: str) -> Sequence[Promise]:
    """The promise of this name, or those of the group or the clause; of a clause those with a limit, if it has any."""
    from sim.measures.counting import CONNECT
    from sim.scenario import DUTY

    told = [promise for promise in scenario.agreements.promises if promise.kind not in (CONNECT, DUTY)]
    chosen = [promise for promise in told if name in (promise.name, promise.group)]
    if not chosen:
        chosen = [promise for promise in told if name in promise.clause]
        chosen = [promise for promise in chosen if promise.limit is not None] or chosen
    if not chosen:
        names = [word for promise in told for word in (promise.name, promise.group, *promise.clause)]
        near = _most_like(name, list(dict.fromkeys(names)))
        _refuse("--worst", "trace_unknown_promise", name=name, near=", ".join(near), file=_path(file))
    return chosen


def _most_like(name: str, known: Sequence[str]) -> Sequence[str]:
    """The few known names most like one that is not; the first of them where none is like it."""
    from difflib import get_close_matches

    return get_close_matches(name, known, n=NAMES, cutoff=0.5) or known[:NAMES]


def _path(file: Path) -> str:
    """The file as it is written in a command."""
    return f'"{file}"' if " " in str(file) else str(file)


def _refuse(option: str, key: str, **values: object) -> NoReturn:
    from sim.problems import InputError, Place, Problem

    raise InputError([Problem(Place(option), (), key, values)])
