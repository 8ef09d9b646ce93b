"""Reads a .docx back and asks whether it is laid out as Nghị định 30/2020/NĐ-CP, Phụ lục I wants it.

Each check reads the file alone, so it holds for any document, made here or edited since. Lengths in millimetres.
"""

from __future__ import annotations

import re
from io import BytesIO
from itertools import takewhile
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

CENTRE, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
MOTTO_MM = 60.4
"""Measured: "Độc lập - Tự do - Hạnh phúc" in Times New Roman bold 14."""


def opened(content: bytes) -> Any:
    return Document(BytesIO(content))


def text_of(document: Any) -> str:
    """All words, tables too, in order."""
    return "\n".join(
        "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))
    )


def check_layout(content: bytes) -> None:
    document = opened(content)
    check_pages(document)
    check_faces(document)
    check_head(document)
    check_title(document)
    check_bases(document)
    check_body(document)
    check_tables(document)
    check_end(document)
    check_appendices(document)
    check_order_of_parts(document)


def check_letter(content: bytes) -> None:
    """An official letter (công văn): no type, what it is about under its number, and whom it is to."""
    document = opened(content)
    check_pages(document)
    check_faces(document)
    check_head(document, is_letter=True)
    check_addressees(document)
    check_body(document)
    check_tables(document)
    check_end(document)
    check_appendices(document)


def check_addressees(document: Any) -> None:
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts[0].startswith("Kính gửi:")
    if texts[0] == "Kính gửi:":
        names = list(takewhile(lambda text: text.startswith("- "), texts[1:]))
        assert len(names) > 1
        assert all(name.endswith(";") for name in names[:-1])
        assert names[-1].endswith(".")


def check_pages(document: Any) -> None:
    for section in document.sections:
        sides = sorted((round(section.page_width.mm), round(section.page_height.mm)))
        assert sides == [210, 297]
        assert 20 <= section.top_margin.mm <= 25
        assert 20 <= section.bottom_margin.mm <= 25
        assert 30 <= section.left_margin.mm <= 35
        assert 15 <= section.right_margin.mm <= 20
        assert section.different_first_page_header_footer, "the first page shows no number"
        assert len(section._sectPr.findall(qn("w:pgNumType"))) <= 1
    first = document.sections[0]
    assert first.page_width < first.page_height, "the text stands upright"
    assert not "".join(p.text for p in first.first_page_header.paragraphs)
    (number,) = first.header.paragraphs
    assert number.alignment is CENTRE
    assert [instruction.text for instruction in number._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert all(Pt(13) <= run.font.size <= Pt(14) for run in number.runs)
    assert not any(run.bold or run.italic for run in number.runs), "upright"
    assert first.header_distance < first.top_margin


def check_faces(document: Any) -> None:
    used = {paragraph.style.name for paragraph in document.paragraphs} | {"Normal", "Header"}
    for name in used:
        faces = document.styles[name].element.rPr.rFonts
        assert {faces.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {
            "Times New Roman"
        }
        assert faces.get(qn("w:asciiTheme")) is None
    body = document.element.body
    assert not list(body.iter(qn("w:rFonts"))), "no run leaves the one face"
    assert not list(body.iter(qn("w:color"))), "all is black"


def check_head(document: Any, *, is_letter: bool = False) -> None:
    left, right = document.tables[0].rows[0].cells
    nation, motto, rule, place = right.paragraphs
    assert nation.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert_run(nation, sizes=(12, 13), is_bold=True)
    assert motto.text == "Độc lập - Tự do - Hạnh phúc"
    assert_run(motto, sizes=(13, 14), is_bold=True)
    assert abs(rule_mm(rule, right.width) - MOTTO_MM) < 1.5, "the rule is as long as the motto"
    assert ", ngày " in place.text
    assert_run(place, sizes=(13, 14), is_italic=True)
    check_day(place.text)
    at = next(place for place, paragraph in enumerate(left.paragraphs) if is_rule(paragraph))
    issuer, short_rule, number = left.paragraphs[:at], left.paragraphs[at], left.paragraphs[at + 1]
    abstract = left.paragraphs[at + 2 :]
    assert bool(abstract) == is_letter
    if is_letter:
        assert abstract[0].text.startswith("V/v ")
        for line in abstract:
            assert_run(line, sizes=(12, 13))
    assert issuer[-1].text.isupper()
    assert_run(issuer[-1], sizes=(12, 13), is_bold=True)
    for line in issuer[:-1]:
        assert line.text.isupper()
        is_own = line.text == "ỦY BAN NHÂN DÂN" and issuer[-1].text != "VĂN PHÒNG"
        assert_run(line, sizes=(12, 13), is_bold=is_own)
    assert re.fullmatch(r"Số: (\d+|\[CẦN BỔ SUNG\])/[\wĐ]+(-[\wĐ]+)+", number.text)
    assert 0 < rule_mm(short_rule, left.width) < 40
    assert number.text.startswith("Số: ")
    assert_run(number, sizes=(13, 13))
    for paragraph in (*left.paragraphs, *right.paragraphs):
        assert paragraph.alignment is CENTRE or is_rule(paragraph)


def check_day(text: str) -> None:
    """A zero before days under ten and before the months 1 and 2; what is not known is a gap."""
    found = re.search(r", ngày (\d\d) tháng (\d+) năm \d{4}$", text)
    if found is None:
        assert "[CẦN BỔ SUNG" in text
    else:
        month = int(found[2])
        assert found[2] == (f"{month:02d}" if month <= 2 else str(month))


def check_title(document: Any) -> None:
    bold = [p for p in document.paragraphs if p.alignment is CENTRE and p.runs and p.runs[0].bold]
    kind, subject = bold[0], bold[1]
    assert kind.text.isupper()
    for paragraph in (kind, subject):
        assert_run(paragraph, sizes=(13, 14), is_bold=True)
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    rule = next(p for p in document.paragraphs if is_rule(p))
    assert 20 <= rule_mm(rule, width) <= 90


def check_bases(document: Any) -> None:
    """Căn cứ, where there are any: in italics, each ended by ";", the last by "."."""
    texts = [p for p in document.paragraphs if p.text.startswith("Căn cứ ")]
    for paragraph in texts:
        assert_run(paragraph, sizes=(13, 14), is_italic=True)
        assert paragraph.text.endswith("." if paragraph is texts[-1] else ";")


def check_appendices(document: Any) -> None:
    """Each opens new pages with its name, and says what it belongs to."""
    titles = [p for p in document.paragraphs if re.fullmatch(r"Phụ lục( [IVX]+)?", p.text)]
    assert len(titles) == appended(document)
    for title in titles:
        name, attached, *_rest = after(document, title)
        assert name.text.isupper()
        assert_run(name, sizes=(13, 14), is_bold=True)
        assert attached.text.startswith("(Kèm theo ")
        assert attached.text.endswith(")")
        assert_run(attached, sizes=(13, 14), is_italic=True)


def after(document: Any, paragraph: Any) -> list[Any]:
    """The paragraphs behind one, without empty ones."""
    found = list(document.paragraphs)
    at = next(place for place, each in enumerate(found) if each._p is paragraph._p)
    return [each for each in found[at + 1 :] if each.text]


def check_order_of_parts(document: Any) -> None:
    """National title and issuer, then type and subject, then the body, then signature and recipients (the nine parts)."""
    text = text_of(document)
    kind = next(p.text for p in document.paragraphs if p.alignment is CENTRE and p.runs and p.runs[0].bold)
    parts = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        ", ngày ",
        f"\n{kind}\n",
        "./.\n",
        "\nNơi nhận:",
        "\n- Lưu: ",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def check_body(document: Any) -> None:
    body = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Body Text"]
    style = document.styles["Body Text"]
    assert body
    assert Pt(13) <= style.font.size <= Pt(14)
    assert style.paragraph_format.alignment is JUSTIFIED
    assert 10 <= style.paragraph_format.first_line_indent.mm <= 12.75
    assert style.paragraph_format.space_after >= Pt(6)
    assert 1 <= style.paragraph_format.line_spacing <= 1.5, "single to one and a half"
    for paragraph in body:
        assert paragraph.alignment is None, "one style lays out the whole body"
        assert all(run.font.size is None for run in paragraph.runs)
    assert body[-1].text.endswith("./.")
    for heading in (p for p in document.paragraphs if p.style.name.startswith("Heading")):
        assert heading.style.font.bold
        assert heading.style.paragraph_format.keep_with_next


def check_tables(document: Any) -> None:
    for table in document.element.body.iter(qn("w:tbl")):
        columns = len(table.tblGrid.gridCol_lst)
        rows = table.tr_lst
        for row in rows:
            assert row.trPr is not None
            assert row.trPr.find(qn("w:cantSplit")) is not None, "no row is split over two pages"
            assert sum(cell.grid_span for cell in row.tc_lst) == columns
        if table.tblPr.find(qn("w:tblBorders")) is not None:
            heads = [row.trPr.find(qn("w:tblHeader")) is not None for row in rows]
            assert heads[0], "the heading repeats on every page"
            assert heads == sorted(heads, reverse=True)
            assert len(rows) > sum(heads)


def check_end(document: Any) -> None:
    left, right = document.tables[-1 - appended(document)].rows[0].cells
    label, *recipients, archive = left.paragraphs
    assert label.text == "Nơi nhận:"
    assert_run(label, sizes=(12, 12), is_bold=True, is_italic=True)
    for line in recipients:
        assert line.text.startswith("- ")
        assert line.text.endswith(";")
        assert_run(line, sizes=(11, 11))
    assert archive.text.startswith("- Lưu: VT")
    assert archive.text.endswith(".")
    *lines, name = [paragraph for paragraph in right.paragraphs if paragraph.text]
    assert lines[0].text.startswith(("TM.", "KT.", "TL.", "TUQ.", "Q.", "CHÁNH VĂN PHÒNG")), (
        "the Office signs its own"
    )
    for line in lines:
        assert line.text.isupper()
        assert_run(line, sizes=(13, 14), is_bold=True)
    assert_run(name, sizes=(13, 14), is_bold=True)
    assert 4 <= sum(not paragraph.text for paragraph in right.paragraphs) <= 5, "room for the seal"


def appended(document: Any) -> int:
    """How many tables stand in appendices, after the signature."""
    return len(document.sections) - 1


def assert_run(
    paragraph: Any, *, sizes: tuple[int, int], is_bold: bool = False, is_italic: bool = False
) -> None:
    for run in paragraph.runs:
        size = run.font.size or paragraph.style.font.size
        assert Pt(sizes[0]) <= size <= Pt(sizes[1]), (paragraph.text, size.pt)
        assert bool(run.bold) == is_bold, paragraph.text
        assert bool(run.italic) == is_italic, paragraph.text


def is_rule(paragraph: Any) -> bool:
    return paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:pBdr")) is not None


def rule_mm(paragraph: Any, width: int) -> float:
    assert is_rule(paragraph)
    line = paragraph._p.pPr.find(qn("w:pBdr"))[0]
    assert line.get(qn("w:val")) == "single", "a solid line"
    layout = paragraph.paragraph_format
    return float((width - layout.left_indent - layout.right_indent) / 36000)
