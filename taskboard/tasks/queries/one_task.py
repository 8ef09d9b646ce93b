"""One task and what its page shows."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.domain.authority import Actor, Subject, sees_all_tasks
from taskboard.files.models import Attachment
from taskboard.tasks.models import Assignment, Extension, Report, Task, TaskRequest
from taskboard.tasks.queries.conditions import visible_to
from taskboard.tasks.queries.loading import SOURCE, name_only
from taskboard.units.models import Unit


def task_by_code(code: str) -> Task | None:
    """A task with what its page shows; the caller authorises with `subject_of` before using it."""
    return db.session.scalars(_by_code(), {"code": code}).unique().one_or_none()


@cache
def _by_code() -> sa.Select[Task]:
    """Built once. What there is one of, or hardly ever two, comes along in one question; of reports and of units that take
    part there may be many, so they have one each."""
    return (
        sa.select(Task)
        .where(Task.code == sa.bindparam("code"))
        .options(
            joinedload(Task.unit).joinedload(Unit.names),
            *SOURCE,
            joinedload(Task.work_field),
            joinedload(Task.leader).joinedload(Person.posts).lazyload(Post.unit),
            name_only(Task.monitor),
            name_only(Task.officer),
            selectinload(Task.assignments).joinedload(Assignment.unit).joinedload(Unit.names),
            selectinload(Task.reports).options(
                joinedload(Report.unit).joinedload(Unit.names),
                joinedload(Report.attachments).joinedload(Attachment.content),
            ),
            name_only(Task.objective_cause_confirmed_by),
            joinedload(Task.replaces).load_only(Task.code).lazyload("*"),
            joinedload(Task.requests).options(
                joinedload(TaskRequest.unit).joinedload(Unit.names),
                joinedload(TaskRequest.new_unit).joinedload(Unit.names),
                joinedload(TaskRequest.asked_by).lazyload(Person.posts),
            ),
            joinedload(Task.extensions).joinedload(Extension.asked_by).lazyload(Person.posts),
        )
    )


def subject_of(task: Task) -> Subject:
    live = [row for row in task.assignments if row.ended_at is None]
    return Subject(
        lead_unit_id=task.unit_id,
        unit_ids=frozenset(row.unit_id for row in live),
        partner_unit_ids=frozenset(row.unit_id for row in live if row.role is UnitRole.PARTNER),
        leader_id=task.leader_id,
        field=task.field or None,
    )


def is_visible(code: str, actor: Actor) -> bool:
    """Whether this person may open the task of that code."""
    if sees_all_tasks(actor):
        return True
    return db.session.scalar(sa.select(Task.id).where(Task.code == code, visible_to(actor))) is not None


def extension_by_id(extension_id: int) -> Extension | None:
    return db.session.get(Extension, extension_id)


def report_by_id(report_id: int) -> Report | None:
    return db.session.get(Report, report_id)
