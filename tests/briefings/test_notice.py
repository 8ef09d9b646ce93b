"""Thông báo kết luận: the chair's words as they stand, what is known around them, and gaps for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from taskboard.briefings.notice import (
    Earlier,
    Missing,
    NoticeFacts,
    Order,
    Replaced,
    Span,
    notice,
    passages_of,
    proposed_opening,
)
from taskboard.reports.body import Body
from taskboard.reports.content import OfficialDocument, Paragraph, Signature, Table
from taskboard.reports.docx import to_docx
from taskboard.reports.pdf import to_pdf
from tests.reports.layout import check_layout, opened, text_of
from tests.reports.office import converted, needs_office, words
from tests.reports.printed import check_order, check_printed

AT = datetime(2021, 4, 8, 2, 0, tzinfo=UTC)
NUMBERED = """I. TÌNH HÌNH

Thu ngân sách đạt 17% dự toán năm.

II. KẾT LUẬN CỦA CHỦ TỊCH

1. Nông nghiệp

a) Giao phòng Kinh tế lập phương án hộ đê, trình trước ngày 14/6/2021.

b) Giao các phường, xã tổng vệ sinh môi trường hằng tuần./.

Nơi nhận: như trên.
"""
PROSE = (
    "Thời gian tới, tình hình còn khó khăn. Đồng chí đề nghị phòng Kinh tế hoàn thiện hồ sơ; xây dựng phương án hộ đê. "
    "Giao Công an thành phố kiểm tra, xử lý. Các đơn vị nâng cao trách nhiệm."
)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def order(text: str, number: int, words: str, **more: Any) -> Order:
    given = {"leads": ("Phòng Kinh tế",), "partners": (), "deadline": "trước ngày 14/6/2021"} | more
    return Order(number=number, span=span(text, words), title=words, **given)


KNOWN = NoticeFacts(
    body=Body.of("UBND thành phố Nam Định"),
    meeting="Hội nghị giao ban quý I năm 2021",
    chair_title="Chủ tịch UBND thành phố",
    number="58/TB-UBND",
    dated_on=date(2021, 4, 8),
    place="Nam Định",
    opening=("Ngày 05/04/2021, đồng chí Phạm Duy Hưng chủ trì.", "Sau khi nghe báo cáo, kết luận như sau:"),
    recipients=("Các đơn vị",),
    archive="VT, TH",
    signature=Signature(("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "Nguyễn Hữu Thuyên"),
    has_appendix=True,
    text=NUMBERED,
    starts_at=NUMBERED.index("II. KẾT LUẬN"),
    passages=(span(NUMBERED, "a) Giao phòng Kinh tế"), span(NUMBERED, "b) Giao các phường")),
    orders=(
        order(NUMBERED, 1, "Giao phòng Kinh tế lập phương án hộ đê"),
        order(
            NUMBERED,
            2,
            "Giao các phường, xã tổng vệ sinh",
            leads=("Các phường, xã",),
            deadline="hằng tuần",
        ),
    ),
)


def facts(**more: Any) -> NoticeFacts:
    return replace(KNOWN, **more)


def of_prose(*orders: Order) -> NoticeFacts:
    return facts(text=PROSE, starts_at=0, passages=(Span(0, len(PROSE)),), orders=orders)


def made(given: NoticeFacts) -> OfficialDocument:
    return notice(given, made_at=AT)


def said(document: OfficialDocument) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


# The chair's words


def test_the_words_stand_as_they_were_said_and_numbered() -> None:
    shown = passages_of(facts())
    assert [(passage.text, passage.level) for passage in shown] == [
        ("1. Nông nghiệp", 2),
        ("a) Giao phòng Kinh tế lập phương án hộ đê, trình trước ngày 14/6/2021.", 0),
        ("b) Giao các phường, xã tổng vệ sinh môi trường hằng tuần./.", 0),
    ]


def test_every_passage_is_an_exact_part_of_the_text() -> None:
    assert all(passage.text in NUMBERED for passage in passages_of(facts()))


def test_the_mark_of_the_end_closes_the_notice_and_not_the_words_before() -> None:
    document = made(facts())
    assert said(document)[-1].endswith("môi trường hằng tuần.")
    texts = text_of(opened(to_docx(document)))
    assert texts.count("./.") == 1
    assert "thông báo để các cơ quan, đơn vị biết, thực hiện./." in texts


def test_a_text_that_closes_itself_is_not_closed_twice() -> None:
    text = NUMBERED.replace("Nơi nhận: như trên.", "Trên đây là kết luận của Chủ tịch, đề nghị thực hiện./.")
    given = facts(
        text=text,
        starts_at=text.index("II. KẾT LUẬN"),
        passages=(span(text, "a) Giao phòng Kinh tế"), span(text, "Trên đây là kết luận")),
    )
    texts = text_of(opened(to_docx(made(given))))
    assert "Trên đây là kết luận của Chủ tịch, đề nghị thực hiện./." in texts
    assert "thông báo để các cơ quan" not in texts
    assert texts.count("./.") == 1


def test_of_prose_each_sentence_with_an_order_becomes_an_item() -> None:
    given = of_prose(
        order(PROSE, 1, "Đồng chí đề nghị phòng Kinh tế hoàn thiện hồ sơ"),
        order(PROSE, 2, "xây dựng phương án hộ đê"),
        order(PROSE, 3, "Giao Công an thành phố kiểm tra"),
    )
    assert [passage.text for passage in passages_of(given)] == [
        "Thời gian tới, tình hình còn khó khăn.",
        "1. Đồng chí đề nghị phòng Kinh tế hoàn thiện hồ sơ; xây dựng phương án hộ đê.",
        "2. Giao Công an thành phố kiểm tra, xử lý. Các đơn vị nâng cao trách nhiệm.",
    ]


def test_a_single_order_needs_no_number_and_no_word_is_lost() -> None:
    given = of_prose(order(PROSE, 1, "Giao Công an thành phố kiểm tra"))
    shown = [passage.text for passage in passages_of(given)]
    assert " ".join(shown) == PROSE


def test_a_text_in_which_nothing_was_decided_is_a_gap() -> None:
    assert "[CẦN BỔ SUNG: nội dung kết luận]" in said(made(facts(passages=(), orders=())))


# Around them


def test_the_notice_is_laid_out_as_the_decree_wants() -> None:
    document = made(facts())
    check_layout(to_docx(document))
    check_order(
        check_printed(to_pdf(document)),
        "Số: 58/TB-UBND",
        "Nam Định, ngày 08 tháng 4 năm 2021",
        "THÔNG BÁO Kết luận của Chủ tịch UBND thành phố tại Hội nghị giao ban quý I năm 2021",
        "Sau khi nghe báo cáo, kết luận như sau:",
        "a) Giao phòng Kinh tế",
        "Nơi nhận:",
        "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG",
        "Phụ lục DANH MỤC NHIỆM VỤ",
        "(Kèm theo Thông báo số 58/TB-UBND ngày 08/04/2021",
    )


def test_the_list_says_who_leads_until_when_in_the_words_of_the_text() -> None:
    (table,) = [block for block in made(facts()).blocks if isinstance(block, Table)]
    assert [line.cells[2:] for line in table.lines] == [  # type: ignore[union-attr]
        ("Phòng Kinh tế", "", "trước ngày 14/6/2021"),
        ("Các phường, xã", "", "hằng tuần"),
    ]
    assert not [block for block in made(facts(has_appendix=False)).blocks if isinstance(block, Table)]


UNKNOWN: dict[str, tuple[Any, Missing]] = {
    "number": ("", Missing.NUMBER),
    "dated_on": (None, Missing.DATED_ON),
    "chair_title": ("", Missing.CHAIR),
    "opening": ((), Missing.OPENING),
    "recipients": ((), Missing.RECIPIENTS),
    "signature": (None, Missing.SIGNER),
}


def test_what_nobody_said_is_a_gap_and_named() -> None:
    given = facts(**{name: value for name, (value, _) in UNKNOWN.items()})
    assert given.missing == tuple(what for what in Missing if what is not Missing.REPLACED)
    document = made(given)
    check_printed(to_pdf(document))
    texts = text_of(opened(to_docx(document)))
    for gap in (
        "Số: [CẦN BỔ SUNG]/TB-UBND",
        "ngày [CẦN BỔ SUNG]",
        "[CẦN BỔ SUNG: quyền hạn, chức vụ người ký]",
    ):
        assert gap in texts


def test_what_is_whole_has_no_gap() -> None:
    assert facts().missing == ()
    assert made(facts()).gaps == 0


@pytest.mark.parametrize("field", list(UNKNOWN))
def test_each_gap_is_named_by_itself(field: str) -> None:
    value, what = UNKNOWN[field]
    assert facts(**{field: value}).missing == (what,)


def test_what_was_heard_is_never_made_up() -> None:
    attended, heard = proposed_opening(
        meeting="Hội nghị giao ban",
        held_on=date(2021, 4, 5),
        place="Hội trường UBND thành phố",
        chair="Phạm Duy Hưng",
        chair_title="Chủ tịch UBND thành phố",
        attendees="Các Phó Chủ tịch; UBND các phường.",
        body=Body.of("UBND thành phố Nam Định"),
    )
    assert attended == (
        "Ngày 05/04/2021, tại Hội trường UBND thành phố, đồng chí Phạm Duy Hưng, Chủ tịch UBND thành phố chủ trì "
        "Hội nghị giao ban. Dự họp có: các Phó Chủ tịch; UBND các phường."
    )
    assert heard.startswith("Sau khi nghe [CẦN BỔ SUNG: ")


# A supplement


def supplement(**more: Any) -> NoticeFacts:
    earlier = Earlier(
        "58/TB-UBND",
        date(2021, 4, 8),
        (
            Replaced("Giao phòng Kinh tế lập phương án hộ đê.", 1, "Đổi thời hạn"),
            Replaced("Giao các phường, xã tổng vệ sinh.", None, "Tỉnh đã giao Công ty Môi trường."),
        ),
    )
    return facts(number="61/TB-UBND", dated_on=date(2021, 4, 20), earlier=earlier, **more)


def test_a_supplement_says_which_notice_it_belongs_to_and_what_it_replaces() -> None:
    document = made(supplement())
    texts = text_of(opened(to_docx(document)))
    assert "Bổ sung, đính chính Thông báo số 58/TB-UBND ngày 08/04/2021" in texts
    assert (
        "Nội dung “Giao phòng Kinh tế lập phương án hộ đê” tại Thông báo số 58/TB-UBND ngày 08/04/2021 được thay bằng "
        "số thứ tự 1 Phụ lục kèm theo Thông báo này; lý do: Đổi thời hạn."
    ) in texts
    assert "không tiếp tục thực hiện; lý do: Tỉnh đã giao Công ty Môi trường." in texts
    check_layout(to_docx(document))
    check_printed(to_pdf(document))


def test_a_supplement_to_a_notice_without_a_number_has_a_gap() -> None:
    given = supplement()
    assert given.earlier is not None
    unnumbered = replace(given, earlier=replace(given.earlier, number="", dated_on=None))
    assert unnumbered.missing == (Missing.REPLACED,)
    assert "[CẦN BỔ SUNG: số thông báo được bổ sung]" in text_of(opened(to_docx(made(unnumbered))))


def test_hostile_words_are_printed_as_words() -> None:
    hostile = "a) Giao #panic() <w:br/> =HYPERLINK() ‮x " + "Đ" * 300
    text = f"II. KẾT LUẬN\n\n{hostile}\n"
    given = facts(
        text=text,
        starts_at=0,
        passages=(span(text, hostile),),
        orders=(order(text, 1, hostile, leads=("Phòng " + "B" * 200,)),),
    )
    check_printed(to_pdf(made(given)))
    assert "a) Giao #panic() <w:br/> =HYPERLINK() x " in text_of(opened(to_docx(made(given))))


@pytest.mark.slow
@needs_office
def test_opened_and_saved_by_another_program_it_loses_nothing(tmp_path: Path) -> None:
    content = to_docx(made(supplement()))
    saved = converted(content, "docx", tmp_path)
    assert words(saved) == words(content)
    assert len(opened(saved).tables) == len(opened(content).tables)
