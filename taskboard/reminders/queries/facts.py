"""What planning needs to know of tasks, read in bulk: plain columns, no objects, a fixed number of queries a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import Any

import sqlalchemy as sa

from taskboard.accounts.models import Post
from taskboard.briefings.models import Briefing, BriefingState
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.calendar import local_date
from taskboard.domain.deadline import last_day_in_time
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import OPEN, REMINDED
from taskboard.domain.reminding import Said, Subject, TaskFacts, answered_until
from taskboard.journal.models import JournalEntry
from taskboard.reminders.models import PlanBasis, TaskPlan
from taskboard.tasks.models import Duty, Extension, ExtensionState, Report, RequestState, Task, TaskRequest
from taskboard.units.models import Unit

Key = tuple[Subject, int]
"""What owes a day: a task, a partner's part, an explanation."""


@dataclass(frozen=True, slots=True)
class Known:
    """One task, part or explanation: what its marks stand on, and who it concerns."""

    key: Key
    task_id: int | None
    """None for an explanation of a unit's work as a whole."""
    facts: TaskFacts
    deadline_version: int
    overdue_from: datetime | None
    unit_id: int
    """The unit that owes it: of a part the partner."""
    officer_id: int | None
    monitor_id: int | None
    leader_id: int | None
    question: str = ""
    """Of an explanation: what is to be explained."""

    def is_overdue(self, now: datetime) -> bool:
        """Late, and still owed by its unit."""
        return self.facts.state in REMINDED and self.overdue_from is not None and self.overdue_from <= now


def known_of(task_ids: Collection[int], *, today: date, zone: tzinfo) -> dict[int, Known]:
    """These tasks as they stand now, by id."""
    found = {
        row.id: known_task(row, today, zone)
        for row in db.session.execute(statement(), {"ids": task_ids, "today": today})
    }
    reported = {key for key, known in found.items() if known.facts.reported_on and known.facts.last_day}
    late = {key for key, known in found.items() if is_near_or_late(known.facts, today)}
    said = said_by_task(db.session.execute(said_of(reported & late)) if reported & late else (), zone)
    urged = urged_by_task(db.session.execute(urged_of(late)) if late else (), zone)
    return {key: with_words(known, said, urged) for key, known in found.items()}


@cache
def statement() -> sa.Select[*tuple[Any, ...]]:
    """The one question of a batch. Asked by every verb and therefore built once; takes `ids` and `today`."""
    return of_tasks().where(Task.id.in_(sa.bindparam("ids", expanding=True))).order_by(Task.id)


def of_tasks() -> sa.Select[*tuple[Any, ...]]:
    """Columns of tasks, with what is pending and whether the unit has officers; takes `today`."""
    today = sa.bindparam("today", type_=sa.Date())
    asked = (
        sa.select(sa.func.min(Extension.asked_at))
        .where(Extension.task_id == Task.id, Extension.state == ExtensionState.PENDING)
        .scalar_subquery()
    )
    requested = (
        sa.select(sa.func.min(TaskRequest.asked_at))
        .where(TaskRequest.task_id == Task.id, TaskRequest.state == RequestState.PENDING)
        .scalar_subquery()
    )
    has_officers = (
        sa.exists()
        .where(
            Post.unit_id == Task.unit_id,
            Post.role == Role.OFFICER,
            Post.valid_from <= today,
            sa.or_(Post.valid_to.is_(None), Post.valid_to > today),
        )
        .correlate(Task)
    )
    return (
        sa.select(
            Task.id,
            Task.state,
            Task.assigned_on,
            Task.overdue_from,
            Task.last_report_at,
            Task.received_at,
            Task.is_starred,
            Task.deadline_version,
            Task.unit_id,
            Task.officer_id,
            Task.leader_id,
            sa.func.coalesce(Task.monitor_id, Unit.monitor_id).label("monitor_id"),
            Unit.kind,
            Duty.recurrence,
            asked.label("asked_at"),
            requested.label("requested_at"),
            has_officers.label("has_officers"),
        )
        .join(Unit, Unit.id == Task.unit_id)
        .outerjoin(Duty, Duty.id == Task.duty_id)
    )


def known_task(row: Any, today: date, zone: tzinfo) -> Known:
    """A row of `of_tasks`, before what was said of it."""
    reported_on = local_date(row.last_report_at, zone) if row.last_report_at else None
    received_on = local_date(row.received_at, zone) if row.received_at else None
    pending = [instant for instant in (row.asked_at, row.requested_at) if instant]
    facts = TaskFacts(
        state=row.state,
        assigned_on=row.assigned_on,
        last_day=last_day_in_time(row.overdue_from, zone) if row.overdue_from else None,
        reported_on=reported_on,
        heard_on=max((day for day in (reported_on, received_on) if day), default=None),
        is_starred=row.is_starred,
        unit_kind=row.kind.value,
        recurrence=row.recurrence,
        is_named=row.officer_id is not None or not row.has_officers,
        requested_on=local_date(min(pending), zone) if pending else None,
    )
    return Known(
        (Subject.TASK, row.id),
        row.id,
        facts,
        row.deadline_version,
        row.overdue_from,
        row.unit_id,
        row.officer_id,
        row.monitor_id,
        row.leader_id,
    )


def is_near_or_late(facts: TaskFacts, today: date) -> bool:
    """Only then do answers and letters matter: of most tasks nobody need ask for them."""
    is_owed = facts.state in REMINDED and facts.last_day is not None
    return is_owed and facts.last_day is not None and facts.last_day <= today + timedelta(days=31)


def said_of(task_ids: Collection[int] | sa.Select[int]) -> sa.Select[*tuple[Any, ...]]:
    """Reports of these tasks that name a day."""
    return (
        sa.select(Report.id, Report.task_id, Report.reported_at, Report.next_step, Report.forecast_on)
        .where(Report.task_id.in_(task_ids), Report.forecast_on.is_not(None))
        .order_by(Report.id)
    )


def said_by_task(rows: Iterable[Any], zone: tzinfo) -> Mapping[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: int(row.id)):
        found[row.task_id].append(Said(local_date(row.reported_at, zone), row.next_step, row.forecast_on))
    return found


def urged_of(task_ids: Collection[int] | sa.Select[int]) -> sa.Select[*tuple[Any, ...]]:
    """Letters that pressed these tasks."""
    return (
        sa.select(JournalEntry.id, JournalEntry.subject_id, JournalEntry.at)
        .where(
            JournalEntry.subject_kind == "task",
            JournalEntry.subject_id.in_(task_ids),
            JournalEntry.event == Event.TASK_URGED.value,
        )
        .order_by(JournalEntry.id)
    )


def urged_by_task(rows: Iterable[Any], zone: tzinfo) -> Mapping[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: int(row.id)):
        found[row.subject_id].append(local_date(row.at, zone))
    return found


def with_words(known: Known, said: Mapping[int, list[Said]], urged: Mapping[int, list[date]]) -> Known:
    """With what the unit answered and how often it was pressed."""
    facts, key = known.facts, known.key[1]
    if facts.last_day is None or (key not in said and key not in urged):
        return known
    until = answered_until(said.get(key, ()), facts.last_day)
    return replace(
        known, facts=replace(facts, answered_until=until, urged_on=tuple(dict.fromkeys(urged.get(key, ()))))
    )


# ----------------------------------------------------------------------------------------------- whose turn it is


def task_ids_to_plan(today: date, limit: int) -> list[int]:
    """Tasks planned no further than today."""
    return list(db.session.scalars(tasks_to_plan(today, limit)))


def tasks_to_plan(today: date, limit: int) -> sa.Select[int]:
    """The question behind it, answered by the index on `planned_until` alone."""
    return (
        sa.select(TaskPlan.task_id)
        .where(TaskPlan.planned_until <= today)
        .order_by(TaskPlan.planned_until, TaskPlan.task_id)
        .limit(limit)
    )


def open_task_ids(after_id: int, limit: int) -> list[int]:
    """Open tasks in the order of their ids, a batch at a time."""
    statement = (
        sa.select(TaskPlan.task_id).where(TaskPlan.task_id > after_id).order_by(TaskPlan.task_id).limit(limit)
    )
    return list(db.session.scalars(statement))


def forgotten_task_ids() -> list[int]:
    """Open tasks that no fact ever planned."""
    has_plan = sa.exists().where(TaskPlan.task_id == Task.id)
    forgotten = sa.select(Task.id).where(Task.state.in_(list(OPEN)), ~has_plan).order_by(Task.id)
    return list(db.session.scalars(forgotten))


def plan_basis() -> str:
    """The fingerprint of what present plans rest on; empty before the first pass."""
    return db.session.scalar(sa.select(PlanBasis.fingerprint).where(PlanBasis.id == 1)) or ""


def coming_briefings(today: date) -> list[Briefing]:
    """Briefings still to be held, the nearest first."""
    coming = sa.select(Briefing).where(*is_coming(today))
    return list(db.session.scalars(coming.order_by(Briefing.held_on, Briefing.id)))


def is_coming(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Of a briefing: it is still to be held."""
    states = (BriefingState.PLANNED, BriefingState.COLLECTING, BriefingState.FROZEN)
    return Briefing.state.in_(states), Briefing.held_on >= today
