"""A foreign table as it stands in its file: an Excel sheet or a CSV, cells with what kind they are, nothing understood yet.

Bounded like the template's reader (`workbook`): size before and after unpacking, rows, columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.utils.cell import get_column_letter
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900

from taskboard.domain.errors import RuleBroken
from taskboard.domain.text import to_nfc
from taskboard.imports import ahead, workbook
from taskboard.imports.workbook import (
    HEADING_ROWS,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    is_filled,
    merged_ranges,
    rows_from,
)

MOST_ROWS = MAX_ROWS + HEADING_ROWS + 500
"""Groups, subtotals and blank lines between the rows of a register."""
_ZIP = b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_PROGRAMS = b"\xd0\xcf\x11\xe0"
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Cell:
    value: Any = None
    kind: str = "n"
    """As openpyxl says it: f a formula, e an error; s for all of a CSV."""

    @property
    def is_filled(self) -> bool:
        return is_filled(self.value)

    @property
    def text(self) -> str:
        return workbook.plain(self.value).strip() if self.is_filled else ""


EMPTY = Cell()
Bounds = tuple[int, int, int, int]
"""First column, first row, last column, last row: counted from 1."""


@dataclass(slots=True)
class Grid:
    """One sheet. Row n of the file is `rows[n - 1]`."""

    name: str
    rows: list[list[Cell]]
    merged: list[Bounds] = field(default_factory=list)
    epoch: datetime = CALENDAR_WINDOWS_1900
    is_csv: bool = False

    def cell(self, row: int, place: int) -> Cell:
        """`row` from 1, `place` from 0; what lies beside the table is empty."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else []
        return cells[place] if place < len(cells) else EMPTY

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


def letter(place: int) -> str:
    """The column as a spreadsheet names it."""
    return str(get_column_letter(place + 1))


def read_grids(content: bytes) -> list[Grid]:
    """Every visible sheet with something on it; of a CSV the one table.

    Raises RuleBroken: import_empty, import_too_large, import_not_workbook, import_not_table, import_swells,
    import_too_many_rows, import_no_rows.
    """
    if not content:
        raise RuleBroken("import_empty")
    if len(content) > MAX_BYTES:
        raise RuleBroken("import_too_large", limit_mb=MAX_BYTES // (1024 * 1024))
    grids = ahead.once(lambda: _grids(content), content, "grids")
    return [replace(grid, rows=[list(row) for row in grid.rows]) for grid in grids]  # a reader fills cells in


def _grids(content: bytes) -> list[Grid]:
    grids = _sheets(content) if content.startswith(_ZIP) else [_table(content)]
    filled = [grid for grid in grids if grid.rows]
    if not filled:
        raise RuleBroken("import_no_rows")
    return filled


def is_csv(content: bytes) -> bool:
    return not content.startswith(_ZIP)


# --------------------------------------------------------------------------------------------------------------- Excel


def _sheets(content: bytes) -> list[Grid]:
    workbook.check_container(content)
    try:
        return list(_read_book(content))
    except RuleBroken:
        raise
    except Exception as error:  # openpyxl answers a damaged part with whatever it stumbled over
        raise RuleBroken("import_not_workbook") from error


def _read_book(content: bytes) -> Iterator[Grid]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()
                yield Grid(str(sheet.title), _rows(sheet, content), merged_ranges(content, sheet), book.epoch)
    finally:
        book.close()


def _rows(sheet: Any, content: bytes) -> list[list[Cell]]:
    """Up to the last row with something in it; what was only coloured far below is nothing."""
    found: list[list[Cell]] = []
    for number, row in rows_from(1, sheet, content):
        cells = [Cell(cell.value, cell.data_type) if cell.value is not None else EMPTY for cell in row]
        if any(cell.is_filled for cell in cells):
            if number > MOST_ROWS:
                raise RuleBroken("import_too_many_rows", limit=MAX_ROWS)
            found += [[] for _ in range(number - len(found) - 1)]
            found.append(cells)
    return found


# ----------------------------------------------------------------------------------------------------------------- CSV


def _table(content: bytes) -> Grid:
    if content.startswith(_OTHER_PROGRAMS) or (b"\x00" in content and not content.startswith(_UTF16)):
        raise RuleBroken("import_not_table")
    text = to_nfc(_decoded(content)).replace("\x00", "")
    delimiter = _delimiter(text)
    if delimiter is None:
        raise RuleBroken("import_not_table")
    rows: list[list[Cell]] = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([Cell(value, "s") if value.strip() else EMPTY for value in line[:MAX_COLUMNS]])
            if len(rows) > MOST_ROWS:
                raise RuleBroken("import_too_many_rows", limit=MAX_ROWS)
    except csv.Error as error:
        raise RuleBroken("import_not_table") from error
    return Grid("CSV", rows, is_csv=True)


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 by its mark, else what Vietnamese Windows writes, whose accents stand after their letters."""
    if content.startswith(_UTF16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1258", errors="replace")


def _delimiter(text: str) -> str | None:
    """What parts the first line with something in it into most cells; None for a text that is no table."""
    head = next((line for line in text.splitlines() if line.strip(" ,;\t|")), "")
    counts = {mark: _parts(head, mark) for mark in DELIMITERS}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] > 1 else None


def _parts(line: str, mark: str) -> int:
    return len(next(csv.reader([line], delimiter=mark), []))


def fill_down(grid: Grid, after: int) -> tuple[int, list[Bounds]]:
    """Cells merged downwards in one column mean their value for every row they cover, as a reader of the sheet sees it.

    Returns how many such cells there were below row `after`, and the ranges of which nobody can say to what they
    belong: over several rows and columns, or into each other, which no spreadsheet writes.
    """
    count, unclear = 0, []
    filled: dict[int, int] = {}
    for bounds in sorted(grid.merged):
        first, top, last, bottom = bounds
        if bottom <= after or top == bottom:
            continue
        if first != last or top <= filled.get(first, 0):
            unclear.append(bounds)
            continue
        count, filled[first] = count + 1, bottom
        _copy_down(grid, first - 1, max(top, after + 1), bottom)
    return count, unclear


def _copy_down(grid: Grid, place: int, top: int, bottom: int) -> None:
    value = grid.cell(top, place)
    for row in grid.rows[top : min(bottom, len(grid.rows))]:
        row.extend([EMPTY] * (place + 1 - len(row)))
        row[place] = value
