"""Whether anybody keeps the clock, and what each job did last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from taskboard.db import db
from taskboard.outbox.queries import database_now
from taskboard.scheduler.lease import LEADER
from taskboard.scheduler.models import JobRun, Lease


@dataclass(frozen=True, slots=True)
class Leader:
    holder: str
    since: datetime


def leader() -> Leader | None:
    """The process that acts now; None when the scheduler stands still and no reminder will go out."""
    row = db.session.get(Lease, LEADER)
    if row is None or row.expires_at < database_now():
        return None
    return Leader(row.holder, row.taken_at)


def is_alive() -> bool:
    """Whether some process holds the lease now, by the database's clock."""
    return leader() is not None


def last_runs() -> dict[str, JobRun]:
    """The last run of each job, by job name."""
    newest = sa.select(sa.func.max(JobRun.id)).group_by(JobRun.job)
    return {run.job: run for run in db.session.scalars(sa.select(JobRun).where(JobRun.id.in_(newest)))}
