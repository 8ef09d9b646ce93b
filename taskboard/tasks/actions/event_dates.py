"""A task that waited for an event, or had no deadline, gets its date."""

from __future__ import annotations

from datetime import date

from taskboard.briefings.models import UnitRole
from taskboard.domain.deadline import Deadline, DueKind
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks.actions.creating import overdue_from
from taskboard.tasks.actions.partners import NOBODY, check_new_date, need_open
from taskboard.tasks.actions.settling import settle
from taskboard.tasks.models import PartState, Task


def set_event_date(task: Task, *, due_on: date, on: Occasion) -> None:
    """The first date a task gets is its original one (decision 6); reminders are planned and the unit told, once.

    Units beside the lead that had no date either share it. Raises RuleBroken: task_not_open, due_is_set,
    due_before_assignment, due_in_past.
    """
    put_event_date(task, due_on, on=on)
    reminders.owe_event_date_mail(task, on=on)


def need_dateless(task: Task, due_on: date | None, *, on: Occasion) -> None:
    """The task waits for its first date, and this may be it. Raises RuleBroken as `set_event_date`."""
    need_open(task)
    if task.due_on is not None:
        raise RuleBroken("due_is_set", field="due_on")
    check_new_date(task, due_on, on=on)


def put_event_date(task: Task, due_on: date, *, on: Occasion) -> None:
    """The fact without its mail. Raises RuleBroken as `set_event_date`."""
    need_dateless(task, due_on, on=on)
    given = Deadline().moved_to(due_on, overdue_from(due_on, on=on))
    task.due_on, task.overdue_from = given.due_on, given.overdue_from
    task.original_due_on, task.original_overdue_from = given.original_due_on, given.original_overdue_from
    if task.due_kind is DueKind.NONE:
        task.due_kind = DueKind.DATED
    task.deadline_version += 1
    for row in task.assignments:
        if row.ended_at is None and row.due_on is None and _takes_date(row.role, row.part):
            row.due_on = due_on
    settle(task, Event.EVENT_DATE_SET, on=on, from_=task.due_basis or NOBODY, to=due_on)


def _takes_date(role: UnitRole, part: PartState) -> bool:
    return role is UnitRole.LEAD or (role is UnitRole.PARTNER and part is PartState.OPEN)
