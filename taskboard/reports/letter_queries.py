"""Tasks as letters tell of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.accounts.models import Post
from taskboard.db import db
from taskboard.domain.authority import Actor, Permission, Role, may
from taskboard.domain.deadline import days_late
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import OPEN
from taskboard.journal.models import JournalEntry
from taskboard.reports.letters import LetterTask
from taskboard.reports.queries import task_lines, unit_order
from taskboard.tasks.models import Task
from taskboard.tasks.queries import Reading, View, subject_of, visible_to
from taskboard.tasks.queries.conditions import condition

_SIGNING = (Role.CHIEF_OF_OFFICE, Role.CHAIR, Role.VICE_CHAIR)


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit a letter may go to."""

    unit_id: int
    name: str
    late: int


def late_units(reading: Reading, actor: Actor) -> list[LateUnit]:
    """Units with overdue tasks that the person may see, in the city's order."""
    counted: dict[int, int] = {}
    names: dict[int, str] = {}
    for task in _late_tasks(reading, actor):
        counted[task.unit_id] = counted.get(task.unit_id, 0) + 1
        names[task.unit_id] = task.unit.name
    order = unit_order()
    return [LateUnit(key, names[key], counted[key]) for key in sorted(counted, key=lambda key: order[key])]


def late_tasks(unit_ids: Sequence[int], reading: Reading, actor: Actor, zone: ZoneInfo) -> list[LetterTask]:
    """The overdue tasks of these units, unit by unit in the city's order, the latest first."""
    order = unit_order()
    rows = sorted(
        _late_tasks(reading, actor, unit_ids),
        key=lambda task: (order[task.unit_id], task.overdue_from, task.code),
    )
    return _told(rows, reading.today, zone)


def to_urge(unit_ids: Sequence[int], reading: Reading, actor: Actor) -> list[Task]:
    """The overdue tasks of these units for which the person may press."""
    rows = _late_tasks(reading, actor, unit_ids)
    may_press = [task for task in rows if may(actor, Permission.URGE_TASK, subject_of(task))]
    return sorted(may_press, key=lambda task: task.id)


def urged_by_letter(task_ids: Sequence[int], number: str, dated_on: date) -> set[int]:
    """Of these, the tasks whose history has this letter already."""
    statement = sa.select(JournalEntry.subject_id, JournalEntry.details).where(
        JournalEntry.subject_kind == "task",
        JournalEntry.subject_id.in_(task_ids),
        JournalEntry.event == Event.TASK_URGED.value,
    )
    wanted = (number, dated_on.isoformat())
    found = ((row.subject_id, json.loads(row.details)) for row in db.session.execute(statement))
    return {task_id for task_id, told in found if (told.get("letter"), told.get("dated_on")) == wanted}


def open_counts() -> dict[int, int]:
    """How many open tasks each unit leads: what its phiếu giao việc would list."""
    statement = (
        sa.select(Task.unit_id, sa.func.count()).where(Task.state.in_(list(OPEN))).group_by(Task.unit_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _late_tasks(reading: Reading, actor: Actor, unit_ids: Sequence[int] | None = None) -> list[Task]:
    statement = sa.select(Task).where(condition(View.OVERDUE, reading), visible_to(actor))
    if unit_ids is not None:
        statement = statement.where(Task.unit_id.in_(unit_ids))
    return list(db.session.scalars(statement.options(joinedload(Task.unit))).unique())


def open_tasks_of(unit_id: int, today: date, zone: ZoneInfo) -> list[LetterTask]:
    """What a unit leads and has not finished, the nearest deadline first, those without one last."""
    statement = (
        sa.select(Task)
        .where(Task.unit_id == unit_id, Task.state.in_(list(OPEN)))
        .options(joinedload(Task.unit), joinedload(Task.directive))
    )
    rows = sorted(
        db.session.scalars(statement).unique(),
        key=lambda task: (task.due_on is None, task.due_on or today, task.code),
    )
    return _told(rows, today, zone)


def told_of(task: Task, today: date, zone: ZoneInfo) -> LetterTask:
    return _told([task], today, zone)[0]


def _told(rows: Sequence[Task], today: date, zone: ZoneInfo) -> list[LetterTask]:
    lines = {line.code: line for line in task_lines([task.code for task in rows])}
    return [
        LetterTask(
            code=task.code,
            title=task.title,
            unit=task.unit.name,
            source=lines[task.code].source,
            original_due_on=task.original_due_on,
            due_on=task.due_on,
            days_late=max(1, days_late(today, task.overdue_from, zone)) if task.overdue_from else 0,
            result=lines[task.code].result,
            partners=lines[task.code].partners,
            words=task.directive.wording.strip(),
        )
        for task in rows
    ]


def signing_posts(day: date) -> list[Post]:
    """Who may sign a letter on that day: the chief of the Office first, as most are."""
    held = sa.and_(Post.valid_from <= day, sa.or_(Post.valid_to.is_(None), Post.valid_to > day))
    rank = sa.case({role: place for place, role in enumerate(_SIGNING)}, value=Post.role)
    statement = sa.select(Post).where(Post.role.in_(_SIGNING), held).order_by(rank, Post.id)
    return list(db.session.scalars(statement).unique())
