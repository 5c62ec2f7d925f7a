"""`slasim replay`: a table of faults that really happened, or were made up, played under a plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def replay(
    file: Annotated[Path, typer.Argument(help="The scenario, for example scenarios/helpdesk.yaml.")],
    workload: Annotated[Path, typer.Option(help="The table of faults: raised, level, site and what else is known.")],
    plan: Annotated[str, typer.Option(help='The plan; "ceiling" has unlimited people.')],
    outcomes: Annotated[Path | None, typer.Option(help="Where to write one row for each fault.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Draws what the table does not say.")] = 1,
    engine: Annotated[str, typer.Option(help="simpy or compiled; the figures are the same.")] = "simpy",
    lang: Annotated[str | None, typer.Option(help="Language of the output: zh or en.")] = None,
) -> None:
    """Play a given table of faults under a plan; what it does not say of a fault is drawn.

    Example: slasim replay scenarios/helpdesk.yaml --workload week.csv --plan today --outcomes played.csv
    """
    from sim import tickets
    from sim.cli import BAD_INPUT, language, show
    from sim.cli.trace import known_plan
    from sim.engines import COMPILED, SIMPY
    from sim.messages import say
    from sim.problems import InputError, Place, Problem
    from sim.replication import ContractYears
    from sim.report import replayed
    from sim.results.per_fault import write_per_fault
    from sim.scenario import settled
    from sim.scenario_file import load

    tongue = language(lang)
    if engine not in (SIMPY, COMPILED):
        known = f"{SIMPY}, {COMPILED}"
        raise InputError([Problem(Place("--engine"), (), "replay_engine", {"name": engine, "known": known})])
    scenario = load(file)
    known_plan(scenario, plan)
    given = tickets.read(workload, settled(scenario, seed, 0), seed)
    played = next(ContractYears(scenario, [plan], seed, engine).play(0, given))
    show(replayed.overview(played, tongue))
    if outcomes is not None:
        try:
            write_per_fault(played, outcomes)
        except OSError as error:
            show([say("cli_cannot_write", tongue, file=outcomes, reason=error.strerror)], sys.stderr)
            raise typer.Exit(BAD_INPUT) from None
        show(["", say("replay_written", tongue, file=outcomes)])
