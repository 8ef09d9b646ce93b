"""A person's calendar feed: issued, issued anew, revoked. Only the hash of its secret is kept."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.events import Event
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders.models import CalendarFeed
from taskboard.reminders.queries import token_hash


def issue_feed(person: Person, *, on: Occasion) -> str:
    """A new secret; the one before it ends at once. Returned here and nowhere else."""
    _end_feeds(person, real_now=on.real_now)
    token = secrets.token_urlsafe(24)
    db.session.add(CalendarFeed(person_id=person.id, token_hash=token_hash(token), created_at=on.real_now))
    db.session.flush()
    record(Event.CALENDAR_FEED_ISSUED, "person", person.id, acting=on.acting, at=on.now)
    return token


def revoke_feed(person: Person, *, on: Occasion) -> bool:
    """End the person's feed. False when there was none."""
    ended = _end_feeds(person, real_now=on.real_now)
    if ended:
        record(Event.CALENDAR_FEED_REVOKED, "person", person.id, acting=on.acting, at=on.now)
    return bool(ended)


def _end_feeds(person: Person, *, real_now: datetime) -> int:
    done = db.session.execute(
        sa.update(CalendarFeed)
        .where(CalendarFeed.person_id == person.id, CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=real_now)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
