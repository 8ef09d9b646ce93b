"""Rules as data, the moments planned by them, and the one digest a recipient gets a day (decision 20)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.db import Base, Instant, enum_column, intpk
from taskboard.domain.deadline import Recurrence
from taskboard.domain.reminding import Importance, Stop, Subject, Topic, Trigger


class ReminderState(StrEnum):
    PLANNED = "planned"
    CONSUMED = "consumed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class ReminderRule(Base):
    """One rule as it stands from a day on: when to remind, of what, whom, and what ends it.

    A change is a new row, so that a mark of any day is judged by what held on it. The newest row of a key that has come
    into force speaks.
    """

    __tablename__ = "reminder_rule"

    id: Mapped[intpk]
    key: Mapped[str]
    """`after`, `escalate_chair.starred`: what stands before the dot names the marks."""
    trigger: Mapped[Trigger] = enum_column(Trigger)
    offsets: Mapped[str]
    """Numbers separated by spaces; what they count stands at the trigger."""
    readers: Mapped[str]
    """`Reader` values separated by spaces."""
    stop: Mapped[Stop] = enum_column(Stop, default=Stop.DONE)
    importance: Mapped[Importance] = enum_column(Importance, default=Importance.ANY)
    unit_kinds: Mapped[str] = mapped_column(default="")
    """`UnitKind` values separated by spaces; empty: every kind."""
    recurrence: Mapped[Recurrence | None] = enum_column(Recurrence)
    """Occurrences of such a duty only; None: everything else, duties of a quarter or longer among them."""
    day: Mapped[int | None]
    """The day of the month, or the ISO weekday, that a monthly request or a bulletin goes by."""
    is_on: Mapped[bool] = mapped_column(default=True)
    subject: Mapped[Subject] = enum_column(Subject, default=Subject.TASK)
    """What owes the day it stands around: a task, a partner's part, an explanation."""
    legal_basis: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    """Order on the page."""
    valid_from: Mapped[date]
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    set_at: Mapped[Instant | None]

    __table_args__ = (sa.UniqueConstraint("key", "valid_from"),)


class TaskPlan(Base):
    """How far a task's reminders are planned. A pass takes what is planned no further than today, by this index."""

    __tablename__ = "task_plan"

    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), primary_key=True)
    planned_until: Mapped[date] = mapped_column(index=True)


class PlanBasis(Base):
    """What all plans rest on: rules, calendar, hour. When it no longer agrees, every task is planned anew."""

    __tablename__ = "plan_basis"

    id: Mapped[intpk]
    fingerprint: Mapped[str]


_OF_NOTHING = sa.text(
    "task_id IS NULL AND briefing_id IS NULL AND assignment_id IS NULL AND explanation_id IS NULL"
)
_ONE_SUBJECT = (
    "(task_id IS NOT NULL AND briefing_id IS NULL AND assignment_id IS NULL AND explanation_id IS NULL)"
    " OR (task_id IS NULL AND briefing_id IS NOT NULL AND assignment_id IS NULL AND explanation_id IS NULL)"
    " OR (task_id IS NULL AND briefing_id IS NULL AND assignment_id IS NOT NULL AND explanation_id IS NULL)"
    " OR (task_id IS NULL AND briefing_id IS NULL AND assignment_id IS NULL)"
)


def _once_a(name: str, column: str) -> sa.Index:
    """A subject has each mark once a day it stands around."""
    condition = sa.text(f"{column} IS NOT NULL")
    columns = (column, "rule", "occurrence")
    return sa.Index(name, *columns, unique=True, sqlite_where=condition, postgresql_where=condition)


class Reminder(Base):
    """One mark. The unique key makes planning again harmless; recipients are resolved when sent."""

    __tablename__ = "reminder"

    id: Mapped[intpk]
    task_id: Mapped[int | None] = mapped_column(sa.ForeignKey("task.id"), index=True)
    """None for what concerns no single task: a briefing that comes near, the bulletin; and for the next two."""
    briefing_id: Mapped[int | None] = mapped_column(sa.ForeignKey("briefing.id"))
    assignment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("assignment.id"))
    """The partner whose own date this mark stands around."""
    explanation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("explanation.id"))
    rule: Mapped[str]
    """The mark's name: `before_7`, `on_day`, `escalate_chair_5`, `bulletin`."""
    deadline_version: Mapped[int]
    """0 for marks that do not stand around a deadline."""
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
        _once_a("uq_reminder_briefing", "briefing_id"),
        _once_a("uq_reminder_part", "assignment_id"),
        _once_a("uq_reminder_explanation", "explanation_id"),
        sa.Index(
            "uq_reminder_general",
            "rule",
            "occurrence",
            unique=True,
            sqlite_where=_OF_NOTHING,
            postgresql_where=_OF_NOTHING,
        ),
        sa.CheckConstraint(_ONE_SUBJECT, name="one_subject"),
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
    reply_hash: Mapped[str | None] = mapped_column(index=True)
    """Of the token in the Reply-To of the mail that carried the link, the same for all links of one mail."""


class MailLinkTask(Base):
    __tablename__ = "mail_link_task"

    link_id: Mapped[int] = mapped_column(sa.ForeignKey("mail_link.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), primary_key=True, index=True)


class MailSwitch(Base):
    """What the installation sends or does not; a missing row means it does."""

    __tablename__ = "mail_switch"

    topic: Mapped[Topic] = enum_column(Topic, primary_key=True)
    is_on: Mapped[bool]


class MailChoice(Base):
    """What one person wants to get; a missing row means they do. Mandatory topics have no row."""

    __tablename__ = "mail_choice"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    topic: Mapped[Topic] = enum_column(Topic, primary_key=True)
    is_on: Mapped[bool]


class CalendarFeed(Base):
    """The secret address under which a person's calendar program reads their deadlines. One live one a person."""

    __tablename__ = "calendar_feed"

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]

    __table_args__ = (
        sa.Index(
            "uq_calendar_feed_live",
            "person_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )
