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
    mapping: Mapped[str] = mapped_column(sa.Text(), default="", server_default="")
    """Of an office's own register: which column is what, as JSON (`mapping.Mapping`). Empty for our template."""
    withdrawn_at: Mapped[Instant | None]
    """Taken back as a whole; its rows stay, withdrawn (decision 14)."""
    withdrawn_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawal_reason: Mapped[str] = mapped_column(sa.Text(), default="", server_default="")

    read_by: Mapped[Person | None] = relationship(foreign_keys=[read_by_id])

    __table_args__ = (
        sa.CheckConstraint("(content IS NULL) = (written_at IS NOT NULL)", name="kept_until_written"),
        sa.CheckConstraint("row_count > 0", name="rows"),
        sa.CheckConstraint("withdrawn_at IS NULL OR written_at IS NOT NULL", name="withdrawn_after_written"),
    )


class KnownRegister(Base):
    """How the headings of a register were read the last time: proposed again for the next file that has them."""

    __tablename__ = "known_register"

    signature: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the folded headings in their order."""
    mapping: Mapped[str] = mapped_column(sa.Text())
    saved_at: Mapped[Instant]
    saved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class ImportedTask(Base):
    """Which row of which file a task came from, and how much of its history is the import's own."""

    __tablename__ = "imported_task"

    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("import_batch.id"), index=True)
    row: Mapped[int] = mapped_column("row_number")
    own_number: Mapped[str] = mapped_column(sa.Text(), default="")
    """What the register called it."""
    entries: Mapped[int]
    """Journal entries the import wrote of it: one more means that somebody has touched it since."""
