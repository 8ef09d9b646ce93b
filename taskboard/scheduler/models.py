"""One scheduler acts, a second stands by: a lease, a heartbeat, and what each job did last."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.db import Base, Instant, intpk


class Lease(Base):
    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    taken_at: Mapped[Instant]
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

    __table_args__ = (sa.Index("ix_job_run_job_started_at", "job", "started_at"),)
