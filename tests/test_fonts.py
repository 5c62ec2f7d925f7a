"""The project's font: it covers what a report writes, and a chart in Chinese shows words and no boxes."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator

import matplotlib
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font

from sim.report.fonts import FAMILY, FONT_FILE, chart_style, missing_glyphs, use_fonts

LABELS = [
    "响应达标率 (attainment) 99.0 ± 0.3 %",
    "西南维保，昇腾服务器：恢复 ≤ 4 小时",
    "经办人 喆堃镕赟昇瑄玥珺祎 䶮𬭎",
    "● 90 % ▲ 80 % ■ −12 °C μ = 4.5 → 2 × 3 …",
    "Łódź, Škoda",
]


def font() -> FT2Font:
    return FT2Font(str(FONT_FILE))


def characters() -> set[str]:
    return {chr(code) for code in font().get_charmap()}


def gb2312() -> Iterator[str]:
    """Every character of GB2312, found by decoding each of its two-byte codes."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def draw(kind: str, labels: list[str]) -> bytes:
    """A small chart with the labels as its title, axis label, tick labels and legend."""
    with matplotlib.rc_context(chart_style()), io.BytesIO() as file:
        figure = Figure(figsize=(6, 4))
        axes = figure.subplots()
        axes.set_title(labels[0])
        axes.set_xlabel(labels[-1])
        axes.plot([-1, 0, 1], [3, 1, 2], label=labels[0])
        axes.set_yticks(range(len(labels)), labels)
        axes.legend()
        figure.savefig(file, format=kind, metadata={"Date": None} if kind == "svg" else None)
        return file.getvalue()


def test_the_font_covers_all_of_gb2312():
    wanted = set(gb2312())
    assert len(wanted) == 7445
    assert wanted - characters() == set()


def test_the_font_covers_gbk_but_for_one_sign_its_source_lacks():
    wanted = {chr(code) for code in range(0x4E00, 0x9FA6)} | {"〇", "℃", "￥", "—"}
    assert wanted - characters() == set()
    assert "≒" not in characters()


@pytest.mark.parametrize(
    "wanted",
    [
        "".join(map(chr, range(0x20, 0x7F))),
        "".join(map(chr, range(0xA1, 0x100))),
        "".join(map(chr, range(0x2500, 0x2580))),
        "●▲■○□△◆◇★☆▼",
        "≤≥±×÷−≈≠…·–—‘’“”←↑→↓",
        "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΣΦΨΩ",
        "（），。：；！？％＋－０１２３ＡＢＣａｂｃ",
        "喆堃镕赟昇瑄玥珺祎䶮𬭎𬀩𨱏",
    ],
)
def test_the_font_covers_signs_and_names(wanted):
    assert set(wanted) - characters() == set()


def test_the_font_carries_its_own_name_and_its_licence():
    assert font().family_name == FAMILY
    licence = (FONT_FILE.parent / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Copyright 2014-2021 Adobe" in licence


def test_the_font_is_registered_once():
    use_fonts()
    use_fonts()
    assert [entry.fname for entry in fontManager.ttflist if entry.name == FAMILY] == [str(FONT_FILE)]
    assert fontManager.findfont(FontProperties(family=[FAMILY])) == str(FONT_FILE)


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_chinese_chart_has_no_missing_glyph(kind, caplog):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert draw(kind, LABELS)
    assert not caplog.records  # such as "findfont: Font family not found"


def test_a_missing_glyph_would_be_noticed():
    with pytest.warns(UserWarning, match="Glyph .* missing"):
        draw("png", ["\U000200d0"])


def test_an_svg_needs_no_font_and_is_the_same_each_time():
    first, second = draw("svg", LABELS), draw("svg", LABELS)
    assert first == second
    assert not re.search(rb"<text\b|font-family", first)


def test_a_dollar_sign_in_a_title_starts_no_formula():
    assert draw("png", ["费用 $5_{ 至 $6"])


def test_drawing_leaves_the_settings_of_matplotlib_alone():
    style = chart_style()
    before = {key: matplotlib.rcParams[key] for key in style}
    draw("png", LABELS)
    assert {key: matplotlib.rcParams[key] for key in style} == before


def test_missing_glyphs_names_each_character_once():
    assert missing_glyphs("".join(LABELS)) == ""
    assert missing_glyphs("两行\n字\t≒ ½") == ""
    assert missing_glyphs("a\U000200d0b\U000200d1\U000200d0") == "\U000200d0\U000200d1"
