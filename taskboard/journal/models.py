"""The append-only history of every change, chained per subject (rule 41, decision 13)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.db import Base, Instant, enum_column, intpk
from taskboard.domain.events import Channel


class JournalEntry(Base):
    __tablename__ = "journal_entry"

    id: Mapped[intpk]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    seq: Mapped[int]
    at: Mapped[Instant]
    event: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    channel: Mapped[Channel] = enum_column(Channel)
    details: Mapped[str]
    """Canonical JSON text; what is hashed is this text, never a re-serialisation."""
    previous_hash: Mapped[str]
    hash: Mapped[str]

    __table_args__ = (
        sa.UniqueConstraint("subject_kind", "subject_id", "seq"),
        sa.Index("ix_journal_entry_at", "at"),
    )


class JournalHead(Base):
    """The end of each subject's chain: a removed last entry shows as a head that no entry carries."""

    __tablename__ = "journal_head"

    subject_kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]


class JournalSeal(Base):
    """A periodic HMAC over all committed heads with a key outside the database."""

    __tablename__ = "journal_seal"

    id: Mapped[intpk]
    sealed_at: Mapped[Instant]
    last_entry_id: Mapped[int]
    entry_count: Mapped[int]
    digest: Mapped[str]
    mac: Mapped[str]


def moment_text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
