"""Where the headings of a register stand: one row or two, with groups above them, numbers of columns below."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from taskboard.domain.names import clean_name
from taskboard.domain.text import fold
from taskboard.imports import targets
from taskboard.imports.grid import Grid
from taskboard.imports.workbook import HEADING_ROWS

FEWEST = 2
"""Headings that are understood, or the row is no heading."""
_NUMBER = re.compile(r"\(?\s*(\d{1,2})\s*\)?\Z")


@dataclass(frozen=True, slots=True)
class Head:
    """The headings by place, empty where a column has none, and the first row below them."""

    titles: tuple[str, ...]
    row: int
    first_row: int

    @property
    def signature(self) -> str:
        """The same headings in the same order, whatever the file."""
        return hashlib.sha256("\x1f".join(map(fold, self.titles)).encode()).hexdigest()

    @property
    def ordinal(self) -> int | None:
        """The column that only counts the rows."""
        return next((at for at, title in enumerate(self.titles) if fold(title) in targets.ORDINALS), None)


def find_head(grid: Grid) -> Head | None:
    """The row, among the first, of which most headings are understood; None where hardly any is."""
    best, most = 0, FEWEST - 1
    for number in range(1, min(HEADING_ROWS, len(grid.rows)) + 1):
        understood = len(targets.propose([cell.text for cell in grid.rows[number - 1]]))
        if understood > most:
            best, most = number, understood
    return _head(grid, best) if best else None


def _head(grid: Grid, row: int) -> Head:
    top, bottom = row, _bottom(grid, row)
    if top > 1 and _is_group(grid, top):
        top -= 1
    lines = [_line(grid, number) for number in range(top, bottom + 1)]
    titles = tuple(_joined(parts) for parts in zip(*lines, strict=True))
    last = max((place for place, title in enumerate(titles) if title), default=-1)
    first = bottom + 1
    if _counts_columns(grid, first):
        first += 1
    return Head(titles[: last + 1], row, first)


def _bottom(grid: Grid, row: int) -> int:
    """As deep as its merged cells go; a group over two headings makes the row below part of it."""
    covering = [bottom for _first, top, _last, bottom in grid.merged if top == row]
    spans = any(top == bottom == row and last > first for first, top, last, bottom in grid.merged)
    return min(max([row, *covering, row + 1 if spans else row]), len(grid.rows))


def _is_group(grid: Grid, row: int) -> bool:
    """Whether the row above holds groups or the upper halves of these headings."""
    return any(
        top == row - 1 and (bottom >= row or last > first)
        for first, top, last, bottom in grid.merged
        if not (top == bottom and last - first + 1 >= max(2, grid.width - 1))  # the title of the whole sheet
    )


def _line(grid: Grid, number: int) -> list[str]:
    """One row of headings, what is merged across or down said of every column it covers."""
    words = [clean_name(grid.cell(number, place).text.rstrip(" *"))[:200] for place in range(grid.width)]
    for first, top, last, bottom in grid.merged:
        if top <= number <= bottom:
            held = clean_name(grid.cell(top, first - 1).text.rstrip(" *"))[:200]
            for place in range(first - 1, min(last, grid.width)):
                words[place] = words[place] or held
    return words


def _joined(parts: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(part for part in parts if part))


def _counts_columns(grid: Grid, row: int) -> bool:
    """`(1) (2) (3)` under the headings."""
    cells = grid.rows[row - 1] if row <= len(grid.rows) else []
    found = [_NUMBER.match(cell.text) for cell in cells if cell.is_filled]
    numbers = [int(match[1]) for match in found if match]
    return len(numbers) == len(found) >= FEWEST and numbers == sorted(set(numbers)) and numbers[0] <= 1
