"""The board in a real browser: cards dragged and carried by keys, to the columns their moves lead to and no others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from werkzeug.security import generate_password_hash

from taskboard.domain.lifecycle import State
from taskboard.tasks import queries
from tests import build
from tests.cast import gather

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser import LiveServer

pytestmark = [pytest.mark.sqlite_only]
PASSWORD = "mười hai chữ cái"


@pytest.fixture
def code(live_server: LiveServer) -> str:
    """A task that waits for the Office's word, and the chief's way in."""
    with live_server.app.app_context():
        people = gather()
        people.chief.password_hash = generate_password_hash(PASSWORD)
        given = build.occasion(build.at(date(2021, 6, 1)), people.monitor)
        row = build.task("Lập phương án hộ đê", lead=people.economy, on=given, due_on=date(2021, 6, 30))
        build.completion(row, on=build.occasion(build.at(date(2021, 6, 8)), people.head))
        build.saved()
        return row.code


@pytest.fixture
def board(page: Page, code: str) -> Page:
    page.goto("/sign-in")
    page.fill("#email", "chanhvp@namdinh.example")
    page.fill("#password", PASSWORD)
    page.click("form.form-tap button.btn-primary")
    page.goto("/board")
    return page


def column(board: Page, state: State) -> Locator:
    return board.locator(f"[data-state={state}]")


def state_of(live_server: LiveServer, code: str) -> State:
    with live_server.app.app_context():
        row = queries.task_by_code(code)
        assert row is not None
        return row.state


def test_a_card_is_dragged_to_a_legal_column_and_the_verb_is_done(
    board: Page, code: str, live_server: LiveServer
) -> None:
    card = board.locator(f"[data-code={code}]")
    card.drag_to(column(board, State.PAUSED))
    assert state_of(live_server, code) is State.WAITING, "not from there"
    with board.expect_navigation():
        card.drag_to(column(board, State.COMPLETED))
    assert board.url.partition("?")[0].endswith("/board")
    assert column(board, State.COMPLETED).locator(f"[data-code={code}]").count() == 1
    assert state_of(live_server, code) is State.COMPLETED


def test_keys_carry_a_card_through_the_legal_columns_only(
    board: Page, code: str, live_server: LiveServer
) -> None:
    board.locator(f"[data-code={code}] [data-grip]").focus()
    board.keyboard.press("Enter")
    said = board.locator("[data-board-said]")
    assert "Đang thực hiện, Hoàn thành" in (said.text_content() or "")
    shut = board.locator(".kanban-column.is-shut")
    assert {one.get_attribute("data-state") for one in shut.all()} == {"new", "received", "paused"}
    assert shut.first.get_by_text("Không chuyển vào đây được").is_visible()
    board.keyboard.press("Escape")
    assert shut.count() == 0
    board.keyboard.press("Enter")
    board.keyboard.press("ArrowRight")
    with board.expect_navigation():
        board.keyboard.press("Enter")
    assert board.url.endswith(f"/tasks/{code}?act=send_back"), "sending back asks for its reason"
    assert board.locator("form[action$='/send-back'] textarea").is_visible()
    assert state_of(live_server, code) is State.WAITING
    board.goto("/board")
    board.locator(f"[data-code={code}] [data-grip]").focus()
    board.keyboard.press("Enter")
    board.keyboard.press("ArrowLeft")
    with board.expect_navigation():
        board.keyboard.press("Enter")
    assert state_of(live_server, code) is State.COMPLETED
