"""Reading what stands beside the lead's obligation: partners' parts, sub-tasks, who may be named."""

from __future__ import annotations

import json
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
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import TERMINAL
from taskboard.journal.models import JournalEntry
from taskboard.tasks.models import Assignment, PartState, Report, ReportKind, SubTask, Task, TaskVersion
from taskboard.units.models import Unit, UnitName

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
    *,
    since: datetime,
    until: datetime,
    zone: tzinfo,
    unit_ids: Collection[int] | None = None,
) -> list[CountedPart]:
    """The parts that were open at some time from `since` to `until`, as they stood at `until`.

    Parts of tasks that had left the count, and parts a unit was let go from by then, are left out. All units for None.
    """
    left_by_then = sa.and_(TaskVersion.state.in_(list(TERMINAL)), TaskVersion.recorded_from <= until)
    statement = (
        sa.select(
            Assignment.unit_id,
            Assignment.task_id,
            Assignment.part,
            Assignment.due_on,
            Assignment.part_settled_at,
        )
        .join(TaskVersion, TaskVersion.task_id == Assignment.task_id)
        .where(
            TaskVersion.recorded_to.is_(None),
            Assignment.role == UnitRole.PARTNER,
            Assignment.assigned_at <= until,
            sa.or_(Assignment.ended_at.is_(None), Assignment.ended_at > until),
            sa.or_(Assignment.part_settled_at.is_(None), Assignment.part_settled_at >= since),
            sa.not_(left_by_then),
        )
    )
    if unit_ids is not None:
        statement = statement.where(Assignment.unit_id.in_(unit_ids))
    rows = db.session.execute(statement.order_by(Assignment.id)).all()
    agreed = _agreed_by_then({row.task_id for row in rows if _spoke_later(row, until)}, until)
    return [
        CountedPart(
            row.unit_id,
            row.task_id,
            ("asked", PartState.AGREED.value)
            if (row.task_id, row.unit_id) in agreed and _spoke_later(row, until)
            else tuple(_counted(row.part, row.due_on, row.part_settled_at, until, zone)),
        )
        for row in rows
    ]


def _spoke_later(row: Any, until: datetime) -> bool:
    """A word after `until` takes the place of silence that may have counted as agreement before."""
    return row.part is PartState.REPORTED and row.part_settled_at > until


def _agreed_by_then(task_ids: set[int], until: datetime) -> set[tuple[int, int]]:
    """(task, unit) that had agreed by silence; the journal knows a unit by the name it bore."""
    if not task_ids:
        return set()
    entries = sa.select(JournalEntry.subject_id, JournalEntry.details).where(
        JournalEntry.subject_kind == "task",
        JournalEntry.subject_id.in_(task_ids),
        JournalEntry.event == Event.PART_AGREED_BY_SILENCE,
        JournalEntry.at <= until,
    )
    said = [(task_id, json.loads(details)["unit"]) for task_id, details in db.session.execute(entries)]
    names = sa.select(UnitName.name, UnitName.unit_id).where(UnitName.name.in_({name for _id, name in said}))
    bearers: dict[str, set[int]] = defaultdict(set)
    for name, unit_id in db.session.execute(names):
        bearers[name].add(unit_id)
    return {(task_id, unit_id) for task_id, name in said for unit_id in bearers[name]}


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
