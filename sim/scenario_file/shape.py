"""The shape of a scenario file: which keys stand where, what each means in both languages.

These models check keys, and which of them hold tables; values in words are read later, where their names are known.
No key is required here, because a table may take it from another one (`like`, a band, the operation of all plans).
The JSON Schema that editors use is made from the same models.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError, WithJsonSchema

from sim.problems import Problem, nearest
from sim.scenario_file.tree import Node, Table, Words

VALUE, TABLE = "<value>", "<table>"


def _either(value: object) -> str:
    return TABLE if isinstance(value, dict) else VALUE


def line(en: str, zh: str, *examples: str) -> Any:
    """A key with its meaning in both languages and good values."""
    return Field(default=None, description=f"{en}\n{zh}", examples=list(examples) or None)


Value = Annotated[str, WithJsonSchema({"type": ["string", "number"]})]
"""Words: a number with its unit, a phrase, names. YAML takes some of them for numbers."""

_OneLevel = Annotated[
    Annotated[Value, Tag(VALUE)] | Annotated[dict[str, Value], Tag(TABLE)],
    Discriminator(_either),
]
Varied = Annotated[
    Annotated[Value, Tag(VALUE)] | Annotated[dict[str, _OneLevel], Tag(TABLE)],
    Discriminator(_either),
]
"""A value, or one for each level, place or part of the week; `others` is the rest, names may be joined by spaces."""

Names = dict[str, Value]


class Block(BaseModel):
    """What every table may hold beside its own keys."""

    model_config = ConfigDict(extra="forbid", strict=True)

    en: Value | None = line("title in English; not written: the name", "英文名称；不写则用键名")
    zh: Value | None = line("title in Chinese; not written: the English one", "中文名称；不写则用英文名称")
    note: Value | None = line("a remark for readers", "备注")
    clause: Value | None = line("numbers of the clauses this stands for", "对应的条款编号", "P-05", "P-03 P-04")
    source: Varied | None = line(
        "where the figures of this table come from: keys of `sources`, computed, measured or expert",
        "本表数字的出处：sources 中的编号，或 computed、measured、expert",
        "S41",
    )


# ------------------------------------------------------------------ calendar


class Calendar(Block):
    """Public holidays and names for parts of the week."""

    holidays: Value | None = line("country of the public holidays; none: there are none", "法定节假日所属国家", "CN")
    extra_holidays: Value | None = line("further days off", "额外放假日期", "2026-05-06")
    extra_workdays: Value | None = line("days that are worked after all", "额外上班日期", "2026-10-10")
    hours: Names | None = line("names for parts of the week", "时段名称", "{office: workdays 08:30-18:00}")


# ------------------------------------------------------------------ demand


class Journey(Block):
    """From headquarters to the customer."""

    to_airport: Value | None = line("way to the airport or station", "去机场或车站", "uniform 1.5 h to 2.5 h")
    flights: Value | None = line("departures; none: leaves at once", "班次", "hourly 06:30-22:00", "07:00 13:00")
    flight: Value | None = line("time on the way", "在途时间", "uniform 2.8 h to 3.4 h")
    late: Value | None = line("share of late flights, and by how much", "晚点比例与时长", "15% exponential mean 1 h")
    to_site: Value | None = line("from there to the site", "到达后去现场", "uniform 0.7 h to 1.5 h")


class Band(Block):
    """What sites of one kind have in common."""

    like: Value | None = line("another band to start from", "以另一类为基础")
    travel: Value | None = line("from the base to the site, on duty", "在岗时从驻地到现场", "mean 25 min cv 0.5")
    travel_from_home: Value | None = line("called out at home; not written: as travel", "在家备岗时到现场")
    from_hq: Journey | None = line("the way from headquarters", "总部到现场的路程")
    size: Value | None = line("faults compared with an ordinary site", "故障量相对普通站点的倍数", "0.5")
    base: Value | None = line(
        "the site whose office serves this one; not written: its own; nowhere: none",
        "由哪个站点的驻地负责；不写为本站；nowhere 为没有",
    )


class Site(Band):
    """A customer site."""

    band: Value | None = line("the band it belongs to", "所属类别")


class Level(Block):
    """A fault level."""

    like: Value | None = line("another level to start from", "以另一级为基础")
    faults: Value | None = line("how many faults", "故障数量", "0.15 per site per month", "18 per hour")
    rhythm: Varied | None = line("when in the week they are raised; not written: evenly", "一周内的分布", "60% day")
    work_factor: Value | None = line("multiplies the work of all our steps", "各步骤工时的倍数", "0.8")


class Peak(Block):
    """Busier days."""

    days: Value | None = line("days of every month, or dates", "每月的日子或日期", "1-5 of month")
    months: Value | None = line("of these months only", "仅限这些月份", "1 4 7 10")
    factor: Value | None = line("how much busier", "倍数", "1.5")


class Causes(Block):
    """What the diagnosis will say, as shares that make 100 %."""

    own: Varied | None = line("our own system", "本系统", "70%")
    environment: Varied | None = line("the running environment: a third party repairs it", "运行环境（第三方）", "20%")
    cannot_tell: Varied | None = line("cannot be told", "无法判断", "10%")
    cannot_tell_is_environment: Varied | None = line(
        "of what cannot be told, the share that is truly the environment", "无法判断中实为环境的比例", "50%"
    )


class Hotline(Block):
    """Callers and the desk that answers them."""

    work: Varied | None = line("length of a call", "通话时长", "mean 5 min cv 0.8")
    solves: Varied | None = line("share solved on the phone at once", "当场解决的比例", "35%")
    patience: Value | None = line("how long callers wait; not written: for ever", "等待耐心", "exponential mean 3 min")
    redials: Value | None = line("who hung up dials again", "挂断后重拨", "90% after 5 min at most 3 times")
    other_way: Value | None = line("who gives up reports another way", "放弃后改用其他方式", "after 60 min")


class Handover(Block):
    """From the log to those who will work on it."""

    delay: Varied | None = line("how long it takes", "派单用时", "5 min")


class Contact(Block):
    """First contact and advice by phone."""

    work: Varied | None = line("length of the talk", "通话时长", "median 15 min 90% within 42 min")
    solves: Varied | None = line("share solved so", "解决比例", "20%")


class Diagnosis(Block):
    """Finding the cause, in one job with the contact."""

    work: Varied | None = line("how long it takes", "判断用时", "median 20 min 90% within 49 min")


class Authorisation(Block):
    """The customer's permission for remote work."""

    granted: Varied | None = line("share granted", "同意的比例", "95%")
    delay: Varied | None = line("until the answer; may differ by hours", "等待答复的时间，可分时段", "10 min")
    give_up: Value | None = line("given up after; not written: never", "最长等待", "60 min")


class Remote(Block):
    """Remote work on a fault of our own system."""

    authorisation: Authorisation | None = line("permission; not written: given at once", "用户授权；不写为立即授权")
    work: Varied | None = line("how long it takes", "远程工时", "median 60 min 90% within 190 min")
    solves: Varied | None = line("share solved so", "解决比例", "75%")


class ThirdParty(Block):
    """A fault of the environment, repaired by its vendor."""

    request: Varied | None = line("until the request is sent", "提出请求用时", "30 min")
    turnaround: Varied | None = line("until the vendor has repaired it", "第三方修复用时", "median 8 h 90% within 29 h")


class Onsite(Block):
    """A visit by the people near the customer."""

    work: Varied | None = line("time at work on site", "现场工时", "median 90 min 90% within 285 min")
    solves: Varied | None = line("share solved by a visit", "一次上门解决比例", "75%")
    second_visit: Varied | None = line("chance of a second visit when the first failed", "失败后再次上门的概率", "30%")


class HqSupport(Block):
    """Headquarters helps from afar, beside everything else."""

    work: Varied | None = line("how long it takes", "支持工时", "median 60 min 90% within 190 min")
    solves: Varied | None = line("share solved so", "解决比例", "30%")


class HqTrip(Block):
    """Headquarters travels to the customer and solves what is our own."""

    prepare: Varied | None = line("getting ready", "准备时间", "30 min")
    work: Varied | None = line("time at work on site", "现场工时", "median 2 h 90% within 6 h")


class Steps(Block):
    """The steps of a fault's way; a step that is not written does not exist."""

    hotline: Hotline | None = line("the call", "热线受理")
    handover: Handover | None = line("hand-over", "派单")
    contact: Contact | None = line("first contact", "取得联系与电话解答")
    diagnosis: Diagnosis | None = line("finding the cause", "判断问题点")
    remote: Remote | None = line("remote work", "远程维护")
    third_party: ThirdParty | None = line("the vendor", "第三方厂家")
    onsite: Onsite | None = line("a visit", "现场维护")
    hq_support: HqSupport | None = line("help from headquarters", "总部支持")
    hq_trip: HqTrip | None = line("headquarters travels", "总部人员到现场")


class Demand(Block):
    """What breaks, where, and how long the work takes."""

    bands: dict[str, Band] | None = line("kinds of sites", "站点类别")
    sites: dict[str, Site] | None = line("the customer's sites; not written: one, called site", "客户站点")
    levels: dict[str, Level] | None = line("fault levels", "故障级别")
    rhythm: Varied | None = line("when in the week faults are raised", "故障在一周内的分布", "60% day")
    peaks: dict[str, Peak] | None = line("busier days", "高峰日")
    causes: Causes | None = line("causes; not written: all our own", "原因构成；不写则全部为本系统")
    steps: Steps | None = line("the steps of a fault's way", "处理步骤")


# ------------------------------------------------------------------ operation


class Pool(Block):
    """Interchangeable people."""

    at: Value | None = line("each base, bands or sites; not written: one central place", "驻地", "each base", "capital")
    levels: Value | None = line("serves these levels only", "仅服务这些级别", "A")
    travel: Value | None = line("instead of the site's travel", "代替站点路程", "3 min")
    travel_from_home: Value | None = line("instead of the site's travel from home", "代替从家出发的路程")
    ready_in: Value | None = line("time on-call people need to get ready", "备岗人员准备时间", "10 min")
    pay: Value | None = line("employed for the roster", "按编制付酬", "115000 yuan per year")
    charge: Value | None = line("paid by the hour used", "按使用小时计费", "160 yuan per h")


class Who(Block):
    """Who does a step: pools in order of preference."""

    hotline: Value | None = line("pools", "人员组", "branch then company")
    contact: Value | None = line("pools; they do the diagnosis too", "人员组（也负责判断）")
    diagnosis: Value | None = line("pools, where no contact is written", "人员组（未写联系步骤时）")
    remote: Value | None = line("pools", "人员组")
    onsite: Value | None = line("pools", "人员组", "resident then local")
    hq_support: Value | None = line("pools", "人员组")
    hq_trip: Value | None = line("pools", "人员组")


class Handling(Block):
    """What is done with the faults of a level."""

    window: Value | None = line("when work may start; not written: always", "服务时段", "7x24")
    onsite: Value | None = line("at once, or after remote", "立即上门，或远程之后", "at once", "after remote")
    hq_support: Value | None = line("headquarters helps at once", "总部立即支持", "at once")
    hq_trip: Value | None = line("headquarters travels after", "总部在此之后动身", "after 2 h")


class Rules(Block):
    """Who is served first, and what happens at the end of a shift."""

    rank: Value | None = line("levels from the first served to the last, or: first come", "优先次序", "A B C D")
    shift_end: Value | None = line("finish: the job in hand is finished", "下班规则", "finish")


class Overtime(Block):
    """What an hour beyond one's own shift costs, as a multiple."""

    workdays: Value | None = line("on workdays", "工作日", "1.5")
    restdays: Value | None = line("on other days", "休息日", "2")
    holidays: Value | None = line("on public holidays", "法定节假日", "3")


class Costs(Block):
    """Prices."""

    person_year: Value | None = line("what one person works in a year", "一人一年的工时", "1825 h")
    on_cost: Value | None = line("turns pay into cost", "人力成本系数", "1.4")
    standby: Value | None = line("an hour on call", "备岗每小时", "10 yuan per h")
    call_out: Value | None = line("a call-out", "每次出动", "300 yuan")
    hq_trip: Value | None = line("a trip from headquarters", "总部每次出差", "3500 yuan")
    overtime: Overtime | None = line("overtime", "加班倍数")


class Plan(Block):
    """A staffing plan: pools with their people present, and settings of its own."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Varied]

    like: Value | None = line("another plan to start from", "以另一方案为基础")
    pools: dict[str, Pool] | None = line("instead of the operation's", "代替总设置中的人员组")
    who: Who | None = line("instead of the operation's", "代替总设置中的分工")
    handling: dict[str, Handling] | None = line("instead of the operation's", "代替总设置中的处理方式")
    rules: Rules | None = line("instead of the operation's", "代替总设置中的规则")
    costs: Costs | None = line("instead of the operation's", "代替总设置中的价格")


class Operation(Block):
    """Who is there, and by which rules they work."""

    pools: dict[str, Pool] | None = line("pools of people", "人员组")
    who: Who | None = line("who does which step", "各步骤由谁做")
    handling: dict[str, Handling] | None = line("what is done with each level, or every_level", "各级别的处理方式")
    rules: Rules | None = line("order and shift end", "优先次序与下班规则")
    plans: dict[str, Plan] | None = line("staffing plans", "人员方案")
    costs: Costs | None = line("prices", "价格")


# ------------------------------------------------------------------ agreements


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


class Agreements(Block):
    """What was promised, and how it is judged."""

    clauses: Value | None = line("the contract's register of clauses", "条款登记表", "clauses.csv")
    defaults: Defaults | None = line("unless a promise says otherwise", "默认口径")
    readings: dict[str, Terms] | None = line("other ways to read a clause", "读法")
    promises: dict[str, dict[str, Promise]] | None = line("level, or every_level, then the kind", "级别 → 承诺种类")
    not_simulated: Names | None = line("clauses without a place, with the reason", "未模拟的条款与理由")


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


# ------------------------------------------------------------------ checking


def check_shape(tree: Table) -> list[Problem]:
    """Unknown keys, words where a table belongs, and tables where words belong."""
    try:
        ScenarioFile.model_validate(_plain(tree))
    except ValidationError as error:
        return [_problem(tree, entry["type"], entry["loc"]) for entry in error.errors(include_url=False)]
    return []


def _plain(node: Node) -> Any:
    """The tree as Python tables and texts. A line that says `none` counts as not written."""
    if isinstance(node, Words):
        return node.text
    return {
        entry.key.text: _plain(entry.value)
        for entry in node
        if not (isinstance(entry.value, Words) and entry.value.text == "none")
    }


def _problem(tree: Table, kind: str, location: tuple[int | str, ...]) -> Problem:
    above: Table = tree
    node: Node = tree
    for name in location:
        if isinstance(node, Table) and str(name) in node:
            above, node = node, node.entries[str(name)].value
    if kind == "extra_forbidden" or (len(location) > 1 and location[-2] == "defaults"):
        name = str(location[-1])
        known = _known_keys(location[:-1])
        telling = [key for key in known if key not in Block.model_fields] or known
        meant = nearest(name, known)
        key = "check_no_such_key_near" if meant else "check_no_such_key"
        return Problem(above.key_place(name), node.path, key, {"name": name, "near": meant, "known": " ".join(telling)})
    if isinstance(node, Words):
        return Problem(node.place, node.path, "check_table_expected", {"name": node.path[-1]})
    return Problem(node.place, node.path, "check_value_expected", {"name": node.path[-1]})


def _known_keys(location: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that may stand in the table at `location`; names of things lead through the table that holds them."""
    from sim.scenario_file.schema import schema_at

    return tuple(schema_at(tuple(str(name) for name in location)))
