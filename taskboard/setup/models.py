"""The one installation: how far its first setting-up has come."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.db import Base, Instant, Versioned


class Installation(Versioned, Base):
    """One row, from the first saved step on. What was entered stays a draft until it is all written at once."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    draft: Mapped[str]
    """JSON of `domain.founding.Draft`; emptied with the end."""
    begun_at: Mapped[Instant]
    finished_at: Mapped[Instant | None]

    __table_args__ = (sa.CheckConstraint("id = 1", name="single"),)
