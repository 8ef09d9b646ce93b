"""Reading mails that came in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload, load_only

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.replies.models import Fate, ReceivedMail
from taskboard.tasks.models import Task
from taskboard.units.models import Unit


def is_known(identity: str) -> bool:
    return db.session.scalar(sa.select(ReceivedMail.id).where(ReceivedMail.identity == identity)) is not None


def answered_since(address: str, since: datetime) -> int:
    """How many mails of one address were answered."""
    statement = sa.select(sa.func.count(ReceivedMail.id)).where(
        ReceivedMail.from_address == address,
        ReceivedMail.answer_id.is_not(None),
        ReceivedMail.received_at > since,
    )
    return db.session.scalar(statement) or 0


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
