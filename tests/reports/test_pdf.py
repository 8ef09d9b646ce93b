"""The same documents for reading: what stands in the DOCX stands in the PDF, on pages the decree would recognise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from docx.oxml.ns import qn

from taskboard.domain.deadline import LateBand
from taskboard.domain.rollup import Basis, roll_up
from taskboard.reports.content import (
    Alignment,
    Band,
    Bar,
    BarChart,
    Column,
    HeadCell,
    Issuer,
    Line,
    Numbering,
    OfficialDocument,
    Signature,
)
from taskboard.reports.docx import to_docx
from taskboard.reports.pdf import to_pdf
from taskboard.reports.quarter import TaskDetail, quarter_report
from tests.domain.calendars import CITY
from tests.reports.layout import opened
from tests.reports.printed import Page, check_order, check_printed, pages_of, squeezed
from tests.reports.quarter import CUTOFF, DETAILS, FACTS, START, UNKNOWN, fact, quarter

EMPTY = roll_up([], period_start=START, cutoff=CUTOFF, basis=Basis.CURRENT, zone=CITY)


@pytest.fixture(scope="module")
def report() -> OfficialDocument:
    return quarter_report(quarter(), DETAILS, FACTS)


@pytest.fixture(scope="module")
def pages(report: OfficialDocument) -> list[Page]:
    return check_printed(to_pdf(report))


def document() -> OfficialDocument:
    page = OfficialDocument(title="Công văn", author="Văn phòng", made_at=datetime(2021, 7, 2, tzinfo=UTC))
    page.head(Issuer(("ỦY BAN NHÂN DÂN", "THÀNH PHỐ NAM ĐỊNH")), Numbering("TB-UBND", "Nam Định"))
    page.entitled("THÔNG BÁO", "Kết luận")
    return page


def ended(page: OfficialDocument) -> OfficialDocument:
    page.closing("Đề nghị thực hiện", (), "VT", Signature(("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")))
    return page


def a_table(page: OfficialDocument, lines: list[Line | Band], widths: tuple[float, ...] = (10, 154)) -> None:
    columns = [Column(width, Alignment.LEFT) for width in widths]
    page.table(columns, [[HeadCell(f"Cột {number}") for number in range(len(widths))]], lines)


# Pages


def test_the_report_is_printed_as_the_decree_wants(pages: list[Page]) -> None:
    assert sum(page.is_landscape for page in pages) > 3


def test_so_is_a_report_of_nothing_by_nobody_yet() -> None:
    (page,) = check_printed(to_pdf(quarter_report(EMPTY, {}, UNKNOWN)))
    assert page.squeezed.count("[CẦNBỔSUNG") == 7


def test_the_parts_follow_one_another(pages: list[Page]) -> None:
    check_order(
        pages,
        "ỦY BAN NHÂN DÂN THÀNH PHỐ NAM ĐỊNH Số: 112/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "Nam Định, ngày 02 tháng 7 năm 2021",
        "BÁO CÁO Tình hình thực hiện nhiệm vụ quý II năm 2021",
        "I. KẾT QUẢ THỰC HIỆN",
        "II. TỒN TẠI",
        "III. NHIỆM VỤ TRỌNG TÂM",
        "IV. KIẾN NGHỊ",
        "của Ủy ban nhân dân thành phố Nam Định./.",
        "Nơi nhận:",
        "- Lưu: VT, TH.",
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
        "Nguyễn Văn An",
        "Phụ lục I TỔNG HỢP KẾT QUẢ",
        "Phụ lục II DANH MỤC NHIỆM VỤ",
    )


def test_the_head_and_the_motto_stand_side_by_side_on_one_line_each(pages: list[Page]) -> None:
    nation = next(words for words in pages[0].words if words.text.startswith("CỘNG HÒA"))
    motto = next(words for words in pages[0].words if words.text.startswith("Độc lập"))
    number = next(words for words in pages[0].words if words.text.startswith("Số:"))
    assert nation.text.strip() == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert motto.text.strip() == "Độc lập - Tự do - Hạnh phúc"
    assert nation.left > 97
    assert number.right < 97
    assert abs(nation.middle - motto.middle) < 1


def test_every_page_of_a_list_repeats_its_heading(pages: list[Page]) -> None:
    starts = [number for number, page in enumerate(pages) if page.squeezed.startswith("Phụlục")]
    units, tasks = (pages[at + 1 : end] for at, end in zip(starts, [starts[1], len(pages)], strict=True))
    assert len(tasks) > 3
    assert units
    for page in tasks:
        assert_begins_with(page, "TT", "Mã", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Ban đầu", "Hiện hành")
    for page in units:
        assert_begins_with(page, "TT", "Đơn vị chủ trì", "Tổng số", "Hoàn thành", "Trong hạn", "Ghi chú")


def assert_begins_with(page: Page, *heads: str) -> None:
    """A cell over several rows of a heading is drawn with the last of them: their order is left open."""
    first = page.squeezed[:160]
    assert all(squeezed(head) in first for head in heads), first


def test_the_signature_is_never_alone_and_never_split(pages: list[Page]) -> None:
    (signed,) = [page for page in pages if "TM.ỦYBANNHÂNDÂN" in page.squeezed]
    assert "Nơinhận:" in signed.squeezed
    assert "NguyễnVănAn" in signed.squeezed
    assert "./." in signed.squeezed


# The same words


def docx_texts(content: bytes) -> list[str]:
    """Each paragraph and each line of a cell, the headings of tables left out."""
    body = opened(content).element.body
    rows = [mark.getparent().getparent() for mark in body.iter(qn("w:tblHeader"))]
    heads = {p for row in rows for p in row.iter(qn("w:p"))}
    texts = (
        "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in list(body.iter(qn("w:p"))) if p not in heads
    )
    return [squeezed(text) for text in texts if text.strip()]


def test_every_word_of_the_docx_stands_in_the_pdf_in_the_same_order(
    report: OfficialDocument, pages: list[Page]
) -> None:
    """In a table a page's heading comes between two lines, so each is looked for behind the one before it."""
    whole, at = "".join(page.squeezed for page in pages), 0
    for text in docx_texts(to_docx(report)):
        found = whole.find(text, at)
        assert found >= 0, (text, whole[at : at + 200])
        at = found + len(text)


def test_the_same_words_give_the_same_bytes(report: OfficialDocument) -> None:
    assert to_pdf(report) == to_pdf(quarter_report(quarter(), DETAILS, FACTS))


# Tables


def test_no_line_is_split_over_two_pages() -> None:
    page = document()
    a_table(page, [Line((str(number), "nội dung dài " * 60)) for number in range(12)])
    pages = check_printed(to_pdf(ended(page)))
    whole = squeezed("nội dung dài " * 60)
    assert len(pages) > 2
    assert sum(each.squeezed.count(whole) for each in pages) == 12


LONG_NAME = (
    "Ban Quản lý dự án đầu tư xây dựng các công trình nông nghiệp và phát triển nông thôn, thủy lợi, đê điều, phòng "
    "chống thiên tai và tìm kiếm cứu nạn trực thuộc Ủy ban nhân dân thành phố Nam Định, tỉnh Nam Định"
)
"""Of 200 characters: in the column of the appendix some 95 mm of a page of 165."""


def test_the_line_of_a_unit_with_a_very_long_name_is_not_split_either() -> None:
    facts = [replace(fact(number), unit_id=2, unit_name=LONG_NAME) for number in range(1, 13)]
    rollup = roll_up(facts, period_start=START, cutoff=CUTOFF, basis=Basis.ORIGINAL, zone=CITY)
    pages = check_printed(to_pdf(quarter_report(rollup, DETAILS, FACTS)))
    name, listed = squeezed(LONG_NAME), [page for page in pages if "NV-2021-00" in page.squeezed]
    assert sum(page.squeezed.count(name) for page in listed) == 12


def test_a_line_taller_than_a_page_goes_on_and_loses_nothing() -> None:
    page = document()
    a_table(page, [Line(("1", " ".join(f"từ{number}" for number in range(2000))))])
    pages = check_printed(to_pdf(ended(page)))
    check_order(pages, *(f"từ{number}" for number in range(0, 2000, 50)), "từ1999")


def test_a_total_is_never_alone_on_a_page() -> None:
    """Whatever the number of lines: there is one that would just fill the page."""
    for count in range(30, 46):
        page = document()
        lines: list[Line | Band] = [Line((str(number), "Nội dung")) for number in range(count)]
        a_table(page, [*lines, Band(f"TỔNG CỘNG: {count}", is_last=True)])
        pages = pages_of(to_pdf(ended(page)))
        (total,) = [each.squeezed for each in pages if "TỔNGCỘNG" in each.squeezed]
        assert f"{count - 1}Nộidung{'TỔNGCỘNG'}" in total


def test_the_name_of_a_group_stays_with_its_first_line() -> None:
    for count in range(28, 46):
        page = document()
        lines: list[Line | Band] = [Line((str(number), "Nội dung")) for number in range(count)]
        a_table(page, [*lines, Band("B. Nhóm sau"), *(Line(("x", "Dòng sau")) for _ in range(8))])
        pages = pages_of(to_pdf(ended(page)))
        (group,) = [each.squeezed for each in pages if "B.Nhómsau" in each.squeezed]
        assert "B.NhómsauxDòngsau" in group


def test_a_word_wider_than_its_column_stays_inside_it() -> None:
    page = document()
    a_table(page, [Line(("Đ" * 200, "x", "45/TB-UBND"))], widths=(60, 60, 22))
    (printed,) = check_printed(to_pdf(ended(page)))
    long = [words for words in printed.words if "ĐĐĐ" in words.text]
    assert len(long) > 5
    assert max(words.right for words in long) < 30 + 11 + 60
    assert squeezed("45/TB-UBND") in printed.squeezed


# Bad input


def test_hostile_words_are_printed_as_words() -> None:
    hostile = '#panic() *b* $x$ <a> & =HYPERLINK("http://x") \x00\x0b‮evil‬ é ' + "Đ" * 200
    shown = squeezed('#panic() *b* $x$ <a> & =HYPERLINK("http://x") evil é ' + "Đ" * 200)
    rollup = roll_up(
        [replace(fact(4), title=hostile, unit_name=hostile)],
        period_start=START,
        cutoff=CUTOFF,
        basis=Basis.ORIGINAL,
        zone=CITY,
    )
    facts = replace(
        FACTS,
        numbering=Numbering("BC-UBND", "Nam Định", "1\x01", date(2021, 7, 2)),
        assessment=(hostile,),
        signature=Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn " + "A" * 200),
    )
    content = to_pdf(quarter_report(rollup, {"NV-2021-0004": TaskDetail(result=hostile)}, facts))
    whole = "".join(page.squeezed for page in pages_of(content))
    assert whole.count(shown) >= 3
    assert not any(char in whole for char in "\x00\x01\x0b‮‬")


def test_a_letter_no_face_holds_is_no_reason_to_print_nothing() -> None:
    page = document()
    page.paragraph("Biểu tượng 🐉 và chữ 漢")
    (printed,) = pages_of(to_pdf(ended(page)))
    assert "Biểutượng" in printed.squeezed


def test_headings_that_skip_a_level_are_no_reason_either() -> None:
    page = document()
    page.heading("1. Không có chương nào ở trên", 2)
    check_printed(to_pdf(ended(page)))


# Letters and charts


def test_a_letter_says_what_it_is_about_under_its_number_and_to_whom() -> None:
    page = OfficialDocument(title="Công văn", author="VP", made_at=datetime(2021, 7, 2, tzinfo=UTC))
    page.head(
        Issuer(("ỦY BAN NHÂN DÂN", "THÀNH PHỐ NAM ĐỊNH")),
        Numbering("UBND-VP", "Nam Định", "118"),
        "V/v đôn đốc thực hiện nhiệm vụ quá hạn",
    )
    page.addressees(("Phòng Kinh tế", "Phòng Quản lý đô thị"))
    page.bases(["Căn cứ Nghị định số 30/2020/NĐ-CP", "Theo đề nghị của Chánh Văn phòng"])
    pages = check_printed(to_pdf(ended(page)))
    check_order(
        pages,
        "Số: 118/UBND-VP",
        "V/v đôn đốc thực hiện",
        "Kính gửi:",
        "- Phòng Kinh tế;",
        "- Phòng Quản lý đô thị.",
        "Căn cứ Nghị định số 30/2020/NĐ-CP;",
        "Theo đề nghị của Chánh Văn phòng.",
    )
    texts = docx_texts(to_docx(page))
    assert squeezed("V/v đôn đốc thực hiện nhiệm vụ quá hạn") in texts
    assert squeezed("- Phòng Quản lý đô thị.") in texts


CHART = BarChart(("Đúng hạn", "Quá hạn"), (Bar("Phòng Kinh tế", (3, 2)), Bar("Phòng Y tế", (0, 0))))


def test_a_chart_says_its_numbers_to_who_cannot_see_it() -> None:
    assert CHART.alternative == "Phòng Kinh tế: 5 (Đúng hạn 3, Quá hạn 2); Phòng Y tế: 0"
    page = document()
    page.chart(CHART, "Số nhiệm vụ")
    inside = opened(to_docx(ended(page))).element.body
    (picture,) = inside.iter(qn("wp:docPr"))
    assert picture.get("descr") == CHART.alternative
    (printed,) = check_printed(to_pdf(page))
    assert "PhòngKinhtế" in printed.squeezed
    assert "Hình1.Sốnhiệmvụ" in printed.squeezed


def test_the_bars_of_the_report_are_the_roll_ups(report: OfficialDocument) -> None:
    classes, bands = [block for block in report.blocks if isinstance(block, BarChart)]
    counts = {line.name: line.figures.counts for line in quarter().by_unit if line.group != "wards"}
    assert {bar.name: bar.total for bar in classes.bars} == {
        name: each.total for name, each in counts.items()
    }
    assert all(bar.values[4] == counts[bar.name].open_overdue for bar in classes.bars)
    late = {line.name: line.figures.late_bands for line in quarter().by_unit if line.figures.late_bands}
    assert bands.is_ranked
    assert {bar.name: bar.values for bar in bands.bars} == {
        name: tuple(by_band[band] for band in LateBand)
        for name, by_band in late.items()
        if any(by_band.values())
    }
    totals = [bar.total for bar in bands.bars]
    assert totals == sorted(totals, reverse=True)
    assert sum(totals) == quarter().counts.open_overdue
