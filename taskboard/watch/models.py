"""Saved views of the list, followed tasks, and how far each person has read the history."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.accounts.models import Person
from taskboard.db import Base, Instant, Versioned, enum_column, intpk
from taskboard.units.models import Unit


class Sharing(StrEnum):
    """Who finds a saved view over their list."""

    OWN = "own"
    UNIT = "unit"
    """Everybody who holds a post in the unit; the Office is one."""
    EVERYONE = "everyone"


class SavedView(Versioned, Base):
    """A list under a name: conditions, order, columns and groups, as the address bar carries them.

    It holds no rows and gives no right: everybody who opens it sees what they may see.
    """

    __tablename__ = "saved_view"

    id: Mapped[intpk]
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str]
    query: Mapped[str]
    """A query string in the list's own terms, canonical: two views of the same list are equal."""
    sharing: Mapped[Sharing] = enum_column(Sharing, default=Sharing.OWN)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    created_at: Mapped[Instant]

    owner: Mapped[Person] = relationship()
    unit: Mapped[Unit | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("owner_id", "name"),
        sa.CheckConstraint("name <> ''", name="named"),
        sa.CheckConstraint("(sharing = 'unit') = (unit_id IS NOT NULL)", name="shared_with_unit"),
    )


class DefaultView(Base):
    """The view with which a person's list opens when the address asks for nothing."""

    __tablename__ = "default_view"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    view_id: Mapped[int] = mapped_column(sa.ForeignKey("saved_view.id"), index=True)


class Follow(Base):
    """A task somebody keeps an eye on, whatever their part in it. It gives no right either."""

    __tablename__ = "follow"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), primary_key=True, index=True)
    followed_at: Mapped[Instant]


class Visit(Base):
    """How far a person has read what happened: up to this entry of the journal, at this instant."""

    __tablename__ = "visit"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    entry_id: Mapped[int]
    read_at: Mapped[Instant]
