"""The Office completes a notice and records that it went out: who may, what is kept, how late it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.accounts.models import Person, Post
from taskboard.briefings import actions, notice_actions, notice_queries
from taskboard.briefings.models import ConclusionText, Directive
from taskboard.briefings.notice import NoticeFacts, notice
from taskboard.briefings.notice_actions import NoticeEdit
from taskboard.db import db
from taskboard.domain.errors import RuleBroken, Stale
from taskboard.journal.models import JournalEntry
from taskboard.reports.body import Body
from taskboard.reports.content import Table as DocumentTable
from taskboard.settings import queries as settings
from tests import build
from tests.briefings.table import HELD_ON, Table, laid
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor
from tests.reports.layout import check_layout, opened, text_of
from tests.reports.printed import check_order, check_printed

if TYPE_CHECKING:
    from datetime import datetime

    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

BODY = Body.of("UBND thành phố Nam Định")
OPENING = "Ngày 14/6/2021, tại Hội trường, đồng chí Phạm Duy Hưng chủ trì.\nSau khi nghe báo cáo, Chủ tịch kết luận như sau:"


@pytest.fixture
def table(cast: Cast, now: datetime) -> Table:
    return laid(cast, now)


@pytest.fixture
def issued(table: Table) -> Table:
    table.record()
    table.accept_all()
    actions.issue(table.text, on=table.on)
    db.session.commit()
    return table


@pytest.fixture
def chief(issued: Table, cast: Cast, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock).be(cast.chief)


def post_of(person: Person) -> Post:
    return person.posts[0]


def facts_of(text: ConclusionText) -> NoticeFacts:
    return notice_queries.notice_facts(text, notice_queries.notice_of(text), body=BODY)


def edit(table: Table, **more: Any) -> NoticeEdit:
    known = NoticeEdit(
        place="Nam Định",
        signer=post_of(table.cast.chief),
        opening=OPENING,
        recipients="Các đơn vị\n\nLưu trữ tỉnh",
        archive="VT, TH",
    )
    return replace(known, **more)


def entries(event: str) -> list[JournalEntry]:
    return list(db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == event)))


def there(table: Table, *rest: str) -> str:
    return "/".join(("", "briefings", table.code, "notice", *rest))


# What it says


def test_the_record_of_the_briefing_gives_what_is_known(issued: Table) -> None:
    facts = facts_of(issued.text)
    assert (facts.number, facts.dated_on) == ("71/TB-UBND", date(2021, 6, 15))
    assert facts.chair_title == "Chủ tịch UBND thành phố"
    assert {what.value for what in facts.missing} == {"opening", "signer"}
    assert [order.number for order in facts.orders] == [1, 2, 3, 4]
    assert facts.orders[3].leads == ("Các phường, xã",)
    assert facts.orders[0].deadline == "trước ngày 30/6/2021"


def test_the_words_of_the_notice_are_the_frozen_words(issued: Table) -> None:
    texts = text_of(opened(build_docx(issued.text)))
    for line in issued.text.text[issued.text.starts_at :].splitlines():
        if line.strip() and not line.startswith("II."):
            assert line.strip() in texts
    assert "Thu ngân sách" not in texts, "the report before the conclusions is none of them"


def build_docx(text: ConclusionText) -> bytes:
    from taskboard.reports.docx import to_docx

    return to_docx(notice(facts_of(text), made_at=build.at(HELD_ON)))


def test_what_the_office_says_is_kept_and_journaled_from_and_to(issued: Table) -> None:
    row = notice_actions.change_notice(issued.text, edit(issued), version=0, on=issued.on)
    facts = facts_of(issued.text)
    assert facts.missing == ()
    assert facts.recipients == ("Các đơn vị", "Lưu trữ tỉnh")
    assert facts.signature is not None
    assert facts.signature.lines == ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")
    (entry,) = entries("notice_changed")
    assert row.version == 1
    assert "Các đơn vị" in entry.details
    notice_actions.change_notice(issued.text, edit(issued), version=row.version, on=issued.on)
    assert len(entries("notice_changed")) == 1, "what changes nothing leaves no line"


def test_two_officers_do_not_overwrite_each_other(issued: Table) -> None:
    notice_actions.change_notice(issued.text, edit(issued), version=0, on=issued.on)
    with pytest.raises(Stale):
        notice_actions.change_notice(issued.text, edit(issued, place="Hà Nội"), version=0, on=issued.on)
    assert facts_of(issued.text).place == "Nam Định"


def test_a_text_under_review_has_no_notice(table: Table) -> None:
    table.record()
    with pytest.raises(RuleBroken, match="notice_before_issue"):
        notice_actions.change_notice(table.text, edit(table), version=0, on=table.on)
    assert notice_queries.frozen_texts(table.briefing) == []


def test_leaders_and_the_office_may_sign_and_nobody_else(issued: Table) -> None:
    cast = issued.cast
    allowed = {post.person_id for post in notice_queries.signers(date(2021, 6, 16))}
    assert allowed == {cast.chair.id, cast.vice.id, cast.chief.id}
    assert notice_queries.signers(date(2019, 1, 1)) == []
    kept = notice_queries.signers(date(2019, 1, 1), post_of(cast.chief))
    assert [post.person_id for post in kept] == [cast.chief.id], "who was chosen stays in the list"


# That it went out


def test_its_number_and_day_stand_with_the_briefing(issued: Table) -> None:
    notice_actions.release_notice(
        issued.text, number="72", dated_on=date(2021, 6, 16), version=0, on=issued.on
    )
    assert issued.briefing.notice_number == "72/TB-UBND"
    assert issued.briefing.notice_on == date(2021, 6, 16)
    (entry,) = entries("notice_released")
    assert "72/TB-UBND" in entry.details
    assert "71/TB-UBND" in entry.details, "a correction says what stood before"


@pytest.mark.parametrize(
    ("day", "key"),
    [(HELD_ON - timedelta(days=1), "notice_before_briefing"), (date(2021, 6, 17), "notice_in_future")],
)
def test_it_goes_out_on_a_day_between_the_meeting_and_today(issued: Table, day: date, key: str) -> None:
    with pytest.raises(RuleBroken, match=key):
        notice_actions.release_notice(issued.text, number="72", dated_on=day, version=0, on=issued.on)
    assert issued.briefing.notice_number == "71/TB-UBND"


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (HELD_ON, 5),
        (date(2021, 6, 18), 1),
        (date(2021, 6, 19), 1),
        (date(2021, 6, 21), 0),
        (date(2021, 6, 22), -1),
        (date(2021, 6, 28), -5),
    ],
)
def test_days_left_are_working_days(issued: Table, today: date, left: int) -> None:
    """Held on Monday 14/6: the fifth working day is Monday 21/6."""
    assert notice_queries.working_days_left(issued.briefing, today, calendar=settings.calendar()) == left


def test_a_briefing_whose_notice_has_no_day_is_owed_one(issued: Table) -> None:
    day = date(2021, 6, 16)
    assert notice_queries.notices_owed(day) == []
    issued.briefing.notice_on = None
    db.session.flush()
    assert notice_queries.notices_owed(day) == [issued.briefing]
    assert notice_queries.notices_owed(HELD_ON - timedelta(days=1)) == []
    assert notice_queries.notices_owed(HELD_ON + timedelta(days=90)) == [], "long ago is history"


# A supplement


def supplement(issued: Table) -> ConclusionText:
    """A second text as issuing leaves it: frozen, one order replaced, one withdrawn."""
    first = issued.text
    words = "1. Giao phòng Kinh tế lập phương án hộ đê, trình trước ngày 15/7/2021."
    text = ConclusionText(
        briefing=issued.briefing,
        text=words,
        text_sha256="0" * 64,
        starts_at=0,
        created_at=issued.now,
        frozen_at=issued.now + timedelta(minutes=1),
        supersedes_id=first.id,
    )
    db.session.add(text)
    db.session.flush()
    old, other = db.session.scalars(sa.select(Directive).order_by(Directive.number).limit(2))
    for row, reason in ((old, ""), (other, "Tỉnh đã giao Sở Xây dựng")):
        row.ended_at, row.ended_by, row.end_reason = issued.now, text, reason
    db.session.flush()
    return text


def test_a_supplement_has_a_number_of_its_own(issued: Table) -> None:
    text = supplement(issued)
    notice_actions.release_notice(text, number="75", dated_on=date(2021, 6, 16), version=0, on=issued.on)
    assert issued.briefing.notice_number == "71/TB-UBND"
    facts = facts_of(text)
    assert facts.number == "75/TB-UBND"
    assert facts.earlier is not None
    assert (facts.earlier.number, len(facts.earlier.replaced)) == ("71/TB-UBND", 2)
    assert facts.earlier.replaced[1].reason == "Tỉnh đã giao Sở Xây dựng"


def test_each_text_has_its_page(chief: Visitor, issued: Table) -> None:
    supplement(issued)
    chief.open(there(issued))
    assert "Kết luận của Chủ tịch UBND thành phố tại Giao ban quý II năm 2021" in chief.words
    chief.open(f"{there(issued)}?part=2")
    assert "Bổ sung, đính chính Thông báo số 71/TB-UBND" in chief.words
    assert chief.client.get(f"{there(issued)}?part=3").status_code == 404


# Pages


def test_the_page_shows_the_notice_and_what_is_missing(chief: Visitor, issued: Table) -> None:
    chief.open(there(issued))
    assert "Đã phát hành số 71/TB-UBND ngày 15/06/2021" in chief.words
    assert "Giao phòng Kinh tế lập phương án hộ đê toàn tuyến" in chief.words
    (lacks,) = chief.tree.xpath("//ul[@class='lacks']")
    assert "Người ký" in lacks.text_content()
    assert "Ra ngày 15/06/2021, đúng quy định" in chief.words


def test_the_office_completes_it_and_takes_both_files(chief: Visitor, issued: Table) -> None:
    chief.open(there(issued, "edit"))
    chief.press(
        "Lưu nội dung",
        opening=OPENING,
        signer=str(post_of(issued.cast.chief).id),
        recipients="Các đơn vị\nBáo Nam Định",
    )
    chief.open(there(issued))
    assert not chief.tree.xpath("//ul[@class='lacks']")
    assert "TL. CHỦ TỊCH" in chief.words
    docx, pdf = (chief.client.get(f"{there(issued)}.{kind}") for kind in ("docx", "pdf"))
    check_layout(docx.data)
    check_order(
        check_printed(pdf.data),
        "Số: 71/TB-UBND",
        "Nam Định, ngày 15 tháng 6 năm 2021",
        "1. Giao phòng Kinh tế",
        "2. Giao phòng Quản lý đô thị",
        "- Báo Nam Định;",
        "CHÁNH VĂN PHÒNG",
        "Nguyễn Hữu Thuyên",
    )
    assert "[CẦN BỔ SUNG" not in text_of(opened(docx.data))


def test_that_it_went_out_is_recorded_on_the_page(chief: Visitor, issued: Table) -> None:
    chief.open(there(issued))
    chief.press("Ghi nhận", number="88", dated_on="16/06/2021")
    chief.open(there(issued))
    assert "Đã phát hành số 88/TB-UBND ngày 16/06/2021" in chief.words


def test_a_wrong_day_comes_back_with_what_was_typed(chief: Visitor, issued: Table) -> None:
    chief.open(there(issued))
    chief.press("Ghi nhận", number="88", dated_on="30/06/2021")
    assert chief.status == 422
    assert "Ngày phát hành không thể sau hôm nay." in chief.words
    assert chief.tree.xpath("//input[@name='number']/@value") == ["88"]


def test_without_conclusions_the_page_says_so(
    table: Table, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.chief)
    visitor.open(there(table))
    assert "Chưa có kết luận đã ban hành" in visitor.words
    assert visitor.client.get(f"{there(table)}.pdf").status_code == 404


def test_the_chair_reads_it_and_changes_nothing(chief: Visitor, issued: Table, cast: Cast) -> None:
    chief.be(cast.chair)
    chief.open(there(issued))
    assert not chief.tree.xpath("//main//form[contains(@action, '/notice')]")
    assert chief.client.get(there(issued, "edit")).status_code == 403
    chief.be(cast.head)
    assert chief.client.get(there(issued)).status_code == 403


def test_the_appendix_can_be_left_out(issued: Table) -> None:
    notice_actions.change_notice(issued.text, edit(issued, has_appendix=False), version=0, on=issued.on)
    document = notice(facts_of(issued.text), made_at=issued.now)
    assert not [block for block in document.blocks if isinstance(block, DocumentTable)]


# Where the Office looks


def test_days_left_stand_on_the_briefing_and_on_the_first_page(
    chief: Visitor, issued: Table, clock: HandClock
) -> None:
    issued.briefing.notice_on, issued.briefing.notice_number = None, ""
    build.saved()
    for page in (f"/briefings/{issued.code}", "/"):
        chief.open(page)
        assert "òn 3 ngày làm việc" in chief.words
    assert "thông báo kết luận chưa ra" in chief.words


def test_a_notice_that_went_out_is_asked_for_no_more(chief: Visitor) -> None:
    chief.open("/")
    assert "thông báo kết luận chưa ra" not in chief.words
