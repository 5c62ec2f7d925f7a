"""The commands. Only this package prints, shows progress and exits.

Each command is a plain function in its own module; heavy imports happen inside it, so that `slasim --help` is quick.
Exit codes: 0 in order, 1 a judged thing failed where a command judges, 2 bad input, 70 a mistake of the
program itself, 130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import IO, Annotated, Any

import typer

from sim.problems import InputError

BAD_INPUT = 2
DEFECT = 70
INTERRUPTED = 130

COMMANDS = ("new", "check", "run", "trace", "replay", "clock", "schema")
"""Every command is the function of this name in the module of this name, in the order in which they are needed."""

app = typer.Typer(
    name="slasim",
    epilog="A first look: slasim new mine.yaml, slasim check mine.yaml, slasim run mine.yaml",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wished: bool) -> None:
    from sim import __version__

    if wished:
        show([f"slasim {__version__}"])
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """With these people, on these shifts, in these places: will the promised times be kept?"""


def main() -> None:
    """The program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()


def language(wished: str | None) -> str:
    """The language of the output: as wished, else SLASIM_LANG, else that of the machine."""
    for told in (wished, os.environ.get("SLASIM_LANG"), *_locale()):
        if told:
            return "zh" if told.lower().startswith(("zh", "chinese")) else "en"
    return "en"


def _check_language(wished: str | None) -> None:
    """A language that was asked for must be there; that of the machine need not."""
    if wished is None or wished.lower().replace("_", "-").split("-")[0] in ("zh", "en", "chinese", "english"):
        return
    from sim.messages import say

    show([say("cli_no_language", language(None), name=wished)], sys.stderr)
    raise typer.Exit(BAD_INPUT)


def _locale() -> list[str | None]:
    import locale

    found = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    return [*found, locale.getlocale()[0]]


@contextmanager
def writing(file: Path, lang: str) -> Iterator[None]:
    """Write a file; one that cannot be written ends the command with a sentence."""
    from sim.messages import say

    try:
        yield
    except OSError as error:
        show([say("cli_cannot_write", lang, file=file, reason=error.strerror or str(error))], sys.stderr)
        raise typer.Exit(BAD_INPUT) from None


def show(lines: list[str], stream: IO[str] | None = None) -> None:
    """Lines on the screen."""
    print("\n".join(lines), file=stream or sys.stdout, flush=True)


def show_problems(error: InputError, lang: str, stream: IO[str] | None = None) -> None:
    """Every problem of an input, on stderr if no other stream is named."""
    from sim.report.refusal import refusal

    show(refusal(error, lang), stream or sys.stderr)


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command that tells bad input and an interruption instead of showing a traceback."""

    @wraps(command)
    def safely(*args: Any, **kwargs: Any) -> Any:
        _check_language(kwargs.get("lang"))
        try:
            return command(*args, **kwargs)
        except InputError as error:
            show_problems(error, language(kwargs.get("lang")))
            raise typer.Exit(BAD_INPUT) from None
        except (KeyboardInterrupt, typer.Abort):
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            raise typer.Exit(0) from None
        except Exception as error:
            if os.environ.get("SLASIM_TRACEBACK") or isinstance(error, typer.Exit | typer.BadParameter):
                raise
            _show_defect(error, language(kwargs.get("lang")))
            raise typer.Exit(DEFECT) from None

    return safely


def _show_defect(error: Exception, lang: str) -> None:
    """A mistake of the program itself: what and where, in one line."""
    from traceback import extract_tb

    from sim.messages import say

    where = extract_tb(error.__traceback__)[-1]
    spot = f"{os.path.basename(where.filename)}:{where.lineno}"
    show([say("cli_defect", lang, kind=type(error).__name__, text=error, spot=spot)], sys.stderr)


for _name in COMMANDS:
    _command = getattr(importlib.import_module(f"sim.cli.{_name}"), _name)
    app.command(_name)(guarded(_command))
