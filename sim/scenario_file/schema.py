"""The JSON Schema of scenario files, with which editors complete keys and show what they mean."""

from __future__ import annotations

import json
from functools import cache
from typing import Any


@cache
def schema() -> dict[str, Any]:
    """The schema as a table."""
    from sim.scenario_file.shape import ScenarioFile

    made = ScenarioFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "slasim scenario"}


def schema_text() -> str:
    """The schema as it stands in `scenarios/scenario.schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def schema_at(location: tuple[str, ...]) -> tuple[str, ...]:
    """The keys known at a place of the file; the least telling ones (titles, remarks) last."""
    node = _resolved(schema())
    for name in location:
        below = node.get("properties", {}).get(name) or node.get("additionalProperties")
        if isinstance(below, dict):
            node = _resolved(below)
    everywhere = ("en", "zh", "note", "clause", "source")
    own = [name for name in node.get("properties", {}) if name not in everywhere]
    return (*own, *(name for name in everywhere if name in node.get("properties", {})))


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    """`node` without references and without the choice "or nothing"."""
    while True:
        if "$ref" in node:
            node = schema()["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        elif "anyOf" in node:
            node = next((part for part in node["anyOf"] if part.get("type") != "null"), {})
        else:
            return node
