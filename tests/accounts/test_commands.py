"""Accounts from the command line: the day on which nobody can sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from taskboard.accounts import actions, queries
from tests.accounts.door import PASSWORD, events, give_password, link_on, set_up_factor
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, apart

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


def run(app: Flask, *words: str, **more: str) -> Result:
    with apart():
        return app.test_cli_runner().invoke(args=["accounts", *words], **more)


def test_a_link_for_the_only_administrator(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    said = run(app, "link", cast.administrator.sign_in_name)
    assert said.exit_code == 0, said.output
    assert said.output.startswith("http://localhost/link/")
    browser = Visitor(client, clock)
    browser.open(link_on(said.output))
    browser.press("Đặt mật khẩu", password=PASSWORD)
    assert actions.is_password_of(cast.administrator, PASSWORD)
    assert ("account_link_made", {"kind": "invitation", "via": "hand"}) in events(cast.administrator)


def test_locking_unlocking_ending_sessions_and_a_lost_telephone(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    name = cast.head.sign_in_name
    set_up_factor(cast.head, clock.real_now())
    Visitor(client, clock).be(cast.head)
    assert "127.0.0.1" in run(app, "sessions", name).output
    assert "đã kết thúc 1 phiên" in run(app, "sessions", name, "--end").output
    assert "đã bỏ xác thực hai bước" in run(app, "reset-second-factor", name).output
    assert queries.factor_of(cast.head.id) is None
    run(app, "lock", name)
    assert cast.head.is_locked
    refused = run(app, "link", name)
    assert refused.exit_code == 1 and "đang khóa" in refused.output
    run(app, "unlock", name)
    assert not cast.head.is_locked


@pytest.mark.parametrize("command", ["link", "unlock", "lock", "reset-second-factor", "sessions"])
def test_a_name_nobody_has_is_said(command: str, app: Flask, cast: Cast) -> None:
    said = run(app, command, "khong-co")
    assert said.exit_code == 1 and "không có tài khoản khong-co" in said.output


def test_a_new_account_needs_a_password_worth_the_name(app: Flask, cast: Cast) -> None:
    words = (
        "create",
        "--name",
        "moi",
        "--full-name",
        "Vũ Thị Mai",
        "--role",
        "inspector",
        "--title",
        "Thanh tra",
    )
    weak = run(app, *words, "--password", "123456789012")
    assert weak.exit_code == 1 and "dãy lặp" in weak.output
    assert run(app, *words, "--password", PASSWORD).output == "moi: inspector\n"


def test_mailing_a_link_needs_an_address(app: Flask, cast: Cast, clock: HandClock) -> None:
    give_password(cast.head, clock.now())
    assert f"thư được gửi tới {cast.head.email}" in run(app, "link", cast.head.sign_in_name, "--mail").output
    cast.head.email = None
    from taskboard.db import db

    db.session.commit()
    assert run(app, "link", cast.head.sign_in_name, "--mail").exit_code == 1
