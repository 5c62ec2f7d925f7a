"""`slasim clock`: a single case told so that a person can check it by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.calendars import HOUR, MINUTE, Holidays, Hours, Span
from sim.cli import app
from sim.messages import LANGUAGES
from sim.report.clock import Question, explain

SCENARIO = """\
name: desk
calendar:
  holidays: CN
  hours: {5x8: workdays 09:00-12:00 13:00-18:00}
demand:
  levels: {D: {faults: 5 per week}}
  sites: {here: {}}
  steps: {contact: {work: 20 min}}
operation:
  handling: {D: {window: 5x8}}
  plans: {one: {desk: 1}}
agreements:
  promises:
    D: {reply: {clause: L-D2, within: 24 h}, restore: {clause: L-D9, within: 48 h, counting: wall}}
study: {start: 2026-01-01, length: 1 year}
"""

OFFICE = Hours((Span(frozenset({"workdays"}), ((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))),))
BEFORE_FESTIVAL = Question(
    "5x8", OFFICE, Holidays("CN"), date(2026, 2, 14), 16 * HOUR + 40 * MINUTE, limit=24 * HOUR, level="D"
)
SATURDAY = Question("5x8", OFFICE, Holidays("CN"), date(2026, 3, 7), 10 * HOUR, limit=24 * HOUR)


def rows(question: Question, lang: str = "en") -> dict[str, str]:
    """What stands beside each way of counting, words that go on in further lines included."""
    found: dict[str, str] = {}
    names = ("carry", "wall", "from opening", "open hours")
    last = ""
    for line in explain(question, lang):
        name = next((name for name in names if line.startswith(name + " ")), None)
        if name:
            last, found[name] = name, " ".join(line.removeprefix(name).split())
        elif last and line.startswith("    "):
            found[last] += " " + line.strip()
    return found


def test_before_spring_festival_the_rules_lie_eleven_days_apart() -> None:
    assert explain(BEFORE_FESTIVAL, "en") == [
        "Level D, window 5x8 (workdays 09:00-12:00 13:00-18:00), public holidays CN.",
        "From Sat 14 Feb 2026 16:40, a make-up workday: the window is open.",
        "",
        "counting      due                         after  why",
        "carry         Tue 24 Feb 09:00  9 d 16 h 20 min  16:40 + 24 h = Sun 15 Feb 16:40; closed for Spring",
        "                                                 Festival; next opening Tue 24 Feb 09:00",
        "wall          Sun 15 Feb 16:40             24 h  24 h by the clock",
        "from opening  Sun 15 Feb 16:40             24 h  the window was open: as wall",
        "open hours    Thu 26 Feb 16:40             12 d  Sat 14 1:20 + Tue 24 8:00 + Wed 25 8:00 + Thu 26",
        "                                                 6:40 = 24:00",
        "The rules lie 11 d apart: write the rule into the clause.",
    ]


def test_chinese_tells_the_same_times() -> None:
    lines = "\n".join(explain(BEFORE_FESTIVAL, "zh"))
    assert "自 2026年2月14日 周六 16:40 起（调休上班日）：在服务时段内。" in lines
    assert "2月24日 周二 09:00  9 天 16 小时 20 分" in lines
    assert "各规则相差 11 天" in lines


def test_an_event_tells_the_limit_it_needed_and_why() -> None:
    late = replace(SATURDAY, until=4 * 24 * HOUR + 18 * HOUR + 30 * MINUTE)
    assert rows(late) == {
        "carry": "2 d 9 h 30 min > 2 d 9 h 33 h 30 min late closed since Wed 11 Mar 18:00: any limit above 2 d 9 h is "
        "carried to the next opening",
        "wall": "4 d 8 h 30 min 4 d 8 h 30 min 3 d 8 h 30 min late 4 d 8 h 30 min by the clock",
        "from opening": "2 d 9 h 30 min 2 d 9 h 30 min 33 h 30 min late from the opening Mon 9 Mar 09:00: 2 d 9 h "
        "30 min by the clock",
        "open hours": "24 h > 24 h 30 min late closed since Wed 11 Mar 18:00: any limit above 24 h is kept",
    }


def test_an_event_before_the_opening_needs_no_more_than_any_limit() -> None:
    early = replace(SATURDAY, limit=None, until=24 * HOUR)
    assert rows(early) == {
        "carry": "0 min 0 min it happened before the clock began",
        "wall": "14 h 14 h 14 h by the clock",
        "from opening": "0 min > 0 min nothing counts before the opening Mon 9 Mar 09:00: any limit at all is kept",
        "open hours": "0 min > 0 min nothing counts before the opening Mon 9 Mar 09:00: any limit at all is kept",
    }


def test_waits_are_in_the_sum() -> None:
    monday = replace(BEFORE_FESTIVAL, first=date(2026, 3, 9), start=16 * HOUR, limit=4 * HOUR)
    waiting = replace(monday, waits=((17 * HOUR, 34 * HOUR),))
    assert rows(waiting) == {
        "carry": "Tue 10 Mar 13:00 21 h 16:00 + 4 h + 17 h of waiting = Tue 10 Mar 13:00",
        "wall": "Tue 10 Mar 13:00 21 h 4 h by the clock and 17 h of waiting",
        "from opening": "Tue 10 Mar 13:00 21 h the window was open: as wall",
        "open hours": "Tue 10 Mar 14:00 22 h Mon 9 1:00 + Tue 10 3:00 = 4:00",
    }


def test_with_waits_the_due_times_are_told_net_and_gross() -> None:
    monday = replace(BEFORE_FESTIVAL, first=date(2026, 3, 9), start=16 * HOUR, limit=4 * HOUR)
    assert not any("Gross" in line for line in explain(monday, "en"))
    waiting = replace(monday, waits=((17 * HOUR, 34 * HOUR),))
    said = " ".join(explain(waiting, "en"))
    assert (
        "running on, due: carry Tue 10 Mar 09:00, wall Mon 9 Mar 20:00, from opening Mon 9 Mar 20:00, open hours "
        "Tue 10 Mar 11:00." in said
    )
    assert "毛计时（不扣除）到期：" in "".join(explain(waiting, "zh"))


def test_exactly_at_the_closing_is_said_to_be_not_carried() -> None:
    monday = replace(SATURDAY, first=date(2026, 3, 9), start=17 * HOUR, limit=HOUR)
    assert rows(monday)["carry"].endswith("17:00 + 1 h = Mon 9 Mar 18:00; exactly at the closing, so not carried")


def test_many_days_are_added_up_together_in_the_middle() -> None:
    long = replace(SATURDAY, limit=80 * HOUR + MINUTE)
    assert rows(long)["open hours"].endswith("Mon 9 8:00 + Tue 10 8:00 + 8 days 64:00 + Mon 23 0:01 = 80:01")


def test_years_without_an_official_plan_are_told_as_provisional() -> None:
    far = replace(SATURDAY, first=date(2036, 12, 30))
    told = [line for line in explain(far, "en") if "Provisional" in line]
    assert told and "2036" in told[0]
    assert not any("Provisional" in line for line in explain(SATURDAY, "en"))


def test_another_year_is_said() -> None:
    turn = replace(SATURDAY, first=date(2025, 12, 31), start=17 * HOUR, limit=30 * HOUR)
    assert rows(turn)["wall"].startswith("Thu 1 Jan 2026 23:00")


def test_a_window_that_never_opens_is_not_given_a_time() -> None:
    never = replace(SATURDAY, window=Hours(()), limit=HOUR, until=20 * HOUR)
    lines = explain(never, "en")
    assert any("never opens again" in line for line in lines)
    assert sum("not before" in line for line in lines) == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_fit_a_chinese_console(lang: str) -> None:
    case = replace(BEFORE_FESTIVAL, until=12 * 24 * HOUR, waits=((17 * HOUR, 34 * HOUR),), rules={"carry": ("L-D2",)})
    for line in explain(case, lang):
        line.encode("gbk")
        assert sum(1 + (ord(sign) > 0x2E7F) for sign in line) <= 100


# ------------------------------------------------------------------ the command


@pytest.fixture
def file(tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "desk.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    yield str(path)


def ask(*options: str, lang: str = "en") -> tuple[int, str]:
    found = CliRunner().invoke(app, ["clock", *options, "--lang", lang])
    return found.exit_code, found.output


def test_the_command_names_the_clauses_that_count_so(file: str) -> None:
    code, text = ask(file, "--level", "D", "--from", "2026-02-14 16:40", "--limit", "24 h")
    assert code == 0
    assert "carry *       Tue 24 Feb 09:00" in text
    assert "* carry: the rule of L-D2 here\n" in text
    assert "wall: the rule of L-D9 here" in ask(file, "--level", "D", "--from", "2026-02-14 16:40", "--limit", "3 h")[1]


def test_hours_may_be_a_name_or_words(file: str) -> None:
    asked = ("--from", "2026-03-09T16:00", "--limit", "4 h", "--pause", "2026-03-09 17:00..2026-03-10 10:00")
    by_name = ask(file, "--window", "5x8", *asked)
    in_words = ask(file, "--window", "workdays 09:00-12:00 13:00-18:00", *asked)
    assert by_name[0] == in_words[0] == 0
    assert "Tue 10 Mar 14:00" in by_name[1]
    assert by_name[1].split("\n", 1)[1] == in_words[1].split("\n", 1)[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2026-03-09 10:00", "--limit", "4 h"), "--level: Name either a level"),
        (("--level", "D", "--window", "5x8", "--from", "2026-03-09 10:00", "--limit", "4 h"), "Name either a level"),
        (("--level", "D", "--from", "2026-03-09 10:00"), "--limit: Give a limit"),
        (("--level", "E", "--from", "2026-03-09 10:00", "--limit", "4 h"), "There is no level E. There are: D"),
        (("--level", "D", "--from", "Monday", "--limit", "4 h"), '--from: "Monday" is no date and time'),
        (("--level", "D", "--from", "2026-02-30 10:00", "--limit", "4 h"), '"2026-02-30 10:00": there is no such day'),
        (("--level", "D", "--from", "2026-02-28 25:00", "--limit", "4 h"), '"2026-02-28 25:00" is no date and time'),
        (("--level", "D", "--from", "2026-03-09", "--limit", "4 h"), '"2026-03-09" is no date and time'),
        (("--level", "D", "--from", "1926-03-09 10:00", "--limit", "4 h"), "outside the years 2001 to 2090"),
        (("--level", "D", "--from", "2026-03-09 10:00", "--limit", "4"), "--limit: "),
        (("--level", "D", "--from", "2026-03-09 10:00", "--limit", "0 h"), "longer than nothing"),
        (("--level", "D", "--from", "2026-03-09 10:00", "--limit", "4000 d"), "more than 10 years"),
        (("--level", "D", "--from", "2026-03-09 10:00", "--to", "2026-03-08 10:00"), "is not after"),
        (("--window", "5x9", "--from", "2026-03-09 10:00", "--limit", "4 h"), "--window: "),
        (("--level", "D", "--from", "2026-03-09 10:00", "--limit", "4 h", "--pause", "noon"), "--pause: "),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_cure(file: str, options: tuple[str, ...], said: str) -> None:
    code, text = ask(file, *options)
    assert code == 2
    assert said in text
    code, text = ask(file, *options, lang="zh")
    assert code == 2 and text.strip()
