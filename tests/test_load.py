"""The people's load and a plan's cost on hand-made stints, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from sim.calendars import ALWAYS, Holidays, Hours, Span, calendar, days
from sim.journey import CONTACT, DIAGNOSIS, HQ_TRIP, ONSITE
from sim.measures import measure
from sim.measures.bins import BINS, EDGES, counted, quantile
from sim.measures.events import Case
from sim.measures.load import Load, by_hour_of_week, inside, load, outside
from sim.measures.tally import COSTS, INFINITE
from sim.outcomes import Record, Stint
from sim.rules import Roster
from sim.scenario import Costs, Money, Plan, Shift, whole_years
from sim.staff import payroll
from sim.teams import UNLIMITED, Team
from tests.made import DAY, HOUR, MINUTE, at, plan, pool, record, rules, scenario, team, workload

OFFICE = Hours((Span(frozenset({"mon", "tue", "wed", "thu", "fri"}), ((8 * HOUR, 18 * HOUR),)),))
SATURDAYS = Hours((Span(frozenset({"sat"}), ((8 * HOUR, 12 * HOUR),)),))


def ints(*values: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


def stint(step: int, number: int, taken: int, free: int, called_out: bool = False) -> Stint:
    made = Stint(0, step, number, taken, called_out)
    made.free = free
    return made


def loaded(stints: list[Stint], *teams: Team, **study: Any) -> Load:
    made = record(1)
    made.stints = stints
    names = tuple(sorted({entry.pool for entry in teams}))
    return load(scenario(**study), names, Case(workload(at(1)), rules(*teams), made.outcomes()), _nobody())


# ------------------------------------------------------------------ bins


def test_usual_limits_are_edges_and_bins_are_at_most_two_per_cent_wide() -> None:
    for limit in (MINUTE, 30 * MINUTE, 2 * HOUR, 4 * HOUR, 6 * HOUR, DAY, 2 * DAY):
        assert limit in EDGES
    assert (EDGES[2:] / EDGES[1:-1]).max() <= 1.02


def test_a_time_on_an_edge_is_within_it_and_endless_times_are_kept() -> None:
    bins = counted(ints(0, 30 * MINUTE, 30 * MINUTE + 1, INFINITE))
    assert bins.sum() == 4 and bins[0] == 1 and bins[BINS - 1] == 1
    assert bins[np.searchsorted(EDGES, 30 * MINUTE)] == 1
    assert bins[np.searchsorted(EDGES, 30 * MINUTE) + 1] == 1


def test_a_quantile_is_at_most_two_per_cent_too_large() -> None:
    times = (np.random.default_rng(1).lognormal(0, 1, 2001) * HOUR).astype(np.int64)
    for share in (0.5, 0.9, 0.95, 0.99):
        exact = np.sort(times)[int(np.ceil(round(share * 2001, 9))) - 1]
        assert exact <= (quantile(counted(times), share) or 0) <= exact * 1.02
    assert quantile(counted(ints(MINUTE, INFINITE)), 0.5) == MINUTE
    assert quantile(counted(ints(MINUTE, INFINITE)), 0.51) is None


# ------------------------------------------------------------------ stretches of time


def test_intervals_are_cut_by_spans() -> None:
    opens, closes = ints(0, 20, 40), ints(10, 30, 50)
    parts = inside(ints(5, 12, 28), ints(45, 18, 29), opens, closes)
    found = list(zip(parts.of, parts.start, parts.end, strict=True))
    assert found == [
        (0, 5, 10),
        (0, 20, 30),
        (0, 40, 45),
        (2, 28, 29),
    ]


def test_inside_and_outside_make_the_whole() -> None:
    office = calendar(OFFICE, days(Holidays(), scenario().study.start, 30))
    start, end = ints(at(1, 7), at(2, 12), at(3, 3)), ints(at(1, 20), at(6, 9), at(3, 4))
    both = inside(start, end, office.opens, office.closes).lengths.sum() + outside(start, end, office).lengths.sum()
    assert both == (end - start).sum()


def test_the_hour_of_the_week_counts_from_monday() -> None:
    """1 January 2026 is a Thursday: 23:30 to 01:15 lies in hours 95 and 96, 97."""
    hours = by_hour_of_week(ints(at(1, 23, 30)), ints(at(2, 1, 15)), 3)
    assert {int(hour): int(hours[hour]) for hour in np.flatnonzero(hours)} == {
        95: 30 * MINUTE,
        96: HOUR,
        97: 15 * MINUTE,
    }


# ------------------------------------------------------------------ load


def test_work_beyond_the_shift_is_overtime_and_not_busy_time() -> None:
    found = loaded([stint(ONSITE, 0, at(1, 16), at(1, 21))], team("local", scenario(), OFFICE))
    assert found.pools.busy_total.tolist() == [[2 * HOUR]]
    assert found.pools.overtime.tolist() == [[3 * HOUR]]
    assert found.pools.busy[0, 3 * 24 + 16] == HOUR and found.pools.busy[0, 3 * 24 + 18] == 0


def test_a_trip_from_headquarters_is_no_overtime() -> None:
    found = loaded([stint(HQ_TRIP, 0, at(1, 16), at(3, 21))], team("hq", scenario(), OFFICE))
    assert found.pools.overtime.tolist() == [[0]]
    assert found.pools.busy_total.tolist() == [[2 * HOUR + 10 * HOUR]], "Thursday from 16:00, and Friday"
    assert found.used.tolist() == [53 * HOUR]


def test_people_on_call_are_counted_apart() -> None:
    night = team("local", scenario(), ALWAYS, on_call=True)
    found = loaded([stint(ONSITE, 0, at(1, 2), at(1, 3), True), stint(ONSITE, 0, at(2, 2), at(2, 3))], night)
    assert found.pools.call_outs.tolist() == [[1]]
    assert found.pools.busy.sum() == 0 and found.pools.present.sum() == 0
    assert found.pools.called.sum() == 2 * HOUR
    assert found.pools.on_call.sum() == 365 * DAY


def test_people_present_are_headcount_times_hours_of_the_shift() -> None:
    """365 days from a Thursday hold 261 days from Monday to Friday."""
    found = loaded([], team("local", scenario(), OFFICE, 2), team("local", scenario(), SATURDAYS, 1))
    assert found.pools.present.sum() == 2 * 261 * 10 * HOUR + 52 * 4 * HOUR
    assert found.pools.present[0, 8] == 2 * 52 * HOUR, "Monday 08:00, 52 Mondays"


def test_unlimited_people_are_no_people_present() -> None:
    assert loaded([], team("local", scenario(), ALWAYS, UNLIMITED)).pools.present.sum() == 0


def test_only_what_lies_inside_the_study_counts() -> None:
    stints = [stint(ONSITE, 0, at(14, 22), at(15, 2)), stint(ONSITE, 0, at(379, 23), at(381, 0))]
    found = loaded(stints, team("local", scenario(warm_up=14), ALWAYS), warm_up=14)
    assert found.pools.busy_total.tolist() == [[3 * HOUR]]


def test_someone_never_free_again_is_busy_to_the_end() -> None:
    found = loaded([stint(ONSITE, 0, at(365, 22), -1)], team("local", scenario()))
    assert found.pools.busy_total.tolist() == [[2 * HOUR]]


def test_waits_are_those_of_the_jobs_that_got_somebody() -> None:
    made = record(3)
    for row, (ready, started) in enumerate([(at(1, 9), at(1, 9)), (at(1, 9), at(1, 10)), (at(1, 9), -1)]):
        made.ready[CONTACT][row], made.started[CONTACT][row] = ready, started
        made.team[CONTACT][row] = 0 if started >= 0 else -1
    case = Case(workload(at(1), at(1), at(1)), rules(team("local", scenario())), made.outcomes())
    found = load(scenario(), ("local",), case, _nobody()).pools
    assert (found.taken[0, CONTACT], found.waited[0, CONTACT], found.wait_total[0, CONTACT]) == (2, 1, HOUR)
    assert found.wait[0].sum() == 2


def test_a_diagnosis_that_follows_contact_is_no_job_of_its_own() -> None:
    made = record(2)
    for row, steps in enumerate([(CONTACT, DIAGNOSIS), (DIAGNOSIS,)]):
        for step in steps:
            made.ready[step][row] = made.started[step][row] = at(1, 9)
            made.team[step][row] = 0
    case = Case(workload(at(1), at(1)), rules(team("local", scenario())), made.outcomes())
    taken = load(scenario(), ("local",), case, _nobody()).pools.taken
    assert (taken[0, CONTACT], taken[0, DIAGNOSIS]) == (1, 1)


# ------------------------------------------------------------------ payroll and cost


def test_payroll_is_hours_over_a_persons_year_or_three_for_a_place_on_call() -> None:
    always, nights = Shift("1 always", 1, ALWAYS, False), Shift("1 off call", 1, ALWAYS, True)
    staff: Mapping[str, Any] = {
        "seat": {"": (always,)},
        "call": {"a": (nights,), "b": (nights,)},
        "both": {"": (always, nights)},
        "turns": {"": (Shift("", 1, OFFICE, True), Shift("", 1, Hours(OFFICE.spans, outside=True), True))},
        "all": {"": (Shift("", None, ALWAYS, False),)},
    }
    people = payroll(plan(staff=staff), whole_years(scenario()))
    assert people["seat"] == pytest.approx(4.8)
    assert people["call"] == 6
    assert people["both"] == pytest.approx(4.8)
    assert people["turns"] == 3, "the two shifts follow each other"
    assert people["all"] is None


def priced() -> Plan:
    """A seat and a phone on call by the payroll, and people from headquarters by the hour."""
    yuan = "yuan"
    return plan(
        pools={
            "local": pool("local", pay=Money(182_500.0, yuan, "year")),
            "hq": pool("hq", charge=Money(160.0, yuan, "hour")),
        },
        staff={"local": {"": (Shift("", 1, ALWAYS, True),)}, "hq": {"": (Shift("", 1, ALWAYS, False),)}},
        costs=Costs(
            person_year_hours=1825,
            on_cost=1.4,
            standby=Money(10.0, yuan, "hour"),
            call_out=Money(300.0, yuan),
            hq_trip=Money(3500.0, yuan),
            overtime={"workdays": 1.5, "restdays": 1.8, "sat": 2.0},
        ),
    )


def test_every_part_of_the_cost_is_as_on_paper() -> None:
    """Overtime from Friday 18:00 to Saturday 02:00: 6 h at 1.5 and 2 h at the higher of 1.8 and 2, of 100 yuan an hour.
    Pay is 1.4 times as dear as it looks."""
    made = scenario()
    workload_, outcomes = workload(at(1)), record(1)
    outcomes.raised[0] = at(1)
    outcomes.requested[HQ_TRIP][0], outcomes.hq_departed[0] = at(1), at(1, 1)
    outcomes.stints = [
        stint(ONSITE, 0, at(2, 17), at(3, 2), called_out=True),
        stint(HQ_TRIP, 1, at(1), at(2)),
    ]
    teams = team("local", made, OFFICE, on_call=True), team("hq", made)
    tally = measure(made, priced(), rules(*teams), _nobody(), workload_, outcomes.outcomes(), 3)
    cost = dict(zip(COSTS, tally.cost[0].tolist(), strict=True))
    assert cost == pytest.approx(
        {
            "staff": 3 * 182_500 * 1.4,
            "standby": 261 * 10 * 10,
            "call_outs": 300,
            "overtime": (6 * 1.5 + 2 * 2) * 100 * 1.4,
            "trips": 3500,
            "charge": 24 * 160,
        }
    )
    assert tally.faults.trips.tolist() == [1] and tally.replications.tolist() == [3]


def test_where_faults_ended_is_counted_inside_the_study() -> None:
    made = scenario(warm_up=14)
    outcomes: Record = record(3)
    outcomes.raised = [at(14), at(15), at(379, 23)]
    outcomes.restored_by = [ONSITE, CONTACT, -1]
    outcomes.arrived[ONSITE][1] = at(16)
    outcomes.dials, outcomes.connected = [1, 2, 1], [1, 1, 0]
    work = workload(*outcomes.raised)
    people = plan(pools={"hq": pool("hq")})
    tally = measure(made, people, rules(team("hq", made)), _nobody(), work, outcomes.outcomes()).faults
    assert (tally.faults[0], tally.unrestored[0], tally.visits[0]) == (2, 1, 1)
    assert (tally.dials[0], tally.connected[0]) == (3, 1)
    assert tally.ended_at[0, CONTACT] == 1 and tally.ended_at.sum() == 1


def test_faults_that_came_back_and_questions_are_counted_inside_the_study() -> None:
    """Of three faults the last had come back. The customer answered the first question after 3 h; the second fault was
    restored 2 h after he was asked; the third one's wait never ended. Two more lie before and after the study."""
    made = scenario(warm_up=14)
    outcomes: Record = record(5)
    outcomes.raised = [at(14), at(15), at(16), at(17), at(380)]
    outcomes.inquired = [at(14, 1), at(15, 1), at(16, 1), at(17, 1), at(380, 1)]
    outcomes.informed = [at(14, 2), at(15, 4), -1, -1, -1]
    outcomes.restored = [at(14, 3), at(15, 9), at(16, 3), -1, -1]
    work = workload(*outcomes.raised, parent=[-1, -1, -1, 1, 0])
    people = plan(pools={"hq": pool("hq")})
    tally = measure(made, people, rules(team("hq", made)), _nobody(), work, outcomes.outcomes()).faults
    assert (tally.faults[0], tally.came_back[0], tally.inquired[0]) == (3, 1, 3)
    assert tally.inquired_for[0] == 3 * HOUR + 2 * HOUR


def _nobody() -> Roster:
    return Roster(*(np.zeros(0, dtype=np.int64) for _ in range(4)))


def test_the_lead_coordinates_so_many_minutes_for_every_hour_of_work_on_site(tmp_path) -> None:
    """Two visits of 90 min in a year of 365 days: 3 h of work on site, at 10 min an hour half an hour."""
    from sim.measures.measure import measure
    from sim.model import simulate
    from sim.results.people import leads
    from sim.rules import roster_for, rules_for
    from sim.scenario_file import load
    from sim.tickets import read

    (tmp_path / "a.yaml").write_text(
        "demand:\n"
        "  sites: {town: {travel: 30 min}}\n"
        "  levels: {fault: {faults: 1 per year}}\n"
        "  steps: {onsite: {work: 90 min}}\n"
        "  duties: {calls: {clause: P-10, by: lead, every: hour of on-site work, takes: 10 min}}\n"
        "operation:\n"
        "  pools: {local: {}, lead: {}}\n"
        "  who: {onsite: local}\n"
        "  plans: {plan: {local: 2, lead: 1}}\n"
        "study: {start: 2026-01-01, length: 1 year}\n",
        encoding="utf-8",
    )
    (tmp_path / "w.csv").write_text("raised,level\n2026-03-02 09:00,fault\n2026-03-02 09:10,fault\n", encoding="utf-8")
    scenario = load(tmp_path / "a.yaml")
    plan = scenario.operation.plans[0]
    rules = rules_for(scenario, plan)
    roster, work = roster_for(rules), read(tmp_path / "w.csv", scenario, 1)
    tally = measure(scenario, plan, rules, roster, work, simulate(rules, roster, work))
    (lead,) = leads(scenario, plan, tally)
    assert lead.hours * 60 == pytest.approx(30 * 365.25 / 365, rel=0.002)
    assert lead.share == pytest.approx(lead.hours / 8760, rel=0.01)
