"""How high the lines of a table may become on paper: judged from their words, for both writers alike."""

from __future__ import annotations

from collections.abc import Iterable

from taskboard.reports.content import Band, Line, Table
from taskboard.reports.decree30 import text_height, text_width

LETTER_EM = 0.5
"""A wide mean of the letters of Times, in em: cells are judged to be fuller than they are, never emptier."""
MM_A_POINT = 25.4 / 72
TOGETHER = 0.5
"""Of a page: what has to stay together may take so much, or there is a page on which it leaves the rest empty."""


def height(table: Table, line: Line | Band) -> float:
    """At most so many mm: each cell's text in lines of its column's width."""
    if isinstance(line, Band):
        cells = [(line.text, sum(column.width_mm for column in table.columns))]
    else:
        cells = [(text, column.width_mm) for text, column in zip(line.cells, table.columns, strict=True)]
    rows = max(_rows(text, width, table.size) for text, width in cells)
    return (rows * 1.15 * table.size + 3) * MM_A_POINT


def _rows(text: str, width_mm: float, size: int) -> int:
    letters = max(1, int((width_mm - 2) / (LETTER_EM * size * MM_A_POINT)) - 2)
    return sum(1 + len(line) // letters for line in text.split("\n"))


def stay_together(table: Table, lines: Iterable[Line | Band]) -> bool:
    """Whether these lines may be asked to stand on one page: a table wider than an upright page lies across."""
    is_landscape = sum(column.width_mm for column in table.columns) > text_width(is_landscape=False)
    room = text_height(is_landscape=is_landscape) * TOGETHER
    return sum(height(table, line) for line in lines) <= room
