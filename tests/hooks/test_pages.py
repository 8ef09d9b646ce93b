"""The administrator adds a system, sees its secret once, tests, pauses, sends again; the Office may look."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts.sealing import Purpose, unseal
from taskboard.core import Core
from taskboard.db import db
from taskboard.domain.hooking import Pause
from taskboard.hooks.models import Webhook, WebhookState
from taskboard.journal.models import JournalEntry
from tests import build
from tests.cast import Cast, cast
from tests.hooks.receiver import Receiver, receiver
from tests.hooks.telling import owed, tell, told_system
from tests.pages.visitor import Visitor, counted

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from config import Settings
    from tests.conftest import HandClock

__all__ = ["cast", "receiver"]

pytestmark = pytest.mark.sqlite_only  # what the pages say; what lies in the database is tried on both


@pytest.fixture
def admin(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> Visitor:
    core: Core = app.extensions["taskboard"]
    allowing = replace(core.settings, webhook_allow=("127.0.0.0/8",))
    monkeypatch.setitem(app.extensions, "taskboard", replace(core, settings=allowing))
    return Visitor(client, clock).be(cast.administrator)


def added(admin: Visitor, url: str) -> Webhook:
    admin.open("/settings/webhooks/new")
    form = admin.form(holding="url")
    admin.send(form, name="Bảng điều hành", url=url, events=["task_assigned", "task_confirmed"])
    return db.session.scalars(sa.select(Webhook)).one()


def test_the_secret_is_shown_once_and_lies_sealed(admin: Visitor, receiver: Receiver) -> None:
    webhook = added(admin, receiver.url)
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", admin.page)
    assert admin.answer is not None and admin.answer.headers["Cache-Control"] == "no-store"
    assert secret not in webhook.sealed_secret
    assert unseal(webhook.sealed_secret, secret_key="for tests only", purpose=Purpose.WEBHOOK) == secret
    for page in (
        "/settings/webhooks",
        f"/settings/webhooks/{webhook.id}",
        f"/settings/webhooks/{webhook.id}/edit",
    ):
        admin.open(page)
        assert admin.status == 200
        assert "whsec_" not in admin.page
    entries = " ".join(db.session.scalars(sa.select(JournalEntry.details)))
    assert secret not in entries
    admin.open(f"/settings/webhooks/{webhook.id}")
    admin.press("Cấp khóa ký mới")
    (renewed,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", admin.page)
    assert renewed != secret


def test_what_cannot_be_is_said_at_its_field_with_all_that_was_typed(admin: Visitor) -> None:
    admin.open("/settings/webhooks/new")
    admin.send(admin.form(holding="url"), name="Trong nhà", url="http://10.0.0.5/x", events=["task_assigned"])
    assert admin.status == 422
    assert "10.0.0.5 là địa chỉ nội bộ" in admin.complaints[0]
    assert admin.form(holding="url").values["events"] == ["task_assigned"]
    admin.send(admin.form(holding="url"), name="Không sự kiện", url="https://hook.example/", events=[])
    assert any("ít nhất một sự kiện" in words for words in admin.complaints)
    assert db.session.scalar(sa.select(sa.func.count(Webhook.id))) == 0


def test_a_test_tells_what_the_other_side_said(admin: Visitor, receiver: Receiver, clock: HandClock) -> None:
    added(admin, receiver.url)
    admin.open("/settings/webhooks")
    admin.open(next(link for link in admin.links if re.search(r"/webhooks/\d+$", link)))
    admin.press("Gửi thử")
    assert "Hệ thống nhận đã trả lời: 200 Said ok" in admin.words
    assert receiver.heard[0].told == {"type": "ping", "timestamp": "2021-06-16T02:00:00+00:00", "data": {}}
    receiver.stop()
    clock.advance(seconds=1)
    admin.press("Gửi thử")
    assert "Không kết nối được tới hệ thống nhận." in admin.words


def test_the_log_shows_each_message_its_tries_and_sends_it_again(
    admin: Visitor, cast: Cast, receiver: Receiver, settings: Settings, clock: HandClock, now: datetime
) -> None:
    webhook = added(admin, receiver.url)
    receiver.statuses = [500, 200]
    build.task("Lập phương án hộ đê", lead=cast.economy, on=build.occasion(now, cast.monitor))
    build.saved()
    tell(settings, clock)
    admin.open(f"/settings/webhooks/{webhook.id}")
    assert "Hệ thống nhận gặp lỗi. 500 Said ok" in admin.words
    assert "thử lại lúc" in admin.words
    clock.advance(hours=1)
    tell(settings, clock)
    admin.be(cast.administrator)
    admin.open(f"/settings/webhooks/{webhook.id}?state=sent")
    admin.open(next(link for link in admin.links if "/messages/" in link))
    assert '"type":"task_assigned"' in admin.words
    assert "Chưa gửi được" in admin.words
    admin.press("Gửi lại sự kiện này")
    assert "Đã xếp vào hàng chờ gửi lại." in admin.words
    tell(settings, clock)
    assert len(receiver.heard) == 3
    assert owed()[-1].repeats_id == owed()[0].id


def test_pausing_resuming_and_removing(admin: Visitor, receiver: Receiver) -> None:
    webhook = added(admin, receiver.url)
    admin.open(f"/settings/webhooks/{webhook.id}")
    admin.press("Tạm dừng")
    assert "Đang tạm dừng." in admin.words
    admin.press("Cho chạy lại")
    assert db.session.get_one(Webhook, webhook.id, populate_existing=True).state is WebhookState.ACTIVE
    admin.press("Bỏ webhook")
    assert admin.url == "/settings/webhooks"
    assert "Chưa có hệ thống nào được báo." in admin.words
    assert admin.open(f"/settings/webhooks/{webhook.id}") and admin.status == 404


def test_who_runs_the_installation_reads_of_a_system_left_alone_on_the_first_page(
    admin: Visitor, receiver: Receiver, now: datetime
) -> None:
    webhook = added(admin, receiver.url)
    row = db.session.get_one(Webhook, webhook.id)
    row.state, row.pause, row.failing_since = WebhookState.PAUSED, Pause.FAILING, now
    build.saved()
    admin.open("/")
    assert "Webhook tự tạm dừng vì gửi nhiều ngày không được." in admin.words
    admin.open("/settings/webhooks")
    assert "ba ngày liền" in admin.words
    row = db.session.get_one(Webhook, webhook.id)
    row.pause = Pause.BY_HAND
    build.saved()
    admin.open("/")
    assert "Webhook tự tạm dừng" not in admin.words, "somebody knows of it: they did it"


def test_the_office_looks_and_changes_nothing(
    admin: Visitor, cast: Cast, receiver: Receiver, now: datetime
) -> None:
    webhook = added(admin, receiver.url)
    admin.be(cast.monitor)
    admin.open(f"/settings/webhooks/{webhook.id}")
    assert admin.status == 200
    assert not [form for form in admin.forms if form.method == "post" and "/webhooks/" in form.action]


def test_the_list_asks_as_much_for_many_as_for_one(
    admin: Visitor, cast: Cast, receiver: Receiver, now: datetime
) -> None:
    asked = []
    for number in range(2):
        for one in range(1 + 6 * number):
            told_system(receiver.url, now, name=f"Hệ thống {number} {one}")
        build.saved()
        admin.be(cast.administrator)
        with counted() as questions:
            admin.open("/settings/webhooks")
        asked.append(len(questions))
    assert asked[0] == asked[1] <= 10


def test_what_stands_behind_the_host_is_for_whoever_may_change_it(
    admin: Visitor, cast: Cast, now: datetime
) -> None:
    """The address of a chat room or a gateway often is the secret itself."""
    first, second = "https://hook.example/services/T0/bi-mat-1", "https://hook.example/services/T0/bi-mat-2"
    webhook = added(admin, first)
    build.task("Hộ đê", lead=cast.economy, on=build.occasion(now, cast.monitor))
    build.saved()
    (message,) = owed()
    pages = [
        "/settings/webhooks",
        f"/settings/webhooks/{webhook.id}",
        f"/settings/webhooks/{webhook.id}/messages/{message.id}",
    ]
    for page in pages:
        admin.open(page)
        assert first in admin.page, page
    admin.be(cast.monitor)
    for page in pages:
        admin.open(page)
        assert (
            admin.status == 200 and "https://hook.example/…" in admin.page and "bi-mat" not in admin.page
        ), page
    admin.be(cast.administrator)
    admin.open(f"/settings/webhooks/{webhook.id}/edit")
    admin.send(admin.form(holding="url"), url=second)
    lines = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.subject_kind == "webhook")).all()
    assert len(lines) == 2 and not any("bi-mat" in str(line.details) for line in lines)
    assert "hook.example" in str(lines[0].details)
