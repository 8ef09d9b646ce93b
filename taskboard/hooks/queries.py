"""Reading the systems that are told, and what was owed to each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.hooking import Pause
from taskboard.hooks.models import Webhook, WebhookState
from taskboard.outbox.models import DeliveryAttempt, MailState, OutboxMessage

WAITING = (MailState.OWED, MailState.SENDING)


def by_id(webhook_id: int) -> Webhook | None:
    """One that was removed is found no more."""
    return db.session.scalar(
        sa.select(Webhook).where(Webhook.id == webhook_id, Webhook.state != WebhookState.REMOVED)
    )


def by_name(name: str) -> Webhook | None:
    return db.session.scalar(
        sa.select(Webhook).where(Webhook.name == name, Webhook.state != WebhookState.REMOVED)
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One system as the list shows it."""

    webhook: Webhook
    waiting: int
    failed: int
    last_sent_at: datetime | None


def lines() -> list[Line]:
    """By name; in two questions, however many there are."""
    statement = sa.select(Webhook).where(Webhook.state != WebhookState.REMOVED).order_by(Webhook.name)
    rows = list(db.session.scalars(statement))
    counts = {row.webhook_id: row for row in db.session.execute(_counts([row.id for row in rows]))}
    found = []
    for webhook in rows:
        count = counts.get(webhook.id)
        waiting, failed, last = (count.waiting, count.failed, count.last) if count else (0, 0, None)
        found.append(Line(webhook, waiting, failed, last))
    return found


def _counts(ids: Collection[int]) -> sa.Select[int | None, int, int, datetime | None]:
    return (
        sa.select(
            OutboxMessage.webhook_id,
            sa.func.count().filter(OutboxMessage.state.in_(WAITING)).label("waiting"),
            sa.func.count().filter(OutboxMessage.state == MailState.FAILED).label("failed"),
            sa.func.max(OutboxMessage.sent_at).label("last"),
        )
        .where(OutboxMessage.webhook_id.in_(ids))
        .group_by(OutboxMessage.webhook_id)
    )


def line_of(webhook: Webhook) -> Line:
    count = db.session.execute(_counts([webhook.id])).one_or_none()
    return Line(webhook, *(count[1:] if count else (0, 0, None)))


def paused_by_failures() -> list[str]:
    """Names of those that somebody has to look after."""
    statement = sa.select(Webhook.name).where(
        Webhook.state == WebhookState.PAUSED, Webhook.pause.in_((Pause.FAILING, Pause.GONE))
    )
    return list(db.session.scalars(statement.order_by(Webhook.name)))


def message(webhook: Webhook, message_id: int) -> OutboxMessage | None:
    return db.session.scalar(
        sa.select(OutboxMessage).where(OutboxMessage.id == message_id, OutboxMessage.webhook_id == webhook.id)
    )


def messages(
    webhook: Webhook, *, state: MailState | None = None, before_id: int | None = None, size: int = 30
) -> tuple[list[OutboxMessage], bool]:
    """Newest first, and whether there are more."""
    statement = sa.select(OutboxMessage).where(OutboxMessage.webhook_id == webhook.id)
    if state is not None:
        statement = statement.where(OutboxMessage.state == state)
    if before_id is not None:
        statement = statement.where(OutboxMessage.id < before_id)
    rows = list(db.session.scalars(statement.order_by(OutboxMessage.id.desc()).limit(size + 1)))
    return rows[:size], len(rows) > size


def attempts(row: OutboxMessage) -> list[DeliveryAttempt]:
    statement = sa.select(DeliveryAttempt).where(DeliveryAttempt.message_id == row.id)
    return list(db.session.scalars(statement.order_by(DeliveryAttempt.id.desc())))


def failed_since(webhook: Webhook, since: datetime, limit: int) -> list[OutboxMessage]:
    """What never arrived, oldest first."""
    statement = sa.select(OutboxMessage).where(
        OutboxMessage.webhook_id == webhook.id,
        OutboxMessage.state == MailState.FAILED,
        OutboxMessage.business_at >= since,
        OutboxMessage.text_body != "",
    )
    return list(db.session.scalars(statement.order_by(OutboxMessage.id).limit(limit)))


@dataclass(frozen=True, slots=True)
class Next:
    """What one system is told next."""

    message_id: int
    webhook_id: int
    sealed_secret: str


def next_owed(real_now: datetime, *, but: Collection[int] = ()) -> list[Next]:
    """The oldest message whose turn has come, one a system, leaving out those that just failed to listen."""
    oldest = (
        sa.select(sa.func.min(OutboxMessage.id))
        .join(Webhook, Webhook.id == OutboxMessage.webhook_id)
        .where(
            OutboxMessage.state == MailState.OWED,
            OutboxMessage.next_attempt_at <= real_now,
            Webhook.state == WebhookState.ACTIVE,
            Webhook.id.not_in(but),
        )
        .group_by(OutboxMessage.webhook_id)
    )
    statement = (
        sa.select(OutboxMessage.id, Webhook.id, Webhook.sealed_secret)
        .join(Webhook, Webhook.id == OutboxMessage.webhook_id)
        .where(OutboxMessage.id.in_(oldest))
        .order_by(OutboxMessage.id)
    )
    return [Next(*row) for row in db.session.execute(statement)]


REPLAY_WINDOW = timedelta(days=30)
