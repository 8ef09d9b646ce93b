"""An open task of a register that was kept before: it comes in as what it is today, under the directive it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskboard.accounts.models import Person
from taskboard.briefings.models import Directive, UnitRole
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.occasion import Occasion
from taskboard.tasks.actions.creating import Order, Place, create_tasks, overdue_from
from taskboard.tasks.actions.settling import settle
from taskboard.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Carried:
    """What a register knows of an open task beyond its order."""

    row: int
    due_on: date | None
    """The current deadline; the original one is the order's."""
    monitor: Person | None = None
    officer: Person | None = None
    note: str = ""
    """How far it is, in the register's words."""


def import_task(directive: Directive, order: Order, carried: Carried, *, on: Occasion) -> Task:
    """In progress from the start: its unit has had it for long, so nobody is told and nothing is to be received.

    Deadlines may be long past. The directive is already in the session.
    """
    (unit,) = order.leads
    (task,) = create_tasks(directive, order, [Place(unit, order.due_on, directive.assigned_on)], on=on)
    task.state, task.received_at = State.IN_PROGRESS, on.now
    task.monitor = carried.monitor or task.monitor
    task.officer = carried.officer
    if carried.due_on is not None and carried.due_on != task.due_on:
        _move_date(task, carried.due_on, on=on)
    settle(
        task,
        Event.TASK_IMPORTED,
        on=on,
        row=carried.row,
        original_due_on=task.original_due_on,
        due_on=task.due_on,
        note=carried.note,
    )
    return task


def _move_date(task: Task, due_on: date, *, on: Occasion) -> None:
    task.due_on, task.overdue_from = due_on, overdue_from(due_on, on=on)
    task.deadline_version += 1
    for row in task.assignments:
        if row.role is not UnitRole.INFORMED:
            row.due_on = due_on
