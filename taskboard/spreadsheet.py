"""Cells of a workbook: numbers as numbers, days as days, and what people typed as text that never runs."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | date | int | None


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
