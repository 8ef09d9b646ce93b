"""Workbooks that were read without an error and wait to be written, and those that were."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.accounts.models import Person
from taskboard.db import Base, Instant, enum_column, intpk


class ImportKind(StrEnum):
    UNITS = "units"
    PEOPLE = "people"
    TASKS = "tasks"


class ImportBatch(Base):
    """One workbook: looked at first, written whole by a second act or not at all (rule 32)."""

    __tablename__ = "import_batch"

    id: Mapped[intpk]
    kind: Mapped[ImportKind] = enum_column(ImportKind)
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    rows: Mapped[int] = mapped_column("row_count")
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    """The workbook itself until it is written: it is read again then, for the city may have changed meanwhile."""
    read_at: Mapped[Instant]
    read_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    written_at: Mapped[Instant | None]

    read_by: Mapped[Person | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(content IS NULL) = (written_at IS NOT NULL)", name="kept_until_written"),
        sa.CheckConstraint("row_count > 0", name="rows"),
    )
