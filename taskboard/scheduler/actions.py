"""What each job did last: kept for the status page, pruned so that the table stays small (peers T28)."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from taskboard.db import db
from taskboard.scheduler.models import JobRun

KEEP_RUNS = timedelta(days=1)
KEEP_FAILURES = timedelta(days=7)


def start_run(job: str, *, holder: str, real_now: datetime) -> int:
    """A run that never ends shows as one: the row is written before the work."""
    run = JobRun(job=job, holder=holder, started_at=real_now)
    db.session.add(run)
    db.session.flush()
    return run.id


def finish_run(run_id: int, *, has_succeeded: bool, outcome: str, real_now: datetime) -> None:
    db.session.execute(
        sa.update(JobRun)
        .where(JobRun.id == run_id)
        .values(finished_at=real_now, has_succeeded=has_succeeded, outcome=outcome[:2000])
        .execution_options(synchronize_session=False)
    )


def prune_runs(*, real_now: datetime) -> int:
    """Drop old runs, failures later, each job's last run never. Returns how many."""
    last = sa.select(sa.func.max(JobRun.id)).group_by(JobRun.job)
    old = sa.or_(
        sa.and_(JobRun.has_succeeded.is_(True), JobRun.started_at < real_now - KEEP_RUNS),
        JobRun.started_at < real_now - KEEP_FAILURES,
    )
    done = db.session.execute(
        sa.delete(JobRun).where(old, JobRun.id.not_in(last)).execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
