"""What is caught and mended before anything is parsed, and what the tree refuses."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.problems import InputError
from sim.report.refusal import refusal
from sim.scenario_file import signs, text, tree
from tests.written import SMALL, problems, read


def first_slip(line):
    return signs.slips(line)[0]


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("confidence：95%", "confidence: 95%"),
        ("confidence ：　95%", "confidence: 95%"),
        ("x: {A：5%, B: 6%}", "x: {A: 5%, B: 6%}"),
        ("x: {A: 5%，B: 6%}", "x: {A: 5%, B: 6%}"),
        ("x: {A：5%，B：6%}", "x: {A: 5%, B: 6%}"),
        ("x: ｛A: 5%｝", "x: {A: 5%}"),
        ("x:　5%", "x: 5%"),
        ("\tx: 5%", "  x: 5%"),
        ("　x: 5%", "  x: 5%"),
        ("x: 5% ＃ note", "x: 5% # note"),
        ("zh：单点，服务：台（一）", "zh: 单点，服务：台（一）"),
        ("x: {zh: 甲，乙：丙，travel：45 min}", "x: {zh: 甲，乙：丙, travel: 45 min}"),
        ("x: {band：city，zh：甲，乙：丙}", "x: {band: city, zh: 甲，乙：丙}"),
        ("x: {zh: 现状，desk: 1 office}", "x: {zh: 现状, desk: 1 office}"),
        ("x: {band: city,\n    travel：5 min，size：2}", "x: {band: city,\n    travel: 5 min, size: 2}"),
    ],
)
def test_structural_signs_are_mended(written, mended):
    assert signs.mend(written) == mended


@pytest.mark.parametrize(
    "line",
    [
        "zh: 成都（总部）：一线，二线",
        "x: {zh: 甲，乙, travel: 5 min}",
        "zh: 单点，服务：台（一）",
        "zh: 说明：｛一｝，二：＃1 机房 ＃2",
        "zh: 甲：{一}，乙：丙",
        "x: {zh: 单点，服务：台（一）, travel: 5 min}",
        "x: {zh: 甲｛乙｝}",
        "x: {window: workdays 08:30-12:00，13：30-18:00}",
        "x: 5% # 备注：全角，没关系",
        'note: "甲：乙，丙：丁"',
        "travel: mean ２５ min cv 0.5",
        "window: workdays 08：30～18：00",
        "F-0: 说明：不模拟，因为没有数字",
    ],
)
def test_full_width_signs_in_texts_and_values_stay(line):
    assert signs.slips(line) == ()


def test_every_kind_of_slip_is_told_once_with_the_other_lines(tmp_path):
    found = problems(tmp_path, "name: x\nstudy：\n  confidence：95%\n  precision：1%\n\tlength: 1 year\n")
    assert [(p.key, p.place.line, p.place.column) for p in found] == [
        ("check_colon_more", 2, 6),
        ("check_tab", 5, 1),
    ]
    assert found[0].values["lines"] == "3, 4"


@given(st.text(alphabet="ab:：，,{} #\t　1%\n'\"", max_size=60))
def test_a_mended_text_needs_no_mending(written):
    once = signs.mend(written)
    assert signs.mend(once) == once


@pytest.mark.parametrize("sign", ["\x00", "\x1a", "\x07", "\x7f", "\u2028"])
def test_a_sign_that_cannot_be_seen_is_told_at_its_place(tmp_path, sign):
    found = problems(tmp_path, SMALL.replace("band: city, size", f"band: ci{sign}ty, size") + sign)
    line = next(i for i, row in enumerate(SMALL.split("\n"), start=1) if "south: {band" in row)
    assert [(p.key, p.place.line, p.place.column) for p in found] == [("check_unseen_more", line, 21)]
    assert not set(sign) & set("".join(refusal(InputError(found), "en")))


def test_windows_line_ends_and_byte_order_mark_change_nothing(tmp_path):
    plain = read(tmp_path)
    assert read(tmp_path, "\ufeff" + SMALL.replace("\n", "\r\n")) == plain


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "check_empty_file"),
        (b" \n\n", "check_empty_file"),
        ("name: 服务台\n".encode("gbk"), "check_not_utf8"),
        (b"a: " + b"x" * text.LARGEST, "check_too_large"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, data, key):
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        text.read(path)
    assert error.value.problems[0].key == key


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(InputError) as error:
        text.read(tmp_path / "none.yaml")
    assert error.value.problems[0].key == "check_no_file"
    with pytest.raises(InputError) as error:
        text.read(tmp_path)
    assert error.value.problems[0].key == "check_is_a_folder"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("a: &x {b: 1}\nc: *x\n", "check_no_anchors"),
        ("a: *x\n", "check_no_lists"),
        ("a: !!python/object/apply:os.system {b: 1}\n", "check_no_tags"),
        ("a: !!int 5\n", "check_no_tags"),
        ("a: [1, 2]\n", "check_no_lists"),
        ("a:\n- 1\n", "check_no_lists"),
        ("- a\n", "check_no_table"),
        ("just words\n", "check_no_table"),
        ("a: 1\n---\nb: 2\n", "check_one_document"),
        ("? {a: 1}\n: 2\n", "check_key_is_a_name"),
        ("a: " + "{a: " * 40 + "1" + "}" * 40 + "\n", "check_too_deep"),
        ("a: {x: 1,5 h}\n", "check_comma_inside"),
        ("a: {x:1, y: 2}\n", "check_space_missing"),
        ("a:\nb: 1\n", "check_nothing_here"),
        ("a: 1\nb: 2\na: 3\n", "check_twice"),
        ("a: b\n  c d\ne: 1\n", "check_two_lines"),
        ("a: 1\n b: 2\n", "check_yaml_colon"),
        ("a: {b: 1\nc: 2\n", "check_yaml_brace"),
        ("a: 'x\n", "check_yaml_quote"),
        ("a: @x\n", "check_yaml_sign"),
    ],
)
def test_what_the_language_does_not_know_is_refused(written, key):
    with pytest.raises(InputError) as error:
        tree.parse(written, "x.yaml")
    assert error.value.problems[0].key == key


def test_a_yaml_bomb_is_refused_without_growing():
    bomb = "a: &a {x: y}\n" + "".join(f"b{i}: &b{i} {{p: *a, q: *a}}\n" for i in range(1000))
    start = time.process_time()
    with pytest.raises(InputError) as error:
        tree.parse(bomb, "x.yaml")
    assert error.value.problems[0].key == "check_no_anchors"
    assert time.process_time() - start < 30


def test_a_value_knows_the_place_of_its_parts():
    found = tree.parse("a:\n  b: 2 office + 1 nigth  # note\n  c: 'quoted'\n", "x.yaml").table("a")
    words = found.words("b")
    assert words.text == "2 office + 1 nigth"
    assert (words.part(13, 18).line, words.part(13, 18).column, words.part(13, 18).width) == (2, 19, 5)
    assert found.words("c").part(0, None).column == 7


def test_nothing_is_turned_into_numbers_or_truth_values():
    found = tree.parse("a: no\nb: 1e3\nc: 08:30\nd: null\ne: 2026-01-01\n", "x.yaml")
    assert [found.text(name) for name in "abcde"] == ["no", "1e3", "08:30", "null", "2026-01-01"]
