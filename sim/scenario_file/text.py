"""The text of a scenario file: read from disk, and looked over for signs that must not stand in it.

YAML speaks of the wrong line when a full-width colon or a tab stands where it wants a half-width sign, and stops at a
sign that cannot be seen, so these are looked for before anything is parsed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NoReturn

from sim.problems import InputError, Place, Problem
from sim.scenario_file.signs import mend, slips

LARGEST = 1_000_000
"""A file larger than this (in bytes) is not a scenario."""

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Signs that no editor shows and YAML does not know, and line ends that only YAML sees."""


def read(path: Path) -> str:
    """The text of the file at `path` with plain line ends; InputError if it is missing, large, empty or not UTF-8."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except IsADirectoryError:
        _refuse(path, "check_is_a_folder")
    except OSError as error:
        key = "check_cannot_read" if path.exists() else "check_no_file"
        _refuse(path, key, reason=error.strerror or str(error), file=typed(path))
    if data is None:
        _refuse(path, "check_too_large", limit=f"{LARGEST // 1000:,} kB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(path, "check_not_utf8", line=data[: error.start].count(b"\n") + 1)
    if not text.strip():
        _refuse(path, "check_empty_file", file=typed(path))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def typed(file: str | Path) -> str:
    """The name of a file as it is typed behind a command."""
    return f'"{file}"' if " " in str(file) else str(file)


def _refuse(path: Path, key: str, line: int = 0, **values: object) -> NoReturn:
    raise InputError([Problem(Place(str(path), line, 1 if line else 0), (), key, values)])


def check_signs(text: str, file: str) -> None:
    """InputError with one problem for each kind of slip in `text`: the first one, and the lines of the others."""
    problems = _unseen(text, file)
    if problems:
        raise InputError(problems)
    found = slips(text)
    for kind in dict.fromkeys(slip.kind for slip in found):
        first, *others = (slip for slip in found if slip.kind == kind)
        written = mend(text).split("\n")[first.line - 1].strip()
        problems.append(
            Problem(
                Place(file, first.line, first.at + 1, first.length),
                (),
                f"check_{kind}_more" if others else f"check_{kind}",
                {
                    "mended": written,
                    "file": typed(file),
                    "count": len(others),
                    "lines": ", ".join(str(line) for line in dict.fromkeys(slip.line for slip in others)),
                },
            )
        )
    if problems:
        raise InputError(problems)


def _unseen(text: str, file: str) -> list[Problem]:
    """The first sign that cannot be seen, and the lines of the others."""
    found = [
        (number, match.start(), match.group())
        for number, line in enumerate(text.split("\n"), start=1)
        for match in UNSEEN.finditer(line)
    ]
    if not found:
        return []
    (line, at, sign), *others = found
    lines = ", ".join(str(number) for number in dict.fromkeys(number for number, _, _ in others))
    values = {"code": f"U+{ord(sign):04X}", "count": len(others), "lines": lines}
    key = "check_unseen_more" if others else "check_unseen"
    return [Problem(Place(file, line, at + 1), (), key, values)]
