"""Tasks come to be, of a directive or of a duty: one a lead unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from taskboard.briefings.models import Directive, UnitRole
from taskboard.counters import next_task_codes
from taskboard.db import db
from taskboard.domain import deadline
from taskboard.domain.deadline import DueKind, Recurrence
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.settings import queries as settings
from taskboard.settings.registry import WHOLE_DAY
from taskboard.tasks.actions.monitoring import UsualMonitors
from taskboard.tasks.actions.settling import remember
from taskboard.tasks.models import Assignment, Duty, Task
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class Order:
    """What one directive asks of its units."""

    title: str
    leads: Sequence[Unit]
    partners: Sequence[Unit] = ()
    informed: Sequence[Unit] = ()
    """Units that read along ("để biết") and owe nothing."""
    due_kind: DueKind = DueKind.NONE
    due_on: date | None = None
    due_basis: str = ""
    recurrence: Recurrence | None = None
    due_day: int | None = None
    is_starred: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One task to be: whose, due when, under which duty."""

    unit: Unit
    due_on: date | None
    assigned_on: date
    duty: Duty | None = None
    period_key: str | None = None
    officer_id: int | None = None
    """Who did the unit's last occurrence: the next one is not nobody's because a week has passed."""


def create_tasks(directive: Directive, order: Order, places: Sequence[Place], *, on: Occasion) -> list[Task]:
    """Codes, assignments, first versions, journal entries and planned reminders of these tasks."""
    codes = next_task_codes(on.today.year, len(places))
    usual = UsualMonitors(on)
    tasks = [
        _new_task(code, directive, order, place, on=on) for code, place in zip(codes, places, strict=True)
    ]
    for task in tasks:
        task.monitor_id = usual.of(task.unit, directive.field)
    db.session.add_all(tasks)
    db.session.flush()
    for task in tasks:
        _add_assignments(task, order, on=on)
        remember(task, on=on)
        record(
            Event.TASK_ASSIGNED,
            "task",
            task.id,
            acting=on.acting,
            at=on.now,
            unit=task.unit.name,
            due_on=task.due_on,
            title=task.title,
        )
        reminders.replan(task, now=on.now, zone=on.zone, calendar=on.calendar)
    return tasks


def _new_task(code: str, directive: Directive, order: Order, place: Place, *, on: Occasion) -> Task:
    due_on = place.due_on
    late_from = overdue_from(due_on, on=on) if due_on else None
    return Task(
        code=code,
        directive=directive,
        duty=place.duty,
        period_key=place.period_key,
        unit=place.unit,
        title=order.title,
        state=State.NEW,
        due_kind=order.due_kind,
        original_due_on=due_on,
        due_on=due_on,
        original_overdue_from=late_from,
        overdue_from=late_from,
        due_basis=order.due_basis,
        field=directive.field,
        source_level=directive.source_level,
        is_starred=order.is_starred,
        leader_id=directive.leader_id,
        officer_id=place.officer_id,
        assigned_on=place.assigned_on,
    )


def overdue_from(due_on: date, *, on: Occasion) -> datetime:
    """The instant from which a task due that day is late, by the city's rule of today (decision 7)."""
    rules = settings.values_on(("due_hour", "roll_due_to_working_day"), on.today)
    hour, roll = rules["due_hour"], rules["roll_due_to_working_day"]
    due_time = time(hour) if hour < WHOLE_DAY else None
    return deadline.overdue_from(due_on, due_time, on.calendar, on.zone, roll=roll)


def _add_assignments(task: Task, order: Order, *, on: Occasion) -> None:
    """Each unit once, in its highest part; a partner's date is the lead's until the Office sets another."""
    named = [(task.unit, UnitRole.LEAD)]
    named += [(unit, UnitRole.PARTNER) for unit in order.partners]
    named += [(unit, UnitRole.INFORMED) for unit in order.informed]
    roles: dict[int, tuple[Unit, UnitRole]] = {}
    for unit, role in named:
        roles.setdefault(unit.id, (unit, role))
    db.session.add_all(
        Assignment(
            task=task,
            unit=unit,
            role=role,
            due_on=None if role is UnitRole.INFORMED else task.due_on,
            assigned_at=on.now,
        )
        for unit, role in roles.values()
    )
