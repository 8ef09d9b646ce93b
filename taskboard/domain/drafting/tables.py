"""Rows of a table pasted as text: cells parted by tabs, columns named by their heading row."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from taskboard.domain.drafting.page import Page
from taskboard.domain.text import lower_same_length, one_tone_placement

Columns = dict[str, int]
Cells = dict[str, tuple[int, int]]

_SEPARATOR = re.compile(r"[\t|]| {3,}")
LONGEST_HEAD = 60
_ROLES = (
    ("partner", re.compile(r"phối hợp")),
    (
        "lead",
        re.compile(
            r"chủ trì|thực hiện$|ai làm|người làm|phụ trách|(?:đơn vị|cơ quan) ?(?:chính|được giao|đầu mối)?$"
        ),
    ),
    ("due", re.compile(r"thời (?:hạn|gian)|hoàn thành|tiến độ|^hạn")),
    ("task", re.compile(r"nội dung|nhiệm vụ|công việc|tên việc|^việc$")),
)


def columns_of(page: Page, start: int, end: int) -> Columns | None:
    """Which column says what, when this line heads a table of tasks with the unit that leads each; else None."""
    names = _SEPARATOR.split(page.source_text(start, end))
    if len(names) < 3 or max(len(name) for name in names) > LONGEST_HEAD:
        return None
    columns: Columns = {}
    for nth, name in enumerate(names):
        words = one_tone_placement(lower_same_length(name)).strip()
        role = next((role for role, pattern in _ROLES if pattern.search(words)), "")
        columns.setdefault(role, nth)
    return columns if {"task", "lead"} <= columns.keys() else None


def cells_of(page: Page, start: int, end: int, columns: Columns) -> Cells | None:
    """The clean span of each named cell of a row; None when the line is no row of the table."""
    first, last = page.source_span(start, end)
    first = page.source.rfind("\n", 0, first) + 1
    pieces = list(_pieces(page.source, first, last))
    if len(pieces) <= max(columns["task"], columns["lead"]):
        return None
    cells: Cells = {}
    for nth, (at, piece) in enumerate(pieces):
        for role in (role for role, column in columns.items() if column == nth and piece.strip()):
            lead = len(piece) - len(piece.lstrip())
            cells[role] = (_clean(page, at + lead), _clean(page, at + len(piece.rstrip())))
    return cells if "task" in cells else None


def _pieces(source: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Cells with their places; bars, tabs or a wide gap part them."""
    at = start
    for gap in _SEPARATOR.finditer(source, start, end):
        yield at, source[at : gap.start()]
        at = gap.end()
    yield at, source[at:end]


def _clean(page: Page, at: int) -> int:
    return min(bisect_left(page.origin, at), len(page.flat))
