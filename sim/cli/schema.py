"""`slasim schema`: what editors need to complete and explain the keys of a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def schema(
    file: Annotated[Path | None, typer.Argument(help="Where to write it; not given: on the screen.")] = None,
) -> None:
    """Write the JSON Schema of scenario files.

    Example: slasim schema scenarios/scenario.schema.json
    """
    from sim.cli import show
    from sim.scenario_file.schema import schema_text

    if file is None:
        show([schema_text().rstrip("\n")])
    else:
        file.write_text(schema_text(), encoding="utf-8", newline="\n")
