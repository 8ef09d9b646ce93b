"""Recurring orders: a duty, and the tasks it owes period by period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from taskboard.briefings.models import Directive, UnitRole
from taskboard.db import db
from taskboard.domain import deadline
from taskboard.domain.deadline import DueKind, DutyPeriod
from taskboard.domain.lifecycle import TAKEN_AWAY
from taskboard.occasion import Occasion
from taskboard.tasks.actions.creating import Order, Place, create_tasks
from taskboard.tasks.actions.repointing import repoint_occurrence, tell_let_go
from taskboard.tasks.models import Assignment, Duty, Task
from taskboard.units import queries as units
from taskboard.units.models import Unit


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
    let_go = [
        row
        for task in adopted
        for row in repoint_occurrence(task, directive, order, duty, _period_of(task, duty, on=on), on=on)
    ]
    tell_let_go(let_go, directive, on=on)
    periods = deadline.first_periods(duty.recurrence, starts_on, due_day=duty.due_day, calendar=on.calendar)
    return _open(periods, duty, directive, order, on=on)


def _period_of(task: Task, duty: Duty, *, on: Occasion) -> DutyPeriod | None:
    """The period of an occurrence by the duty that takes it over; None for one that this duty would never open."""
    periods = deadline.duty_periods(
        duty.recurrence, task.assigned_on, on.today, due_day=duty.due_day, calendar=on.calendar
    )
    return next((period for period in periods if period.key == task.period_key), None)


def _open(
    periods: Sequence[DutyPeriod],
    duty: Duty,
    directive: Directive,
    order: Order,
    *,
    officers: Mapping[int, int | None] = MappingProxyType({}),
    on: Occasion,
) -> list[Task]:
    """The occurrences of these periods that are not there yet; `officers` says, by unit, who did the last one."""
    known = {
        (unit_id, task.period_key)
        for task in db.session.scalars(sa.select(Task).where(Task.duty_id == duty.id))
        for unit_id in (task.origin_unit_id, task.unit_id)  # whoever leads it now, it was asked for
    }
    places = [
        Place(unit, period.due_on, _given_on(period, duty, on), duty, period.key, officers.get(unit.id))
        for period in periods
        for unit in order.leads
        if (unit.id, period.key) not in known and unit.exists_on(period.due_on)
    ]
    duty.opened_until = on.today
    return create_tasks(directive, order, places, on=on)


def _given_on(period: DutyPeriod, duty: Duty, on: Occasion) -> date:
    """An occurrence is given when its period begins; the first one with the order itself."""
    return min(max(period.first, duty.starts_on), on.today)


def open_due_occurrences(*, on: Occasion) -> int:
    """Open what duties owe up to today, however long nobody asked. Returns how many tasks came of it.

    Harmless to repeat: UNIQUE(duty, unit, period).
    """
    opened = 0
    for duty in db.session.scalars(sa.select(Duty).where(Duty.opened_until < on.today)):
        opened += len(_continue_duty(duty, on=on))
    return opened


def _continue_duty(duty: Duty, *, on: Occasion) -> list[Task]:
    """The duty goes on for whoever it was not taken away from; an occurrence given up is followed by the next."""
    directive = db.session.get_one(Directive, duty.directive_id)
    tasks = list(db.session.scalars(sa.select(Task).where(Task.duty_id == duty.id).order_by(Task.id)))
    latest = {task.unit_id: task for task in tasks}
    leads = {unit.id: unit for last in _last_of_lines(tasks) for unit in heirs_of(duty, last.unit, on.today)}
    if not leads:
        duty.opened_until = on.today
        return []
    beside = _standing_beside(latest.values())
    order = Order(
        title=tasks[0].title,
        leads=list(leads.values()),
        partners=_units_in(UnitRole.PARTNER, beside),
        informed=_units_in(UnitRole.INFORMED, beside),
        due_kind=DueKind.DUTY,
        due_basis=tasks[0].due_basis,
        recurrence=duty.recurrence,
        due_day=duty.due_day,
        is_starred=tasks[0].is_starred,
    )
    officers = {unit_id: task.officer_id for unit_id, task in latest.items()}
    until = min(on.today, duty.ends_on) if duty.ends_on else on.today
    periods = deadline.duty_periods(
        duty.recurrence, duty.starts_on, until, due_day=duty.due_day, calendar=on.calendar
    )
    # who came to it since owes nothing for what others were asked before
    periods = [period for period in periods if period.first > duty.opened_until]
    return _open(periods, duty, directive, order, officers=officers, on=on)


def _last_of_lines(tasks: Sequence[Task]) -> list[Task]:
    """Of every unit that the duty was asked of, the last occurrence, under whoever leads it now, where it goes on.

    With a transfer the duty passes to the other unit, as with a return it leaves the one that had it: who gave the last
    period away owes none after it, and who was lent an earlier one only owes that.
    """
    lines = {task.origin_unit_id: task for task in tasks}
    found: dict[int, Task] = {}
    for last in lines.values():
        while (own := lines.get(last.unit_id)) is not None and own.id > last.id:
            last = own
        if last.state not in TAKEN_AWAY:
            found[last.unit_id] = last
    return list(found.values())


def _standing_beside(tasks: Iterable[Task]) -> list[Assignment]:
    """The units that stand on these tasks now, task by task."""
    ids = [task.id for task in tasks]
    statement = sa.select(Assignment).where(Assignment.task_id.in_(ids), Assignment.ended_at.is_(None))
    rows = db.session.scalars(statement.options(selectinload(Assignment.unit)).order_by(Assignment.id))
    place = {task_id: number for number, task_id in enumerate(ids)}
    return sorted(rows, key=lambda row: place[row.task_id])


def heirs_of(duty: Duty, unit: Unit, day: date) -> list[Unit]:
    """Who owes the duty on a day: the unit, or those who followed it.

    Of several followers those that took over an occurrence of it, where some did; else each of them.
    """
    if unit.exists_on(day):
        return [unit]
    followers = units.successors_on(unit, day)
    statement = sa.select(Task.unit_id).where(Task.duty_id == duty.id, Task.origin_unit_id == unit.id)
    taken = set(db.session.scalars(statement))
    return [heir for heir in followers if heir.id in taken] or followers


def _units_in(role: UnitRole, rows: Sequence[Assignment]) -> list[Unit]:
    return list({row.unit_id: row.unit for row in rows if row.role is role}.values())
