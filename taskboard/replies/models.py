"""Mails that came in, and what became of each."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.accounts.models import Person
from taskboard.db import Base, Instant, enum_column, intpk
from taskboard.outbox.models import OutboxMessage
from taskboard.tasks.models import Task
from taskboard.units.models import Unit


class Fate(StrEnum):
    """What became of a mail that came in."""

    TAKEN = "taken"
    """It is a report of its task."""
    REFUSED = "refused"
    """It was understood and could not be entered; the sender was told why."""
    UNMATCHED = "unmatched"
    """Nobody can tell which task it is about, or who speaks; the sender was told where to go."""
    AUTOMATIC = "automatic"
    """A machine wrote it (RFC 3834): neither entered nor answered."""


class ReceivedMail(Base):
    __tablename__ = "received_mail"

    id: Mapped[intpk]
    identity: Mapped[str] = mapped_column(unique=True)
    """Its Message-ID, or the hash of its bytes where it has none: the same mail is looked at once."""
    received_at: Mapped[Instant] = mapped_column(index=True)
    """Real time, when it was fetched."""
    from_name: Mapped[str]
    from_address: Mapped[str]
    subject: Mapped[str]
    size_bytes: Mapped[int]
    text: Mapped[str]
    """What was read as the reply, without quotation and signature; dropped with age."""
    fate: Mapped[Fate] = enum_column(Fate)
    reason: Mapped[str] = mapped_column(default="")
    """The sentence the sender was told; of a machine's mail, by what it was known."""
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    task_id: Mapped[int | None] = mapped_column(sa.ForeignKey("task.id"))
    report_id: Mapped[int | None] = mapped_column(sa.ForeignKey("report.id"))
    answer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("outbox_message.id"))

    person: Mapped[Person | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    task: Mapped[Task | None] = relationship()
    answer: Mapped[OutboxMessage | None] = relationship()

    __table_args__ = (sa.CheckConstraint("(fate = 'taken') = (report_id IS NOT NULL)", name="taken"),)
