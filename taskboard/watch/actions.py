"""Saving a view, sharing it, following a task, reading on. A view that others see leaves its line in the journal."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from taskboard.db import db, insert
from taskboard.domain.authority import Actor, Permission, may
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.tasks.models import Task
from taskboard.watch import queries
from taskboard.watch.models import DefaultView, Follow, SavedView, Sharing, Visit

MOST_VIEWS = 50
"""Of one person: chips over a list, not a second list."""
EVERYONES = Permission.CREATE_DIRECTIVE
"""Leaders and the Office put views over everybody's list; they assign the work that stands in it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a view shall be."""

    name: str
    query: str
    sharing: Sharing = Sharing.OWN
    unit_id: int | None = None


def may_change(view: SavedView, actor: Actor) -> bool:
    """Its owner; one that everybody sees also whoever may share so: its owner may be long gone."""
    if view.owner_id == actor.person_id:
        return True
    return view.sharing is Sharing.EVERYONE and may(actor, EVERYONES) is not None


def save_view(wanted: Wanted, actor: Actor, *, on: Occasion) -> SavedView:
    """Raises RuleBroken for a name the person gave before, and for a share they have no right to."""
    own = sa.select(sa.func.count(SavedView.id)).where(SavedView.owner_id == actor.person_id)
    if (db.session.scalar(own) or 0) >= MOST_VIEWS:
        raise RuleBroken("view_too_many", most=MOST_VIEWS)
    _check_share(wanted, actor)
    _check_name(wanted, owner_id=actor.person_id, but=None)
    view = SavedView(
        owner_id=actor.person_id,
        name=wanted.name,
        query=wanted.query,
        sharing=wanted.sharing,
        unit_id=wanted.unit_id,
        created_at=on.now,
    )
    db.session.add(view)
    db.session.flush()
    if view.sharing is not Sharing.OWN:
        _record(Event.VIEW_SHARED, view, on)
    return view


def change_view(view: SavedView, wanted: Wanted, actor: Actor, *, on: Occasion) -> None:
    """Rename it, share it otherwise, let it show another list. Raises RuleBroken as `save_view`.

    A share that stays is not asked about again: its owner may be in another unit by now.
    """
    if (wanted.sharing, wanted.unit_id) != (view.sharing, view.unit_id):
        _check_share(wanted, actor)
    _check_name(wanted, owner_id=view.owner_id, but=view.id)
    was = view.sharing
    is_same = (view.name, view.query, view.sharing, view.unit_id) == (
        wanted.name,
        wanted.query,
        wanted.sharing,
        wanted.unit_id,
    )
    view.name, view.query = wanted.name, wanted.query
    view.sharing, view.unit_id = wanted.sharing, wanted.unit_id
    db.session.flush()
    if is_same or was is view.sharing is Sharing.OWN:
        return
    if view.sharing is Sharing.OWN:
        _record(Event.VIEW_WITHDRAWN, view, on)
    else:
        _record(Event.VIEW_SHARED if was is Sharing.OWN else Event.VIEW_CHANGED, view, on)


def delete_view(view: SavedView, *, on: Occasion) -> None:
    """Whose list opened with it opens as usual again."""
    if view.sharing is not Sharing.OWN:
        _record(Event.VIEW_WITHDRAWN, view, on)
    db.session.execute(sa.delete(DefaultView).where(DefaultView.view_id == view.id))
    db.session.delete(view)
    db.session.flush()


def choose_default(person_id: int, view: SavedView | None) -> None:
    """The view a person's list opens with; None for the usual list."""
    if view is None:
        db.session.execute(sa.delete(DefaultView).where(DefaultView.person_id == person_id))
        return
    chosen = insert(DefaultView).values(person_id=person_id, view_id=view.id)
    chosen = chosen.on_conflict_do_update(index_elements=["person_id"], set_={"view_id": view.id})
    db.session.execute(chosen.returning(DefaultView), execution_options={"populate_existing": True})


def _check_share(wanted: Wanted, actor: Actor) -> None:
    if wanted.sharing is Sharing.EVERYONE and may(actor, EVERYONES) is None:
        raise RuleBroken("view_not_for_everyone", field="share")
    if wanted.sharing is Sharing.UNIT and wanted.unit_id not in actor.unit_ids:
        raise RuleBroken("view_not_for_unit", field="share")


def _check_name(wanted: Wanted, *, owner_id: int, but: int | None) -> None:
    if queries.name_is_taken(owner_id, wanted.name, but):
        raise RuleBroken("view_name_taken", field="name")


def _record(event: Event, view: SavedView, on: Occasion) -> None:
    record(
        event,
        "saved_view",
        view.id,
        acting=on.acting,
        at=on.now,
        name=view.name,
        sharing=view.sharing.value,
        query=view.query,
    )


def follow(task: Task, person_id: int, *, is_on: bool, on: Occasion) -> None:
    """Keep an eye on a task, or no longer; said twice it stays as it is. A person's own affair: no journal."""
    if is_on:
        row = insert(Follow).values(person_id=person_id, task_id=task.id, followed_at=on.now)
        db.session.execute(row.on_conflict_do_nothing(index_elements=["person_id", "task_id"]))
    else:
        db.session.execute(sa.delete(Follow).where(Follow.person_id == person_id, Follow.task_id == task.id))


def read_to(person_id: int, entry_id: int, *, on: Occasion) -> None:
    """Everything up to this entry has been seen; never backwards."""
    first = insert(Visit).values(person_id=person_id, entry_id=entry_id, read_at=on.now)
    db.session.execute(first.on_conflict_do_nothing(index_elements=["person_id"]))
    visit = db.session.get_one(Visit, person_id, with_for_update=True)
    if entry_id >= visit.entry_id:
        visit.entry_id, visit.read_at = entry_id, on.now
    db.session.flush()
