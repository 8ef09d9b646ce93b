"""Held accounts and their way back, sessions that end by hand, one's own password, what the journal hears."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts import actions, queries
from taskboard.accounts.devices import device_text
from taskboard.accounts.models import LinkKind, LinkRequest, SignInAttempt, Step
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.journal.actions import COMMAND
from taskboard.outbox.models import OutboxMessage
from tests import build
from tests.accounts.door import OTHER, PASSWORD, enter, events, give_password, is_in, link_on
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def _wrong(name: str, times: int, at: datetime, address: str = "203.0.113.9") -> None:
    """So many wrong passwords, as rows: each real one costs a tenth of a second."""
    db.session.add_all(
        SignInAttempt(sign_in_name=name, address=address, step=Step.PASSWORD, at=at, has_succeeded=False)
        for _ in range(times)
    )
    db.session.commit()


def _try(name: str, password: str, clock: HandClock, address: str) -> str:
    """The key of the refusal, or "in"."""
    try:
        actions.sign_in(
            sign_in_name=name,
            password=password,
            address=address,
            device="",
            remember=False,
            real_now=clock.real_now(),
            today=clock.today(),
        )
    except RuleBroken as broken:
        return broken.key
    return "in"


def test_a_hundred_wrong_tries_hold_the_account_but_not_where_its_owner_sits(
    cast: Cast, clock: HandClock
) -> None:
    name = cast.head.sign_in_name
    give_password(cast.head, clock.now())
    assert _try(name, PASSWORD, clock, "10.0.0.5") == "in"
    clock.advance(hours=1)
    _wrong(name, 99, clock.real_now())
    assert _try(name, "sai", clock, "198.51.100.7") == "sign_in_refused"
    assert _try(name, PASSWORD, clock, "198.51.100.8") == "sign_in_held"
    assert _try(name, PASSWORD, clock, "10.0.0.5") == "in"


def test_a_name_nobody_has_is_held_in_the_same_words(cast: Cast, clock: HandClock) -> None:
    for name in (cast.head.sign_in_name, "khong-co@namdinh.example"):
        _wrong(name, 100, clock.real_now())
        assert _try(name, "sai", clock, "198.51.100.8") == "sign_in_held"


def test_the_hundredth_wrong_try_sends_its_owner_a_way_back(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    name = cast.head.sign_in_name
    give_password(cast.head, clock.now())
    _wrong(name, 99, clock.real_now())
    _try(name, "sai", clock, "198.51.100.7")
    asked = db.session.scalars(sa.select(LinkRequest)).one()
    assert (asked.kind, asked.sign_in_name) == (LinkKind.UNLOCK, name)
    assert actions.answer_requests(sends_mail=True, on=build.occasion(clock.now())) == 1
    mail = db.session.scalars(sa.select(OutboxMessage)).one()
    db.session.commit()
    assert "nhập sai quá nhiều lần" in mail.text_body
    browser.open(link_on(mail.text_body))
    browser.press("Mở lại tài khoản")
    enter(browser, cast.head)
    assert is_in(browser)
    assert ("sign_in_refused", {"failures": 100}) in events(cast.head)


def test_the_administrator_lets_a_held_colleague_in(
    app: Flask, browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    name = cast.head.sign_in_name
    give_password(cast.head, clock.now())
    _wrong(name, 120, clock.real_now())
    assert _try(name, PASSWORD, clock, "10.0.0.5") == "sign_in_held"
    browser.be(cast.administrator).open(f"/people/{cast.head.id}")
    assert "120 lần nhập sai mật khẩu liên tiếp." in browser.words
    clock.advance(seconds=1)
    browser.press("Cho đăng nhập trở lại")
    assert _try(name, PASSWORD, clock, "10.0.0.5") == "in"
    assert "tries_forgiven" in [event for event, _details in events(cast.head)]


def test_the_journal_counts_failures_and_holds_no_address(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.head, clock.now())
    for _ in range(10):
        enter(browser, cast.head, "sai")
    clock.advance(minutes=16)
    enter(browser, cast.head)
    found = dict(events(cast.head))
    assert found["sign_in_refused"] == {"failures": 10}
    assert found["signed_in"] == {"way": "password", "second_factor": "", "failures": 10}
    assert "127.0.0.1" not in str(events(cast.head))


def test_an_unknown_name_costs_as_much_as_a_wrong_password(cast: Cast, clock: HandClock) -> None:
    """Processor time, so that a busy machine does not speak for us."""
    give_password(cast.head, clock.now())

    def cost(name: str) -> float:
        spent = []
        for number in range(5):
            started = time.process_time()
            _try(name, "sai", clock, f"198.51.100.{number}")
            spent.append(time.process_time() - started)
        return statistics.median(spent)

    known, unknown = cost(cast.head.sign_in_name), cost("khong-co@namdinh.example")
    without_password = cost(cast.officer.sign_in_name)
    assert 0.6 < unknown / known < 1.6
    assert 0.6 < without_password / known < 1.6


def test_the_owner_ends_a_session_left_open_elsewhere(
    app: Flask, browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    there = Visitor(app.test_client(), clock).be(cast.head)
    third = Visitor(app.test_client(), clock).be(cast.head)
    browser.be(cast.head).open("/account")
    assert len(browser.tree.xpath("//ul[@class='sessions']/li")) == 3
    other = min(queries.sessions_of(cast.head, clock.real_now()), key=lambda one: one.id)
    browser.send(browser.form(f"/account/sessions/{other.id}/end"))
    assert not is_in(there) and is_in(third)
    browser.open("/account")
    browser.press("Kết thúc mọi phiên khác")
    assert not is_in(third) and is_in(browser)
    assert ("sessions_ended", {"count": 1}) in events(cast.head)


def test_nobody_ends_the_session_of_another_by_its_number(
    app: Flask, browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    theirs = Visitor(app.test_client(), clock).be(cast.chair)
    Visitor(app.test_client(), clock).be(cast.head)
    number = queries.sessions_of(cast.chair, clock.real_now())[0].id
    browser.be(cast.head).open("/account")
    form = browser.form(button="Kết thúc")
    form.action = f"/account/sessions/{number}/end"
    browser.send(form)
    assert browser.status == 404 and is_in(theirs)


def test_the_administrator_ends_the_sessions_of_a_lost_telephone(
    app: Flask, browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    phone = Visitor(app.test_client(), clock).be(cast.head)
    Visitor(app.test_client(), clock).be(cast.head)
    browser.be(cast.administrator).open(f"/people/{cast.head.id}")
    browser.press("Kết thúc mọi phiên")
    assert "Đã kết thúc 2 phiên làm việc." in browser.words and not is_in(phone)


def test_changing_ones_password_needs_the_present_one_and_ends_the_other_sessions(
    app: Flask, browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.head, clock.now())
    there = Visitor(app.test_client(), clock).be(cast.head)
    enter(browser, cast.head)
    for current, new, said in (
        ("sai", OTHER, "Mật khẩu hiện tại chưa đúng."),
        (PASSWORD, PASSWORD, "phải khác mật khẩu hiện tại"),
        (PASSWORD, "tranvanbinh2021", "gần giống tên đăng nhập"),
    ):
        browser.open("/account")
        browser.press("Đổi mật khẩu", current=current, password=new)
        assert browser.status == 422 and said in browser.words
        assert new not in browser.page
    browser.open("/account")
    browser.press("Đổi mật khẩu", current=PASSWORD, password=OTHER)
    assert "Đã đổi mật khẩu." in browser.words and is_in(browser) and not is_in(there)
    assert _try(cast.head.sign_in_name, OTHER, clock, "10.0.0.5") == "in"


def test_a_browser_left_open_gives_no_more_tries_than_the_door(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.head, clock.now())
    enter(browser, cast.head)
    clock.advance(seconds=1)
    browser.open("/account")
    for _ in range(10):
        browser.press("Đổi mật khẩu", current="sai", password=OTHER)
    browser.press("Đổi mật khẩu", current=PASSWORD, password=OTHER)
    assert "15 phút" in browser.words
    assert actions.is_password_of(cast.head, PASSWORD)


def test_blanks_at_the_ends_of_a_password_belong_to_it(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    """ASVS 5.0, 6.2.8: as received, nothing taken away."""
    blank = f"  {OTHER} "
    give_password(cast.head, clock.now())
    enter(browser, cast.head)
    clock.advance(seconds=1)
    browser.open("/account")
    browser.press("Đổi mật khẩu", current=PASSWORD, password=blank)
    browser.press("Đăng xuất")
    enter(browser, cast.head, OTHER)
    assert not is_in(browser)
    enter(browser, cast.head, blank)
    assert is_in(browser)


def test_a_password_typed_with_loose_accents_is_the_same(cast: Cast, clock: HandClock) -> None:
    import unicodedata

    give_password(cast.head, clock.now())
    loose = unicodedata.normalize("NFD", PASSWORD)
    assert loose != PASSWORD and _try(cast.head.sign_in_name, loose, clock, "10.0.0.5") == "in"


def test_the_shortest_length_and_the_roles_are_the_citys_own(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    browser.be(cast.administrator).open("/people/sign-in-rules")
    browser.press("Lưu quy định", roles=["administrator", "chief_of_office"], shortest="7")
    assert browser.status == 422
    browser.press("Lưu quy định", roles=["administrator", "chief_of_office"], shortest="15")
    assert "Đã lưu quy định đăng nhập." in browser.words
    assert actions.must_have_factor(cast.chief, clock.today())
    assert not actions.must_have_factor(cast.head, clock.today())
    with pytest.raises(RuleBroken, match="password_short"):
        actions.set_password(cast.head, "mười bốn chữ x", acting=COMMAND, now=clock.now())
    browser.open("/settings")
    assert "Quản trị, Chánh Văn phòng" in browser.words


def test_old_traces_are_dropped_and_live_ones_stay(cast: Cast, clock: HandClock) -> None:
    from datetime import timedelta

    _wrong("ai-do", 3, clock.real_now() - timedelta(days=100))
    _wrong("ai-do", 2, clock.real_now())
    assert actions.prune(before=clock.real_now() - timedelta(days=90)) == 3
    assert queries.failures("ai-do", real_now=clock.real_now()) == 2


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/130.0 Safari/537 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 coc_coc_browser/120 Chrome/120", "Cốc Cốc, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604", "Safari, iPhone"),
        ("curl/8", "curl/8"),
        ("", "—"),
    ],
)
def test_a_device_is_called_by_words_people_know(agent: str, words: str) -> None:
    assert device_text(agent) == words
