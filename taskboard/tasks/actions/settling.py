"""What every verb does: it moves the task by the table, keeps a version, an entry, and replans the reminders."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.errors import RuleBroken, Stale
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State, Verb, move
from taskboard.domain.text import is_blank
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks.models import REMEMBERED, Task, TaskVersion


def expect_version(task: Task, version: int) -> None:
    """Raises Stale when somebody saved after the form was opened."""
    if task.version != version:
        raise Stale("stale")


def make_move(task: Task, verb: Verb) -> State:
    """The state the task leaves. Raises RuleBroken where the table knows no such move."""
    before = task.state
    task.state = move(before, verb)
    if task.state is not State.COMPLETED:
        task.confirmed_at = None
        task.completed_on = None
    if task.state is not State.PAUSED:
        task.resume_on = None
    if task.state is not State.WAITING:
        task.confirm_by = None
    return before


def need_reason(reason: str) -> None:
    """Raises RuleBroken('reason_missing')."""
    if is_blank(reason):
        raise RuleBroken("reason_missing", field="reason")


def settle(task: Task, event: Event, *, on: Occasion, **details: Any) -> None:
    """After a fact: its version, its journal entry, and what it does to the reminders."""
    db.session.flush()
    remember(task, on=on)
    record(event, "task", task.id, acting=on.acting, at=on.now, **details)
    reminders.replan(task, now=on.now, zone=on.zone, calendar=on.calendar)


def remember(task: Task, *, on: Occasion) -> None:
    """Close the open version and open the next: what was known, and since when (decision 8)."""
    session = db.session
    session.execute(
        sa.update(TaskVersion)
        .where(TaskVersion.task_id == task.id, TaskVersion.recorded_to.is_(None))
        .values(recorded_to=on.now)
    )
    session.add(next_version(task, on=on))
    session.flush()


def next_version(task: Task, *, on: Occasion) -> TaskVersion:
    """The task as the database now holds it, as the next row of what was known of it; the caller closes the one before."""
    task.recorded_seq += 1
    return TaskVersion(**version_values(task, on=on))


def version_values(task: Task, *, on: Occasion) -> dict[str, Any]:
    """What the row of the task's current number holds."""
    return {
        "task_id": task.id,
        "seq": task.recorded_seq,
        "recorded_from": on.now,
        "has_objective_cause": task.objective_cause_confirmed_at is not None,
        **{name: getattr(task, name) for name in REMEMBERED},
    }
