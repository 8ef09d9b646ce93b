"""Reading the unit tree as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.drafting import Gazetteer, GroupEntry, UnitEntry
from taskboard.units.models import Unit, UnitGroup, UnitGroupMember, UnitKind, WorkField

KIND_ORDER = (
    UnitKind.LEADERSHIP,
    UnitKind.OFFICE,
    UnitKind.DEPARTMENT,
    UnitKind.AGENCY,
    UnitKind.MASS_BODY,
    UnitKind.WARD,
    UnitKind.COMMUNE,
)


def _existing(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(Unit.valid_from <= day, sa.or_(Unit.valid_to.is_(None), Unit.valid_to > day))


def units_on(day: date) -> list[Unit]:
    """Units that exist on a day, in official order."""
    kinds = sa.case({kind.value: place for place, kind in enumerate(KIND_ORDER)}, value=Unit.kind)
    return list(
        db.session.scalars(sa.select(Unit).where(_existing(day)).order_by(kinds, Unit.position, Unit.id))
    )


def assignable_on(day: date) -> list[Unit]:
    """Units a task may be given to: all but the leadership."""
    return [unit for unit in units_on(day) if unit.kind is not UnitKind.LEADERSHIP]


def unit_by_id(unit_id: int) -> Unit | None:
    return db.session.get(Unit, unit_id)


def unit_by_code(code: str) -> Unit | None:
    return db.session.scalar(sa.select(Unit).where(Unit.code == code))


def groups() -> list[UnitGroup]:
    return list(db.session.scalars(sa.select(UnitGroup).order_by(UnitGroup.id)))


def members_on(group_id: int, day: date) -> list[Unit]:
    """The units a group means on a day: what a fan-out turns into tasks."""
    statement = (
        sa.select(Unit)
        .join(UnitGroupMember, UnitGroupMember.unit_id == Unit.id)
        .where(
            UnitGroupMember.group_id == group_id,
            UnitGroupMember.valid_from <= day,
            sa.or_(UnitGroupMember.valid_to.is_(None), UnitGroupMember.valid_to > day),
            _existing(day),
        )
        .order_by(Unit.kind, Unit.position, Unit.id)
    )
    return list(db.session.scalars(statement))


def work_fields() -> list[WorkField]:
    return list(db.session.scalars(sa.select(WorkField).order_by(WorkField.position, WorkField.id)))


def field_monitor_id(code: str) -> int | None:
    """Who follows tasks of this field, while the account is open; the field comes before the unit."""
    statement = (
        sa.select(WorkField.monitor_id)
        .join(Person, Person.id == WorkField.monitor_id)
        .where(WorkField.code == code, Person.locked_at.is_(None))
    )
    return db.session.scalar(statement) if code else None


def gazetteer_on(day: date) -> Gazetteer:
    """Everything drafting needs to know of the city's units, as plain values."""
    fields = work_fields()
    units = db.session.scalars(sa.select(Unit).where(_existing(day)).options(selectinload(Unit.aliases)))
    return Gazetteer(
        units=tuple(_unit_entry(unit, fields) for unit in units if unit.kind is not UnitKind.LEADERSHIP),
        groups=tuple(_group_entry(group) for group in groups()),
    )


def _unit_entry(unit: Unit, fields: Iterable[WorkField]) -> UnitEntry:
    keywords = tuple(
        word.strip()
        for field in fields
        if field.usual_lead_id == unit.id
        for word in field.keywords.split("\n")
        if word.strip()
    )
    return UnitEntry(
        key=str(unit.id),
        name=unit.name,
        short_name=unit.short_name,
        aliases=tuple(alias.alias for alias in unit.aliases),
        kind=unit.kind.value,
        fields=keywords,
    )


def _group_entry(group: UnitGroup) -> GroupEntry:
    return GroupEntry(
        key=str(group.id),
        name=group.name,
        aliases=tuple(line for line in group.aliases.split("\n") if line.strip()),
    )
