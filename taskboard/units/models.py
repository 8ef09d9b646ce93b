"""The dated tree of units: bodies come, go and change their names; what was issued to them stays theirs (rule 37)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.db import Base, Instant, enum_column, intpk
from taskboard.together import read_together


class UnitKind(StrEnum):
    LEADERSHIP = "leadership"
    OFFICE = "office"
    DEPARTMENT = "department"
    WARD = "ward"
    COMMUNE = "commune"
    MASS_BODY = "mass_body"
    AGENCY = "agency"
    """Vertical and affiliated bodies: the committee may only ask some of them (domain 5.1)."""


class SuccessionKind(StrEnum):
    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    ABOLISH = "abolish"


class Unit(Base):
    __tablename__ = "unit"

    id: Mapped[intpk]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[UnitKind] = enum_column(UnitKind)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    email: Mapped[str | None]
    """A shared mailbox; it receives what the unit's head would, when no head has an address (decision 22)."""
    phone: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)
    """Order in official lists."""
    monitor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id", use_alter=True))
    """The Office's officer who follows this unit's tasks unless the task says otherwise."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """First day on which the unit no longer exists."""

    names: Mapped[list[UnitName]] = relationship(
        back_populates="unit", order_by="UnitName.valid_from", cascade="all, delete-orphan"
    )
    aliases: Mapped[list[UnitAlias]] = relationship(lazy="select", cascade="all, delete-orphan")

    __table_args__ = (sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),)

    @property
    def borne(self) -> list[UnitName]:
        """Its names, the earliest first, read with those of all units at hand."""
        if "names" not in self.__dict__:
            read_together(self, "names")
        return self.names

    @property
    def name(self) -> str:
        return self.borne[-1].name

    @property
    def short_name(self) -> str:
        return self.borne[-1].short_name

    def name_on(self, day: date) -> str:
        """The name the unit bore on `day`; its first name for days before it existed."""
        until_then = [name for name in self.borne if name.valid_from <= day]
        return (until_then[-1] if until_then else self.borne[0]).name

    def exists_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class UnitName(Base):
    __tablename__ = "unit_name"

    id: Mapped[intpk]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    name: Mapped[str]
    short_name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(index=True)
    """Vietnamese alphabetical order as plain bytes: neither database at hand has the collation (decision 26)."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    unit: Mapped[Unit] = relationship(back_populates="names")

    __table_args__ = (sa.UniqueConstraint("unit_id", "valid_from"),)


class UnitAlias(Base):
    __tablename__ = "unit_alias"

    id: Mapped[intpk]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    alias: Mapped[str]

    __table_args__ = (sa.UniqueConstraint("unit_id", "alias"),)


class UnitGroup(Base):
    """A named set for fan-out: "các phường, xã" becomes one task a member at issue."""

    __tablename__ = "unit_group"

    id: Mapped[intpk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    aliases: Mapped[str] = mapped_column(default="")
    """One a line, as texts write it."""
    retired_on: Mapped[date | None]
    """The first day on which nothing new is given to it; what was given to it before stays."""
    members: Mapped[list[UnitGroupMember]] = relationship(lazy="select", cascade="all, delete-orphan")


class UnitGroupMember(Base):
    __tablename__ = "unit_group_member"

    id: Mapped[intpk]
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("unit_group.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    __table_args__ = (sa.UniqueConstraint("group_id", "unit_id", "valid_from"),)

    def lasts_beyond(self, day: date) -> bool:
        """Whether on that day it has not ended yet, begun or not."""
        return self.valid_to is None or self.valid_to > day


class UnitSuccession(Base):
    """Which body follows which: linked, never renamed into it (domain 5.4)."""

    __tablename__ = "unit_succession"

    id: Mapped[intpk]
    predecessor_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    kind: Mapped[SuccessionKind] = enum_column(SuccessionKind)
    on: Mapped[date] = mapped_column("succeeded_on")
    basis: Mapped[str] = mapped_column(default="")
    """The decision it rests on: "Nghị quyết số 1678/NQ-UBTVQH15 ngày 16/6/2025"."""

    predecessor: Mapped[Unit] = relationship(foreign_keys=[predecessor_id])
    successor: Mapped[Unit | None] = relationship(foreign_keys=[successor_id])


class PreparedState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    CALLED_OFF = "called_off"


class Reorganisation(Base):
    """Written down before its day; what came of it stands in `UnitSuccession` and in the journal."""

    __tablename__ = "reorganisation"

    id: Mapped[intpk]
    kind: Mapped[SuccessionKind] = enum_column(SuccessionKind)
    effective_on: Mapped[date]
    basis: Mapped[str]
    bodies: Mapped[str]
    """Who ends and who follows, as JSON: units by number, new ones by name, kind and mailbox."""
    answers: Mapped[str]
    """What becomes of open tasks (by code) and of posts (by number), as JSON; what is missing is asked on the day."""
    state: Mapped[PreparedState] = enum_column(PreparedState, default=PreparedState.PLANNED)
    problem: Mapped[str] = mapped_column(default="")
    """Why it did not take effect on its day, as JSON: the key of the broken rule and its facts."""
    prepared_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    prepared_at: Mapped[Instant]
    settled_at: Mapped[Instant | None]

    __table_args__ = (
        sa.CheckConstraint("(state = 'planned') = (settled_at IS NULL)", name="settled"),
        sa.CheckConstraint("state = 'planned' OR problem = ''", name="problem_while_planned"),
    )


class WorkField(Base):
    """A field of work (lĩnh vực) with the unit that usually leads in it: a suggestion, never a fact (rule 4)."""

    __tablename__ = "work_field"

    id: Mapped[intpk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    keywords: Mapped[str] = mapped_column(default="")
    usual_lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    monitor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id", use_alter=True))
    """The Office's officer who follows tasks of this field, before the one of the unit."""
    position: Mapped[int] = mapped_column(default=0)
    retired_on: Mapped[date | None]
    """The first day on which it is offered no more; tasks of it keep it."""
