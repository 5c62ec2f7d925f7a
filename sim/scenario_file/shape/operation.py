"""The keys of the operation: pools, who does what, handling, rules, costs, plans."""

from __future__ import annotations

from pydantic import ConfigDict

from sim.scenario_file.shape.block import Block, Names, Value, Varied, line


class Pool(Block):
    """Interchangeable people."""

    at: Value | None = line("each base, bands or sites; not written: one central place", "驻地", "each base", "capital")
    levels: Value | None = line("serves these levels only", "仅服务这些级别", "A")
    travel: Value | None = line("instead of the site's travel", "代替站点路程", "3 min")
    travel_from_home: Value | None = line("instead of the site's travel from home", "代替从家出发的路程")
    ready_in: Value | None = line("time on-call people need to get ready", "备岗人员准备时间", "10 min")
    absence: Value | None = line(
        "people on the roster who do not come; not written: as in the rules", "缺勤比例", "40%"
    )
    pay: Value | None = line("employed for the roster", "按编制付酬", "115000 yuan per year")
    charge: Value | None = line("paid by the hour used", "按使用小时计费", "160 yuan per h")
    unreachable: Value | None = line(
        "a carried phone, which takes no people: chance to be off for a whole shift",
        "随身电话（不占人员）：整班关机的概率",
        "2%",
    )
    busy: Value | None = line(
        "a carried phone: chance to be engaged, for each open fault of the site",
        "随身电话：站点每有一起未恢复故障时占线的概率",
        "15% per open A B fault",
    )


class Who(Block):
    """Who does a step: pools in order of preference."""

    hotline: Value | None = line("pools and carried phones", "人员组或随身电话", "branch then company")
    contact: Value | None = line("pools; they do the diagnosis too", "人员组（也负责判断）")
    diagnosis: Value | None = line("pools, where no contact is written", "人员组（未写联系步骤时）")
    remote: Value | None = line("pools", "人员组")
    onsite: Value | None = line("pools", "人员组", "resident then local", "local then hq_field after 30 min")
    hq_support: Value | None = line("pools", "人员组")
    hq_trip: Value | None = line("pools", "人员组")
    senior_trip: Value | None = line(
        "pools that travel for faults with a mark", "因故障标记而赴现场的人员组", "hq_senior"
    )


class Handling(Block):
    """What is done with the faults of a level."""

    window: Value | None = line("when work may start; not written: always", "服务时段", "7x24")
    onsite: Value | None = line("at once, or after remote", "立即上门，或远程之后", "at once", "after remote")
    hq_support: Value | None = line("headquarters helps at once", "总部立即支持", "at once")
    hq_trip: Value | None = line("headquarters travels after", "总部在此之后动身", "after 2 h")
    senior_trip: Value | None = line(
        "faults with this mark bring a senior engineer from headquarters at once",
        "带有此标记的故障，总部高级工程师立即动身",
        "special",
    )


class Rules(Block):
    """Who is served first, who may break into whose work, and what happens at the end of a shift."""

    rank: Value | None = line(
        "levels from the first served to the last, or: first come, earliest deadline, least slack",
        "优先次序（级别由先到后；或先到先办、最早期限、最小余量）",
        "A B C D",
        "first come",
        "earliest deadline",
        "least slack",
    )
    targets: Varied | None = line(
        "internal targets after logging by which deadlines are reckoned, never the agreements",
        "内部目标时限（自登记起），用于排定先后，与承诺无关",
        "4 h",
    )
    interrupts: Names | None = line(
        "whose work a level may break into when nobody is free", "无人空闲时某级别可以打断哪些级别的工作"
    )
    hold_back: Names | None = line(
        "so many seated people of every pool are kept free for these levels", "各组为这些级别预留的在岗人数"
    )
    shift_end: Value | None = line(
        "finish: the job in hand is finished; hand over: phone and remote work goes to others",
        "下班规则：做完手头工作，或把电话和远程工作移交他人",
        "finish",
        "hand over",
    )
    absence: Value | None = line(
        "people on the roster who do not come, by shift and date; not written: 0%",
        "排班人员的缺勤比例，逐班逐日；不写为 0%",
        "3%",
    )


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
    staff: Value | None = line(
        "a sheet with the people of the plan: columns pool, place and hours, headcounts below; "
        "one pool or a duty list may come from a sheet as well",
        "本方案的排班表文件：列为 pool、place 和各时段，单元格写人数；单个人员组或按日期的值班表也可写 from",
        "from roster.csv",
        "from roster.xlsx sheet March",
    )
    on_dates: dict[str, dict[str, Varied]] | None = line(
        "duty lists for dates, or named dates: pools that stand in one are there as it says, not as in every week",
        "按日期的值班表（日期或其名称）：表中的人员组在这些日期按此表，不按每周的排班",
        "{2026-02-15 to 2026-02-23: {local: 1 always on call}}",
    )
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
