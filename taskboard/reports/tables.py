"""Ruled tables of a DOCX that break well over pages, written as XML.

Straight into XML, because a report of 5,000 tasks must not walk its table once for every cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.shared import Mm

from taskboard.reports.content import Alignment, Band, Column, HeadCell, Line, Table, split_at_gaps
from taskboard.reports.decree30 import FIRST_LINES, LINES_WITH_TOTAL, SHORT_TABLE
from taskboard.reports.ooxml import border, child, highlight, sized, twips


def ruled_table(table: Table) -> Any:
    """A `w:tbl`: its heading repeats on every page, no line is split across two, no total stands alone."""
    written = _new_table([Mm(column.width_mm) for column in table.columns])
    for row in _heading_rows(table.columns, table.heads, table.size):
        written.append(row)
    count = len(table.lines)
    kept_from = 0 if count <= SHORT_TABLE else count - LINES_WITH_TOTAL
    for number, line in enumerate(table.lines):
        keeps = (number < FIRST_LINES or number >= kept_from) and number < count - 1
        written.append(_line_row(table.columns, line, table.size, keeps=keeps))
    return written


def _new_table(widths: Sequence[int]) -> Any:
    table = OxmlElement("w:tbl")
    properties = child(table, "w:tblPr")
    child(properties, "w:tblW", type="dxa", w=twips(sum(widths)))
    child(properties, "w:jc", val="center")
    borders = child(properties, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(border(f"w:{side}", 4))
    child(properties, "w:tblLayout", type="fixed")
    set_cell_margins(properties, 57)
    grid = child(table, "w:tblGrid")
    for width in widths:
        child(grid, "w:gridCol", w=twips(width))
    return table


def set_cell_margins(properties: Any, width: int) -> None:
    """Left and right, in twentieths of a point."""
    margins = child(properties, "w:tblCellMar")
    for side in ("left", "right"):
        child(margins, f"w:{side}", w=str(width), type="dxa")


def _row(*, is_heading: bool = False) -> Any:
    row = OxmlElement("w:tr")
    properties = child(row, "w:trPr")
    child(properties, "w:cantSplit")
    if is_heading:
        child(properties, "w:tblHeader")
    return row


def _heading_rows(columns: Sequence[Column], heads: Sequence[Sequence[HeadCell]], size: int) -> list[Any]:
    """The heading's rows with their spans; a cell over several rows is continued by empty ones."""
    rows = [_row(is_heading=True) for _ in heads]
    below = [0] * len(columns)
    """How many more rows a spanning cell above each column takes."""
    for row, cells in zip(rows, heads, strict=True):
        waiting = iter(cells)
        at = 0
        while at < len(columns):
            if below[at]:
                below[at] -= 1
                row.append(_cell("", columns[at : at + 1], size, merge="continue"))
                at += 1
                continue
            head = next(waiting)
            spanned = columns[at : at + head.columns]
            merge = "restart" if head.rows > 1 else ""
            row.append(
                _cell(head.text, spanned, size, is_bold=True, align=Alignment.CENTER, merge=merge, keeps=True)
            )
            below[at : at + head.columns] = [head.rows - 1] * head.columns
            at += head.columns
    return rows


def _line_row(columns: Sequence[Column], line: Line | Band, size: int, *, keeps: bool) -> Any:
    row = _row()
    if isinstance(line, Band):
        align = Alignment.CENTER if line.is_last else Alignment.LEFT
        row.append(
            _cell(line.text, columns, size, is_bold=True, align=align, keeps=keeps or not line.is_last)
        )
        return row
    for column, text in zip(columns, line.cells, strict=True):
        row.append(_cell(text, (column,), size, is_bold=line.is_bold, align=column.align, keeps=keeps))
    return row


def _cell(
    text: str,
    columns: Sequence[Column],
    size: int,
    *,
    is_bold: bool = False,
    align: Alignment = Alignment.LEFT,
    merge: str = "",
    keeps: bool = False,
) -> Any:
    cell = OxmlElement("w:tc")
    properties = child(cell, "w:tcPr")
    child(properties, "w:tcW", w=twips(sum(Mm(column.width_mm) for column in columns)), type="dxa")
    if len(columns) > 1:
        child(properties, "w:gridSpan", val=str(len(columns)))
    if merge:
        child(properties, "w:vMerge", val=merge)
    child(properties, "w:vAlign", val="center")
    for line in text.split("\n"):
        cell.append(_cell_paragraph(line, size, is_bold=is_bold, align=align, keeps=keeps))
    return cell


def _cell_paragraph(text: str, size: int, *, is_bold: bool, align: Alignment, keeps: bool) -> Any:
    paragraph = OxmlElement("w:p")
    properties = child(paragraph, "w:pPr")
    if keeps:
        child(properties, "w:keepNext")
    child(properties, "w:spacing", before="20", after="20")
    child(properties, "w:jc", val=align.value)
    sized(child(properties, "w:rPr"), size)  # an empty cell is as low as its neighbours
    for part, is_gap in split_at_gaps(text):
        paragraph.append(_cell_run(part, size, is_bold=is_bold, is_gap=is_gap))
    return paragraph


def _cell_run(text: str, size: int, *, is_bold: bool, is_gap: bool) -> Any:
    run = OxmlElement("w:r")
    properties = child(run, "w:rPr")
    if is_bold:
        child(properties, "w:b")
    sized(properties, size)
    if is_gap:
        properties.append(highlight())
    words = child(run, "w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run
