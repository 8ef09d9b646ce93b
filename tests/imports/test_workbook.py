"""A foreign file is bounded, read whole and blamed by row and column; what is not plain is refused, never guessed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from time import perf_counter
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from taskboard.domain.errors import RuleBroken
from taskboard.imports import ahead, workbook
from taskboard.imports.grid import Cell, Grid, fill_down, read_grids
from taskboard.imports.workbook import Column, Fault, Kind, Record, Sheet

COLUMNS = (
    Column("name", "Tên đầy đủ", is_required=True, limit=20),
    Column("kind", "Loại", Kind.CHOICE, values={"Phường": "ward", "Xã": "commune"}),
    Column("on", "Từ ngày", Kind.DAY),
    Column("is_starred", "Gắn sao", Kind.FLAG),
    Column("place", "Thứ tự", Kind.NUMBER),
    Column("others", "Tên gọi khác", Kind.NAMES),
    Column("words", "Nội dung", Kind.TEXT, limit=50),
)
HEADINGS = [column.heading for column in COLUMNS]


def book(
    *rows: Sequence[Any],
    headings: Sequence[str] = HEADINGS,
    title: str = "Nhập",
    above: Sequence[Sequence[Any]] = (),
    change: Callable[[Worksheet], None] | None = None,
) -> bytes:
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in (*above, headings, *rows):
        sheet.append(list(row))
    if change:
        change(sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(content: bytes, **more: Any) -> Sheet:
    return workbook.read(content, COLUMNS, **more)


def faults(content: bytes) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.key) for fault in read(content).faults]


# ----------------------------------------------------------------------------------------------------------- what is read


def test_a_row_is_read_by_its_headings_whatever_their_order_and_what_stands_above() -> None:
    content = book(
        ["Phường", "Phường Lộc Vượng"],
        headings=["LOẠI", "tên đầy đủ *"],
        above=[["UBND THÀNH PHỐ"], [None], ["SỔ THEO DÕI"]],
    )
    assert read(content).records == [Record(5, {"kind": "ward", "name": "Phường Lộc Vượng"})]


@pytest.mark.parametrize(
    "typed",
    [
        datetime.combine(date(2021, 6, 30), time(14, 5)),
        date(2021, 6, 30),
        "30/06/2021",
        " 30.6.2021 ",
        "2021-06-30",
        44377,
    ],
)
def test_a_day_may_be_a_date_a_text_or_the_bare_figure_of_a_date(typed: Any) -> None:
    (row,) = read(book(["A", None, typed])).records
    assert row.day("on") == date(2021, 6, 30)


@pytest.mark.parametrize("typed", ["31/02/2021", "tháng 6", "06/2021", 0, -5, 3_000_000, "30/06/0201"])
def test_what_is_no_day_is_said_with_its_place(typed: Any) -> None:
    assert faults(book(["A"], ["B", None, typed])) == [(3, "Từ ngày", "cell_no_day")]


def test_words_are_kept_as_one_writes_them() -> None:
    decomposed = "Phường Lộc Vượng".encode().decode()
    (row,) = read(
        book(
            [
                f"  {decomposed}\u202e ",
                "XÃ",
                None,
                "x",
                7.0,
                "Lộc Vượng; P. LV;; Lộc Vượng",
                "dòng 1\r\ndòng 2",
            ]
        )
    ).records
    assert row.values == {
        "name": "Phường Lộc Vượng",
        "kind": "commune",
        "is_starred": True,
        "place": 7,
        "others": ("Lộc Vượng", "P. LV"),
        "words": "dòng 1\ndòng 2",
    }


def test_blank_rows_between_and_behind_are_nothing_and_rows_keep_their_numbers() -> None:
    content = book(["A"], [None], ["   "], ["B"], *([None] for _ in range(50)), change=_style_far_below)
    assert [record.row for record in read(content).records] == [2, 5]


def _style_far_below(sheet: Worksheet) -> None:
    sheet.cell(row=40_000, column=1).number_format = "dd/mm/yyyy"


def test_columns_nobody_asked_for_are_read_past_and_said() -> None:
    assert read(book(["A", "x"], headings=["Tên đầy đủ", "Ghi chú nội bộ"])).unused == ["Ghi chú nội bộ"]


def test_a_mapping_reads_the_headings_of_an_offices_own_register() -> None:
    content = book(["Phường Cửa Nam", "01/07/2025"], headings=["Đơn vị", "Ngày lập"])
    (row,) = read(content, mapping={"name": "Đơn vị", "on": "Ngày lập"}).records
    assert row.values == {"name": "Phường Cửa Nam", "on": date(2025, 7, 1)}


def test_the_sheet_to_fill_in_is_taken_before_the_example() -> None:
    made = Workbook()
    example, data = made.active, made.create_sheet("Nhập")
    assert example is not None
    for sheet, name in ((example, "Ví dụ"), (data, "Thật")):
        sheet.append(["Tên đầy đủ"])
        sheet.append([name])
    stream = io.BytesIO()
    made.save(stream)
    assert [record.text("name") for record in read(stream.getvalue()).records] == ["Thật"]


# -------------------------------------------------------------------------------------------------------- what is refused


def test_every_fault_of_every_row_is_said_at_once() -> None:
    content = book(
        ["A", "Quận", "mai", "có lẽ", "ba", "x" * 30, "y" * 60],
        [None, "Phường"],
        ["=1+1"],
        ["Z" * 21],
    )
    assert faults(content) == [
        (2, "Loại", "cell_not_allowed"),
        (2, "Từ ngày", "cell_no_day"),
        (2, "Gắn sao", "cell_not_flag"),
        (2, "Thứ tự", "cell_not_number"),
        (2, "Nội dung", "cell_too_long"),
        (3, "Tên đầy đủ", "cell_missing"),
        (4, "Tên đầy đủ", "cell_formula"),
        (5, "Tên đầy đủ", "cell_too_long"),
    ]


def test_a_merged_cell_among_the_rows_is_refused_and_one_in_the_title_is_not() -> None:
    content = book(
        ["A"], ["B"], above=[["SỔ THEO DÕI", None, None]], change=lambda sheet: sheet.merge_cells("A1:C1")
    )
    assert not faults(content)
    merged = book(["A"], [None], ["C"], change=lambda sheet: sheet.merge_cells("A2:A3"))
    (fault,) = read(merged).faults
    assert fault == Fault.at(2, "Tên đầy đủ", "cell_merged", ref="A2:A3")


def test_an_error_of_the_sheet_is_no_value() -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet["A2"].value, sheet["A2"].data_type = "#REF!", "e"

    assert faults(book(["A"], change=spoil)) == [(2, "Tên đầy đủ", "cell_error")]


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def bomb() -> bytes:
    """80 MB of blanks in a sheet that packs into a few kilobytes."""
    parts = _parts(book(["A"]))
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<sheetData>", b"<sheetData>" + b" " * 80_000_000)
    return zipped(parts)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def entities() -> bytes:
    parts = _parts(book(["A"]))
    lol = b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    name = "xl/worksheets/sheet1.xml"
    parts[name] = lol + parts[name]
    return zipped(parts)


def cut_off() -> bytes:
    whole = book(["A"])
    return whole[: len(whole) // 2]


def lying() -> bytes:
    """A sheet that is no sheet."""
    return zipped({**_parts(book(["A"])), "xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='x'>"})


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("nothing", lambda: b"", "import_empty"),
    ("a text", lambda: "Tên đầy đủ;Loại".encode(), "import_not_workbook"),
    ("a picture", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "import_not_workbook"),
    ("an old .xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import_not_workbook"),
    ("a zip of something else", lambda: zipped({"word/document.xml": b"<w/>"}), "import_not_workbook"),
    ("half a file", cut_off, "import_not_workbook"),
    ("a broken sheet", lying, "import_not_workbook"),
    ("macros", lambda: zipped({**_parts(book(["A"])), "xl/vbaProject.bin": b"x"}), "import_not_workbook"),
    ("entities", entities, "import_not_workbook"),
    ("a zip bomb", bomb, "import_swells"),
    ("too many parts", lambda: zipped({f"xl/{n}.bin": b"" for n in range(1100)}), "import_swells"),
    ("a file too large", lambda: b"PK" + b"\0" * (6 * 1024 * 1024), "import_too_large"),
    ("no headings", lambda: book(["A"], headings=["Cột 1", "Cột 2"]), "import_no_headings"),
    ("headings and no row", lambda: book(), "import_no_rows"),
    ("more rows than fit", lambda: book(*(["A"] for _ in range(5_001))), "import_too_many_rows"),
]


@pytest.mark.parametrize(("make", "key"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_wrong_file_is_one_sentence_and_soon(make: Callable[[], bytes], key: str) -> None:
    content = make()
    began = perf_counter()
    with pytest.raises(RuleBroken) as refused:
        read(content)
    assert refused.value.key == key
    assert perf_counter() - began < 20


def test_rows_behind_what_the_file_says_of_its_size_are_read_too() -> None:
    parts = _parts(book(["A"], ["B"], ["C"]))
    name = "xl/worksheets/sheet1.xml"
    assert b'<dimension ref="A1:G4"' in parts[name]
    parts[name] = parts[name].replace(b'<dimension ref="A1:G4"', b'<dimension ref="A1:G2"')
    assert [record.text("name") for record in read(zipped(parts)).records] == ["A", "B", "C"]


def test_a_row_number_out_of_this_world_does_not_make_the_reader_count_for_ever() -> None:
    parts = _parts(book(["A"], ["B"]))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name].replace(b'<row r="3"', b'<row r="99999999999"').replace(b'r="A3"', b'r="A99999999999"')
    )
    with pytest.raises(RuleBroken, match="import_not_workbook"):
        read(zipped(parts))


def with_sheet(content: bytes, before: bytes, after: bytes) -> bytes:
    parts = _parts(content)
    name = "xl/worksheets/sheet1.xml"
    assert before in parts[name]
    return zipped({**parts, name: parts[name].replace(before, after)})


def test_a_sheet_that_goes_on_and_on_with_nothing_is_read_no_further_than_it_may() -> None:
    """Fifty thousand rows of sixty empty cells pack into a hundred kilobytes."""
    rows = (b"<row>" + b"<c/>" * 60 + b"</row>") * 50_000
    content = with_sheet(book(["A"]), b"</sheetData>", rows + b"</sheetData>")
    seen = []
    for reader in (lambda: read(content).records, lambda: read_grids(content)[0].rows):
        began = perf_counter()
        seen.append(len(reader()))
        assert perf_counter() - began < 30
    assert seen == [1, 2]


def test_what_is_written_below_is_not_passed_over_in_silence() -> None:
    far = with_sheet(
        book(["A"]), b"</sheetData>", b'<row r="20001"><c r="A20001"><v>7</v></c></row></sheetData>'
    )
    for reader in (read, read_grids):
        with pytest.raises(RuleBroken) as refused:
            reader(far)
        assert refused.value.key in ("import_too_long", "import_too_many_rows")


def test_merged_cells_are_counted_once_and_up_to_a_number() -> None:
    def merged(refs: Sequence[str]) -> bytes:
        cells = b"".join(f'<mergeCell ref="{ref}"/>'.encode() for ref in refs)
        return with_sheet(
            book(["A"], ["B"]), b"</sheetData>", b"</sheetData><mergeCells>" + cells + b"</mergeCells>"
        )

    same = merged(["A2:A3"] * 50_000)
    assert faults(same) == [(2, "Tên đầy đủ", "cell_merged")]
    assert read_grids(same)[0].merged == [(1, 2, 1, 3)]
    for reader in (read, read_grids):
        with pytest.raises(RuleBroken, match="import_too_many_merged"):
            reader(merged([f"A{row}:B{row}" for row in range(2, 5_010)]))


def test_cells_merged_into_each_other_are_filled_down_once() -> None:
    grid = Grid(
        "Sổ", [[Cell("a")], [Cell("b")], [Cell("c")], [Cell("d")]], merged=[(1, 1, 1, 3), (1, 2, 1, 4)]
    )
    assert fill_down(grid, 0) == (1, [(1, 2, 1, 4)])
    assert [row[0].text for row in grid.rows] == ["a", "a", "a", "d"]


def test_one_file_is_parsed_once_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    content, opened = book(["A"]), []
    load = workbook.openpyxl.load_workbook
    monkeypatch.setattr(
        workbook.openpyxl, "load_workbook", lambda *args, **more: opened.append(1) or load(*args, **more)
    )
    ahead.begin()
    try:
        assert read(content) == read(content)
        first, second = read_grids(content), read_grids(content)
        first[0].rows[1][0] = Cell("khác")
        assert second[0].cell(2, 0).text == "A", "each reader has its own rows"
        for _time in range(2):
            with pytest.raises(RuleBroken, match="import_no_headings"):
                workbook.read(content, [Column("other", "Không có", is_required=True)])
    finally:
        ahead.end()
    assert len(opened) == 3
    read(content)
    assert len(opened) == 4
