"""What an officer types in a draft is saved while it is typed, and what cannot be saved is not lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.accounts.actions import set_password
from taskboard.accounts.models import SignInSession
from taskboard.briefings.forms import DraftForm, stamp_of
from taskboard.briefings.models import Draft, DraftState
from taskboard.db import db
from taskboard.domain.events import Event
from taskboard.journal.actions import COMMAND
from taskboard.journal.models import JournalEntry
from tests.briefings.table import Table, laid
from tests.cast import Cast, cast, gather, sign_in

if TYPE_CHECKING:
    from datetime import datetime

    from flask.testing import FlaskClient
    from playwright.sync_api import Page
    from werkzeug.test import TestResponse

    from tests.browser import LiveServer

__all__ = ["cast"]

PASSWORD = "mật khẩu thử"


# ------------------------------------------------------------------------------------------------- what is answered


@pytest.fixture
def table(cast: Cast, now: datetime) -> Table:
    table = laid(cast, now)
    table.record()
    db.session.commit()
    return table


@pytest.fixture
def office(
    table: Table, client: FlaskClient, now: datetime, app: Any, monkeypatch: pytest.MonkeyPatch
) -> FlaskClient:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    sign_in(client, table.cast.monitor, now)
    return client


def form_of(draft: Draft, **changes: Any) -> dict[str, Any]:
    """What the page's form would send, with these changes."""
    given = {
        name: value for name, value in DraftForm.values_of(draft).items() if value not in (None, "", False)
    }
    if "due_on" in given:
        given["due_on"] = f"{given['due_on']:%d/%m/%Y}"
    return {**given, "stamp": stamp_of(draft), "autosave": "1", **changes}


def autosave(client: FlaskClient, table: Table, words: str = "hộ đê", **changes: Any) -> TestResponse:
    draft = table.draft(words)
    address = f"/briefings/{table.code}/conclusions/drafts/{draft.id}"
    data = form_of(draft, **changes)
    db.session.commit()
    return client.post(address, data=data)


def edits() -> int:
    found = sa.select(sa.func.count(JournalEntry.id)).where(JournalEntry.event == Event.DRAFT_CHANGED)
    return db.session.scalar(found) or 0


def test_the_answer_says_when_and_carries_the_next_stamp(office: FlaskClient, table: Table) -> None:
    first = autosave(office, table, title="Tên mới")
    assert (first.status_code, first.json["saved"], first.json["said"]) == (200, True, "Đã lưu lúc 09:00")
    assert table.draft("hộ đê").title == "Tên mới"
    second = autosave(office, table, title="Tên mới hơn", stamp=first.json["stamp"])
    assert second.status_code == 200
    assert edits() == 2


def test_saving_what_is_already_so_writes_nothing(office: FlaskClient, table: Table) -> None:
    before = table.draft("hộ đê").version
    answer = autosave(office, table)
    assert answer.json["saved"]
    assert (table.draft("hộ đê").version, edits()) == (before, 0)


def test_only_the_units_changed_and_still_the_second_to_save_is_refused(
    office: FlaskClient, table: Table
) -> None:
    seen = stamp_of(table.draft("hộ đê"))
    assert autosave(office, table, leads=[f"unit:{table.cast.urban.id}"]).status_code == 200
    late = autosave(office, table, leads=[f"unit:{table.cast.economy.id}"], stamp=seen)
    assert (late.status_code, late.json["stale"]) == (409, True)
    assert [row.unit for row in table.draft("hộ đê").leads] == [table.cast.urban]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "x" * 10_000}, "Dài quá 300 ký tự"),
        ({"title": "  "}, "Đề nghị nhập tên nhiệm vụ"),
        ({"due_on": "31/02/2021"}, "Không có ngày 31/02/2021 trong lịch."),
        ({"due": "duty", "recurrence": "weekly", "due_day": "9"}, "từ 1 đến 7"),
        ({"leads": ["unit:abc"]}, "không có trong danh mục"),
        ({"leader": "999999"}, "không phải lãnh đạo"),
        ({"rule": "some"}, "số đơn vị phải xong"),
        ({"rule": "some", "rule_count": "2"}, "Số đơn vị phải xong từ 1"),
        ({"withdraw_reason": "y" * 10_000}, "Dài quá 500 ký tự"),
    ],
)
def test_what_no_order_may_say_is_said_and_not_saved(
    office: FlaskClient, table: Table, changes: dict[str, Any], words: str
) -> None:
    answer = autosave(office, table, **changes)
    assert (answer.status_code, answer.json["saved"], answer.json["stale"]) == (422, False, False)
    assert words in answer.json["said"]
    assert answer.json["said"].startswith("Chưa lưu: ")
    assert edits() == 0


def test_an_accepted_draft_that_lacks_something_again_says_so(office: FlaskClient, table: Table) -> None:
    table.accept(table.draft("hộ đê"))
    answer = autosave(office, table, leads=[])
    assert "cần được nhận lại" in answer.json["said"]
    assert table.draft("hộ đê").state is DraftState.OPEN


def test_a_draft_that_is_gone_and_a_text_that_is_issued_are_no_errors_of_the_server(
    office: FlaskClient, table: Table
) -> None:
    gone = office.post(f"/briefings/{table.code}/conclusions/drafts/999999", data={"autosave": "1"})
    assert (gone.status_code, gone.json["stale"]) == (409, True)
    table.text.frozen_at = table.now
    frozen = autosave(office, table, title="Muộn")
    assert (frozen.status_code, frozen.json["stale"]) == (409, True)


# --------------------------------------------------------------------------------------------------- in a real browser


@pytest.fixture
def desk(live_server: LiveServer, now: datetime) -> Table:
    with live_server.app.app_context():
        table = laid(gather(), now)
        table.record()
        for person in (table.cast.monitor, table.cast.chief):
            set_password(person, PASSWORD, acting=COMMAND, now=now)
        db.session.commit()
    return table


def enter(page: Page, name: str = "vanphong") -> None:
    page.fill("[name=email]", f"{name}@namdinh.example")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*sign-in)"))


@pytest.fixture
def review(page: Page, desk: Table) -> Page:
    page.goto("/sign-in")
    enter(page)
    page.goto(f"/briefings/{desk.code}/conclusions")
    page.wait_for_selector("[data-keys]:not([hidden])")
    return page


def says(page: Page, words: str) -> None:
    page.wait_for_selector(f"[data-save-line]:has-text('{words}')")


def kept(page: Page) -> int:
    """How many drafts have unsaved words in this tab."""
    return int(
        page.evaluate(
            "Object.keys(sessionStorage).filter((key) => key.startsWith('taskboard.review.')).length"
        )
    )


def title_of(live_server: LiveServer, table: Table, words: str = "hộ đê") -> str:
    with live_server.app.app_context():
        return table.draft(words).title


def test_what_is_typed_is_saved_without_leaving_the_field(
    review: Page, desk: Table, live_server: LiveServer
) -> None:
    review.fill("[name=title]", "Lập phương án hộ đê, cống")
    says(review, "Đã lưu lúc 09:00")
    assert title_of(live_server, desk) == "Lập phương án hộ đê, cống"
    assert review.evaluate("document.activeElement.name") == "title"
    review.check("[name=is_starred]")
    review.wait_for_function("document.querySelector('[data-save-line]').textContent.includes('Đã lưu')")
    review.wait_for_timeout(1_600)
    with live_server.app.app_context():
        assert desk.draft("hộ đê").is_starred
    assert kept(review) == 0, "what is saved needs no second place"
    review.keyboard.press("Escape")
    review.keyboard.press("Enter")
    review.wait_for_selector("#draft-title:has-text('2.')")
    with live_server.app.app_context():
        assert desk.draft("hộ đê").state is DraftState.ACCEPTED


def test_a_colleague_who_was_first_is_shown_beside_the_typed_words(
    review: Page, desk: Table, live_server: LiveServer
) -> None:
    with live_server.app.app_context():
        desk.edit(desk.draft("hộ đê"), title="Bản của đồng nghiệp")
        db.session.commit()
    review.fill("[name=title]", "Bản của tôi")
    review.wait_for_selector(".versus")
    assert "Bản của đồng nghiệp" in review.locator(".versus").inner_text()
    assert review.input_value("[name=title]") == "Bản của tôi"
    says(review, "chọn bản cần giữ")
    review.fill("[name=title]", "Bản của tôi, sửa thêm")
    review.wait_for_timeout(1_600)
    assert title_of(live_server, desk) == "Bản của đồng nghiệp", "nothing is overwritten by waiting"
    review.get_by_role("button", name="Lưu, chưa nhận").click()
    says(review, "")
    review.wait_for_selector("#draft-title:has-text('Bản của tôi, sửa thêm')")
    assert title_of(live_server, desk) == "Bản của tôi, sửa thêm"


def test_keeping_the_colleagues_version_forgets_ones_own(
    review: Page, desk: Table, live_server: LiveServer
) -> None:
    with live_server.app.app_context():
        desk.edit(desk.draft("hộ đê"), title="Bản của đồng nghiệp")
        db.session.commit()
    review.fill("[name=title]", "Bản của tôi")
    review.wait_for_selector(".versus")
    review.get_by_role("link", name="Giữ bản này").click()
    review.wait_for_selector("#draft-title:has-text('Bản của đồng nghiệp')")
    assert kept(review) == 0
    assert review.input_value("[name=title]") == "Bản của đồng nghiệp"


def test_a_lost_connection_loses_no_word(review: Page, desk: Table, live_server: LiveServer) -> None:
    before = title_of(live_server, desk)
    review.context.set_offline(True)
    review.fill("[name=title]", "Gõ khi mất mạng")
    says(review, "mất kết nối")
    assert kept(review) == 1
    assert title_of(live_server, desk) == before
    review.keyboard.press("Escape")
    review.keyboard.press("j")
    review.wait_for_timeout(300)
    assert review.input_value("[name=title]") == "Gõ khi mất mạng", "the page stays"
    review.context.set_offline(False)
    says(review, "Đã lưu lúc 09:00")
    assert title_of(live_server, desk) == "Gõ khi mất mạng"
    assert kept(review) == 0


def test_a_session_that_ends_while_typing_gives_the_words_back_after_signing_in(
    review: Page, desk: Table, live_server: LiveServer
) -> None:
    with live_server.app.app_context():
        db.session.execute(sa.update(SignInSession).values(revoked_at=desk.now))
        db.session.commit()
    review.fill("[name=title]", "Gõ khi hết phiên")
    says(review, "phiên làm việc đã hết")
    review.on("dialog", lambda asked: asked.accept())
    review.get_by_role("link", name="Đăng nhập lại").click()
    review.wait_for_url("**/sign-in**")
    enter(review)
    review.wait_for_selector("[data-save-line]:has-text('Đã lưu')")
    assert review.input_value("[name=title]") == "Gõ khi hết phiên"
    assert title_of(live_server, desk) == "Gõ khi hết phiên"


def test_unsaved_words_belong_to_the_person_who_typed_them(
    review: Page, desk: Table, live_server: LiveServer
) -> None:
    review.context.set_offline(True)
    review.fill("[name=title]", "Của chuyên viên")
    says(review, "mất kết nối")
    review.route("**/drafts/**", lambda route: route.abort())
    review.on("dialog", lambda asked: asked.accept())
    review.context.set_offline(False)
    review.context.clear_cookies()
    review.goto("/sign-in")
    enter(review, "chanhvp")
    review.goto(f"/briefings/{desk.code}/conclusions")
    review.wait_for_selector("[data-keys]:not([hidden])")
    assert review.input_value("[name=title]") != "Của chuyên viên"
    review.context.clear_cookies()
    review.goto("/sign-in")
    enter(review)
    review.goto(f"/briefings/{desk.code}/conclusions")
    says(review, "Đã đưa lại")
    assert review.input_value("[name=title]") == "Của chuyên viên"


def test_what_cannot_be_is_said_while_typing_and_saved_once_it_can(
    review: Page, desk: Table, live_server: LiveServer
) -> None:
    review.fill("[name=due_on]", "31/02/2021")
    says(review, "Chưa lưu: Không có ngày 31/02/2021")
    review.fill("[name=due_on]", "12/7/2021")
    says(review, "Đã lưu lúc")
    with live_server.app.app_context():
        assert f"{desk.draft('hộ đê').due_on:%d/%m/%Y}" == "12/07/2021"
