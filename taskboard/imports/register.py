"""The rows of an office's own register under a mapping: as records of the template's kind, with every fault by row and column.

What is no task is read past and said: subtotals, headings of groups. A group that names a unit leads the rows below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils.cell import get_column_letter

from taskboard.domain.errors import RuleBroken
from taskboard.domain.names import clean_name
from taskboard.domain.text import fold
from taskboard.imports import days, targets
from taskboard.imports.grid import Cell, Grid, fill_down, letter
from taskboard.imports.head import Head
from taskboard.imports.mapping import Mapping
from taskboard.imports.workbook import MAX_ROWS, Column, Fault, Kind, Record, read_value

GROUP = "group"
"""Key under which a row carries the words of the group it stands in."""
DEADLINES = ("due_on", "original_due_on")
_TOTALS = frozenset({"tong cong", "cong", "tong", "tong so", "tong cong chung"})
_ORDINAL = re.compile(r"\(?\d+[.)]?\Z")
_ENUMERATION = re.compile(r"^\s*(?:[IVXLC]+|[A-ZĐ]|\d{1,2})\s*[.)/:\-]\s+")


@dataclass(slots=True)
class Register:
    """What was read of a register."""

    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    """Rows read as the heading of a group."""
    totals: list[int] = field(default_factory=list)
    filled_down: int = 0


def heading_of(head: Head, place: int) -> str:
    """As its office calls the column; one without heading by its letter."""
    return (head.titles[place] if place < len(head.titles) else "") or f"({letter(place)})"


def data_rows(grid: Grid, head: Head) -> int:
    """How many rows below the headings have something in them. Raises RuleBroken('import_too_many_rows')."""
    count = sum(any(cell.is_filled for cell in row) for row in grid.rows[head.first_row - 1 :])
    if count > MAX_ROWS:
        raise RuleBroken("import_too_many_rows", limit=MAX_ROWS)
    return count


def read_register(grid: Grid, head: Head, mapping: Mapping) -> Register:
    """Every row and every fault at once. The grid's merged cells are filled on the way."""
    data_rows(grid, head)
    result = Register(unused=_unused(head, mapping))
    result.filled_down, unclear = fill_down(grid, head.first_row - 1)
    result.faults += _unclear_faults(unclear, head, mapping)
    reader = _Reader(grid, head, mapping)
    group = ""
    for number in range(head.first_row, len(grid.rows) + 1):
        cells = grid.rows[number - 1]
        if not any(cell.is_filled for cell in cells):
            continue
        if _is_total(cells):
            result.totals.append(number)
        elif (named := reader.group_of(cells)) is not None:
            group = named
            result.groups.append(number)
        else:
            record, faults = reader.record(number, cells, group)
            result.faults += faults
            result.records.append(record)
    if not result.records:
        raise RuleBroken("import_no_rows")
    return result


def has_groups(grid: Grid, head: Head, mapping: Mapping) -> bool:
    """Whether some row is the heading of a group."""
    reader = _Reader(grid, head, mapping)
    rows = grid.rows[head.first_row - 1 :]
    filled = (row for row in rows if any(cell.is_filled for cell in row) and not _is_total(row))
    return any(reader.group_of(row) is not None for row in filled)


def _unused(head: Head, mapping: Mapping) -> list[str]:
    return [
        title
        for place, title in enumerate(head.titles)
        if title and place not in mapping.columns and place != head.ordinal
    ]


def _unclear_faults(
    unclear: Sequence[tuple[int, int, int, int]], head: Head, mapping: Mapping
) -> list[Fault]:
    faults = []
    for first, top, last, bottom in unclear:
        place = next((at for at in mapping.columns if first <= at + 1 <= last), None)
        if place is not None:
            ref = f"{get_column_letter(first)}{top}:{get_column_letter(last)}{bottom}"
            faults.append(Fault.at(top, heading_of(head, place), "cell_merged", ref=ref))
    return faults


def _is_total(cells: Sequence[Cell]) -> bool:
    words = next((cell.text for cell in cells if cell.is_filled), "")
    return fold(words) in _TOTALS


class _Reader:
    """Cells of one register by their meaning."""

    def __init__(self, grid: Grid, head: Head, mapping: Mapping) -> None:
        self.grid, self.head, self.mapping = grid, head, mapping
        self.columns = [(place, targets.TARGET[key].column) for place, key in sorted(mapping.columns.items())]
        self.month_first = days.order_of(mapping.day_order, self._days_written())

    def _days_written(self) -> list[str]:
        """What stands in the columns of days: one program writes all of them one way."""
        places = [place for place, column in self.columns if column.kind is Kind.DAY]
        rows = self.grid.rows[self.head.first_row - 1 :]
        cells = (row[place] for row in rows for place in places if place < len(row))
        return [cell.value for cell in cells if isinstance(cell.value, str)]

    def group_of(self, cells: Sequence[Cell]) -> str | None:
        """The words of a row that is only the heading of a group; None for a row of the table."""
        filled = [(place, cell) for place, cell in enumerate(cells) if cell.is_filled]
        counted = [cell for place, cell in filled if place == self.head.ordinal]
        said = [cell for place, cell in filled if place != self.head.ordinal]
        if not said:
            words = counted[0].text
            return None if _ORDINAL.match(words) or len(words) < 3 else _without_number(words)
        if len(said) > 1 or len(self.columns) < 3 or (counted and _ORDINAL.match(counted[0].text)):
            return None
        if self.head.ordinal is None and self.mapping.unit_id is not None:
            return None
        return _without_number(said[0].text)

    def record(self, number: int, cells: Sequence[Cell], group: str) -> tuple[Record, list[Fault]]:
        values: dict[str, Any] = {GROUP: group} if group else {}
        refused, faults = set(), []
        for place, column in self.columns:
            cell = cells[place] if place < len(cells) else Cell()
            value, key = self._value(cell, column)
            if key:
                refused.add(column.key)
                details = {"value": str(value)[:60], "limit": column.limit}
                faults.append(Fault.at(number, heading_of(self.head, place), key, **details))
            elif value not in (None, "", ()):
                values[column.key] = value
        return Record(number, values, frozenset(refused)), faults

    def _value(self, cell: Cell, column: Column) -> tuple[Any, str]:
        if column.kind is not Kind.DAY or cell.kind in ("f", "e") or not cell.is_filled:
            return read_value(_Held(cell), column, self.grid.epoch)
        return self._day(cell, column)

    def _day(self, cell: Cell, column: Column) -> tuple[Any, str]:
        found = days.day_of(cell.value, epoch=self.grid.epoch, month_first=self.month_first)
        if found is None and column.key in DEADLINES:
            if days.is_undated(cell.text):
                return None, ""
            found = days.last_day_of(cell.text)
        return (found, "") if found is not None else (cell.text, "cell_no_day")


class _Held:
    """What the template's reader asks of a cell."""

    def __init__(self, cell: Cell) -> None:
        self.value, self.data_type = cell.value, cell.kind


def _without_number(words: str) -> str:
    """`II. Phòng Kinh tế` names the unit without its place in the list."""
    return clean_name(_ENUMERATION.sub("", words))
