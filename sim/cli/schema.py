"""`slasim schema`: what editors need to complete and explain the keys of a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def schema(
    file: Annotated[Path | None, typer.Argument(help="Where to write it; not given: on the screen.")] = None,
    reference: Annotated[bool, typer.Option("--reference", help="The same as tables to read (Markdown).")] = False,
    lang: Annotated[str | None, typer.Option(help="Language of the tables: zh or en.")] = None,
) -> None:
    """Write the JSON Schema of scenario files, or all keys with their meaning as tables.

    Example: slasim schema scenarios/scenario.schema.json
    """
    from sim.cli import language, show, writing
    from sim.scenario_file.schema import reference as tables
    from sim.scenario_file.schema import schema_text

    tongue = language(lang)
    text = "\n".join(tables(tongue)) + "\n" if reference else schema_text()
    if file is None:
        show([text.rstrip("\n")])
        return
    with writing(file, tongue):
        file.write_text(text, encoding="utf-8", newline="\n")
