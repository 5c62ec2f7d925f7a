"""Signs that a Chinese keyboard or Excel slips in where the structure of a scenario file wants its own.

Inside texts and values full-width signs are allowed; only those that stand for a colon behind a key, a comma between
two keys, a brace round a table, the sign of a comment or an indentation are slips. A title is a text up to its end: in
`zh: 单点，服务：台` the second colon belongs to it. In braces, where a title may be followed by more keys, a full-width
comma ends it only before a key that the language or the file itself knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

WIDE_SPACES = "\u3000\u00a0\u2003\u2002"
TITLES = ("en", "zh", "note")
"""Keys whose value is a text in anybody's words."""

_COLON = r"[ \u3000]*：[ \u3000\u00a0]*|:[\u3000\u00a0][\u3000\u00a0 ]*"
_BLOCK_KEY = re.compile(rf"[ \t{WIDE_SPACES}]*(?P<name>[^\s:：#{{\"'][^:：{{\"']*?)(?P<sign>{_COLON}|:(?= |$))")
_FLOW_KEY = re.compile(
    r"[ \u3000]*(?!\d\d?[:：]\d\d)(?P<name>[^\s:：,，{}｛｝\"'][^:：,，{}｛｝]*?)"
    r"(?P<sign>[ \u3000]*：[ \u3000\u00a0]*|:[ \u3000\u00a0]*)"
)
_OPENS = re.compile(r"(?:^|[:：])[ \u3000]*(?=[{｛])")
_TURN = re.compile(r"[{｛}｝,，]")
_HASH = re.compile(r"(?:^|(?<=\s))＃(?!\d)")


@dataclass(frozen=True)
class Slip:
    """A sign that must be another: `length` characters from offset `at` of line `line` (from 1) become `mended`."""

    line: int
    at: int
    length: int
    mended: str
    kind: str


def slips(text: str) -> tuple[Slip, ...]:
    """All signs in `text` that must be mended before it can be parsed, in order."""
    known = _known_keys() | _written_keys(text)
    found: list[Slip] = []
    open_braces = 0
    for number, line in enumerate(text.split("\n"), start=1):
        code = line[: _comment_at(line)]
        start = 0 if open_braces else _first_brace(code)
        taken = [*_tabs(code, number), *_spaces(code, number)]
        for slip in (*_of_key(code, number), *_of_braces(code, number, known, start), *_hashes(code, number)):
            if not any(slip.at < other.at + other.length and other.at < slip.at + slip.length for other in taken):
                taken.append(slip)
        found += sorted((slip for slip in taken if not _quoted(code, slip.at)), key=lambda slip: slip.at)
        open_braces = max(0, open_braces + _opened(code, start))
    return tuple(found)


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


@cache
def _known_keys() -> frozenset[str]:
    """Every key that the language itself has, wherever it may stand."""
    from sim.scenario_file.schema import all_keys

    return all_keys()


def _written_keys(text: str) -> frozenset[str]:
    """Names of the file's own, as far as they cannot be taken for a word of a Chinese sentence."""
    return frozenset(re.findall(r"(?:^|[{,])[ ]*([A-Za-z_][\w-]+):(?=\s)", text, re.ASCII | re.MULTILINE))


def _tabs(code: str, number: int) -> list[Slip]:
    return [Slip(number, m.start(), m.end() - m.start(), "  ", "tab") for m in re.finditer(r"\t+", code.rstrip("\t"))]


def _spaces(code: str, number: int) -> list[Slip]:
    """Wide spaces in front of the first sign of a line: YAML does not see them as indentation."""
    lead = re.match(rf"[ {WIDE_SPACES}]*", code)
    assert lead is not None
    wide = [Slip(number, at, 1, "  ", "space") for at, sign in enumerate(lead.group()) if sign in WIDE_SPACES]
    return wide if code.strip() else []


def _of_key(code: str, number: int) -> list[Slip]:
    """The colon behind the key that begins a line."""
    key = _BLOCK_KEY.match(code)
    return [] if key is None or key["sign"] == ":" else [_colon(key, number)]


def _colon(key: re.Match[str], number: int) -> Slip:
    return Slip(number, key.start("sign"), key.end("sign") - key.start("sign"), ": ", "colon")


def _first_brace(code: str) -> int:
    """Where the braces of a line begin; its length when it has none, or only in a title."""
    opens = _OPENS.search(code)
    key = _BLOCK_KEY.match(code)
    if opens is None or (key is not None and key["name"] in TITLES and opens.end() > key.end()):
        return len(code)
    return opens.end()


def _opened(code: str, start: int) -> int:
    """How many more braces open than close behind offset `start`."""
    signs = [match.group() for match in _TURN.finditer(code, start) if not _quoted(code, match.start())]
    return sum((sign in "{｛") - (sign in "}｝") for sign in signs)


def _of_braces(code: str, number: int, known: frozenset[str], start: int) -> list[Slip]:
    """Signs inside braces, from offset `start` on: each brace and comma with the key that may follow it."""
    found: list[Slip] = []
    title, inner = start == 0 and _title_line(code), 0
    for turn in _TURN.finditer(code, start):
        sign, at = turn.group(), turn.start()
        key = _FLOW_KEY.match(code, turn.end()) if sign in "{｛,，" else None
        if sign == "｛" and not _at_value(code, at):
            inner += 1
            continue
        if sign == "｝" and inner:
            inner -= 1
            continue
        if sign in "｛｝":
            found.append(Slip(number, at, 1, "{" if sign == "｛" else "}", "brace"))
        if key is None or (sign == "，" and title and not _ends_title(key, known)):
            continue
        if sign == "，":
            spaces = len(code) - turn.end() - len(code[turn.end() :].lstrip(" \u3000"))
            found.append(Slip(number, at, 1 + spaces, ", ", "comma"))
        if "：" in key["sign"] or any(space in key["sign"] for space in "\u3000\u00a0"):
            found.append(_colon(key, number))
        title = key["name"] in TITLES
    return found


def _ends_title(key: re.Match[str], known: frozenset[str]) -> bool:
    """Whether what follows a full-width comma in a title is a key: YAML says so, or the name does."""
    return key["name"] in known or key["sign"].startswith(": ")


def _at_value(code: str, at: int) -> bool:
    """Whether a value may begin at offset `at`."""
    before = code[:at].rstrip(" \u3000")
    return not before or before[-1] in ":：{｛,，"


def _title_line(code: str) -> bool:
    """Whether all of a line behind its key is a title."""
    key = _BLOCK_KEY.match(code)
    return key is not None and key["name"] in TITLES


def _hashes(code: str, number: int) -> list[Slip]:
    if _title_line(code):
        return []
    return [Slip(number, m.start(), 1, "#", "hash") for m in _HASH.finditer(code)]


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
