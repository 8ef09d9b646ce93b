"""Whole journeys with the keyboard alone: Tab to where one wants to be, seen by the ring around it, and one key.

The head updates, the Office confirms, the chair remarks: no mouse is moved in this file, nothing is focused by script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from taskboard.accounts.actions import set_password
from taskboard.db import db
from taskboard.domain.lifecycle import State
from taskboard.journal.actions import COMMAND
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Remark, Task
from tests import build
from tests.browser import watched
from tests.cast import gather

if TYPE_CHECKING:
    from datetime import datetime

    from playwright.sync_api import Browser, Page

    from tests.browser import LiveServer

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]

PASSWORD = "mật khẩu thử"
MOST_TABS = 90
HERE = """() => {
  const at = document.activeElement;
  const label = at.labels && at.labels.length ? at.labels[0] : at;
  const rings = [getComputedStyle(at), getComputedStyle(at, "::after"), getComputedStyle(at.parentElement || at)];
  return {
    says: at === document.body ? "" : (at.getAttribute("aria-label") || label.innerText || at.innerText || "").replace(/\\s+/g, " ").trim(),
    seen: at === document.body || rings.some(each => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) > 0),
  };
}"""


@pytest.fixture
def code(live_server: LiveServer, now: datetime) -> str:
    """A task of Kinh tế, received, due in five days; its people can sign in."""
    with live_server.app.app_context():
        cast = gather()
        task = build.task(
            "Lập phương án hộ đê toàn tuyến",
            lead=cast.economy,
            due_on=date(2021, 6, 21),
            on=build.occasion(now - timedelta(days=9), cast.monitor),
            leader=cast.chair,
        )
        tasks.receive(task, on=build.occasion(now - timedelta(days=8), cast.head))
        for person in (cast.head, cast.monitor, cast.chair):
            set_password(person, PASSWORD, acting=COMMAND, now=now)
        db.session.commit()
        return task.code


@contextmanager
def keyboard_of(chromium: Browser, server: LiveServer, name: str) -> Iterator[Page]:
    """A browser in which this person has signed in, by keys."""
    with watched(chromium, server.url) as page:
        page.goto("/sign-in")
        if not page.evaluate("document.activeElement.matches('#email')"):
            tab_to(page, "Thư công vụ hoặc tên đăng nhập")
        page.keyboard.insert_text(f"{name}@namdinh.example")
        page.keyboard.press("Tab")
        page.keyboard.insert_text(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"^(?!.*sign-in)"))
        yield page


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what begins with these words has the focus; every stop on the way can be seen."""
    passed = []
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        assert here["seen"], f"{here['says']!r} has the focus and does not show it"
        if here["says"].startswith(words):
            return
        passed.append(here["says"])
    raise AssertionError(f"{words!r} is not reached by Tab: {passed}")


def press(page: Page, words: str, key: str = "Enter") -> None:
    tab_to(page, words)
    page.keyboard.press(key)


def state_of(server: LiveServer, code: str) -> State:
    with server.app.app_context():
        return db.session.query(Task).filter_by(code=code).one().state


def test_the_first_stop_leads_past_the_frame(chromium: Browser, live_server: LiveServer, code: str) -> None:
    with keyboard_of(chromium, live_server, "kinhte") as page:
        press(page, "Đến nội dung chính")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_head_reports_and_the_office_confirms(
    chromium: Browser, live_server: LiveServer, code: str
) -> None:
    with keyboard_of(chromium, live_server, "kinhte") as head:
        press(head, "Báo cáo")
        head.wait_for_url("**/report")
        _report(head)
        head.wait_for_url(re.compile(rf"/tasks/{code}(?:\?.*)?$"))
    assert state_of(live_server, code) is State.WAITING
    with keyboard_of(chromium, live_server, "vanphong") as office:
        press(office, f"Xác nhận {code}")
        office.get_by_role("status").wait_for()
    assert state_of(live_server, code) is State.COMPLETED


def _report(head: Page) -> None:
    """Done: the state by an arrow, the words, the number of the paper."""
    tab_to(head, "Đang thực hiện")
    head.keyboard.press("ArrowDown")
    tab_to(head, "Đã làm được gì?")
    head.keyboard.insert_text("Đã trình và được duyệt phương án hộ đê toàn tuyến.")
    tab_to(head, "Số, ký hiệu văn bản kết quả")
    head.keyboard.insert_text("125/BC-KT")
    press(head, "Gửi báo cáo")


def test_the_chair_opens_a_task_and_remarks(chromium: Browser, live_server: LiveServer, code: str) -> None:
    with keyboard_of(chromium, live_server, "chutich") as chair:
        press(chair, "Nhiệm vụ")
        chair.wait_for_url("**/tasks")
        press(chair, "Lập phương án hộ đê toàn tuyến")
        chair.wait_for_url(f"**/tasks/{code}")
        press(chair, "Cho ý kiến")
        chair.keyboard.press("Tab")
        chair.keyboard.insert_text("Đề nghị báo cáo trước ngày 20.")
        press(chair, "Ghi ý kiến")
        chair.get_by_text("Đề nghị báo cáo trước ngày 20.").first.wait_for()
    with live_server.app.app_context():
        assert [remark.text for remark in db.session.query(Remark)] == ["Đề nghị báo cáo trước ngày 20."]


def test_the_folded_places_open_and_close_by_keys(
    chromium: Browser, live_server: LiveServer, code: str
) -> None:
    with keyboard_of(chromium, live_server, "vanphong") as office:
        press(office, "Thêm")
        press(office, "Chỉ tiêu")
        office.wait_for_url("**/indicators")
        press(office, "Thêm")
        office.keyboard.press("Escape")
        assert office.evaluate("document.querySelectorAll('details[data-menu][open]').length") == 0
        assert office.evaluate(HERE)["says"].startswith("Thêm")
