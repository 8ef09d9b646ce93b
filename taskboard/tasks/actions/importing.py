"""Open tasks of a register that was kept before: they come in as what they are today, many at once.

In progress from the start: their units have had them for long, so nobody is told and nothing is to be received.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from taskboard.accounts.models import Person
from taskboard.briefings.models import Directive, UnitRole
from taskboard.counters import next_task_codes
from taskboard.db import db
from taskboard.domain.deadline import DueKind
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.domain.text import fold
from taskboard.journal.actions import record_first
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.creating import overdue_from
from taskboard.tasks.actions.settling import next_version
from taskboard.tasks.models import Assignment, Task
from taskboard.units import queries as units
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class Registered:
    """What a register knows of one open task."""

    row: int
    directive: Directive
    title: str
    lead: Unit
    partners: Sequence[Unit] = ()
    informed: Sequence[Unit] = ()
    original_due_on: date | None = None
    due_on: date | None = None
    """The current deadline; both may be long past."""
    monitor: Person | None = None
    officer: Person | None = None
    is_starred: bool = False
    note: str = ""
    """How far it is, in the register's words."""


def import_tasks(rows: Sequence[Registered], *, on: Occasion) -> list[Task]:
    """One task a row, with its version, its entry and its planned reminders. The directives stand in the database."""
    late_from = functools.cache(functools.partial(overdue_from, on=on))
    follows = functools.cache(units.field_monitor_id)
    codes = next_task_codes(on.today.year, len(rows))
    tasks = []
    for code, row in zip(codes, rows, strict=True):
        task = _task(code, row, late_from, on=on)
        monitor_id = row.monitor.id if row.monitor else None
        task.monitor_id = monitor_id or follows(row.directive.field) or row.lead.monitor_id
        tasks.append(task)
    db.session.add_all(tasks)
    db.session.flush()
    for task, row in zip(tasks, rows, strict=True):
        db.session.add_all(_places(task, row, on=on))
    db.session.add_all([next_version(task, on=on) for task in tasks])
    db.session.flush()
    entries = {task.id: _entry(task, row) for task, row in zip(tasks, rows, strict=True)}
    record_first(Event.TASK_IMPORTED, "task", entries, acting=on.acting, at=on.now)
    reminders.plan_all(on=on)
    return tasks


def _task(code: str, row: Registered, late_from: Callable[[date], datetime], *, on: Occasion) -> Task:
    directive = row.directive
    return Task(
        code=code,
        directive=directive,
        unit=row.lead,
        title=row.title,
        search_text=fold(f"{code} {row.title} {directive.wording}"),
        state=State.IN_PROGRESS,
        received_at=on.now,
        due_kind=DueKind.DATED if row.original_due_on else DueKind.NONE,
        original_due_on=row.original_due_on,
        due_on=row.due_on,
        original_overdue_from=late_from(row.original_due_on) if row.original_due_on else None,
        overdue_from=late_from(row.due_on) if row.due_on else None,
        field=directive.field,
        source_level=directive.source_level,
        is_starred=row.is_starred,
        leader_id=directive.leader_id,
        officer_id=row.officer.id if row.officer else None,
        assigned_on=directive.assigned_on,
    )


def _places(task: Task, row: Registered, *, on: Occasion) -> list[Assignment]:
    """Each unit once, in its highest part."""
    roles: dict[int, tuple[Unit, UnitRole]] = {row.lead.id: (row.lead, UnitRole.LEAD)}
    for unit in row.partners:
        roles.setdefault(unit.id, (unit, UnitRole.PARTNER))
    for unit in row.informed:
        roles.setdefault(unit.id, (unit, UnitRole.INFORMED))
    return [
        Assignment(
            task=task,
            unit=unit,
            role=role,
            due_on=None if role is UnitRole.INFORMED else task.due_on,
            assigned_at=on.now,
        )
        for unit, role in roles.values()
    ]


def _entry(task: Task, row: Registered) -> dict[str, object]:
    return {
        "row": row.row,
        "unit": row.lead.name,
        "title": task.title,
        "original_due_on": task.original_due_on,
        "due_on": task.due_on,
        "note": row.note,
    }
