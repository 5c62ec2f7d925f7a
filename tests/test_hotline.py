"""Numbers that customers dial, phones that are off or engaged, and what random checks find."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np

from sim.hotline import most_lines, parts
from sim.measures import measure
from sim.model import simulate
from sim.policies import phone_answers, phone_shift
from sim.results.hotline import hotline_result
from sim.rules import roster_for, rules_for
from sim.scenario import Plan, Pool, Scenario
from sim.scenario_file import load
from sim.workload import Workload, draw_workload
from tests.days import read_day

HOUR = 3_600_000
FOLDER = Path(__file__).parent
SOUTHWEST = load(FOLDER.parent / "scenarios" / "southwest.yaml")


def with_pool(scenario: Scenario, name: str, **changes: object) -> Scenario:
    """The scenario with another pool of this name in all of its plans."""

    def changed(plan: Plan) -> Plan:
        pool: Pool = replace(plan.pools[name], **changes)
        return replace(plan, pools={**plan.pools, name: pool})

    operation = scenario.operation
    plans = tuple(changed(plan) for plan in operation.plans)
    return replace(scenario, operation=replace(operation, base=changed(operation.base), plans=plans))


def measured(scenario: Scenario, replication: int = 0, **plan_changes: object):
    plan = replace(scenario.operation.plans[0], **plan_changes)
    rules, workload = rules_for(scenario, plan), draw_workload(scenario, 1, replication)
    roster = roster_for(rules)
    return measure(scenario, plan, rules, roster, workload, simulate(rules, roster, workload), replication), plan


def test_a_phone_is_handed_on_at_eight_in_the_morning_and_in_the_evening() -> None:
    assert [phone_shift(at) for at in (0, 8 * HOUR - 1, 8 * HOUR, 20 * HOUR - 1, 20 * HOUR, 32 * HOUR)] == [
        0, 0, 1, 1, 2, 3,
    ]  # fmt: skip


def test_a_phone_answers_unless_it_is_off_or_engaged_with_what_is_open() -> None:
    assert phone_answers(False, 0.15, 0, 0.0)
    assert not phone_answers(True, 0.0, 0, 0.99)
    assert phone_answers(False, 0.15, 2, 0.3) and not phone_answers(False, 0.15, 2, 0.29)
    # Never engaged for more than nine calls in ten.
    assert phone_answers(False, 0.15, 100, 0.9) and not phone_answers(False, 0.15, 100, 0.89)


def test_pools_that_follow_one_another_hold_the_caller_in_one_line() -> None:
    plan = SOUTHWEST.operation.plans[0]
    assert parts(plan) == (("branch_phone",), ("company_hotline",), ("emergency_phone",))
    chained = replace(plan, who={"hotline": ("local", "hq_remote", "branch_phone", "hq_field")})
    assert parts(chained) == (("local", "hq_remote"), ("branch_phone",), ("hq_field",))
    assert most_lines(replace(SOUTHWEST, operation=replace(SOUTHWEST.operation, plans=(chained,)))) == 2


def test_phones_and_checks_disturb_no_other_draw() -> None:
    plain = with_pool(SOUTHWEST, "branch_phone", unreachable=None, busy=None)
    plain = replace(plain, agreements=replace(plain.agreements, checks=()))
    with_them, without = draw_workload(SOUTHWEST, 1, 3), draw_workload(plain, 1, 3)
    for column in fields(Workload):
        if column.name not in ("phones", "busy_u", "tasks"):
            assert np.array_equal(getattr(with_them, column.name), getattr(without, column.name)), column.name
    assert without.busy_u.shape[2] == with_them.busy_u.shape[2] - 1


def test_phones_are_off_as_often_as_is_said() -> None:
    off = np.concatenate([draw_workload(SOUTHWEST, 1, number).phones.off_u.ravel() < 0.02 for number in range(3)])
    assert abs(off.mean() - 0.02) < 4 * np.sqrt(0.02 * 0.98 / off.size)


def test_dials_are_counted_by_the_number_that_was_dialled(tmp_path: Path) -> None:
    """The day worked out by hand: the phones are dialled 4 + 4 times at the north and 1 + 2 + 1 at the south."""
    played = read_day(FOLDER / "timetables" / "chain_of_phones.yaml", tmp_path).play()
    tally, pools = played.tally.hotline, sorted(played.plan.pools)
    dialled = dict(zip(pools, tally.dialled[0].tolist(), strict=True))
    answered = dict(zip(pools, tally.answered[0].tolist(), strict=True))
    # a b c d f at the north once each, e twice and g once at the south.
    assert dialled == {"branch": 8, "desk": 7, "emergency": 2, "engineers": 0}
    assert answered == {"branch": 1, "desk": 4, "emergency": 2, "engineers": 0}
    assert (tally.called[0], tally.first[0]) == (7, 1)


def test_checks_find_the_phones_that_are_off_and_no_others() -> None:
    """H-02, H-04: four phones, four calls a month each."""
    always_off = measured(with_pool(SOUTHWEST, "branch_phone", unreachable=1.0))[0].hotline
    never_off = measured(with_pool(SOUTHWEST, "branch_phone", unreachable=0.0))[0].hotline
    assert always_off.checks[0].tolist() == [4 * 4 * 12, 12]
    assert (always_off.found[0, 0], always_off.noticed[0, 0], always_off.checked_periods[0, 0]) == (192, 12, 12)
    assert (never_off.found[0, 0], never_off.noticed[0, 0]) == (0, 0)
    found = [measured(SOUTHWEST, number)[0].hotline.found[0, 0] for number in range(6)]
    assert abs(sum(found) / (6 * 192) - 0.02) < 4 * np.sqrt(0.02 * 0.98 / (6 * 192))


def test_a_check_of_people_finds_out_whether_nobody_is_there() -> None:
    """H-03: the director calls the company hotline."""
    plan = SOUTHWEST.operation.plans[0]
    assert measured(SOUTHWEST)[0].hotline.found[0, 1] == 0
    nobody = {**plan.staff, "company_hotline": {"": ()}}
    assert measured(SOUTHWEST, staff=nobody)[0].hotline.found[0, 1] == 12


def test_what_a_year_of_checks_can_tell_is_told() -> None:
    tally, plan = measured(with_pool(SOUTHWEST, "branch_phone", unreachable=1.0))
    found = hotline_result(SOUTHWEST, plan, tally)
    assert found is not None
    branch = found.checks[0]
    assert branch.found_a_year == branch.checks_a_year == 192
    assert 0.97 < branch.tells_low < 1 == round(branch.tells_high, 9)  # 1 / (1 + 1.96^2 / 192)
    assert found.numbers[0].off is not None and found.numbers[0].off.value == 1
