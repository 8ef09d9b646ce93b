"""One-time links: an invitation, a reset, an unlocking; by mail or by hand; once, in time, for one person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts import actions, queries
from taskboard.accounts.models import AccountLink, LinkKind, LinkRequest
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.outbox import message as messages
from taskboard.outbox.models import OutboxMessage
from taskboard.outbox.render import TEXT_WIDTH
from tests import build
from tests.accounts.door import OTHER, PASSWORD, enter, events, give_password, is_in, link_on
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, apart

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


@pytest.fixture
def elsewhere(app: Flask, clock: HandClock) -> Visitor:
    """Another device."""
    return Visitor(app.test_client(), clock)


def _mails() -> list[OutboxMessage]:
    return list(db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "account_link")))


def test_a_new_colleague_is_invited_by_hand_and_sets_their_own_password(
    browser: Visitor, elsewhere: Visitor, cast: Cast
) -> None:
    browser.be(cast.administrator).open("/people/new")
    browser.press(
        "Lập tài khoản",
        full_name="Vũ Thị Mai",
        sign_in_name="mai.vt",
        role="officer",
        unit_id=str(cast.economy.id),
        title="Chuyên viên",
    )
    assert "Chưa đặt mật khẩu." in browser.words
    page = browser.press("Cấp liên kết mời")
    assert browser.answer is not None and browser.answer.headers["Cache-Control"] == "no-store"
    path = link_on(page)
    elsewhere.open(path)
    assert "Vũ Thị Mai" in elsewhere.words and "mai.vt" in elsewhere.words
    elsewhere.press("Đặt mật khẩu", password="12345678")
    assert elsewhere.status == 422 and "ít nhất 12 ký tự" in elsewhere.words
    elsewhere.press("Đặt mật khẩu", password=PASSWORD)
    assert "Đã đặt mật khẩu." in elsewhere.words
    mai = queries.person_by_sign_in_name("mai.vt")
    assert mai is not None
    enter(elsewhere, mai)
    assert is_in(elsewhere)
    elsewhere.open(path)
    assert elsewhere.status == 410
    names = [event for event, _details in events(mai)]
    assert names[-4:] == ["password_set", "tries_forgiven", "account_link_used", "signed_in"]


def test_looking_at_a_link_uses_nothing_up(elsewhere: Visitor, cast: Cast, clock: HandClock) -> None:
    """Mail scanners open links."""
    token = actions.make_link(cast.head, LinkKind.INVITATION, via="hand", on=build.occasion(clock.now()))
    db.session.commit()
    for _ in range(3):
        elsewhere.open(f"/link/{token}")
        assert elsewhere.status == 200
    link = db.session.scalars(sa.select(AccountLink)).one()
    assert link.used_at is None
    assert token not in db.session.scalars(sa.select(AccountLink.token_hash)).all()


def test_a_link_ends_with_its_time_a_newer_one_and_a_locked_account(
    elsewhere: Visitor, cast: Cast, clock: HandClock
) -> None:
    on = build.occasion(clock.now())
    first = actions.make_link(cast.head, LinkKind.RESET, via="hand", on=on)
    second = actions.make_link(cast.head, LinkKind.RESET, via="hand", on=on)
    of_officer = actions.make_link(cast.officer, LinkKind.RESET, via="hand", on=on)
    db.session.commit()
    assert [_status(elsewhere, one) for one in (first, second, of_officer)] == [410, 200, 200]
    actions.set_lock(
        cast.officer, is_locked=True, acting=on.acting, now=clock.now(), real_now=clock.real_now()
    )
    db.session.commit()
    assert _status(elsewhere, of_officer) == 410
    with pytest.raises(RuleBroken, match="link_of_locked"):
        actions.make_link(cast.officer, LinkKind.RESET, via="hand", on=on)
    clock.advance(hours=25)
    assert [_status(elsewhere, one) for one in (second, "khong-co-that")] == [410, 410]


def _status(browser: Visitor, token: str) -> int:
    browser.open(f"/link/{token}")
    return browser.status


def test_a_reset_ends_every_session_and_who_presses_second_is_refused(
    browser: Visitor, elsewhere: Visitor, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.head, clock.now())
    enter(browser, cast.head)
    token = actions.make_link(cast.head, LinkKind.RESET, via="hand", on=build.occasion(clock.now()))
    db.session.commit()
    link = queries.open_link(token, clock.real_now())
    assert link is not None
    elsewhere.open(f"/link/{token}")
    form = elsewhere.form(holding="password")
    elsewhere.send(form, password=OTHER)
    assert not is_in(browser)
    with pytest.raises(RuleBroken, match="link_used"):
        actions.accept_link(link, password=PASSWORD, now=clock.now(), real_now=clock.real_now())
    enter(browser, cast.head, OTHER)
    assert is_in(browser)


def test_a_lost_password_is_answered_alike_for_every_name(
    browser: Visitor, cast: Cast, clock: HandClock, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_mail(app, monkeypatch)
    pages = []
    for name in (cast.head.sign_in_name, "khong-co@namdinh.example"):
        browser.open("/sign-in/forgotten")
        browser.press("Gửi liên kết đặt lại", email=name)
        pages.append(browser.words)
    assert pages[0] == pages[1] and "Đã ghi nhận yêu cầu." in pages[0]
    assert _mails() == []
    assert actions.answer_requests(sends_mail=True, on=build.occasion(clock.now())) == 1
    (mail,) = _mails()
    assert mail.to_address == cast.head.email and "đặt lại mật khẩu" in mail.text_body
    assert all(row.answered_at for row in db.session.scalars(sa.select(LinkRequest)))
    elsewhere = link_on(mail.text_body)
    browser.open(elsewhere)
    browser.press("Đặt mật khẩu", password=OTHER)
    enter(browser, cast.head, OTHER)
    assert is_in(browser)


def _with_mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from taskboard.core import Core

    core: Core = app.extensions["taskboard"]
    settings = replace(core.settings, smtp_url="smtp://127.0.0.1:9")
    monkeypatch.setitem(app.extensions, "taskboard", replace(core, settings=settings))


def test_asking_again_and_again_sends_one_mail_and_those_without_a_post_get_none(
    cast: Cast, clock: HandClock
) -> None:
    cast.officer.posts[0].valid_to = clock.today()
    for _ in range(5):
        for person in (cast.head, cast.officer):
            actions.request_link(person.sign_in_name, LinkKind.RESET, real_now=clock.real_now())
    db.session.flush()
    assert actions.answer_requests(sends_mail=True, on=build.occasion(clock.now())) == 1
    clock.advance(minutes=16)
    actions.request_link(cast.head.sign_in_name, LinkKind.RESET, real_now=clock.real_now())
    db.session.flush()
    assert actions.answer_requests(sends_mail=True, on=build.occasion(clock.now())) == 1
    assert {mail.person_id for mail in _mails()} == {cast.head.id}


def test_without_a_mail_server_the_page_says_whom_to_call_and_nothing_waits(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    browser.open("/sign-in/forgotten")
    assert "gọi người quản trị" in browser.words
    assert not [form for form in browser.forms if "email" in form.values]
    actions.request_link(cast.head.sign_in_name, LinkKind.RESET, real_now=clock.real_now())
    db.session.flush()
    assert actions.answer_requests(sends_mail=False, on=build.occasion(clock.now())) == 0
    assert _mails() == []


def test_the_link_in_a_mail_is_never_shown_to_the_office(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    """Whoever reads the outbox would else walk into the chair's account."""
    actions.mail_link(cast.chair, LinkKind.RESET, on=build.occasion(clock.now()))
    db.session.commit()
    (mail,) = _mails()
    path = link_on(mail.text_body)
    browser.be(cast.chief).open(f"/outbox/{mail.id}")
    assert browser.status == 200 and path not in browser.page and "/link/••••" in browser.page
    browser.open(f"/outbox/{mail.id}/html")
    assert path not in browser.page


def test_the_administrator_mails_a_link(
    browser: Visitor, cast: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_mail(app, monkeypatch)
    browser.be(cast.administrator).open(f"/people/{cast.head.id}")
    browser.press("Gửi qua thư")
    assert "được gửi tới kinhte@namdinh.example" in browser.words
    (mail,) = _mails()
    assert mail.person_id == cast.head.id
    assert (
        "account_link_made",
        {"kind": "invitation", "via": "mail"},
    ) in events(cast.head)


def test_a_flood_of_requests_is_not_written_down(cast: Cast, clock: HandClock) -> None:
    for number in range(600):
        actions.request_link(f"ten-{number % 550}", LinkKind.RESET, real_now=clock.real_now())
    db.session.flush()
    assert db.session.scalar(sa.select(sa.func.count(LinkRequest.id))) == 500


def test_everybody_who_never_set_a_password_gets_a_slip_on_one_sheet(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.head, clock.now())
    browser.be(cast.administrator).open("/people")
    page = browser.press("In phiếu mời")
    names = browser.tree.xpath("//section[contains(@class, 'slip')]//h2/text()")
    assert len(names) == len(cast.everyone) - 1 and cast.head.full_name not in names
    assert page.count("data:image/svg+xml") == len(names)
    before = db.session.scalar(sa.select(sa.func.count(AccountLink.id)))
    assert before == len(names)


def test_nobody_but_the_administrator_makes_links(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open(f"/people/{cast.head.id}")
    form = browser.form(button="Cấp liên kết mời")
    for who in (cast.chief, cast.chair, cast.head):
        browser.be(who)
        browser.open("/account")
        browser.send(form, csrf_token=browser.form(holding="current").values["csrf_token"][0])
        assert browser.status == 403
    with apart():
        assert db.session.scalar(sa.select(sa.func.count(AccountLink.id))) == 0


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("invitation", "[Theo dõi chỉ đạo] Mời đặt mật khẩu để bắt đầu sử dụng"),
        ("reset", "[Theo dõi chỉ đạo] Đặt lại mật khẩu"),
        ("unlock", "[Theo dõi chỉ đạo] Mở lại tài khoản tạm giữ"),
    ],
)
def test_the_mail_says_in_both_bodies_whose_account_it_is_and_until_when(kind: str, subject: str) -> None:
    letter = messages.letter_to("Trần Văn Bình", body_name="UBND thành phố Nam Định", today=date(2021, 6, 16))
    mail = messages.account_link(
        letter,
        kind=kind,
        sign_in_name="kinhte@namdinh.example",
        url="http://localhost/link/mot-hai-ba-bon-nam-sau-bay",
        ends_at="09:00 ngày 17/06/2021",
    )
    assert mail.subject == subject
    for body in (mail.text, mail.html):
        for said in ("Trần Văn Bình", "kinhte@namdinh.example", "09:00 ngày 17/06/2021", "/link/mot-hai-ba"):
            assert said in body
        assert "không kèm liên kết" not in body and "!" not in body.replace("<!--", "").replace("<!", "")
    assert max(map(len, mail.text.splitlines())) <= TEXT_WIDTH
