"""The keys of the demand: sites, levels, peaks, causes, steps."""

from __future__ import annotations

from pydantic import Field

from sim.scenario_file.shape.block import Block, Names, Value, Varied, line


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
    further: Names | None = line(
        "further bases that help on site, each with its travel", "可增援的其他基地及其路程", "mean 4 h cv 0.3"
    )


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


class Bursts(Block):
    """Faults that come together."""

    share: Value | None = line("of all faults, those that belong to a burst", "成批故障占全部故障的比例", "10%")
    size: Value | None = line("faults of a burst, of one level at one site", "每批故障数（同一站点同一级别）", "2")
    within: Value | None = line("raised within this time", "在此时间内先后发生", "30 min")


class Causes(Block):
    """What the diagnosis will say, as shares that make 100 %."""

    own: Varied | None = line("our own system", "本系统", "70%")
    environment: Varied | None = line("the running environment: a third party repairs it", "运行环境（第三方）", "20%")
    cannot_tell: Varied | None = line("cannot be told", "无法判断", "10%")
    cannot_tell_is_environment: Varied | None = line(
        "of what cannot be told, the share that is truly the environment", "无法判断中实为环境的比例", "50%"
    )


class Reopens(Block):
    """Faults that come back after they were restored, with the same cause."""

    share: Varied | None = line("share of the restored faults", "恢复后再次发生的比例", "3%")
    after: Varied | None = line("so long after the restoration", "恢复后多久再次发生", "exponential mean 2 d")
    at_most: Value | None = line("how often one fault comes back at most", "同一故障最多再次发生几次", "3 times")


class Mark(Block):
    """What some faults are beside their level."""

    like: Value | None = line("another mark to start from", "以另一标记为基础")
    share: Varied | None = line("share of the faults", "占故障的比例", "2%")


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


class Information(Block):
    """A question to the customer in the middle of a diagnosis; nobody waits with it."""

    share: Varied | None = line("share of the diagnoses in which he must be asked", "需要询问用户的比例", "33%")
    delay: Varied | None = line("until he answers", "等待答复的时间", "median 21 h 90% within 3 d")


class Diagnosis(Block):
    """Finding the cause, in one job with the contact."""

    work: Varied | None = line("how long it takes", "判断用时", "median 20 min 90% within 49 min")
    information: Information | None = line(
        "what only the customer can tell; not written: nothing has to be asked", "须向用户询问的情况；不写为无需询问"
    )


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


class Urgent(Block):
    """A duty that is due soon is served before most faults."""

    before_due: Value | None = line("from so long before it is due", "到期前多久起算紧急", "2 d")
    as_: Value | None = Field(
        None,
        alias="as",
        description="ranks right after this level; not written: the second in rank"
        "\n次序紧跟该级别之后；不写为次序第二的级别",
        examples=["B"],
    )


class Duty(Block):
    """Planned work that takes people away from faults."""

    like: Value | None = line("another duty to start from", "以另一项为基础")
    by: Value | None = line("the pool that does it", "由哪个人员组做", "local")
    at: Value | None = line(
        "each site, each base, bands or sites; not written: each place of the pool",
        "地点；不写为该组每个驻地",
        "each site",
    )
    every: Value | None = line(
        "week, month, quarter, half-year or year of the calendar; or: hour of on-site work",
        "每周、月、季、半年或年一次；或每小时现场工作",
        "quarter",
    )
    after: Value | None = line("follows this duty when that is done", "在该项完成之后做", "inspection")
    takes: Value | None = line("time it takes each person, journeys included", "每人用时（含路程）", "8 h")
    people: Value | None = line("how many; all: the largest shift", "人数；all 为人数最多的一班", "2", "all")
    share: Value | None = line("share of the occasions that come about", "实际发生的比例", "50%")
    due: Value | None = line(
        "not written: by the end of its period", "期限；不写为周期结束前", "5 workdays", "day 5 or next workday"
    )
    window: Value | None = line("its turn comes in these hours only", "只在这些时段安排", "office")
    urgent: Urgent | None = line("when it ranks before most faults; not written: never", "何时算紧急；不写为从不")
    interruptible: Value | None = line("yes, or no: nothing breaks into it", "是否可被打断", "no")


class OtherWork(Block):
    """Other contracts' work for our people."""

    like: Value | None = line("another one to start from", "以另一项为基础")
    by: Value | None = line("the pool that does it", "由哪个人员组做", "company_hotline")
    at: Value | None = line("where; not written: each place of the pool", "地点；不写为该组每个驻地", "each base")
    jobs: Value | None = line("how many, at all places together", "数量（各地合计）", "20 per day")
    work: Value | None = line("how long a job takes", "每件工时", "mean 5 min cv 1")
    rhythm: Value | None = line("when in the week; not written: evenly", "一周内的分布", "60% day")
    rank: Value | None = line("beside the faults of a level; not written: after all", "次序；不写为最后", "as C")
    interruptible: Value | None = line("yes, or no: nothing breaks into it", "是否可被打断", "no")


class Demand(Block):
    """What breaks, where, and how long the work takes."""

    bands: dict[str, Band] | None = line("kinds of sites", "站点类别")
    sites: dict[str, Site] | None = line("the customer's sites; not written: one, called site", "客户站点")
    levels: dict[str, Level] | None = line("fault levels", "故障级别")
    rhythm: Varied | None = line("when in the week faults are raised", "故障在一周内的分布", "60% day")
    peaks: dict[str, Peak] | None = line("busier days", "高峰日")
    busyness: Value | None = line(
        "how much busier some years or months are than others, for each site or for all; the mean stays",
        "各年（月）故障多少的起伏，按站点或整体；平均值不变",
        "cv 0.3 per site per year",
        "cv 0.2 per month",
    )
    bursts: Bursts | None = line("faults that come together; the mean stays", "成批发生的故障；平均值不变")
    causes: Causes | None = line("causes; not written: all our own", "原因构成；不写则全部为本系统")
    marks: dict[str, Mark] | None = line(
        "what some faults are beside their level, such as special", "故障在级别之外的标记，如特殊故障"
    )
    reopens: Reopens | None = line("faults that come back; not written: none", "再次发生的故障；不写为没有")
    steps: Steps | None = line("the steps of a fault's way", "处理步骤")
    duties: dict[str, Duty] | None = line("planned work of the same people", "同一批人员的例行工作")
    other_work: dict[str, OtherWork] | None = line("other contracts' work of the same people", "其他合同占用的工作")
