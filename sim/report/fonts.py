"""The look of every chart, and the font that makes Chinese readable on a machine without Chinese fonts.

The project carries its own font, `Slasim Sans SC` (see `sim/fonts/README.md`). It has Latin letters drawn to go with
its Chinese ones, so it comes first for both languages: DejaVu Sans, matplotlib's own, runs wider and heavier than the
Chinese beside it. DejaVu steps in, character by character, for the few signs the font lacks.

Nothing here changes matplotlib's settings for good. A chart is drawn, and saved, inside

    with matplotlib.rc_context(chart_style()):
        ...
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib
from cycler import cycler
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font

FAMILY = "Slasim Sans SC"
FONT_FILE = Path(__file__).resolve().parents[1] / "fonts" / "SlasimSansSC-Regular.ttf"

# The file matplotlib brings along, not whatever DejaVu the machine has, so that charts are the same everywhere.
FALLBACK = "DejaVu Sans"
FALLBACK_FILE = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"

INK = "0.15"
HAIRLINE = "0.85"

# Four colours that keep their order of darkness in a black-and-white print, each with a line of its own.
COLOURS = ("#12355b", "#a8431c", "#76953f", "#a8a8a8")
LINES = ("-", "--", "-.", ":")


def use_fonts() -> None:
    """Make the font known to matplotlib in this process. Nothing is installed, and a second call does nothing."""
    if not any(entry.fname == str(FONT_FILE) for entry in fontManager.ttflist):
        fontManager.addfont(FONT_FILE)


def chart_style() -> dict[str, object]:
    """Settings for `matplotlib.rc_context`: quiet, 10 to 11 pt, fit for black-and-white print, the same on every run.

    Text is taken as written: a "$" in somebody's title starts no formula. So a logarithmic axis needs tick labels in
    words ("30 min"), which it should have anyway. There is one weight only; a heading stands out by size and place.
    """
    use_fonts()
    return {
        "font.family": [FAMILY, FALLBACK],
        "font.weight": "normal",
        "font.size": 10.5,
        "text.color": INK,
        "text.parse_math": False,
        "axes.titlesize": 11,
        "axes.titleweight": "normal",
        "axes.titlelocation": "left",
        "axes.titlepad": 10,
        "axes.labelsize": 10.5,
        "axes.labelweight": "normal",
        "axes.labelcolor": INK,
        "axes.edgecolor": INK,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": False,
        "axes.formatter.use_locale": False,
        "axes.axisbelow": True,
        "axes.grid": True,
        "axes.prop_cycle": cycler(color=COLOURS) + cycler(linestyle=LINES),
        "grid.color": HAIRLINE,
        "grid.linewidth": 0.6,
        "xtick.labelsize": 10,
        "ytick.labelsize": 10,
        "xtick.color": INK,
        "ytick.color": INK,
        "lines.linewidth": 1.6,
        "lines.markersize": 6,
        "hatch.linewidth": 0.6,
        "legend.fontsize": 10,
        "legend.frameon": False,
        "figure.titlesize": 11,
        "figure.titleweight": "normal",
        "figure.facecolor": "white",
        "figure.constrained_layout.use": True,
        "savefig.facecolor": "white",
        "savefig.dpi": 150,
        "svg.fonttype": "path",  # an SVG then needs no font where it is looked at
        "svg.hashsalt": "slasim",  # the same chart has the same bytes; save with metadata={"Date": None}
        "pdf.fonttype": 42,  # text in a PDF stays text, to be searched and copied
    }


def missing_glyphs(text: str) -> str:
    """The characters of `text` that a chart would show as a box, each once, in the order of the text."""
    drawable = _drawable()
    return "".join(letter for letter in dict.fromkeys(text) if ord(letter) not in drawable and letter.isprintable())


@cache
def _drawable() -> frozenset[int]:
    """Every code point that the font or its fallback can draw."""
    return frozenset().union(*(FT2Font(str(file)).get_charmap() for file in (FONT_FILE, FALLBACK_FILE)))
