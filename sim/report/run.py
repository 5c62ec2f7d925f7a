"""The whole report of a run as lines of text."""

from __future__ import annotations

from sim.messages import say
from sim.report.beside import few_faults, measured_only, people
from sim.report.ends import ends
from sim.report.hotline import hotline
from sim.report.legend import legend, undecided
from sim.report.narrative import in_words
from sim.report.numbers import count
from sim.report.readings import readings
from sim.report.rows import rows, runs, title
from sim.report.tables import tables, totals
from sim.report.text import LINE, wrapped
from sim.results import INTERRUPTED, Result

SECTIONS = (in_words, few_faults, readings, measured_only, ends, hotline, people)


def report(result: Result, lang: str) -> list[str]:
    """What a run found: table, meaning of its columns, words, stamp."""
    shown = rows(result)
    lines = [*_heading(result, lang), ""]
    if shown:
        lines += [*tables(result, shown, lang), ""]
    lines += totals(result, shown, lang)
    if shown:
        lines += ["", *legend(result, shown, lang), *undecided(result, shown, lang)]
    for section in SECTIONS:
        part = section(result, shown, lang)
        lines += ["", *part] if part else []
    return [*lines, "", *_stamp(result, lang)]


def _heading(result: Result, lang: str) -> list[str]:
    number = len(result.staffed)
    sentence = say(
        "report_run_one" if number == 1 else "report_run",
        lang,
        title=title(result.title, lang),
        count=number,
        runs=runs(result, lang),
        faults=count(result.faults_a_year, 0),
        span=say("report_a_year", lang),
    )
    lines = wrapped(sentence, LINE)
    if result.ended == INTERRUPTED:
        done, most = f"{result.replications:,}", f"{result.most:,}"
        lines += wrapped(say("report_interrupted", lang, done=done, most=most), LINE)
    return lines


def _stamp(result: Result, lang: str) -> list[str]:
    """Where the figures come from."""
    origin = result.origin
    sentence = say(
        "report_stamp",
        lang,
        version=origin.slasim,
        digest=origin.digest,
        seed=origin.seed,
        country=origin.country or say("report_no_holidays", lang),
    )
    lines = wrapped(sentence, LINE)
    if origin.provisional:
        years = ", ".join(str(year) for year in origin.provisional)
        lines += wrapped(say("report_provisional", lang, years=years), LINE)
    return lines
