"""`slasim new`: a scenario to begin with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer


def new(
    file: Annotated[Path, typer.Argument(help="The file to write, for example mine.yaml.")],
    sample: Annotated[str | None, typer.Option("--from", help="Copy a sample: helpdesk, mmc or southwest.")] = None,
    faults: Annotated[int | None, typer.Option(min=1, help="Faults a week.")] = None,
    window: Annotated[str | None, typer.Option(help="When they are worked on: workdays 08:30-18:00.")] = None,
    travel: Annotated[str | None, typer.Option(help="The way to the customer: 45 min; none: nobody goes.")] = None,
    desk: Annotated[int | None, typer.Option(min=1, help="People present at the desk.")] = None,
    engineers: Annotated[int | None, typer.Option(min=1, help="Engineers present.")] = None,
    within: Annotated[str | None, typer.Option(help="Urgent faults are restored within: 4 h.")] = None,
    lang: Annotated[str | None, typer.Option(help="Language of questions and comments: zh or en.")] = None,
) -> None:
    """Write a scenario to begin with: from a sample, or from six answers (asked for, or given as options).

    Example: slasim new mine.yaml --from helpdesk
    """
    from sim.cli import language
    from sim.scenario_file.starter import Answers, starter

    tongue = language(lang)
    if sample is not None:
        _write(_sample(sample, file, tongue), tongue)
        return
    given = {
        "faults": faults,
        "window": window,
        "travel": travel,
        "desk": desk,
        "engineers": engineers,
        "within": within,
    }
    answers = {
        name: _checked(name, value if value is not None else _ask(name, getattr(Answers(), name), tongue), tongue)
        for name, value in given.items()
    }
    _write({file: starter(file.stem, Answers(**answers), tongue)}, tongue)


def _ask(name: str, default: int | str, lang: str) -> int | str:
    """The answer of whoever sits at the screen; the default when nobody does."""
    from sim.messages import say

    if not sys.stdin.isatty():
        return default
    answer: int | str = typer.prompt(say(f"cli_ask_{name}", lang), default=default)
    return answer


def _checked(name: str, answer: int | str, lang: str) -> Any:
    """The answer if the scenario language can read it."""
    from sim import phrases
    from sim.cli import BAD_INPUT, show
    from sim.messages import say
    from sim.problems import PhraseError

    readers: dict[str, Callable[[str], object]] = {
        "window": lambda text: phrases.hours(text, {}),
        "travel": phrases.law,
        "within": phrases.duration,
    }
    if name not in readers:
        return answer
    if name == "travel" and answer == "none":
        return ""
    try:
        readers[name](str(answer))
    except PhraseError as error:
        told = say(error.key, lang, **error.values)
        show([say("cli_bad_answer", lang, option=f"--{name}", text=told)], sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    return answer


def _sample(name: str, file: Path, lang: str) -> dict[Path, str]:
    """The files of a sample, the scenario under its new name."""
    from sim.cli import BAD_INPUT, show
    from sim.messages import say
    from sim.scenario_file.starter import SAMPLES
    from sim.scenario_file.starter import sample as texts

    try:
        found = texts(name) if name in SAMPLES else {}
    except KeyError:
        found = {}
    if not found:
        show([say("cli_no_sample", lang, name=name, known=" ".join(SAMPLES))], sys.stderr)
        raise typer.Exit(BAD_INPUT)
    return {file if part.endswith(".yaml") else file.parent / part: text for part, text in found.items()}


def _write(texts: dict[Path, str], lang: str) -> None:
    """Write all files, or none if one of them is there already."""
    from sim.cli import BAD_INPUT, show
    from sim.messages import say

    there = [path for path in texts if path.exists()]
    if there:
        show([say("cli_exists", lang, file=there[0])], sys.stderr)
        raise typer.Exit(BAD_INPUT)
    for path, text in texts.items():
        try:
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except OSError as error:
            show([say("cli_cannot_write", lang, file=path, reason=error.strerror)], sys.stderr)
            raise typer.Exit(BAD_INPUT) from None
    show([say("cli_written", lang, file=next(iter(texts)))])
