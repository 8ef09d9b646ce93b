"""An administrative document in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I, as an editable DOCX.

This module knows the layout and no content: paper, margins, the nine main parts, tables that break well, appendices.
Sizes and places are those of the decree; where it leaves a choice or is silent (domain 2.1, marked K) the choice stands
beside the constant. Reports, letters and notices are written with it.

Body text is Times New Roman 14 as the decree asks; a machine without it prints Liberation Serif, which has its widths
(version 2 and later also has the Vietnamese letters; version 1 borrows them from another face).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt

from taskboard.reports.ooxml import border, clean, highlight, split_at_gaps
from taskboard.reports.tables import Alignment, Band, Column, Head, Line, ruled_table, set_cell_margins
from taskboard.reports.wording import MISSING
from taskboard.wording import official_day_text

FONT = "Times New Roman"
PAGE_SHORT, PAGE_LONG = Mm(210), Mm(297)
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = Mm(20), Mm(20), Mm(30), Mm(16)
"""Top and bottom 20-25 mm, left 30-35, right 15-20 (a file keeps twentieths of a point: 15 mm would read back as less)."""
HEADER_DISTANCE = Mm(9)
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION_SIZE, MOTTO_SIZE, BODY_SIZE, NUMBER_SIZE = 13, 14, 14, 13
RECIPIENTS_LABEL_SIZE, RECIPIENTS_SIZE = 12, 11
TABLE_SIZE = 12
APPENDIX_TABLE_SIZE = 11
FIRST_LINE = Mm(12.7)
"""1 to 1.27 cm."""
SIGNING_ROOM = 5
"""Empty lines for seal or digital signature (4-5)."""
ISSUER_WIDTH, NATION_WIDTH = Mm(67), Mm(97)
"""The two halves of the head. The nation's title needs 88 mm at size 13 and must stay on one line."""
SIGNATURE_WIDTH = Mm(82)
_CAPITAL_EM, _LETTER_EM = 0.69, 0.453
"""Mean advance of bold capitals and of mixed letters in Times, in em: for rules as long as a line of text."""
THUMBNAIL = RELATIONSHIP_TYPE.THUMBNAIL
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Issuer:
    """The upper left of the head, and how the body calls itself in a sentence."""

    name_lines: tuple[str, ...]
    """("ỦY BAN NHÂN DÂN", "THÀNH PHỐ NAM ĐỊNH"), bold."""
    superior_lines: tuple[str, ...] = ()
    """The body above a department, plain; a People's Committee prints none."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """Number, symbol, place and day. What is not known yet prints as a gap and is never made up."""

    symbol: str
    """`BC-UBND`"""
    place: str
    number: str = ""
    dated_on: date | None = None

    @property
    def text(self) -> str:
        return f"{self.number or MISSING}/{self.symbol}"


@dataclass(frozen=True, slots=True)
class Signature:
    lines: tuple[str, ...]
    """("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), with "KT." or "TL." lines where somebody signs for another."""
    name: str = ""


class OfficialDocument:
    """Written from top to bottom; `to_bytes` gives the same bytes for the same words."""

    def __init__(self, *, title: str, author: str, made_at: datetime) -> None:
        self._document = Document()
        self._captions = 0
        _drop_thumbnail(self._document)
        self._set_styles()
        self._set_page(self._document.sections[0])
        self._number_pages(self._document.sections[0])
        properties = self._document.core_properties
        properties.title = clean(title)
        properties.author = properties.last_modified_by = clean(author)
        properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)
        properties.language, properties.comments = "vi-VN", ""

    # The head

    def head(self, issuer: Issuer, numbering: Numbering) -> None:
        """Issuer and number on the left; the nation's title, the motto, place and day on the right (parts 1 to 4)."""
        left, right = self._frame((ISSUER_WIDTH, NATION_WIDTH))
        for line in issuer.superior_lines:
            self._centred(left, line, NATION_SIZE)
        for line in issuer.name_lines:
            self._centred(left, line, NATION_SIZE, is_bold=True)
        self._rule(left, ISSUER_WIDTH, _width(issuer.name_lines[-1], NATION_SIZE) * 0.45)
        self._centred(left, f"Số: {numbering.text}", NUMBER_SIZE, before=6)
        self._centred(right, NATION, NATION_SIZE, is_bold=True)
        self._centred(right, MOTTO, MOTTO_SIZE, is_bold=True)
        self._rule(right, NATION_WIDTH, _width(MOTTO, MOTTO_SIZE))
        place_and_day = f"{numbering.place}, {_day_text(numbering.dated_on)}"
        self._centred(right, place_and_day, MOTTO_SIZE, is_italic=True, before=6)

    def title(self, kind: str, subject: str) -> None:
        """The type in capitals, the subject (trích yếu) bold under it, and a short rule (part 5)."""
        self._centred(self._document, kind, BODY_SIZE, is_bold=True, before=18)
        lines = subject.split("\n")
        for line in lines:
            self._centred(self._document, line, BODY_SIZE, is_bold=True)
        width = self._text_width()
        self._rule(self._document, width, min(width, _width(lines[-1], BODY_SIZE)) * 0.4)
        self._gap(6)

    # The body

    def paragraph(self, text: str, *, keeps_with_next: bool = False) -> None:
        """A paragraph of the body: justified, first line indented, 6 pt after (part 6)."""
        paragraph = self._document.add_paragraph(style="Body Text")
        paragraph.paragraph_format.keep_with_next = keeps_with_next
        _write(paragraph, text)

    def heading(self, text: str, level: int) -> None:
        """Level 1 "I. …" in bold capitals, level 2 "1. …" bold; both real headings, so readers can jump."""
        _write(self._document.add_paragraph(style=f"Heading {level}"), text)

    def caption(self, text: str) -> None:
        """The name of a table, numbered, above it and on its page."""
        self._captions += 1
        _write(self._document.add_paragraph(style="Caption"), f"Bảng {self._captions}. {text}")

    def table(
        self,
        columns: Sequence[Column],
        heads: Sequence[Sequence[Head]],
        lines: Iterable[Line | Band],
        *,
        size: int = TABLE_SIZE,
    ) -> None:
        """A ruled table. Its heading repeats on every page, no line is split across two, no total stands alone."""
        self._append(ruled_table(columns, heads, list(lines), size))
        self._gap(6)

    # The end

    def closing(self, text: str, recipients: Sequence[str], archive: str, signature: Signature) -> None:
        """The last sentence with its mark, recipients and signature, kept on one page (parts 7 to 9)."""
        self.paragraph(f"{text}./.", keeps_with_next=True)
        left, right = self._frame((self._text_width() - SIGNATURE_WIDTH, SIGNATURE_WIDTH))
        self._recipients(left, recipients, archive)
        for line in signature.lines:
            self._centred(right, line, BODY_SIZE, is_bold=True)
        for _ in range(SIGNING_ROOM):
            self._centred(right, "", BODY_SIZE)
        self._centred(right, signature.name or MISSING, BODY_SIZE, is_bold=True)

    def appendix(self, numeral: str, name: str, attached: str, *, is_landscape: bool) -> None:
        """A new section on a new page with pages of its own number: "Phụ lục I", its name, what it belongs to."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        # What ends the section before has no height, or behind a full page it would fill one alone.
        _flatten(self._document.paragraphs[-1], 0.05)
        self._set_page(section, is_landscape=is_landscape)
        _restart_numbers(section)
        paragraph = self._document.add_paragraph(style="Heading 1")
        paragraph.alignment = Alignment.CENTER
        paragraph.paragraph_format.first_line_indent = Mm(0)
        _write(paragraph, f"Phụ lục {numeral}")
        self._centred(self._document, name, BODY_SIZE, is_bold=True)
        self._centred(self._document, attached, BODY_SIZE, is_italic=True)
        self._rule(self._document, self._text_width(), Mm(60))
        self._gap(6)

    def note(self, text: str) -> None:
        """A centred line in italics under the head of an appendix."""
        self._centred(self._document, text, BODY_SIZE - 1, is_italic=True, after=6)

    def _close_last_table(self) -> None:
        """A body may not end with a table; what closes it is too low to fill a page of its own."""
        if self._document.element.body[-2].tag == qn("w:tbl"):
            self._gap(1)
        last = self._document.paragraphs[-1]
        if not last.text:
            _flatten(last, 1)

    def to_bytes(self) -> bytes:
        self._close_last_table()
        written = BytesIO()
        self._document.save(written)
        return _without_clock(written.getvalue())

    # Parts

    def _set_styles(self) -> None:
        styles = self._document.styles
        _style(styles["Normal"], BODY_SIZE, after=0)
        _style(styles["Body Text"], BODY_SIZE, after=6)
        body = styles["Body Text"].paragraph_format
        body.alignment, body.first_line_indent, body.widow_control = Alignment.JUSTIFY, FIRST_LINE, True
        body.line_spacing_rule = WD_LINE_SPACING.SINGLE
        for level in (1, 2):
            _style(styles[f"Heading {level}"], BODY_SIZE, is_bold=True, before=6, after=6)
            heading = styles[f"Heading {level}"].paragraph_format
            heading.first_line_indent, heading.keep_with_next = FIRST_LINE, True
            heading.alignment = Alignment.JUSTIFY
        _style(styles["Caption"], BODY_SIZE - 1, is_bold=True, before=6, after=4)
        caption = styles["Caption"].paragraph_format
        caption.alignment, caption.keep_with_next = Alignment.CENTER, True
        _style(styles["Header"], BODY_SIZE)

    def _set_page(self, section: Any, *, is_landscape: bool = False) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
        long_side_first = (PAGE_LONG, PAGE_SHORT) if is_landscape else (PAGE_SHORT, PAGE_LONG)
        section.page_width, section.page_height = long_side_first
        section.top_margin, section.bottom_margin = MARGIN_TOP, MARGIN_BOTTOM
        section.left_margin, section.right_margin = MARGIN_LEFT, MARGIN_RIGHT
        section.header_distance = HEADER_DISTANCE
        section.footer_distance = HEADER_DISTANCE
        section.different_first_page_header_footer = True

    def _number_pages(self, section: Any) -> None:
        """Arabic figures, size 14, centred in the top margin; the first page's header stays empty."""
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = Alignment.CENTER
        run = paragraph.add_run()
        run.font.size = Pt(BODY_SIZE)
        for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "2"), ("end", "")):
            run._r.append(_field_part(kind, text))

    def _text_width(self) -> Emu:
        width = self._document.sections[-1].page_width or PAGE_SHORT
        return Emu(width - MARGIN_LEFT - MARGIN_RIGHT)

    def _frame(self, widths: tuple[int, int]) -> tuple[Any, Any]:
        """Two cells side by side without lines; what stands in them stays on one page."""
        table = self._document.add_table(rows=1, cols=2)
        table.autofit = False
        row = table.rows[0]
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        properties = table._tbl.tblPr
        set_cell_margins(properties, 0)
        for look in properties.findall(qn("w:tblLook")):
            properties.append(look)
        return row.cells[0], row.cells[1]

    def _centred(
        self,
        where: Any,
        text: str,
        size: float,
        *,
        is_bold: bool = False,
        is_italic: bool = False,
        before: float = 0,
        after: float = 0,
    ) -> None:
        paragraph = _next_paragraph(where)
        paragraph.alignment = Alignment.CENTER
        layout = paragraph.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        _write(paragraph, text, size=size, is_bold=is_bold, is_italic=is_italic)

    def _rule(self, where: Any, width: int, length: float) -> None:
        """A solid line of the given length, centred: the upper border of a paragraph two points high."""
        paragraph = _next_paragraph(where)
        inset = Emu(max(0, round((width - length) / 2)))
        layout = paragraph.paragraph_format
        layout.left_indent = layout.right_indent = inset
        layout.space_before, layout.space_after = Pt(1), Pt(0)
        _flatten(paragraph, 2)
        borders = OxmlElement("w:pBdr")
        borders.append(border("w:top", 6))
        paragraph._p.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )

    def _gap(self, points: float) -> None:
        _flatten(self._document.add_paragraph(), points)

    def _recipients(self, cell: Any, recipients: Sequence[str], archive: str) -> None:
        label = _next_paragraph(cell)
        label.paragraph_format.space_before = Pt(2)
        _write(label, "Nơi nhận:", size=RECIPIENTS_LABEL_SIZE, is_bold=True, is_italic=True)
        for recipient in recipients or (MISSING,):
            _write(_next_paragraph(cell), f"- {recipient};", size=RECIPIENTS_SIZE)
        _write(_next_paragraph(cell), f"- Lưu: {archive}.", size=RECIPIENTS_SIZE)

    def _append(self, table: Any) -> None:
        self._document.element.body.insert_element_before(table, "w:sectPr")


# Words


def _write(
    paragraph: Any,
    text: str,
    *,
    size: float | None = None,
    is_bold: bool | None = None,
    is_italic: bool | None = None,
) -> None:
    """Append a run; a gap in it is marked so that nobody signs over it."""
    for part, is_gap in split_at_gaps(text):
        run = paragraph.add_run(part)
        run.bold, run.italic = is_bold, is_italic
        if size is not None:
            run.font.size = Pt(size)
        if is_gap:
            run._r.get_or_add_rPr().append(highlight())


def _day_text(day: date | None) -> str:
    return f"ngày {MISSING}" if day is None else official_day_text(day)


def _width(text: str, size: float) -> int:
    em = _CAPITAL_EM if text.isupper() else _LETTER_EM
    return round(Pt(size) * em * len(text))


def _next_paragraph(where: Any) -> Any:
    """A new paragraph, or the empty one every cell is born with."""
    if hasattr(where, "_tc") and not where.paragraphs[-1].runs and len(where.paragraphs) == 1:
        first = where.paragraphs[0]
        if first._p.pPr is None:
            return first
    return where.add_paragraph()


def _flatten(paragraph: Any, points: float) -> None:
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)


def _style(style: Any, size: float, *, is_bold: bool = False, before: float = 0, after: float = 0) -> None:
    """One face for every script, black, and no colours or fonts of the template's theme."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), is_bold, False
    properties = style.element.get_or_add_rPr()
    for unwanted in properties.findall(qn("w:color")):
        properties.remove(unwanted)
    faces = properties.rFonts
    for name in list(faces.attrib):
        del faces.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        faces.set(qn(f"w:{script}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


# XML


def _field_part(kind: str, text: str) -> Any:
    if kind in ("", "text"):
        element = OxmlElement("w:t" if kind else "w:instrText")
        element.text = text
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def _drop_thumbnail(document: Any) -> None:
    """The library's blank document carries a picture of somebody else's page."""
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype == THUMBNAIL]:
        del relations[key]


def _restart_numbers(section: Any) -> None:
    """Each appendix counts its own pages."""
    for inherited in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(inherited)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")


def _without_clock(package: bytes) -> bytes:
    """The same parts under one fixed time: what is printed twice from one snapshot is the same file."""
    written = BytesIO()
    with ZipFile(BytesIO(package)) as given, ZipFile(written, "w") as taken:
        for name in given.namelist():
            part = ZipInfo(name, _FIXED_TIME)
            part.compress_type = ZIP_DEFLATED
            taken.writestr(part, given.read(name))
    return written.getvalue()
