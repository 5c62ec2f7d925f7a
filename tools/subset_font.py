"""Make `sim/fonts/SlasimSansSC-Regular.ttf`, the font of every Chinese chart and report, from Noto Sans CJK.

A fresh server has no Chinese font, and without one a chart shows boxes where the words should be. So the project
carries its own: the characters a report can meet, cut out of Noto Sans CJK SC Regular (SIL Open Font License 1.1),
changed from PostScript to TrueType outlines, because those are what a PDF viewer and a browser read without trouble,
and renamed, so that it never gets mixed up with a Noto font that is installed.

    python tools/subset_font.py NotoSansCJK-Regular.ttc sim/fonts/SlasimSansSC-Regular.ttf

The source comes with Debian's package fonts-noto-cjk. The same source gives the same file, byte for byte, on the same
release of fontTools; the time stamp inside is the source's own. It takes half a minute.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable

FAMILY = "Slasim Sans SC"
STYLE = "Regular"
SOURCE_FAMILY = "Noto Sans CJK SC"

# How far a quadratic curve may stray from the cubic one it stands for, in thousandths of the type size: a sixth of a
# dot in 10 pt print at 600 dots to the inch. A tolerance of 1 makes the file 5 % larger and changes nothing to be seen.
CURVE_TOLERANCE = 2.0

# Blocks taken whole, as far as the source has them: what tables, formulas, axes and progress bars are made of.
BLOCKS = {
    "Basic Latin and Latin-1": (0x0020, 0x00FF),
    "Greek": (0x0370, 0x03FF),
    "General Punctuation": (0x2000, 0x206F),
    "superscripts and currency": (0x2070, 0x20CF),
    "letter-like signs and number forms": (0x2100, 0x218F),
    "arrows": (0x2190, 0x21FF),
    "mathematical operators": (0x2200, 0x22FF),
    "numbers in circles": (0x2460, 0x24FF),
    "box drawing and blocks": (0x2500, 0x259F),
    "geometric shapes": (0x25A0, 0x25FF),
    "CJK punctuation and kana": (0x3000, 0x30FF),
    "later additions to the unified ideographs": (0x9FA6, 0x9FFF),
    "full-width forms": (0xFF00, 0xFFEF),
}

SIGNS = "★☆✓✗"

# The characters of the Table of General Standard Chinese Characters (通用规范汉字表, 2013) that GBK does not have.
# They are rare, but they stand in the names of people and places, where a box is an insult.
NAME_CHARACTERS = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖"
    "䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
    "𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣"
    "𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩"
    "𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹"
    "𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
)

# Signs that the source sets on a full Chinese square. Between Latin digits ("12 ± 3 %", "≥ 99") that tears holes.
# Quotes and the ellipsis, where Chinese wants the full square, keep it: English labels use straight quotes and dots.
TRIMMED = "·±×÷≤≥≠≈≡"
SIDE_BEARING = 70

# What a TrueType font declares about its programs (there are none) and outlines (counted when the file is written).
COUNTS = (
    *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"),
    *("maxStackElements", "maxSizeOfInstructions", "maxPoints", "maxContours"),
    *("maxCompositePoints", "maxCompositeContours", "maxComponentElements", "maxComponentDepth"),
)


def encodable(codec: str) -> Iterator[int]:
    """The code points beyond ASCII that a character set such as "gbk" can write."""
    for code in range(0x80, 0x10000):
        try:
            chr(code).encode(codec)
        except UnicodeEncodeError:
            continue
        yield code


def wanted(codec: str) -> set[int]:
    """Every code point a report may meet: the character set, the blocks of signs and the rare names."""
    codes = set(encodable(codec))
    for first, last in BLOCKS.values():
        codes.update(range(first, last + 1))
    codes.update(map(ord, SIGNS + NAME_CHARACTERS))
    return codes


def open_source(path: Path) -> TTFont:
    """The source font; of a collection, the face for Simplified Chinese."""
    if path.suffix.lower() not in (".ttc", ".otc"):
        return TTFont(path, recalcTimestamp=False)
    for number, face in enumerate(TTCollection(path, lazy=True).fonts):
        if face["name"].getDebugName(4) == SOURCE_FAMILY:
            return TTFont(path, fontNumber=number, recalcTimestamp=False)
    raise SystemExit(f"{path} holds no face named {SOURCE_FAMILY}")


def cut(font: TTFont, codes: set[int]) -> None:
    """Keep the glyphs of `codes` alone; drop hints, vertical setting and typographic features: nothing uses them."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def to_truetype(font: TTFont) -> None:
    """Replace the cubic PostScript outlines by quadratic TrueType ones, and set the signs of `TRIMMED` closer."""
    shapes, widths = font.getGlyphSet(), font["hmtx"].metrics
    characters = font.getBestCmap()
    trimmed = {characters[ord(sign)] for sign in TRIMMED if ord(sign) in characters}
    glyphs = {}
    for name in font.getGlyphOrder():
        outline = TTGlyphPen(None)
        pen = Cu2QuPen(outline, CURVE_TOLERANCE, reverse_direction=True)
        width, shift = widths[name][0], 0
        if name in trimmed:
            bounds = BoundsPen(shapes)
            shapes[name].draw(bounds)
            left, _, right, _ = bounds.bounds
            width, shift = round(right - left) + 2 * SIDE_BEARING, SIDE_BEARING - round(left)
        shapes[name].draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
        glyphs[name] = outline.glyph()
        widths[name] = (width, 0)

    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = font.getGlyphOrder(), glyphs
    for name, glyph in glyphs.items():
        glyph.recalcBounds(glyf)
        widths[name] = (widths[name][0], getattr(glyph, "xMin", 0))
    del font["CFF "]
    declare_truetype(font)


def declare_truetype(font: TTFont) -> None:
    """The tables that say what kind of font this is: TrueType, no programs, no glyph names, smooth at every size."""
    font.sfntVersion = "\x00\x01\x00\x00"
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    maxp.numGlyphs = len(font.getGlyphOrder())
    maxp.maxZones = 1
    for field in COUNTS:
        setattr(maxp, field, 0)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font["gasp"] = gasp = newTable("gasp")
    gasp.version, gasp.gaspRange = 1, {0xFFFF: 0b1010}


def rename(font: TTFont) -> None:
    """Give the font its own name and say what was done to it; copyright, makers and licence stay as they are."""
    names = font["name"]
    postscript = f"{FAMILY}-{STYLE}".replace(" ", "")
    version = names.getDebugName(5).split(";")[0]
    own = {
        1: FAMILY,
        2: STYLE,
        3: f"{version};{postscript}",
        4: FAMILY,
        5: f"{version};subset",
        6: postscript,
        10: f"A subset of {SOURCE_FAMILY} {STYLE} with TrueType outlines, made for slasim by tools/subset_font.py.",
    }
    names.names = [record for record in names.names if record.platformID == 3 and record.langID == 0x409]
    for number, text in own.items():
        names.setName(text, number, 3, 1, 0x409)


def main() -> None:
    """Read the arguments, make the font, and say how large it is and what the source could not give."""
    parser = argparse.ArgumentParser(description="Make the project's Chinese font from Noto Sans CJK.")
    parser.add_argument("source", type=Path, help="NotoSansCJK-Regular.ttc, or the SC face alone as .otf")
    parser.add_argument("output", type=Path, help="the .ttf file to write")
    parser.add_argument("--characters", default="gbk", choices=["gbk", "gb2312"], help="default: %(default)s")
    arguments = parser.parse_args()

    font = open_source(arguments.source)
    lacking = set(encodable(arguments.characters)) - set(font.getBestCmap())
    cut(font, wanted(arguments.characters))
    to_truetype(font)
    rename(font)
    font.save(arguments.output)
    size = arguments.output.stat().st_size / 1e6
    print(f"{arguments.output}: {len(font.getBestCmap())} characters, {size:.2f} MB")
    if lacking:
        print(f"of {arguments.characters} the source lacks: {''.join(map(chr, sorted(lacking)))}")


if __name__ == "__main__":
    main()
