"""Tables as people save them: CSV of every kind, and Excel workbooks."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from sim.messages import LANGUAGES, say
from sim.sheets import SheetError, letters, read, shown


def texts(path: Path, sheet: str = "") -> list[list[str]]:
    return [[cell.text for cell in row] for row in read(path, path.name, sheet)]


def refused(path: Path, sheet: str = "") -> str:
    with pytest.raises(SheetError) as caught:
        read(path, path.name, sheet)
    return caught.value.key


def book(path: Path, **sheets: list[list[object]]) -> Path:
    """A workbook with these sheets."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    workbook.close()
    return path


TABLE = "place,office\r\n成都,2\r\n,\r\n昆明,1 on call\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_every_kind_of_csv_reads_alike(tmp_path: Path, encoding: str, delimiter: str, ends: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(TABLE.replace("\r\n", ends).replace(",", delimiter).encode(encoding))
    assert texts(path) == [["place", "office"], ["成都", "2"], ["昆明", "1 on call"]]


def test_a_cell_knows_its_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text('pool,place,office\n\n"a, b",,  2\n,,"two\nlines"\n', encoding="utf-8")
    places = {cell.text: (cell.place.line, cell.place.column) for row in read(path, "roster.csv") for cell in row}
    assert places["office"] == (1, 12)
    assert places["a, b"] == (3, 2)
    assert places["2"] == (3, 11)


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        (2.0, "2"),
        (0.25, "0.25"),
        (True, "yes"),
        (False, "no"),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 9, 15), "2026-03-02 09:15"),
        (datetime(2026, 3, 2, 9, 14, 59, 999_700), "2026-03-02 09:15"),
        (datetime(2026, 3, 2, 9, 15, 0, 5000), "2026-03-02 09:15:00.005"),
        (time(9, 5), "09:05"),
        (timedelta(hours=1, minutes=30), "90 min"),
        ("1 on call", "1 on call"),
    ],
)
def test_a_cell_of_a_workbook_reads_as_it_would_be_typed(value: object, typed: str) -> None:
    assert shown(value) == typed


def test_columns_are_called_as_in_excel() -> None:
    assert [letters(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    when = datetime(2026, 3, 2, 9, 15)
    path = book(tmp_path / "roster.xlsx", 三月=[["place", "office"], [], ["成都", 2], ["昆明", when]], 四月=[["x"]])
    assert texts(path) == [["place", "office"], ["成都", "2"], ["昆明", "2026-03-02 09:15"]]
    assert texts(path, "四月") == [["x"]]
    assert read(path, "roster.xlsx")[1][1].place.spot == "roster.xlsx:三月!B3"
    assert refused(path, "三日") == "sheets_no_sheet"
    assert refused(path, "四月份") == "sheets_no_sheet_near"


def test_without_its_reader_a_workbook_is_refused_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert refused(book(tmp_path / "roster.xlsx", a=[["x"]])) == "sheets_no_reader"


def test_what_is_no_table_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.csv"
    assert refused(path) == "sheets_no_file"
    path.write_bytes(b"\xff\xff\xff\xff")
    assert refused(path) == "sheets_encoding"
    path.write_text("a,b\n1,2\n" * 3, encoding="utf-8")
    assert refused(path, "March") == "sheets_only_one"
    monkeypatch.setattr("sim.sheets.MOST_ROWS", 5)
    assert refused(path) == "sheets_too_many_rows"
    monkeypatch.setattr("sim.sheets.MOST_BYTES", 5)
    assert refused(path) == "sheets_too_large"


# ------------------------------------------------------------------ workbooks from anybody

OFFICE = "http://schemas.openxmlformats.org"
RELATIONS = f"{OFFICE}/officeDocument/2006/relationships"


def packed(path: Path, *sheets: str, **parts: str) -> Path:
    """An .xlsx workbook whose sheets have these rows, as XML, and further parts."""
    related = f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{{}}</Relationships>'
    relation = f'<Relationship Id="r{{}}" Type="{RELATIONS}/{{}}" Target="{{}}"/>'
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    parts["_rels/.rels"] = related.format(relation.format(0, "officeDocument", "xl/workbook.xml"))
    parts["xl/_rels/workbook.xml.rels"] = related.format(
        "".join(relation.format(n, "worksheet", f"worksheets/s{n}.xml") for n in numbers)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{OFFICE}/spreadsheetml/2006/main" xmlns:r="{RELATIONS}">'
            f"<sheets>{listed}</sheets></workbook>",
        )
        for n, rows in enumerate(sheets, start=1):
            file.writestr(
                f"xl/worksheets/s{n}.xml",
                f'<worksheet xmlns="{OFFICE}/spreadsheetml/2006/main"><dimension ref="A1:B2"/>'
                f"<sheetData>{rows}</sheetData></worksheet>",
            )
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def compound(path: Path, name: str, content: bytes) -> Path:
    """A compound file with one stream: the older kind of workbook, or one that is locked."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    content = content.ljust(4096, b"\0")
    content = content.ljust(-(-len(content) // 512) * 512, b"\0")
    last = len(content) // 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<9I", 0, 1, last + 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", last)
    table = [*range(1, last), end, fat, end]

    def entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)

    entries = entry("Root Entry", 5, end, 0, 1) + entry(name, 2, 0, len(content), free)
    sectors = [content, struct.pack("<128I", *table, *[free] * (128 - len(table))), entries.ljust(512, b"\0")]
    path.write_bytes(header.ljust(512, b"\xff") + b"".join(sectors))
    return path


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def old_book(path: Path, cells: dict[tuple[int, int], float], said: tuple[int, int], *first: bytes) -> Path:
    """An .xls workbook with one sheet: numbers by row and column, and the rows and columns that it says it has."""
    begins = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6)) + b"".join(first)
    name = struct.pack("<BB", 3, 0) + b"old"
    at = len(begins) + len(record(0x0085, bytes(6) + name)) + len(record(0x000A))
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 6))
    sheet += record(0x0200, struct.pack("<IIHHH", 0, said[0], 0, said[1], 0))
    sheet += b"".join(record(0x0203, struct.pack("<HHHd", row, column, 0, v)) for (row, column), v in cells.items())
    listed = record(0x0085, struct.pack("<IBB", at, 0, 0) + name)
    return compound(path, "Workbook", begins + listed + record(0x000A) + sheet + record(0x000A))


def cell(name: str, value: str = "<v>1</v>") -> str:
    return f'<c r="{name}">{value}</c>'


FAR = f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'


def test_a_sheet_that_reaches_far_is_refused_before_it_is_laid_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("python_calamine")
    path = packed(tmp_path / "far.xlsx", f"<row r='1'>{cell('A1')}</row>", FAR)
    assert texts(path) == [["1"]], "only the sheet that is read counts"
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("the sheet was read"))
    with pytest.raises(SheetError) as caught:
        read(path, "far.xlsx", "s2")
    told = [say(caught.value.key, lang, **caught.value.values) for lang in LANGUAGES]
    assert caught.value.key == "sheets_too_far"
    assert all("s2" in text and "XFD1048576" in text and "200,000" in text for text in told)


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='1048576'><c  r = 'xfd1048576' ><v>1</v></c></row>",
        "<row r='1048576'><c t='inlineStr'><is><t>x</t></is></c></row>",
        "<row r='100000'><c r='AX100000'/><c></c><c><v>1</v></c></row>",
        f"<row r='200000'>{cell('Z200000')}</row>",
        f"<row r='200001'>{cell('A200001')}</row>",
    ],
)
def test_however_its_cells_are_written(tmp_path: Path, rows: str) -> None:
    pytest.importorskip("python_calamine")
    assert refused(packed(tmp_path / "far.xlsx", rows)) == "sheets_too_far"


def test_formats_and_merged_cells_reach_as_far_as_they_like(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    rows = f'<row r="1">{cell("A1")}{cell("B1", "")}</row><row r="1048576">{cell("XFD1048576", "")}</row>'
    assert texts(packed(tmp_path / "x.xlsx", rows)) == [["1"]]
    assert texts(packed(tmp_path / "x.xlsx", "<row><c><v>1</v></c><c><v>2</v></c></row>" * 2)) == [["1", "2"]] * 2
    assert texts(packed(tmp_path / "x.xlsx", "")) == []


def test_a_workbook_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("python_calamine")
    path = packed(tmp_path / "x.xlsx", "", **{"xl/media/a.png": "0" * 2_000_000})
    assert path.stat().st_size < 5000
    monkeypatch.setattr("sim.sheets.packed.UNPACKED", 1_000_000)
    assert refused(path) == "sheets_too_large"
    monkeypatch.setattr("sim.sheets.packed.MOST_PARTS", 3)
    assert refused(path) == "sheets_too_many_parts"


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    path = old_book(tmp_path / "x.xls", {(0, 0): 1.0, (2, 1): 2.5}, (3, 2))
    assert texts(path) == [["1", ""], ["", "2.5"]]
    assert refused(path, "odd") == "sheets_no_sheet_near"
    far = old_book(tmp_path / "far.xls", {(0, 0): 1.0, (65535, 255): 2.5}, (1, 1))
    assert refused(far) == "sheets_too_far"


def test_what_ends_the_reader_does_not_end_the_program(tmp_path: Path) -> None:
    """It sets memory aside for the dimension that an old workbook says it has."""
    pytest.importorskip("python_calamine")
    path = old_book(tmp_path / "x.xls", {(0, 0): 1.0}, (2**32 - 2, 2**16 - 2))
    assert refused(path) == "sheets_no_workbook"


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    locked = compound(tmp_path / "locked.xlsx", "EncryptedPackage", b"secret")
    assert refused(locked) == "sheets_locked"
    assert refused(old_book(tmp_path / "locked.xls", {}, (1, 1), record(0x002F, b"\1\0"))) == "sheets_locked"
    good = packed(tmp_path / "good.xlsx", f"<row r='1'>{cell('A1')}</row>").read_bytes()
    old = old_book(tmp_path / "old.xls", {(0, 0): 1.0}, (1, 1)).read_bytes()
    open_document = packed(tmp_path / "x.ods", mimetype="application/vnd.oasis.opendocument.spreadsheet").read_bytes()
    for name, content, key in (
        ("x.xlsx", b"", "sheets_empty_file"),
        ("x.xls", b"", "sheets_empty_file"),
        ("x.xlsx", TABLE.encode(), "sheets_no_workbook"),
        ("x.xls", b"<html><table></table></html>", "sheets_no_workbook"),
        ("x.xls", good, "sheets_other_kind"),
        ("x.xlsx", old, "sheets_other_kind"),
        ("x.csv", good, "sheets_no_text"),
        ("x.csv", old, "sheets_no_text"),
        ("x.ods", open_document, "sheets_no_text"),
        ("x.xlsx", open_document, "sheets_no_workbook"),
        ("x.xlsx", good[: len(good) // 2], "sheets_no_workbook"),
        ("x.xlsx", good.replace(b"worksheets", b"worksheetz", 1), "sheets_no_workbook"),
        ("x.xls", old[:700], "sheets_no_workbook"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert refused(path) == key, (name, content[:20])
    assert refused(packed(tmp_path / "x.xlsx", "<row><c r='A1'><v>1</v></row>")) == "sheets_no_workbook"
    assert refused(packed(tmp_path / "x.xlsx", "<row><c r='1A'><v>1</v></c></row>")) == "sheets_no_workbook"
    assert refused(packed(tmp_path / "x.xlsx", "<row r='x'/>")) == "sheets_no_workbook"
