"""What is owed beside tasks: a partner's part by its own date, and the answer to a request for an explanation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, tzinfo
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.domain.calendar import end_of_day, local_date
from taskboard.domain.lifecycle import REMINDED, State
from taskboard.domain.reminding import Subject, TaskFacts
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.reminders.queries.facts import Key, Known, known_of
from taskboard.tasks.models import Assignment, Explanation, PartState, Task
from taskboard.units.models import Unit

_Lead = aliased(Unit)
BATCH = 500


def known_by_key(keys: Iterable[Key], *, today: date, zone: tzinfo) -> dict[Key, Known]:
    """Tasks, parts and explanations as they stand now, whatever became of them."""
    ids: dict[Subject, list[int]] = defaultdict(list)
    for subject, one in keys:
        ids[subject].append(one)
    found = known_of(ids[Subject.TASK], today=today, zone=zone).values() if ids[Subject.TASK] else ()
    parts = _parts(Assignment.id.in_(ids[Subject.PART]), zone) if ids[Subject.PART] else ()
    asked = (
        _explanations(Explanation.id.in_(ids[Subject.EXPLANATION]), zone) if ids[Subject.EXPLANATION] else ()
    )
    return {known.key: known for known in (*found, *parts, *asked)}


def beside_of(task_id: int, zone: tzinfo) -> list[Known]:
    """The dated parts and the explanations of one task."""
    of_task = (
        Assignment.task_id == task_id,
        Assignment.role == UnitRole.PARTNER,
        Assignment.due_on.is_not(None),
    )
    return [*_parts(sa.and_(*of_task), zone), *_explanations(Explanation.task_id == task_id, zone)]


def owed_beside(first: date, last: date, zone: tzinfo) -> Iterator[list[Known]]:
    """Open parts and unanswered explanations due within these days, and what has a mark planned; a batch at a time."""
    for subject, keys in (
        (Subject.PART, _part_ids(first, last)),
        (Subject.EXPLANATION, _asked_ids(first, last)),
    ):
        for start in range(0, len(keys), BATCH):
            chosen = [(subject, one) for one in keys[start : start + BATCH]]
            yield list(known_by_key(chosen, today=first, zone=zone).values())


def _part_ids(first: date, last: date) -> list[int]:
    owed = sa.select(Assignment.id).join(Task, Task.id == Assignment.task_id).where(is_part_owed(first, last))
    return _with_planned(owed, Reminder.assignment_id)


def is_part_owed(first: date, last: date) -> sa.ColumnElement[bool]:
    """Of a part and its task: open, and due within these days."""
    return sa.and_(
        Assignment.role == UnitRole.PARTNER,
        Assignment.part == PartState.OPEN,
        Assignment.ended_at.is_(None),
        Assignment.due_on.between(first, last),
        Task.state.in_(REMINDED),
    )


def _asked_ids(first: date, last: date) -> list[int]:
    return _with_planned(sa.select(Explanation.id).where(is_asked(first, last)), Reminder.explanation_id)


def is_asked(first: date, last: date) -> sa.ColumnElement[bool]:
    """Of an explanation: not given yet, and due within these days."""
    return sa.and_(Explanation.answered_at.is_(None), Explanation.due_on.between(first, last))


def _with_planned(owed: sa.Select[int], column: Any) -> list[int]:
    """These, and whatever else has a mark that waits: its facts may have changed."""
    return sorted(set(db.session.scalars(sa.union(owed, waiting(column)))))


def waiting(column: Any) -> sa.Select[int]:
    """What this column of a mark names, where the mark waits."""
    return sa.select(column).where(column.is_not(None), Reminder.state == ReminderState.PLANNED)


def _parts(chosen: sa.ColumnElement[bool], zone: tzinfo) -> Iterator[Known]:
    for row in db.session.execute(of_parts().where(chosen).order_by(Assignment.id)):
        yield known_part(row, zone)


def of_parts() -> sa.Select[*tuple[Any, ...]]:
    """Columns of partners' parts."""
    return (
        sa.select(
            Assignment.id,
            Assignment.task_id,
            Assignment.unit_id,
            Assignment.assigned_at,
            Assignment.due_on,
            Assignment.part,
            Assignment.ended_at,
            Task.state,
            Task.is_starred,
            Task.leader_id,
            sa.func.coalesce(Task.monitor_id, _Lead.monitor_id).label("monitor_id"),
            Unit.kind,
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(_Lead, _Lead.id == Task.unit_id)
        .join(Unit, Unit.id == Assignment.unit_id)
    )


def known_part(row: Any, zone: tzinfo) -> Known:
    """A row of `of_parts`."""
    is_open = row.part is PartState.OPEN and row.ended_at is None
    state = row.state if is_open else State.COMPLETED
    return _known((Subject.PART, row.id), row, state, row.assigned_at, zone)


def _explanations(chosen: sa.ColumnElement[bool], zone: tzinfo) -> Iterator[Known]:
    for row in db.session.execute(of_explanations().where(chosen).order_by(Explanation.id)):
        yield known_explanation(row, zone)


def of_explanations() -> sa.Select[*tuple[Any, ...]]:
    """Columns of requests for an explanation."""
    return (
        sa.select(
            Explanation.id,
            Explanation.task_id,
            Explanation.unit_id,
            Explanation.asked_at,
            Explanation.due_on,
            Explanation.answered_at,
            Explanation.question,
            sa.func.coalesce(Task.is_starred, sa.false()).label("is_starred"),
            Task.leader_id,
            sa.func.coalesce(Task.monitor_id, Unit.monitor_id).label("monitor_id"),
            Unit.kind,
        )
        .join(Unit, Unit.id == Explanation.unit_id)
        .outerjoin(Task, Task.id == Explanation.task_id)
    )


def known_explanation(row: Any, zone: tzinfo) -> Known:
    """A row of `of_explanations`."""
    state = State.IN_PROGRESS if row.answered_at is None else State.COMPLETED
    return _known((Subject.EXPLANATION, row.id), row, state, row.asked_at, zone, row.question)


def _known(key: Key, row: Any, state: State, given_at: datetime, zone: tzinfo, question: str = "") -> Known:
    facts = TaskFacts(
        state=state,
        assigned_on=local_date(given_at, zone),
        last_day=row.due_on,
        is_starred=bool(row.is_starred),
        unit_kind=row.kind.value,
        subject=key[0],
    )
    late_from = end_of_day(row.due_on, zone) if row.due_on else None
    return Known(
        key, row.task_id, facts, 0, late_from, row.unit_id, None, row.monitor_id, row.leader_id, question
    )


def marks_about(task_ids: Collection[int]) -> sa.ColumnElement[bool]:
    """Of marks: those of the tasks themselves, of their partners, of explanations asked about them."""
    parts = sa.select(Assignment.id).where(Assignment.task_id.in_(task_ids))
    asked = sa.select(Explanation.id).where(Explanation.task_id.in_(task_ids))
    return sa.or_(
        Reminder.task_id.in_(task_ids), Reminder.assignment_id.in_(parts), Reminder.explanation_id.in_(asked)
    )
