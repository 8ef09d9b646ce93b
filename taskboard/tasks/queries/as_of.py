"""Tasks as they stood at any past instant, by what was known at any instant (decision 8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.calendar import local_date
from taskboard.domain.lifecycle import TERMINAL, State
from taskboard.tasks.models import Task, TaskVersion


@dataclass(frozen=True, slots=True)
class Known:
    """What was held of one task. Instants are UTC; `recorded_from` is when it was written down."""

    task_id: int
    seq: int
    recorded_from: datetime
    recorded_to: datetime | None
    title: str
    state: State
    unit_id: int
    original_due_on: date | None
    due_on: date | None
    overdue_from: datetime | None
    claimed_on: date | None
    confirmed_at: datetime | None
    is_starred: bool
    leader_id: int | None
    monitor_id: int | None
    officer_id: int | None
    last_report_at: datetime | None
    send_back_count: int
    reopen_count: int
    extension_count: int
    has_objective_cause: bool


_KEPT = tuple(name for name in Known.__slots__ if name not in ("state", "claimed_on", "confirmed_at"))


def task_as_of(task_id: int, at: datetime, *, zone: tzinfo, known_at: datetime | None = None) -> Known | None:
    """One task at `at`, by what was known then, or at `known_at`. None where nothing of it was known yet."""
    return tasks_as_of([task_id], at, zone=zone, known_at=known_at).get(task_id)


def tasks_as_of(
    task_ids: Collection[int] | None, at: datetime, *, zone: tzinfo, known_at: datetime | None = None
) -> dict[int, Known]:
    """These tasks, or all, at `at` by their ids; a task given after `at` is not among them."""
    statement = sa.select(TaskVersion, Task.assigned_on).join(Task, Task.id == TaskVersion.task_id)
    statement = statement.where(held_at(known_at or at), Task.assigned_on <= local_date(at, zone))
    if task_ids is not None:
        statement = statement.where(TaskVersion.task_id.in_(task_ids))
    rows = db.session.execute(statement.order_by(TaskVersion.task_id))
    return {row.TaskVersion.task_id: _known(row.TaskVersion, at, zone) for row in rows}


def held_at(instant: datetime) -> sa.ColumnElement[bool]:
    """The version the database held at an instant: from the one it was written at, until the next was."""
    return sa.and_(
        TaskVersion.recorded_from <= instant,
        sa.or_(TaskVersion.recorded_to.is_(None), TaskVersion.recorded_to > instant),
    )


def _known(version: TaskVersion, at: datetime, zone: tzinfo) -> Known:
    kept: dict[str, Any] = {name: getattr(version, name) for name in _KEPT}
    state, claimed_on, confirmed_at = _at(version, at, zone)
    return Known(**kept, state=state, claimed_on=claimed_on, confirmed_at=confirmed_at)


def _at(version: TaskVersion, at: datetime, zone: tzinfo) -> tuple[State, date | None, datetime | None]:
    """What happened after `at` is not yet so there, however well it is known since."""
    claimed, confirmed = version.claimed_on, version.confirmed_at
    if version.state in (State.WAITING, State.COMPLETED) and claimed and claimed > local_date(at, zone):
        return State.IN_PROGRESS, None, None
    if version.state in TERMINAL and version.recorded_from > at:
        return State.IN_PROGRESS, None, None
    if confirmed is not None and confirmed > at:
        return State.WAITING, claimed, None
    return version.state, claimed, confirmed
