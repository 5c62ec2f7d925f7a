"""Whether every key of a scenario file is known, and stands before words or a table as it should."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from sim.problems import Problem, nearest
from sim.scenario_file.schema import EVERYWHERE, keys_at
from sim.scenario_file.shape import ScenarioFile
from sim.scenario_file.tree import Node, Table, Words


def check_keys(tree: Table) -> list[Problem]:
    """Unknown keys, words where a table belongs, and tables where words belong."""
    try:
        ScenarioFile.model_validate(_plain(tree))
    except ValidationError as error:
        return [_problem(tree, entry["type"], entry["loc"]) for entry in error.errors(include_url=False)]
    return []


def _plain(node: Node) -> Any:
    """The tree as Python tables and texts. A line that says `none` counts as not written."""
    if isinstance(node, Words):
        return node.text
    return {
        entry.key.text: _plain(entry.value)
        for entry in node
        if not (isinstance(entry.value, Words) and entry.value.text == "none")
    }


def _problem(tree: Table, kind: str, location: tuple[int | str, ...]) -> Problem:
    above: Table = tree
    node: Node = tree
    for name in location:
        if isinstance(node, Table) and str(name) in node:
            above, node = node, node.entries[str(name)].value
    if kind == "extra_forbidden" or (len(location) > 1 and location[-2] == "defaults"):
        name = str(location[-1])
        known = keys_at(tuple(str(part) for part in location[:-1]))
        telling = [key for key in known if key not in EVERYWHERE] or known
        meant = nearest(name, known)
        key = "check_no_such_key_near" if meant else "check_no_such_key"
        return Problem(
            above.key_place(name), node.path, key, {"name": name, "near": meant, "known": ", ".join(telling)}
        )
    if isinstance(node, Words):
        return Problem(node.place, node.path, "check_table_expected", {"name": node.path[-1]})
    return Problem(node.place, node.path, "check_value_expected", {"name": node.path[-1]})
