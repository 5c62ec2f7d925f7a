"""Days worked out by hand: a scenario with fixed durations, faults raised at written times, and what must happen.

A day is one file of `tests/timetables/`:

    date: Mon 5 Jan            the day that a bare time of day means; "Tue 09:00" is the first Tuesday from then on
    scenario: |                a scenario file as a planner writes it; every duration is fixed
    plan: name                 where the scenario has several plans
    faults:
      name: {raised: 13:00, level, site, cause, truly, solved_by: steps that solve, second_visit, granted, redials}
      other: {again: name, after: 2 h}                 which comes back; question: 10 min then 2 h; marks: special
    expected:
      name: {event: time, restored: 15:00 by onsite, step: {started: time, ended: time, how: solved}, step: never}
    duties_at: 25%             at which part of the time that suits them duties become ready; 0 % unless said
    tasks:                     "inspection north", "inspection north 2" the next person or period, in order
      inspection north: {ready: 09:00, started: 10:00, ended: 12:00, team: engineers}
    people:                    everybody's whole day, by team; a team not named is never taken
      engineers 1 early: [first onsite 13:00 to 16:00 at work 13:30 to 15:30]
    absent:                    who does not come, by team; the scenario must know of absence
      engineers 1 early: [1 on Tue 6 Jan]
    off:                       carried phones that are switched off, by pool and place
      branch north: [day of Mon 5 Jan, night of Tue 6 Jan]
    overtime, call_outs:       by pool
    promises:                  "fault/restore: 2 met of 3"

A step that is sure to solve does so; any other solves only the faults that say so under `solved_by`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from sim import phrases
from sim.absence import seats_of, without
from sim.calendars import DAY, FAR, MINUTE
from sim.distributions import Law
from sim.hotline import PhoneLuck, carried, most_lines, phones
from sim.measures.court import court
from sim.measures.measure import measure
from sim.measures.tally import PlanTally
from sim.model import simulate
from sim.outcomes import (
    FAILED,
    NEVER,
    NOT_ENDED,
    PASSED_OVER,
    PER_FAULT,
    PER_STEP,
    REFUSED,
    SOLVED,
    WITHDRAWN,
    Outcomes,
)
from sim.rules import CEILING, Roster, Rules, ceiling, roster_for, rules_for
from sim.same import Same
from sim.scenario import STEPS, HqJourney, Plan, Scenario
from sim.scenario_file import load
from sim.tasks import NO_TASKS, Tasks, draw_tasks
from sim.workload import CANNOT_TELL, ENVIRONMENT, OWN, Workload

CAUSES = {"own": OWN, "environment": ENVIRONMENT, "cannot_tell": CANNOT_TELL}
HOW = {
    NOT_ENDED: "not ended",
    SOLVED: "solved",
    FAILED: "failed",
    WITHDRAWN: "withdrawn",
    REFUSED: "refused",
    PASSED_OVER: "passed over",
}
YES, NO = 0.0, 1.0 - 2.0**-53
"""Uniform numbers: below every chance there is, and above every chance but certainty."""

TIME = re.compile(r"(?:[A-Z][a-z]{2} (?:\d+ [A-Z][a-z]{2} )?)?\d\d:\d\d")

FAULT_KEYS = {"raised", "level", "site", "cause", "truly", "solved_by", "second_visit", "granted", "redials", "busy"}
FAULT_KEYS |= {"again", "after", "question", "marks"}
DAY_KEYS = {"date", "scenario", "plan", "faults", "expected", "people", "absent", "off"}
DAY_KEYS |= {"duties_at", "tasks", "overtime", "call_outs", "promises"}


# ------------------------------------------------------------------ times in words


@dataclass(frozen=True)
class Dates:
    """Times in words and back. `origin`: the date of time 0; `today`: the date that a bare time of day means."""

    origin: date
    today: date

    def read(self, words: str) -> int:
        """Milliseconds for "13:00", "Tue 09:00", "Sat 14 Feb 17:45"."""
        *day, clock = words.split()
        hour, minute = map(int, clock.split(":"))
        return (self._date(" ".join(day)) - self.origin).days * DAY + (60 * hour + minute) * MINUTE

    def _date(self, words: str) -> date:
        if " " in words:
            found = read_date(words, self.origin.year)
        else:
            week = [self.today + timedelta(days=i) for i in range(7)]
            found = next(day for day in week if words in ("", day.strftime("%a")))
        return found

    def write(self, at: int) -> str:
        """The shortest words for a time; "never" for none."""
        if at == NEVER:
            return "never"
        moment = datetime(self.origin.year, self.origin.month, self.origin.day) + timedelta(milliseconds=int(at))
        ahead = (moment.date() - self.today).days
        day = "" if ahead == 0 else f"{moment:%a} " if 0 < ahead < 7 else f"{moment:%a} {moment.day} {moment:%b} "
        odd = f":{moment:%S.%f}" if at % MINUTE else ""
        return f"{day}{moment:%H:%M}{odd}"

    def tidy(self, words: str) -> str:
        """All times inside `words` in their shortest form."""
        return TIME.sub(lambda found: self.write(self.read(found[0])), words)


def read_date(words: str, year: int) -> date:
    """The date "Mon 5 Jan" of a year; its weekday must be right."""
    found = datetime.strptime(f"{words} {year}", "%a %d %b %Y").date()
    assert f"{found:%a}" == words[:3], f"{words} {year} is a {found:%A}"
    return found


# ------------------------------------------------------------------ the faults as a workload


Faults = Mapping[str, Mapping[str, str]]
"""The faults of a day by name, as written."""


def tasks_at(scenario: Scenario, share: float) -> Tasks:
    """The tasks of a scenario, each duty at the same part of its time."""
    drawn = draw_tasks(scenario, seed=0, replication=0)
    return replace(drawn, ready_u=np.full(drawn.count, share))


def workload_of(
    scenario: Scenario, faults: Faults, dates: Dates, off: Mapping[str, list[str]], tasks: Tasks = NO_TASKS
) -> tuple[Workload, list[str]]:
    """The faults as an engine is given them, with the phones that are switched `off`, and the names of the rows; tasks
    come behind the faults."""
    levels = sorted(level.name for level in scenario.demand.levels)
    sites = sorted(site.name for site in scenario.demand.sites)
    rows, numbers = [], dict[tuple[str, str], int]()
    for name, words in faults.items():
        assert set(words) <= FAULT_KEYS, (name, set(words) - FAULT_KEYS)
        first = faults[words["again"]] if "again" in words else words
        level, site = first.get("level", levels[0]), first.get("site", sites[0])
        number = numbers[level, site] = numbers.get((level, site), -1) + 1
        inherited = {key: first[key] for key in ("cause", "truly", "marks") if key in first}
        row = _row(scenario, {**inherited, **words}, level, site)
        row |= {"raised": FAR if "again" in words else dates.read(words["raised"]), "number": number}
        row |= {"level": levels.index(level), "site": sites.index(site), "parent": words.get("again", "")}
        rows.append((row, name))
    rows.sort(key=lambda entry: [entry[0][column] for column in ("raised", "site", "level", "number")])
    names = ["", *(name for _, name in rows)]
    for row, _ in rows:
        row["parent"] = names.index(row["parent"]) - 1
        row["raised"] = row["raised"] if row["parent"] < 0 else NEVER
    types = {"diagnosis": np.int8, "truly_environment": np.bool_, "raised": np.int64}
    columns: dict[str, Any] = {"levels": tuple(levels), "sites": tuple(sites), "tasks": tasks}
    columns["mark_names"] = tuple(mark.name for mark in scenario.demand.marks)
    columns["phones"] = phone_luck(scenario, off, dates)
    for entry in fields(Workload):
        if entry.name not in columns and entry.default is MISSING:
            columns[entry.name] = np.array([row[entry.name] for row, _ in rows], dtype=types.get(entry.name))
    return Workload(**columns), [*(name for _, name in rows), *task_names(tasks, sites)]


def task_names(tasks: Tasks, sites: Sequence[str]) -> list[str]:
    """What tasks are called: "inspection north", and "inspection north 2" the next one there."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for kind, place in zip(tasks.kind.tolist(), tasks.place.tolist(), strict=True):
        name = f"{tasks.kinds[kind]} {sites[place]}" if place >= 0 else tasks.kinds[kind]
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found


def phone_luck(scenario: Scenario, off: Mapping[str, list[str]], dates: Dates) -> PhoneLuck:
    """The luck of the phones: off in the shifts written, "day of Mon 5 Jan" (08:00 to 20:00) or "night of" (from
    20:00), and in no others unless they are for sure."""
    names = [" ".join(filter(None, phone)) for phone in phones(scenario)]
    luck = np.full((len(names), 2 * 366), NO)
    for name, shifts in off.items():
        for words in shifts:
            half, _, when = words.partition(" of ")
            days = (read_date(when, dates.origin.year) - dates.origin).days
            luck[names.index(name), 2 * days + {"day": 1, "night": 2}[half]] = YES
    return PhoneLuck(luck, ())


def _row(scenario: Scenario, words: Mapping[str, str], level: str, site: str) -> dict[str, Any]:
    demand = scenario.demand
    calls = demand.calls
    dials = calls.redials + 1
    cause = words.get("cause", "own")
    solving = words.get("solved_by", "").split()
    assert set(solving) <= set(demand.steps), solving
    steps = [demand.steps.get(step) for step in STEPS]
    marked = words.get("marks", "").split()
    question, _, delay = words.get("question", "").partition(" then ")
    way = next(place.from_hq for place in demand.sites if place.name == site)
    return {
        "back_after": phrases.duration(words["after"]) if "after" in words else NEVER,
        "marks": sum(1 << index for index, mark in enumerate(demand.marks) if mark.name in marked),
        "question_after": phrases.duration(question) if question else NEVER,
        "question_delay": phrases.duration(delay) if delay else 0,
        "diagnosis": CAUSES[cause],
        "truly_environment": words.get("truly", cause) == "environment",
        "prepare": [ms(step.prepare[level, site]) if step else 0 for step in steps],
        "work": [ms(step.work[level, site]) if step else 0 for step in steps],
        "solve_u": [chance(step in solving) for step in STEPS],
        "travel_u": [0.5] * len(STEPS),
        "home_u": [0.5] * len(STEPS),
        "again_u": chance(words.get("second_visit") == "yes"),
        "granted_u": chance(words.get("granted", "yes") == "yes"),
        "permit_u": 0.5,
        "ready_u": 0.5,
        "patience": [NEVER if calls.patience is None else ms(calls.patience)] * (dials * most_lines(scenario)),
        "redial_u": [chance(words.get("redials", "yes") == "yes")] * dials,
        "redial_after": [ms(calls.redial_after)] * dials,
        "other_way": ms(calls.other_way),
        "busy_u": np.full((dials, len(carried(scenario))), chance(words.get("busy") == "yes")),
        **_trip(way),
    }


def _trip(way: HqJourney | None) -> dict[str, int]:
    if way is None:
        return {"to_airport": 0, "flight": 0, "to_site": 0, "hq_home": 0}
    out = {"to_airport": ms(way.to_airport), "flight": ms(way.flight), "to_site": ms(way.to_site)}
    return {**out, "hq_home": sum(out.values())}


def chance(happens: bool) -> float:
    """The uniform number with which something happens for sure, or only if it is certain anyway."""
    return YES if happens else NO


def ms(law: Law) -> int:
    """The milliseconds of a duration that must be fixed."""
    assert law.family == "fixed", law
    return round(float(law.parameters[0]))  # type: ignore[arg-type]


# ------------------------------------------------------------------ the people


def team_in_words(rules: Rules, index: int) -> str:
    """A team in words: pool, place, and its shift where the place has several."""
    team = rules.teams[index]
    several = sum((other.pool, other.place) == (team.pool, team.place) for other in rules.teams) > 1
    return " ".join(word for word in (team.pool, team.place, team.label if several else "") if word)


def roster_of(rules: Rules, absent: Mapping[str, list[str]], origin: date) -> Roster:
    """The roster without those who are written as absent: by team, "1 on Tue 6 Jan"."""
    if not absent:
        return roster_for(rules)
    seats = seats_of(Same(rules), origin)
    team, day = seats.team[seats.stretch], seats.begins[seats.stretch] // DAY
    away = np.zeros(seats.person.size, dtype=bool)
    names = [team_in_words(rules, index) for index in range(len(rules.teams))]
    for name, entries in absent.items():
        for words in entries:
            person, when = words.split(" on ")
            on = (read_date(when, origin.year) - origin).days
            found = (team == names.index(name)) & (day == on) & (seats.person == int(person))
            assert found.any(), f"{name} {words}: nobody was to come"
            away |= found
    return without(seats, away)


# ------------------------------------------------------------------ a day


@dataclass(frozen=True)
class Played:
    """A day that was played."""

    scenario: Scenario
    plan: Plan
    dates: Dates
    rules: Rules
    roster: Roster
    workload: Workload
    names: list[str]
    outcomes: Outcomes

    @cached_property
    def tally(self) -> PlanTally:
        """What the day comes to."""
        return measure(self.scenario, self.plan, self.rules, self.roster, self.workload, self.outcomes)

    def of_fault(self, row: int, event: str) -> str:
        """What is recorded of one fault under the name of a column."""
        if event == "granted":
            return {NEVER: "never", 0: "no", 1: "yes"}[int(self.outcomes.granted[row])]
        if event in ("dials", "connected", "answered_by"):
            return str(getattr(self.outcomes, event)[row])
        words = self.dates.write(int(getattr(self.outcomes, event)[row]))
        if event == "restored" and words != "never":
            words += f" by {STEPS[self.outcomes.restored_by[row]]}"
        return words

    def of_step(self, row: int, step: str, event: str) -> str:
        """What is recorded of one step of a fault."""
        value = int(getattr(self.outcomes, event)[row, STEPS.index(step)])
        if event == "how":
            return HOW[value]
        if event == "team":
            return "nobody" if value == NEVER else self.team(value)
        return self.dates.write(value)

    def of_task(self, name: str, event: str) -> str:
        """What is recorded of a task."""
        value = int(getattr(self.outcomes, f"task_{event}")[self.names.index(name) - self.workload.faults])
        if event == "team":
            return "nobody" if value == NEVER else self.team(value)
        return self.dates.write(value)

    def team(self, index: int) -> str:
        """A team in words."""
        return team_in_words(self.rules, index)

    def people(self) -> dict[str, list[str]]:
        """Every stretch of everybody's time, by team."""
        found: dict[str, list[str]] = {}
        for stint in self.outcomes.stints:
            taken, begun, done, free = (self.dates.write(stint[at]) for at in ("taken", "work_from", "work_to", "free"))
            words = f"{self.names[stint['row']]} {[*STEPS, ''][stint['step']]} {taken} to {free}".replace("  ", " ")
            words += f" at work {begun} to {done}" if begun != "never" else ""
            words += " called out" if stint["called_out"] else ""
            found.setdefault(self.team(stint["team"]), []).append(words)
        return found

    def promise(self, name: str) -> str:
        """How a promise as written went: "2 met of 3"."""
        brief = next(b for b in court(self.scenario).briefs if b.promise.name == name)
        promises = self.tally.promises
        return f"{promises.met[0, brief.cells].sum()} met of {promises.judged[0, brief.cells].sum()}"

    def by_pool(self, column: str, pool: str) -> str:
        """Overtime in minutes or the number of call-outs of a pool."""
        count = int(getattr(self.tally.pools, column)[0, sorted(self.plan.pools).index(pool)])
        return f"{count // MINUTE} min" if column == "overtime" else str(count)


@dataclass(frozen=True)
class Day:
    """A day as it is written."""

    title: str
    written: Mapping[str, Any]
    folder: Path = field(repr=False)

    def play(self) -> Played:
        """Play the day. The scenario is read from a file of its own in `folder`."""
        file = self.folder / "day.yaml"
        file.write_text(self.written["scenario"], encoding="utf-8")
        scenario = load(file)
        plans = scenario.operation.plans
        name = self.written.get("plan", plans[0].name)
        plan = ceiling(scenario) if name == CEILING else scenario.plan(name)
        origin = scenario.study.origin
        dates = Dates(origin, read_date(self.written.get("date", "Mon 5 Jan"), origin.year))
        tasks = tasks_at(scenario, float(self.written.get("duties_at", "0%").rstrip("%")) / 100)
        workload, names = workload_of(scenario, self.written["faults"], dates, self.written.get("off", {}), tasks)
        rules = rules_for(scenario, plan)
        roster = roster_of(rules, self.written.get("absent", {}), origin)
        outcomes = simulate(rules, roster, workload)
        return Played(scenario, plan, dates, rules, roster, workload, names, outcomes)


def read_day(path: Path, folder: Path) -> Day:
    """The day in a file of `tests/timetables/`."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# "), f"{path.name} does not begin with what it shows"
    written = YAML(typ="safe", pure=True).load(text)
    assert set(written) <= DAY_KEYS, set(written) - DAY_KEYS
    assert set(written["expected"]) == set(written["faults"]), "not every fault is followed"
    head = takewhile(lambda line: line.startswith("# "), text.splitlines())
    return Day(" ".join(line.removeprefix("# ") for line in head), written, folder)


# ------------------------------------------------------------------ what was expected, what happened


def expected(day: Day, dates: Dates) -> dict[str, Any]:
    """What the day's file expects, as flat lines: "first onsite arrived" -> "13:30"."""
    lines: dict[str, Any] = {}
    for fault, events in day.written["expected"].items():
        for event, words in events.items():
            if event not in STEPS:
                lines[f"{fault} {event}"] = dates.tidy(str(words))
            elif words == "never":
                lines |= {f"{fault} {event} {column}": "never" for column in ("requested", "started", "ended")}
            else:
                lines |= {f"{fault} {event} {column}": dates.tidy(str(entry)) for column, entry in words.items()}
    for task, events in day.written.get("tasks", {}).items():
        lines |= {f"task {event} of {task}": dates.tidy(str(words)) for event, words in events.items()}
    if "people" in day.written:
        teams = day.written["people"] or {}
        lines["people"] = {team: [dates.tidy(words) for words in stints] for team, stints in teams.items()}
    for column in ("overtime", "call_outs"):
        for pool, amount in day.written.get(column, {}).items():
            lines[f"{column} {pool}"] = str(amount)
    lines |= {f"promise {name}": words for name, words in day.written.get("promises", {}).items()}
    return lines


def differences(day: Day, played: Played) -> list[str]:
    """Every line in which the day went otherwise than worked out by hand."""
    by_hand = expected(day, played.dates)
    seen = {line: _happened(played, line) for line in by_hand}
    return [f"{line}: {words} by hand, {seen[line]} played" for line, words in by_hand.items() if seen[line] != words]


def _happened(played: Played, line: str) -> Any:
    if line == "people":
        return played.people()
    first, second, *third = line.split()
    if first in ("overtime", "call_outs"):
        return played.by_pool(first, second)
    if first == "task":
        return played.of_task(line.partition(" of ")[2], second)
    if first == "promise":
        return played.promise(second)
    row = played.names.index(first)
    if third:
        assert third[0] in (*PER_STEP, "how"), line
        return played.of_step(row, second, third[0])
    assert second in (*PER_FAULT, "dials", "connected"), line
    return played.of_fault(row, second)
