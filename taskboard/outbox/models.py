"""Mails owed: a row first, in the transaction of the fact; then claimed, sent, settled."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.db import Base, Instant, enum_column, intpk

HISTORY = "history"
"""Why a mail of the sample's past was never owed to a server: it is told as having left when it was written."""


class MailState(StrEnum):
    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    EXPIRED = "expired"


class OutboxMessage(Base):
    __tablename__ = "outbox_message"

    id: Mapped[intpk]
    key: Mapped[str] = mapped_column(unique=True)
    """What makes it this mail and no other; its hash travels as Message-ID, the same at every try."""
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    to_name: Mapped[str]
    to_address: Mapped[str]
    subject: Mapped[str]
    text_body: Mapped[str]
    """Of a message to another system: its JSON."""
    html_body: Mapped[str]
    calendar: Mapped[str] = mapped_column(default="")
    """Deadlines as an iCalendar object, attached to the mail; empty when it announces none."""
    state: Mapped[MailState] = enum_column(MailState, default=MailState.OWED)
    outcome: Mapped[str] = mapped_column(default="")
    """The server's words on refusal, or why it was skipped."""
    attempts: Mapped[int] = mapped_column(default=0)
    business_at: Mapped[Instant]
    """The business instant it belongs to; the next columns are real time, for delivery."""
    created_at: Mapped[Instant]
    next_attempt_at: Mapped[Instant]
    expires_at: Mapped[Instant | None]
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[Instant | None]
    sent_at: Mapped[Instant | None]
    repeats_id: Mapped[int | None] = mapped_column(sa.ForeignKey("outbox_message.id"))
    """The mail that a person asked to be sent once more."""
    reply_to: Mapped[str] = mapped_column(default="")
    """Where an answer goes that becomes a report; empty where none is read."""
    webhook_id: Mapped[int | None] = mapped_column(sa.ForeignKey("webhook.id"), index=True)
    """Another system this is owed to: over HTTP, by a loop of its own (hooks/delivery.py). None for a mail."""

    __table_args__ = (
        sa.Index("ix_outbox_message_state_next", "state", "next_attempt_at"),
        sa.CheckConstraint("(state = 'sending') = (claimed_by IS NOT NULL)", name="claimed"),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent"),
    )

    @property
    def has_body(self) -> bool:
        """False once the bodies were dropped with age."""
        return bool(self.text_body)


class DeliveryAttempt(Base):
    """One try, written with its end; one whose process died while sending is written when the mail is taken back."""

    __tablename__ = "delivery_attempt"

    id: Mapped[intpk]
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("outbox_message.id"), index=True)
    holder: Mapped[str]
    started_at: Mapped[Instant] = mapped_column(index=True)
    """Indexed: how many left within the last minute is asked at each pass."""
    ended_at: Mapped[Instant | None]
    """None when nobody knows: the process died before it could write down what the server said."""
    has_succeeded: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    """The server's own words, or what kept us from hearing them."""
