"""The keys of the agreements: promises, how they are judged, readings."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from sim.scenario_file.shape.block import Block, Names, Value, Varied, line


class Terms(Block):
    """How a promise is judged."""

    attain: Value | None = line("threshold", "达标要求", "95% per quarter")
    within: Varied | None = line("the promised time", "承诺时限", "30 min")
    counting: Value | None = line(
        "wall, from opening, carry or open hours: how time outside the window counts",
        "计时方式：wall 自然时、from opening 开窗起算、carry 顺延、open hours 只计服务时段",
        "carry",
    )
    window: Value | None = line("the window of the clock; not written: the level's", "计时时段")
    workdays: Value | None = line("official, or mon-fri", "工作日口径", "mon-fri")
    from_: Value | None = Field(None, alias="from", description="the clock starts\n计时起点", examples=["logged"])
    to: Value | None = line("the clock stops", "计时终点", "restored")
    causes: Value | None = line("causes in scope, or all", "计入的原因", "own cannot_tell")
    sites: Value | None = line("sites in scope: all, with_base, bands or names", "计入的站点", "with_base")
    marks: Value | None = line("only faults with one of these marks count", "只计带有这些标记的故障", "special")
    reopened: Value | None = line(
        "a fault that comes back: own fault, or same fault (the clock of the first goes on)",
        "再次发生的故障：own fault 另计一起，same fault 沿用首次的计时",
        "own fault",
        "same fault",
    )
    by: Value | None = line("only these pools count, or anyone", "只算这些人员组", "resident local")
    fixed_first: Value | None = line("restored before it was needed: met, excluded, missed", "先行恢复的算法", "met")
    net_of: Value | None = line("waits taken out of the judged clock", "扣除的等待", "customer", "customer vendor")


class Promise(Terms):
    """A promised time. Without `within` it is measured only."""

    like: Value | None = line("another promise to start from", "以另一承诺为基础")
    readings: Value | None = line("other ways to read it", "其他读法", "call contact")


class Defaults(Promise):
    """What holds for every promise that does not say otherwise; and for a kind of promise, under its name."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Promise]


class Fact(Block):
    """What a reader of the contract says of its wording."""

    is_: Value | None = Field(None, alias="is", description="the answer\n答案")


class Facts(Block):
    """What only a reader of the contract can tell; `check` looks for contradictions in it."""

    worst_grade: Fact | None = line(
        "the worst grade and its promise: as its promise, or wider than its promise",
        "最高级别的定义与其承诺：一致（as its promise）或更宽（wider than its promise）",
    )
    equipment: Fact | None = line(
        "equipment of others: left out, or promised too", "他方设备：不含（left out）或也在承诺之内（promised too）"
    )
    third_party_path: Fact | None = line(
        "a fault of a third party: ends with the third party, or goes on to a visit",
        "第三方故障：到第三方为止（ends with the third party）或转入现场（goes on to a visit）",
    )
    local_staff: Fact | None = line(
        "the people on the spot go by: one name, or several names",
        "现场人员的称呼：一种（one name）或多种（several names）",
    )


class Check(Block):
    """Random calls to a hotline, to see whether somebody answers."""

    of: Value | None = line("the pool that is dialled, at each of its places", "被抽查的热线", "branch_phone")
    times: Value | None = line("how often each phone is dialled", "每部电话的抽查次数", "4 per month")


class Agreements(Block):
    """What was promised, and how it is judged."""

    clauses: Value | None = line("the contract's register of clauses", "条款登记表", "clauses.csv")
    defaults: Defaults | None = line("unless a promise says otherwise", "默认口径")
    readings: dict[str, Terms] | None = line("other ways to read a clause", "读法")
    promises: dict[str, dict[str, Promise]] | None = line("level, or every_level, then the kind", "级别 → 承诺种类")
    facts: Facts | None = line("what the contract's wording says", "合同措辞的事实")
    checks: dict[str, Check] | None = line("random checks of the hotline", "热线抽查")
    not_simulated: Names | None = line("clauses without a place, with the reason", "未模拟的条款与理由")
