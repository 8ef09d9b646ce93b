"""What the first pages read across rooms, in few queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import Briefing, BriefingState, ConclusionText, Draft, DraftState
from taskboard.briefings.notice_queries import owes_notice
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.outbox.queries import database_clock
from taskboard.scheduler import queries as scheduler
from taskboard.units.models import Unit, UnitKind, UnitName


@dataclass(frozen=True, slots=True)
class UnderReview:
    """A text of conclusions not yet issued."""

    code: str
    title: str
    drafts: int
    left: int
    """Neither accepted nor dropped."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Of past briefings, what the Office still has to do."""

    reviews: list[UnderReview]
    """The newest first."""
    notices: list[Briefing]
    """Whose notice is still to be signed, the longest ago first."""


def unfinished(today: date) -> Unfinished:
    """In one question."""
    texts = sa.select(ConclusionText.id).where(
        ConclusionText.briefing_id == Briefing.id, ConclusionText.frozen_at.is_(None)
    )
    drafts = sa.select(sa.func.count(Draft.id)).where(Draft.text_id.in_(texts.correlate(Briefing)))
    has_text, owes = texts.exists(), owes_notice(today)
    statement = (
        sa.select(
            Briefing,
            sa.case((has_text, 1), else_=0),
            sa.case((owes, 1), else_=0),
            drafts.correlate(Briefing).scalar_subquery(),
            drafts.where(Draft.state == DraftState.OPEN).correlate(Briefing).scalar_subquery(),
        )
        .where(sa.or_(has_text, owes))
        .order_by(Briefing.held_on)
    )
    rows = db.session.execute(statement).all()
    reviews = [
        UnderReview(row.code, row.title, every, left) for row, is_read, _owes, every, left in rows if is_read
    ]
    return Unfinished(reviews[::-1], [row for row, _is_read, is_owed, *_drafts in rows if is_owed])


@dataclass(frozen=True, slots=True)
class Contact:
    unit_id: int
    full_name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """The nearest briefing still to be held."""

    quarter: int
    held_on: date


@dataclass(frozen=True, slots=True)
class Office:
    """What units look to the Office for."""

    contacts: list[Contact]
    """Who there follows these units."""
    briefing: Ahead | None


def office_of(unit_ids: Collection[int], today: date) -> Office:
    """In one question."""
    contacts = (
        sa.select(Unit.id, Person.full_name, Person.phone, sa.cast(sa.null(), sa.Date).label("held_on"))
        .join(Person, Person.id == Unit.monitor_id)
        .where(Unit.id.in_(unit_ids), Person.locked_at.is_(None))
    )
    ahead = (
        sa.select(Briefing.quarter, Briefing.code, sa.cast(sa.null(), sa.Text), Briefing.held_on)
        .where(
            Briefing.held_on >= today,
            Briefing.state.in_((BriefingState.PLANNED, BriefingState.COLLECTING, BriefingState.FROZEN)),
        )
        .order_by(Briefing.held_on, Briefing.id)
        .limit(1)
        .subquery()
    )
    found = db.session.execute(sa.union_all(contacts, sa.select(ahead))).all()
    briefings = [Ahead(number, held_on) for number, _name, _phone, held_on in found if held_on]
    return Office(
        [Contact(number, name, phone) for number, name, phone, held_on in found if held_on is None],
        briefings[0] if briefings else None,
    )


@dataclass(frozen=True, slots=True)
class Founding:
    """How far an installation has come: what its first steps count, and whether its clock is kept."""

    units: int
    people: int
    briefings: int
    has_scheduler: bool


def founding() -> Founding:
    counts = (
        sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in (Unit, Person, Briefing)
    )
    held_until = scheduler.lease_end().scalar_subquery()
    asked = sa.select(*counts, held_until, database_clock())
    row: Any = db.session.execute(asked).one()
    units, people, briefings, until, clock = row
    return Founding(units, people, briefings, scheduler.is_held(until, clock))


@dataclass(frozen=True, slots=True)
class Vacancy:
    code: str
    name: str
    has_mailbox: bool


def units_without_head(day: date) -> list[Vacancy]:
    """Units that can be given a task while nobody who may sign in heads them."""
    headed = (
        sa.select(Post.unit_id)
        .join(Person)
        .where(
            Post.role == Role.UNIT_HEAD, Person.locked_at.is_(None), Post.unit_id.is_not(None), *_held(day)
        )
    )
    statement = (
        sa.select(Unit.code, UnitName.name, Unit.email)
        .join(UnitName, sa.and_(UnitName.unit_id == Unit.id, UnitName.valid_to.is_(None)))
        .where(
            Unit.kind != UnitKind.LEADERSHIP,
            Unit.valid_from <= day,
            sa.or_(Unit.valid_to.is_(None), Unit.valid_to > day),
            Unit.id.not_in(headed),
        )
        .order_by(UnitName.sort_key)
    )
    return [Vacancy(code, name, bool(email)) for code, name, email in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Idle:
    person_id: int
    full_name: str


def people_without_post(day: date) -> list[Idle]:
    """Accounts that are not locked and hold no post: they cannot sign in, and a successor may be missing."""
    statement = (
        sa.select(Person.id, Person.full_name)
        .where(Person.locked_at.is_(None), Person.id.not_in(sa.select(Post.person_id).where(*_held(day))))
        .order_by(Person.sort_key)
    )
    return [Idle(*row) for row in db.session.execute(statement)]


def _held(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    return Post.valid_from <= day, sa.or_(Post.valid_to.is_(None), Post.valid_to > day)
