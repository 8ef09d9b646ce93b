"""What an answer tells the browser to guard: cookies, caches, the scheme; and what the frame offers to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from flask import session

from taskboard import create_app
from tests.cast import Cast, cast, sign_in
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from config import Settings
    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.mark.parametrize(("scheme", "is_https"), [("https", True), ("http", False)])
def test_over_https_cookies_are_secure_and_the_browser_is_told_to_stay(
    scheme: str, is_https: bool, settings: Settings
) -> None:
    app = create_app(replace(settings, base_url=f"{scheme}://localhost", database_url="sqlite://"))
    answer = app.test_client().get("/healthz", base_url=f"{scheme}://localhost")
    assert answer.headers.get("Strict-Transport-Security", "").startswith("max-age=31536000") is is_https
    policy = answer.headers["Content-Security-Policy"]
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    for cookie in ("SESSION_COOKIE", "REMEMBER_COOKIE"):
        assert app.config[f"{cookie}_SECURE"] is is_https
        assert app.config[f"{cookie}_HTTPONLY"]
        assert app.config[f"{cookie}_SAMESITE"] == "Lax"


@pytest.mark.parametrize(("scheme", "name"), [("https", "__Host-taskboard"), ("http", "taskboard")])
def test_over_https_no_other_host_can_set_our_cookie(scheme: str, name: str, settings: Settings) -> None:
    app = create_app(replace(settings, base_url=f"{scheme}://localhost", database_url="sqlite://"))
    with app.test_request_context(base_url=f"{scheme}://localhost"):
        session["seen"] = 1
        answer = app.make_response("")
        app.session_interface.save_session(app, session, answer)  # type: ignore[arg-type]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{name}=")
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert ("Secure" in cookie) is (scheme == "https")


def test_pages_of_a_person_are_kept_by_no_cache(client: FlaskClient, cast: Cast, clock: HandClock) -> None:
    sign_in(client, cast.head, clock.real_now())
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_the_search_box_is_there_for_whom_the_list_opens(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    browser = Visitor(client, clock)
    for name, person in cast.everyone.items():
        has_box = 'id="find"' in browser.be(person).open("/account")
        assert browser.status == 200
        browser.open("/tasks?q=a")
        assert has_box is (browser.status == 200), name
        assert has_box is (name != "administrator"), name
