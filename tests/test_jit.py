"""Compiled functions are kept on disk where that can be done, and no longer than they hold."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("numba")

COMPILED = ("compiled.kernel", "compiled.judge", "compiled.facts", "compiled.load", "compiled.ends", "mixing")

USER = """
import part
from sim.jit import kept

@kept(part)
def one_more(number):
    return number + part.STEP

print(one_more(1), sum(one_more.stats.cache_hits.values()))
"""

WITHOUT_A_PLACE = """
from numba.core.caching import CacheImpl
CacheImpl._locator_classes = []
from sim import streams
from sim.compiled import cold, ends, facts, judge, kernel, load
before = streams.uniform("a", 1)
streams.compiled()
print(before == streams.uniform("a", 1), cold())
"""


def told(code: list[str], folder: Path) -> str:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder / "kept"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, *code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_function_is_kept_until_what_is_compiled_into_it_changes(tmp_path: Path) -> None:
    user, part = tmp_path / "user.py", tmp_path / "part.py"
    user.write_text(USER, encoding="utf-8")
    part.write_text("STEP = 1\n", encoding="utf-8")
    assert told([str(user)], tmp_path) == "2 0"
    assert told([str(user)], tmp_path) == "2 1"
    part.write_text("STEP = 2\n", encoding="utf-8")
    assert told([str(user)], tmp_path) == "3 0"


def test_where_nothing_can_be_kept_functions_are_compiled_all_the_same(tmp_path: Path) -> None:
    assert told(["-c", WITHOUT_A_PLACE], tmp_path) == "True False"


def imported(module: ModuleType) -> Iterator[ModuleType]:
    """The modules of the program from which a module imports anything, or which it imports."""
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sim":
            source = import_module(str(node.module))
            for name in node.names:
                thing = getattr(source, name.name)
                yield thing if isinstance(thing, ModuleType) else source


@pytest.mark.parametrize("name", COMPILED)
def test_every_module_that_something_is_taken_from_counts(name: str) -> None:
    """Of a package one of its modules does."""
    module = import_module(f"sim.{name}")
    parts = [part.__name__ for part in getattr(module, "PARTS", ())]
    for source in imported(module):
        whole = hasattr(source, "__path__") and any(part.startswith(f"{source.__name__}.") for part in parts)
        assert source.__name__ in (*parts, "sim.jit") or whole, f"{name} takes something from {source.__name__}"
