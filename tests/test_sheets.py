"""Tables as people save them: CSV of every kind, and Excel workbooks."""

from __future__ import annotations

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

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
    path.write_bytes(b"no workbook at all")
    assert refused(path) == "sheets_no_workbook"


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
