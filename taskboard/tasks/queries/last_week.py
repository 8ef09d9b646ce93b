"""What was overdue at a past instant, as the database knew it then (decision 8).

Over `then`, which comes with the request: questions built once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from taskboard.db import UtcDateTime, db
from taskboard.domain.authority import Actor, sees_all_tasks
from taskboard.tasks.models import Task, TaskVersion
from taskboard.tasks.queries import built
from taskboard.tasks.queries.conditions import was_owed

_THEN: sa.BindParameter[datetime] = sa.bindparam("then", type_=UtcDateTime())


def late_then(mine: Sequence[sa.ColumnElement[bool]]) -> sa.CompoundSelect[Any]:
    """The unit of each task that was overdue. What still holds is found by one index, what changed since by another."""
    held = (TaskVersion.recorded_to.is_(None), TaskVersion.recorded_to > _THEN)
    then = (was_owed(), TaskVersion.overdue_from <= _THEN, TaskVersion.recorded_from <= _THEN)
    return sa.union_all(*(_versions(TaskVersion.unit_id).where(*mine, *then, one) for one in held))


def known_then(mine: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    """A row where any task was known of: without one there is nothing to compare with, which is not a zero (rule 35)."""
    return (
        _versions(TaskVersion.id)
        .where(TaskVersion.seq == 1, TaskVersion.recorded_from <= _THEN, *mine)
        .limit(1)
    )


def _versions(*columns: Any) -> sa.Select[Any]:
    return sa.select(*columns).join(Task, Task.id == TaskVersion.task_id)


def overdue_then(instant: datetime, actor: Actor) -> dict[int, int] | None:
    """Overdue tasks of each unit at that instant; None when no task was known of yet."""
    given = {"then": instant, "units": list(actor.unit_ids)}
    by_unit, known = _by_unit(sees_all_tasks(actor))
    found = {unit_id: int(count) for unit_id, count in db.session.execute(by_unit, given)}
    return found if found or db.session.scalar(known, given) is not None else None


@cache
def _by_unit(sees_all: bool) -> tuple[sa.Select[Any], sa.Select[Any]]:
    mine = [built.visible(sees_all=sees_all)]
    late = late_then(mine).subquery()
    return sa.select(late.c.unit_id, sa.func.count()).group_by(late.c.unit_id), known_then(mine)
