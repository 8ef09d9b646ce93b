"""Reading mails that came in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload, lazyload, load_only

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.replies.models import Fate, ReceivedMail
from taskboard.tasks.models import Task
from taskboard.units.models import Unit


def is_known(identity: str) -> bool:
    return db.session.scalar(sa.select(ReceivedMail.id).where(ReceivedMail.identity == identity)) is not None


def refused_since(address: str, since: datetime) -> int:
    """How many mails of one address were answered with a reason."""
    return _count(
        ReceivedMail.from_address == address,
        ReceivedMail.answer_id.is_not(None),
        ReceivedMail.fate != Fate.TAKEN,
        ReceivedMail.received_at > since,
    )


def strangers_told_since(since: datetime) -> int:
    """How many mails were answered from addresses that are nobody's here."""
    return _count(
        ReceivedMail.answer_id.is_not(None),
        ReceivedMail.received_at > since,
        ~_is_address_of(ReceivedMail.from_address),
    )


def is_ours(address: str) -> bool:
    """Whether an address, in small letters, is that of a person or a unit here."""
    return bool(db.session.scalar(sa.select(_is_address_of(sa.literal(address)))))


def _is_address_of(address: sa.ColumnElement[str] | InstrumentedAttribute[str]) -> sa.ColumnElement[bool]:
    return sa.or_(
        sa.exists().where(sa.func.lower(Person.email) == address),
        sa.exists().where(sa.func.lower(Unit.email) == address),
    )


def entered_since(address: str, task_id: int, since: datetime) -> int:
    """How many mails of one address became reports of one task."""
    return _count(
        ReceivedMail.from_address == address,
        ReceivedMail.task_id == task_id,
        ReceivedMail.fate == Fate.TAKEN,
        ReceivedMail.received_at > since,
    )


def is_repeated(address: str, task_id: int, text: str, *, since: datetime) -> bool:
    """Whether one address said the very same of one task before."""
    return bool(
        _count(
            ReceivedMail.from_address == address,
            ReceivedMail.task_id == task_id,
            ReceivedMail.text == text,
            ReceivedMail.received_at > since,
        )
    )


def _count(*conditions: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count(ReceivedMail.id)).where(*conditions)) or 0


def by_id(mail_id: int) -> ReceivedMail | None:
    unit = joinedload(ReceivedMail.unit).joinedload(Unit.names)
    statement = _mails().options(unit).where(ReceivedMail.id == mail_id)
    return db.session.scalars(statement).unique().one_or_none()


def counts() -> dict[Fate, int]:
    """How many of each fate; those without any are left out."""
    statement = sa.select(ReceivedMail.fate, sa.func.count(ReceivedMail.id).label("number"))
    return {row.fate: row.number for row in db.session.execute(statement.group_by(ReceivedMail.fate))}


def page(
    fate: Fate | None = None, *, before_id: int | None = None, size: int = 30
) -> tuple[list[ReceivedMail], bool]:
    """Newest first, and whether there are more."""
    statement = _mails()
    if fate is not None:
        statement = statement.where(ReceivedMail.fate == fate)
    if before_id is not None:
        statement = statement.where(ReceivedMail.id < before_id)
    rows = list(db.session.scalars(statement.order_by(ReceivedMail.id.desc()).limit(size + 1)))
    return rows[:size], len(rows) > size


def _mails() -> sa.Select[ReceivedMail]:
    return sa.select(ReceivedMail).options(
        joinedload(ReceivedMail.task).options(load_only(Task.code, Task.title), lazyload("*")),
        joinedload(ReceivedMail.person).options(load_only(Person.full_name), lazyload("*")),
    )
