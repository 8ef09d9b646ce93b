"""A list laid out on a board or in a calendar: of each column or day its first rows, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.db import db
from taskboard.domain.authority import Actor
from taskboard.domain.lifecycle import State
from taskboard.tasks.models import Task
from taskboard.tasks.queries.conditions import Filter, Reading, View, matching
from taskboard.tasks.queries.loading import SOURCE, name_only
from taskboard.tasks.queries.ordering import order_of
from taskboard.units.models import Unit

_ORDERS = {State.WAITING: View.WAITING, State.COMPLETED: View.DONE}
"""What waits stands by the confirmer's own date, what is done newest first."""


def first_of_states(
    states: Iterable[State], filters: Filter, reading: Reading, actor: Actor, *, limit: int
) -> dict[State, list[Task]]:
    """The first tasks of each column, with what decides which moves are legal. One query however many there are."""
    heads = [_head(state, filters, reading, actor, limit) for state in states]
    if not heads:
        return {}
    picked = sa.union_all(*heads).subquery()
    statement = (
        sa.select(Task)
        .join(picked, picked.c.id == Task.id)
        .options(joinedload(Task.unit), joinedload(Task.assignments), name_only(Task.officer), *SOURCE)
        .order_by(picked.c.rank)
    )
    found: dict[State, list[Task]] = {}
    for task in db.session.scalars(statement).unique():
        found.setdefault(task.state, []).append(task)
    return found


def _head(state: State, filters: Filter, reading: Reading, actor: Actor, limit: int) -> sa.Select[Any]:
    order = order_of(_ORDERS.get(state, View.OPEN))
    head = (
        sa.select(Task.id, sa.func.row_number().over(order_by=order).label("rank"))
        .where(*matching(filters, reading, actor), Task.state == state)
        .order_by(*order)
        .limit(limit)
        .subquery()
    )
    return sa.select(head.c.id, head.c.rank)


@dataclass(frozen=True, slots=True)
class Day:
    """What is due on a day: how many, and the first of them."""

    count: int
    tasks: Sequence[Task]


def due_days(
    first: date, last: date, filters: Filter, reading: Reading, actor: Actor, *, limit: int
) -> Mapping[date, Day]:
    """The days from `first` to `last` on which something is due, each with its count and its first tasks. One query."""
    ranked = (
        sa.select(
            Task.id,
            sa.func.row_number()
            .over(partition_by=Task.due_on, order_by=(Task.overdue_from, Task.id))
            .label("rank"),
            sa.func.count(Task.id).over(partition_by=Task.due_on).label("size"),
        )
        .where(*matching(filters, reading, actor), Task.due_on.between(first, last))
        .subquery()
    )
    statement = (
        sa.select(Task, ranked.c.size)
        .join(ranked, ranked.c.id == Task.id)
        .where(ranked.c.rank <= limit)
        .options(joinedload(Task.unit).joinedload(Unit.names))
        .order_by(Task.due_on, ranked.c.rank)
    )
    found: dict[date, tuple[int, list[Task]]] = {}
    for task, size in db.session.execute(statement).unique():
        found.setdefault(task.due_on, (int(size), []))[1].append(task)
    return {day: Day(size, tasks) for day, (size, tasks) in found.items()}
