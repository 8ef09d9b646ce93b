"""What the frame of every page says of the database, in one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.authority import Actor, sees_all_tasks
from taskboard.outbox import queries as outbox
from taskboard.scheduler import queries as scheduler
from taskboard.tasks import queries as tasks


@dataclass(frozen=True, slots=True)
class Standing:
    """What was not asked for is as nobody would mention it."""

    overdue: int = 0
    mails_owed: int = 0
    has_scheduler: bool = True
    failing: tuple[str, ...] = ()
    """Background jobs whose last run failed."""


def standing(
    actor: Actor, now: datetime, *, counts_overdue: bool, counts_mails: bool, jobs: tuple[str, ...]
) -> Standing:
    """The figure beside the menu, and what the strips on top say; `jobs` empty leaves the scheduler out."""
    if not (counts_overdue or counts_mails or jobs):
        return Standing()
    statement = _statement(counts_overdue, sees_all_tasks(actor), counts_mails, jobs)
    row = db.session.execute(statement, {"now": now, "units": list(actor.unit_ids)}).one()._mapping
    return Standing(
        overdue=row.get("overdue") or 0,
        mails_owed=row.get("mails_owed") or 0,
        has_scheduler=not jobs or scheduler.is_held(row["held_until"], row["clock"]),
        failing=tuple(scheduler.named_failing(row.get("failing"))),
    )


@cache
def _statement(
    counts_overdue: bool, sees_all: bool, counts_mails: bool, jobs: tuple[str, ...]
) -> sa.Select[Any]:
    """Built once a process: it has a dozen parts, and building it takes longer than answering it."""
    columns: list[sa.ColumnElement[Any]] = []
    if counts_overdue:
        columns.append(tasks.overdue_tasks(sees_all=sees_all).scalar_subquery().label("overdue"))
    if counts_mails:
        columns.append(outbox.owed_mails().scalar_subquery().label("mails_owed"))
    if jobs:
        columns += [
            scheduler.lease_end().scalar_subquery().label("held_until"),
            outbox.database_clock().label("clock"),
            scheduler.failing_jobs(jobs).scalar_subquery().label("failing"),
        ]
    return sa.select(*columns)
