"""An official document as an editable DOCX, in the layout of `decree30`.

This module knows the file format and no content. What stands in a document is `content`'s; tables are `tables`'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from functools import singledispatchmethod
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt

from taskboard.reports.charts import picture
from taskboard.reports.content import (
    Addressees,
    Appendix,
    BarChart,
    Basis,
    Block,
    Caption,
    Closing,
    Head,
    Heading,
    Note,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    Title,
    clean,
    split_at_gaps,
)
from taskboard.reports.decree30 import (
    ABSTRACT_SIZE,
    AFTER_PARAGRAPH,
    BODY_SIZE,
    FIRST_LINE,
    FONT,
    HEADER_DISTANCE,
    ISSUER_RULE,
    ISSUER_WIDTH,
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    MOTTO_SIZE,
    NATION_SIZE,
    NATION_WIDTH,
    NUMBER_SIZE,
    PAGE_LONG,
    PAGE_SHORT,
    RECIPIENTS_LABEL_SIZE,
    RECIPIENTS_SIZE,
    SIGNATURE_WIDTH,
    SIGNING_ROOM,
    TITLE_RULE,
    text_width,
)
from taskboard.reports.ooxml import border, highlight
from taskboard.reports.tables import ruled_table, set_cell_margins

CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_CAPITAL_EM, _LETTER_EM = 0.69, 0.453
"""Mean advance of bold capitals and of mixed letters in Times, in em: for rules as long as a line of text."""
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_MAIN_PART = "word/document.xml"
_TABLE_PLACE = re.compile(rb"<w:tbl>(\d+)</w:tbl>")


def to_docx(document: OfficialDocument) -> bytes:
    """The same bytes for the same words."""
    writer = _Writer(document)
    for block in document.blocks:
        writer.write(block)
    return writer.to_bytes()


class _Writer:
    def __init__(self, document: OfficialDocument) -> None:
        self._document = Document()
        self._tables: list[Table] = []
        """Ruled tables by the number that stands in their place until the file is written."""
        self._text_width: int = Mm(text_width(is_landscape=False))
        _drop_thumbnail(self._document)
        self._set_styles()
        self._set_page(self._document.sections[0])
        self._number_pages(self._document.sections[0])
        properties = self._document.core_properties
        properties.title = clean(document.title)
        properties.author = properties.last_modified_by = clean(document.author)
        made_at = document.made_at.astimezone(UTC).replace(tzinfo=None)
        properties.created = properties.modified = made_at
        properties.language, properties.comments = "vi-VN", ""

    @singledispatchmethod
    def write(self, block: Block) -> None:
        raise TypeError(f"a document has no {type(block).__name__}")

    # The head

    @write.register
    def _head(self, head: Head) -> None:
        left, right = self._frame((Mm(ISSUER_WIDTH), Mm(NATION_WIDTH)))
        for line in head.issuer.superior_lines:
            self._centred(left, line, NATION_SIZE)
        for line in head.issuer.name_lines:
            self._centred(left, line, NATION_SIZE, is_bold=True)
        length = _width(head.issuer.name_lines[-1], NATION_SIZE) * ISSUER_RULE
        self._rule(left, Mm(ISSUER_WIDTH), length)
        self._centred(left, head.number_line, NUMBER_SIZE, before=6)
        for line in head.abstract.splitlines():
            self._centred(left, line, ABSTRACT_SIZE)
        self._centred(right, head.nation, NATION_SIZE, is_bold=True)
        self._centred(right, head.motto, MOTTO_SIZE, is_bold=True)
        self._rule(right, Mm(NATION_WIDTH), _width(head.motto, MOTTO_SIZE))
        self._centred(right, head.numbering.place_and_day, MOTTO_SIZE, is_italic=True, before=6)

    @write.register
    def _addressees(self, block: Addressees) -> None:
        """One stands on the line of its label; several below one another, behind dashes."""
        if len(block.names) == 1:
            self._centred(self._document, f"{block.label} {block.lines[0]}", BODY_SIZE, before=18)
        else:
            self._to(Mm(30), block.label, before=18)
            for line in block.lines:
                self._to(Mm(45), line)
        self._gap(12)

    def _to(self, indent: int, text: str, *, before: float = 0) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = indent
        paragraph.paragraph_format.space_before = Pt(before)
        _write(paragraph, text)

    @write.register
    def _title(self, title: Title) -> None:
        self._centred(self._document, title.kind, BODY_SIZE, is_bold=True, before=18)
        for line in title.subject_lines:
            self._centred(self._document, line, BODY_SIZE, is_bold=True)
        width = self._text_width
        self._rule(self._document, width, min(width, _width(title.subject_lines[-1], BODY_SIZE)) * TITLE_RULE)
        self._gap(6)

    # The body

    @write.register
    def _basis(self, basis: Basis) -> None:
        _write(self._document.add_paragraph(style="Body Text"), basis.text, is_italic=True)

    @write.register
    def _paragraph(self, block: Paragraph) -> None:
        self._body(block.text)

    def _body(self, text: str, *, keeps_with_next: bool = False) -> None:
        paragraph = self._document.add_paragraph(style="Body Text")
        if keeps_with_next:
            paragraph.paragraph_format.keep_with_next = True
        _write(paragraph, text)

    @write.register
    def _heading(self, heading: Heading) -> None:
        _write(self._document.add_paragraph(style=f"Heading {heading.level}"), heading.text)

    @write.register
    def _caption(self, caption: Caption) -> None:
        paragraph = self._document.add_paragraph(style="Caption")
        if caption.is_below:
            paragraph.paragraph_format.keep_with_next = False
        _write(paragraph, caption.text)

    @write.register
    def _table(self, table: Table) -> None:
        place = OxmlElement("w:tbl")
        place.text = str(len(self._tables))
        self._tables.append(table)
        self._document.element.body.insert_element_before(place, "w:sectPr")
        self._gap(6)

    @write.register
    def _chart(self, chart: BarChart) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(6)
        image = paragraph.add_run().add_picture(BytesIO(picture(chart)), width=self._text_width)
        image._inline.docPr.set("descr", clean(chart.alternative))

    @write.register
    def _note(self, note: Note) -> None:
        self._centred(self._document, note.text, BODY_SIZE - 1, is_italic=True, after=6)

    # The end

    @write.register
    def _closing(self, closing: Closing) -> None:
        self._body(closing.text, keeps_with_next=True)
        left, right = self._frame((self._text_width - Mm(SIGNATURE_WIDTH), Mm(SIGNATURE_WIDTH)))
        self._recipients(left, closing)
        self._signature(right, closing.signature)

    def _recipients(self, cell: Any, closing: Closing) -> None:
        label = _next_paragraph(cell)
        label.paragraph_format.space_before = Pt(2)
        _write(label, closing.label, size=RECIPIENTS_LABEL_SIZE, is_bold=True, is_italic=True)
        for line in closing.recipient_lines:
            _write(_next_paragraph(cell), line, size=RECIPIENTS_SIZE)

    def _signature(self, cell: Any, signature: Signature) -> None:
        for line in signature.lines:
            self._centred(cell, line, BODY_SIZE, is_bold=True)
        for _ in range(SIGNING_ROOM):
            self._centred(cell, "", BODY_SIZE)
        self._centred(cell, signature.signed_by, BODY_SIZE, is_bold=True)

    @write.register
    def _appendix(self, appendix: Appendix) -> None:
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        # What ends the section before has no height, or behind a full page it would fill one alone.
        _flatten(self._document.paragraphs[-1], 0.05)
        self._set_page(section, is_landscape=appendix.is_landscape)
        _restart_numbers(section)
        paragraph = self._document.add_paragraph(style="Heading 1")
        paragraph.alignment = CENTER
        paragraph.paragraph_format.first_line_indent = Mm(0)
        _write(paragraph, appendix.title)
        self._centred(self._document, appendix.name, BODY_SIZE, is_bold=True)
        self._centred(self._document, appendix.attached, BODY_SIZE, is_italic=True)
        self._rule(self._document, self._text_width, Mm(60))
        self._gap(6)

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
        return _finished(written.getvalue(), self._tables)

    # Parts

    def _set_styles(self) -> None:
        styles = self._document.styles
        _style(styles["Normal"], BODY_SIZE, after=0)
        _style(styles["Body Text"], BODY_SIZE, after=AFTER_PARAGRAPH)
        body = styles["Body Text"].paragraph_format
        body.alignment, body.first_line_indent, body.widow_control = JUSTIFY, Mm(FIRST_LINE), True
        body.line_spacing_rule = WD_LINE_SPACING.SINGLE
        for level in (1, 2):
            _style(styles[f"Heading {level}"], BODY_SIZE, is_bold=True, before=6, after=AFTER_PARAGRAPH)
            heading = styles[f"Heading {level}"].paragraph_format
            heading.first_line_indent, heading.keep_with_next = Mm(FIRST_LINE), True
            heading.alignment = JUSTIFY
        _style(styles["Caption"], BODY_SIZE - 1, is_bold=True, before=6, after=4)
        caption = styles["Caption"].paragraph_format
        caption.alignment, caption.keep_with_next = CENTER, True
        _style(styles["Header"], BODY_SIZE)

    def _set_page(self, section: Any, *, is_landscape: bool = False) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
        sides = (PAGE_LONG, PAGE_SHORT) if is_landscape else (PAGE_SHORT, PAGE_LONG)
        section.page_width, section.page_height = Mm(sides[0]), Mm(sides[1])
        section.top_margin, section.bottom_margin = Mm(MARGIN_TOP), Mm(MARGIN_BOTTOM)
        section.left_margin, section.right_margin = Mm(MARGIN_LEFT), Mm(MARGIN_RIGHT)
        section.header_distance = section.footer_distance = Mm(HEADER_DISTANCE)
        section.different_first_page_header_footer = True
        self._text_width = Mm(text_width(is_landscape=is_landscape))

    def _number_pages(self, section: Any) -> None:
        """Arabic figures, size 14, centred in the top margin; the first page's header stays empty."""
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = CENTER
        run = paragraph.add_run()
        run.font.size = Pt(BODY_SIZE)
        for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "2"), ("end", "")):
            run._r.append(_field_part(kind, text))

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
        paragraph.alignment = CENTER
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
    for key in [
        key for key, relation in relations.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL
    ]:
        del relations[key]


def _restart_numbers(section: Any) -> None:
    """Each appendix counts its own pages."""
    for inherited in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(inherited)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")


def _finished(package: bytes, tables: Sequence[Table]) -> bytes:
    """The same parts under one fixed time, so that one snapshot printed twice is the same file; tables in their places."""
    written = BytesIO()
    with ZipFile(BytesIO(package)) as given, ZipFile(written, "w") as taken:
        for name in given.namelist():
            part = ZipInfo(name, _FIXED_TIME)
            part.compress_type = ZIP_DEFLATED
            with taken.open(part, "w") as out:
                for piece in _filled(given.read(name), tables) if name == _MAIN_PART else (given.read(name),):
                    out.write(piece)
    return written.getvalue()


def _filled(main_part: bytes, tables: Sequence[Table]) -> Iterator[bytes]:
    """The text with each table written where its number stands; words are escaped, so no text looks like a place."""
    pieces = _TABLE_PLACE.split(main_part)
    for number, piece in enumerate(pieces):
        if number % 2:
            yield from (each.encode() for each in ruled_table(tables[int(piece)]))
        else:
            yield piece
