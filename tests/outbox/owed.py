"""Mails owed in few words, and one pass of delivery with the hands of its clock in the test's hand."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from config import Settings
from taskboard.db import begin_writing, db
from taskboard.outbox import actions
from taskboard.outbox.delivery import Delivered, deliver_owed
from taskboard.outbox.models import DeliveryAttempt, OutboxMessage
from taskboard.outbox.render import Mail

NOON = datetime(2021, 6, 16, 5, 0, tzinfo=UTC)
MAIL = Mail(
    "Đôn đốc nhiệm vụ NV-2021-0142",
    "Việc đã quá hạn 5 ngày.\n",
    "<!doctype html><html lang='vi'><body><p>Việc đã quá hạn <b>5 ngày</b>.</p></body></html>",
)
_keys = itertools.count(1)


def owe(
    address: str = "kinhte@namdinh.example", *, key: str = "", real_now: datetime = NOON, **more: object
) -> OutboxMessage:
    """One mail owed and committed, as a request or a job would."""
    begin_writing()
    row = actions.enqueue(
        MAIL,
        key=key or f"test:{next(_keys)}",
        kind="task_urged",
        to_name="Trần Văn Bình",
        to_address=address,
        now=NOON,
        real_now=real_now,
        **more,  # type: ignore[arg-type]
    )
    assert row is not None
    db.session.commit()
    return row


def deliver(
    settings: Settings,
    url: str | None,
    *,
    at: datetime = NOON,
    holder: str = "test",
    timeout_seconds: float = 1.0,
    **more: object,
) -> Delivered:
    """One pass at an instant that stands still; retries are not spread."""
    return deliver_owed(
        settings=replace(
            settings,
            smtp_url=url,
            smtp_timeout_seconds=timeout_seconds,
            mail_from="Theo dõi <nhac@namdinh.example>",
        ),
        holder=holder,
        real_now=lambda: at,
        jitter=lambda: 0.0,
        **more,  # type: ignore[arg-type]
    )


def again(row: OutboxMessage) -> OutboxMessage:
    """The row as the database holds it now."""
    return db.session.get_one(OutboxMessage, row.id, populate_existing=True)


def attempts() -> list[DeliveryAttempt]:
    return list(db.session.scalars(sa.select(DeliveryAttempt).order_by(DeliveryAttempt.id)))


def later(**delta: float) -> datetime:
    return NOON + timedelta(**delta)
