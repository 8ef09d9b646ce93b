"""The pages of briefings as the Office uses them: no script, every form as the page really has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from taskboard.briefings import actions, queries
from taskboard.briefings.models import Briefing, Directive, DraftState
from taskboard.db import db
from taskboard.tasks.models import Task
from tests.briefings.table import TEXT, Table, laid
from tests.cast import Cast, cast, sign_in
from tests.journeys.plain_browser import PlainBrowser

if TYPE_CHECKING:
    from datetime import datetime

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session

    from taskboard.accounts.models import Person

__all__ = ["cast"]

BUDGET = 24
"""Queries the review may take, however many drafts it shows; the unit picker takes a third of them."""


@pytest.fixture
def table(cast: Cast, now: datetime) -> Table:
    return laid(cast, now)


@pytest.fixture
def office(table: Table, client: FlaskClient, now: datetime) -> PlainBrowser:
    return signed_in(client, table.cast.monitor, now)


@pytest.fixture
def review(table: Table, office: PlainBrowser) -> PlainBrowser:
    """The review of the text, open."""
    table.record()
    db.session.commit()
    office.open(there(table))
    return office


def signed_in(client: FlaskClient, person: Person, now: datetime) -> PlainBrowser:
    sign_in(client, person, now)
    return PlainBrowser(client)


def there(table: Table, *rest: str) -> str:
    return "/".join((f"/briefings/{table.briefing.code}/conclusions", *rest))


def choose(browser: PlainBrowser, table: Table, words: str) -> Any:
    """Open the draft that holds these words; its form."""
    draft_id = table.draft(words).id
    browser.open(f"{there(table)}?draft={draft_id}")
    return browser.form(f"drafts/{draft_id}", holding="title")


def tasks() -> int:
    db.session.expire_all()
    return db.session.scalar(sa.select(sa.func.count(Task.id))) or 0


@contextmanager
def counted(session: scoped_session[Session]) -> Iterator[list[str]]:
    """Questions put to the database, while inside."""
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


# ------------------------------------------------------------------------------------------------------ the whole way


def test_from_the_recorded_briefing_to_issued_tasks(office: PlainBrowser, table: Table) -> None:
    office.open("/briefings/new")
    office.press("Ghi nhận giao ban", title="Giao ban chuyên đề", held_on="16/6/2021")
    assert "Đã ghi nhận giao ban" in office.words
    office.press("Ghi văn bản", text=TEXT)
    assert "đề xuất 4 dự thảo" in office.words
    assert tasks() == 0
    office.press("Đánh dấu các câu còn lại")
    for _ in range(4):
        form = office.form(holding="title", button="Nhận")
        office.send(form, "Nhận")
    assert "Ban hành 4 đoạn thành 5 nhiệm vụ?" in office.words
    assert "4 đơn vị nhận thư" in office.words
    office.press("Ban hành")
    assert "Đã ban hành 5 nhiệm vụ. 4 đơn vị nhận thư." in office.words
    assert tasks() == 5
    directive = db.session.scalars(sa.select(Directive).order_by(Directive.id)).first()
    assert f'id="d{directive.id}"' in office.page
    office.open(f"/directives/{directive.code}")
    assert directive.wording in office.words
    assert "0/1 xong" in office.words


def test_a_second_press_on_issue_leads_to_the_result_of_the_first(
    review: PlainBrowser, table: Table, client: FlaskClient
) -> None:
    table.accept_all()
    db.session.commit()
    review.open(there(table))
    form = review.form("issue")
    review.send(form, "Ban hành")
    made = tasks()
    review.send(form, "Ban hành")
    assert "không ban hành lần thứ hai" in review.words
    assert "Đã ban hành lúc" in review.words
    assert tasks() == made == 5


def test_what_was_confirmed_is_what_is_issued(review: PlainBrowser, table: Table) -> None:
    table.accept_all()
    db.session.commit()
    review.open(there(table))
    form = review.form("issue")
    draft = table.draft("tổng vệ sinh")
    actions.drop_draft(draft, reason="Đã giao", version=draft.version, on=table.on)
    db.session.commit()
    review.send(form, "Ban hành")
    assert "đã thay đổi từ khi trang được mở" in review.words
    assert tasks() == 0
    assert "Ban hành 3 đoạn thành 3 nhiệm vụ?" in review.words


# ------------------------------------------------------------------------------------------------------------- the text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("   ", "Chưa có văn bản"),
        ("Trời hôm nay nắng đẹp.", "Không tìm thấy câu giao việc nào"),
        ("Giao viec nay. " * 27_000, "quá giới hạn"),
    ],
)
def test_a_refused_text_is_still_in_its_box(
    office: PlainBrowser, table: Table, typed: str, said: str
) -> None:
    office.open(there(table))
    office.press("Ghi văn bản", text=typed)
    assert office.status == 422
    assert said in " ".join(office.complaints)
    assert office.form(holding="text").values["text"] == [typed]
    assert queries.conclusion_text(table.briefing) is None


def test_a_file_is_read_and_an_unreadable_one_refused_with_what_was_pasted(
    office: PlainBrowser, table: Table
) -> None:
    office.open(there(table))
    form = office.form(holding="text")
    office.send(form, "Ghi văn bản", text="Đã dán", files={"file": (b"%PDF-1.4 broken", "ket-luan.pdf")})
    assert office.status == 422
    assert office.form(holding="text").values["text"] == ["Đã dán"]
    office.send(form, "Ghi văn bản", files={"file": (TEXT.encode("utf-16"), "ket-luan.txt")})
    assert "đề xuất 4 dự thảo" in office.words
    assert table.text.text == TEXT


def test_two_people_pasting_at_once_lose_nothing(office: PlainBrowser, table: Table) -> None:
    office.open(there(table))
    form = office.form(holding="text")
    table.record(TEXT)
    db.session.commit()
    mine = TEXT.replace("hộ đê", "hộ đê, cống")
    office.send(form, "Ghi văn bản", text=mine)
    assert office.status == 422
    assert "Có người đã lưu trước ông/bà" in office.words
    assert office.form(holding="text").values["text"] == [mine]
    assert "cống" not in table.text.text


def test_the_start_moves_to_the_sentence_pressed(review: PlainBrowser, table: Table) -> None:
    review.open(f"{there(table)}?start=1")
    form = review.form("start")
    value = next(
        value for _, value, words in form.buttons if words.startswith("2. Giao phòng Quản lý đô thị")
    )
    review.send(form, starts_at=value)
    assert "Đã đổi chỗ bắt đầu" in review.words
    assert table.text.text[int(value) :].startswith("2. Giao")
    db.session.expire_all()
    assert table.text.starts_at == int(value)


# ----------------------------------------------------------------------------------------------------------- one draft


def test_accepting_leads_to_the_next_open_draft(review: PlainBrowser, table: Table) -> None:
    form = choose(review, table, "hộ đê")
    review.send(form, "Nhận")
    db.session.expire_all()
    assert table.draft("hộ đê").state is DraftState.ACCEPTED
    assert f"draft={table.draft('rà soát các công trình').id}" in review.url


def test_a_deadline_before_the_briefing_is_refused_at_its_field_with_everything_typed(
    review: PlainBrowser, table: Table
) -> None:
    form = choose(review, table, "hộ đê")
    review.send(form, "Nhận", title="Tên vừa gõ", due="dated", due_on="1/6/2021")
    assert review.status == 422
    assert "Thời hạn không thể trước ngày họp 14/06/2021." in " ".join(review.complaints)
    again = review.form(holding="title", button="Nhận")
    assert (again.values["title"], again.values["due_on"]) == (["Tên vừa gõ"], ["1/6/2021"])
    db.session.expire_all()
    assert table.draft("hộ đê").title != "Tên vừa gõ"


def test_a_date_that_is_none_stays_in_its_box(review: PlainBrowser, table: Table) -> None:
    form = choose(review, table, "hộ đê")
    review.send(form, "Nhận", due="dated", due_on="31/02/2021")
    assert review.status == 422
    assert review.form(holding="title", button="Nhận").values["due_on"] == ["31/02/2021"]


def test_a_unit_is_added_from_the_list_without_a_script(review: PlainBrowser, table: Table) -> None:
    form = choose(review, table, "hộ đê")
    review.send(form, "Lưu", add_lead=form.choice("add_lead", "Phòng Quản lý đô thị"))
    db.session.expire_all()
    named = [row.label for row in table.draft("hộ đê").leads]
    assert named == ["Phòng Kinh tế", "Phòng Quản lý đô thị"]
    assert "nêu nhiều đơn vị" in review.words or "fans_out" in review.page


def test_who_reads_along_is_the_officers_to_say(review: PlainBrowser, table: Table) -> None:
    form = choose(review, table, "hộ đê")
    assert "Nhận để biết" in review.words
    review.send(form, "Lưu", add_informed=form.choice("add_informed", "Phường Cửa Nam"))
    db.session.expire_all()
    assert [row.label for row in table.draft("hộ đê").informed] == ["Phường Cửa Nam"]
    again = review.form(holding="title", button="Lưu")
    assert again.values["informed"] == [f"unit:{table.cast.cua_nam.id}"]
    review.send(again, "Lưu", informed=[])
    db.session.expire_all()
    assert table.draft("hộ đê").informed == []


def test_words_that_let_somebody_know_are_pointed_at(office: PlainBrowser, table: Table) -> None:
    table.record(
        "KẾT LUẬN\n\n1. Giao phòng Kinh tế lập phương án hộ đê trước ngày 30/6/2021, "
        "gửi phường Cửa Nam để biết.\n"
    )
    db.session.commit()
    office.open(f"/briefings/{table.briefing.code}/conclusions?draft={table.draft('hộ đê').id}")
    assert "Trong văn bản: gửi phường Cửa Nam để biết" in office.words


def test_a_stale_form_shows_both_versions_and_overwrites_nothing(review: PlainBrowser, table: Table) -> None:
    form = choose(review, table, "hộ đê")
    table.edit(table.draft("hộ đê"), title="Bản của đồng nghiệp")
    db.session.commit()
    review.send(form, "Nhận", title="Bản của tôi")
    assert review.status == 422
    assert "Lê Thu Hà đã lưu lúc" in review.words
    assert "Bản của đồng nghiệp" in review.words
    mine = review.form(holding="title", button="Nhận")
    assert mine.values["title"] == ["Bản của tôi"]
    db.session.expire_all()
    assert table.draft("hộ đê").title == "Bản của đồng nghiệp"
    review.send(mine, "Nhận")
    db.session.expire_all()
    assert table.draft("hộ đê").title == "Bản của tôi"


def test_a_form_of_replaced_drafts_fits_none_of_the_new_ones(review: PlainBrowser, table: Table) -> None:
    form = choose(review, table, "hộ đê")
    table.record(TEXT.replace("hộ đê", "cống"), seen_version=table.text.version)
    db.session.commit()
    review.send(form, "Nhận", title="Bản cũ tôi gõ")
    assert review.status in (409, 422)
    assert "Bản cũ tôi gõ" in review.words or "Bản cũ tôi gõ" in review.page
    db.session.expire_all()
    assert all(draft.title != "Bản cũ tôi gõ" for draft in table.text.drafts)


def test_a_form_sent_after_the_issue_is_told_so(review: PlainBrowser, table: Table) -> None:
    form = choose(review, table, "hộ đê")
    table.accept_all()
    actions.issue(table.text, on=table.on)
    db.session.commit()
    review.send(form, "Nhận")
    assert "Kết luận đã ban hành nên không sửa được" in review.words


def test_a_draft_is_split_at_an_offered_place(review: PlainBrowser, table: Table) -> None:
    choose(review, table, "hộ đê")
    form = next(form for form in review.forms if any(name == "split" for name, _, _ in form.buttons))
    _, value, words = next(button for button in form.buttons if button[0] == "split")
    review.send(form, split=value)
    db.session.expire_all()
    assert words.split("tách tại đây")[1].split()[0] == "trình"
    assert table.draft("trình UBND").wording.startswith("trình UBND")
    assert table.draft("lập phương án").wording.endswith("hộ đê toàn tuyến")


def test_a_cursor_counted_in_utf16_splits_at_the_right_letter(office: PlainBrowser, table: Table) -> None:
    table.record(TEXT.replace("I. TÌNH HÌNH", "I. TÌNH HÌNH 🏛🏛"))
    db.session.commit()
    choose(office, table, "hộ đê")
    at = table.text.text.index("trình UBND")
    office.send(office.form(button="Gộp với đoạn sau"), split16=str(at + 2))
    db.session.expire_all()
    assert table.draft("trình UBND").start == at


def test_joining_and_dropping_are_buttons_too(review: PlainBrowser, table: Table) -> None:
    count = len(table.text.drafts)
    choose(review, table, "rà soát các công trình")
    review.press("Gộp với đoạn sau")
    db.session.expire_all()
    assert len(table.text.drafts) == count - 1
    choose(review, table, "rà soát các công trình")
    review.press("Không phát sinh nhiệm vụ", drop_reason="")
    assert "Đề nghị nêu lý do." in " ".join(review.complaints)
    review.press("Không phát sinh nhiệm vụ", drop_reason="Đã giao bằng văn bản khác")
    db.session.expire_all()
    assert table.draft("rà soát các công trình").drop_reason == "Đã giao bằng văn bản khác"


def test_passed_over_words_become_a_draft_when_copied_exactly(review: PlainBrowser, table: Table) -> None:
    form = review.form("add", holding="words")
    review.send(form, words="những chữ không có")
    assert "Không tìm thấy những chữ này" in review.words
    assert review.form("add", holding="words").values["words"] == ["những chữ không có"]
    review.send(review.form("add", holding="words"), words="Tinh thần  trách nhiệm")
    db.session.expire_all()
    assert table.draft("Tinh thần").wording == "Tinh thần trách nhiệm"


def test_each_mark_stands_on_its_own_words(review: PlainBrowser, table: Table) -> None:
    shown = dict(re.findall(r'<mark [^>]*data-mark="(\d+)"[^>]*>([^<]*)', review.page))
    assert shown == {str(draft.id): draft.wording for draft in table.text.drafts}


def test_the_review_asks_no_more_of_the_database_for_more_drafts(
    office: PlainBrowser, table: Table, db_session: scoped_session[Session]
) -> None:
    many = "".join(
        f"{n}. Giao phòng Kinh tế lập kế hoạch số {n} trước ngày 30/6/2021.\n\n" for n in range(1, 61)
    )
    table.record(many)
    db.session.commit()
    with counted(db_session) as asked:
        office.open(there(table))
    assert len(table.text.drafts) >= 60
    assert len(asked) <= BUDGET, "\n".join(asked)


# --------------------------------------------------------------------------------------------------------- the others


def test_leaders_read_and_units_do_not(table: Table, client: FlaskClient, now: datetime) -> None:
    table.record()
    db.session.commit()
    reader = signed_in(client, table.cast.chair, now)
    for url in ("/briefings", f"/briefings/{table.briefing.code}", there(table)):
        reader.open(url)
        assert reader.status == 200
    assert not [form for form in reader.forms if "conclusions" in form.action]
    unit = signed_in(client, table.cast.head, now)
    for url in (
        "/briefings",
        f"/briefings/{table.briefing.code}",
        there(table),
        "/briefings/next",
        "/directives/new",
    ):
        unit.open(url)
        assert unit.status == 403


def test_a_unit_sees_a_directive_with_its_own_task_only(
    ready_text: Table, client: FlaskClient, now: datetime
) -> None:
    wards = next(row for row in queries.directives_of_text(ready_text.text) if "tổng vệ sinh" in row.wording)
    dyke = next(row for row in queries.directives_of_text(ready_text.text) if "hộ đê" in row.wording)
    wards_code, dyke_code = wards.code, dyke.code
    ward = signed_in(client, ready_text.cast.ward_head, now)
    ward.open(f"/directives/{wards_code}")
    assert ward.status == 200
    assert "Phường Lộc Vượng" in ward.words
    assert "Phường Cửa Nam" not in ward.words
    ward.open(f"/directives/{dyke_code}")
    assert ward.status == 404


@pytest.fixture
def ready_text(table: Table) -> Table:
    """Issued."""
    table.record()
    table.accept_all()
    actions.issue(table.text, on=table.on)
    db.session.commit()
    return table


def test_a_briefing_says_what_came_of_it_and_how_timely_it_was(
    ready_text: Table, office: PlainBrowser
) -> None:
    office.open(f"/briefings/{ready_text.briefing.code}")
    assert "4 chỉ đạo , 0 trong 5 nhiệm vụ đã xong" in office.words
    assert "Ra ngày 15/06/2021, đúng quy định" in office.words
    assert "Nhập ngày 16/06/2021, đúng quy định" in office.words


def test_the_next_briefing_says_what_it_will_carry_and_then_does(
    ready_text: Table, office: PlainBrowser
) -> None:
    office.open("/briefings/next")
    assert "5 nhiệm vụ chưa xong" in office.words
    form = office.form(holding="cutoff")
    office.send(form, "Chốt số liệu", held_on="17/6/2021", title="Giao ban tiếp theo")
    opened = db.session.scalar(sa.select(Briefing).where(Briefing.title == "Giao ban tiếp theo"))
    assert opened is not None
    report = f"/briefings/{opened.code}/report"
    assert report in office.url
    office.send(form, "Chốt số liệu", held_on="17/6/2021", title="Giao ban tiếp theo")
    assert "không ghi lại" in office.words
    assert db.session.scalar(sa.select(sa.func.count(Briefing.id))) == 2
    assert report in office.url


def test_figures_up_to_a_day_that_is_not_over_are_refused(ready_text: Table, office: PlainBrowser) -> None:
    office.open("/briefings/next")
    office.send(
        office.form(holding="cutoff"),
        "Chốt số liệu",
        held_on="17/6/2021",
        cutoff="20/6/2021",
        place="Phòng họp 2",
    )
    assert office.status == 422
    assert "không thể ở tương lai" in " ".join(office.complaints)
    assert office.form(holding="cutoff").values["place"] == ["Phòng họp 2"]


def test_a_directive_outside_a_briefing_is_given_once(office: PlainBrowser, table: Table) -> None:
    office.open("/directives/new")
    assert "Không nhập nội dung mật" in office.words
    form = office.form(holding="wording")
    fields = {
        "wording": "Đề nghị rà soát hộ nghèo.",
        "title": "Rà soát hộ nghèo",
        "source_number": "",
        "due": "dated",
        "due_on": "30/6/2021",
        "add_lead": form.choice("add_lead", "Phòng Kinh tế"),
    }
    office.send(form, "Giao nhiệm vụ", **fields)
    assert "Đề nghị nhập số, ký hiệu văn bản." in " ".join(office.complaints)
    again = office.form(holding="wording")
    assert again.values["leads"] == [f"unit:{table.cast.economy.id}"]
    office.send(again, "Giao nhiệm vụ", source_number="412/UBND-VP")
    assert "Đã giao 1 nhiệm vụ" in office.words
    first = office.url
    office.send(again, "Giao nhiệm vụ", source_number="412/UBND-VP")
    assert "không ghi lại" in office.words
    assert (office.url, tasks()) == (first, 1)


@pytest.mark.parametrize(("due", "more"), [("none", {}), ("event", {"event_text": "sau mùa mưa bão"})])
def test_a_date_left_over_from_another_kind_is_not_given(
    office: PlainBrowser, table: Table, due: str, more: dict[str, str]
) -> None:
    """A form sends its hidden fields too."""
    office.open("/directives/new")
    form = office.form(holding="wording")
    fields = {"wording": "Rà soát hộ nghèo.", "title": "Rà soát hộ nghèo", "source_number": "412/UBND-VP"}
    lead = form.choice("add_lead", "Phòng Kinh tế")
    office.send(form, "Giao nhiệm vụ", **fields, due=due, due_on="30/6/2021", add_lead=lead, **more)
    assert "Đã giao 1 nhiệm vụ" in office.words, office.complaints
    given = db.session.scalars(sa.select(Task)).one()
    assert (given.due_kind, given.due_on, given.original_due_on) == (due, None, None)


def test_the_notice_is_added_when_it_is_out(table: Table, office: PlainBrowser) -> None:
    office.open(f"/briefings/{table.briefing.code}/edit")
    stale = office.form(holding="notice_number")
    office.send(stale, "Lưu thông tin", notice_number="72/TB-UBND", notice_on="17/6/2021")
    assert "72/TB-UBND, 17/06/2021" in office.words
    office.send(stale, "Lưu thông tin", notice_number="99/TB-UBND")
    assert office.status == 422
    assert office.form(holding="notice_number").values["notice_number"] == ["99/TB-UBND"]
