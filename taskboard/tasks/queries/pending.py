"""What waits for somebody's word: requests about tasks, and explanations that were asked for."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.authority import Actor
from taskboard.tasks.models import (
    Explanation,
    RequestState,
    Task,
    TaskRequest,
)
from taskboard.tasks.queries.conditions import visible_to
from taskboard.tasks.queries.loading import SOURCE, name_only
from taskboard.units.models import Unit


def request_by_id(request_id: int) -> TaskRequest | None:
    return db.session.get(TaskRequest, request_id)


def explanation_by_id(explanation_id: int) -> Explanation | None:
    return db.session.get(Explanation, explanation_id)


def pending_requests(
    actor: Actor, *, monitor_id: int | None = None, limit: int | None = None
) -> tuple[list[TaskRequest], int]:
    """The oldest requests that wait for a decision, and how many there are in all; one query."""
    clauses = [TaskRequest.state == RequestState.PENDING, visible_to(actor)]
    if monitor_id is not None:
        clauses.append(Task.monitor_id == monitor_id)
    mine = sa.select(TaskRequest.id).join(Task).where(*clauses)
    total = sa.select(sa.func.count()).select_from(mine.subquery()).scalar_subquery()
    oldest = mine.order_by(TaskRequest.id).limit(limit).subquery()
    statement = (
        sa.select(TaskRequest, total)
        .join(oldest, oldest.c.id == TaskRequest.id)
        .options(
            joinedload(TaskRequest.task).joinedload(Task.unit).joinedload(Unit.names),
            joinedload(TaskRequest.unit).joinedload(Unit.names),
            joinedload(TaskRequest.new_unit).joinedload(Unit.names),
            name_only(TaskRequest.asked_by),
        )
        .order_by(TaskRequest.id)
    )
    rows = db.session.execute(statement).unique().all()
    return [row for row, _count in rows], rows[0][1] if rows else 0


def pending_request_count(actor: Actor) -> int:
    """How many requests wait, of tasks this person may see."""
    statement = sa.select(sa.func.count(TaskRequest.id)).join(Task)
    return (
        db.session.scalar(statement.where(TaskRequest.state == RequestState.PENDING, visible_to(actor))) or 0
    )


def pending_explanations(unit_ids: Collection[int] | None = None) -> list[Explanation]:
    """Unanswered ones, the earliest date first; of these units, or of all for None."""
    statement = (
        sa.select(Explanation)
        .where(Explanation.answered_at.is_(None))
        .options(
            joinedload(Explanation.unit).joinedload(Unit.names),
            joinedload(Explanation.task),
        )
        .order_by(Explanation.due_on, Explanation.id)
    )
    if unit_ids is not None:
        statement = statement.where(Explanation.unit_id.in_(unit_ids))
    return list(db.session.scalars(statement).unique())


def explanations_of(unit_id: int) -> list[Explanation]:
    """Everything that was asked of a unit, the newest first."""
    statement = (
        sa.select(Explanation)
        .where(Explanation.unit_id == unit_id)
        .options(
            joinedload(Explanation.task).options(*SOURCE),
            selectinload(Explanation.asked_by).lazyload(Person.posts),
            selectinload(Explanation.answered_by).lazyload(Person.posts),
        )
        .order_by(Explanation.id.desc())
    )
    return list(db.session.scalars(statement).unique())
