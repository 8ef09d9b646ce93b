"""One scheduler acts, a second stands by: a lease, a heartbeat, and what each job did last."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.accounts.models import Person
from taskboard.db import Base, Instant, intpk


class Lease(Base):
    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    taken_at: Mapped[Instant]
    renewed_at: Mapped[Instant]
    """The heartbeat, by the database's clock."""
    expires_at: Mapped[Instant]
    """By the database's clock; a holder that does not renew in time is replaced."""


class JobRun(Base):
    __tablename__ = "job_run"

    id: Mapped[intpk]
    job: Mapped[str]
    holder: Mapped[str]
    started_at: Mapped[Instant]
    finished_at: Mapped[Instant | None]
    has_succeeded: Mapped[bool | None]
    outcome: Mapped[str] = mapped_column(default="")
    """What it did: "sent 3, postponed 1"; of a failed one the error."""
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """Who had it run out of its turn."""

    asked_by: Mapped[Person | None] = relationship()

    __table_args__ = (sa.Index("ix_job_run_job_id", "job", "id"),)


class JobRequest(Base):
    """Somebody asks for a job to run now; the scheduler that leads takes the row away and runs it."""

    __tablename__ = "job_request"

    job: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[Instant]
