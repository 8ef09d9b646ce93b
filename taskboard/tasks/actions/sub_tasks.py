"""What a unit divides its task into: its own affair, seen by the Office, never counted (decision 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.text import is_blank
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.tasks.actions.officers import is_of, need_colleague
from taskboard.tasks.actions.partners import NOBODY, need_open
from taskboard.tasks.models import SubTask, Task
from taskboard.units.models import Unit

TITLE_LIMIT = 300
MOST = 50
"""Sub-tasks of one task: more is a plan, and belongs in a file."""


@dataclass(frozen=True, slots=True)
class Share:
    """One piece of a task, as its unit gives it out."""

    title: str
    officer: Person | None = None
    due_on: date | None = None


def add_sub_task(task: Task, share: Share, *, on: Occasion) -> SubTask:
    """Raises RuleBroken: task_not_open, too_many_sub_tasks, sub_task_title_missing, sub_task_too_long,
    sub_task_after_task, sub_task_before_task, officer_not_of_unit.
    """
    need_open(task)
    if len(task.sub_tasks) >= MOST:
        raise RuleBroken("too_many_sub_tasks", limit=MOST)
    _check(task, share, on=on)
    row = SubTask(
        task=task,
        title=share.title,
        officer=share.officer,
        due_on=share.due_on,
        created_by_id=on.acting.person_id,
        created_at=on.now,
    )
    db.session.add(row)
    db.session.flush()
    record(Event.SUB_TASK_ADDED, "task", task.id, acting=on.acting, at=on.now, title=share.title)
    return row


def change_sub_task(row: SubTask, share: Share, *, on: Occasion) -> None:
    """Another name, officer or date. Raises RuleBroken as `add_sub_task`."""
    need_open(row.task)
    _check(row.task, share, on=on)
    before = {"title": row.title, "officer": _name(row.officer), "due_on": row.due_on}
    row.title, row.officer, row.due_on = share.title, share.officer, share.due_on
    after = {"title": row.title, "officer": _name(row.officer), "due_on": row.due_on}
    if before != after:
        _record(row, "changed", on=on, from_=before, to=after)


def tick_sub_task(row: SubTask, *, is_done: bool, on: Occasion) -> None:
    """Done today, or not done after all. Raises RuleBroken('task_not_open')."""
    need_open(row.task)
    if (row.done_on is not None) == is_done:
        return
    row.done_on = on.today if is_done else None
    _record(row, "ticked" if is_done else "unticked", on=on)


def remove_sub_task(row: SubTask, *, on: Occasion) -> None:
    """The journal keeps what it was. Raises RuleBroken('task_not_open')."""
    need_open(row.task)
    _record(row, "removed", on=on)
    row.task.sub_tasks.remove(row)
    db.session.delete(row)
    db.session.flush()


def free_sub_tasks(task: Task, unit: Unit, *, on: Occasion) -> None:
    """Another unit leads: what is not done yet is nobody's there until its head says whose; the pieces stay."""
    for row in task.sub_tasks:
        officer = row.officer
        if row.done_on is not None or officer is None or is_of(officer, unit, on.today):
            continue
        row.officer = None
        _record(row, "changed", on=on, from_={"officer": officer.full_name}, to={"officer": NOBODY})


def _check(task: Task, share: Share, *, on: Occasion) -> None:
    if is_blank(share.title):
        raise RuleBroken("sub_task_title_missing", field="title")
    if len(share.title) > TITLE_LIMIT:
        raise RuleBroken("sub_task_too_long", field="title", limit=TITLE_LIMIT)
    if share.due_on is not None and share.due_on < task.assigned_on:
        raise RuleBroken("sub_task_before_task", field="due_on", assigned_on=task.assigned_on)
    if share.due_on is not None and task.due_on is not None and share.due_on > task.due_on:
        raise RuleBroken("sub_task_after_task", field="due_on", due_on=task.due_on)
    if share.officer is not None:
        need_colleague(task, share.officer, on=on)


def _name(person: Person | None) -> str:
    return person.full_name if person else ""


def _record(row: SubTask, change: str, *, on: Occasion, **details: object) -> None:
    db.session.flush()
    record(
        Event.SUB_TASK_CHANGED,
        "task",
        row.task_id,
        acting=on.acting,
        at=on.now,
        title=row.title,
        change=change,
        sub_task=row.id,
        **details,
    )
