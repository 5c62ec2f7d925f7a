"""A small scenario for tests, to be changed line by line."""

from __future__ import annotations

from pathlib import Path

from sim.problems import InputError, Problem
from sim.scenario import Scenario
from sim.scenario_file import load

SMALL = """\
calendar:
  holidays: CN
  hours: {office: workdays 08:30-18:00, off_hours: outside office}
demand:
  bands:
    city: {travel: 20..30 min}
    town: {like: city, travel_from_home: 3 h}
  sites:
    north: {band: city}
    south: {band: city, size: 2}
    east: {band: town, base: north}
  levels:
    A: {faults: 1 per site per month, work_factor: 0.5}
    B: {faults: 30 per month, rhythm: 60% office}
  causes: {own: 70%, environment: 20%, cannot_tell: 10%}
  steps:
    hotline: {work: mean 5 min cv 0.8}
    contact: {work: 10 min, solves: 20%}
    diagnosis: {work: 15 min}
    remote: {work: {A: 20 min, others: 40..60 min}, solves: {A: 50%, others: 60%}}
    third_party: {request: 30 min, turnaround: 8 h}
    onsite: {work: 1 h}
operation:
  pools:
    desk: {}
    local: {at: each base, ready_in: 10 min}
  who: {hotline: desk, contact: local then desk, remote: desk, onsite: local}
  handling:
    A: {onsite: at once}
  rules: {rank: A B}
  plans:
    day:
      desk: 1
      local: {north: 2 office + 1 off_hours on call, others: 1 always}
    more: {like: day, desk: 2}
agreements:
  defaults: {attain: 95% per quarter, restore: {readings: call}}
  readings:
    call: {from: raised}
    same: {counting: carry}
  promises:
    every_level:
      contact: {within: 2 h}
    A:
      onsite: {within: {city: 30 min, east: 4 h}, sites: with_base}
      restore: {within: 4 h}
sources: {S1: a study}
"""


def read(folder: Path, text: str = SMALL) -> Scenario:
    """The scenario written in `text`."""
    return load(_file(folder, text))


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    """All that is wrong with `text`; empty when nothing is."""
    try:
        load(_file(folder, text))
    except InputError as error:
        return error.problems
    return ()


def changed(old: str, new: str) -> str:
    """The small scenario with `old`, which must stand in it once, changed into `new`."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def _file(folder: Path, text: str) -> Path:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    return path
