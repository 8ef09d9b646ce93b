"""Reading what stands beside the lead's obligation: partners' parts, sub-tasks, who may be named."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.calendar import local_date
from taskboard.domain.lifecycle import TERMINAL
from taskboard.tasks.models import Assignment, PartState, Report, ReportKind, SubTask, Task
from taskboard.units.models import Unit

FOLLOWERS = (Role.MONITOR, Role.CHIEF_OF_OFFICE)


@dataclass(frozen=True, slots=True)
class PartFigures:
    """How a unit, or all, did as partners in a period: "phối hợp", never added to what they lead (rule 34)."""

    asked: int = 0
    reported: int = 0
    reported_late: int = 0
    """Of those reported, after the part's own date."""
    agreed: int = 0
    """By silence."""
    closed: int = 0
    """With the lead, unanswered."""
    open: int = 0
    open_late: int = 0
    """Of those open, past the part's own date."""


@dataclass(frozen=True, slots=True)
class CountedPart:
    """One part, and which of the figures it adds to."""

    unit_id: int
    task_id: int
    figures: tuple[str, ...]


def part_figures(
    *, since: datetime, until: datetime, zone: tzinfo, unit_ids: Collection[int] | None = None
) -> dict[int, PartFigures]:
    """By unit, what its parts add up to; units without a part are left out."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for part in counted_parts(since=since, until=until, zone=zone, unit_ids=unit_ids):
        counts[part.unit_id].update(part.figures)
    return {unit_id: PartFigures(**found) for unit_id, found in counts.items()}


def counted_parts(
    *, since: datetime, until: datetime, zone: tzinfo, unit_ids: Collection[int] | None = None
) -> list[CountedPart]:
    """The parts that were open at some time from `since` to `until`, as they stood at `until`.

    Parts of tasks that left the count, and parts a unit was let go from by then, are left out. All units for None.
    """
    statement = (
        sa.select(
            Assignment.unit_id,
            Assignment.task_id,
            Assignment.part,
            Assignment.due_on,
            Assignment.part_settled_at,
        )
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Assignment.role == UnitRole.PARTNER,
            Assignment.assigned_at <= until,
            sa.or_(Assignment.ended_at.is_(None), Assignment.ended_at > until),
            sa.or_(Assignment.part_settled_at.is_(None), Assignment.part_settled_at >= since),
            Task.state.not_in(list(TERMINAL)),
        )
    )
    if unit_ids is not None:
        statement = statement.where(Assignment.unit_id.in_(unit_ids))
    return [
        CountedPart(unit_id, task_id, tuple(_counted(part, due_on, settled_at, until, zone)))
        for unit_id, task_id, part, due_on, settled_at in db.session.execute(
            statement.order_by(Assignment.id)
        )
    ]


def _counted(
    part: PartState, due_on: date | None, settled_at: datetime | None, until: datetime, zone: tzinfo
) -> list[str]:
    """The figures one part adds to. A word that came after `until` had not been said yet."""
    if settled_at is None or settled_at > until:
        is_late = due_on is not None and due_on < local_date(until, zone)
        return ["asked", "open", *(["open_late"] if is_late else [])]
    was_late = part is PartState.REPORTED and due_on is not None and local_date(settled_at, zone) > due_on
    return ["asked", part.value, *(["reported_late"] if was_late else [])]


def last_words(task: Task) -> dict[int, Report]:
    """What each partner said last, by unit."""
    return {row.unit_id: row for row in task.reports if row.kind is ReportKind.PART}


def open_parts(unit_ids: Collection[int]) -> dict[int, Assignment]:
    """By task, the live partner parts of these units: what the unit's page says of shared tasks."""
    statement = (
        sa.select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Assignment.unit_id.in_(unit_ids),
            Assignment.role == UnitRole.PARTNER,
            Assignment.ended_at.is_(None),
            Task.completed_on.is_(None),
        )
        .options(joinedload(Assignment.unit).joinedload(Unit.names))
    )
    return {row.task_id: row for row in db.session.scalars(statement).unique()}


def sub_tasks_of(task: Task) -> list[SubTask]:
    """In the order they were added, each with its officer: one query."""
    statement = (
        sa.select(SubTask)
        .where(SubTask.task_id == task.id)
        .options(joinedload(SubTask.officer).lazyload(Person.posts))
        .order_by(SubTask.id)
    )
    return list(db.session.scalars(statement))


def sub_task_by_id(sub_task_id: int) -> SubTask | None:
    return db.session.get(SubTask, sub_task_id)


def open_sub_tasks(task: Task) -> int:
    statement = sa.select(sa.func.count(SubTask.id)).where(
        SubTask.task_id == task.id, SubTask.done_on.is_(None)
    )
    return db.session.scalar(statement) or 0


def colleagues(unit_id: int, day: date) -> list[tuple[int, str]]:
    """Who may be named for a task of this unit, as (id, name): officers first, then its heads."""
    return _holding(day, Post.unit_id == unit_id, first=Role.OFFICER)


def followers(day: date) -> list[tuple[int, str]]:
    """Who of the Office may follow a task, as (id, name)."""
    return _holding(day, Post.role.in_(FOLLOWERS), first=Role.MONITOR)


def _holding(day: date, which: sa.ColumnElement[bool], *, first: Role) -> list[tuple[int, str]]:
    statement = (
        sa.select(Person.id, Person.full_name)
        .join(Post, Post.person_id == Person.id)
        .where(
            which,
            Post.valid_from <= day,
            sa.or_(Post.valid_to.is_(None), Post.valid_to > day),
            Person.locked_at.is_(None),
        )
        .group_by(Person.id, Person.full_name, Person.sort_key)
        .order_by(sa.func.min(sa.case((Post.role == first, 0), else_=1)), Person.sort_key)
    )
    rows: Any = db.session.execute(statement)
    return [(row.id, row.full_name) for row in rows]
