from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from taskboard.domain.calendar import start_of_day
from taskboard.domain.rollup import Basis, roll_up
from taskboard.reports.content import Column, HeadCell, Line, Numbering, Signature, Table
from taskboard.reports.docx import to_docx
from taskboard.reports.parts import cutoff_text
from taskboard.reports.quarter import TaskDetail
from taskboard.reports.quarter import quarter_report as build
from taskboard.reports.tables import ruled_table
from taskboard.reports.wording import OFFICIAL, percent_text, ratio_text, signed_text
from taskboard.wording import number_text
from tests.domain.calendars import CITY
from tests.reports.layout import check_layout, opened, text_of
from tests.reports.office import converted, needs_office, words
from tests.reports.quarter import CUTOFF, DETAILS, FACTS, START, UNITS, UNKNOWN, fact, facts, quarter

EMPTY = roll_up([], period_start=START, cutoff=CUTOFF, basis=Basis.CURRENT, zone=CITY)


def quarter_report(*report) -> bytes:
    """As a file: the arguments are the report's."""
    return to_docx(build(*report))


@pytest.fixture(scope="module")
def report() -> bytes:
    return quarter_report(quarter(), DETAILS, FACTS)


def lines(table) -> list[list[str]]:
    """The rows below the heading, a spanning cell once."""
    rows = [row for row in table._tbl.tr_lst if row.trPr.find(qn("w:tblHeader")) is None]
    return [
        ["\n".join("".join(t.text for t in p.iter(qn("w:t"))) for p in cell.p_lst) for cell in row.tc_lst]
        for row in rows
    ]


def table_below(document, caption: str):
    """The table that follows the paragraph beginning with `caption`."""
    body = list(document.element.body)
    at = next(
        i for i, each in enumerate(body) if "".join(t.text for t in each.iter(qn("w:t"))).startswith(caption)
    )
    element = next(each for each in body[at:] if each.tag == qn("w:tbl"))
    return next(table for table in document.tables if table._tbl is element)


# Layout


@pytest.mark.parametrize("basis", Basis)
def test_the_report_is_laid_out_as_the_decree_wants(basis):
    check_layout(quarter_report(quarter(basis), DETAILS, FACTS))


def test_so_is_a_report_of_nothing_by_nobody_yet():
    check_layout(quarter_report(EMPTY, {}, UNKNOWN))


def test_the_head_says_who_which_number_where_and_when(report):
    left, right = opened(report).tables[0].rows[0].cells
    assert [paragraph.text for paragraph in left.paragraphs if paragraph.text] == [
        "ỦY BAN NHÂN DÂN",
        "THÀNH PHỐ NAM ĐỊNH",
        "Số: 112/BC-UBND",
    ]
    assert right.paragraphs[-1].text == "Nam Định, ngày 02 tháng 7 năm 2021"


def test_type_and_subject(report):
    text = text_of(opened(report))
    assert (
        "BÁO CÁO\nTình hình thực hiện nhiệm vụ quý II năm 2021,\nphương hướng nhiệm vụ quý III năm 2021\n"
        in text
    )


def test_appendices_lie_across_count_their_own_pages_and_name_the_report(report):
    document = opened(report)
    first, *appendices = document.sections
    assert first.orientation is WD_ORIENT.PORTRAIT
    for section in appendices:
        assert section.orientation is WD_ORIENT.LANDSCAPE
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.header.is_linked_to_previous
    text = text_of(document)
    assert (
        text.count("(Kèm theo Báo cáo số 112/BC-UBND ngày 02/07/2021 của Ủy ban nhân dân thành phố Nam Định)")
        == 2
    )
    assert [line for line in text.split("\n") if line.startswith("Phụ lục")] == ["Phụ lục I", "Phụ lục II"]


def test_somebody_may_sign_for_the_chair():
    facts = replace(
        FACTS, signature=Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Trần Thị Bình")
    )
    content = quarter_report(quarter(), DETAILS, facts)
    check_layout(content)
    assert "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH" in text_of(opened(content))


def test_a_reader_can_jump_from_heading_to_heading(report):
    headings = [
        paragraph.text for paragraph in opened(report).paragraphs if paragraph.style.name == "Heading 1"
    ]
    assert headings == [
        "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO",
        "II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN",
        "III. NHIỆM VỤ TRỌNG TÂM QUÝ III NĂM 2021",
        "IV. KIẾN NGHỊ, ĐỀ XUẤT",
        "Phụ lục I",
        "Phụ lục II",
    ]


# Figures


def test_the_report_says_its_cutoff_and_both_bases(report):
    text = text_of(opened(report))
    assert "Số liệu tính đến 17:00 30/06/2021; kỳ báo cáo từ ngày 01/04/2021" in text
    assert "theo thời hạn ban đầu; số liệu theo thời hạn hiện hành được in kèm" in text


@pytest.mark.parametrize("basis", Basis)
def test_the_classes_of_both_bases_are_the_roll_ups(basis):
    rollup = quarter(basis)
    cells = lines(table_below(opened(quarter_report(rollup, DETAILS, FACTS)), "Bảng 1. Phân loại"))
    names = ["done", "done_on_time", "done_late", "done_no_deadline", "open", "open_in_time", "open_overdue"]
    for name, line in zip([*names, "open_no_deadline", "total"], cells, strict=True):
        assert line[2] == number_text(getattr(rollup.original, name))
        assert line[4] == number_text(getattr(rollup.current, name))
    assert cells[-1][1] == "TỔNG CỘNG"
    assert rollup.original != rollup.current


def test_every_share_shows_both_its_numbers(report):
    rollup = quarter()
    cells = lines(table_below(opened(report), "Bảng 2. Tỷ lệ"))
    for line, name in zip(cells, OFFICIAL.ratios, strict=True):
        for at, counts in ((2, rollup.original), (4, rollup.current)):
            ratio = getattr(counts, name)
            assert line[at : at + 2] == [ratio_text(ratio), percent_text(ratio.permille)]


def test_the_units_of_the_appendix_are_the_roll_ups_in_the_citys_order(report):
    rollup = quarter()
    cells = [line for line in lines(opened(report).tables[-2]) if len(line) > 1]
    by_name = {line.name: line.figures.counts for line in rollup.by_unit}
    *units, total = cells
    assert [line[1] for line in units] == [name for name, _ in UNITS.values()]
    for line in units:
        counts = by_name[line[1]]
        assert line[2:9] == [
            str(number)
            for number in (
                counts.total,
                counts.done_on_time,
                counts.done_late,
                counts.done_no_deadline,
                counts.open_in_time,
                counts.open_overdue,
                counts.open_no_deadline,
            )
        ]
    assert total[1:3] == ["TỔNG CỘNG", str(rollup.counts.total)]


def test_every_row_of_the_roll_up_is_listed_once_under_its_class(report):
    rollup = quarter()
    listed: Counter[tuple[str, str]] = Counter()
    band = ""
    for line in lines(opened(report).tables[-1]):
        if len(line) == 1:
            band = line[0]
            continue
        listed[band.partition(". ")[2].partition(":")[0], line[1]] += 1
    assert listed == Counter((OFFICIAL.classes[row.task_class], row.code) for row in rollup.rows)
    assert band == f"TỔNG CỘNG: {rollup.counts.total} nhiệm vụ; ngoài tổng số: 2 nhiệm vụ"


def test_both_deadlines_stand_beside_each_other(report):
    row = next(
        line for line in lines(opened(report).tables[-1]) if len(line) > 1 and line[1] == "NV-2021-0013"
    )
    extended = fact(13)
    assert extended.original_due_on != extended.due_on
    assert row[5:7] == [f"{extended.original_due_on:%d/%m/%Y}", f"{extended.due_on:%d/%m/%Y}"]


def test_the_comparison_is_the_roll_ups(report):
    changes = quarter().changes()
    assert changes
    cells = lines(table_below(opened(report), "Bảng 3. So sánh"))
    for line, change in zip(cells, changes, strict=False):
        assert line[2:] == [
            number_text(change.before),
            number_text(change.now),
            signed_text(change.difference),
        ]


def test_without_a_previous_period_nothing_is_compared():
    rollup = roll_up(facts(), period_start=START, cutoff=CUTOFF, basis=Basis.ORIGINAL, zone=CITY)
    text = text_of(opened(quarter_report(rollup, DETAILS, FACTS)))
    assert "Chưa có số liệu kỳ trước để so sánh." in text
    assert "So sánh với kỳ trước" not in text
    assert "Bảng 3. Kết quả thực hiện theo lĩnh vực" in text
    assert "∞" not in text


def test_what_was_none_before_is_new_and_no_infinite_rise():
    nothing = replace(EMPTY, basis=Basis.ORIGINAL)
    rollup = roll_up(
        facts(), period_start=START, cutoff=CUTOFF, basis=Basis.ORIGINAL, zone=CITY, previous=nothing
    )
    cells = lines(table_below(opened(quarter_report(rollup, DETAILS, FACTS)), "Bảng 3. So sánh"))
    assert cells[0][2:] == ["0", "72", "mới"]
    assert cells[9][2:] == ["—", "35/72\n48,6%", "—"]


def test_a_cutoff_at_midnight_belongs_to_the_day_it_ends():
    assert cutoff_text(start_of_day(date(2021, 7, 1), CITY), CITY) == "24:00 30/06/2021"
    assert cutoff_text(datetime(2021, 6, 30, 10, 5, tzinfo=UTC), CITY) == "17:05 30/06/2021"


# What is not known


def gaps(content: bytes) -> list[str]:
    """Every gap, each of which is marked in yellow."""
    runs = [
        run
        for run in opened(content).element.body.iter(qn("w:r"))
        if "CẦN BỔ SUNG" in "".join(t.text or "" for t in run.iter(qn("w:t")))
    ]
    for run in runs:
        assert run.rPr.find(qn("w:highlight")) is not None
    return ["".join(t.text for t in run.iter(qn("w:t"))) for run in runs]


def test_what_nobody_wrote_is_a_gap_and_never_invented():
    assert gaps(quarter_report(EMPTY, {}, UNKNOWN)) == [
        "[CẦN BỔ SUNG]",
        "[CẦN BỔ SUNG]",
        "[CẦN BỔ SUNG: đánh giá tồn tại, hạn chế và nguyên nhân]",
        "[CẦN BỔ SUNG: nhiệm vụ trọng tâm quý III năm 2021]",
        "[CẦN BỔ SUNG: kiến nghị, đề xuất; nếu không có thì ghi rõ]",
        "[CẦN BỔ SUNG]",
        "[CẦN BỔ SUNG]",
    ]


def test_what_was_written_leaves_no_gap():
    told = replace(
        FACTS, priorities=("Hoàn thành công tác hè.",), proposals=("Không có kiến nghị, đề xuất.",)
    )
    known = {code: TaskDetail(result="Đã báo cáo") for row in quarter().rows for code in row.codes}
    assert gaps(quarter_report(quarter(), known, told)) == []


def test_silence_is_said_as_silence_and_a_wordless_report_is_a_gap(report):
    table = {line[1]: line for line in lines(opened(report).tables[-1]) if len(line) > 1}
    silent, wordless = fact(70), fact(63)
    assert silent.last_report_on is None
    assert wordless.last_report_on is not None
    assert (table["NV-2021-0070"][8], table["NV-2021-0063"][8]) == ("Chưa có báo cáo", "[CẦN BỔ SUNG]")


def test_a_duty_speaks_by_the_newest_report_there_is():
    """Its newest occurrence has just begun: that nothing is said of it yet is no gap."""
    told = {"NV-2021-9915": TaskDetail(result="Đã dọn 12 tuyến đường"), "NV-2021-9925": TaskDetail()}
    table = lines(opened(quarter_report(quarter(), told, FACTS)).tables[-1])
    (row,) = [line for line in table if len(line) > 1 and line[1] == "CD-2021-15" and "Nam Phong" in line[3]]
    assert row[8] == "Đã dọn 12 tuyến đường"


def test_an_empty_quarter_is_said_in_a_sentence():
    text = text_of(opened(quarter_report(EMPTY, {}, UNKNOWN)))
    assert "Trong kỳ không có nhiệm vụ được theo dõi." in text
    assert "Phụ lục" not in text
    assert "0,0%" not in text


def test_nobody_is_asked_to_see_to_nothing():
    """One overdue task: neither "0 nhiệm vụ trong hạn" nor "0 nhiệm vụ không thời hạn" is a task for anybody."""
    one = roll_up([fact(4)], period_start=START, cutoff=CUTOFF, basis=Basis.ORIGINAL, zone=CITY)
    text = text_of(opened(quarter_report(one, {}, FACTS)))
    assert "chuyển sang quý III năm 2021: tập trung hoàn thành ngay 01 nhiệm vụ quá hạn." in text
    assert "bảo đảm tiến độ" not in text
    own = OFFICIAL.replaced({"carried": "Còn {open}, trong hạn {open_in_time}."})
    assert "Còn 01, trong hạn 0." in text_of(opened(to_docx(build(one, {}, FACTS, own))))


@pytest.mark.parametrize(("letters", "kept"), [(20, True), (400, False)])
def test_lines_too_tall_to_stand_together_do_not_leave_a_page_with_a_heading_alone(letters, kept):
    lines = [Line((str(number), "chữ " * (letters // 4))) for number in range(1, 9)]
    table = Table((Column(9.0), Column(25.0)), ((HeadCell("TT"), HeadCell("Đơn vị")),), lines, size=11)
    *rows, _end = "".join(ruled_table(table)).split("</w:tr>")
    assert ["<w:keepNext/>" in row for row in rows[1:3]] == [kept, kept]
    assert "<w:keepNext/>" in rows[0], "the heading always stays with what it heads"


# Bad input


def test_hostile_words_are_printed_as_words():
    hostile = '<w:br/> & =HYPERLINK("http://x") \x00\x0b‮evil‬ é ' + "Đ" * 200
    rollup = roll_up(
        [replace(fact(4), title=hostile, unit_name=hostile)],
        period_start=START,
        cutoff=CUTOFF,
        basis=Basis.ORIGINAL,
        zone=CITY,
    )
    body = replace(
        FACTS, numbering=Numbering("BC-UBND", "Nam Định", "1\x01", date(2021, 7, 2)), assessment=(hostile,)
    )
    content = quarter_report(rollup, {"NV-2021-0004": TaskDetail(result=hostile)}, body)
    check_layout(content)
    text = text_of(opened(content))
    assert text.count('<w:br/> & =HYPERLINK("http://x") evil é ' + "Đ" * 200) >= 3
    assert not any(char in text for char in "\x00\x01\x0b‮‬")


def test_the_same_snapshot_gives_the_same_bytes():
    assert quarter_report(quarter(), DETAILS, FACTS) == quarter_report(quarter(), DETAILS, FACTS)


# A city's own words


def test_a_city_replaces_a_phrase_without_touching_code():
    own = OFFICIAL.replaced(
        {
            "empty": "Quý này {body} không giao nhiệm vụ.",
            "proposals_heading": "IV. ĐỀ XUẤT",
            "groups": {"wards": "Khối phường, xã"},
        }
    )
    text = text_of(opened(quarter_report(quarter(), DETAILS, FACTS, own)))
    assert "IV. ĐỀ XUẤT" in text
    assert "- Khối phường, xã: 18 nhiệm vụ" in text
    assert "Các phòng, ban, cơ quan chuyên môn" in text
    assert "Quý này Ủy ban nhân dân thành phố Nam Định không giao" in text_of(
        opened(quarter_report(EMPTY, {}, UNKNOWN, own))
    )


@pytest.mark.parametrize(
    "phrases", [{"no_such_phrase": "x"}, {"empty": "{unknown}"}, {"groups": {"wards": "{total}"}}]
)
def test_a_phrase_that_could_not_be_filled_is_refused_at_once(phrases):
    with pytest.raises(ValueError, match="phrase"):
        OFFICIAL.replaced(phrases)


# As LibreOffice sees it


@pytest.mark.slow
@needs_office
def test_printed_it_numbers_its_pages_and_repeats_its_headings(report, tmp_path):
    pages = [
        "".join(page.get_textpage().get_text_bounded().split())
        for page in pypdfium2.PdfDocument(converted(report, "pdf", tmp_path))
    ]
    first_appendix, second_appendix = (at for at, page in enumerate(pages) if page.startswith("Ph"))
    assert not pages[0][0].isdigit(), "no number on the first page"
    assert "TM." in pages[first_appendix - 1], "the signature closes the text"
    for at in range(1, first_appendix):
        assert pages[at].startswith(str(at + 1))
    for at in range(second_appendix + 1, len(pages)):
        assert pages[at].startswith(f"{at - second_appendix + 1}TTMã"), "its number, then the heading again"
    assert len(pages) - second_appendix > 3


@pytest.mark.slow
@needs_office
def test_opened_and_saved_by_another_program_it_loses_nothing(report, tmp_path):
    saved = converted(report, "docx", tmp_path)
    assert words(saved) == words(report)
    assert len(opened(saved).tables) == len(opened(report).tables)
