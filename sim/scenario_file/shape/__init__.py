"""The shape of a scenario file: which keys stand where, what each means in both languages.

These models check keys, and which of them hold tables; values in words are read later, where their names are known.
No key is required here, because a table may take it from another one (`like`, a band, the operation of all plans).
The JSON Schema that editors use is made from the same models.
"""

from __future__ import annotations

from sim.scenario_file.shape.agreements import Agreements
from sim.scenario_file.shape.block import Block, Names, Value, line
from sim.scenario_file.shape.demand import Demand
from sim.scenario_file.shape.operation import Operation


class Calendar(Block):
    """Public holidays and names for parts of the week."""

    holidays: Value | None = line("country of the public holidays; none: there are none", "法定节假日所属国家", "CN")
    extra_holidays: Value | None = line("further days off", "额外放假日期", "2026-05-06")
    extra_workdays: Value | None = line("days that are worked after all", "额外上班日期", "2026-10-10")
    hours: Names | None = line("names for parts of the week", "时段名称", "{office: workdays 08:30-18:00}")


class Study(Block):
    """How long to look, and when to believe it."""

    start: Value | None = line("first day", "起始日", "2026-01-01")
    length: Value | None = line("how long", "时长", "1 year")
    warm_up: Value | None = line("played before it, not counted", "预热期", "4 weeks")
    cool_down: Value | None = line("faults go on for so long after it, not counted", "收尾期", "2 weeks")
    confidence: Value | None = line("of every interval", "置信水平", "95%")
    precision: Value | None = line("half the width of every interval", "精度（区间半宽）", "1%")
    replications: Value | None = line("contract years", "模拟合同年数", "300 to 5000")
    sign_if: Value | None = line("the risk the company takes", "签约门槛", "90% of periods kept")


class ScenarioFile(Block):
    """A scenario: demand, operation, agreements, study; calendar and sources serve them all."""

    name: Value | None = line("short name; not written: the file's", "名称；不写则用文件名")
    calendar: Calendar | None = line("holidays and parts of the week", "日历与时段")
    demand: Demand | None = line("what breaks", "需求：什么会坏")
    operation: Operation | None = line("who is there", "运营：谁在岗")
    agreements: Agreements | None = line("what was promised", "约定：承诺了什么")
    study: Study | None = line("how long to look", "研究：看多久")
    sources: Names | None = line("where figures come from", "数据来源")
