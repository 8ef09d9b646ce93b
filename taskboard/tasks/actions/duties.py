"""Recurring orders: a duty, and the tasks it owes period by period."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from taskboard.briefings.models import Directive, UnitRole
from taskboard.db import db
from taskboard.domain import deadline
from taskboard.domain.deadline import DueKind
from taskboard.domain.lifecycle import TERMINAL
from taskboard.occasion import Occasion
from taskboard.tasks.actions.creating import Order, Place, create_tasks
from taskboard.tasks.actions.repointing import repoint_occurrence
from taskboard.tasks.models import Duty, Task


def open_duty(
    directive: Directive, order: Order, *, adopted: Sequence[Task] = (), on: Occasion
) -> list[Task]:
    """Nothing is owed for periods that ended before the order was issued, whatever day the briefing was held on.

    `adopted` are open occurrences of the duty this one replaces.
    """
    starts_on = max(directive.assigned_on, on.today)
    duty = Duty(
        directive_id=directive.id,
        recurrence=order.recurrence,
        due_day=order.due_day,
        starts_on=starts_on,
        opened_until=on.today,
    )
    db.session.add(duty)
    db.session.flush()
    for task in adopted:
        repoint_occurrence(task, directive, order, duty, _period_of(task, duty, on=on), on=on)
    return _open_periods(duty, directive, order, on=on)


def _period_of(task: Task, duty: Duty, *, on: Occasion) -> deadline.DutyPeriod | None:
    """The period of an occurrence by the duty that takes it over; None for one that this duty would never open."""
    periods = deadline.duty_periods(
        duty.recurrence, task.assigned_on, on.today, due_day=duty.due_day, calendar=on.calendar
    )
    return next((period for period in periods if period.key == task.period_key), None)


def _open_periods(duty: Duty, directive: Directive, order: Order, *, on: Occasion) -> list[Task]:
    """Occurrences of periods that have begun by today and fall due on or after the duty's first day."""
    until = min(on.today, duty.ends_on) if duty.ends_on else on.today
    periods = deadline.duty_periods(
        duty.recurrence, duty.starts_on, until, due_day=duty.due_day, calendar=on.calendar
    )
    known = {
        (task.unit_id, task.period_key)
        for task in db.session.scalars(sa.select(Task).where(Task.duty_id == duty.id))
    }
    places = [
        Place(unit, period.due_on, max(period.first, duty.starts_on), duty, period.key)
        for period in periods
        for unit in order.leads
        if (unit.id, period.key) not in known and unit.exists_on(period.first)
    ]
    duty.opened_until = on.today
    return create_tasks(directive, order, places, on=on)


def open_due_occurrences(*, on: Occasion) -> int:
    """Open what duties owe up to today, however long nobody asked. Returns how many tasks came of it.

    Harmless to repeat: UNIQUE(duty, unit, period).
    """
    opened = 0
    for duty in db.session.scalars(sa.select(Duty).where(Duty.opened_until < on.today)):
        opened += len(_continue_duty(duty, on=on))
    return opened


def _continue_duty(duty: Duty, *, on: Occasion) -> list[Task]:
    directive = db.session.get_one(Directive, duty.directive_id)
    tasks = list(db.session.scalars(sa.select(Task).where(Task.duty_id == duty.id).order_by(Task.id)))
    latest = {task.unit_id: task for task in tasks}
    leads = {unit_id: task.unit for unit_id, task in latest.items() if task.state not in TERMINAL}
    if not leads:
        duty.opened_until = on.today
        return []
    partners = [row.unit for row in tasks[0].assignments if row.role is UnitRole.PARTNER]
    order = Order(
        title=tasks[0].title,
        leads=list(leads.values()),
        partners=partners,
        due_kind=DueKind.DUTY,
        due_basis=tasks[0].due_basis,
        recurrence=duty.recurrence,
        due_day=duty.due_day,
        is_starred=tasks[0].is_starred,
    )
    return _open_periods(duty, directive, order, on=on)
