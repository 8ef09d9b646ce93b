"""Every route names its permission, and every role is let in or kept out as the table says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.routing import IntegerConverter

from taskboard.api.doors import DOORS
from taskboard.domain.authority import TABLE, Permission, Role
from taskboard.domain.scopes import PERMISSIONS, Scope
from tests.api.program import BODIES, Program
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


def _every(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in FILES]


def _rules(app: Flask) -> list[Rule]:
    """Of pages; the doors of programs stand apart, for no cookie opens them."""
    return [rule for rule in _every(app) if not _is_door(app, rule)]


def _is_door(app: Flask, rule: Rule) -> bool:
    return hasattr(app.view_functions[rule.endpoint], "door")


def _permission(app: Flask, rule: Rule) -> Permission | None:
    return getattr(app.view_functions[rule.endpoint], "permission", None)


def _roles(permission: Permission) -> set[Role]:
    return set(Role) if permission is Permission.PUBLIC else set(TABLE[permission])


def test_every_route_names_its_permission(app: Flask) -> None:
    unguarded = sorted(rule.endpoint for rule in _every(app) if _permission(app, rule) is None)
    assert not unguarded


def test_nothing_but_the_named_few_can_be_sent_by_a_visitor(app: Flask) -> None:
    writes = {
        rule.endpoint
        for rule in _every(app)
        if {"POST", "PUT", "PATCH", "DELETE"} & set(rule.methods or ())
        and _permission(app, rule) is Permission.PUBLIC
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


def test_no_cookie_and_no_visitor_opens_a_door_of_programs(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    doors = [rule for rule in _every(app) if _is_door(app, rule)]
    assert len(doors) == len(DOORS) > 20
    sign_in(client, cast.chief, clock.real_now())
    for browser in (client, app.test_client()):
        for rule in doors:
            for method in {"GET", "POST", "PUT"} & set(rule.methods or ()):
                answer = browser.open(_filled(rule), method=method, json={})
                assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), rule


@pytest.mark.parametrize("who", ROLES)
def test_a_token_opens_the_doors_that_the_posts_behind_it_allow(
    who: str, client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    program = Program.of(client, cast.everyone[who], clock, *Scope)
    for one in DOORS:
        if one.method == "GET" and "<" not in one.path:
            is_open = ROLES[who] in _roles(one.permission)
            assert program.get(one.path).status_code == (200 if is_open else 403), one.path


def test_each_door_is_behind_a_scope_and_reading_alone_writes_nothing(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    assert not [one.name for one in DOORS if not any(one.permission in PERMISSIONS[scope] for scope in Scope)]
    for person in (cast.chair, cast.chief, cast.monitor, cast.head):
        program = Program.of(client, person, clock)
        for rule in _every(app):
            one = getattr(app.view_functions[rule.endpoint], "door", None)
            if one is not None and one.writes:
                headers = {"If_Match": "*", "Idempotency_Key": f"read-{person.id}-{one.name}"}
                path = _filled(rule).removeprefix("/api/v1")
                answer = program.send(one.method, path, body=BODIES.get(one.name, {}), **headers)
                assert answer.status_code == 403, (one.name, answer.json)


def test_no_answer_may_be_framed_sniffed_or_run_foreign_code(client: FlaskClient) -> None:
    headers = client.get("/sign-in").headers
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
