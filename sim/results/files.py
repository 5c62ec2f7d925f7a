"""A result as files and back: `result.json` holds all of it, the tables are for spreadsheets, the manifest for people.

Figures in the tables are plain numbers: shares between 0 and 1, times in minutes. A limit that no time reaches is
"inf", a value that is not known is left empty.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, fields
from pathlib import Path
from typing import NamedTuple

from sim.measures.tally import COSTS
from sim.results.record import Judgement, PlanResult, Result, Share

MINUTE = 60_000

ENCODING = "utf-8-sig"
"""Spreadsheets of the Chinese edition read UTF-8 only with a byte-order mark."""


class Measure(NamedTuple):
    """A row of measures.csv."""

    plan: str
    clause: str
    promise: str
    level: str
    reading: str
    measure: str
    unit: str
    value: float | str
    low: float | str = ""
    high: float | str = ""
    n: int | str = ""


class PoolMeasure(NamedTuple):
    """A row of pools.csv; `step` and `hour` (of the week, from Monday 00:00) only where they matter."""

    plan: str
    pool: str
    measure: str
    step: str
    hour: int | str
    unit: str
    value: float | str


def save(result: Result, folder: Path) -> None:
    """Write manifest.json, result.json, measures.csv and pools.csv into `folder`, which is made if need be.

    Raises OSError when something cannot be written.
    """
    from pydantic import TypeAdapter

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "result.json").write_bytes(TypeAdapter(Result).dump_json(result))
    (folder / "manifest.json").write_text(_manifest(result), encoding="utf-8")
    _write(folder / "measures.csv", Measure._fields, measures(result))
    _write(folder / "pools.csv", PoolMeasure._fields, pool_measures(result))


def load(folder: Path) -> Result:
    """The result saved in `folder`. Raises OSError when it is not there, ValueError when it is not a result."""
    from pydantic import TypeAdapter

    return TypeAdapter(Result).validate_json((folder / "result.json").read_bytes())


def _manifest(result: Result) -> str:
    words = asdict(result.origin)
    words |= {
        entry.name: getattr(result, entry.name)
        for entry in fields(result)
        if entry.name not in ("title", "origin", "plans", "differences")
    }
    words["plans"] = [plan.name for plan in result.plans]
    return json.dumps(words, ensure_ascii=False, indent=2) + "\n"


def _write(path: Path, head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        table = csv.writer(file)
        table.writerow(head)
        table.writerows(rows)


# ------------------------------------------------------------------ measures.csv


def measures(result: Result) -> Iterator[Measure]:
    """One row for every figure of every promise and reading, and for the cost of every plan."""
    for plan in result.plans:
        for entry in plan.judgements:
            for row in _of_judgement(entry):
                clause = " ".join(entry.clause)
                yield Measure(plan.name, clause, entry.promise, entry.level, entry.reading, *row)
        for line in _of_hotline(plan):
            yield Measure(plan.name, *line)
        if plan.cost is not None:
            for part in (*COSTS, "total", "p95"):
                amount = getattr(plan.cost, part)
                yield Measure(plan.name, "", "", "", "", f"cost_{part}", f"{plan.cost.currency} a year", amount)


Row = tuple[str, str, float | str, float | str, float | str, int | str]


def _of_judgement(entry: Judgement) -> Iterator[Row]:
    yield "faults", "a year", entry.faults_a_year, "", "", ""
    yield "faults", "a period", entry.faults_a_period, "", "", ""
    shares = {
        "in_time": entry.attainment,
        "in_time_gross": entry.gross,
        "in_time_net": entry.net,
        f"{entry.period}s_kept": entry.periods,
        "years_kept": entry.years,
    }
    for name, share in shares.items():
        if share is not None:
            yield _share(name, share)
    if entry.misses_a_year is not None:
        yield "misses", "a year", entry.misses_a_year, "", "", ""
    yield f"{entry.period}s_empty", "share", entry.empty, "", "", ""
    for name in ("not_needed", "fixed_first", "wrong_people", "unfinished"):
        yield name, "a year", getattr(entry, name), "", "", ""
    if entry.needed is not None:
        for name, limit in asdict(entry.needed).items():
            yield f"needed_{name}", "min", _minutes(limit), "", "", ""
    if entry.tightest is not None:
        value, low, high, safe = (_minutes(limit) for limit in astuple(entry.tightest))
        yield "tightest", "min", value, low, high, ""
        yield "safe_to_promise", "min", safe, "", "", ""
    if entry.verdict is not None:
        yield "verdict", "word", entry.verdict.word, "", "", ""


def _of_hotline(plan: PlanResult) -> Iterator[tuple[str, str, str, str, *Row]]:
    """Clause, number or check, and its figure."""
    if plan.hotline is None:
        return
    yield "", "hotline", "", "", *_share("first_try", plan.hotline.first)
    yield "", "hotline", "", "", "dials", "a fault", plan.hotline.dials_a_fault, "", "", ""
    for number in plan.hotline.numbers:
        yield "", f"hotline/{number.name}", "", "", "dials", "a year", number.dials_a_year, "", "", ""
        yield "", f"hotline/{number.name}", "", "", *_share("answered", number.answered)
        if number.off is not None:
            yield "", f"hotline/{number.name}", "", "", *_share("off", number.off)
    for check in plan.hotline.checks:
        head = (" ".join(check.clause), f"checks/{check.name}", "", "")
        yield *head, "checks", "a year", check.checks_a_year, "", "", ""
        yield *head, *_share("found_off", check.found)
        yield *head, "found_off", "a year", check.found_a_year, "", "", ""
        yield *head, *_share(f"{check.period}s_noticed", check.noticed)
        yield *head, "found_off_of_one_year", "share", "", check.tells_low, check.tells_high, ""


def _share(name: str, share: Share) -> Row:
    return name, "share", "" if share.value is None else share.value, share.low, share.high, share.n


def _minutes(limit: int | None) -> float | str:
    return "inf" if limit is None else limit / MINUTE


# ------------------------------------------------------------------ pools.csv


def pool_measures(result: Result) -> Iterator[PoolMeasure]:
    """One row for every figure of every pool."""
    for plan in result.plans:
        yield from _of_pools(plan)


def _of_pools(plan: PlanResult) -> Iterator[PoolMeasure]:
    for pool in plan.pools:

        def row(measure: str, unit: str, value: float | None, step: str = "", hour: int | str = "") -> PoolMeasure:
            known = "" if value is None else value
            return PoolMeasure(plan.name, pool.name, measure, step, hour, unit, known)  # noqa: B023 - used at once

        yield row("payroll", "people", pool.payroll)
        yield row("utilisation", "share", pool.utilisation)
        yield row("overtime", "h a year", pool.overtime_hours)
        yield row("call_outs", "a year", pool.call_outs)
        yield row("wait_p95", "min", None if pool.wait_p95 is None else pool.wait_p95 / MINUTE)
        for wait in pool.waits:
            yield row("jobs", "a year", wait.jobs, wait.step)
            yield row("wait_mean", "min", wait.mean / MINUTE, wait.step)
            yield row("waited", "share", wait.waited, wait.step)
        for hour in range(len(pool.present)):
            yield row("present", "people", pool.present[hour], "", hour)
            yield row("busy", "share", pool.busy[hour], "", hour)
            yield row("on_call", "people", pool.on_call[hour], "", hour)
            yield row("called", "share", pool.called[hour], "", hour)
