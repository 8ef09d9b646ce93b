"""The review by keys and by mouse, in a real browser: quicker than the forms, never different from them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from taskboard.accounts.actions import set_password
from taskboard.briefings.models import DraftState
from taskboard.db import db
from taskboard.journal.actions import COMMAND
from tests.briefings.table import TEXT, Table, laid
from tests.cast import gather

if TYPE_CHECKING:
    from datetime import datetime

    from playwright.sync_api import Page

    from tests.browser import LiveServer

SELECT = """([from, to]) => {
  const walker = document.createTreeWalker(document.querySelector("[data-text]"), NodeFilter.SHOW_TEXT);
  const find = (words) => {
    walker.currentNode = walker.root;
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(words);
      if (at >= 0) return [walker.currentNode, at];
    }
  };
  const range = document.createRange();
  range.setStart(...find(from));
  if (to) { const [node, at] = find(to); range.setEnd(node, at + to.length); }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""

PASSWORD = "mật khẩu thử"


@pytest.fixture
def table(live_server: LiveServer, now: datetime) -> Table:
    """The text on the table, letters beyond the basic plane before its orders."""
    with live_server.app.app_context():
        table = laid(gather(), now)
        table.record(TEXT.replace("I. TÌNH HÌNH", "I. TÌNH HÌNH 🏛🏛"))
        set_password(table.cast.monitor, PASSWORD, acting=COMMAND, now=now)
        db.session.commit()
    return table


@pytest.fixture
def review(page: Page, table: Table) -> Page:
    page.goto("/sign-in")
    page.fill("[name=email]", "vanphong@namdinh.example")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*sign-in)"))
    page.goto(f"/briefings/{table.code}/conclusions")
    page.wait_for_selector("[data-keys]:not([hidden])")
    return page


def heading(review: Page, words: str) -> None:
    """Wait until the draft with this heading is open."""
    review.wait_for_selector(f"#draft-title:has-text('{words}')")


def test_the_keys_accept_move_on_and_save_what_was_typed(
    review: Page, table: Table, live_server: LiveServer
) -> None:
    heading(review, "1.")
    review.keyboard.press("Enter")
    heading(review, "2.")
    review.fill("[name=title]", "Tên đang sửa")
    review.keyboard.press("Escape")
    review.keyboard.press("j")
    heading(review, "3.")
    review.keyboard.press("k")
    heading(review, "2. Tên đang sửa")
    with live_server.app.app_context():
        states = [draft.state for draft in table.text.drafts]
        assert states[0] is DraftState.ACCEPTED
        assert table.draft("rà soát các công trình").title == "Tên đang sửa"


def test_letters_rest_while_a_field_has_the_focus_and_can_be_switched_off(review: Page) -> None:
    heading(review, "1.")
    review.keyboard.press("h")
    assert review.evaluate("document.activeElement.id") == "due_on"
    review.keyboard.type("j")
    heading(review, "1.")
    review.keyboard.press("Escape")
    review.uncheck("[data-keys-switch]")
    review.evaluate("document.activeElement.blur()")
    review.keyboard.press("j")
    heading(review, "1.")
    review.reload()
    assert not review.is_checked("[data-keys-switch]")


def test_a_stretch_dragged_over_becomes_a_draft_of_exactly_those_letters(
    review: Page, table: Table, live_server: LiveServer
) -> None:
    review.evaluate(SELECT, ["Tinh thần", "trách nhiệm"])
    review.click("text=Tạo dự thảo từ phần chọn")
    heading(review, "Tinh thần trách nhiệm")
    with live_server.app.app_context():
        assert table.draft("Tinh thần").wording == "Tinh thần trách nhiệm"


def test_the_cursor_in_the_text_says_where_to_split(
    review: Page, table: Table, live_server: LiveServer
) -> None:
    heading(review, "1.")
    review.evaluate(SELECT, ["trình UBND", ""])
    review.keyboard.press("s")
    review.wait_for_selector(".draft-list >> text=Trình UBND")
    with live_server.app.app_context():
        assert table.draft("lập phương án").wording.endswith("hộ đê toàn tuyến")
        assert table.draft("trình UBND").wording.startswith("trình UBND")


def test_words_and_draft_light_each_other_and_a_press_on_words_opens_theirs(review: Page) -> None:
    row = review.locator("[data-row]").first
    mark = review.locator(f"mark[data-mark='{row.get_attribute('data-row')}']").first
    row.hover()
    assert "is-lit" in (mark.get_attribute("class") or "")
    mark.click()
    heading(review, "2.")


def test_the_page_itself_never_scrolls_beside_its_two_panes(review: Page) -> None:
    size = review.evaluate(
        "[document.documentElement.scrollHeight, innerHeight, document.documentElement.scrollWidth]"
    )
    assert size[0] == size[1]
    review.set_viewport_size({"width": 390, "height": 844})
    assert review.evaluate("document.documentElement.scrollWidth") == 390
