"""The demand of a scenario, spelled out."""

from __future__ import annotations

from sim import phrases
from sim.calendars import HOUR, MINUTE
from sim.distributions import fixed
from sim.scenario import (
    CENTRAL,
    PREPARE_KEY,
    SOLVING,
    WORK_KEY,
    Bursts,
    Coordination,
    Demand,
    Due,
    Duty,
    HqJourney,
    Information,
    Level,
    Mark,
    OtherWork,
    Peak,
    Reopens,
    Scenario,
    Site,
    Step,
)
from sim.scenario_file.duties import ON_SITE_HOUR
from sim.scenario_file.kinds import CAUSES
from sim.scenario_file.spell.form import Lines, block, clauses, entry, titles, varied

NOWHERE = "nowhere"


def demand(scenario: Scenario) -> Lines:
    """Sites, levels, peaks, causes and steps, each site with what its band handed on."""
    needed = scenario.demand
    yield from block("sites", (line for site in needed.sites for line in block(site.name, _site(site))))
    yield from block("levels", (line for level in needed.levels for line in block(level.name, _level(level))))
    yield from block("peaks", (line for peak in needed.peaks for line in block(peak.name, _peak(peak))))
    if needed.busyness:
        yield entry("busyness", phrases.spell_busyness(needed.busyness))
    if needed.bursts:
        yield from block("bursts", _bursts(needed.bursts))
    yield from block("causes", _causes(needed))
    yield from block("marks", (line for mark in needed.marks for line in block(mark.name, _mark(mark))))
    if needed.reopens:
        yield from block("reopens", _reopens(needed.reopens))
    yield from block("steps", _steps(needed))
    duties = (block(duty.name, _duty(duty)) for duty in needed.duties)
    leads = (block(lead.name, _coordination(lead)) for lead in needed.coordination)
    yield from block("duties", (line for rows in (*duties, *leads) for line in rows))
    others = (block(other.name, _other_work(other)) for other in needed.other_work)
    yield from block("other_work", (line for rows in others for line in rows))


def _site(site: Site) -> Lines:
    yield from titles(site.title)
    yield entry("base", site.base or NOWHERE)
    yield entry("size", phrases.spell_number(site.size))
    yield entry("travel", phrases.spell_law(site.travel))
    yield entry("travel_from_home", phrases.spell_law(site.travel_from_home))
    if site.from_hq:
        yield from block("from_hq", _journey(site.from_hq))
    yield from block("further", (entry(base, phrases.spell_law(law)) for base, law in site.further.items()))


def _journey(way: HqJourney) -> Lines:
    yield entry("to_airport", phrases.spell_law(way.to_airport))
    if way.flights:
        yield entry("flights", " ".join(f"{at // HOUR:02}:{at % HOUR // MINUTE:02}" for at in way.flights))
    yield entry("flight", phrases.spell_law(way.flight))
    if way.late_share:
        yield entry("late", f"{phrases.spell_share(way.late_share)} {phrases.spell_law(way.late_by)}")
    yield entry("to_site", phrases.spell_law(way.to_site))


def _level(level: Level) -> Lines:
    yield from titles(level.title)
    yield from clauses(level.clause)
    yield entry("faults", phrases.spell_rate(level.faults))
    if level.rhythm.shares:
        yield entry("rhythm", phrases.spell_rhythm(level.rhythm))
    yield from block("rhythm", (entry(day, phrases.spell_weights(w)) for day, w in level.rhythm.weights))


def _peak(peak: Peak) -> Lines:
    yield from titles(peak.title)
    if peak.dates:
        yield entry("days", " ".join(day.isoformat() for day in peak.dates))
    else:
        yield entry("days", f"{peak.first}-{peak.last} of month")
    if peak.months:
        yield entry("months", " ".join(map(str, peak.months)))
    yield entry("factor", phrases.spell_number(peak.factor))


def _bursts(bursts: Bursts) -> Lines:
    yield entry("share", phrases.spell_share(bursts.share))
    yield entry("size", str(bursts.size))
    yield entry("within", phrases.spell_duration(bursts.within))


def _mark(mark: Mark) -> Lines:
    yield from titles(mark.title)
    yield from clauses(mark.clause)
    yield from varied("share", mark.share, phrases.spell_share)


def _reopens(again: Reopens) -> Lines:
    yield from clauses(again.clause)
    yield from varied("share", again.share, phrases.spell_share)
    yield from varied("after", again.after, phrases.spell_law)
    yield entry("at_most", f"{again.at_most} time{'' if again.at_most == 1 else 's'}")


def _information(asked: Information) -> Lines:
    yield from varied("share", asked.share, phrases.spell_share)
    yield from varied("delay", asked.delay, phrases.spell_law)


def _causes(demand: Demand) -> Lines:
    yield from clauses(demand.causes.clause)
    for name in (*CAUSES, "cannot_tell_is_environment"):
        yield from varied(name, getattr(demand.causes, name), phrases.spell_share)


def _steps(demand: Demand) -> Lines:
    for name, step in demand.steps.items():
        if name != "second_visit":
            yield from block(name, _step(demand, step))


def _step(demand: Demand, step: Step) -> Lines:
    yield from clauses(step.clause)
    if step.name in PREPARE_KEY:
        yield from varied(PREPARE_KEY[step.name], step.prepare, phrases.spell_law)
    if step.name == "remote" and demand.authorisation:
        yield from block("authorisation", _authorisation(demand))
    yield from varied(WORK_KEY.get(step.name, "work"), step.work, phrases.spell_law)
    if step.name == "diagnosis" and demand.information:
        yield from block("information", _information(demand.information))
    if step.name in SOLVING:
        yield from varied("solves", step.solves, phrases.spell_share)
    if step.name == "onsite" and "second_visit" in demand.steps:
        yield from varied("second_visit", step.again, phrases.spell_share)
    if step.name == "hotline":
        yield from _calls(demand)


def _duty(duty: Duty) -> Lines:
    yield from titles(duty.title)
    yield from clauses(duty.clause)
    yield entry("by", duty.by)
    if duty.after:
        yield entry("after", duty.after)
    else:
        if duty.places != (CENTRAL,):
            yield entry("at", " ".join(duty.places))
        yield entry("every", duty.every)
        yield entry("window", phrases.spell_hours(duty.window))
        if duty.urgent_as:
            lines = [entry("before_due", phrases.spell_duration(duty.urgent_before)), entry("as", duty.urgent_as)]
            yield from block("urgent", iter(lines))
    yield entry("takes", phrases.spell_law(duty.takes))
    yield entry("people", "all" if duty.people is None else str(duty.people))
    yield entry("share", phrases.spell_share(duty.share))
    if duty.due != Due():
        yield entry("due", phrases.spell_due(duty.due))
    yield entry("interruptible", "yes" if duty.interruptible else "no")


def _coordination(lead: Coordination) -> Lines:
    yield from titles(lead.title)
    yield from clauses(lead.clause)
    yield entry("by", lead.by)
    yield entry("every", ON_SITE_HOUR)
    yield entry("takes", phrases.spell_duration(lead.takes))


def _other_work(other: OtherWork) -> Lines:
    yield from titles(other.title)
    yield from clauses(other.clause)
    yield entry("by", other.by)
    if other.places != (CENTRAL,):
        yield entry("at", " ".join(other.places))
    yield entry("jobs", phrases.spell_rate(other.jobs))
    yield entry("work", phrases.spell_law(other.work))
    if other.rhythm.shares:
        yield entry("rhythm", phrases.spell_rhythm(other.rhythm))
    if other.rank_as:
        yield entry("rank", f"as {other.rank_as}")
    yield entry("interruptible", "yes" if other.interruptible else "no")


def _calls(demand: Demand) -> Lines:
    calls = demand.calls
    if calls.patience:
        yield entry("patience", phrases.spell_law(calls.patience))
    if calls.redials:
        again, after = phrases.spell_share(calls.redial_share), phrases.spell_law(calls.redial_after)
        yield entry("redials", f"{again} after {after} at most {calls.redials} times")
    if calls.other_way != fixed(0):
        yield entry("other_way", f"after {phrases.spell_law(calls.other_way)}")


def _authorisation(demand: Demand) -> Lines:
    permission = demand.authorisation
    assert permission is not None
    yield from varied("granted", permission.granted, phrases.spell_share)
    if len(permission.delay) == 1:
        yield from varied("delay", permission.delay[0][1], phrases.spell_law)
    else:
        rows = (varied(phrases.spell_hours(hours), table, phrases.spell_law) for hours, table in permission.delay)
        yield from block("delay", (line for row in rows for line in row))
    if permission.give_up is not None:
        yield entry("give_up", phrases.spell_duration(permission.give_up))
