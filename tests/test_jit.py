"""Compiled functions are kept on disk where that can be done, and no longer than they hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
