"""Where each clause of the contract lives in a scenario, and where each of its figures comes from."""

from __future__ import annotations

from collections.abc import Iterator

from sim.messages import say
from sim.report.grid import Column, Head, grid
from sim.report.text import LINE, wrapped
from sim.scenario import Scenario

LONGEST = 44
"""Signs of a text that stands in a table."""


def clauses(scenario: Scenario, file: str, lang: str) -> list[str]:
    """Clause -> place in the file -> row in the results, for every clause of the register."""
    columns = [Column(gap=0), Column(gap=2), Column(gap=2), Column(gap=2)]
    names = ("check_head_clause", "check_head_place", "check_head_result", "check_head_text")
    head = [Head(i, i, say(name, lang)) for i, name in enumerate(names)]
    return grid(columns, [head], [list(row) for row in _rows(scenario, file, lang)])


def clauses_markdown(scenario: Scenario, lang: str) -> list[str]:
    """The same table for the documentation, with both texts of every clause and without line numbers."""
    head = [say(f"check_head_{name}", lang) for name in ("clause", "text_en", "text_zh", "place", "result")]
    texts = {clause.name: (clause.en, clause.zh) for clause in scenario.agreements.clauses}
    body = [
        [name, *texts.get(name, ("", "")), f"`{place}`" if place else reason, result]
        for name, place, result, reason in _facts(scenario, "", lang)
    ]
    cells = [head, ["---"] * len(head), *body]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]


def _rows(scenario: Scenario, file: str, lang: str) -> Iterator[tuple[str, str, str, str]]:
    texts = {clause.name: clause.zh if lang == "zh" else clause.en for clause in scenario.agreements.clauses}
    for name, place, result, reason in _facts(scenario, file, lang):
        yield name, place or say("check_left_out", lang), result, _short(reason or texts.get(name, ""))


def _facts(scenario: Scenario, file: str, lang: str) -> Iterator[tuple[str, str, str, str]]:
    """Clause, first place (with its line if there is a `file`), rows in the results, and the reason for no place."""
    agreed = scenario.agreements
    known = [clause.name for clause in agreed.clauses] or sorted({place.clause for place in scenario.places})
    results = {name: dict.fromkeys(p.group for p in agreed.promises if name in p.clause) for name in known}
    for name in known:
        places = [place for place in scenario.places if place.clause == name]
        spot = f"{file}:{places[0].line} " if places and file else ""
        spot += " > ".join(places[0].path) if places else ""
        more = say("check_more_places", lang, count=len(places) - 1) if len(places) > 1 else ""
        yield name, spot + more, " ".join(results[name]), agreed.not_simulated.get(name, "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def assumptions(scenario: Scenario, file: str, lang: str) -> list[str]:
    """Every figure with its status; assumptions first, then what is cited, computed, measured or judged."""
    found = sorted(scenario.figures, key=lambda figure: (figure.status != "assumption", figure.status, figure.line))
    rows = [[say(f"check_status_{f.status}", lang), str(f.line), " > ".join(f.path), f.text, f.source] for f in found]
    columns = [Column(gap=0), Column(numbers=True, gap=2), Column(gap=2), Column(gap=2), Column(gap=2)]
    names = ("status", "line", "figure", "value", "source")
    head = [Head(i, i, say(f"check_head_{name}", lang)) for i, name in enumerate(names)]
    sources = [line for key, text in scenario.sources.items() for line in wrapped(f"{key}  {text}", LINE, "  ")]
    return [*grid(columns, [head], rows), "", say("check_sources", lang, file=file), *sources]
