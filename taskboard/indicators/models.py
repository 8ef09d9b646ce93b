"""Indicators, their plans and values. What was entered stays: a later row counts, earlier ones are its history."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from taskboard.accounts.models import Person
from taskboard.db import Base, Instant, Versioned, enum_column, intpk
from taskboard.domain.events import Channel
from taskboard.domain.indicators import Direction
from taskboard.units.models import Unit


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal as its own digits: SQLite has no exact number with a fraction."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Indicator(Versioned, Base):
    __tablename__ = "indicator"

    id: Mapped[intpk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    measure: Mapped[str]
    """Unit of measure: "tỷ đồng", "hồ sơ", "%"."""
    direction: Mapped[Direction] = enum_column(Direction)
    adds_up: Mapped[bool] = mapped_column(default=True)
    """Quarters of a year are summed (revenue); otherwise each stands for itself (outstanding credit)."""
    may_be_negative: Mapped[bool] = mapped_column(default=False)
    """A balance, a rate of growth; of everything else a minus is a slip of the pen."""
    field: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    """The unit that answers for the figure."""
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    unit: Mapped[Unit] = relationship(lazy="joined")

    __table_args__ = (sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),)


class IndicatorPlan(Base):
    """The year's plan (kế hoạch, dự toán) as set or revised; the newest row of a year counts."""

    __tablename__ = "indicator_plan"

    id: Mapped[intpk]
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    year: Mapped[int]
    value: Mapped[Decimal] = mapped_column(ExactDecimal())
    basis: Mapped[str] = mapped_column(default="")
    """The document that sets it."""
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    set_at: Mapped[Instant]

    __table_args__ = (sa.Index("ix_indicator_plan_year", "indicator_id", "year"),)


class IndicatorValue(Base):
    """A quarter's figure as entered, revised or withdrawn; the newest row of a quarter counts."""

    __tablename__ = "indicator_value"

    id: Mapped[intpk]
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    value: Mapped[Decimal | None] = mapped_column(ExactDecimal())
    """None: what stood here was withdrawn, and the quarter has no figure."""
    note: Mapped[str] = mapped_column(default="")
    """An estimate, a source; for a revision why."""
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    channel: Mapped[Channel] = enum_column(Channel)
    is_on_behalf: Mapped[bool] = mapped_column(default=False)
    """Entered by the Office for the unit."""
    entered_at: Mapped[Instant]

    person: Mapped[Person | None] = relationship()

    __table_args__ = (
        sa.Index("ix_indicator_value_quarter", "indicator_id", "year", "quarter"),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
    )


class FieldNote(Base):
    """A short word on a field of work in a quarter: what was reached, what fell short. The newest row counts.

    Both empty: what stood here was withdrawn.
    """

    __tablename__ = "field_note"

    id: Mapped[intpk]
    field: Mapped[str]
    year: Mapped[int]
    quarter: Mapped[int]
    results: Mapped[str] = mapped_column(default="")
    shortcomings: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    written_at: Mapped[Instant]

    person: Mapped[Person | None] = relationship()

    __table_args__ = (
        sa.Index("ix_field_note_quarter", "year", "quarter", "field"),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
    )

    @property
    def says_something(self) -> bool:
        return bool(self.results or self.shortcomings)
