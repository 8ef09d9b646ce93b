"""Reading mails owed, sent and refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import defer

from taskboard.db import db
from taskboard.outbox.models import DeliveryAttempt, MailState, OutboxMessage


def database_now() -> datetime:
    """The database's clock, UTC: the one that several processes share, so the one leases go by (decision 10)."""
    session = db.session
    if session.connection().dialect.name == "postgresql":
        moment: datetime = session.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)
    text = session.execute(sa.select(sa.func.strftime("%Y-%m-%d %H:%M:%f", "now"))).scalar_one()
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)


def by_key(key: str) -> OutboxMessage | None:
    return db.session.scalar(sa.select(OutboxMessage).where(OutboxMessage.key == key))


def by_id(message_id: int) -> OutboxMessage | None:
    return db.session.get(OutboxMessage, message_id)


def owed_ids(real_now: datetime, limit: int) -> list[int]:
    """Mails whose turn has come, those that waited longest first. Whoever claims one first has it."""
    statement = (
        sa.select(OutboxMessage.id)
        .where(OutboxMessage.state == MailState.OWED, OutboxMessage.next_attempt_at <= real_now)
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def attempts_of(message: OutboxMessage) -> list[DeliveryAttempt]:
    statement = sa.select(DeliveryAttempt).where(DeliveryAttempt.message_id == message.id)
    return list(db.session.scalars(statement.order_by(DeliveryAttempt.id)))


def repeats_of(message: OutboxMessage) -> list[OutboxMessage]:
    """Later mails made because a person asked for this one once more."""
    statement = sa.select(OutboxMessage).where(OutboxMessage.repeats_id == message.id)
    return list(db.session.scalars(statement.order_by(OutboxMessage.id)))


@dataclass(frozen=True, slots=True)
class Page:
    messages: Sequence[OutboxMessage]
    total: int
    has_more: bool


def page(
    *, state: MailState | None = None, kind: str | None = None, before_id: int | None = None, size: int = 30
) -> Page:
    """Mails, newest first; `before_id` goes on from the last one shown."""
    chosen = [
        *([OutboxMessage.state == state] if state else []),
        *([OutboxMessage.kind == kind] if kind else []),
    ]
    total = db.session.scalar(sa.select(sa.func.count(OutboxMessage.id)).where(*chosen)) or 0
    if before_id is not None:
        chosen.append(OutboxMessage.id < before_id)
    bodies = (OutboxMessage.html_body, OutboxMessage.text_body)
    rows = db.session.scalars(
        sa.select(OutboxMessage)
        .where(*chosen)
        .order_by(OutboxMessage.id.desc())
        .limit(size + 1)
        .options(*(defer(body) for body in bodies))
    ).all()
    return Page(rows[:size], total, len(rows) > size)


def counts() -> dict[MailState, int]:
    """How many mails stand in each state; states without any are left out."""
    statement = sa.select(OutboxMessage.state, sa.func.count(OutboxMessage.id).label("number")).group_by(
        OutboxMessage.state
    )
    return {row.state: row.number for row in db.session.execute(statement)}


def owed_count() -> int:
    """Mails that wait to be sent."""
    waiting = OutboxMessage.state.in_([MailState.OWED, MailState.SENDING])
    return db.session.scalar(sa.select(sa.func.count(OutboxMessage.id)).where(waiting)) or 0


def unsent_to(kind: str, *, person_id: int | None, unit_id: int | None) -> list[OutboxMessage]:
    """Mails of a kind still owed to a person, or to a unit's shared mailbox."""
    whom = (
        OutboxMessage.person_id == person_id
        if person_id
        else sa.and_(OutboxMessage.person_id.is_(None), OutboxMessage.unit_id == unit_id)
    )
    statement = sa.select(OutboxMessage).where(
        OutboxMessage.kind == kind, OutboxMessage.state == MailState.OWED, whom
    )
    return list(db.session.scalars(statement.order_by(OutboxMessage.id)))
