"""What the first pages read across rooms, in few queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import Briefing, BriefingState, ConclusionText, Draft, DraftState
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.units.models import Unit, UnitKind, UnitName


def next_briefing(today: date) -> Briefing | None:
    """The nearest briefing still to be held."""
    ahead = (BriefingState.PLANNED, BriefingState.COLLECTING, BriefingState.FROZEN)
    return db.session.scalar(
        sa.select(Briefing)
        .where(Briefing.held_on >= today, Briefing.state.in_(ahead))
        .order_by(Briefing.held_on, Briefing.id)
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class UnderReview:
    """A text of conclusions not yet issued."""

    code: str
    title: str
    drafts: int
    left: int
    """Neither accepted nor dropped."""


def texts_under_review() -> list[UnderReview]:
    left = sa.func.coalesce(sa.func.sum(sa.case((Draft.state == DraftState.OPEN, 1), else_=0)), 0)
    statement = (
        sa.select(Briefing.code, Briefing.title, sa.func.count(Draft.id), left)
        .join(ConclusionText, ConclusionText.briefing_id == Briefing.id)
        .outerjoin(Draft, Draft.text_id == ConclusionText.id)
        .where(ConclusionText.frozen_at.is_(None))
        .group_by(Briefing.id, Briefing.code, Briefing.title, Briefing.held_on)
        .order_by(Briefing.held_on.desc())
    )
    return [UnderReview(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Contact:
    unit_id: int
    full_name: str
    phone: str | None


def monitors_of(unit_ids: Collection[int]) -> list[Contact]:
    """Who in the Office follows these units."""
    statement = (
        sa.select(Unit.id, Person.full_name, Person.phone)
        .join(Person, Person.id == Unit.monitor_id)
        .where(Unit.id.in_(unit_ids), Person.locked_at.is_(None))
    )
    return [Contact(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Founding:
    """How far an installation has come: what its first steps count."""

    units: int
    people: int
    briefings: int


def founding() -> Founding:
    counts = (
        sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in (Unit, Person, Briefing)
    )
    return Founding(*db.session.execute(sa.select(*counts)).one())


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
