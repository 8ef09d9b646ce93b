"""Reading orders of documents, and a city's own words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.briefings.models import Briefing
from taskboard.db import db
from taskboard.documents.models import UNDER_WAY, DocumentAsker, DocumentOrder, OrderState, Phrase
from taskboard.domain.lifecycle import OPEN
from taskboard.files.models import Attachment
from taskboard.kept import forget_when_written, kept
from taskboard.tasks.models import Task, TaskVersion

_PHRASES = "document phrases"
forget_when_written(Phrase, _PHRASES)


def order_of(order_id: int, person_id: int) -> DocumentOrder | None:
    """For those who asked for it; to everybody else it does not exist."""
    people = joinedload(DocumentOrder.askers).joinedload(DocumentAsker.person)
    order = db.session.get(DocumentOrder, order_id, options=[people])
    if order is None or person_id not in {asker.person_id for asker in order.askers}:
        return None
    return order


def orders_of(person_id: int) -> list[DocumentOrder]:
    """What a person asked for and is still kept, the newest first."""
    statement = (
        sa.select(DocumentOrder)
        .join(DocumentAsker, DocumentAsker.order_id == DocumentOrder.id)
        .where(DocumentAsker.person_id == person_id)
        .order_by(DocumentAsker.asked_at.desc(), DocumentOrder.id.desc())
    )
    return list(db.session.scalars(statement))


def under_way(subject: str) -> DocumentOrder | None:
    """The order for this that waits or is being made; the database keeps it to one."""
    return db.session.scalar(
        sa.select(DocumentOrder).where(
            DocumentOrder.subject == subject, DocumentOrder.state.in_(list(UNDER_WAY))
        )
    )


def made(subject: str, edition: str) -> DocumentOrder | None:
    """The same file from the same figures, if it is still kept."""
    return db.session.scalar(
        sa.select(DocumentOrder)
        .where(
            DocumentOrder.subject == subject,
            DocumentOrder.edition == edition,
            DocumentOrder.state == OrderState.MADE,
        )
        .order_by(DocumentOrder.id.desc())
        .limit(1)
    )


def claimable(database_now: datetime) -> list[int]:
    """Orders whose turn has come: waiting, or left by a worker whose lease ran out; the oldest first."""
    left = sa.and_(DocumentOrder.state == OrderState.MAKING, DocumentOrder.leased_until < database_now)
    statement = (
        sa.select(DocumentOrder.id)
        .where(sa.or_(DocumentOrder.state == OrderState.WAITING, left))
        .order_by(DocumentOrder.asked_at, DocumentOrder.id)
    )
    return list(db.session.scalars(statement))


def waiting_before(order: DocumentOrder) -> int:
    """How many others are made first."""
    statement = sa.select(sa.func.count()).where(
        DocumentOrder.state.in_(list(UNDER_WAY)), DocumentOrder.id < order.id
    )
    return int(db.session.scalar(statement) or 0)


def expired(now: datetime) -> list[DocumentOrder]:
    """Files whose time is over, and orders that came to nothing as long ago."""
    return list(db.session.scalars(sa.select(DocumentOrder).where(DocumentOrder.expires_at <= now)))


def is_needed(sha256: str, besides: DocumentOrder) -> bool:
    """Whether another order, or an attachment, rests on the same content."""
    others = sa.select(DocumentOrder.id).where(DocumentOrder.sha256 == sha256, DocumentOrder.id != besides.id)
    attached = sa.select(Attachment.id).where(Attachment.sha256 == sha256)
    return bool(db.session.scalar(sa.select(sa.or_(others.exists(), attached.exists()))))


def tasks_in_period(briefing: Briefing) -> int:
    """About how many tasks its report lists: none fewer, and counted in a moment. Only tells small from large."""
    version = sa.and_(TaskVersion.task_id == Task.id, TaskVersion.recorded_to.is_(None))
    lives = sa.or_(
        Task.assigned_on >= briefing.period_start,
        Task.state.in_(list(OPEN)),
        sa.exists().where(version, TaskVersion.recorded_from >= _midnight(briefing.period_start)),
    )
    statement = sa.select(sa.func.count(Task.id)).where(Task.assigned_on <= briefing.period_end, lives)
    return int(db.session.scalar(statement) or 0)


def _midnight(day: date) -> datetime:
    """Before the day begins anywhere."""
    return datetime.combine(day - timedelta(days=1), time(), UTC)


def phrases_on(document: str, day: date) -> dict[str, str]:
    """A city's own words for a document in force on `day`, by the phrase's name."""
    found: dict[str, str] = {}
    for name_of, name, valid_from, text in kept(_PHRASES, _all_phrases):
        if name_of == document and valid_from <= day:
            found[name] = text
    return {name: text for name, text in found.items() if text}


def _all_phrases() -> tuple[tuple[str, str, date, str], ...]:
    """In the order of their days: a few dozen rows."""
    statement = sa.select(Phrase.document, Phrase.name, Phrase.valid_from, Phrase.text)
    return tuple((*row,) for row in db.session.execute(statement.order_by(Phrase.valid_from)))


def phrase_history(document: str) -> list[Phrase]:
    """Every change of a document's words, the newest first."""
    statement = sa.select(Phrase).where(Phrase.document == document)
    return list(db.session.scalars(statement.order_by(Phrase.set_at.desc(), Phrase.id.desc())))
