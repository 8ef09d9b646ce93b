"""Other systems that are told what happens here. What is owed to them stands in the outbox, beside the mails."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.accounts.models import Person
from taskboard.db import Base, Instant, Versioned, enum_column, intpk
from taskboard.domain.hooking import Pause
from taskboard.kept import forget_when_written


class WebhookState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    REMOVED = "removed"
    """What was sent to it stays readable; nothing goes there any more."""


class Webhook(Versioned, Base):
    """One address, its secret, and the events it is told of."""

    __tablename__ = "webhook"

    id: Mapped[intpk]
    name: Mapped[str]
    url: Mapped[str]
    sealed_secret: Mapped[str]
    """Shown once when made; read again only to sign."""
    events: Mapped[str]
    """`Event` values separated by spaces."""
    state: Mapped[WebhookState] = enum_column(WebhookState, default=WebhookState.ACTIVE)
    pause: Mapped[Pause | None] = enum_column(Pause, nullable=True)
    """Why nothing is sent; None while it is active."""
    failing_since: Mapped[Instant | None]
    """Real time of the first failure that no success followed."""
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    created_by: Mapped[Person | None] = relationship()

    __table_args__ = (sa.CheckConstraint("(state = 'paused') = (pause IS NOT NULL)", name="paused"),)

    @property
    def event_names(self) -> list[str]:
        return self.events.split()


SUBSCRIBERS = "webhook subscribers"
"""The name under which a transaction keeps who is told of what."""
forget_when_written(Webhook, SUBSCRIBERS)
