"""Tasks chosen for one act on all of them: by their codes, or all that a list holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from taskboard.db import db
from taskboard.domain.authority import Actor
from taskboard.domain.calendar import end_of_day
from taskboard.domain.events import Event
from taskboard.journal.models import JournalEntry
from taskboard.occasion import Occasion
from taskboard.tasks.models import Task
from taskboard.tasks.queries.conditions import Filter, Reading, matching, visible_to
from taskboard.tasks.queries.loading import SOURCE, name_only
from taskboard.tasks.queries.ordering import order_of
from taskboard.units.models import Unit

MOST = 500
"""Tasks of one act: it is one transaction, and a person is to have read the list."""


def codes_of(filters: Filter, reading: Reading, actor: Actor, *, limit: int = MOST) -> list[str]:
    """The codes of all that a list holds, in its order."""
    statement = (
        sa.select(Task.code)
        .where(*matching(filters, reading, actor))
        .order_by(*order_of(filters.view))
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def chosen_tasks(codes: Sequence[str], actor: Actor, *, is_writing: bool = False) -> list[Task]:
    """Those of them the person may see, in the order given; `is_writing` holds them until the transaction ends."""
    statement = (
        sa.select(Task)
        .where(Task.code.in_(codes), visible_to(actor))
        .options(
            joinedload(Task.unit).joinedload(Unit.names),
            *SOURCE,
            name_only(Task.officer),
            name_only(Task.monitor),
            selectinload(Task.assignments),
        )
        .order_by(Task.id)
    )
    if is_writing:
        statement = statement.with_for_update(of=Task)
    found = {task.code: task for task in db.session.scalars(statement).unique()}
    return [found[code] for code in dict.fromkeys(codes) if code in found]


def urged_today(task_ids: Collection[int], on: Occasion) -> set[int]:
    """Of these, the ids of tasks whose unit was pressed today."""
    midnight = end_of_day(on.today - timedelta(days=1), on.zone)
    statement = sa.select(JournalEntry.subject_id).where(
        JournalEntry.subject_kind == "task",
        JournalEntry.subject_id.in_(task_ids),
        JournalEntry.event == Event.TASK_URGED.value,
        JournalEntry.at >= midnight,
    )
    return set(db.session.scalars(statement))
