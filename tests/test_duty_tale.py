"""The story of a planned duty: a day worked out by hand, told in both languages; and what must hold for every duty."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.messages import LANGUAGES
from sim.outcomes import NEVER
from sim.report.duty_tale import duty_tale, other_plans, which_duty
from sim.report.text import LINE, width
from sim.rerun import latest_duty, once
from sim.scenario_file import load
from sim.story import DutyStory, occasions_at, tell_duty
from tests.days import Played, differences, read_day
from tests.random_cases import scenario as random_scenario
from tests.test_model import play

FOLDER = Path(__file__).parent
SOUTHWEST = FOLDER.parent / "scenarios" / "southwest.yaml"

BROKEN_OFF = """\
Mon 5 Jan 2026     since ready   what happened
00:00                            The period in which it is to be done began
12:00     ready         0 h 00   It was to be done now, as soon as people were free
12:00     begun         0 h 00   Engineer began at once
13:00                   1 h 00   Engineer was taken away for fault 0 of level A; 1 h of work was
                                 left
13:12                   1 h 12   Due soon: from now on it was urgent
15:00                   3 h 00   Engineer went on with the remaining 1 h
16:00     done          4 h 00   All was done
                                 Due by the end of Sun 11 Jan: in time, 6 d 8 h to spare
"""

LATE = """\
2026年1月5日 周一           就绪后   经过
16:00     就绪        0 小时 00 分   “巡检”已完成，此项可以开始
2026年1月7日 周三
00:00     到期    -- 32 小时 00 分 ---------------------------------------------------- 超时 16 小时
08:00     开始       40 小时 00 分   等待 40 小时后，工程师开始
12:00                44 小时 00 分   2 人中 1 人完成
12:00     开始       44 小时 00 分   等待 44 小时后，工程师开始
16:00     完成       48 小时 00 分   全部完成
"""

HANDED_OVER = """\
12:30     begun         0 h 00   Clerks began at once
14:00                   1 h 30   The shift of clerks ended; 1 h 30 min of work was left
14:00                   1 h 30   Clerks went on with the remaining 1 h 30 min
15:30     done          3 h 00   All was done
"""


def played(file: str, folder: Path) -> Played:
    day = read_day(FOLDER / file, folder)
    found = day.play()
    assert differences(day, found) == []
    return found


def told(found: Played, row: int) -> DutyStory:
    return tell_duty(found.scenario, found.plan, found.rules, found.workload, found.outcomes, row)


def trace(*options: str, lang: str = "en") -> tuple[int, str]:
    found = CliRunner().invoke(app, ["trace", str(SOUTHWEST), "--plan", "lean", *options, "--lang", lang])
    return found.exit_code, " ".join(found.output.split())


def test_a_day_reads_as_worked_out_by_hand(tmp_path: Path) -> None:
    found = played("stories/duty.yaml", tmp_path)
    inspection, report = told(found, 0), told(found, 1)
    assert "\n".join(duty_tale(inspection, "en")) + "\n" == BROKEN_OFF
    assert "\n".join(duty_tale(report, "zh")) + "\n" == LATE
    assert which_duty(report, 3, "report/north/0", "en") == [
        "Replication 3, duty report/north/0, plan one: report at Northtown, 2 people for 4 h each."
    ]
    assert other_plans([inspection, report], "en") == [
        "The same duty under other plans: 6 d 8 h to spare under one; 16 h late under one."
    ]


def test_a_shift_hands_a_duty_over(tmp_path: Path) -> None:
    lines = duty_tale(told(played("timetables/duty_handed_over_at_shift_end.yaml", tmp_path), 0), "en")
    assert HANDED_OVER in "\n".join(lines) + "\n"


@pytest.mark.parametrize("number", range(12))
def test_the_work_of_every_duty_adds_up(number: int) -> None:
    """What is left when somebody goes on is what was left when the work was broken off, and whoever is done has worked
    as long as was drawn; every story can be told on a Chinese Windows console."""
    scenario = random_scenario(number)
    rules, _, workload, outcomes = play(scenario)
    for row in np.flatnonzero(workload.tasks.occasions.person == 0).tolist():
        story = tell_duty(scenario, scenario.operation.plans[0], rules, workload, outcomes, row)
        members = np.flatnonzero(workload.tasks.group == workload.tasks.group[row])
        stints = outcomes.stints[np.isin(outcomes.stints["row"], workload.faults + members)]
        ended = outcomes.task_ended[members]
        if story.people and (ended != NEVER).sum() == story.people:
            assert int((stints["work_to"] - stints["work_from"]).sum()) == story.people * story.work
            assert story.done in (int(ended.max()), NEVER)
        begun = [line for line in story.lines if line.what.startswith("duty_begins")]
        gone_on = [line for line in story.lines if line.what == "duty_goes_on"]
        assert len(begun) + len(gone_on) == stints.size
        assert all(0 < line.span <= story.work for line in gone_on)
        for lang in LANGUAGES:
            lines = [*which_duty(story, 0, "a/b/0", lang), *duty_tale(story, lang)]
            "\n".join(lines).encode("gbk")
            assert all(width(line) <= LINE for line in lines)


def test_the_latest_of_a_duty_is_found_and_told_again() -> None:
    code, first = trace("--duty", "inspection/kunming", "--replications", "2", "--workers", "1")
    assert code == 0
    again = first.split(" ")
    options = again[again.index("--seed") :]
    code, second = trace(*options)
    assert code == 0
    assert first.endswith(second), "but for the sentence before it"
    spare = []
    scenario = load(SOUTHWEST)
    for replication in range(2):
        year = once(scenario, "lean", 1, replication)
        planned = year.workload.tasks.occasions
        place, kind = year.rules.sites.index("kunming"), year.workload.tasks.kinds.index("inspection")
        rows = occasions_at(planned, kind, place)
        study = scenario.study
        due = {row: int(planned.due[row]) for row in rows if study.opens_at < planned.due[row] <= study.closes_at}
        spare += [int(year.outcomes.task_ended[row]) - at for row, at in due.items()]
        found = latest_duty(year, "inspection", tuple(rows))
        assert found.margin == max(int(year.outcomes.task_ended[row]) - at for row, at in due.items())
    assert f"All {len(spare)} times" in first


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("inspektion", "Did you mean inspection?"),
        ("coordination", "Possible here: customer_meeting"),
        ("inspection/kunmin/1", "Did you mean kunming?"),
        ("digest/kunming", "digest is not done at kunming"),
        ("inspection/kunming/99", "the numbers of inspection are 0 to 5"),
        ("inspection/kunming/1/1", "Write DUTY/SITE/NUMBER"),
        ("training/kunming/1", "did not come about in replication 0"),
        ("training", "was not due in 1 contract year"),
    ],
)
def test_a_duty_that_there_is_not_is_refused(name: str, said: str) -> None:
    code, output = trace("--duty", name, "--replication", "0")
    assert code == 2 and said in output


def test_a_scenario_without_duties_says_so() -> None:
    file = str(SOUTHWEST.with_name("helpdesk.yaml"))
    plan = load(Path(file)).operation.plans[0].name
    found = CliRunner().invoke(app, ["trace", file, "--plan", plan, "--duty", "digest", "--lang", "en"])
    assert found.exit_code == 2 and "has no planned duties" in found.output


def test_a_duty_is_no_fault() -> None:
    assert trace("--duty", "digest", "--fault", "1")[0] == 2
    assert trace("--duty", "digest", "--worst", "A/restore")[0] == 2
