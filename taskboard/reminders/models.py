"""Planned moments, and the one digest a recipient gets a day (decision 20)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.db import Base, Instant, enum_column, intpk


class ReminderState(StrEnum):
    PLANNED = "planned"
    CONSUMED = "consumed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Reminder(Base):
    """One mark of one deadline. The unique key makes planning again harmless; recipients are resolved when sent."""

    __tablename__ = "reminder"

    id: Mapped[intpk]
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    rule: Mapped[str]
    deadline_version: Mapped[int]
    occurrence: Mapped[date]
    due_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    state: Mapped[ReminderState] = enum_column(ReminderState, default=ReminderState.PLANNED)
    outcome: Mapped[str] = mapped_column(default="")
    """Why it was cancelled, expired, or sent to nobody: the answer to "why did this mail not go out?"."""
    settled_at: Mapped[Instant | None]

    __table_args__ = (
        sa.UniqueConstraint("task_id", "rule", "deadline_version", "occurrence"),
        sa.Index("ix_reminder_state_due_at", "state", "due_at"),
    )


class Digest(Base):
    """All of one recipient's reminders of one day, in one mail."""

    __tablename__ = "digest"

    id: Mapped[intpk]
    recipient: Mapped[str]
    """`person:12`, or `unit:5` for a shared mailbox."""
    day: Mapped[date]
    made_at: Mapped[Instant]
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("outbox_message.id"))

    __table_args__ = (sa.UniqueConstraint("recipient", "day"),)


class DigestReminder(Base):
    """Which digest carried which reminder: two heads of a unit each get it once, and a page can say in which mail."""

    __tablename__ = "digest_reminder"

    digest_id: Mapped[int] = mapped_column(sa.ForeignKey("digest.id"), primary_key=True)
    reminder_id: Mapped[int] = mapped_column(sa.ForeignKey("reminder.id"), primary_key=True, index=True)


class MailLink(Base):
    """A signed link of a mail: may receive, report and ask for the tasks it names; never decide (decision 21)."""

    __tablename__ = "mail_link"

    id: Mapped[intpk]
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    last_used_at: Mapped[Instant | None]


class MailLinkTask(Base):
    __tablename__ = "mail_link_task"

    link_id: Mapped[int] = mapped_column(sa.ForeignKey("mail_link.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), primary_key=True, index=True)
