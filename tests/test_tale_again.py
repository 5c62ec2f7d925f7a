"""A special fault that comes back, told in both languages, worked out by hand: a question to the customer, a senior
engineer who sets out at once, and a promise to which what comes back is the same fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.report.retold import which
from sim.report.tale import tale
from sim.story import tell
from tests.days import differences, read_day

FIRST_ENGLISH = """\
Replication 0, fault 0, plan lean: Kunming, level A, special fault; a fault of our own system.

Mon 5 Jan 2026                    since log   what happened
09:00:00  logged                     0 h 00   Registered as level A. The clocks started
09:00:00  contact                    0 h 00   HQ engineer phoned the customer
09:00:00  headquarters needed        0 h 00   A fault that brings a senior engineer from
                                              headquarters at once
09:00:00                             0 h 00   HQ senior engineer prepared to leave
09:10                                0 h 10   Phone advice did not help
09:15                                0 h 15   Customer asked for information; nobody waits with the
                                              case until he answers
                                              L-A1 reply 1 h: kept, 45 min to spare
09:30     leaves                     0 h 30   HQ senior engineer left for Kunming
10:30                                1 h 30   At the airport; the 09:00 had gone, the next flight
                                              was at 11:00
11:15                                2 h 15   Customer answered after 2 h
11:15                                2 h 15   HQ engineer went on with it
11:30                                2 h 30   Diagnosis: our own system
11:30                                2 h 30   Local engineer set out
11:50     on site                    2 h 50   Local engineer there (20 min on the road)
12:50                                3 h 50   Work on site ended without success
13:00                                4 h 00   Landed
13:00:00  L-A4 restored 4 h    --    4 h 00 ---------------------------------------- 3 h 40 min late
13:30     headquarters on site       4 h 30   HQ senior engineer there
                                              L-S1 HQ on site 6 h: kept, 1 h 30 min to spare
14:30     restored                   5 h 30   Repaired by HQ senior engineer on site
16:30                                7 h 30   The fault came back, as fault 1
18:00                                9 h 00   HQ senior engineer home again

Where the 3 h 40 min after the limit of L-A4 restored 4 h went (adds up)
  seemed restored until it came back 2 h 00   repair by headquarters 1 h 00   airport to site 0 h 30
  phone advice 0 h 10
"""

FIRST_CHINESE = """\
模拟编号 0、故障编号 0，方案“lean”：昆明，A 级，特殊故障；属本系统问题。

2026年1月5日 周一                  受理后   经过
09:00:00  受理登记           0 小时 00 分   登记为 A 级，时限开始计时
09:00:00  取得联系           0 小时 00 分   总部工程师电话联系用户
09:00:00  需总部动身         0 小时 00 分   此类故障由总部高级工程师立即赴现场
09:00:00                     0 小时 00 分   总部高级工程师准备动身
09:10                        0 小时 10 分   电话指导未能解决
09:15                        0 小时 15 分   向用户询问情况，等待答复期间不占用人员
                                            L-A1 1 小时回复：达标，余 45 分钟
09:30     总部动身           0 小时 30 分   总部高级工程师动身前往昆明
10:30                        1 小时 30 分   到达机场，09:00 的航班已走，下一班 11:00 起飞
11:15                        2 小时 15 分   2 小时后用户答复
11:15                        2 小时 15 分   总部工程师接手继续
11:30                        2 小时 30 分   判断：属本系统问题
11:30                        2 小时 30 分   本地维护人员出发
11:50     到达现场           2 小时 50 分   本地维护人员到达（路途 20 分钟）
12:50                        3 小时 50 分   现场处理未能解决
13:00                        4 小时 00 分   航班落地
13:00:00  L-A4 4 小时恢复 -- 4 小时 00 分 ---------------------------------------- 超时 3 小时 40 分
13:30     总部到场           4 小时 30 分   总部高级工程师到达
                                            L-S1 6 小时总部到现场：达标，余 1 小时 30 分
14:30     恢复               5 小时 30 分   总部高级工程师现场修复
16:30                        7 小时 30 分   故障再次发生，编号为 1
18:00                        9 小时 00 分   总部高级工程师回到总部

L-A4 4 小时恢复超时 3 小时 40 分的去向（各项相加即总数）
  看似恢复至再次发生 2 小时 00 分   总部现场处理 1 小时 00 分   机场至现场 0 小时 30 分
  电话指导 0 小时 10 分
"""

SECOND_ENGLISH = """\
Replication 0, fault 1, plan lean: Kunming, level A, special fault; a fault of our own system.

Mon 5 Jan 2026                   since log   what happened
16:30:00                            0 h 00   Fault 0 came back, 2 h after its restoration
16:30:00  logged                    0 h 00   Registered as level A. The clocks started
16:30:00  contact                   0 h 00   HQ engineer phoned the customer
16:30:00  headquarters needed       0 h 00   A fault that brings a senior engineer from headquarters
                                             at once
16:30:00                            0 h 00   Journey from headquarters: nobody free for 10 min, then
                                             not needed any more
16:40     restored                  0 h 10   Solved by phone
                                             L-A1 reply 1 h: kept, 50 min to spare
                                             L-S1 HQ on site 6 h: kept, as service was back before
"""

SECOND_CHINESE = """\
模拟编号 0、故障编号 1，方案“lean”：昆明，A 级，特殊故障；属本系统问题。

2026年1月5日 周一             受理后   经过
16:30:00                0 小时 00 分   故障 0 恢复后 2 小时再次发生
16:30:00  受理登记      0 小时 00 分   登记为 A 级，时限开始计时
16:30:00  取得联系      0 小时 00 分   总部工程师电话联系用户
16:30:00  需总部动身    0 小时 00 分   此类故障由总部高级工程师立即赴现场
16:30:00                0 小时 00 分   总部赴现场：10 分钟内无人空闲，其后不再需要
16:40     恢复          0 小时 10 分   电话指导解决
                                       L-A1 1 小时回复：达标，余 50 分钟
                                       L-S1 6 小时总部到现场：达标，此前业务已恢复
"""

TOLD = [
    ("first", "en", FIRST_ENGLISH),
    ("first", "zh", FIRST_CHINESE),
    ("second", "en", SECOND_ENGLISH),
    ("second", "zh", SECOND_CHINESE),
]


@pytest.mark.parametrize(("name", "lang", "expected"), TOLD)
def test_a_fault_that_comes_back_reads_as_worked_out_by_hand(
    name: str, lang: str, expected: str, tmp_path: Path
) -> None:
    day = read_day(Path(__file__).parent / "stories" / "again.yaml", tmp_path)
    played = day.play()
    assert differences(day, played) == []
    row = played.names.index(name)
    story = tell(played.scenario, played.plan, played.rules, played.workload, played.outcomes, row)
    assert "\n".join([*which(story, 0, row, lang), "", *tale(story, lang)]) + "\n" == expected
