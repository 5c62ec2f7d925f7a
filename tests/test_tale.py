"""A story in words: one night told in both languages, worked out by hand; and what must hold for every story."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from sim.calendars import DAY, HOUR, MINUTE, SECOND
from sim.messages import LANGUAGES
from sim.report.retold import which
from sim.report.tale import _shared_out, tale, told, where
from sim.report.text import LINE, width
from sim.scenario import Title
from sim.story import Part, Story, tell
from tests.days import differences, read_day
from tests.test_model import play
from tests.test_story import promised

ENGLISH = """\
Thu 19 Feb 2026 (Spring Festival)    since log   what happened
03:10:00                                         Customer dialled the hotline
03:12:00                                         Nobody answered for 2 min; the customer hung up
03:15:00                                         Customer dialled again
03:15:00                                         Company hotline answered
03:20:00  logged                        0 h 00   Registered as level A. The clocks started
03:20:00                                0 h 00   Local engineer called at home: on-site help
03:25                                   0 h 05   Handed over to those who will help
03:25                                   0 h 05   HQ engineer called at home: phone contact
03:33     contact                       0 h 13   HQ engineer (on call) phoned the customer
                                                 P-03 contact 30 min: kept, 17 min to spare
03:48                                   0 h 28   Phone advice did not help
03:50:00  L-A2 on site 30 min     --    0 h 30 ----------------------------------------- 24 min late
04:03                                   0 h 43   Diagnosis: our own system
04:03                                   0 h 43   Customer asked to permit remote access
04:14     on site                       0 h 54   Local engineer there (10 min to get ready, 44 min
                                                 on the road)
04:39                                   1 h 19   Customer permitted remote access after 36 min
04:39                                   1 h 19   HQ engineer (on call) began to work remotely
05:09                                   1 h 49   Remote work ended without success
05:20     headquarters needed           2 h 00   Still down 2 h after registration
05:20                                   2 h 00   HQ field engineer called at home: journey from
                                                 headquarters
05:20:00  L-A4 restored 2 h       --    2 h 00 ------------------------------------- 9 h 15 min late
05:50     leaves                        2 h 30   HQ field engineer (on call) left for Kunming
                                                 L-A5 leaves 3 h: kept, 30 min to spare
06:41                                   3 h 21   Work on site ended without success
07:40                                   4 h 20   At the airport; the 07:30 had gone, the next flight
                                                 was at 08:30
11:35                                   8 h 15   Landed
12:40     headquarters on site          9 h 20   HQ field engineer (on call) there
14:35     restored                     11 h 15   Repaired by HQ field engineer (on call) on site
20:35                                  17 h 15   HQ field engineer (on call) home again

Where the 24 min after the limit of L-A2 on site 30 min went (adds up)
  travel 0 h 24

Where the 9 h 15 min after the limit of L-A4 restored 2 h went (adds up)
  flight 3 h 05   repair by headquarters 1 h 55   to the airport 1 h 50   airport to site 1 h 05
  waiting for the flight 0 h 50   getting ready 0 h 30
"""

CHINESE = """\
2026年2月19日 周四（春节）               受理后   经过
03:10:00                                          用户拨打服务热线
03:12:00                                          2 分钟无人接听，用户挂断
03:15:00                                          用户再次拨打
03:15:00                                          公司客服热线接听
03:20:00  受理登记                 0 小时 00 分   登记为 A 级，时限开始计时
03:20:00                           0 小时 00 分   电话通知在家的本地维护人员：现场处理
03:25                              0 小时 05 分   派单完成
03:25                              0 小时 05 分   电话通知在家的总部工程师：电话联系
03:33     取得联系                 0 小时 13 分   总部工程师（备岗）电话联系用户
                                                  P-03 30 分钟取得联系：达标，余 17 分钟
03:48                              0 小时 28 分   电话指导未能解决
03:50:00  L-A2 30 分钟到达现场 --  0 小时 30 分 --------------------------------------- 超时 24 分钟
04:03                              0 小时 43 分   判断：属本系统问题
04:03                              0 小时 43 分   请用户授权远程接入
04:14     到达现场                 0 小时 54 分   本地维护人员到达（准备 10 分钟，路途 44 分钟）
04:39                              1 小时 19 分   36 分钟后用户授权远程接入
04:39                              1 小时 19 分   总部工程师（备岗）开始远程处理
05:09                              1 小时 49 分   远程处理未能解决
05:20     需总部动身               2 小时 00 分   受理后 2 小时仍未恢复
05:20                              2 小时 00 分   电话通知在家的总部现场工程师：总部赴现场
05:20:00  L-A4 2 小时恢复      --  2 小时 00 分 ---------------------------------- 超时 9 小时 15 分
05:50     总部动身                 2 小时 30 分   总部现场工程师（备岗）动身前往昆明
                                                  L-A5 3 小时动身：达标，余 30 分钟
06:41                              3 小时 21 分   现场处理未能解决
07:40                              4 小时 20 分   到达机场，07:30 的航班已走，下一班 08:30 起飞
11:35                              8 小时 15 分   航班落地
12:40     总部到场                 9 小时 20 分   总部现场工程师（备岗）到达
14:35     恢复                    11 小时 15 分   总部现场工程师（备岗）现场修复
20:35                             17 小时 15 分   总部现场工程师（备岗）回到总部

L-A2 30 分钟到达现场超时 24 分钟的去向（各项相加即总数）
  路途 0 小时 24 分

L-A4 2 小时恢复超时 9 小时 15 分的去向（各项相加即总数）
  飞行 3 小时 05 分   总部现场处理 1 小时 55 分   前往机场 1 小时 50 分   机场至现场 1 小时 05 分
  候机 0 小时 50 分   准备 0 小时 30 分
"""


@pytest.fixture
def night(tmp_path: Path) -> Story:
    day = read_day(Path(__file__).parent / "stories" / "night.yaml", tmp_path)
    played = day.play()
    assert differences(day, played) == []
    row = played.names.index("told")
    return tell(played.scenario, played.plan, played.rules, played.workload, played.outcomes, row)


@pytest.mark.parametrize(("lang", "expected"), [("en", ENGLISH), ("zh", CHINESE)])
def test_the_night_reads_as_worked_out_by_hand(night: Story, lang: str, expected: str) -> None:
    assert "\n".join(tale(night, lang)) + "\n" == expected


def test_only_the_promise_that_was_asked_for_is_accounted_for(night: Story) -> None:
    lines = "\n".join(tale(night, "en", ("A/restore",)))
    assert lines.count("Where the") == 1
    assert "of L-A4 restored 2 h went" in lines


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_story_can_be_told_on_a_chinese_windows_console(lang: str) -> None:
    for number in range(4):
        scenario = promised(number)
        rules, _, workload, outcomes = play(scenario)
        plan = scenario.operation.plans[0]
        for row in range(workload.faults):
            lines = tale(tell(scenario, plan, rules, workload, outcomes, row), lang)
            "\n".join(lines).encode("gbk")
            assert all(width(line) <= LINE for line in lines), (number, row)


def test_printed_parts_add_up_to_the_printed_total() -> None:
    rng = random.Random(1)
    for _ in range(500):
        unit = rng.choice([1, SECOND, MINUTE])
        spans = [rng.randrange(3 * HOUR) for _ in range(rng.randint(1, 6))]
        total, parts = _shared_out(sum(spans), spans, unit)
        assert sum(parts) == total
        assert all(abs(part * unit - span) < unit for part, span in zip(parts, spans, strict=True))
        assert total == sum(spans) // unit


def test_time_waited_for_a_person_names_the_person(night: Story) -> None:
    missed = night.deadline("A/restore")
    assert missed is not None
    parts = (Part(MINUTE, "waiting", pool=Title("local engineer", "本地维护人员")),)
    found = {lang: where(replace(missed, late=MINUTE, went_to=parts), lang)[1] for lang in LANGUAGES}
    assert found == {"en": "  waiting for local engineer 1 min", "zh": "  等待本地维护人员 1 分钟"}


def test_a_length_of_time_reads_as_in_the_column_of_times() -> None:
    assert told(5 * HOUR + 59 * MINUTE + 59 * SECOND, "en") == "5 h 59 min"
    assert told(2 * SECOND + 233, "en") == "2 s"
    assert told(233, "en") == "233 ms"
    assert told(3 * DAY + 57 * MINUTE, "zh") == "3 天 57 分钟"


def test_a_limit_that_the_calendar_moved_is_told_with_the_instant_it_was_due(night: Story) -> None:
    contact = night.deadline("A/contact")
    assert contact is not None
    moved = replace(contact, due=contact.due + 5 * DAY)
    lines = {lang: "".join(tale(replace(night, deadlines=(moved,)), lang)) for lang in LANGUAGES}
    assert "5 d 17 min to spare (due Tue 24 Feb 03:50)" in " ".join(lines["en"].split())
    assert "余5天17分钟（2月24日周二03:50到期）" in "".join(lines["zh"].split())


def test_a_fault_outside_the_contract_period_says_that_it_does_not_count(night: Story) -> None:
    assert night.uncounted == "" and len(which(night, 4, 3853, "en")) == 1
    assert "before the contract period" in which(replace(night, uncounted="before"), 4, 3853, "en")[-1]
    assert "合同期结束之后" in which(replace(night, uncounted="after"), 4, 3853, "zh")[-1]
