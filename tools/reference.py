"""The reference run: what `make demo` shows, kept in the repository so that the README can point at it.

    make reference                             run the sample contract anew and keep it
    python -m tools.reference check FOLDER     compare a run with the one that is kept

The check compares the text and the tables; pictures depend on the drawing library and are left out.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bootstrap import DEMO

KEPT = Path("results/southwest/reference")
COMPARED = ("report.txt", "report.zh.txt", "measures.csv", "pools.csv")


def make() -> int:
    """Run the demo into a folder of its own and put its files in the place of the kept ones."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-P", "-m", "sim", *DEMO, "--out", scratch]
        code = subprocess.call(command)
        if code == 0:
            shutil.rmtree(KEPT, ignore_errors=True)
            # What is only for programs, and can be made again, stays out of the repository.
            shutil.copytree(newest(Path(scratch) / "southwest"), KEPT, ignore=shutil.ignore_patterns("result.json"))
    return code


def check(folder: Path) -> int:
    """Name every compared file of the run in `folder` (or of the newest run in it) that differs from the kept one."""
    run = folder if (folder / COMPARED[0]).exists() else newest(folder)
    different = [name for name in COMPARED if lines(run / name) != lines(KEPT / name)]
    for name in different:
        print(f"{run / name} differs from {KEPT / name}; if the change is meant: make reference")
    return 1 if different else 0


def lines(path: Path) -> list[str]:
    """The lines of a text, however a checkout may have ended them."""
    return path.read_text(encoding="utf-8-sig").splitlines()


def newest(folder: Path) -> Path:
    """The newest run in a folder of runs, the kept one left out."""
    return max((run for run in folder.iterdir() if run.is_dir() and run != KEPT), key=lambda run: run.stat().st_mtime)


if __name__ == "__main__":
    sys.exit(check(Path(sys.argv[2])) if sys.argv[1:2] == ["check"] else make())
