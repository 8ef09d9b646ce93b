"""Signing in by the city's own provider, against one that runs: linked by a rule, never by guess, never created unasked."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import sqlalchemy as sa

from taskboard.accounts import actions, queries
from taskboard.accounts.models import OutsideIdentity, Way
from taskboard.accounts.outside_views import CLIENT
from taskboard.db import db
from taskboard.journal.actions import COMMAND
from taskboard.settings import actions as city_settings
from tests.accounts.door import events, is_in, set_up_factor
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor
from tests.processes import free_port

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.core import Core
    from tests.conftest import HandClock

__all__ = ["cast"]
pytestmark = pytest.mark.slow


class Provider:
    """The process, and a person who consents at it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def knows(self, sub: str, **claims: Any) -> None:
        requests.put(f"{self.url}/users/{sub}", json=claims, timeout=10).raise_for_status()

    def consent(self, address: str, sub: str) -> str:
        """Press "authorise" there; returns where it sends the browser."""
        answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    pytest.importorskip("httpx", reason="oidc-provider-mock is not installed")
    port = free_port()
    script = Path(__file__).with_name("provider.py")
    with subprocess.Popen(
        [sys.executable, script, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration", process)
            yield Provider(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, "the provider ended by itself"
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(url, timeout=5).ok:
                return
        time.sleep(0.1)
    raise AssertionError("the provider does not answer")


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


@pytest.fixture
def configured(app: Flask, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    _configure(app, monkeypatch, oidc_issuer=provider.url)
    return provider


def _configure(app: Flask, monkeypatch: pytest.MonkeyPatch, **more: Any) -> None:
    core: Core = app.extensions["taskboard"]
    settings = replace(
        core.settings, oidc_client_id="taskboard", oidc_client_secret="secret", oidc_name="SSO tỉnh", **more
    )
    monkeypatch.setitem(app.extensions, "taskboard", replace(core, settings=settings))
    monkeypatch.delitem(app.extensions, CLIENT, raising=False)


def _set_out(browser: Visitor, target: str = "/account") -> str:
    """The address of the provider the button leads to."""
    with_next = f"/sign-in?next={target}"
    browser.open(with_next)
    (href,) = [link for link in browser.links if link.startswith("/sign-in/outside")]
    answer = browser.client.get(href)
    assert answer.status_code == 302
    return str(answer.location)


def _come_in(browser: Visitor, provider: Provider, sub: str) -> None:
    back = urlsplit(provider.consent(_set_out(browser), sub))
    assert f"{back.scheme}://{back.netloc}{back.path}" == "http://localhost/sign-in/outside/back"
    browser.open(f"{back.path}?{back.query}")


def _identities() -> list[OutsideIdentity]:
    return list(db.session.scalars(sa.select(OutsideIdentity)))


def test_without_a_provider_there_is_no_button_and_no_page(browser: Visitor) -> None:
    browser.open("/sign-in")
    assert not [link for link in browser.links if "outside" in link]
    for path in ("/sign-in/outside", "/sign-in/outside/back?code=x&state=y"):
        browser.open(path)
        assert browser.status == 404


def test_a_verified_address_that_is_a_sign_in_name_opens_the_account(
    browser: Visitor, cast: Cast, configured: Provider
) -> None:
    configured.knows("s-1", email=cast.head.sign_in_name.upper(), email_verified=True)
    address = parse_qs(urlsplit(_set_out(browser)).query)
    assert address["code_challenge_method"] == ["S256"] and address["nonce"] and address["state"]
    assert address["response_type"] == ["code"]
    _come_in(browser, configured, "s-1")
    assert browser.url == "/account" and cast.head.full_name in browser.words
    (identity,) = _identities()
    assert (identity.person_id, identity.subject) == (cast.head.id, "s-1")
    found = dict(events(cast.head))
    assert found["outside_linked"] == {"by": "email"} and found["signed_in"]["way"] == Way.OUTSIDE


def test_from_then_on_the_subject_counts_and_not_the_address(
    browser: Visitor, cast: Cast, configured: Provider
) -> None:
    configured.knows("s-2", email=cast.head.sign_in_name, email_verified=True)
    _come_in(browser, configured, "s-2")
    browser.press("Đăng xuất")
    configured.knows("s-2", email="ten-moi@namdinh.example", email_verified=True)
    _come_in(browser, configured, "s-2")
    assert cast.head.full_name in browser.words
    browser.press("Đăng xuất")
    configured.knows("s-3", email=cast.head.sign_in_name, email_verified=True)
    _come_in(browser, configured, "s-3")
    assert not is_in(browser), "an address that was given to somebody else opens nobody's account"


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email": "kinhte@namdinh.example", "email_verified": False}, "chưa xác minh địa chỉ thư"),
        ({"email": "kinhte@namdinh.example"}, "chưa xác minh địa chỉ thư"),
        ({"email": "nguoi-la@namdinh.example", "email_verified": True}, "chưa có tài khoản"),
    ],
)
def test_who_is_not_proved_or_not_known_stays_outside(
    claims: dict[str, Any], said: str, browser: Visitor, cast: Cast, configured: Provider
) -> None:
    configured.knows("s-4", **claims)
    _come_in(browser, configured, "s-4")
    assert browser.url.startswith("/sign-in") and said in browser.words
    assert _identities() == [] and not is_in(browser)


def test_a_locked_account_and_one_without_a_post_stay_locked(
    browser: Visitor, cast: Cast, configured: Provider, clock: HandClock
) -> None:
    configured.knows("s-5", email=cast.head.sign_in_name, email_verified=True)
    actions.set_lock(cast.head, is_locked=True, acting=COMMAND, now=clock.now(), real_now=clock.real_now())
    db.session.commit()
    _come_in(browser, configured, "s-5")
    assert "đang khóa hoặc chưa được giao chức vụ" in browser.words and not is_in(browser)


def test_by_user_name_where_the_city_says_so(
    app: Flask, browser: Visitor, cast: Cast, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    _configure(app, monkeypatch, oidc_issuer=provider.url, oidc_links_by="username")
    provider.knows("s-6", preferred_username=cast.officer.sign_in_name, email="khac@namdinh.example")
    _come_in(browser, provider, "s-6")
    assert cast.officer.full_name in browser.words


def test_an_unknown_one_becomes_an_account_that_waits_only_where_the_city_says_so(
    app: Flask, browser: Visitor, cast: Cast, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    _configure(app, monkeypatch, oidc_issuer=provider.url, oidc_creates=True)
    provider.knows("s-7", email="moi@namdinh.example", email_verified=True, name="Vũ Thị Mai")
    _come_in(browser, provider, "s-7")
    assert "chưa được giao chức vụ" in browser.words and not is_in(browser)
    made = queries.person_by_sign_in_name("moi@namdinh.example")
    assert made is not None and (made.full_name, made.posts) == ("Vũ Thị Mai", [])
    _come_in(browser, provider, "s-7")
    assert len(_identities()) == 1


def test_our_second_factor_is_asked_for_unless_the_provider_says_it_asked(
    browser: Visitor, cast: Cast, configured: Provider, clock: HandClock
) -> None:
    set_up_factor(cast.head, clock.real_now())
    configured.knows("s-8", email=cast.head.sign_in_name, email_verified=True)
    _come_in(browser, configured, "s-8")
    assert browser.url.startswith("/sign-in/code") and not is_in(browser)
    configured.knows("s-8", email=cast.head.sign_in_name, email_verified=True, amr=["pwd", "mfa"])
    _come_in(browser, configured, "s-8")
    assert is_in(browser)


def test_a_role_that_must_have_one_sets_it_up_here_too(
    browser: Visitor, cast: Cast, configured: Provider, clock: HandClock
) -> None:
    city_settings.set_value(
        "second_factor_roles",
        ["administrator"],
        legal_basis="",
        valid_from=clock.today(),
        acting=COMMAND,
        now=clock.now(),
    )
    db.session.commit()
    configured.knows("s-9", email=cast.administrator.sign_in_name, email_verified=True)
    _come_in(browser, configured, "s-9")
    assert browser.url.startswith("/sign-in/second-factor") and not is_in(browser)


def test_an_answer_to_a_question_this_browser_never_asked_is_refused(
    app: Flask, browser: Visitor, cast: Cast, configured: Provider, clock: HandClock
) -> None:
    """Sent to a victim, it would sign them in as the attacker."""
    configured.knows("s-10", email=cast.head.sign_in_name, email_verified=True)
    back = urlsplit(configured.consent(_set_out(browser), "s-10"))
    victim = Visitor(app.test_client(), clock)
    victim.open(f"{back.path}?{back.query}")
    assert not is_in(victim) and _identities() == []
    browser.open(f"{back.path}?{back.query}")
    assert is_in(browser)
    again = Visitor(app.test_client(), clock)
    again.open(f"{back.path}?{back.query}")
    assert not is_in(again), "a code is good once"


def test_a_consent_refused_there_is_said_plainly_here(
    browser: Visitor, cast: Cast, configured: Provider
) -> None:
    state = parse_qs(urlsplit(_set_out(browser)).query)["state"][0]
    browser.open(f"/sign-in/outside/back?error=access_denied&state={state}")
    assert "Chưa đăng nhập được qua hệ thống của cơ quan." in browser.words


def test_a_provider_that_does_not_answer_leaves_the_password(
    app: Flask, browser: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _configure(app, monkeypatch, oidc_issuer=f"http://127.0.0.1:{free_port()}")
    browser.open("/sign-in/outside")
    assert browser.url.startswith("/sign-in") and "hoặc dùng mật khẩu" in browser.words


def test_the_administrator_takes_a_link_off(browser: Visitor, cast: Cast, configured: Provider) -> None:
    configured.knows("s-11", email=cast.head.sign_in_name, email_verified=True)
    _come_in(browser, configured, "s-11")
    browser.be(cast.administrator).open(f"/people/{cast.head.id}")
    browser.press("Bỏ nối")
    assert _identities() == []
    assert events(cast.head)[-1][0] == "outside_unlinked"


def test_the_provider_of_these_tests_gives_nothing_without_the_proof(
    browser: Visitor, configured: Provider
) -> None:
    """Else PKCE would not be tested at all."""
    configured.knows("s-12", email="ai@namdinh.example", email_verified=True)
    back = urlsplit(configured.consent(_set_out(browser), "s-12"))
    asked = {
        "grant_type": "authorization_code",
        "code": parse_qs(back.query)["code"][0],
        "redirect_uri": "http://localhost/sign-in/outside/back",
        "code_verifier": "stolen without it",
    }
    answer = requests.post(
        f"{configured.url}/oauth2/token", data=asked, auth=("taskboard", "secret"), timeout=10
    )
    assert answer.status_code == 400
