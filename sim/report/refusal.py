"""Every problem of an input, told with its place, the line it stands in, and a caret under the very word."""

from __future__ import annotations

from pathlib import Path

from sim.messages import say
from sim.problems import InputError, Problem
from sim.report.text import LINE, width, wrapped

INDENT = "    "
FIRST = 3
"""So many problems of one kind in one table are told in full."""
MOST_LINES = 20
WIDEST = 90
"""Screen columns of an excerpt; a longer line is cut around the caret."""


def refusal(error: InputError, lang: str) -> list[str]:
    """All problems as lines of text, and how many there are. Of many of one kind in one table the first are told."""
    kinds: dict[tuple[object, ...], list[Problem]] = {}
    for problem in error.problems:
        kinds.setdefault(_kind(problem), []).append(problem)
    lines = []
    for problem in error.problems:
        alike = kinds[_kind(problem)]
        first = alike if len(alike) <= FIRST + 1 else alike[:FIRST]
        if any(problem is shown for shown in first):
            lines += told(problem, lang)
        if problem is first[-1] and len(first) < len(alike):
            lines += wrapped(_others(alike[FIRST:], lang), LINE - len(INDENT), INDENT)
    count = len(error.problems)
    return [*lines, "", say("check_errors" if count > 1 else "check_error", lang, count=count)]


def _kind(problem: Problem) -> tuple[object, ...]:
    """Problems of one kind in one table have the same."""
    return problem.place.file, problem.key, problem.path[:2] if len(problem.path) > 2 else problem.path[:1]


def _others(problems: list[Problem], lang: str) -> str:
    lines = [str(line) for line in dict.fromkeys(problem.place.line for problem in problems)]
    shown = ", ".join(lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], "..."])
    return say("check_more_of_kind", lang, count=len(problems), lines=shown)


def told(problem: Problem, lang: str) -> list[str]:
    """One problem: where, the excerpt, and what is wrong, which comes first where there are no headings to name."""
    first, *others = say(problem.key, lang, **problem.values).split("\n")
    said = wrapped(first, LINE - len(INDENT), INDENT)
    spot = problem.place.spot
    head = " > ".join(problem.path)
    more = [INDENT + INDENT + line for line in others]
    if not head:
        return [say("check_at", lang, spot=spot, text=first), *_excerpt(problem), *(line[4:] for line in more)]
    return [say("check_at", lang, spot=spot, text=head), *_excerpt(problem), *said, *more]


def _excerpt(problem: Problem) -> list[str]:
    """The line of the file without its indentation, and carets under what is wrong."""
    place = problem.place
    written = place.text if place.cell else _line(place.file, place.line)
    if not written:
        return []
    line = "".join(sign if sign.isprintable() else " " if sign == "\t" else "?" for sign in written)
    start = min(place.column - 1, len(line))
    end = max(start + 1, min(start + place.width, len(line.rstrip())))
    line = line[: _comment(line, end)].rstrip()
    lead = len(line) - len(line.lstrip())
    left, right = _window(line, min(lead, start), start, end)
    before, after = ("..." if left > lead else ""), ("..." if right < len(line.rstrip()) else "")
    shown = before + line[left:right].rstrip() + after
    carets = "^" * max(1, width(line[start : min(end, right)]))
    return [INDENT + shown, INDENT + " " * (len(before) + width(line[left:start])) + carets]


def _comment(line: str, after: int) -> int:
    """Where the comment behind offset `after` begins; it says nothing about the problem."""
    found = line.find(" #", after)
    return len(line) if found < 0 else found


def _window(line: str, left: int, start: int, end: int) -> tuple[int, int]:
    """The part of the line to show: all of it, or as much around the carets as there is room for."""
    right = len(line.rstrip())
    while right > end and width(line[left:right]) > WIDEST and width(line[start:right]) > WIDEST // 2:
        right -= 1
    while left < start and width(line[left:right]) > WIDEST:
        left += 1
    while right > start + 1 and width(line[left:right]) > WIDEST:
        right -= 1
    return left, right


def _line(file: str, number: int) -> str:
    """A line of a file as it was read; empty when there is none, or when it cannot be read any more."""
    lines = _lines(file) if number else ()
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _lines(file: str) -> tuple[str, ...]:
    """The lines of a file as they were read; none when it cannot be read any more."""
    try:
        data = Path(file).read_bytes()
    except OSError:
        return ()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return tuple(data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        except UnicodeDecodeError:
            continue
    return ()
