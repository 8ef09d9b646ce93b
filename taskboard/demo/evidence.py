"""The documents units attach to their reports: short, real Word files made from what the report says."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from taskboard.files.actions import Upload
from taskboard.wording import official_day_text


def report_file(*, unit_name: str, number: str, on: date, title: str, words: str) -> Upload:
    """A unit's report as a .docx: sender, number, day, subject and result, nothing the report does not say."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    _line(document, unit_name.upper(), bold=True)
    _line(document, f"Số: {number}")
    _line(document, f"Nam Định, {official_day_text(on)}", italic=True, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, "BÁO CÁO", bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, title, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, words, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    content = BytesIO()
    document.save(content)
    return Upload(name=f"{number.replace('/', '-')}.docx", content=content.getvalue())


def _line(
    document: object,
    words: str,
    *,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
) -> None:
    paragraph = document.add_paragraph()  # type: ignore[attr-defined]
    paragraph.alignment = align
    run = paragraph.add_run(words)
    run.bold, run.italic = bold, italic
