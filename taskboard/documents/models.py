"""Documents that are made while nobody waits: an order, who asked for it, and where its file is kept."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.accounts.models import Person
from taskboard.db import Base, Instant, enum_column, intpk


class DocumentKind(StrEnum):
    QUARTER_REPORT = "quarter_report"


class OrderState(StrEnum):
    WAITING = "waiting"
    MAKING = "making"
    """By the holder of its lease; where that runs out, the next one takes it up again."""
    MADE = "made"
    FAILED = "failed"


class Stage(StrEnum):
    """How far a making is, in the order of the work."""

    QUEUED = "queued"
    FIGURES = "figures"
    TEXT = "text"
    PAGES = "pages"
    KEEPING = "keeping"
    DONE = "done"


UNDER_WAY = (OrderState.WAITING, OrderState.MAKING)


class DocumentOrder(Base):
    """One file to be made. Whoever asks for the same meanwhile joins it."""

    __tablename__ = "document_order"

    id: Mapped[intpk]
    kind: Mapped[DocumentKind] = enum_column(DocumentKind)
    file_kind: Mapped[str]
    """`docx` or `pdf`: a key of `reports.documents.FILE_KINDS`."""
    parameters: Mapped[str]
    """JSON; with cutoff and known_at fixed when it was asked for, so that made twice it is the same file."""
    subject: Mapped[str]
    """What it is about, whatever the figures: kind, briefing, basis, file kind. Only one is under way at a time."""
    edition: Mapped[str]
    """What its figures rest on: the snapshot's hash, else the journal's last entry. The same edition is not made twice."""
    name: Mapped[str]
    """As the file is saved, without its ending."""
    task_count: Mapped[int]
    state: Mapped[OrderState] = enum_column(OrderState)
    stage: Mapped[Stage] = enum_column(Stage)
    asked_at: Mapped[Instant]
    holder: Mapped[str] = mapped_column(default="")
    leased_until: Mapped[Instant | None]
    """By the database's clock."""
    tries: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str | None] = mapped_column(sa.ForeignKey("file_content.sha256"))
    made_at: Mapped[Instant | None]
    expires_at: Mapped[Instant | None]
    error: Mapped[str] = mapped_column(default="")
    """A key of `labels.REFUSALS`, or the machine's own words."""

    askers: Mapped[list[DocumentAsker]] = relationship(
        back_populates="order", order_by="DocumentAsker.asked_at", cascade="all, delete-orphan"
    )

    __table_args__ = (
        sa.CheckConstraint("(state = 'made') = (sha256 IS NOT NULL)", name="made_has_file"),
        sa.Index(
            "ix_document_order_under_way",
            "subject",
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'making')"),
            postgresql_where=sa.text("state IN ('waiting', 'making')"),
        ),
        sa.Index("ix_document_order_state", "state", "asked_at"),
    )


class DocumentAsker(Base):
    """Who may fetch it, as long as the post still allows it."""

    __tablename__ = "document_asker"

    order_id: Mapped[int] = mapped_column(sa.ForeignKey("document_order.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, index=True)
    asked_at: Mapped[Instant]

    order: Mapped[DocumentOrder] = relationship(back_populates="askers")
    person: Mapped[Person] = relationship()


class Phrase(Base):
    """A city's own words in the place of built-in ones, from a day on; empty words are the built-in ones again."""

    __tablename__ = "document_phrase"

    id: Mapped[intpk]
    document: Mapped[str]
    """A key of `documents.wordings.DOCUMENTS`."""
    name: Mapped[str]
    text: Mapped[str]
    valid_from: Mapped[date]
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    set_at: Mapped[Instant]

    __table_args__ = (sa.UniqueConstraint("document", "name", "valid_from"),)
