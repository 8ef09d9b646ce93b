"""Cells of a workbook: numbers as numbers, days as days, and what people typed as text that never runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | date | int | None
Columns = Sequence[tuple[str, int]]
"""Names and widths."""
_A4 = 9
"""As ECMA-376 numbers paper."""


def plain_text(value: str) -> str:
    """Without what no workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", value)


def cell_of(sheet: Any, value: Value, *, is_bold: bool = False, align: str | None = None) -> Any:
    """A cell for a sheet that is written row by row. Text stays text though it begins with "="."""
    cell = WriteOnlyCell(sheet, plain_text(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    cell.alignment = Alignment(horizontal=align, vertical="top", wrap_text=True)
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def table_sheet(book: Any, name: str, columns: Columns) -> Any:
    """A sheet of a book written row by row: A4 across, as wide as the page, the third row its heading on every one."""
    sheet = book.create_sheet(name)
    for place, (_name, width) in enumerate(columns):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "3:3"
    sheet.freeze_panes = "A4"
    return sheet


def write_heading(sheet: Any, title: str, columns: Columns) -> None:
    """The title on a line of its own, not wrapped into its column; an empty row; the names of the columns."""
    titled = cell_of(sheet, title, is_bold=True)
    titled.alignment = Alignment(vertical="top", wrap_text=False)
    sheet.append([None, titled])
    sheet.append([])
    sheet.append([cell_of(sheet, name, is_bold=True, align="center") for name, _width in columns])


def append_row(sheet: Any, values: Sequence[Value], *, is_bold: bool = False) -> None:
    sheet.append([cell_of(sheet, value, is_bold=is_bold) for value in values])
