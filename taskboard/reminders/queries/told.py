"""Who was told the day of a briefing, and which day that was: they learn when it is another one, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from taskboard.briefings.models import Briefing
from taskboard.db import db
from taskboard.domain.events import Event
from taskboard.journal import queries as journal
from taskboard.outbox.models import HISTORY, MailState, OutboxMessage
from taskboard.reminders.models import Digest, DigestReminder, Reminder

_LEAVES = (MailState.OWED, MailState.SENDING, MailState.SENT)


@dataclass(frozen=True, slots=True)
class BriefingNews:
    """What became of a briefing's day since people were told it."""

    briefing: Briefing
    reason: str
    was: Mapping[str, date]
    """By recipient (`person:12`, `unit:5`), the day they know; whoever knows what holds is not among them."""


def urge_key(briefing_id: int) -> str:
    """How the keys of mails begin that press for answers before a briefing."""
    return f"window:{briefing_id}:"


def readers_told(briefing_id: int) -> list[str]:
    """Recipients who had a mail that named the day of this briefing."""
    return sorted(_told_at(briefing_id))


def briefing_news(briefing_id: int) -> BriefingNews:
    """Whom to tell what of a briefing that was moved or cancelled; nobody, where all know or none was told."""
    briefing = db.session.get_one(Briefing, briefing_id)
    moves = _moves(briefing_id)
    was = {key: _day_at(at, moves, briefing) for key, at in _told_at(briefing_id).items()}
    if briefing.cancelled_at is not None:
        since = briefing.cancelled_at
        unaware = {key for key, at in _told_at(briefing_id).items() if at <= since}
        return BriefingNews(briefing, briefing.cancel_reason, {key: was[key] for key in sorted(unaware)})
    reason = moves[-1].reason if moves else ""
    return BriefingNews(
        briefing, reason, {key: day for key, day in sorted(was.items()) if day != briefing.held_on}
    )


@dataclass(frozen=True, slots=True)
class _Move:
    at: datetime
    from_day: date
    reason: str


def _moves(briefing_id: int) -> list[_Move]:
    """Each time it was put on another day, the first time first."""
    found = [
        _Move(line.at, date.fromisoformat(line.details["from"]["held_on"]), line.details.get("reason", ""))
        for line in journal.timeline("briefing", briefing_id)
        if line.event == Event.BRIEFING_CHANGED and "held_on" in line.details["from"]
    ]
    return found[::-1]


def _day_at(told_at: datetime, moves: list[_Move], briefing: Briefing) -> date:
    """The day that a mail of that instant named."""
    return next((move.from_day for move in moves if move.at >= told_at), briefing.held_on)


def _told_at(briefing_id: int) -> dict[str, datetime]:
    """By recipient, when a mail last named the day: a digest that counted down to it, or a letter that pressed for answers."""
    mail = OutboxMessage
    left = sa.or_(mail.state.in_(_LEAVES), mail.outcome == HISTORY)
    digests = (
        sa.select(Digest.recipient, sa.func.max(Digest.made_at))
        .join(DigestReminder, DigestReminder.digest_id == Digest.id)
        .join(Reminder, Reminder.id == DigestReminder.reminder_id)
        .join(mail, mail.id == Digest.message_id)
        .where(Reminder.briefing_id == briefing_id, left)
        .group_by(Digest.recipient)
    )
    found = {recipient: at for recipient, at in db.session.execute(digests)}  # noqa: C416
    pressed = (
        sa.select(mail.person_id, mail.unit_id, sa.func.max(mail.business_at))
        .where(mail.key.startswith(f"urge:{urge_key(briefing_id)}", autoescape=True), left)
        .group_by(mail.person_id, mail.unit_id)
    )
    for person_id, unit_id, at in db.session.execute(pressed):
        key = f"unit:{unit_id}" if person_id is None else f"person:{person_id}"
        found[key] = max(at, found.get(key, at))
    return found
