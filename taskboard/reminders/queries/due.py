"""Marks whose moment has come, and the digests that carried them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from taskboard.db import db
from taskboard.domain.lifecycle import REMINDED
from taskboard.domain.reminding import Subject
from taskboard.outbox.models import HISTORY, MailState, OutboxMessage
from taskboard.reminders.models import Digest, DigestReminder, Reminder, ReminderState
from taskboard.reminders.queries.beside import marks_about
from taskboard.reminders.queries.facts import Key
from taskboard.tasks.models import Assignment, Explanation, Task


@dataclass(frozen=True, slots=True)
class Mark:
    """One planned reminder as plain values: a day may bring thousands."""

    id: int
    task_id: int | None
    briefing_id: int | None
    assignment_id: int | None
    explanation_id: int | None
    rule: str
    deadline_version: int
    occurrence: date
    due_at: datetime
    expires_at: datetime
    state: ReminderState
    outcome: str

    @property
    def key(self) -> Key | None:
        """What it reminds of; None for a briefing and for the bulletin."""
        return key_of(self.task_id, self.assignment_id, self.explanation_id)


def key_of(task_id: int | None, assignment_id: int | None, explanation_id: int | None) -> Key | None:
    """The subject that a row of these columns stands for."""
    columns = (
        (Subject.TASK, task_id),
        (Subject.PART, assignment_id),
        (Subject.EXPLANATION, explanation_id),
    )
    return next(((subject, one) for subject, one in columns if one is not None), None)


MARK = (
    Reminder.id,
    Reminder.task_id,
    Reminder.briefing_id,
    Reminder.assignment_id,
    Reminder.explanation_id,
    Reminder.rule,
    Reminder.deadline_version,
    Reminder.occurrence,
    Reminder.due_at,
    Reminder.expires_at,
    Reminder.state,
    Reminder.outcome,
)


def _marks(statement: sa.Executable) -> list[Mark]:
    return [Mark(*row) for row in db.session.execute(statement)]


def marks_of(task_ids: Collection[int]) -> list[Mark]:
    """Every mark of these tasks, of their partners, of explanations asked about them; whatever became of it."""
    return _marks(sa.select(*MARK).where(marks_about(task_ids)))


@dataclass(frozen=True, slots=True)
class Written:
    """As much of a mark as planning compares with."""

    id: int
    subject_id: int
    rule: str
    deadline_version: int
    occurrence: date
    due_at: datetime
    state: ReminderState


COLUMNS = {
    Subject.TASK: Reminder.task_id,
    Subject.PART: Reminder.assignment_id,
    Subject.EXPLANATION: Reminder.explanation_id,
}
"""Where a mark names what it reminds of."""


def written_since(subject: Subject, ids: Collection[int], since: datetime) -> list[Written]:
    """Marks of these that fall due from `since` on: a task late for years has hundreds that say nothing more."""
    statement = sa.select(
        Reminder.id,
        COLUMNS[subject],
        Reminder.rule,
        Reminder.deadline_version,
        Reminder.occurrence,
        Reminder.due_at,
        Reminder.state,
    ).where(COLUMNS[subject].in_(ids), Reminder.due_at >= since)
    return [Written(*row) for row in db.session.execute(statement)]  # type: ignore[arg-type]  # ids asked for


def general_marks(since: datetime) -> list[Mark]:
    """Marks of briefings and of the bulletin that fall due from `since` on."""
    of_nothing = [column.is_(None) for column in COLUMNS.values()]
    return _marks(sa.select(*MARK).where(*of_nothing, Reminder.due_at >= since))


def due_marks(now: datetime) -> list[Mark]:
    """Planned marks whose moment has come and not run out, oldest first: time ≤ now, never "this minute"."""
    chosen = (Reminder.state == ReminderState.PLANNED, Reminder.due_at <= now, Reminder.expires_at > now)
    return _marks(sa.select(*MARK).where(*chosen).order_by(Reminder.due_at, Reminder.id))


def carried_by(digest_ids: Collection[int]) -> list[Mark]:
    """What these digests said."""
    statement = (
        sa.select(*MARK)
        .join(DigestReminder, DigestReminder.reminder_id == Reminder.id)
        .where(DigestReminder.digest_id.in_(digest_ids))
    )
    return _marks(statement) if digest_ids else []


def carried_pairs(reminder_ids: Collection[int]) -> set[tuple[str, int]]:
    """(recipient, reminder) that stand in a digest already."""
    statement = (
        sa.select(Digest.recipient, DigestReminder.reminder_id)
        .join(DigestReminder, DigestReminder.digest_id == Digest.id)
        .where(DigestReminder.reminder_id.in_(reminder_ids))
    )
    return {(recipient, reminder_id) for recipient, reminder_id in db.session.execute(statement)}


def digests_of(messages: Iterable[OutboxMessage]) -> list[Digest]:
    ids = [message.id for message in messages]
    return list(db.session.scalars(sa.select(Digest).where(Digest.message_id.in_(ids)))) if ids else []


def digest_days(recipient: str, first: date, last: date) -> dict[date, OutboxMessage | None]:
    """The days on which somebody had a digest, each with its mail."""
    statement = (
        sa.select(Digest.day, OutboxMessage)
        .outerjoin(OutboxMessage, OutboxMessage.id == Digest.message_id)
        .where(Digest.recipient == recipient, Digest.day.between(first, last))
    )
    return {row.day: row.OutboxMessage for row in db.session.execute(statement)}


@dataclass(frozen=True, slots=True)
class Carried:
    """A mail of reminders that named a task, and what became of it."""

    task_id: int
    made_at: datetime
    to_name: str
    state: MailState
    outcome: str
    left_at: datetime | None
    """The business instant at which the mail server took it; None while it did not."""


def mails_about(task_ids: Collection[int]) -> list[Carried]:
    """Mails that reminded of these tasks, of their parts and explanations, each once a task, oldest first.

    The mails of the sample's past are told as having left when they were written.
    """
    named = sa.func.coalesce(Reminder.task_id, Assignment.task_id, Explanation.task_id).label("named")
    mail = OutboxMessage
    statement = (
        sa.select(
            named,
            Digest.made_at,
            mail.to_name,
            mail.state,
            mail.outcome,
            mail.sent_at,
            mail.created_at,
            mail.id,
        )
        .select_from(Reminder)
        .join(DigestReminder, DigestReminder.reminder_id == Reminder.id)
        .join(Digest, Digest.id == DigestReminder.digest_id)
        .join(mail, mail.id == Digest.message_id)
        .outerjoin(Assignment, Assignment.id == Reminder.assignment_id)
        .outerjoin(Explanation, Explanation.id == Reminder.explanation_id)
        .where(marks_about(task_ids))
        .distinct()
        .order_by(Digest.made_at, mail.id)
    )
    return [
        Carried(task_id, made_at, name, MailState.SENT, "", made_at)
        if outcome == HISTORY
        else Carried(task_id, made_at, name, state, outcome, made_at + (sent - created) if sent else None)
        for task_id, made_at, name, state, outcome, sent, created, _id in db.session.execute(statement)
    ]


def overdue_counts(now: datetime) -> dict[int, int]:
    """How many tasks of each unit are late and still owed; units without any are left out."""
    statement = (
        sa.select(Task.unit_id, sa.func.count(Task.id).label("number"))
        .where(Task.state.in_(REMINDED), Task.overdue_from <= now)
        .group_by(Task.unit_id)
    )
    return {row.unit_id: row.number for row in db.session.execute(statement)}


def tasks_by_id(task_ids: Collection[int]) -> dict[int, Task]:
    """Tasks as a mail shows them: with the unit, the officer and who follows them."""
    if not task_ids:
        return {}
    statement = (
        sa.select(Task)
        .where(Task.id.in_(task_ids))
        .options(selectinload(Task.unit), selectinload(Task.monitor), selectinload(Task.officer))
    )
    return {task.id: task for task in db.session.scalars(statement)}
