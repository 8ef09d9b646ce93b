"""Signing in: the same words for every refusal, a pause after ten, sessions that end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from taskboard.accounts import actions, queries
from taskboard.journal.actions import COMMAND
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.accounts.models import Person
    from tests.conftest import HandClock

__all__ = ["cast"]
PASSWORD = "mot-mat-khau"


@pytest.fixture
def head(cast: Cast, clock: HandClock) -> Cast:
    """The head of Kinh tế with a password."""
    from taskboard.db import db

    actions.set_password(cast.head, PASSWORD, acting=COMMAND, now=clock.now())
    db.session.commit()
    return cast


@pytest.fixture(autouse=True)
def _without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def _enter(client: FlaskClient, name: str, password: str, **more: str) -> tuple[int, str]:
    answer = client.post("/sign-in", data={"email": name, "password": password, **more})
    return answer.status_code, answer.text


def _head() -> Person:
    """The head of Kinh tế as this session sees them: each request closes the one before."""
    found = queries.person_by_sign_in_name("kinhte@namdinh.example")
    assert found is not None
    return found


def test_the_right_password_opens_the_home(client: FlaskClient, head: Cast) -> None:
    assert _enter(client, " KinhTe@namdinh.example ", PASSWORD)[0] == 302
    assert client.get("/").status_code in (200, 302)
    assert client.get("/tasks").status_code == 200


def test_unknown_name_wrong_password_and_ended_post_read_alike(
    client: FlaskClient, head: Cast, clock: HandClock
) -> None:
    from taskboard.db import db

    refusal = "Tên đăng nhập hoặc mật khẩu chưa đúng."
    assert refusal in _enter(client, "khong-co@namdinh.example", PASSWORD)[1]
    assert refusal in _enter(client, "kinhte@namdinh.example", "sai")[1]
    _head().posts[0].valid_to = clock.today()
    db.session.commit()
    assert refusal in _enter(client, "kinhte@namdinh.example", PASSWORD)[1]


def test_what_was_typed_stays_but_never_the_password(client: FlaskClient, head: Cast) -> None:
    page = _enter(client, "kinhte@namdinh.example", "bi-mat-khac")[1]
    assert 'value="kinhte@namdinh.example"' in page
    assert "bi-mat-khac" not in page


def test_ten_wrong_tries_ask_for_a_pause_and_a_colleague_is_not_held_up(
    client: FlaskClient, head: Cast, clock: HandClock
) -> None:
    from taskboard.db import db

    actions.set_password(head.officer, PASSWORD, acting=COMMAND, now=clock.now())
    db.session.commit()
    for _ in range(10):
        _enter(client, "kinhte@namdinh.example", "sai")
    assert "15 phút" in _enter(client, "kinhte@namdinh.example", PASSWORD)[1]
    assert _enter(client, "chuyenvien.kinhte@namdinh.example", PASSWORD)[0] == 302
    client.post("/sign-out")
    clock.advance(minutes=16)
    assert _enter(client, "kinhte@namdinh.example", PASSWORD)[0] == 302


def test_a_session_ends_with_its_time_its_lock_and_its_last_post(
    client: FlaskClient, head: Cast, clock: HandClock
) -> None:
    from taskboard.db import db

    _enter(client, "kinhte@namdinh.example", PASSWORD)
    clock.advance(hours=13)
    assert client.get("/tasks").status_code == 302
    _enter(client, "kinhte@namdinh.example", PASSWORD)
    assert client.get("/tasks").status_code == 200
    _head().posts[0].valid_to = clock.today()
    db.session.commit()
    assert client.get("/tasks").status_code == 302


def test_locking_ends_the_sessions(client: FlaskClient, head: Cast, clock: HandClock) -> None:
    from taskboard.db import db

    _enter(client, "kinhte@namdinh.example", PASSWORD)
    actions.set_lock(_head(), is_locked=True, acting=COMMAND, now=clock.now(), real_now=clock.real_now())
    db.session.commit()
    assert client.get("/tasks").status_code == 302


def test_after_signing_in_only_an_address_of_this_site_is_followed(client: FlaskClient, head: Cast) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = client.post(
            "/sign-in",
            query_string={"next": elsewhere},
            data={"email": "kinhte@namdinh.example", "password": PASSWORD},
        )
        assert answer.location == "/", elsewhere
        client.post("/sign-out")


def test_the_token_in_the_cookie_is_not_in_the_database(client: FlaskClient, head: Cast) -> None:
    import sqlalchemy as sa

    from taskboard.accounts.models import SignInSession
    from taskboard.db import db

    _enter(client, "kinhte@namdinh.example", PASSWORD)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert token not in db.session.scalars(sa.select(SignInSession.token_hash)).all()


def test_a_remembered_session_lasts_thirty_days(client: FlaskClient, head: Cast, clock: HandClock) -> None:
    import sqlalchemy as sa

    from taskboard.accounts.models import SignInSession
    from taskboard.db import db

    _enter(client, "kinhte@namdinh.example", PASSWORD, remember="y")
    session = db.session.scalars(sa.select(SignInSession)).one()
    assert session.expires_at - session.created_at == timedelta(days=30)
