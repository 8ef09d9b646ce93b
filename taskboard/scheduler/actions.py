"""What each job did last, asking for one out of its turn, and telling those who run the installation when one fails."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from taskboard.accounts import queries as accounts
from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.actions import Acting, record
from taskboard.occasion import Occasion
from taskboard.outbox import actions as outbox
from taskboard.outbox import message as messages
from taskboard.outbox.message import Letter
from taskboard.scheduler import queries
from taskboard.scheduler.models import JobRequest, JobRun

KEEP_RUNS = timedelta(days=1)
KEEP_FAILURES = timedelta(days=7)
TOLD_FOR = timedelta(days=1)
"""A mail about a failure is of no use when the next one is due."""


def ask_for(job: str, *, person_id: int, acting: Acting, now: datetime, real_now: datetime) -> None:
    """Have the scheduler run a job as soon as it can; who asked stands in the journal and with the run.

    Raises RuleBroken('scheduler_stands_still') and AlreadyDone('job_already_asked').
    """
    if not queries.is_alive():
        raise RuleBroken("scheduler_stands_still")
    if db.session.get(JobRequest, job) is not None:
        raise AlreadyDone("job_already_asked")
    db.session.add(JobRequest(job=job, person_id=person_id, asked_at=real_now))
    record(Event.JOB_ASKED, "scheduler", 1, acting=acting, at=now, job=job)


def wake(job: str, *, person_id: int | None, real_now: datetime) -> None:
    """Let a job that has new work run at once instead of at its next tick; asked twice it runs once."""
    if person_id is not None and db.session.get(JobRequest, job) is None:
        db.session.add(JobRequest(job=job, person_id=person_id, asked_at=real_now))


def take_request(job: str) -> int | None:
    """Take the request for a job away; the person who asked, None when another process took it."""
    person_id: int | None = db.session.scalar(
        sa.delete(JobRequest)
        .where(JobRequest.job == job)
        .returning(JobRequest.person_id)
        .execution_options(synchronize_session=False)
    )
    return person_id


def start_run(job: str, *, holder: str, real_now: datetime, asked_by_id: int | None = None) -> int:
    """A run that never ends shows as one: the row is written before the work."""
    run = JobRun(job=job, holder=holder, started_at=real_now, asked_by_id=asked_by_id)
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


def tell_of_failure(job: str, *, does: str, error: str, on: Occasion) -> int:
    """Owe every administrator a mail that a job failed: one a day and job. Returns how many were owed now.

    `does` says in words what the job is for. The day is the real one: delivery and machines live by it.
    """
    failed_at = on.real_now.astimezone(on.zone)
    told = [
        _tell(person, job, does, error, failed_at, on)
        for person in accounts.holders(Role.ADMINISTRATOR, on.today)
        if person.email
    ]
    return sum(told)


def _tell(person: Person, job: str, does: str, error: str, failed_at: datetime, on: Occasion) -> bool:
    mail = messages.job_failed(
        _letter_to(person, on),
        job=does,
        error=error[:500],
        failed_at=f"{failed_at:%H:%M %d/%m/%Y}",
        url=f"{on.base_url}/scheduler",
    )
    owed = outbox.enqueue(
        mail,
        key=f"job-failed:{job}:{failed_at.date().isoformat()}:{person.id}",
        kind="job_failed",
        person_id=person.id,
        to_name=person.full_name,
        to_address=person.email or "",
        now=on.now,
        real_now=on.real_now,
        expires_at=on.real_now + TOLD_FOR,
    )
    return owed is not None


def _letter_to(person: Person, on: Occasion) -> Letter:
    return messages.letter_to(person.full_name, body_name=on.body_name, today=on.today)


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
