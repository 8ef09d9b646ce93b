"""A reminder reminds once its mail has left: the task's history and the board say what became of it (rule 27)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.outbox.models import HISTORY, MailState, OutboxMessage
from taskboard.reminders import actions
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

MONDAY = date(2021, 6, 14)
MADE = build.at(MONDAY)


@pytest.fixture
def late(cast: Cast) -> Task:
    """Two days late on Wednesday; on Monday, its last day, the mail of the day was written."""
    on = build.occasion(build.at(date(2021, 6, 1)), cast.monitor)
    task = build.task("Lập phương án hộ đê", lead=cast.economy, on=on, due_on=MONDAY)
    actions.make_digests(on=build.occasion(MADE))
    return task


def settle(state: MailState, outcome: str = "", *, hours: float = 0.0) -> None:
    """What delivery would have written; `hours` from writing to leaving."""
    mail = OutboxMessage
    ids = sa.select(mail.id).where(mail.kind == "reminder_digest")
    values: dict[str, Any] = {"state": state, "outcome": outcome}
    if state is MailState.SENT:
        created = db.session.scalars(sa.select(mail.created_at).where(mail.id.in_(ids))).first()
        assert created is not None
        values["sent_at"] = created + timedelta(hours=hours)
    db.session.execute(sa.update(mail).where(mail.id.in_(ids)).values(values))
    db.session.commit()


def shown(visitor: Visitor, code: str) -> tuple[str, str]:
    """The entry in the task's history, and the cell of the board."""
    visitor.open(f"/tasks/{code}")
    entries = [" ".join(item.text_content().split()) for item in visitor.tree.xpath("//ol[@class='line']/li")]
    (entry,) = [entry for entry in entries if "Trần Văn Bình" in entry and "hắc" in entry]
    visitor.open("/overdue")
    (cell,) = visitor.tree.xpath("//td[@data-label='Nhắc cuối']")
    return entry, " ".join(cell.text_content().split())


@pytest.mark.parametrize(
    ("state", "outcome", "hours", "title", "board"),
    [
        (MailState.SENT, "", 0.0, "Nhắc qua thư: Trần Văn Bình", "14/06 lần 1"),
        (MailState.SENT, "", 25.0, "gửi đi ngày 15/06", "15/06 lần 1"),
        (MailState.SKIPPED, HISTORY, 0.0, "Nhắc qua thư: Trần Văn Bình", "14/06 lần 1"),
        (MailState.OWED, "", 0.0, "Thư nhắc chưa gửi được", "chưa nhắc thư nhắc chờ chuyển tay ở mục Thư"),
        (MailState.EXPIRED, "too_late", 0.0, "không được gửi", "chưa nhắc thư nhắc không được gửi"),
        (MailState.FAILED, "550 no", 0.0, "không được gửi", "chưa nhắc thư nhắc không được gửi"),
    ],
)
def test_only_a_mail_that_left_has_reminded(
    state: MailState,
    outcome: str,
    hours: float,
    title: str,
    board: str,
    late: Task,
    cast: Cast,
    client: FlaskClient,
    clock: HandClock,
) -> None:
    code = late.code
    settle(state, outcome, hours=hours)
    entry, cell = shown(Visitor(client, clock).be(cast.monitor), code)
    assert title in entry
    assert cell == board
    assert ("Nhắc qua thư" in entry) is (state in (MailState.SENT, MailState.SKIPPED))


def test_with_a_mail_server_set_what_waits_is_not_for_handing_over(
    late: Task, cast: Cast, app: Flask, client: FlaskClient, clock: HandClock
) -> None:
    code = late.code
    db.session.commit()
    core = app.extensions["taskboard"]
    app.extensions["taskboard"] = replace(
        core, settings=replace(core.settings, smtp_url="smtp://mail.example")
    )
    entry, cell = shown(Visitor(client, clock).be(cast.monitor), code)
    assert "thư nhắc chưa gửi được" in entry
    assert cell == "chưa nhắc thư nhắc chưa gửi được"
