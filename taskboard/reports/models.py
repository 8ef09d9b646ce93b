"""Roll-ups frozen into a briefing, and what it carries over by reference (decision 9, rules 29 and 30)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.briefings.models import Briefing
from taskboard.db import Base, Instant, intpk


class Snapshot(Base):
    __tablename__ = "snapshot"

    id: Mapped[intpk]
    briefing_id: Mapped[int] = mapped_column(sa.ForeignKey("briefing.id"))
    number: Mapped[int]
    cutoff: Mapped[Instant]
    known_at: Mapped[Instant]
    last_entry_id: Mapped[int]
    facts: Mapped[str]
    roll_up_original: Mapped[str]
    roll_up_current: Mapped[str]
    indicators: Mapped[str] = mapped_column(default="")
    """The quarter's figures and words as they stood, canonical JSON; empty where the city kept none."""
    parts: Mapped[str] = mapped_column(default="")
    """What partners did of their own parts, by unit, canonical JSON; counted apart (decision 16)."""
    headline: Mapped[str]
    """The official classes on both bases once more, canonical JSON: a line through many quarters reads no rows."""
    sha256: Mapped[str]
    schema_version: Mapped[str]
    calculation_version: Mapped[str]
    time_zone: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    """Why it was frozen again; empty for the first."""
    frozen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    briefing: Mapped[Briefing] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("briefing_id", "number"),
        sa.CheckConstraint("number = 1 OR reason <> ''", name="reason_when_again"),
    )


class CarriedTask(Base):
    """An unfinished task presented again: a reference, never a copy."""

    __tablename__ = "carried_task"

    briefing_id: Mapped[int] = mapped_column(sa.ForeignKey("briefing.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), primary_key=True, index=True)
    times: Mapped[int]
    """How many briefings it has been carried into, this one included."""
    recorded_at: Mapped[Instant]
