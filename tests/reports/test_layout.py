"""The checker of layouts finds what is wrong: a check that cannot fail says nothing (domain 2.1, line by line)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from taskboard.reports.docx import to_docx
from taskboard.reports.quarter import quarter_report
from tests.reports.layout import check_layout, is_rule, opened
from tests.reports.quarter import DETAILS, FACTS, quarter

Spoil = Callable[[Any], None]


@pytest.fixture(scope="module")
def sound() -> bytes:
    return to_docx(quarter_report(quarter(), DETAILS, FACTS))


def head(document: Any, side: int) -> Any:
    return document.tables[0].rows[0].cells[side]


def closing(document: Any, side: int) -> Any:
    return document.tables[-len(document.sections)].rows[0].cells[side]


def words(document: Any, text: str) -> Any:
    return next(p for p in document.paragraphs if p.text.startswith(text))


def first_ruled(document: Any) -> Any:
    return next(
        t for t in document.element.body.iter(qn("w:tbl")) if t.tblPr.find(qn("w:tblBorders")) is not None
    )


def _left_margin(document: Any) -> None:
    document.sections[0].left_margin = Mm(25)


def _right_margin(document: Any) -> None:
    document.sections[0].right_margin = Mm(25)


def _top_margin(document: Any) -> None:
    document.sections[0].top_margin = Mm(30)


def _letter_paper(document: Any) -> None:
    document.sections[0].page_width = Mm(216)


def _number_on_first_page(document: Any) -> None:
    document.sections[0].different_first_page_header_footer = False


def _small_page_number(document: Any) -> None:
    document.sections[0].header.paragraphs[0].runs[0].font.size = Pt(10)


def _page_number_aside(document: Any) -> None:
    document.sections[0].header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _italic_page_number(document: Any) -> None:
    document.sections[0].header.paragraphs[0].runs[0].italic = True


def _other_face(document: Any) -> None:
    words(document, "I. ").runs[0].font.name = "Arial"


def _coloured(document: Any) -> None:
    words(document, "I. ").runs[0].font.color.rgb = RGBColor(255, 0, 0)


def _national_title_plain(document: Any) -> None:
    head(document, 1).paragraphs[0].runs[0].bold = False


def _no_rule_under_motto(document: Any) -> None:
    rule = next(p for p in head(document, 1).paragraphs if is_rule(p))
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Mm(2)


def _issuer_in_small_letters(document: Any) -> None:
    head(document, 0).paragraphs[1].runs[0].text = "Thành phố Nam Định"


def _number_without_symbol(document: Any) -> None:
    number = next(p for p in head(document, 0).paragraphs if p.text.startswith("Số: "))
    number.runs[0].text = "Số: 112"


def _day_without_zero(document: Any) -> None:
    head(document, 1).paragraphs[-1].runs[0].text = "Nam Định, ngày 2 tháng 7 năm 2021"


def _month_with_needless_zero(document: Any) -> None:
    head(document, 1).paragraphs[-1].runs[0].text = "Nam Định, ngày 02 tháng 07 năm 2021"


def _place_upright(document: Any) -> None:
    head(document, 1).paragraphs[-1].runs[0].italic = False


def _type_not_bold(document: Any) -> None:
    words(document, "BÁO CÁO").runs[0].bold = False


def _small_body(document: Any) -> None:
    document.styles["Body Text"].font.size = Pt(12)


def _body_not_justified(document: Any) -> None:
    document.styles["Body Text"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _no_first_line(document: Any) -> None:
    document.styles["Body Text"].paragraph_format.first_line_indent = Mm(0)


def _double_spacing(document: Any) -> None:
    document.styles["Body Text"].paragraph_format.line_spacing = 2.0


def _no_space_after(document: Any) -> None:
    document.styles["Body Text"].paragraph_format.space_after = Pt(0)


def _no_end_mark(document: Any) -> None:
    last = [p for p in document.paragraphs if p.style.name == "Body Text"][-1]
    last.runs[-1].text = last.runs[-1].text.replace("./.", ".")


def _heading_not_repeated(document: Any) -> None:
    row = first_ruled(document).tr_lst[0]
    row.trPr.remove(row.trPr.find(qn("w:tblHeader")))


def _row_may_split(document: Any) -> None:
    row = first_ruled(document).tr_lst[-1]
    row.trPr.remove(row.trPr.find(qn("w:cantSplit")))


def _recipients_large(document: Any) -> None:
    closing(document, 0).paragraphs[1].runs[0].font.size = Pt(14)


def _label_upright(document: Any) -> None:
    closing(document, 0).paragraphs[0].runs[0].italic = False


def _nothing_archived(document: Any) -> None:
    closing(document, 0).paragraphs[-1].runs[0].text = "- Như trên."


def _signed_in_small_letters(document: Any) -> None:
    closing(document, 1).paragraphs[0].runs[0].text = "TM. Ủy ban nhân dân"


def _no_room_for_the_seal(document: Any) -> None:
    for paragraph in [p for p in closing(document, 1).paragraphs if not p.text][:3]:
        paragraph._p.getparent().remove(paragraph._p)


def _appendix_belongs_to_nothing(document: Any) -> None:
    words(document, "(Kèm theo").runs[0].text = "(Phụ lục"


SPOILED = [value for name, value in sorted(globals().items()) if name.startswith("_") and callable(value)]


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__.strip("_"))
def test_what_the_decree_does_not_allow_is_found(spoil: Spoil, sound: bytes) -> None:
    document = opened(sound)
    spoil(document)
    written = BytesIO()
    document.save(written)
    with pytest.raises(AssertionError):
        check_layout(written.getvalue())


def test_saving_alone_spoils_nothing(sound: bytes) -> None:
    document = Document(BytesIO(sound))
    written = BytesIO()
    document.save(written)
    check_layout(written.getvalue())
