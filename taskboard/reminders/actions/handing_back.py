"""What a digest said that nobody was left to read: owed again, to whoever sits there now."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from taskboard.db import db
from taskboard.outbox.actions import Skipped
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reminders.models import Digest, DigestReminder, Reminder, ReminderState


def hand_back_unread(*, now: datetime) -> int:
    """Its reader left between writing and sending: reminders that still matter are planned again. Returns how many.

    Such a digest carries nothing any more, so this is done once a digest; who else had a reminder in a digest of their
    own does not get it again.
    """
    unread = _unread_digests(now)
    if not unread:
        return 0
    carried = sa.select(DigestReminder.reminder_id).where(DigestReminder.digest_id.in_(unread))
    handed_back = db.session.execute(
        sa.update(Reminder)
        .where(Reminder.id.in_(carried), Reminder.state == ReminderState.CONSUMED, Reminder.expires_at > now)
        .values(state=ReminderState.PLANNED, outcome="", settled_at=None)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        sa.delete(DigestReminder)
        .where(DigestReminder.digest_id.in_(unread))
        .execution_options(synchronize_session=False)
    )
    return int(handed_back.rowcount)  # type: ignore[attr-defined]


def _unread_digests(now: datetime) -> list[int]:
    """Digests whose mail was skipped for want of its reader, and which hold a reminder that has not run out."""
    statement = (
        sa.select(Digest.id)
        .join(OutboxMessage, OutboxMessage.id == Digest.message_id)
        .join(DigestReminder, DigestReminder.digest_id == Digest.id)
        .join(Reminder, Reminder.id == DigestReminder.reminder_id)
        .where(
            OutboxMessage.state == MailState.SKIPPED,
            OutboxMessage.outcome == Skipped.RECIPIENT_LEFT.value,
            Reminder.expires_at > now,
        )
        .distinct()
    )
    return list(db.session.scalars(statement))
