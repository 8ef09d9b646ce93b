"""The template of a workbook: headings to fill in, an example, what may be written, how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from taskboard.domain.civil_day import parse_day
from taskboard.imports.columns import COLUMNS
from taskboard.imports.models import ImportKind
from taskboard.imports.workbook import DATA_SHEET, MAX_ROWS, Column, Kind

EXAMPLE_SHEET, VALUES_SHEET, HELP_SHEET = "Ví dụ", "Giá trị được dùng", "Cách ghi"
FILE_NAMES = {
    ImportKind.UNITS: "mau-nhap-don-vi.xlsx",
    ImportKind.PEOPLE: "mau-nhap-can-bo.xlsx",
    ImportKind.TASKS: "mau-nhap-nhiem-vu.xlsx",
}
_HEAD = Font(bold=True)
_FILL = PatternFill("solid", fgColor="FFE9EEF6")
_KINDS = {
    Kind.NAME: "chữ, một dòng",
    Kind.TEXT: "chữ",
    Kind.DAY: "ngày/tháng/năm",
    Kind.CHOICE: "chọn trong danh sách",
    Kind.FLAG: "có hoặc không",
    Kind.NUMBER: "số nguyên",
    Kind.NAMES: "nhiều tên",
}


def write_template(kind: ImportKind, known: Mapping[str, Sequence[str]]) -> bytes:
    """The file. `known` are the city's own names that may be written, by the words over their column."""
    columns = COLUMNS[kind]
    book = Workbook()
    sheet = book.active
    sheet.title = DATA_SHEET
    _headings(sheet, columns)
    _write_example(book.create_sheet(EXAMPLE_SHEET), columns)
    places = _write_values(book.create_sheet(VALUES_SHEET), columns, known)
    _offer(sheet, columns, places)
    _write_help(book.create_sheet(HELP_SHEET), columns)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _headings(sheet: Any, columns: Sequence[Column]) -> None:
    for place, column in enumerate(columns, start=1):
        cell = _put(sheet, 1, place, f"{column.heading} *" if column.is_required else column.heading)
        cell.font, cell.fill = _HEAD, _FILL
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = 34 if column.kind is Kind.TEXT else 20
        if column.kind is Kind.DAY:
            sheet.column_dimensions[get_column_letter(place)].number_format = "dd/mm/yyyy"
    sheet.freeze_panes = "A2"


def _put(sheet: Any, row: int, place: int, value: Any) -> Any:
    """Words stay words: a unit called "=1+1" is no formula."""
    cell = sheet.cell(row=row, column=place)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _write_example(sheet: Any, columns: Sequence[Column]) -> None:
    _headings(sheet, columns)
    for place, column in enumerate(columns, start=1):
        for row, example in enumerate(column.examples, start=2):
            if example:
                day = parse_day(example) if column.kind is Kind.DAY else None
                cell = _put(sheet, row, place, day or example)
                if day:
                    cell.number_format = "dd/mm/yyyy"


def _write_values(
    sheet: Any, columns: Sequence[Column], known: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """A column of allowed words each. Returns where those of a choice stand, for the lists on the data sheet."""
    lists = {column.heading: tuple(column.values) for column in columns if column.values}
    places: dict[str, str] = {}
    for place, (heading, words) in enumerate({**lists, **known}.items(), start=1):
        _put(sheet, 1, place, heading).font = _HEAD
        sheet.column_dimensions[get_column_letter(place)].width = 32
        for row, word in enumerate(words, start=2):
            _put(sheet, row, place, word)
        letter = get_column_letter(place)
        if words:
            places[heading] = f"'{VALUES_SHEET}'!${letter}$2:${letter}${len(words) + 1}"
    return places


def _offer(sheet: Any, columns: Sequence[Column], places: Mapping[str, str]) -> None:
    for place, column in enumerate(columns, start=1):
        if column.values and column.heading in places:
            offered = DataValidation(
                "list", formula1=places[column.heading], allow_blank=not column.is_required
            )
            letter = get_column_letter(place)
            offered.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
            sheet.add_data_validation(offered)


def _write_help(sheet: Any, columns: Sequence[Column]) -> None:
    for place, words in enumerate(("Cột", "Bắt buộc", "Cách ghi"), start=1):
        _put(sheet, 1, place, words).font = _HEAD
        sheet.column_dimensions[get_column_letter(place)].width = (28, 12, 70)[place - 1]
    for row, column in enumerate(columns, start=2):
        _put(sheet, row, 1, column.heading)
        _put(sheet, row, 2, "có" if column.is_required else "")
        _put(sheet, row, 3, "; ".join(word for word in (_KINDS[column.kind], column.hint) if word))
    _put(sheet, len(columns) + 3, 1, f"Ghi dữ liệu vào trang “{DATA_SHEET}”, tối đa {MAX_ROWS} dòng.")
    _put(sheet, len(columns) + 4, 1, "Không dùng công thức, không gộp ô.")
