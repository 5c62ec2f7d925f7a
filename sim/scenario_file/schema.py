"""The JSON Schema of scenario files, with which editors complete keys and show what they mean."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from sim.messages import say
from sim.scenario_file.shape import ScenarioFile

EVERYWHERE = ("en", "zh", "note", "clause", "source")
"""Keys that every table may hold."""


@cache
def schema() -> dict[str, Any]:
    """The schema as a table."""
    made = ScenarioFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "slasim scenario"}


def schema_text() -> str:
    """The schema as it stands in `scenarios/scenario.schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def keys_at(location: tuple[str, ...]) -> tuple[str, ...]:
    """The keys known at a place of the file; the least telling ones (titles, remarks) last."""
    node = _resolved(schema())
    for name in location:
        below = node.get("properties", {}).get(name) or node.get("additionalProperties")
        if isinstance(below, dict):
            node = _resolved(below)
    own = [name for name in node.get("properties", {}) if name not in EVERYWHERE]
    return (*own, *(name for name in EVERYWHERE if name in node.get("properties", {})))


def all_keys() -> frozenset[str]:
    """Every key of the language, wherever it may stand."""
    return frozenset(name for _, node in _tables(schema(), ()) for name in node["properties"])


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    """`node` without references and without the choice "or nothing"."""
    while True:
        if "$ref" in node:
            node = schema()["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        elif "anyOf" in node:
            node = next((part for part in node["anyOf"] if part.get("type") != "null"), {})
        else:
            return node


def reference(lang: str) -> list[str]:
    """All keys of the language with their meaning, as Markdown tables in the order of the file."""
    columns = (say(f"cli_reference_{column}", lang) for column in ("key", "meaning", "example"))
    head = [f"| {' | '.join(columns)} |", "| --- | --- | --- |"]
    lines = [f"# {say('cli_reference_title', lang)}", "", say("cli_reference_intro", lang)]
    seen: list[list[str]] = []
    for path, node in _tables(schema(), ()):
        rows = [_row(name, node["properties"][name], lang) for name in _own(node)]
        if rows and rows not in seen:
            seen.append(rows)
            lines += ["", f"## {' > '.join(path) or say('cli_reference_top', lang)}", "", *head, *rows]
    everywhere = [_row(name, _resolved(schema())["properties"][name], lang) for name in EVERYWHERE]
    return [*lines, "", f"## {say('cli_reference_everywhere', lang)}", "", *head, *everywhere]


def _own(node: dict[str, Any]) -> list[str]:
    return [name for name in node.get("properties", {}) if name not in EVERYWHERE]


def _row(name: str, entry: dict[str, Any], lang: str) -> str:
    meaning = entry.get("description", "").partition("\n")
    examples = ", ".join(f"`{example}`" for example in entry.get("examples") or ())
    return f"| `{name}` | {meaning[2] if lang == 'zh' else meaning[0]} | {examples} |"


def _tables(node: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every table of the file with the keys that lead to it; `..` stands for a name of one's own."""
    node = _resolved(node)
    if "properties" in node:
        yield path, node
    for name in _own(node):
        yield from _tables(node["properties"][name], (*path, name))
    below = node.get("additionalProperties")
    if isinstance(below, dict):
        yield from _tables(below, (*path, ".."))
