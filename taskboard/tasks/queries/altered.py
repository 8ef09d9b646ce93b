"""Task rows that are not what was last recorded of them: somebody changed them past the product's verbs."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from taskboard.db import db
from taskboard.tasks.models import REMEMBERED, Task, TaskVersion


def altered_rows() -> Iterator[str]:
    """`NV-2021-0147: due_on` for each task whose row and open version differ, or whose versions are not all there."""
    yield from _unlike()
    yield from _with_gaps()


def _unlike() -> Iterator[str]:
    pairs = [(name, getattr(Task, name), getattr(TaskVersion, name)) for name in REMEMBERED]
    differs = [row.is_distinct_from(kept) for _name, row, kept in pairs]
    statement = (
        sa.select(
            Task.code, *[each.label(f"is_{pair[0]}") for each, pair in zip(differs, pairs, strict=True)]
        )
        .outerjoin(TaskVersion, sa.and_(TaskVersion.task_id == Task.id, TaskVersion.recorded_to.is_(None)))
        .where(sa.or_(TaskVersion.id.is_(None), *differs))
        .order_by(Task.id)
    )
    for code, *found in db.session.execute(statement):
        yield f"{code}: {', '.join(name for name, is_other in zip(REMEMBERED, found, strict=True) if is_other)}"


def _with_gaps() -> Iterator[str]:
    kept = (
        sa.select(TaskVersion.task_id, sa.func.count().label("count"))
        .group_by(TaskVersion.task_id)
        .subquery()
    )
    statement = (
        sa.select(Task.code)
        .outerjoin(kept, kept.c.task_id == Task.id)
        .where(sa.func.coalesce(kept.c.count, 0) != Task.recorded_seq)
        .order_by(Task.id)
    )
    for code in db.session.scalars(statement):
        yield f"{code}: versions missing or added"
