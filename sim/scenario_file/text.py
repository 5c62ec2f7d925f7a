"""The text of a scenario file: read from disk, looked over for what a Chinese keyboard or Excel slips in, and mended.

YAML speaks of the wrong line when a full-width colon or a tab stands where it wants a half-width sign, so these are
looked for before anything is parsed. Inside values and titles full-width signs are allowed; only those that stand
where the structure of the file wants its own sign are reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sim.problems import InputError, Place, Problem

LARGEST = 1_000_000
"""A file larger than this (in bytes) is not a scenario."""

WIDE_SPACES = "\u3000\u00a0\u2003\u2002"


@dataclass(frozen=True)
class Slip:
    """A sign that must be another: `length` characters from offset `at` of line `line` (from 1) become `mended`."""

    line: int
    at: int
    length: int
    mended: str
    kind: str


def read(path: Path) -> str:
    """The text of the file at `path` with plain line ends; InputError if it is missing, large, empty or not UTF-8."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except IsADirectoryError:
        _refuse(path, "check_is_a_folder")
    except OSError as error:
        key = "check_cannot_read" if path.exists() else "check_no_file"
        _refuse(path, key, reason=error.strerror or str(error))
    if data is None:
        _refuse(path, "check_too_large", limit=f"{LARGEST // 1000:,} kB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(path, "check_not_utf8", line=data[: error.start].count(b"\n") + 1)
    if not text.strip():
        _refuse(path, "check_empty_file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse(path: Path, key: str, line: int = 0, **values: object) -> NoReturn:
    raise InputError([Problem(Place(str(path), line, 1 if line else 0), (), key, values)])


# ------------------------------------------------------------------ slips of punctuation

_FLOW_KEY = r"[^\s:：,，{}｛｝\"'][^:：,，{}｛｝]*"
_BLOCK_KEY = re.compile(r"^([ \t\u3000\u00a0]*[^\s:：#{\"'][^:：{\"']*?)[ \u3000]*：[ \u3000]*")
_PATTERNS = (
    ("colon", re.compile(r":(?=[\u3000\u00a0])[\u3000\u00a0 ]+"), ": "),
    ("colon", re.compile(rf"(?<=[{{,，｛]) *(?:{_FLOW_KEY})(?P<sign>：[ \u3000]*)"), ": "),
    ("comma", re.compile(rf"(?P<sign>，[ \u3000]*)(?={_FLOW_KEY}[:：])"), ", "),
    ("brace", re.compile(r"(?<=[:：\s])｛"), "{"),
    ("brace", re.compile(r"｝(?=[\s,，}｝]|$)"), "}"),
    ("hash", re.compile(r"(?:^|(?<=\s))＃"), "#"),
)


def slips(text: str) -> tuple[Slip, ...]:
    """All signs in `text` that must be mended before it can be parsed, in order."""
    found: list[Slip] = []
    for number, line in enumerate(text.split("\n"), start=1):
        code = line[: _comment_at(line)]
        taken = [*_tabs(code, number), *_spaces(code, number)]
        block = _BLOCK_KEY.match(code)
        if block is not None:
            start = block.end(1)
            taken.append(Slip(number, start, block.end() - start, ": ", "colon"))
        flow = re.search(r"[{｛]", code)
        for kind, pattern, mended in _PATTERNS:
            for match in pattern.finditer(code):
                start, end = match.span("sign") if "sign" in pattern.groupindex else match.span()
                inside = flow is not None and start > flow.start()
                if (kind == "comma" and not inside) or _overlaps(taken, start, end):
                    continue
                taken.append(Slip(number, start, end - start, mended, kind))
        found += sorted((slip for slip in taken if not _quoted(code, slip.at)), key=lambda slip: slip.at)
    return tuple(found)


def _tabs(code: str, number: int) -> list[Slip]:
    return [Slip(number, m.start(), m.end() - m.start(), "  ", "tab") for m in re.finditer(r"\t+", code.rstrip("\t"))]


def _spaces(code: str, number: int) -> list[Slip]:
    """Wide spaces in front of the first sign of a line: YAML does not see them as indentation."""
    lead = re.match(rf"[ {WIDE_SPACES}]*", code)
    assert lead is not None
    wide = [Slip(number, at, 1, "  ", "space") for at, sign in enumerate(lead.group()) if sign in WIDE_SPACES]
    return wide if code.strip() else []


def _overlaps(taken: list[Slip], start: int, end: int) -> bool:
    return any(start < slip.at + slip.length and slip.at < end for slip in taken)


def _comment_at(line: str) -> int:
    """Where the comment of a line begins; its length when there is none."""
    quote = ""
    for at, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and (at == 0 or line[at - 1] in " {,:\t"):
            quote = sign
        elif sign == "#" and (at == 0 or line[at - 1] in " \t\u3000"):
            return at
    return len(line)


def _quoted(line: str, at: int) -> bool:
    """Whether offset `at` lies inside quotes."""
    inside = re.finditer(r"(?:(?<=[\s{,:])|^)(\"[^\"]*\"|'[^']*')", line)
    return any(match.start() < at < match.end() for match in inside)


def mend(text: str) -> str:
    """`text` with every slip mended; a text without slips comes back as it is.

    A sign that stood behind a wrong one may be seen only when that is mended, so it is looked for again.
    """
    while found := slips(text):
        lines = text.split("\n")
        for slip in reversed(found):
            line = lines[slip.line - 1]
            lines[slip.line - 1] = line[: slip.at] + slip.mended + line[slip.at + slip.length :]
        text = "\n".join(lines)
    return text


def check_signs(text: str, file: str) -> None:
    """InputError with one problem for each kind of slip in `text`: the first one, and the lines of the others."""
    found = slips(text)
    problems = []
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
                    "count": len(others),
                    "lines": ", ".join(str(line) for line in dict.fromkeys(slip.line for slip in others)),
                },
            )
        )
    if problems:
        raise InputError(problems)
