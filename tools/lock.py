"""Writes requirements.lock anew from pyproject.toml: `make lock`, after a change of dependencies. Needs uv on PATH.

The lock holds for every supported Python and system, with the hash of every file and without a single address, so that
each user's own index or mirror serves it. uv works in an empty folder and without settings from this machine.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORGOTTEN = re.compile(r"(UV|PIP)_.*(INDEX|LINKS|CONSTRAINT|OVERRIDE|EXCLUDE_NEWER|PRERELEASE|RESOLUTION).*")


def lock(project: Path) -> str:
    """The text of the lock for one pyproject.toml."""
    environment = {name: value for name, value in os.environ.items() if not FORGOTTEN.fullmatch(name)}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(project, folder)
        (Path(folder) / "sim").mkdir()
        (Path(folder) / "sim" / "__init__.py").write_text('__version__ = "0"\n', encoding="utf-8")
        uv = ["uv", "--no-config", "--no-python-downloads", "--quiet", "--directory", folder]
        subprocess.run([*uv, "lock"], env=environment, check=True)
        options = ["--no-header", "--no-emit-project", "--no-annotate", "--all-groups", "--all-extras"]
        export = subprocess.run(
            [*uv, "export", "--frozen", *options], env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8"
        )
    return export.stdout


def main() -> int:
    """Write the lock, unless uv is missing or an address has found its way in."""
    if shutil.which("uv") is None:
        print("uv is not on PATH; it can be had with: pipx install uv", file=sys.stderr)
        return 2
    text = lock(ROOT / "pyproject.toml")
    if re.search(r"https?://|file://", text):
        print("the lock names an address; it was left as it was", file=sys.stderr)
        return 1
    (ROOT / "requirements.lock").write_text(text, encoding="utf-8", newline="\n")
    print("requirements.lock:", len(re.findall(r"^\w", text, re.MULTILINE)), "packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
