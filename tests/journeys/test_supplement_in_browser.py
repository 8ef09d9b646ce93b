"""A correction after issue in a real browser: the words are locked, a supplement says what it replaces, task by task."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from taskboard.accounts.actions import set_password
from taskboard.briefings import actions
from taskboard.briefings.models import Directive
from taskboard.db import db
from taskboard.domain.lifecycle import State
from taskboard.journal.actions import COMMAND
from taskboard.journal.queries import verify
from taskboard.tasks.models import Task
from tests.briefings.table import Table, laid
from tests.cast import gather

if TYPE_CHECKING:
    from datetime import datetime

    from playwright.sync_api import Page

    from tests.browser import LiveServer

pytestmark = pytest.mark.slow

PASSWORD = "mật khẩu thử"

WORDS = """Đính chính:

1. Mục 1 nay sửa là: giao phòng Kinh tế lập phương án hộ đê và bảo vệ cống, trình UBND thành phố trước ngày 20/7/2021.

2. Mục 4 nay sửa là: giao phường Lộc Vượng tổng vệ sinh môi trường, báo cáo trước ngày 10/7/2021.
"""


@pytest.fixture
def table(live_server: LiveServer, now: datetime) -> Table:
    with live_server.app.app_context():
        table = laid(gather(), now)
        table.record()
        table.accept_all()
        actions.issue(table.text, on=table.on)
        set_password(table.cast.monitor, PASSWORD, acting=COMMAND, now=now)
        db.session.commit()
    return table


def test_a_correction_from_the_locked_words_to_the_history_of_each_task(
    page: Page, table: Table, live_server: LiveServer
) -> None:
    _sign_in(page)
    _record(page, table)
    _review(page)
    _settle(page)
    _told_on_every_page(page, table, live_server)


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("vanphong@namdinh.example")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _record(page: Page, table: Table) -> None:
    page.goto(f"/briefings/{table.code}/conclusions")
    page.get_by_text("Văn bản đã khóa, không sửa được.").wait_for()
    page.goto(f"/briefings/{table.code}")
    page.get_by_role("link", name="Lập bổ sung").click()
    page.get_by_label("Văn bản kết luận").fill(WORDS)
    page.get_by_role("button", name="Ghi văn bản").click()
    page.get_by_role("heading", name="Duyệt kết luận bổ sung").wait_for()


def _review(page: Page) -> None:
    """Each order says already what it replaces; its name is corrected and saved while typing, then accepted by key."""
    page.wait_for_selector("[data-keys]:not([hidden])")
    if page.get_by_role("button", name="Đánh dấu các câu còn lại").count():
        page.get_by_role("button", name="Đánh dấu các câu còn lại").click()
        page.locator("[data-review]:not([aria-busy])").wait_for()
    for name in ("Lập phương án hộ đê, bảo vệ cống", "Tổng vệ sinh môi trường"):
        page.locator("[data-order]").wait_for()
        assert page.locator("[name=supplement_act]:checked").input_value() == "replaces"
        page.locator("[name=title]").fill(name)
        page.locator("[data-save-line]", has_text="Đã lưu lúc").wait_for()
        page.keyboard.press("Escape")
        number = page.locator("[data-active]").get_attribute("data-active")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "before => document.querySelector('[data-active]')?.dataset.active !== before", arg=number
        )
    page.locator("[data-finish]").click()
    page.get_by_role("link", name="Tiếp tục: từng nhiệm vụ").click()


def _settle(page: Page) -> None:
    """Nothing is issued while a task has no answer; what was chosen stays."""
    issue = page.get_by_role("button", name="Ban hành bản bổ sung")
    tasks = page.locator(".fate-set")
    assert tasks.count() == 3
    assert "Thời hạn: 30/06/2021 → 20/07/2021" in tasks.nth(0).inner_text()
    ward = tasks.filter(has_text="Phường Lộc Vượng").get_by_label("Tiếp tục theo nội dung mới")
    ward.check()
    issue.click()
    page.get_by_text("Còn 1 nhiệm vụ chưa chọn").first.wait_for()
    assert ward.is_checked()
    tasks.nth(0).get_by_label("Tiếp tục theo nội dung mới").check()
    last = tasks.filter(has_text="Phường Cửa Nam")
    assert last.get_by_label("Thu hồi", exact=True).is_checked(), "the new words name the other ward alone"
    last.get_by_label("Lý do thu hồi riêng").fill("Chỉ còn một phường thực hiện")
    issue.click()
    page.get_by_text("2 chuyển sang nội dung mới, 1 thu hồi").wait_for()


def _told_on_every_page(page: Page, table: Table, live_server: LiveServer) -> None:
    with live_server.app.app_context():
        by_unit = {
            task.unit.name: task for task in db.session.query(Task).filter(Task.title.contains("ổng vệ sinh"))
        }
        assert by_unit["Phường Cửa Nam"].state is State.WITHDRAWN
        kept = by_unit["Phường Lộc Vượng"].code
        old = (
            db.session.query(Directive).filter(Directive.ended_at.is_not(None)).order_by(Directive.id).first()
        )
        assert old is not None
        first, successor = old.code, old.superseded_by.code if old.superseded_by else ""
        assert verify(None).is_whole
    page.goto(f"/tasks/{kept}")
    assert "Thời hạn: 30/06/2021 → 10/07/2021" in page.locator("main").inner_text()
    page.goto(f"/directives/{first}")
    page.get_by_role("link", name="Xem chỉ đạo thay thế").click()
    assert successor in page.url
    assert f"Thay cho {first}" in page.locator("main").inner_text()
    page.goto(f"/briefings/{table.code}")
    texts = page.locator(".texts").inner_text()
    assert len(set(re.findall(r"\b[0-9a-f]{12}\b", texts))) == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
