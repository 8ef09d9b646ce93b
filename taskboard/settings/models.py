"""Numbers a city may tune, dated and with their legal basis (rule 46), and the days on which it works (rule 23)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.db import Base, Instant, enum_column, intpk


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    SWAP_WORKING = "swap_working"
    """A weekend day worked in exchange (làm bù)."""


class SettingValue(Base):
    """One value of one setting from a day on; an absent row means the default of `settings.registry`."""

    __tablename__ = "setting_value"

    id: Mapped[intpk]
    key: Mapped[str]
    value: Mapped[str]
    """JSON."""
    legal_basis: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    set_at: Mapped[Instant]

    __table_args__ = (sa.UniqueConstraint("key", "valid_from"),)


class CalendarDay(Base):
    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = enum_column(DayKind)
    name: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    """The decision or notice that made it so."""
