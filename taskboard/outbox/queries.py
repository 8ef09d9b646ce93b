"""Reading mails owed, sent and refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import defer
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from taskboard.accounts.models import Person, Post
from taskboard.db import UtcDateTime, db
from taskboard.domain.authority import Role
from taskboard.outbox.models import DeliveryAttempt, MailState, OutboxMessage
from taskboard.together import ask_together
from taskboard.units.models import Unit, UnitName


class database_clock(FunctionElement[datetime]):  # noqa: N801 - reads as the SQL function it is
    """The instant the database has while it answers, to stand beside other columns."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(database_clock)
def _clock(_element: database_clock, _compiler: SQLCompiler, **_options: Any) -> str:
    return "clock_timestamp()"


@compiles(database_clock, "sqlite")
def _sqlite_clock(_element: database_clock, _compiler: SQLCompiler, **_options: Any) -> str:
    return "strftime('%Y-%m-%d %H:%M:%f', 'now')"


def database_now() -> datetime:
    """The database's clock, UTC: the one that several processes share, so the one leases go by (decision 10)."""
    return db.session.execute(sa.select(database_clock())).scalar_one()


IS_MAIL = OutboxMessage.webhook_id.is_(None)
"""The outbox also holds what is owed to other systems (hooks/); people and the mail server have nothing to do with it."""


def by_key(key: str) -> OutboxMessage | None:
    return db.session.scalar(sa.select(OutboxMessage).where(OutboxMessage.key == key))


def by_id(message_id: int) -> OutboxMessage | None:
    """A mail; what is owed to another system is found by its own room."""
    return db.session.scalar(sa.select(OutboxMessage).where(OutboxMessage.id == message_id, IS_MAIL))


@dataclass(frozen=True, slots=True)
class Owed:
    """A mail whose turn has come, before anybody claimed it."""

    id: int
    address: str
    has_reader: bool
    """False when the person it is for was locked or holds no post any more."""


def owed(
    real_now: datetime, limit: int, *, today: date | None = None, resting: Collection[str] = ()
) -> list[Owed]:
    """Mails whose turn has come, those that waited longest first. Whoever claims one first has it.

    `today` is the business day posts are looked at on; None looks at locks only. Kinds that are `resting` stay: it is
    night, or a day off.
    """
    statement = (
        sa.select(OutboxMessage.id, OutboxMessage.to_address, _has_reader(today))
        .outerjoin(Person, Person.id == OutboxMessage.person_id)
        .where(*_is_due(real_now), OutboxMessage.kind.not_in(resting))
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
        .limit(limit)
    )
    return [Owed(*row) for row in db.session.execute(statement)]


def _is_due(real_now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (OutboxMessage.state == MailState.OWED, OutboxMessage.next_attempt_at <= real_now, IS_MAIL)


def resting_count(real_now: datetime, resting: Collection[str]) -> int:
    """How many mails of these kinds would be due, were it not night or a day off."""
    number = sa.select(sa.func.count(OutboxMessage.id))
    return db.session.scalar(number.where(*_is_due(real_now), OutboxMessage.kind.in_(resting))) or 0


def _has_reader(today: date | None) -> sa.ColumnElement[bool]:
    is_there: sa.ColumnElement[bool] = Person.locked_at.is_(None)
    if today is not None:
        is_there = sa.and_(is_there, _holds_post(today))
    return sa.or_(OutboxMessage.person_id.is_(None), is_there)


def _holds_post(today: date) -> sa.ColumnElement[bool]:
    return sa.exists().where(Post.person_id == Person.id, *_held_on(today))


def _held_on(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    return Post.valid_from <= today, sa.or_(Post.valid_to.is_(None), Post.valid_to > today)


def recent_attempts(real_now: datetime, window: timedelta) -> list[tuple[datetime, str]]:
    """When and where mails were handed over within the window, oldest first, by whatever process."""
    statement = (
        sa.select(DeliveryAttempt.started_at, OutboxMessage.to_address)
        .join(OutboxMessage, OutboxMessage.id == DeliveryAttempt.message_id)
        .where(
            DeliveryAttempt.started_at > real_now - window, DeliveryAttempt.started_at <= real_now, IS_MAIL
        )
        .order_by(DeliveryAttempt.started_at)
    )
    return [(started_at, address) for started_at, address in db.session.execute(statement)]


HEADS = (Role.UNIT_HEAD, Role.CHIEF_OF_OFFICE)


def addresses_for(message: OutboxMessage, *, today: date) -> list[str]:
    """Where a mail may be sent once more: its person's address, the heads of its unit, the unit's shared mailbox.

    The one it went to counts only while it is still one of these. A mail of nobody in particular keeps its address.
    """
    if message.person_id is None and message.unit_id is None:
        return [message.to_address] if message.to_address else []
    people = sa.select(Person.email).where(
        Person.locked_at.is_(None),
        sa.or_(Person.id == message.person_id, Person.id.in_(_heads_of(message.unit_id, today))),
        _holds_post(today),
    )
    mailbox = sa.select(Unit.email).where(Unit.id == message.unit_id)
    found = [*db.session.scalars(people.order_by(Person.id)), *db.session.scalars(mailbox)]
    return list(dict.fromkeys(address for address in found if address))


def _heads_of(unit_id: int | None, today: date) -> sa.Select[int]:
    return sa.select(Post.person_id).where(Post.unit_id == unit_id, Post.role.in_(HEADS), *_held_on(today))


def attempts_of(message: OutboxMessage) -> list[DeliveryAttempt]:
    statement = sa.select(DeliveryAttempt).where(DeliveryAttempt.message_id == message.id)
    return list(db.session.scalars(statement.order_by(DeliveryAttempt.id)))


def repeats_of(message: OutboxMessage) -> list[OutboxMessage]:
    """Later mails made because a person asked for this one once more."""
    statement = sa.select(OutboxMessage).where(OutboxMessage.repeats_id == message.id)
    return list(db.session.scalars(statement.order_by(OutboxMessage.id)))


@dataclass(frozen=True, slots=True)
class Page:
    messages: Sequence[OutboxMessage]
    total: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which mails a list shows; what is None does not matter."""

    state: MailState | None = None
    kind: str | None = None
    person_id: int | None = None
    unit_id: int | None = None
    """Of a unit's shared mailbox, not of its people."""


def page(chosen: Chosen, *, before_id: int | None = None, size: int = 30) -> Page:
    """Mails, newest first; `before_id` goes on from the last one shown."""
    conditions = _conditions(chosen)
    total = db.session.scalar(sa.select(sa.func.count(OutboxMessage.id)).where(*conditions)) or 0
    if before_id is not None:
        conditions.append(OutboxMessage.id < before_id)
    bodies = (OutboxMessage.html_body, OutboxMessage.text_body, OutboxMessage.calendar)
    rows = db.session.scalars(
        sa.select(OutboxMessage)
        .where(*conditions)
        .order_by(OutboxMessage.id.desc())
        .limit(size + 1)
        .options(*(defer(body) for body in bodies))
    ).all()
    return Page(rows[:size], total, len(rows) > size)


def _conditions(chosen: Chosen) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [IS_MAIL]
    if chosen.state is not None:
        conditions.append(OutboxMessage.state == chosen.state)
    if chosen.kind is not None:
        conditions.append(OutboxMessage.kind == chosen.kind)
    if chosen.person_id is not None:
        conditions.append(OutboxMessage.person_id == chosen.person_id)
    if chosen.unit_id is not None:
        conditions += [OutboxMessage.person_id.is_(None), OutboxMessage.unit_id == chosen.unit_id]
    return conditions


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody mails were written to: a person, or a unit's shared mailbox."""

    key: str
    """person:12 or unit:5."""
    name: str


def readers() -> list[Reader]:
    """Everybody mails were written to, people first, by the alphabet."""
    written_to = sa.exists().where(OutboxMessage.person_id == Person.id)
    people = sa.select(Person.id, Person.full_name, Person.sort_key).where(written_to)
    mailbox = sa.exists().where(OutboxMessage.unit_id == Unit.id, OutboxMessage.person_id.is_(None))
    borne = sa.select(Unit.id, UnitName.name, Unit.position, UnitName.valid_from).join(UnitName)
    found = ask_together(person=people, unit=borne.where(mailbox))
    units = {row.id: row for row in sorted(found["unit"], key=lambda row: row.valid_from)}
    return [
        *(
            Reader(f"person:{row.id}", row.full_name)
            for row in sorted(found["person"], key=lambda row: (row.sort_key, row.id))
        ),
        *(
            Reader(f"unit:{row.id}", row.name)
            for row in sorted(units.values(), key=lambda row: (row.position, row.id))
        ),
    ]


def counts() -> dict[MailState, int]:
    """How many mails stand in each state; states without any are left out."""
    return tally()[0]


def tally() -> tuple[dict[MailState, int], set[str]]:
    """As `counts`; and the kinds of mail there are."""
    number = sa.func.count(OutboxMessage.id)
    columns = (OutboxMessage.state, OutboxMessage.kind)
    statement = sa.select(*columns, number).where(IS_MAIL).group_by(*columns)
    in_state, kinds = Counter[MailState](), set[str]()
    for state, kind, count in db.session.execute(statement):
        in_state[state] += count
        kinds.add(kind)
    return dict(in_state), kinds


def owed_mails() -> sa.Select[int]:
    """How many mails wait to be sent, as a question."""
    waiting = OutboxMessage.state.in_([MailState.OWED, MailState.SENDING])
    return sa.select(sa.func.count(OutboxMessage.id)).where(waiting, IS_MAIL)


def owed_count() -> int:
    """Mails that wait to be sent."""
    return db.session.scalar(owed_mails()) or 0


def readers_of_unsent(kind: str) -> set[tuple[int | None, int | None]]:
    """(person, None), or (None, unit) for a shared mailbox, of those a mail of this kind has not left for yet."""
    waiting = OutboxMessage.state.in_([MailState.OWED, MailState.SENDING])
    statement = sa.select(OutboxMessage.person_id, OutboxMessage.unit_id).where(
        OutboxMessage.kind == kind, waiting
    )
    rows = db.session.execute(statement.distinct())
    return {(row.person_id, None if row.person_id else row.unit_id) for row in rows}


def unsent_to(kind: str, *, person_id: int | None, unit_id: int | None) -> list[OutboxMessage]:
    """Mails of a kind still owed to a person, or to a unit's shared mailbox."""
    whom = (
        OutboxMessage.person_id == person_id
        if person_id
        else sa.and_(OutboxMessage.person_id.is_(None), OutboxMessage.unit_id == unit_id)
    )
    statement = sa.select(OutboxMessage).where(
        OutboxMessage.kind == kind, OutboxMessage.state == MailState.OWED, whom
    )
    return list(db.session.scalars(statement.order_by(OutboxMessage.id)))
