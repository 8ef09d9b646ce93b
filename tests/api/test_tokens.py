"""A token opens what its person's posts and its scopes both allow, until it is over; only its maker sees its words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts import actions as accounts
from taskboard.accounts import queries as people
from taskboard.accounts.models import LinkKind
from taskboard.api import actions, queries
from taskboard.core import Core
from taskboard.db import db
from taskboard.domain.authority import Permission, Role
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.scopes import PERMISSIONS, Scope, permissions_of, scopes_of, scopes_text
from taskboard.journal import queries as journal
from taskboard.outbox.models import OutboxMessage
from taskboard.outbox.wording import is_of_tasks
from tests import build
from tests.accounts.door import PASSWORD, code_of, give_password, set_up_factor
from tests.api.program import Program, token
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.accounts.models import Person, SignInSession
    from taskboard.api.models import ApiToken
    from taskboard.occasion import Occasion
    from tests.conftest import HandClock

__all__ = ["cast"]


def test_scopes_are_words_and_reading_is_always_among_them() -> None:
    assert scopes_text([Scope.OFFICE]) == "read office"
    assert scopes_of("read office") == {Scope.READ, Scope.OFFICE}
    assert permissions_of([]) == PERMISSIONS[Scope.READ]
    assert Permission.CONFIRM_TASK in permissions_of([Scope.OFFICE])
    assert PERMISSIONS[Scope.REPORT] & PERMISSIONS[Scope.OFFICE] == {Permission.URGE_PARTNER}


def test_nothing_of_people_units_or_settings_is_written_by_a_program() -> None:
    everything = permissions_of(Scope)
    assert not {name for name in everything if name.startswith(("edit_", "reorganise", "import", "operate"))}


def test_the_words_are_kept_nowhere(cast: Cast, clock: HandClock) -> None:
    row, words = token(cast.head, clock)
    assert words.startswith("tbk_") and len(words) > 40
    kept = {column.name: str(getattr(row, column.name)) for column in row.__table__.columns}
    assert words not in kept.values()
    assert kept["ending"] == words[-4:]


def test_a_token_ends_with_its_day_its_revocation_its_account_and_its_posts(
    client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    on = build.occasion(clock.now(), cast.administrator)
    words = {
        name: token(cast.everyone[name], clock, days=30) for name in ("head", "officer", "ward_head", "chair")
    }

    def status(name: str) -> int:
        return Program(client, words[name][1]).get("/me").status_code

    assert [status(name) for name in words] == [200] * 4
    actions.revoke_token(words["head"][0], on=on)
    accounts.set_lock(cast.officer, is_locked=True, acting=on.acting, now=on.now, real_now=on.real_now)
    accounts.end_post(cast.ward_head.posts[0], valid_to=clock.today(), on=on)
    build.saved()
    assert [status(name) for name in words] == [401, 401, 401, 200]
    clock.advance(days=30)
    assert status("chair") == 401
    refused = Program(client, words["chair"][1]).get("/me")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer tbk_khong-co", "tbk_x"])
def test_what_is_no_token_opens_nothing(client: FlaskClient, cast: Cast, shown: str) -> None:
    answer = client.get("/api/v1/me", headers={"Authorization": shown} if shown else {})
    assert (answer.status_code, answer.json["type"]) == (401, "/api/docs#not-signed-in")


def test_a_service_token_acts_under_its_one_post(client: FlaskClient, cast: Cast, clock: HandClock) -> None:
    on = build.occasion(clock.now(), cast.administrator)
    accounts.give_post(
        cast.head,
        role=Role.INSPECTOR,
        unit=None,
        title="Thanh tra",
        valid_from=build.BEGAN_ON,
        acting=on.acting,
        now=on.now,
    )
    reading = cast.head.posts[-1]
    build.task("Trạm bơm", lead=cast.urban, on=on)
    build.saved()
    own = Program(client, token(cast.head, clock, *Scope)[1])
    service = Program(client, token(cast.head, clock, *Scope, post=cast.head.posts[0])[1])
    assert [post["role"] for post in own.get("/me").json["posts"]] == ["unit_head", "inspector"]
    assert [post["role"] for post in service.get("/me").json["posts"]] == ["unit_head"]
    assert len(own.get("/tasks").json["items"]) == 1
    assert service.get("/tasks").json["items"] == []
    accounts.end_post(cast.head.posts[0], valid_to=clock.today(), on=on)
    build.saved()
    assert (own.get("/me").status_code, service.get("/me").status_code) == (200, 401)
    assert reading.is_held_on(clock.today())


def test_no_service_stands_for_an_administrator_nor_for_who_is_gone(cast: Cast, clock: HandClock) -> None:
    on = build.occasion(clock.now(), cast.administrator)

    def refusal(**more: object) -> str:
        given = {"name": "Đồng bộ", "scopes": [], "days": 30, "post": None, **more}
        with pytest.raises(RuleBroken) as broken:
            actions.make_token(cast.administrator, **given, on=on)
        return broken.value.key

    assert refusal(post=cast.administrator.posts[0]) == "token_for_administrator"
    assert refusal(post=cast.head.posts[0]) == "token_without_post"
    assert refusal(name=" ") == "token_name_missing"
    assert refusal(days=3650) == "token_lifetime_unknown"
    for _time in range(actions.MOST_TOKENS):
        actions.make_token(cast.administrator, name="Đồng bộ", scopes=[], days=30, on=on)
    assert refusal() == "too_many_tokens"


# ---------------------------------------------------------------------------------------------------------------- pages


def test_a_person_makes_a_token_sees_it_once_and_revokes_it(
    client: FlaskClient, cast: Cast, clock: HandClock, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    core: Core = app.extensions["taskboard"]
    settings = replace(core.settings, base_url="https://theodoi.namdinh.example")
    monkeypatch.setitem(app.extensions, "taskboard", replace(core, settings=settings))
    give_password(cast.head, clock.now())
    visitor = Visitor(client, clock).be(cast.head)
    visitor.open("/account/tokens")
    visitor.press("Tạo mã", name="Đồng bộ với trục liên thông", password=PASSWORD)
    words = visitor.tree.xpath("string(//*[contains(@class, 'token')]/code)")
    assert Program(client, words).get("/me").json["scopes"] == ["read"]
    assert f"{settings.base_url}/api/v1/me" in visitor.tree.xpath("string(//pre)")
    visitor.open("/account/tokens")
    assert words not in visitor.page and words[-4:] in visitor.page
    row = queries.tokens_of(cast.head)[0]
    visitor.send(visitor.form(f"/account/tokens/{row.id}/revoke"))
    assert Program(client, words).get("/me").status_code == 401
    assert [line.event for line in journal.timeline("person", cast.head.id)[:2]] == [
        Event.TOKEN_REVOKED,
        Event.TOKEN_MADE,
    ]


def test_nobody_revokes_anothers_token_but_an_administrator(
    client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    row, words = token(cast.head, clock)
    other = Visitor(client, clock).be(cast.officer)
    assert other.client.post(f"/account/tokens/{row.id}/revoke").status_code in (400, 404)
    program = Program(client, words)
    assert program.get("/me").status_code == 200
    office = Visitor(client, clock).be(cast.administrator)
    office.open("/settings/tokens")
    office.send(office.form(f"/settings/tokens/{row.id}/revoke"))
    assert program.get("/me").status_code == 401


def made_by(visitor: Visitor, path: str = "/account/tokens", **typed: str) -> str:
    visitor.open(path)
    visitor.press("Tạo mã", name="Đồng bộ", **typed)
    return visitor.words


def test_who_found_a_browser_left_open_makes_no_token(
    client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    """The password once more, with no more tries than at the door, and they count there."""
    give_password(cast.head, clock.now())
    visitor = Visitor(client, clock).be(cast.head)
    for _time in range(10):
        assert "Mật khẩu hiện tại chưa đúng" in made_by(visitor, password="không phải mật khẩu")
        assert visitor.status == 422
    assert "Đề nghị" in made_by(visitor, password=PASSWORD)
    assert (visitor.status, queries.tokens_of(cast.head)) == (422, [])
    clock.advance(minutes=16)
    assert "tbk_" in made_by(visitor, password=PASSWORD)
    assert len(queries.tokens_of(cast.head)) == 1


def test_a_second_factor_is_asked_for_too(client: FlaskClient, cast: Cast, clock: HandClock) -> None:
    give_password(cast.head, clock.now())
    set_up_factor(cast.head, clock.real_now())
    visitor = Visitor(client, clock).be(cast.head)
    clock.advance(minutes=1)
    made_by(visitor, password=PASSWORD, code="000000")
    assert visitor.status == 422 and "Mã chưa đúng" in visitor.words
    code = code_of(cast.head, clock.real_now())
    assert "tbk_" in made_by(visitor, password=PASSWORD, code=code)
    made_by(visitor, password=PASSWORD, code=code)
    assert visitor.status == 422, "a code is used once"


def test_who_has_no_password_has_just_come_in(client: FlaskClient, cast: Cast, clock: HandClock) -> None:
    visitor = Visitor(client, clock).be(cast.head)
    visitor.open("/account/tokens")
    assert not visitor.tree.xpath("//input[@name='password' or @name='code']")
    assert "tbk_" in made_by(visitor)
    clock.advance(minutes=11)
    assert "Đề nghị đăng xuất, đăng nhập lại" in made_by(visitor)
    assert len(queries.tokens_of(cast.head)) == 1


def test_an_administrator_shows_who_they_are_before_a_service_token(
    client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.administrator, clock.now())
    visitor = Visitor(client, clock).be(cast.administrator)
    visitor.open("/settings/tokens")
    post = visitor.form(holding="post_id").choice("post_id", cast.head.full_name)
    visitor.press("Tạo mã", name="Đồng bộ", post_id=post, password="không phải")
    assert (visitor.status, queries.tokens_of(cast.head)) == (422, [])
    visitor.press("Tạo mã", name="Đồng bộ", post_id=post, password=PASSWORD)
    (row,) = queries.tokens_of(cast.head)
    assert row.is_service and mail_of(row).to_address == cast.head.email


def mail_of(row: ApiToken) -> OutboxMessage:
    return db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.key == f"token:{row.id}")).one()


def test_its_owner_hears_of_a_token_by_mail(cast: Cast, clock: HandClock) -> None:
    on = build.occasion(clock.now(), cast.administrator)
    row, words = actions.make_token(
        cast.head, name="<b>Đồng bộ</b>", scopes=[], days=30, post=cast.head.posts[0], on=on
    )
    mail = mail_of(row)
    assert mail.subject == "[Theo dõi chỉ đạo] Mã truy cập mới trong tài khoản của đồng chí"
    text = " ".join(mail.text_body.split())
    assert "Lúc 09:00 ngày 16/06/2021, mã truy cập “<b>Đồng bộ</b>”" in text
    assert f"với chức vụ {cast.head.posts[0].signed_title} đến hết ngày 16/07/2021" in text
    assert "/account/tokens" in text and words not in mail.text_body + mail.html_body
    assert "<b>Đồng bộ</b>" not in mail.html_body and "&lt;b&gt;Đồng bộ" in mail.html_body
    assert not is_of_tasks(mail)


ENDINGS = (
    "password",
    "kept",
    "reset",
    "unlock",
    "sessions",
    "one session",
    "administrator",
    "factor",
    "lock",
)


@pytest.mark.parametrize("how", ENDINGS)
def test_what_ends_a_stolen_session_ends_the_tokens_made_in_it(
    cast: Cast, clock: HandClock, how: str
) -> None:
    person, on = cast.head, build.occasion(clock.now(), cast.administrator)
    own, service = token(person, clock)[0], token(person, clock, post=person.posts[0])[0]
    give_password(person, clock.now())
    sessions = [_session(person, clock) for _time in range(2)]
    end_by(how, person, sessions, on)
    build.saved()
    assert own.is_live(clock.real_now()) is (how in ("kept", "unlock", "one session"))
    assert service.is_live(clock.real_now()), "it ends with its post"


def end_by(how: str, person: Person, sessions: list[SignInSession], on: Occasion) -> None:
    times = {"now": on.now, "real_now": on.real_now}
    if how in ("password", "kept"):
        accounts.change_password(
            sessions[0],
            current=PASSWORD,
            new="cây đa giếng nước sân đình",
            caller=accounts.Caller("127.0.0.1"),
            acting=on.acting,
            ends_tokens=how == "password",
            **times,
        )
    elif how in ("reset", "unlock"):
        made = accounts.make_link(person, LinkKind(how), via="hand", on=on)
        link = people.open_link(made, on.real_now)
        assert link is not None
        accounts.accept_link(link, password="cây đa giếng nước sân đình", **times)
    elif how == "factor":
        set_up_factor(person, on.real_now)
        accounts.reset_factor(person, on=on)
    elif how == "lock":
        accounts.end_post(person.posts[0], valid_to=on.today, on=on)
        assert person.is_locked
    else:
        which = {"one session": {"only": sessions[1]}, "sessions": {"but": sessions[0]}, "administrator": {}}
        accounts.revoke_sessions(person, **which[how], acting=on.acting, real_now=on.real_now)


def _session(person: Person, clock: HandClock) -> SignInSession:
    made = accounts.open_session(
        person, address="127.0.0.1", device="test", remember=False, real_now=clock.real_now()
    )
    db.session.flush()
    found = people.live_session(made, clock.real_now())
    assert found is not None
    return found


def test_a_new_password_offers_to_end_the_tokens_too(
    client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    give_password(cast.head, clock.now())
    visitor = Visitor(client, clock).be(cast.head)
    visitor.open("/account")
    assert not visitor.tree.xpath("//input[@name='ends_tokens']"), "there is none"
    row, _words = token(cast.head, clock)
    visitor.open("/account")
    assert visitor.tree.xpath("//input[@name='ends_tokens'][@checked]")
    visitor.press("Đổi mật khẩu", current=PASSWORD, password="cây đa giếng nước sân đình")
    assert not row.is_live(clock.real_now())
