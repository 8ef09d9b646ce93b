"""Whether anybody keeps the clock, what each job did last, and which of them need somebody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.outbox.queries import database_clock
from taskboard.scheduler.lease import LEADER, TTL
from taskboard.scheduler.models import JobRequest, JobRun, Lease


@dataclass(frozen=True, slots=True)
class Leader:
    holder: str
    since: datetime
    heard_at: datetime
    """Its last heartbeat, by the database's clock."""


def leader() -> Leader | None:
    """The process that acts now; None when the scheduler stands still and no reminder will go out.

    A lease that runs longer than any was taken by a clock since put back, and proves nothing.
    """
    asked = sa.select(Lease, database_clock()).where(Lease.name == LEADER)
    found = db.session.execute(asked).one_or_none()
    if found is None or not is_held(found[0].expires_at, found[1]):
        return None
    row: Lease = found[0]
    return Leader(row.holder, row.taken_at, row.renewed_at)


def lease_end() -> sa.Select[datetime]:
    """Until when the lease of the process that acts holds, as a question."""
    return sa.select(Lease.expires_at).where(Lease.name == LEADER)


def is_held(expires_at: datetime | None, now: datetime) -> bool:
    """Whether a lease with this end holds, by the database's clock."""
    return expires_at is not None and now <= expires_at <= now + TTL * 2


def is_alive() -> bool:
    """Whether some process holds the lease now, by the database's clock."""
    return leader() is not None


_WHO = joinedload(JobRun.asked_by).lazyload(Person.posts)


def last_runs() -> dict[str, JobRun]:
    """The last run of each job, by job name."""
    newest = sa.select(sa.func.max(JobRun.id)).group_by(JobRun.job)
    statement = sa.select(JobRun).where(JobRun.id.in_(newest)).options(_WHO)
    return {run.job: run for run in db.session.scalars(statement)}


def last_ended(job: str) -> JobRun | None:
    """The last run that came to an end, well or not."""
    return db.session.scalar(
        sa.select(JobRun)
        .where(JobRun.job == job, JobRun.finished_at.is_not(None))
        .order_by(JobRun.id.desc())
        .limit(1)
    )


def failing(jobs: Collection[str]) -> list[str]:
    """Those of these jobs whose last ended run failed, in the order of their names."""
    return named_failing(db.session.scalar(failing_jobs(jobs)))


def named_failing(found: str | None) -> list[str]:
    """What `failing_jobs` answered, as the names."""
    return sorted(found.split(",")) if found else []


def failing_jobs(jobs: Collection[str]) -> sa.Select[str]:
    """Their names in one text, as a question: one seek in the index a job, for the strip on every page."""
    newest = [
        sa.select(sa.func.max(JobRun.id).label("id")).where(
            JobRun.job == job, JobRun.has_succeeded.is_not(None)
        )
        for job in sorted(jobs)
    ]
    ids = sa.union_all(*newest).subquery()
    return sa.select(sa.func.aggregate_strings(JobRun.job, ",")).where(
        JobRun.id.in_(sa.select(ids.c.id)), JobRun.has_succeeded.is_(False)
    )


def runs_of(job: str, limit: int) -> list[JobRun]:
    """The latest runs of a job, newest first."""
    statement = sa.select(JobRun).where(JobRun.job == job).order_by(JobRun.id.desc()).limit(limit)
    return list(db.session.scalars(statement.options(_WHO)))


def requests() -> dict[str, JobRequest]:
    """What somebody asked for and no scheduler has taken up yet, by job name."""
    return {request.job: request for request in db.session.scalars(sa.select(JobRequest))}
