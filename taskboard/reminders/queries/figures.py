"""The few numbers a bulletin says, counted by the conditions the lists are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.lifecycle import REMINDED, State
from taskboard.tasks.models import Task
from taskboard.tasks.queries import View, condition
from taskboard.tasks.reading import reading_at
from taskboard.units.models import Unit


@dataclass(frozen=True, slots=True)
class Figures:
    open: int
    overdue: int
    overdue_units: int
    overdue_starred: int
    due_this_week: int
    waiting: int
    completed: int
    silent: int


def figures(now: datetime, zone: ZoneInfo, calendar: WorkingCalendar, *, since: date) -> Figures:
    """How the city stands at an instant; completed are those confirmed as done on or after `since`."""
    reading = reading_at(now, zone, calendar)
    is_late = condition(View.OVERDUE, reading)
    is_near = sa.and_(
        Task.state.in_(REMINDED), Task.overdue_from > now, Task.overdue_from <= now + timedelta(days=7)
    )
    counted = (
        condition(View.OPEN, reading),
        is_late,
        sa.and_(is_late, Task.is_starred),
        is_near,
        condition(View.WAITING, reading),
        sa.and_(Task.state == State.COMPLETED, Task.completed_on >= since),
        condition(View.SILENT, reading),
    )
    row = db.session.execute(sa.select(*(sa.func.sum(sa.case((one, 1), else_=0)) for one in counted))).one()
    units = db.session.scalar(sa.select(sa.func.count(Task.unit_id.distinct())).where(is_late))
    open_, overdue, starred, near, waiting, completed, silent = (int(number or 0) for number in row)
    return Figures(open_, overdue, units or 0, starred, near, waiting, completed, silent)


def units_that_owe() -> list[int]:
    """Units that lead a task they still have to report on."""
    statement = sa.select(Task.unit_id).where(Task.state.in_(REMINDED)).distinct().order_by(Task.unit_id)
    return list(db.session.scalars(statement))


def owed_task_ids(unit_id: int) -> list[int]:
    """The tasks a unit still has to report on."""
    statement = sa.select(Task.id).where(Task.unit_id == unit_id, Task.state.in_(REMINDED))
    return list(db.session.scalars(statement.order_by(Task.id)))


def unit_name(unit_id: int | None, day: date) -> str:
    """The name a unit bore on a day; empty for none."""
    unit = db.session.get(Unit, unit_id) if unit_id else None
    return unit.name_on(day) if unit else ""
