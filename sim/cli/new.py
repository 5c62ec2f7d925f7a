"""`slasim new`: a scenario to begin with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from sim.problems import PhraseError


def new(
    file: Annotated[Path, typer.Argument(help="The file to write, for example mine.yaml.")],
    sample: Annotated[str | None, typer.Option("--from", help="Copy a sample: helpdesk, mmc or southwest.")] = None,
    faults: Annotated[str | None, typer.Option(help="All faults, for example 40 per week, 8 per workday.")] = None,
    window: Annotated[str | None, typer.Option(help="When they are worked on: workdays 08:30-18:00.")] = None,
    travel: Annotated[str | None, typer.Option(help="The way to the customer: 45 min; none: nobody goes.")] = None,
    desk: Annotated[str | None, typer.Option(help="People present at the desk, for example 1.")] = None,
    engineers: Annotated[str | None, typer.Option(help="Engineers present, for example 2.")] = None,
    within: Annotated[str | None, typer.Option(help="Urgent faults are restored within: 4 h.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; what is not given is assumed.")] = False,
    lang: Annotated[str | None, typer.Option(help="Language of questions and comments: zh or en.")] = None,
) -> None:
    """Write a scenario to begin with: from a sample, or from six answers (asked for, or given as options).

    Example: slasim new mine.yaml --from helpdesk
    """
    from sim.cli import language
    from sim.scenario_file.starter import DEFAULTS, answers, starter

    tongue = language(lang)
    _check_free(file, tongue)
    given = {
        "faults": faults,
        "window": window,
        "travel": travel,
        "desk": desk,
        "engineers": engineers,
        "within": within,
    }
    written = {name: answer for name, answer in given.items() if answer is not None}
    if sample is not None:
        _check_no_answers(written, sample)
        _write(_sample(sample, file, tongue), tongue)
        return
    told = _given(written)
    left = [name for name in given if name not in told]
    asked = {name: _asked(name, tongue) for name in left} if _somebody_there() and not yes else {}
    assumed = {name: DEFAULTS[name] for name in left if name not in asked}
    _write({file: starter(file.stem, answers(told | asked | assumed), tongue)}, tongue)
    _tell_assumed(assumed, tongue)


def _given(written: dict[str, str]) -> dict[str, str]:
    """The answers given as options; those that cannot be read end the command, all at once."""
    from sim.problems import InputError, Place, Problem
    from sim.scenario_file.starter import checked

    told, problems = {}, []
    for name, answer in written.items():
        try:
            told[name] = checked(name, answer)
        except PhraseError as error:
            problems.append(Problem(Place(f"--{name}"), (), error.key, error.values))
    if problems:
        raise InputError(problems)
    return told


def _asked(name: str, lang: str) -> str:
    """The answer of whoever sits at the screen, asked for until it can be read."""
    from sim.cli import show
    from sim.messages import say
    from sim.scenario_file.starter import DEFAULTS, checked

    while True:
        answer = typer.prompt(say(f"cli_ask_{name}", lang), default=DEFAULTS[name])
        try:
            return checked(name, answer)
        except PhraseError as error:
            show([say("cli_ask_again", lang, text=say(error.key, lang, **error.values))])


def _tell_assumed(assumed: dict[str, str], lang: str) -> None:
    """The answers that nobody gave, as the options that would change them."""
    from sim.cli import show
    from sim.messages import say
    from sim.scenario_file.text import typed

    if assumed:
        options = " ".join(f"--{name} {typed(answer)}" for name, answer in assumed.items())
        show([say("cli_assumed", lang, options=options)])


def _check_no_answers(written: dict[str, str], sample: str) -> None:
    """A sample has its own figures, so that answers would be lost."""
    from sim.problems import InputError, Place, Problem

    if written:
        raise InputError([Problem(Place(f"--{name}"), (), "cli_sample_answers", {"name": sample}) for name in written])


def _somebody_there() -> bool:
    return sys.stdin.isatty()


def _sample(name: str, file: Path, lang: str) -> dict[Path, str]:
    """The files of a sample, the scenario under its new name."""
    from sim.messages import say
    from sim.scenario_file.starter import SAMPLES, renamed
    from sim.scenario_file.starter import sample as texts

    try:
        found = texts(name) if name in SAMPLES else {}
    except KeyError:
        found = {}
    if not found:
        _stop(say("cli_no_sample", lang, name=name, known=" ".join(SAMPLES)))
    beside = {file.parent / part: text for part, text in found.items() if not part.endswith(".yaml")}
    return {file: renamed(found[f"{name}.yaml"], file.stem), **beside}


def _check_free(file: Path, lang: str) -> None:
    """Whether `file` can be written, before anything is asked."""
    from sim.messages import say

    if not file.parent.is_dir():
        _stop(say("cli_no_folder", lang, folder=file.parent))
    if file.exists():
        _stop(say("cli_exists", lang, file=file))


def _write(texts: dict[Path, str], lang: str) -> None:
    """Write all files, or none if one of them is there already."""
    from sim.cli import show, writing
    from sim.messages import say
    from sim.scenario_file.text import typed

    for path in texts:
        _check_free(path, lang)
    for path, text in texts.items():
        with writing(path, lang), path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    show([say("cli_written", lang, file=typed(next(iter(texts))))])


def _stop(told: str) -> NoReturn:
    from sim.cli import BAD_INPUT, show

    show([told], sys.stderr)
    raise typer.Exit(BAD_INPUT) from None
