"""A session that nobody uses ends by itself; one in use goes on to its own end, and noting that holds up nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from taskboard.accounts import queries
from taskboard.accounts.actions import open_session
from taskboard.accounts.models import SignInSession
from taskboard.db import begin_writing, db
from taskboard.journal.actions import COMMAND
from taskboard.settings.actions import set_value
from tests.accounts.door import enter, give_password, is_in
from tests.cast import Cast, cast, gather, sign_in
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def browser(client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def _put(key: str, value: Any, clock: HandClock) -> None:
    set_value(key, value, legal_basis="", valid_from=clock.today(), acting=COMMAND, now=clock.now())
    db.session.commit()


@contextmanager
def _noted() -> Iterator[list[str]]:
    """The times at which the use of a session was written down."""
    written: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("UPDATE sign_in_session SET seen_at"):
            written.append(statement)

    engine = db.session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield written
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_an_hour_without_use_ends_it_and_says_so_on_the_way_back(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    browser.be(cast.head).open("/tasks?view=all")
    clock.advance(minutes=59)
    browser.open("/tasks?view=all")
    assert browser.status == 200
    clock.advance(minutes=60)
    browser.open("/tasks?view=all")
    assert browser.url.startswith("/sign-in?next=")
    assert "vì lâu không có thao tác" in browser.words
    give_password(cast.head, clock.now())
    enter(browser, cast.head)
    assert is_in(browser)


def test_a_form_sent_after_it_is_not_taken_and_its_page_is_opened_again(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    """As with any session that ended: the browser keeps the words (keep.js), the page says they were not sent."""
    browser.be(cast.head).open("/account")
    token = browser.form(holding="current").values["csrf_token"]
    clock.advance(minutes=61)
    sent = {"csrf_token": token, "current": "x", "password": "y"}
    answer = browser._real.post(
        "/account/password", data=sent, headers={"Referer": "http://localhost/account"}
    )
    assert answer.location == "/sign-in?next=/account"
    browser.open(answer.location)
    assert "chưa được gửi" in browser.words


def test_use_keeps_it_until_its_own_end(browser: Visitor, cast: Cast, clock: HandClock) -> None:
    browser.be(cast.head)
    for _turn in range(14):
        clock.advance(minutes=50)
        assert is_in(browser)
    clock.advance(minutes=21)
    assert not is_in(browser), "twelve hours are over"


def test_forms_alone_keep_it_too(browser: Visitor, cast: Cast, clock: HandClock) -> None:
    """Who edits a conclusion for an hour sends what was typed and opens no page."""
    browser.be(cast.head).open("/account")
    form = browser.form(holding="current")
    for _turn in range(3):
        clock.advance(minutes=50)
        browser.send(form, current="x", password="")
        assert browser.status == 422
    assert is_in(browser)


def test_a_remembered_one_may_lie_two_weeks(browser: Visitor, cast: Cast, clock: HandClock) -> None:
    give_password(cast.head, clock.now())
    enter(browser, cast.head, remember="y")
    clock.advance(days=13)
    assert is_in(browser)
    clock.advance(days=13)
    assert is_in(browser)
    clock.advance(days=5)
    assert not is_in(browser), "thirty days are over"
    enter(browser, cast.head, remember="y")
    clock.advance(days=14)
    assert not is_in(browser)


def test_the_sign_in_page_promises_what_the_city_has_set(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    browser.open("/sign-in")
    assert "30 ngày; không dùng trong 14 ngày thì phải đăng nhập lại." in browser.words
    _put("session_remembered_days", 7, clock)
    _put("session_remembered_idle_days", 3, clock)
    browser.open("/sign-in")
    assert "7 ngày; không dùng trong 3 ngày" in browser.words


def test_the_citys_own_limits_hold_at_once(browser: Visitor, cast: Cast, clock: HandClock) -> None:
    browser.be(cast.head).open("/account")
    _put("session_idle_minutes", 10, clock)
    clock.advance(minutes=9)
    assert is_in(browser)
    clock.advance(minutes=10)
    assert not is_in(browser)


def test_what_lies_too_long_is_listed_nowhere_and_cannot_be_opened(cast: Cast, clock: HandClock) -> None:
    token = open_session(cast.head, address="10.0.0.9", device="", remember=False, real_now=clock.real_now())
    open_session(cast.head, address="10.0.0.8", device="", remember=True, real_now=clock.real_now())
    db.session.flush()
    assert len(queries.sessions_of(cast.head, clock.real_now())) == 2
    later = clock.real_now() + timedelta(minutes=60)
    assert [one.is_remembered for one in queries.sessions_of(cast.head, later)] == [True]
    assert queries.live_session(token, later) is None


def test_use_is_written_down_every_other_minute_and_for_whom_it_is_only(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    browser.be(cast.head)
    with _noted() as written:
        for _turn in range(4):
            browser.open("/account")
            clock.advance(seconds=29)
        assert written == []
        clock.advance(seconds=4)
        for _turn in range(3):
            browser.open("/account")
        assert len(written) == 1
    clock.advance(minutes=5)
    stranger = Visitor(browser._real.application.test_client(), clock)
    with _noted() as written:
        stranger.open("/sign-in")
        stranger.open("/tasks")
        assert written == []
    db.session.expire_all()
    row = db.session.scalars(sa.select(SignInSession)).one()
    assert clock.real_now() - row.seen_at == timedelta(minutes=5)


@pytest.mark.sqlite_only
def test_a_page_is_read_without_waiting_for_who_writes(own_app: Flask, clock: HandClock) -> None:
    """The use of a session is left out then and noted with the next page; whoever writes next waits as ever."""
    client = own_app.test_client()
    with own_app.app_context():
        begin_writing()
        people = gather()
        db.session.commit()
        sign_in(client, people.head, clock.real_now())
        began = clock.real_now()
        engine = db.engine
    clock.advance(minutes=30)
    with engine.connect().execution_options(begin_immediate=True) as other:
        other.exec_driver_sql("SELECT 1")
        asked_at = monotonic()
        assert client.get("/account").status_code == 200
        assert monotonic() - asked_at < 10, "it would have waited for fifteen seconds"
    assert _seen(own_app) == [began]
    assert client.get("/account").status_code == 200
    assert _seen(own_app) == [clock.real_now()]
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 15_000


def _seen(app: Flask) -> list[datetime]:
    with app.app_context():
        return list(db.session.scalars(sa.select(SignInSession.seen_at)))
