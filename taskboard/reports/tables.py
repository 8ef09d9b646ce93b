"""Ruled tables of a DOCX that break well over pages, written as text straight into the file.

A report of 5,000 tasks has 45,000 cells: as a tree of elements they are seconds of work and hundreds of megabytes, as
lines of text that are written and forgotten they are neither. Element names are those of ECMA-376, part 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape  # nosec B406  # writes markup, reads none

from docx.shared import Mm

from taskboard.reports.content import Alignment, Band, Column, HeadCell, Line, Table, split_at_gaps
from taskboard.reports.decree30 import FIRST_LINES, LINES_WITH_TOTAL, SHORT_TABLE
from taskboard.reports.measure import stay_together
from taskboard.reports.ooxml import child, twips

CELL_MARGIN = 57
"""Left and right of the words, in twentieths of a point."""
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)
_MARGINS = "".join(f'<w:{side} w:w="{CELL_MARGIN}" w:type="dxa"/>' for side in ("left", "right"))


def ruled_table(table: Table) -> Iterator[str]:
    """A `w:tbl` in pieces: its heading repeats on every page, no line is split across two, no total stands alone."""
    yield _opening(table.columns)
    yield from _heading_rows(table.columns, table.heads, table.size)
    count = len(table.lines)
    with_head, kept_from = _kept(table)
    for number, line in enumerate(table.lines):
        keeps = (number < with_head or number >= kept_from) and number < count - 1
        yield _line_row(table.columns, line, table.size, keeps=keeps)
    yield "</w:tbl>"


def _kept(table: Table) -> tuple[int, int]:
    """How many lines stay with the one after them at the top, and from which on to the total.

    Lines too tall to stand together would leave a page empty but for its heading: they follow one another as they fit.
    """
    count = len(table.lines)
    kept_from = 0 if count <= SHORT_TABLE else count - LINES_WITH_TOTAL
    if not stay_together(table, table.lines[kept_from:]):
        kept_from = count
    with_head = FIRST_LINES if stay_together(table, table.lines[: FIRST_LINES + 1]) else 0
    return with_head, kept_from


def set_cell_margins(properties: Any, width: int) -> None:
    """Left and right, in twentieths of a point, of a table that is a tree of elements."""
    margins = child(properties, "w:tblCellMar")
    for side in ("left", "right"):
        child(margins, f"w:{side}", w=str(width), type="dxa")


def _opening(columns: Sequence[Column]) -> str:
    grid = "".join(f'<w:gridCol w:w="{_width((column,))}"/>' for column in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_width(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _width(columns: Sequence[Column]) -> str:
    return twips(sum(Mm(column.width_mm) for column in columns))


def _row(cells: Sequence[str], *, is_heading: bool = False) -> str:
    repeats = "<w:tblHeader/>" if is_heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeats}</w:trPr>{''.join(cells)}</w:tr>"


def _heading_rows(columns: Sequence[Column], heads: Sequence[Sequence[HeadCell]], size: int) -> Iterator[str]:
    """The heading's rows with their spans; a cell over several rows is continued by empty ones."""
    below = [0] * len(columns)
    """How many more rows a spanning cell above each column takes."""
    for cells in heads:
        yield _row(_heading_cells(columns, cells, size, below), is_heading=True)


def _heading_cells(
    columns: Sequence[Column], heads: Sequence[HeadCell], size: int, below: list[int]
) -> list[str]:
    cells: list[str] = []
    waiting = iter(heads)
    at = 0
    while at < len(columns):
        if below[at]:
            below[at] -= 1
            cells.append(_cell("", columns[at : at + 1], size, merge="continue"))
            at += 1
            continue
        head = next(waiting)
        spanned = columns[at : at + head.columns]
        merge = "restart" if head.rows > 1 else ""
        cells.append(
            _cell(head.text, spanned, size, is_bold=True, align=Alignment.CENTER, merge=merge, keeps=True)
        )
        below[at : at + head.columns] = [head.rows - 1] * head.columns
        at += head.columns
    return cells


def _line_row(columns: Sequence[Column], line: Line | Band, size: int, *, keeps: bool) -> str:
    if isinstance(line, Band):
        align = Alignment.CENTER if line.is_last else Alignment.LEFT
        stays = keeps or not line.is_last
        return _row([_cell(line.text, columns, size, is_bold=True, align=align, keeps=stays)])
    return _row(
        [
            _cell(text, (column,), size, is_bold=line.is_bold, align=column.align, keeps=keeps)
            for column, text in zip(columns, line.cells, strict=True)
        ]
    )


def _cell(
    text: str,
    columns: Sequence[Column],
    size: int,
    *,
    is_bold: bool = False,
    align: Alignment = Alignment.LEFT,
    merge: str = "",
    keeps: bool = False,
) -> str:
    span = f'<w:gridSpan w:val="{len(columns)}"/>' if len(columns) > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    words = "".join(
        _paragraph(line, size, is_bold=is_bold, align=align, keeps=keeps) for line in text.split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_width(columns)}" w:type="dxa"/>{span}{merged}'
        f'<w:vAlign w:val="center"/></w:tcPr>{words}</w:tc>'
    )


def _paragraph(text: str, size: int, *, is_bold: bool, align: Alignment, keeps: bool) -> str:
    """The paragraph's own size keeps an empty cell as low as its neighbours."""
    keep = "<w:keepNext/>" if keeps else ""
    runs = "".join(_run(part, size, is_bold=is_bold, is_gap=is_gap) for part, is_gap in split_at_gaps(text))
    return (
        f'<w:p><w:pPr>{keep}<w:spacing w:before="20" w:after="20"/><w:jc w:val="{align.value}"/>'
        f"<w:rPr>{_sized(size)}</w:rPr></w:pPr>{runs}</w:p>"
    )


def _run(text: str, size: int, *, is_bold: bool, is_gap: bool) -> str:
    bold = "<w:b/>" if is_bold else ""
    gap = '<w:highlight w:val="yellow"/>' if is_gap else ""
    return (
        f'<w:r><w:rPr>{bold}{_sized(size)}{gap}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def _sized(size: int) -> str:
    """In half points, for Latin and complex scripts alike."""
    return f'<w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/>'
