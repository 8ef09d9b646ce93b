"""The second factor: set up with a telephone, asked for at the door, lost and found again, never replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp
import pytest
import sqlalchemy as sa

from taskboard.accounts import actions, queries
from taskboard.accounts.models import RecoveryCode, SecondFactor, SignInSession
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.journal import queries as journal
from taskboard.journal.actions import COMMAND
from taskboard.settings import actions as city_settings
from tests import build
from tests.accounts.door import (
    KEY,
    PASSWORD,
    code_of,
    enter,
    events,
    give_password,
    is_in,
    set_up_factor,
)
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def _typed_seed(browser: Visitor) -> str:
    return "".join(browser.tree.xpath("//details//code/text()")).replace(" ", "")


def test_a_person_sets_it_up_and_is_asked_for_a_code_from_then_on(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.head, clock.now())
    enter(browser, cast.head)
    browser.open("/account/second-factor")
    browser.press("Bắt đầu")
    (picture,) = browser.tree.xpath("//img/@src")
    assert picture.startswith("data:image/svg+xml"), "fetched from nowhere"
    totp = pyotp.TOTP(_typed_seed(browser))
    browser.press("Bật xác thực hai bước", code="000000")
    assert browser.status == 422 and "Mã chưa đúng" in browser.words
    browser.press("Bật xác thực hai bước", code=totp.at(clock.real_now()))
    assert "Xác thực hai bước đã bật" in browser.words
    assert len(browser.tree.xpath("//ul[@class='codes']/li")) == 10
    browser.open("/account")
    browser.press("Đăng xuất")
    clock.advance(minutes=1)
    enter(browser, cast.head)
    assert browser.url.startswith("/sign-in/code") and not is_in(browser)
    browser.open("/sign-in/code")
    browser.press("Tiếp tục", code=totp.at(clock.real_now()))
    assert is_in(browser)
    assert [event for event, _details in events(cast.head)][-3:] == [
        "second_factor_set",
        "signed_out",
        "signed_in",
    ]
    session = db.session.scalars(sa.select(SignInSession).order_by(SignInSession.id.desc())).first()
    assert session is not None and session.has_second_factor


def test_the_seed_lies_sealed_and_recovery_codes_hashed(cast: Cast, clock: HandClock) -> None:
    codes = set_up_factor(cast.head, clock.real_now())
    factor = db.session.scalars(sa.select(SecondFactor)).one()
    seed = actions.seed_of(factor, secret_key=KEY)
    assert seed not in factor.sealed_secret
    assert not {code.replace("-", "") for code in codes} & set(
        db.session.scalars(sa.select(RecoveryCode.code_hash))
    )
    with pytest.raises(RuleBroken, match="factor_unreadable"):
        actions.seed_of(factor, secret_key="another key")


def test_a_code_is_good_once(browser: Visitor, cast: Cast, clock: HandClock) -> None:
    give_password(cast.head, clock.now())
    set_up_factor(cast.head, clock.real_now())
    browser.open("/sign-in")
    enter(browser, cast.head)
    browser.press("Tiếp tục", code=code_of(cast.head, clock.real_now()))
    assert browser.status == 422, "the code that confirmed it opens nothing"
    clock.advance(seconds=60)
    spied = code_of(cast.head, clock.real_now())
    browser.press("Tiếp tục", code=spied)
    assert is_in(browser)
    browser.press("Đăng xuất")
    enter(browser, cast.head)
    browser.press("Tiếp tục", code=spied)
    assert browser.status == 422 and not is_in(browser)


@pytest.mark.parametrize(("seconds", "is_taken"), [(-75, False), (-30, True), (30, True), (75, False)])
def test_a_clock_may_be_half_a_minute_off(
    seconds: int, is_taken: bool, browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    from datetime import timedelta

    give_password(cast.head, clock.now())
    set_up_factor(cast.head, clock.real_now())
    clock.advance(minutes=10)
    enter(browser, cast.head)
    browser.press("Tiếp tục", code=code_of(cast.head, clock.real_now() + timedelta(seconds=seconds)))
    assert (browser.status != 422) is is_taken


def test_ten_wrong_codes_close_the_door_even_for_the_right_one(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.head, clock.now())
    set_up_factor(cast.head, clock.real_now())
    clock.advance(minutes=1)
    enter(browser, cast.head)
    right = code_of(cast.head, clock.real_now())
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(10):
        browser.press("Tiếp tục", code=wrong)
    browser.press("Tiếp tục", code=right)
    assert "15 phút" in browser.words and not is_in(browser)
    clock.advance(minutes=16)
    enter(browser, cast.head)
    browser.press("Tiếp tục", code=code_of(cast.head, clock.real_now()))
    assert is_in(browser)
    assert events(cast.head)[-1][1]["failures"] == 0


def test_a_recovery_code_opens_once_and_is_counted(browser: Visitor, cast: Cast, clock: HandClock) -> None:
    give_password(cast.head, clock.now())
    codes = set_up_factor(cast.head, clock.real_now())
    enter(browser, cast.head)
    browser.press("Tiếp tục", code=f" {codes[3].lower()} ")
    assert is_in(browser) and "Còn 9 mã dự phòng." in browser.words
    assert ("recovery_code_used", {"left": 9}) in events(cast.head)
    browser.press("Đăng xuất")
    enter(browser, cast.head)
    browser.press("Tiếp tục", code=codes[3])
    assert browser.status == 422
    browser.press("Tiếp tục", code=codes[4])
    assert is_in(browser)


def test_the_half_way_in_opens_nothing_and_ends(browser: Visitor, cast: Cast, clock: HandClock) -> None:
    give_password(cast.head, clock.now())
    set_up_factor(cast.head, clock.real_now())
    clock.advance(minutes=1)
    enter(browser, cast.head)
    for path in ("/", "/tasks", "/account", "/api/v1/tasks"):
        browser.open(path)
        assert "/sign-in" in browser.url or browser.status in (401, 404), path
    clock.advance(minutes=16)
    browser.open("/sign-in/code")
    assert browser.url.startswith("/sign-in") and "Đã quá thời gian chờ." in browser.words


def _require_of_administrators(clock: HandClock) -> None:
    city_settings.set_value(
        "second_factor_roles",
        ["administrator"],
        legal_basis="",
        valid_from=clock.today(),
        acting=COMMAND,
        now=clock.now(),
    )
    db.session.commit()


def test_a_role_that_needs_it_sets_it_up_at_the_next_sign_in_and_not_before(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.administrator, clock.now())
    enter(browser, cast.administrator)
    _require_of_administrators(clock)
    assert is_in(browser), "who works already is not thrown out"
    browser.press("Đăng xuất")
    enter(browser, cast.administrator)
    assert browser.url.startswith("/sign-in/second-factor") and not is_in(browser)
    browser.open("/sign-in/second-factor")
    browser.press("Bắt đầu")
    browser.press("Xong, vào hệ thống", code=pyotp.TOTP(_typed_seed(browser)).at(clock.real_now()))
    assert len(browser.tree.xpath("//ul[@class='codes']/li")) == 10
    assert is_in(browser)
    assert not [link for link in browser.links if link.endswith("/second-factor/remove")]
    clock.advance(minutes=1)
    browser.open("/account/second-factor/remove")
    browser.press("Tắt xác thực hai bước", code=code_of(cast.administrator, clock.real_now()))
    assert browser.status == 422 and "bắt buộc xác thực hai bước" in browser.words


def test_the_owner_renews_the_codes_and_turns_it_off_with_a_code(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    old = set_up_factor(cast.head, clock.real_now())
    browser.be(cast.head)
    clock.advance(minutes=1)
    browser.open("/account/recovery-codes")
    browser.press("Cấp lại mã dự phòng", code=code_of(cast.head, clock.real_now()))
    fresh = browser.tree.xpath("//ul[@class='codes']/li/code/text()")
    assert len(fresh) == 10 and not set(fresh) & set(old)
    clock.advance(minutes=1)
    browser.open("/account/second-factor/remove")
    browser.press("Tắt xác thực hai bước", code="123")
    assert browser.status == 422
    browser.press("Tắt xác thực hai bước", code=code_of(cast.head, clock.real_now()))
    assert "Đã tắt xác thực hai bước." in browser.words
    assert queries.recovery_codes_left(cast.head.id) == 0
    assert [event for event, _details in events(cast.head)][-2:] == [
        "recovery_codes_made",
        "second_factor_removed",
    ]


def test_the_administrator_resets_it_for_who_lost_the_telephone(
    app: Flask, browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.head, clock.now())
    set_up_factor(cast.head, clock.real_now())
    theirs = Visitor(app.test_client(), clock).be(cast.head)
    browser.be(cast.administrator).open(f"/people/{cast.head.id}")
    browser.press("Bỏ xác thực hai bước")
    assert not is_in(theirs)
    enter(theirs, cast.head, PASSWORD)
    assert is_in(theirs)
    reset = next(
        line for line in journal.timeline("person", cast.head.id) if line.event == "second_factor_reset"
    )
    assert reset.actor_name == cast.administrator.full_name


def test_what_was_only_begun_guards_nothing(browser: Visitor, cast: Cast, clock: HandClock) -> None:
    give_password(cast.head, clock.now())
    actions.begin_factor(cast.head, secret_key=KEY, real_now=clock.real_now())
    db.session.commit()
    enter(browser, cast.head)
    assert is_in(browser)


def test_a_changed_secret_key_is_said_and_mended_by_a_reset(
    browser: Visitor, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.head, clock.now())
    set_up_factor(cast.head, clock.real_now())
    factor = queries.factor_of(cast.head.id)
    assert factor is not None
    factor.sealed_secret = "x" * 20
    db.session.commit()
    enter(browser, cast.head)
    browser.press("Tiếp tục", code="123456")
    assert "khóa bí mật của hệ thống đã đổi" in browser.words
    actions.reset_factor(cast.head, on=build.occasion(clock.now()))
    db.session.commit()
    enter(browser, cast.head)
    assert is_in(browser)
