"""Reading what a person keeps an eye on. A saved view is found by its owner and by those it is shared with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.authority import Actor
from taskboard.domain.events import Event
from taskboard.journal.models import JournalEntry
from taskboard.tasks.models import Task
from taskboard.tasks.queries.conditions import visible_to
from taskboard.tasks.queries.loading import SOURCE
from taskboard.units.models import Unit
from taskboard.watch.models import DefaultView, Follow, SavedView, Sharing, Visit

QUIET = (Event.REMINDER_SENT.value, Event.TASK_CARRIED_OVER.value)
"""What nobody wrote is no news."""


def _open_to(actor: Actor) -> sa.ColumnElement[bool]:
    return _shared_with(actor.person_id, list(actor.unit_ids))


def _shared_with(person_id: Any, units: Any) -> sa.ColumnElement[bool]:
    """Views of this person, of one of these units, of everybody; values, or names of what comes with a request."""
    of_unit = sa.and_(SavedView.sharing == Sharing.UNIT, SavedView.unit_id.in_(units))
    return sa.or_(SavedView.owner_id == person_id, SavedView.sharing == Sharing.EVERYONE, of_unit)


@dataclass(frozen=True, slots=True)
class Offered:
    """A saved view a person may open."""

    view: SavedView
    is_own: bool
    is_default: bool


def views_for(actor: Actor) -> list[Offered]:
    """One's own first, then those shared with one, each by name."""
    given = {"person_id": actor.person_id, "units": list(actor.unit_ids)}
    found = [
        Offered(view, view.owner_id == actor.person_id, chosen is not None)
        for view, chosen in db.session.execute(_offered(), given).unique()
    ]
    return sorted(found, key=lambda one: (not one.is_own, one.view.name.casefold(), one.view.id))


@cache
def _offered() -> sa.Select[SavedView, int]:
    """Built once: every list asks it, of a `person_id` and their `units`."""
    me: sa.BindParameter[int] = sa.bindparam("person_id")
    is_default = sa.and_(DefaultView.view_id == SavedView.id, DefaultView.person_id == me)
    return (
        sa.select(SavedView, DefaultView.view_id)
        .outerjoin(DefaultView, is_default)
        .where(_shared_with(me, sa.bindparam("units", expanding=True)))
        .options(
            joinedload(SavedView.owner).lazyload(Person.posts),
            joinedload(SavedView.unit).joinedload(Unit.names),
        )
    )


def view_by_id(view_id: int, actor: Actor) -> SavedView | None:
    """None as well for one that is not shared with the person."""
    if view_id >= 2**31:
        return None
    return db.session.scalar(sa.select(SavedView).where(SavedView.id == view_id, _open_to(actor)))


def default_of(actor: Actor) -> SavedView | None:
    """The view the person's list opens with; none once it is no longer shared with them."""
    chosen = sa.select(DefaultView.view_id).where(DefaultView.person_id == actor.person_id)
    return db.session.scalar(sa.select(SavedView).where(SavedView.id.in_(chosen), _open_to(actor)))


def name_is_taken(owner_id: int, name: str, but: int | None) -> bool:
    same = sa.exists().where(
        SavedView.owner_id == owner_id, SavedView.name == name, SavedView.id.is_distinct_from(but)
    )
    return bool(db.session.scalar(sa.select(same)))


def follows(person_id: int, task_id: int) -> bool:
    return db.session.get(Follow, (person_id, task_id)) is not None


# ------------------------------------------------------------------------------------------------- what has changed


@dataclass(frozen=True, slots=True)
class Mark:
    """From where on something is new to a person."""

    entry_id: int
    at: datetime
    is_own: bool
    """False before the first visit: then it is the last days."""


def mark_of(person_id: int, otherwise_since: datetime) -> Mark:
    """How far the person has read, or everything since that instant for who never did."""
    visit = db.session.get(Visit, person_id)
    if visit is not None:
        return Mark(visit.entry_id, visit.read_at, True)
    before = sa.select(sa.func.max(JournalEntry.id)).where(JournalEntry.at < otherwise_since)
    return Mark(db.session.scalar(before) or 0, otherwise_since, False)


@dataclass(frozen=True, slots=True)
class Changed:
    """A task something happened to, and the last entry of it."""

    task_id: int
    last_id: int


def changed(
    actor: Actor, mark: Mark, *, until: int, only_followed: bool, before: int | None, limit: int
) -> list[Changed]:
    """Tasks the person may see to which others did something after the mark, the latest first; `before` pages on."""
    last = sa.func.max(JournalEntry.id)
    statement = (
        sa.select(JournalEntry.subject_id, last)
        .join(Task, Task.id == JournalEntry.subject_id)
        .where(
            JournalEntry.subject_kind == "task",
            JournalEntry.id > mark.entry_id,
            JournalEntry.id <= until,
            JournalEntry.event.not_in(QUIET),
            JournalEntry.actor_id.is_distinct_from(actor.person_id),
            visible_to(actor),
        )
        .group_by(JournalEntry.subject_id)
        .order_by(last.desc())
        .limit(limit)
    )
    if only_followed:
        mine = sa.select(Follow.task_id).where(Follow.person_id == actor.person_id)
        statement = statement.where(Task.id.in_(mine))
    if before is not None:
        statement = statement.having(last < before)
    return [Changed(*row) for row in db.session.execute(statement)]


def tasks_by_id(task_ids: Collection[int]) -> dict[int, Task]:
    """With what a line about each shows and what decides who reads it."""
    statement = (
        sa.select(Task)
        .where(Task.id.in_(list(task_ids)))
        .options(joinedload(Task.unit).joinedload(Unit.names), joinedload(Task.assignments), *SOURCE)
    )
    return {task.id: task for task in db.session.scalars(statement).unique()}
