"""`slasim trace`: the story of one fault, minute by minute, and where the late time went; or of a planned duty."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.rerun import Latest, Seek
    from sim.scenario import Promise, Scenario


NAMES = 5
"""So many names are proposed for an unknown one."""


@dataclass(frozen=True)
class Run:
    """Which run is asked about: its scenario as read from a file, a plan, the seed; how many processes may search."""

    file: Path
    scenario: Scenario
    plan: str
    seed: int
    workers: int | None
    lang: str

    def search(self, seek: Seek, replications: range) -> Latest:
        """The worst of what is looked for in some replications."""
        from joblib import cpu_count

        from sim.cli.progress import Line
        from sim.messages import say
        from sim.report.retold import played
        from sim.rerun import search

        line = Line(self.lang, 1)
        line.tell(say("trace_searching", self.lang, replications=played(self.scenario, len(replications), self.lang)))
        try:
            return search(self.scenario, self.plan, seek, self.seed, replications, self.workers or cpu_count())
        finally:
            line.clear()

    def again(self, replication: int, what: str) -> str:
        """The command that tells a story once more."""
        named = f'"{self.file}"' if " " in str(self.file) else str(self.file)
        return f"slasim trace {named} --plan {self.plan} --seed {self.seed} --replication {replication} {what}"


def trace(
    file: Annotated[Path, typer.Argument(help="The scenario, for example scenarios/southwest.yaml.")],
    plan: Annotated[str, typer.Option(help='The plan; "ceiling" has unlimited people.')],
    worst: Annotated[str | None, typer.Option(help="Worst fault for a promise, a group or a clause: A/restore")] = None,
    duty: Annotated[
        str | None, typer.Option(help="A planned duty, at a site, the third one (from 0): inspection/kunming/2")
    ] = None,
    replication: Annotated[int | None, typer.Option(min=0, help="Tell of this replication, from 0.")] = None,
    fault: Annotated[int | None, typer.Option(min=0, help="Its number in the replication, from 0.")] = None,
    replications: Annotated[int, typer.Option(min=1, help="With --worst or --duty: look through so many.")] = 30,
    seed: Annotated[int, typer.Option(min=0, help="The seed of the run.")] = 1,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that search.")] = None,
    lang: Annotated[str | None, typer.Option(help="Language of the output: zh or en.")] = None,
) -> None:
    """Tell what happened to one fault: the worst one for a promise, or any one by its number; or to a planned duty.

    Of a duty, the site and the number may be left out, and the replication: the one done latest is told then.

    Example: slasim trace scenarios/southwest.yaml --plan lean --worst A/restore
    or: slasim trace scenarios/southwest.yaml --plan lean --duty inspection/kunming
    """
    from sim.cli import language, show
    from sim.scenario_file import load

    run = Run(file, load(file), plan, seed, workers, language(lang))
    known_plan(run.scenario, plan)
    match worst, duty, replication, fault:
        case str(promise), None, None, None:
            show(_worst(run, promise, replications))
        case None, str(name), _, None:
            from sim.cli.duty import duty_told

            looked = range(replications) if replication is None else range(replication, replication + 1)
            show(duty_told(run, name, looked))
        case None, None, int(number), int(row):
            show(_story(run, number, row, ()))
        case _:
            refuse("--worst", "trace_which_fault")


def _worst(run: Run, name: str, replications: int) -> list[str]:
    """The story of the worst fault for a promise, with what it was the worst of."""
    from functools import partial

    from sim.report import retold
    from sim.rerun import latest

    promises = _promises(run.file, run.scenario, name)
    names = tuple(promise.name for promise in promises)
    found = run.search(partial(latest, promises=names), range(replications))
    if found.row < 0:
        values = {
            "replications": retold.played(run.scenario, replications, run.lang),
            "promise": retold.promises_named(promises, run.lang),
        }
        refuse("--worst", "trace_no_faults", **values)
    return [
        *retold.worst_of(run.scenario, promises, found, replications, run.lang),
        *_story(run, found.replication, found.row, names),
    ]


def _story(run: Run, replication: int, fault: int, promises: tuple[str, ...]) -> list[str]:
    """The story with its heading, other plans, and the command that tells it again."""
    from sim.outcomes import NEVER
    from sim.report import retold
    from sim.report.tale import tale
    from sim.rerun import once
    from sim.story import tell

    played = once(run.scenario, run.plan, run.seed, replication)
    if fault >= played.workload.faults:
        last = played.workload.faults - 1
        refuse("--fault", "trace_unknown_fault", replication=replication, fault=fault, last=last)
    if played.outcomes.raised[fault] == NEVER:
        parent = int(played.workload.parent[fault])
        refuse("--fault", "trace_never_raised", replication=replication, fault=fault, parent=parent)
    story = tell(played.scenario, played.plan, played.rules, played.workload, played.outcomes, fault)
    fates = []
    for other in run.scenario.operation.plans:
        if other.name != run.plan:
            outcomes = once(run.scenario, other.name, run.seed, replication).outcomes
            logged, restored = int(outcomes.logged[fault]), int(outcomes.restored[fault])
            fates.append(retold.Told(other.title, restored - logged if restored != NEVER else NEVER))
    return [
        *retold.which(story, replication, fault, run.lang),
        "",
        *tale(story, run.lang, promises),
        "",
        *retold.others(fates, run.lang),
        retold.again(run.again(replication, f"--fault {fault}"), run.lang),
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
        refuse("--plan", key, name=name, near=near, known=", ".join(known))


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
        refuse("--worst", "trace_unknown_promise", name=name, near=", ".join(near), file=file)
    return chosen


def _most_like(name: str, known: Sequence[str]) -> Sequence[str]:
    """The few known names most like one that is not; the first of them where none is like it."""
    from difflib import get_close_matches

    return get_close_matches(name, known, n=NAMES, cutoff=0.5) or known[:NAMES]


def refuse(option: str, key: str, **values: object) -> NoReturn:
    """An option says what cannot be: InputError."""
    from sim.problems import InputError, Place, Problem

    raise InputError([Problem(Place(option), (), key, values)])
