"""Text that stands in columns: a Chinese character takes two of them, a Latin letter one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LINE = 100
"""Columns of a line of words."""

INDENT = "  "

WIDE = "\u2e80-\uffef"
CLOSING = "，。；：、）》」”！？"
"""Signs that may not begin a line."""

OPENING = "（《「“"
"""Signs that may not end a line."""

UNIT = rf"(?: (?:%|d|h|min|s|ms)(?!\w)[^\s{WIDE}]*| ?(?:天|小时|分钟|分|秒|毫秒))"
PIECE = re.compile(rf"\s*[{OPENING}]*(?:[^\s{WIDE}]*\d{UNIT}|[^\s{WIDE}]+|[{WIDE}])[{CLOSING}]*(?: %[^\s{WIDE}]*)?")
"""What a line does not break: a word, one Chinese character or a number and its unit, with the signs that close it and
a per-cent sign."""


def width(text: str) -> int:
    """The number of screen columns that `text` takes."""
    return sum(_columns(sign) for sign in text)


def left(text: str, columns: int) -> str:
    """`text` at the left of a field of so many columns."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """`text` at the right of a field of so many columns."""
    return " " * (columns - width(text)) + text


def wrapped(text: str, columns: int, indent: str = "") -> list[str]:
    """`text` in lines of at most so many columns, each begun with `indent`. Breaks at blanks and between Chinese
    characters; a word that is longer than a line stands on a line of its own."""
    lines = [""]
    room = columns - width(indent)
    for piece in PIECE.findall(text):
        if lines[-1] and width(lines[-1]) + width(piece) > room:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [indent + line for line in lines]


def section(heading: str, paragraphs: Iterable[str]) -> list[str]:
    """A heading and its paragraphs; nothing when there are none."""
    lines = [line for paragraph in paragraphs for line in wrapped(paragraph, LINE, INDENT)]
    return [heading, *lines] if lines else []


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
