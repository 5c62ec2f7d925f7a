"""`slasim replay`: a table of faults that really happened, were made up or were drawn, played under a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.workload import Workload


def replay(
    file: Annotated[Path, typer.Argument(help="The scenario, for example scenarios/helpdesk.yaml.")],
    plan: Annotated[str, typer.Option(help='The plan; "ceiling" has unlimited people.')],
    workload: Annotated[
        Path | None,
        typer.Option(help="The table of faults (CSV or Excel): raised, level, site and what else is known."),
    ] = None,
    draw: Annotated[
        Path | None, typer.Option(help="Draw the faults as a run does, and write them as such a table: a template.")
    ] = None,
    outcomes: Annotated[Path | None, typer.Option(help="Where to write one row for each fault: .csv or .xlsx.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Draws what the table does not say.")] = 1,
    replication: Annotated[int, typer.Option(min=0, help="As in this replication of a run with the seed.")] = 0,
    engine: Annotated[str, typer.Option(help="auto, simpy or compiled; the figures are the same.")] = "auto",
    lang: Annotated[str | None, typer.Option(help="Language of the output: zh or en.")] = None,
) -> None:
    """Play a given table of faults under a plan; what it does not say of a fault is drawn.

    Example: slasim replay scenarios/helpdesk.yaml --workload week.csv --plan today --outcomes played.csv
    """
    from sim import tickets
    from sim.cli import language, show
    from sim.cli.run import known_engine
    from sim.cli.trace import known_plan
    from sim.engines import chosen
    from sim.messages import say
    from sim.replication import ContractYears
    from sim.report import replayed
    from sim.results.per_fault import per_fault
    from sim.scenario import settled
    from sim.scenario_file import load
    from sim.workload import draw_workload

    tongue = language(lang)
    known_engine(engine)
    _check_one_of(workload, draw)
    _check_kinds(draw, outcomes)
    _check_nothing_lost(workload, draw, outcomes)
    scenario = load(file)
    known_plan(scenario, plan)
    year = settled(scenario, seed, replication)
    given: Workload
    if workload is not None:
        given = tickets.read(workload, year, seed, replication)
    else:
        given = draw_workload(year, seed, replication)
    written = []
    if draw is not None:
        _write(draw, tickets.drawn(year, given), tongue)
        written.append(say("replay_drawn", tongue, file=draw))
    played = next(ContractYears(scenario, [plan], seed, chosen(engine, 1)).play(replication, given))
    if outcomes is not None:
        _write(outcomes, per_fault(played), tongue)
        written.append(say("replay_written", tongue, file=outcomes))
    table = workload or draw
    assert table is not None
    options = {"--seed": (seed, 1), "--replication": (replication, 0)}
    more = [f"{name} {value}" for name, (value, usual) in options.items() if value != usual]
    show(
        [*replayed.overview(played, tongue), "", *written, *_next(scenario, file, table, plan, outcomes, more, tongue)]
    )


def _next(
    scenario: Scenario, file: Path, table: Path, plan: str, outcomes: Path | None, more: Sequence[str], lang: str
) -> list[str]:
    """The command that plays the same faults under another plan; or that writes what happened to each."""
    from sim.messages import say
    from sim.rules import CEILING
    from sim.scenario_file.text import typed

    others = [entry.name for entry in scenario.operation.plans if entry.name != plan]
    if plan != CEILING:
        others.append(CEILING)
    command = ["slasim replay", typed(file), "--workload", typed(table), *more]
    if outcomes is None:
        return [say("replay_next_rows", lang, command=" ".join([*command, "--plan", plan, "--outcomes played.csv"]))]
    return [say("replay_next_plan", lang, command=" ".join([*command, "--plan", others[0]]))]


def _write(path: Path, rows: Iterable[Sequence[object]], lang: str) -> None:
    """Write a table; a file that cannot be written ends the command."""
    from sim import sheets
    from sim.cli import writing

    with writing(path, lang):
        sheets.write(path, rows)


# ------------------------------------------------------------------ options


def _check_one_of(workload: Path | None, draw: Path | None) -> None:
    """The faults are given, or they are drawn."""
    if workload is None and draw is None:
        _refuse("--workload", "replay_which_faults")
    if workload is not None and draw is not None:
        _refuse("--draw", "replay_one_of")


def _check_kinds(*paths: Path | None) -> None:
    """Whether a table of the wanted kind can be written."""
    for path in paths:
        if path is not None and path.suffix.lower() not in (".csv", ".xlsx"):
            _refuse(str(path), "replay_kind")


def _check_nothing_lost(workload: Path | None, draw: Path | None, outcomes: Path | None) -> None:
    """A template may have been filled in, and tickets are nowhere else; only outcomes can be had again."""
    if draw is not None and draw.exists():
        _refuse("--draw", "cli_exists", file=draw)
    table = workload or draw
    if table is not None and outcomes is not None and table.resolve() == outcomes.resolve():
        _refuse("--outcomes", "replay_in_place", file=outcomes)


def _refuse(option: str, key: str, **values: object) -> NoReturn:
    from sim.problems import InputError, Place, Problem

    raise InputError([Problem(Place(option), (), key, dict(values))])
