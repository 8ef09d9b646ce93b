"""One task and what its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.domain.authority import Actor, Subject
from taskboard.domain.lifecycle import State
from taskboard.tasks.models import Assignment, Extension, Report, Task, TaskRequest
from taskboard.tasks.queries.conditions import visible_to
from taskboard.tasks.queries.loading import SOURCE, name_only
from taskboard.units.models import Unit, UnitName, WorkField


def task_by_code(code: str) -> Task | None:
    """A task with what its page shows; the caller authorises with `subject_of` before using it."""
    assignments = selectinload(Task.assignments)
    statement = (
        sa.select(Task)
        .where(Task.code == code)
        .options(
            joinedload(Task.unit).joinedload(Unit.names),
            *SOURCE,
            joinedload(Task.leader).joinedload(Person.posts).lazyload(Post.unit),
            name_only(Task.monitor),
            name_only(Task.officer),
            assignments.joinedload(Assignment.unit).joinedload(Unit.names),
            selectinload(Task.reports).joinedload(Report.unit).joinedload(Unit.names),
            name_only(Task.objective_cause_confirmed_by),
            joinedload(Task.replaces).load_only(Task.code).lazyload("*"),
            selectinload(Task.requests).options(
                joinedload(TaskRequest.unit).joinedload(Unit.names),
                joinedload(TaskRequest.new_unit).joinedload(Unit.names),
                joinedload(TaskRequest.asked_by).lazyload(Person.posts),
            ),
            joinedload(Task.extensions).joinedload(Extension.asked_by).lazyload(Person.posts),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def subject_of(task: Task) -> Subject:
    live = [row for row in task.assignments if row.ended_at is None]
    return Subject(
        lead_unit_id=task.unit_id,
        unit_ids=frozenset(row.unit_id for row in live),
        partner_unit_ids=frozenset(row.unit_id for row in live if row.role is UnitRole.PARTNER),
        leader_id=task.leader_id,
        field=task.field or None,
    )


def extension_by_id(extension_id: int) -> Extension | None:
    return db.session.get(Extension, extension_id)


def report_by_id(report_id: int) -> Report | None:
    return db.session.get(Report, report_id)


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another task of the same directive."""

    code: str
    unit_id: int
    unit_name: str
    state: State
    overdue_from: datetime | None
    due_on: date | None
    period_key: str | None


def siblings(task: Task, actor: Actor) -> list[Sibling]:
    """What the directive asks of others, the latest first; of a duty, what it asked of this unit in other periods.

    Only what the reader may see: a unit is not told how its peers stand (rule 40).
    """
    alike = Task.duty_id.is_(None) if task.duty_id is None else Task.unit_id == task.unit_id
    statement = (
        sa.select(
            Task.code,
            Task.unit_id,
            UnitName.name,
            Task.state,
            Task.overdue_from,
            Task.due_on,
            Task.period_key,
        )
        .join(UnitName, sa.and_(UnitName.unit_id == Task.unit_id, UnitName.valid_to.is_(None)))
        .where(Task.directive_id == task.directive_id, alike, visible_to(actor))
        .order_by(Task.overdue_from.is_(None), Task.overdue_from, UnitName.sort_key)
    )
    return [Sibling(*row) for row in db.session.execute(statement)]


def field_name(code: str) -> str:
    """The field of work in words; the code itself where the city dropped the field."""
    if not code:
        return ""
    return db.session.scalar(sa.select(WorkField.name).where(WorkField.code == code)) or code
