"""Attachments: content stored once by its hash, rights on the attachment row (decision 24)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.db import Base, Instant, intpk


class FileContent(Base):
    __tablename__ = "file_content"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size_bytes: Mapped[int]
    media_type: Mapped[str]
    """Sniffed from the bytes, not believed from the name."""
    stored_at: Mapped[Instant]
    scanned_at: Mapped[Instant | None]
    """When the scanner last found nothing in it; None where none was asked or none answered."""


class Attachment(Base):
    """Exactly one subject: a report, or a briefing's notice."""

    __tablename__ = "attachment"

    id: Mapped[intpk]
    sha256: Mapped[str] = mapped_column(sa.ForeignKey("file_content.sha256"))
    name: Mapped[str]
    report_id: Mapped[int | None] = mapped_column(sa.ForeignKey("report.id"), index=True)
    conclusion_text_id: Mapped[int | None] = mapped_column(sa.ForeignKey("conclusion_text.id"), index=True)
    attached_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    attached_at: Mapped[Instant]

    content: Mapped[FileContent] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(report_id IS NULL) <> (conclusion_text_id IS NULL)", name="one_subject"),
    )
