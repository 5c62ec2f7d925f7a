"""`slasim check`: is a scenario in order, and what does it say?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def check(
    file: Annotated[Path, typer.Argument(help="The scenario, for example scenarios/southwest.yaml.")],
    fix: Annotated[bool, typer.Option("--fix", help="Mend full-width punctuation and tabs in the file.")] = False,
    resolved: Annotated[bool, typer.Option("--resolved", help="Print the scenario with every default.")] = False,
    clauses: Annotated[bool, typer.Option("--clauses", help="Print where each clause of the contract lives.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="With --clauses: as a table for a document.")] = False,
    assumptions: Annotated[bool, typer.Option("--assumptions", help="Print where each figure comes from.")] = False,
    all_of_them: Annotated[bool, typer.Option("--all", help="Print every contradiction, not the first few.")] = False,
    lang: Annotated[str | None, typer.Option(help="Language of the output: zh or en.")] = None,
) -> None:
    """Look over a scenario: every error at once, people present and on the payroll, contradictions, remarks.

    Example: slasim check scenarios/southwest.yaml
    """
    from sim.cli import BAD_INPUT, language, show, show_problems
    from sim.problems import InputError
    from sim.report import overview, register
    from sim.scenario_file import load
    from sim.scenario_file.spell import spelled

    tongue = language(lang)
    if fix:
        _mend(file, tongue)
    try:
        scenario = load(file)
    except InputError as error:
        show_problems(error, tongue, sys.stdout)
        raise typer.Exit(BAD_INPUT) from None
    if resolved:
        show(spelled(scenario))
    elif clauses:
        show(register.clauses_markdown(scenario, tongue) if markdown else register.clauses(scenario, str(file), tongue))
    elif assumptions:
        show(register.assumptions(scenario, str(file), tongue))
    else:
        show(overview.overview(scenario, str(file), tongue, all_of_them))


def _mend(file: Path, lang: str) -> None:
    """Write the file with its punctuation mended, and say which lines were changed."""
    from sim.cli import show, writing
    from sim.messages import say
    from sim.scenario_file import text
    from sim.scenario_file.signs import mend, slips

    written = text.read(file)
    found = slips(written)
    mended = mend(written)
    if not found:
        show([say("check_nothing_to_mend", lang, file=file)])
        return
    if _can_be_read(written) and not _can_be_read(mended):
        show([say("check_mending_breaks", lang, file=file)])
        return
    with writing(file, lang):
        file.write_text(mended, encoding="utf-8", newline="\n")
    numbers = ", ".join(str(line) for line in dict.fromkeys(slip.line for slip in found))
    show([say("check_mended", lang, file=file, count=len(found), lines=numbers)])


def _can_be_read(text: str) -> bool:
    """Whether a text is a tree of names and words, whatever it says."""
    from sim.problems import InputError
    from sim.scenario_file.tree import parse

    try:
        parse(text, "")
    except InputError:
        return False
    return True
