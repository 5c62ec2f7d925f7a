"""`slasim run`: play every plan on the same faults, show how the promises are kept, and keep it in a folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.audit import EnginesDiffer
    from sim.experiment import Effort, Finished
    from sim.results import Result
    from sim.scenario import Plan, Scenario


def run(
    file: Annotated[Path, typer.Argument(help="The scenario, for example scenarios/southwest.yaml.")],
    plan: Annotated[list[str] | None, typer.Option(help="Only this plan; may be given several times.")] = None,
    replications: Annotated[int | None, typer.Option(min=1, help="Exactly so many contract years.")] = None,
    precision: Annotated[float | None, typer.Option(min=0.01, help="Half the interval wanted, in points.")] = None,
    budget: Annotated[float | None, typer.Option(min=0, help="Stop after so many seconds.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed draws other faults.")] = 1,
    workers: Annotated[
        int | None, typer.Option(min=1, help="So many play at once; the result is the same for any number.")
    ] = None,
    engine: Annotated[str, typer.Option(help="auto, simpy or compiled; the figures are the same.")] = "auto",
    audit: Annotated[int, typer.Option(min=0, help="So many years are played again on SimPy and compared.")] = 3,
    out: Annotated[Path, typer.Option(help="Where the folders of results are kept.")] = Path("results"),
    lang: Annotated[str | None, typer.Option(help="Language of the output: zh or en.")] = None,
    json: Annotated[bool, typer.Option("--json", help="The result for programs on stdout, and nothing else.")] = False,
    charts: Annotated[bool, typer.Option("--charts/--no-charts", help="Draw the charts.")] = True,
) -> None:
    """Play all plans on the same faults and show which promises they keep.

    Example: slasim run scenarios/southwest.yaml --budget 60
    """
    from datetime import datetime

    from sim.audit import EnginesDiffer
    from sim.cli import DEFECT, INTERRUPTED, language, show
    from sim.cli.progress import Line
    from sim.engines import COMPILED
    from sim.experiment import run as experiment
    from sim.messages import say
    from sim.report.folder import keep, new_folder
    from sim.report.run import report
    from sim.results import INTERRUPTED as BY_HAND
    from sim.scenario_file import load

    tongue = language(lang)
    scenario = load(file)
    plans = _chosen(scenario, plan or [])
    effort = _effort(scenario, replications, precision, budget, workers, engine, audit)
    with _writing(out):
        # Made before the run, so that nobody waits for a result that cannot be kept.
        folder = new_folder(out / scenario.name, datetime.now())
    line = Line(tongue, len(plans))
    if effort.engine == COMPILED:
        line.tell(say("run_preparing", tongue))
    try:
        with _without_trace(folder):
            finished = experiment(scenario, plans, seed, effort, line.watch)
    except EnginesDiffer as error:
        line.clear()
        show(_differing(error, file, seed, tongue), sys.stderr)
        raise typer.Exit(DEFECT) from None
    seconds = line.seconds
    line.clear()
    if finished is None:
        folder.rmdir()
        show([say("run_nothing", tongue)], sys.stderr)
        raise typer.Exit(INTERRUPTED)
    if not json:
        show(report(finished.result, tongue))
    if charts:
        line.tell(say("run_drawing", tongue))
    with _writing(folder):
        names = keep(finished.result, folder, charts)
    line.clear()
    if json:
        show([_for_programs(finished, folder)])
    else:
        show(["", *_end(finished, effort, seconds, tongue), "", *_next(file, folder, names, finished.result, tongue)])
    if finished.why == BY_HAND:
        raise typer.Exit(INTERRUPTED)


def _chosen(scenario: Scenario, names: Sequence[str]) -> tuple[Plan, ...]:
    """The plans of these names in the order of the file; all of them when none is named."""
    from sim.problems import InputError, Place, Problem, nearest

    known = [plan.name for plan in scenario.operation.plans]
    problems = []
    for name in names:
        if name not in known:
            near = nearest(name, known)
            key = "run_unknown_plan_near" if near else "run_unknown_plan"
            problems.append(Problem(Place("--plan"), (), key, {"name": name, "near": near, "known": ", ".join(known)}))
    if problems:
        raise InputError(problems)
    return tuple(plan for plan in scenario.operation.plans if not names or plan.name in names)


def _effort(
    scenario: Scenario,
    replications: int | None,
    precision: float | None,
    budget: float | None,
    workers: int | None,
    engine: str,
    audit: int,
) -> Effort:
    from joblib import cpu_count

    from sim.engines import chosen
    from sim.experiment import Effort

    known_engine(engine)
    study = scenario.study
    return Effort(
        replications=replications,
        precision=study.precision if precision is None else precision / 100,
        least=study.least_replications,
        most=study.most_replications,
        budget=budget,
        workers=workers or cpu_count(),
        engine=chosen(engine, replications or study.most_replications),
        audit=audit,
    )


def known_engine(name: str) -> None:
    """Refuse an engine that there is not, or that cannot play here."""
    from sim import compiled
    from sim.engines import COMPILED, NAMES
    from sim.problems import InputError, Place, Problem

    if name not in NAMES:
        values: dict[str, object] = {"name": name, "known": ", ".join(NAMES)}
        raise InputError([Problem(Place("--engine"), (), "run_unknown_engine", values)])
    if name == COMPILED and not compiled.available():
        raise InputError([Problem(Place("--engine"), (), "run_no_numba", {})])


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """What cannot be written is told as bad input, for it is the folder that the user named."""
    from sim.problems import InputError, Place, Problem

    try:
        yield
    except OSError as error:
        values = {"file": error.filename or path, "reason": error.strerror or ""}
        raise InputError([Problem(Place("--out"), (), "cli_cannot_write", values)]) from None


@contextmanager
def _without_trace(folder: Path) -> Iterator[None]:
    """Nothing is left in the place of results that did not come about."""
    try:
        yield
    except BaseException:
        folder.rmdir()
        raise


def _differing(error: EnginesDiffer, file: Path, seed: int, lang: str) -> list[str]:
    """What differs between the two engines, and how to look at it."""
    from sim.messages import say

    lines = [say("run_engines_differ", lang)]
    for entry in error.discrepancies:
        values = {"plan": entry.plan, "replication": entry.replication, "columns": ", ".join(entry.columns)}
        lines.append(say("run_discrepancy", lang, **values))
    return [*lines, say("run_use_simpy", lang, command=f"slasim run {file} --seed {seed} --engine simpy")]


def _for_programs(finished: Finished, folder: Path) -> str:
    """The whole result as JSON, with the reason why the run ended and the folder."""
    import json

    from pydantic import TypeAdapter

    from sim.results import Result

    result = TypeAdapter(Result).dump_python(finished.result, mode="json")
    return json.dumps({"ended": finished.why, "folder": str(folder), "result": result}, ensure_ascii=True)


def _end(finished: Finished, effort: Effort, seconds: float, lang: str) -> list[str]:
    """How long it took, how precise it is, and why it went no further."""
    from sim.calendars import SECOND
    from sim.messages import say
    from sim.report.words import duration
    from sim.results import ENOUGH, INTERRUPTED, OUT_OF_TIME

    result = finished.result
    took = duration(max(1, round(seconds)) * SECOND, lang)
    points = f"{100 * result.widest:.1f}"
    one = "_one" if result.replications == 1 else ""
    lines = [say(f"run_took{one}", lang, done=f"{result.replications:,}", time=took, points=points)]
    if finished.why == OUT_OF_TIME:
        lines.append(say("run_out_of_time", lang, seconds=f"{effort.budget:g}"))
    elif finished.why == INTERRUPTED:
        lines.append(say(f"run_interrupted{one}", lang, done=f"{result.replications:,}"))
    elif finished.why == ENOUGH and effort.replications is None and result.widest > effort.precision:
        wanted = f"{100 * effort.precision:g}"
        lines.append(say("run_not_precise", lang, points=wanted, most=f"{effort.most:,}"))
    return lines


def _next(file: Path, folder: Path, names: tuple[str, ...], result: Result, lang: str) -> list[str]:
    """Where everything is kept, and the command to type next."""
    from sim.messages import say

    kept = say("run_folder", lang, folder=f"{folder.as_posix()}/", files="  ".join(names))
    missed = _most_missed(result)
    if missed is None:
        return [kept]
    plan, promise = missed
    return [kept, say("run_next", lang, commands=f"slasim trace {file} --plan {plan} --worst {promise}")]


def _most_missed(result: Result) -> tuple[str, str] | None:
    """The plan and the promise whose latest fault is worth a story: the least kept by the first plan that misses."""
    for plan in result.staffed:
        missed = [
            entry for entry in plan.as_written if entry.worst and entry.periods and entry.periods.value is not None
        ]
        if missed:
            least = min(missed, key=lambda entry: entry.periods.value if entry.periods and entry.periods.value else 0.0)
            return plan.name, least.promise
    return None
