"""What waits for somebody's word: requests about tasks, and explanations that were asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.authority import Actor, sees_all_tasks
from taskboard.tasks.models import (
    Explanation,
    RequestState,
    Task,
    TaskRequest,
)
from taskboard.tasks.queries import built
from taskboard.tasks.queries.conditions import visible_to
from taskboard.tasks.queries.loading import SOURCE, name_only
from taskboard.units.models import Unit


def request_by_id(request_id: int) -> TaskRequest | None:
    return db.session.get(TaskRequest, request_id)


def explanation_by_id(explanation_id: int) -> Explanation | None:
    """With the task, the unit and who asked."""
    beside = (
        joinedload(Explanation.task).joinedload(Task.assignments),
        joinedload(Explanation.unit).joinedload(Unit.names),
        joinedload(Explanation.asked_by),
        joinedload(Explanation.answered_by),
    )
    return db.session.get(Explanation, explanation_id, options=beside)


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for a word: the first of each kind, and how many there are in all."""

    requests: list[TaskRequest]
    request_count: int
    questions: list[Explanation]
    question_count: int


def pending(actor: Actor, *, monitor_id: int | None = None, limit: int) -> Pending:
    """Requests that wait for a decision, the oldest first, and explanations nobody has given, the earliest date first.

    In one question, for both stand in the same inboxes.
    """
    statement = _pending(sees_all_tasks(actor), monitor_id, limit)
    rows = db.session.execute(statement, {"units": list(actor.unit_ids)}).unique().all()
    return Pending(
        [request for request, *_rest in rows if request is not None],
        rows[0][2] if rows else 0,
        [question for _request, question, *_counts in rows if question is not None],
        rows[0][3] if rows else 0,
    )


@lru_cache(maxsize=built.KEPT)
def _pending(
    sees_all: bool, monitor_id: int | None, limit: int
) -> sa.Select[TaskRequest, Explanation, int, int]:
    clauses = [TaskRequest.state == RequestState.PENDING, built.visible(sees_all=sees_all)]
    if monitor_id is not None:
        clauses.append(Task.monitor_id == monitor_id)
    requests = sa.select(TaskRequest.id).join(Task).where(*clauses)
    questions = sa.select(Explanation.id).where(Explanation.answered_at.is_(None))
    heads = sa.union_all(
        _head(1, requests.order_by(TaskRequest.id).limit(limit)),
        _head(2, questions.order_by(Explanation.due_on, Explanation.id).limit(limit)),
    ).subquery()
    return (
        sa.select(TaskRequest, Explanation, _size(requests), _size(questions))
        .select_from(heads)
        .outerjoin(TaskRequest, sa.and_(heads.c.kind == 1, TaskRequest.id == heads.c.id))
        .outerjoin(Explanation, sa.and_(heads.c.kind == 2, Explanation.id == heads.c.id))
        .options(
            joinedload(TaskRequest.task).joinedload(Task.unit).joinedload(Unit.names),
            joinedload(TaskRequest.unit).joinedload(Unit.names),
            joinedload(TaskRequest.new_unit).joinedload(Unit.names),
            name_only(TaskRequest.asked_by),
            joinedload(Explanation.unit).joinedload(Unit.names),
            joinedload(Explanation.task),
        )
        .order_by(heads.c.kind, TaskRequest.id, Explanation.due_on, Explanation.id)
    )


def _head(kind: int, chosen: sa.Select[int]) -> sa.Select[int, int]:
    some = chosen.subquery()
    return sa.select(sa.literal(kind).label("kind"), some.c.id.label("id"))


def _size(chosen: sa.Select[int]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(chosen.subquery()).scalar_subquery()


def pending_request_count(actor: Actor) -> int:
    """How many requests wait, of tasks this person may see."""
    statement = sa.select(sa.func.count(TaskRequest.id)).join(Task)
    return (
        db.session.scalar(statement.where(TaskRequest.state == RequestState.PENDING, visible_to(actor))) or 0
    )


def questions_to(unit_ids: Collection[int]) -> list[Explanation]:
    """What these units still have to explain, the earliest date first."""
    statement = (
        sa.select(Explanation)
        .where(Explanation.answered_at.is_(None), Explanation.unit_id.in_(unit_ids))
        .options(joinedload(Explanation.unit).joinedload(Unit.names), joinedload(Explanation.task))
        .order_by(Explanation.due_on, Explanation.id)
    )
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
