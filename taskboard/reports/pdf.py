"""An official document as a PDF for reading: the same content as the DOCX, laid out by `decree30.typ`.

Tagged for screen readers (PDF/UA-1), with its fonts in it. What stands in a document is `content`'s; here it becomes data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import singledispatch
from typing import Any

from taskboard.reports import decree30
from taskboard.reports.charts import chart_data
from taskboard.reports.content import (
    Addressees,
    Appendix,
    Band,
    BarChart,
    Basis,
    Block,
    Caption,
    Closing,
    Column,
    Head,
    Heading,
    Line,
    Note,
    OfficialDocument,
    Paragraph,
    Table,
    Title,
    clean,
    split_at_gaps,
)
from taskboard.reports.measure import LETTER_EM, MM_A_POINT, TOGETHER, height
from taskboard.reports.typesetting import typeset

Runs = list[dict[str, Any]]
_TALL = 0.75
"""A line that may fill so much of a page is allowed to break: whole it might not fit under the heading of any."""
_NARROW, _WIDE = 0.28, 0.73
"""Strokes and points, and capitals."""
_STROKES = frozenset(".,:;/-'|il()")
_PARTS = re.compile(r"[^-/.,:;_@]*[-/.,:;_@]|[^-/.,:;_@]+")
_PIECE = 4
_NARROWEST = 13.0
"""Em: the half of the head that names the issuer, the narrowest place outside a table."""
_WORD = re.compile(r"\S+")
_BREAK = "\u200b"
"""Where a word without spaces may be broken: it has no width and prints as nothing."""


def to_pdf(document: OfficialDocument) -> bytes:
    """The same bytes for the same words."""
    made_at = document.made_at
    data = {
        "title": clean(document.title),
        "author": clean(document.author),
        "made_on": {"year": made_at.year, "month": made_at.month, "day": made_at.day},
        "look": _look(),
        "sections": _sections(document.blocks),
    }
    return typeset("decree30.typ", {"document.json": data}, made_at=made_at)


def _look() -> dict[str, Any]:
    """The measures of the decree as the layout names them."""
    layout = decree30
    return {
        "faces": [layout.FONT, *layout.STAND_INS],
        "page": {"short": layout.PAGE_SHORT, "long": layout.PAGE_LONG},
        "margins": {
            "top": layout.MARGIN_TOP,
            "bottom": layout.MARGIN_BOTTOM,
            "left": layout.MARGIN_LEFT,
            "right": layout.MARGIN_RIGHT,
        },
        "header": layout.HEADER_DISTANCE,
        "indent": layout.FIRST_LINE,
        "after": layout.AFTER_PARAGRAPH,
        "text_width": layout.text_width(is_landscape=False),
        "signing_room": layout.SIGNING_ROOM,
        "rules": {"issuer": layout.ISSUER_RULE, "title": layout.TITLE_RULE},
        "widths": {
            "issuer": layout.ISSUER_WIDTH,
            "nation": layout.NATION_WIDTH,
            "signature": layout.SIGNATURE_WIDTH,
        },
        "sizes": {
            "nation": layout.NATION_SIZE,
            "motto": layout.MOTTO_SIZE,
            "number": layout.NUMBER_SIZE,
            "abstract": layout.ABSTRACT_SIZE,
            "body": layout.BODY_SIZE,
            "recipients": layout.RECIPIENTS_SIZE,
            "recipients_label": layout.RECIPIENTS_LABEL_SIZE,
        },
    }


def _sections(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The text, then each appendix, on pages of their own."""
    sections: list[dict[str, Any]] = [{"landscape": False, "blocks": []}]
    for block in blocks:
        if isinstance(block, Appendix):
            sections.append({"landscape": block.is_landscape, "blocks": []})
        is_landscape = bool(sections[-1]["landscape"])
        written = _table_data(block, is_landscape) if isinstance(block, Table) else _data(block)
        sections[-1]["blocks"].append(written)
    _close_gaps(written for section in sections for written in section["blocks"])
    return sections


def _close_gaps(blocks: Iterable[dict[str, Any]]) -> None:
    """No heading more than one level below the one before it, so that a reader's outline has no holes."""
    above = 0
    for block in blocks:
        if block["kind"] == "heading":
            above = block["level"] = min(block["level"], above + 1)
        elif block["kind"] == "appendix":
            above = 1


# Blocks


@singledispatch
def _data(block: Any) -> dict[str, Any]:
    raise TypeError(f"a document has no {type(block).__name__}")


@_data.register
def _(head: Head) -> dict[str, Any]:
    return {
        "kind": "head",
        "superior": [_runs(line) for line in head.issuer.superior_lines],
        "issuer": [_runs(line) for line in head.issuer.name_lines],
        "number": _runs(head.number_line),
        "abstract": [_runs(line) for line in head.abstract.splitlines()],
        "nation": _runs(head.nation),
        "motto": _runs(head.motto),
        "place": _runs(head.numbering.place_and_day),
    }


@_data.register
def _(block: Addressees) -> dict[str, Any]:
    return {
        "kind": "addressees",
        "label": _runs(f"{block.label} "),
        "names": [_runs(line) for line in block.lines],
    }


@_data.register
def _(title: Title) -> dict[str, Any]:
    return {
        "kind": "title",
        "name": _runs(title.kind),
        "subject": [_runs(line) for line in title.subject_lines],
    }


@_data.register
def _(basis: Basis) -> dict[str, Any]:
    return {"kind": "basis", "text": _runs(basis.text)}


@_data.register
def _(paragraph: Paragraph) -> dict[str, Any]:
    return {"kind": "paragraph", "text": _runs(paragraph.text)}


@_data.register
def _(heading: Heading) -> dict[str, Any]:
    return {"kind": "heading", "text": _runs(heading.text), "level": heading.level}


@_data.register
def _(caption: Caption) -> dict[str, Any]:
    return {"kind": "caption", "text": _runs(caption.text), "below": caption.is_below}


@_data.register
def _(note: Note) -> dict[str, Any]:
    return {"kind": "note", "text": _runs(note.text)}


@_data.register
def _(chart: BarChart) -> dict[str, Any]:
    return chart_data(chart)


@_data.register
def _(closing: Closing) -> dict[str, Any]:
    return {
        "kind": "closing",
        "text": _runs(closing.text),
        "label": _runs(closing.label),
        "recipients": [_runs(line) for line in closing.recipient_lines],
        "lines": [_runs(line) for line in closing.signature.lines],
        "name": _runs(closing.signature.signed_by),
    }


@_data.register
def _(appendix: Appendix) -> dict[str, Any]:
    return {
        "kind": "appendix",
        "title": _runs(appendix.title),
        "name": _runs(appendix.name),
        "attached": _runs(appendix.attached),
    }


# Tables


def _table_data(table: Table, is_landscape: bool) -> dict[str, Any]:
    page = decree30.text_height(is_landscape=is_landscape)
    tall = [height(table, line) > page * _TALL for line in table.lines]
    return {
        "kind": "table",
        "size": table.size,
        "columns": [{"width": column.width_mm, "align": column.align.value} for column in table.columns],
        "heads": [
            [{"text": _cell(head.text), "columns": head.columns, "rows": head.rows} for head in row]
            for row in table.heads
        ],
        "lines": [
            _line_data(line, table, is_tall=is_tall) for line, is_tall in zip(table.lines, tall, strict=True)
        ],
        "ties": {str(first): count for first, count in _ties(table, page * TOGETHER)},
    }


def _line_data(line: Line | Band, table: Table, *, is_tall: bool) -> dict[str, Any]:
    if isinstance(line, Band):
        return {"kind": "band", "text": _cell(line.text), "last": line.is_last}
    cells = [_cell(text, column, table.size) for text, column in zip(line.cells, table.columns, strict=True)]
    return {"kind": "line", "cells": cells, "bold": line.is_bold, "tall": is_tall}


def _ties(table: Table, room: float) -> list[tuple[int, int]]:
    """The lines at the end that stay together, as first line and count; none where they would not fit."""
    count = len(table.lines)
    first = 0 if count <= decree30.SHORT_TABLE else count - decree30.LINES_WITH_TOTAL
    while first < count and (above := _last_group(table.lines[first:])) is not None:
        first += above + 1
    heights = sum(height(table, line) for line in table.lines[first:])
    return [(first, count - first)] if count - first > 1 and heights <= room else []


def _last_group(lines: Sequence[Line | Band]) -> int | None:
    """Where the name of a group stands among the lines: it stays with the line after it by itself."""
    found = [at for at, line in enumerate(lines) if isinstance(line, Band) and not line.is_last]
    return found[-1] if found else None


def _cell(text: str, column: Column | None = None, size: int = 0) -> list[Runs] | str:
    """The lines of a cell; one line without a gap as the words themselves, which takes an eighth less to set."""
    room = (column.width_mm - 2) / (size * MM_A_POINT) if column else _NARROWEST
    lines = [_runs(line, min(room, _NARROWEST)) for line in text.split("\n")]
    if len(lines) == 1 and all(not run["gap"] for run in lines[0]):
        return "".join(run["text"] for run in lines[0])
    return lines


def _fitting(word: str, room: float) -> str:
    """The word, with places to break it where it is wider than `room` em: behind its signs, else anywhere."""
    if _advance(word) <= room:
        return word
    parts = _PARTS.findall(word)
    if len(parts) > 1:
        return _BREAK.join(_fitting(part, room) for part in parts)
    return _BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))


def _advance(word: str) -> float:
    return sum(_NARROW if char in _STROKES else _WIDE if char.isupper() else LETTER_EM for char in word)


def _runs(text: str, room: float = _NARROWEST) -> Runs:
    """The text in parts, with places to break the words that are wider than `room` em."""
    return [
        {"text": _WORD.sub(lambda word: _fitting(word[0], room), part), "gap": is_gap}
        for part, is_gap in split_at_gaps(text)
    ]
