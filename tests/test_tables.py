"""The report of a run as text: exact, honest at the ends, aligned in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.messages import LANGUAGES
from sim.report.grid import Column, Head, grid
from sim.report.numbers import half_width, percent
from sim.report.rows import rows
from sim.report.run import report
from sim.report.tables import tables
from sim.report.text import left, right, width, wrapped
from sim.results import INTERRUPTED, Result, Share, Verdict
from sim.scenario import Title
from tests.made_result import made

GOLD = """\
                                             lean                  residents             hq_heavy
                                    faults   in time               in time               in time
clause promise                      a year      %  +/-  quarters      %  +/-  quarters       % +/-  quarters
P-03   contact 2 h (B)                43.2   99.9 <0.1  99 yes     none late  >99 yes    >99.9      >98 yes
L-A2   A on site 30 min                9.0   37.6  1.0  16 no      97.2  0.3   93 yes     38.0 1.0   16 no
L-A4   A restored 2 h                  8.6   49.3  1.1  25 no      57.0  1.0   32 no      49.7 1.1   25 no
L-A5   A leaves 3 h                    2.7   78.9  1.5  73 no      77.1  1.6   71 no      97.5 0.6   96 yes
L-B2   B on site 30 min               36.0   43.9  0.5   1 no      97.5  0.2   80 no      44.5 0.5    1 no
L-C3   C leaves 24 h                  18.9   80.7  0.6  39 no      81.0  0.6   40 no      92.8 0.4   88 open
L-D3   D leaves 48 h                   8.0   98.1  0.3  90 line    98.3  0.3   93 yes     98.2 0.3   91 yes
L-A6   A headquarters on site 24 h     0.0      -        -            -         -            -        -"""


def table(result: Result, lang: str = "en") -> list[str]:
    return tables(result, rows(result), lang)


def changed(result: Result, promise: str, plan: str, **values: object) -> Result:
    """The result with one judgement of one plan changed."""
    plans = []
    for entry in result.plans:
        judgements = tuple(
            replace(each, **values) if (entry.name, each.promise, each.reading) == (plan, promise, "") else each
            for each in entry.judgements
        )
        plans.append(replace(entry, judgements=judgements))
    return replace(result, plans=tuple(plans))


def test_the_table_of_three_plans_reads_like_this() -> None:
    assert "\n".join(table(made())) == GOLD


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_share_is_ever_printed_as_100_or_0(lang: str) -> None:
    cells = [cell for line in table(made(), lang) for cell in line.split()]
    assert not {"100", "100.0", "0", "-0.0"} & set(cells)
    assert ">99.9" in cells


@pytest.mark.parametrize(
    ("share", "decimals", "printed"),
    [
        (Share(1000, 1000, 1.0, 0.9962, 1.0), 1, ">99.6"),
        (Share(10**6, 10**6, 1.0, 0.999996, 1.0), 1, ">99.9"),
        (Share(9996, 10000, 0.9996, 0.9990, 0.9998), 1, ">99.9"),
        (Share(9996, 10000, 0.9996, 0.9980, 0.9998), 1, ">99.8"),
        (Share(9994, 10000, 0.9994, 0.9990, 0.9998), 1, "99.9"),
        (Share(0, 1000, 0.0, 0.0, 0.0038), 1, "<0.4"),
        (Share(0, 10**6, 0.0, 0.0, 0.000004), 1, "<0.1"),
        (Share(3, 10000, 0.0003, 0.0001, 0.0009), 1, "<0.1"),
        (Share(4, 4, 1.0, 0.283, 1.0), 0, ">28"),
        (Share(996, 1000, 0.996, 0.99, 0.998), 0, ">99"),
        (Share(0, 0, None, 0.0, 1.0), 1, "-"),
        (None, 1, "-"),
    ],
)
def test_near_the_ends_a_bound_stands_that_the_interval_supports(
    share: Share | None, decimals: int, printed: str
) -> None:
    assert percent(share, decimals) == printed


def test_where_not_one_fault_was_late_no_bound_misleads() -> None:
    """Sixty years without a miss prove little of the share, yet 4,346 faults in time are no ">58.8"."""
    clean, hopeless = Share(4346, 4346, 1.0, 0.588, 1.0), Share(0, 4346, 0.0, 0.0, 0.412)
    result = changed(made(), "A/restore", "lean", attainment=clean, verdict=Verdict("yes"))
    result = changed(result, "A/restore", "residents", attainment=hopeless)
    line = next(line for line in table(result) if line.startswith("L-A4"))
    assert "none late" in line and "all late" in line and "58.8" not in line and "41.2" not in line
    text = " ".join(line.strip() for line in report(result, "en"))
    assert "not one late fault was seen; all that is known of the true share in time is that it is above 58.8 %" in text
    assert "it is below 41.2 %" in text
    chinese = "".join(line.strip() for line in report(result, "zh"))
    assert "无 超时" in chinese and "其高于58.8%" in chinese


def test_words_count_the_faults_where_not_one_was_late_or_all_were() -> None:
    clean, hopeless = Share(7289, 7289, 1.0, 0.937, 1.0), Share(0, 4346, 0.0, 0.0, 0.412)
    result = changed(made(), "A/restore", "ceiling", attainment=clean)
    result = changed(result, "A/restore", "lean", attainment=hopeless)
    text = " ".join(line.strip() for line in report(result, "en"))
    assert "L-A4 A restored 2 h: no plan keeps it (none to 57.0 % of faults in time" in text
    assert "Even with unlimited people: no late fault seen in 7,289, 36 % of quarters" in text
    for plan in ("residents", "hq_heavy"):
        result = changed(result, "A/restore", plan, attainment=hopeless)
    assert "no plan keeps it (all 4,346 faults seen were late," in " ".join(report(result, "en"))


def test_one_replication_tells_no_interval() -> None:
    alone = Share(9, 10, 0.9, 0.0, 1.0)
    assert half_width(alone) == "-" and percent(alone, 1) == "90.0"
    assert percent(Share(99_999, 100_000, 0.99999, 0.0, 1.0), 1) == "99.9"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_run_that_was_interrupted_says_so(lang: str) -> None:
    word = {"en": "Interrupted after 1,000 of up to 5,000", "zh": "已中断：最多5,000次"}[lang]
    assert not any(word in line for line in report(replace(made(), most=5000), lang))
    assert any(word in line for line in report(replace(made(), ended=INTERRUPTED, most=5000), lang))


def test_one_of_a_thing_is_told_in_the_singular() -> None:
    alone = replace(made((0, 3)), replications=1)
    assert report(alone, "en")[0].startswith("Southwest Netcom BSS support: 1 plan on 1 contract year (2026), 558")
    assert "1 run of 28 days" in report(replace(alone, years=28 / 365, days=28), "en")[0]
    nearly = changed(made(), "C/depart", "hq_heavy", verdict=Verdict("open", 1))
    assert any("about 1 more year would decide" in line for line in report(nearly, "en"))


def test_a_level_with_a_long_name_is_called_by_its_title() -> None:
    def renamed(level: str) -> Result:
        result = made()
        for plan in result.plans:
            result = changed(result, "A/restore", plan.name, level=level, level_title=Title("VIP fault", "重要故障"))
        return result

    assert any("VIP fault restored 2 h" in line for line in table(renamed("gold")))
    assert any("重要故障 恢复 2" in line for line in table(renamed("gold"), "zh"))
    assert any("L-A4   P1 restored 2 h" in line for line in table(renamed("P1")))


def test_that_no_reading_helps_is_said_of_the_level_shown() -> None:
    """Another level of the same line may well be saved by a reading."""
    late = Share(4000, 9000, 0.444, 0.43, 0.45)
    result = made()
    for plan in result.plans:
        for promise in ("A/contact", "B/contact"):
            result = changed(result, promise, plan.name, attainment=late, periods=late, verdict=Verdict("no"))
    plans = []
    for plan in result.plans:
        read = replace(plan.judgement("A/contact"), reading="net", verdict=Verdict("no"))
        plans.append(replace(plan, judgements=(*plan.judgements, read)))
    text = " ".join(line.strip() for line in report(replace(result, plans=tuple(plans)), "en"))
    assert "No reading changes that for A." in text and "No reading changes that. " not in text


def test_half_an_interval_is_never_printed_as_nothing() -> None:
    assert half_width(Share(50, 100, 0.5, 0.49985, 0.50015)) == "<0.1"
    assert half_width(Share(50, 100, 0.5, 0.4, 0.6)) == "10.0"
    assert half_width(Share(100, 100, 1.0, 0.97, 1.0)) == ""


def test_a_share_of_periods_is_not_rounded_over_the_line_that_it_misses() -> None:
    nearly = Share(3585, 4000, 0.8963, 0.885, 0.8995)
    result = changed(made(), "A/onsite", "lean", periods=nearly, verdict=Verdict("no"))
    line = next(line for line in table(result) if line.startswith("L-A2"))
    assert "89.6 no" in line
    assert "93.0 yes" in line, "the whole column has the same decimals"


def test_a_line_for_several_levels_shows_the_one_that_does_worst() -> None:
    assert any("contact 2 h (B)" in line for line in table(made()))
    late = Share(8000, 9000, 0.889, 0.88, 0.90)
    worse = changed(made(), "A/contact", "lean", attainment=late, periods=late, verdict=Verdict("no"))
    assert any("contact 2 h (A)" in line for line in table(worse))


def test_no_level_hides_behind_another_that_does_worse_under_another_plan() -> None:
    late = Share(8000, 9000, 0.889, 0.88, 0.899)
    later = Share(4000, 9000, 0.444, 0.43, 0.45)
    result = changed(made(), "A/contact", "lean", attainment=late, periods=late, verdict=Verdict("no"))
    result = changed(result, "B/contact", "residents", attainment=later, periods=later, verdict=Verdict("no"))
    shown = [line for line in table(result) if "contact 2 h" in line]
    assert len(shown) == 2
    signable = next(line for line in report(result, "en") if line.startswith("signable"))
    assert "0 of 7" in signable and "2 of 7" in signable, "one line of the contract counts once"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_stand_under_each_other_whatever_the_script(lang: str) -> None:
    """Each verdict begins in the same screen column, line by line."""
    words = {"en": ("yes", "no", "open", "line"), "zh": ("可签", "不可签", "未定", "临界")}[lang]
    body = table(made(), lang)[3:-1]
    for place in range(3):
        starts = set()
        for line in body:
            found = [
                width(line[:at])
                for at in range(len(line))
                if line[at - 1] == " " and any(line[at:].split(" ")[0] == word for word in words)
            ]
            assert len(found) == 3, line
            starts.add(found[place])
        assert len(starts) == 1


def test_faults_that_came_back_and_questions_are_told_where_there_are_any() -> None:
    result = made()
    assert not any("come back" in line or "had to be asked" in line for line in report(result, "en"))
    hours = 3_600_000.0
    plans = [replace(p, came_back=0.031, asked=0.125, answered_after=9 * hours) for p in result.plans]
    lines = [" ".join(line.split()) for line in report(replace(result, plans=tuple(plans)), "en")]
    assert "had come back, % of all faults 3.1 3.1 3.1" in lines
    assert "customer had to be asked, % of all faults 12.5 12.5 12.5" in lines
    assert "until he answered, on average 9 h 9 h 9 h" in lines


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_can_be_shown_by_a_chinese_windows_console(lang: str) -> None:
    for line in report(made(), lang):
        line.encode("gbk")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_of_words_stay_inside_the_page(lang: str) -> None:
    beside_the_tables = [line for line in report(made(), lang) if "  " not in line.strip()]
    assert max(map(width, beside_the_tables)) <= 100


def test_more_than_three_plans_stand_in_blocks() -> None:
    result = made()
    extra = tuple(replace(plan, name=f"{plan.name}2") for plan in result.staffed)
    result = replace(result, plans=(*result.staffed, *extra, result.plans[-1]))
    assert sum(line.startswith("clause") for line in table(result)) == 2


def test_what_no_plan_keeps_is_said_with_what_unlimited_people_would_do() -> None:
    text = " ".join(line.strip() for line in report(made(), "en"))
    assert "L-A4 A restored 2 h: no plan keeps it (49.3 to 57.0 % of faults in time, 25 to 32 % of quarters)" in text
    assert "Even with unlimited people: 61.2 % of faults in time, 36 % of quarters" in text
    assert "With unlimited people it is kept (99.1 % of faults in time, 97 % of quarters)" in text, "B on site"
    assert "L-A5 A leaves 3 h: no plan keeps it" not in text, "hq_heavy keeps it"


def test_few_faults_explain_why_a_good_share_is_not_enough() -> None:
    text = " ".join(line.strip() for line in report(made(), "en"))
    assert "97.5 % of faults are in time, yet only 80 % of quarters are kept" in text
    assert "with about 9 faults a quarter, one late fault breaks 95 %" in text


def test_a_reading_is_told_only_when_it_changes_a_verdict() -> None:
    text = " ".join(line.strip() for line in report(made(), "en"))
    assert 'L-C3 C leaves 24 h, read as "every wait for the customer taken out": lean no -> yes' in text
    assert "hq_heavy open" not in text, "nothing is said of a verdict that is not there yet"
    same = made()
    plans = [
        replace(plan, judgements=tuple(entry for entry in plan.judgements if not entry.reading)) for plan in same.plans
    ]
    assert not any("read as" in line for line in report(replace(same, plans=tuple(plans)), "en"))


def test_an_open_verdict_says_how_many_more_years_decide() -> None:
    text = " ".join(line.strip() for line in report(made(), "en"))
    assert "open: L-C3 C leaves 24 h, hq_heavy: 88.0 % of quarters so far; about 1,400 more years would decide" in text
    assert "--replications 2400" in text


def test_a_provisional_calendar_is_said() -> None:
    result = made()
    assert not any("Provisional" in line for line in report(result, "en"))
    unsure = replace(result, origin=replace(result.origin, provisional=(2027,)))
    assert any(line.startswith("Provisional") and "2027" in line for line in report(unsure, "en"))


def test_wide_characters_take_two_columns() -> None:
    assert width("A级 2小时") == 9
    assert left("恢复", 6) == "恢复  " and right("恢复", 6) == "  恢复"


def test_words_are_wrapped_without_losing_or_orphaning_a_sign() -> None:
    text = "每季度约9起故障，一起超时就低于95%。然后结束。"
    lines = wrapped(text, 20)
    assert "".join(lines) == text
    assert all(width(line) <= 20 for line in lines)
    assert not any(line[0] in "，。" for line in lines)
    assert not any(
        line[-1] in "（“" for n in range(12, 40) for line in wrapped("时限约为2天（驻场），按“净”理解" * 3, n)
    )
    assert not any(line.startswith("%") for line in wrapped("a share of 95 % or so " * 9, 30))


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    for columns in range(12, 40):
        for line in wrapped("restored 2 h, then 30 min more; 时限 2 小时，或45分钟内 " * 4, columns):
            assert not line.startswith(("h,", "min", "小时", "分钟")), line


def test_a_wide_heading_widens_its_column() -> None:
    lines = grid((Column(gap=0), Column()), [[Head(0, 0, "a long heading"), Head(1, 1, "x")]], [["a", "b"]])
    assert lines == ["a long heading x", "a              b"]
