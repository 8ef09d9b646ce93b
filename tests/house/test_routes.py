"""Every route names its permission, and every role is let in or kept out as the table says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.routing import IntegerConverter

from taskboard.domain.authority import TABLE, Permission, Role
from tests.cast import Cast, cast, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.routing import Rule

    from tests.conftest import HandClock

__all__ = ["cast"]

FILES = frozenset({"static", "bootstrap.static"})
"""Style sheets, scripts and icons: the same for everybody."""
OPEN_WRITES = frozenset(
    {
        "accounts.sign_in",
        "accounts.give_code",
        "accounts.enrol",
        "accounts.forgotten",
        "web.set_theme",
        "web.set_language",
    }
)
"""What a visitor may send: a sign-in and its second half, a lost password, and two preferences of this browser."""
BY_LINK = ("reminders.", "accounts.link", "setup.")
"""Links carry their own right; their pages check it themselves (decisions 21 and 22)."""


def _rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in FILES]


def _permission(app: Flask, rule: Rule) -> Permission | None:
    return getattr(app.view_functions[rule.endpoint], "permission", None)


def _roles(permission: Permission) -> set[Role]:
    return set(Role) if permission is Permission.PUBLIC else set(TABLE[permission])


def test_every_route_names_its_permission(app: Flask) -> None:
    unguarded = sorted(rule.endpoint for rule in _rules(app) if _permission(app, rule) is None)
    assert not unguarded


def test_nothing_but_the_named_few_can_be_sent_by_a_visitor(app: Flask) -> None:
    writes = {
        rule.endpoint
        for rule in _rules(app)
        if "POST" in (rule.methods or ()) and _permission(app, rule) is Permission.PUBLIC
    }
    assert {name for name in writes if not name.startswith(BY_LINK)} == OPEN_WRITES


def test_every_permission_is_in_the_table() -> None:
    assert set(TABLE) == set(Permission) - {Permission.PUBLIC}


def test_a_visitor_is_asked_to_sign_in(app: Flask, client: FlaskClient) -> None:
    for rule in _plain_pages(app):
        if _permission(app, rule) is Permission.PUBLIC:
            continue
        answer = client.get(rule.rule)
        assert answer.status_code == 302, rule
        assert answer.location.startswith("/sign-in"), rule


ROLES = {
    "chair": Role.CHAIR,
    "vice": Role.VICE_CHAIR,
    "chief": Role.CHIEF_OF_OFFICE,
    "monitor": Role.MONITOR,
    "head": Role.UNIT_HEAD,
    "officer": Role.OFFICER,
    "inspector": Role.INSPECTOR,
    "administrator": Role.ADMINISTRATOR,
}


def _plain_pages(app: Flask) -> list[Rule]:
    return [rule for rule in _rules(app) if "GET" in (rule.methods or ()) and not rule.arguments]


@pytest.mark.parametrize("who", ROLES)
def test_a_role_opens_exactly_the_pages_its_posts_allow(
    who: str, app: Flask, client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    sign_in(client, cast.everyone[who], clock.real_now())
    for rule in _plain_pages(app):
        permission = _permission(app, rule)
        assert permission is not None
        status = client.get(rule.rule).status_code
        if ROLES[who] in _roles(permission):
            assert status in (200, 302, 404, 503), f"{who} {rule} {status}"
        else:
            assert status == 403, f"{who} {rule} {status}"


@pytest.mark.parametrize("who", ROLES)
def test_a_role_is_refused_every_act_its_posts_do_not_allow(
    who: str, app: Flask, client: FlaskClient, cast: Cast, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    sign_in(client, cast.everyone[who], clock.real_now())
    for rule in _rules(app):
        permission = _permission(app, rule)
        assert permission is not None
        if "POST" in (rule.methods or ()) and ROLES[who] not in _roles(permission):
            status = client.post(_filled(rule)).status_code
            assert status in (403, 404), f"{who} {rule} {status}"


def test_a_form_without_its_token_is_refused(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    sign_in(client, cast.chief, clock.real_now())
    for rule in _rules(app):
        if "POST" in (rule.methods or ()):
            assert client.post(_filled(rule)).status_code == 400, rule


def _filled(rule: Rule) -> str:
    """The rule's address with something in each place: nothing of the kind exists."""
    values: dict[str, Any] = {name: _value(converter) for name, converter in rule._converters.items()}
    address = rule.build(values)
    assert address is not None
    return address[1]


def _value(converter: Any) -> Any:
    return 999_999 if isinstance(converter, IntegerConverter) else "khong-co"


def test_no_answer_may_be_framed_sniffed_or_run_foreign_code(client: FlaskClient) -> None:
    headers = client.get("/sign-in").headers
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
