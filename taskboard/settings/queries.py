"""Reading settings as they stood on a day, and the working calendar as a value."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.calendar import WorkingCalendar
from taskboard.settings.models import CalendarDay, DayKind, SettingValue
from taskboard.settings.registry import DEFINITIONS, Definition


@dataclass(frozen=True, slots=True)
class Current:
    """One setting as it holds on a day."""

    definition: Definition
    value: Any
    legal_basis: str
    since: date | None


def value_on(key: str, day: date) -> Any:
    """The value in force on `day`, else the default. Raises KeyError for an unknown key."""
    definition = DEFINITIONS[key]
    row = _row_on(key, day)
    return json.loads(row.value) if row else definition.default


def _row_on(key: str, day: date) -> SettingValue | None:
    return db.session.scalar(
        sa.select(SettingValue)
        .where(SettingValue.key == key, SettingValue.valid_from <= day)
        .order_by(SettingValue.valid_from.desc())
        .limit(1)
    )


def values_on(keys: Collection[str], day: date) -> dict[str, Any]:
    """Several values in force on `day` in one query. Raises KeyError for an unknown key."""
    values = {key: DEFINITIONS[key].default for key in keys}
    statement = sa.select(SettingValue.key, SettingValue.value).where(
        SettingValue.key.in_(keys), SettingValue.valid_from <= day
    )
    for key, value in db.session.execute(statement.order_by(SettingValue.valid_from)):
        values[key] = json.loads(value)
    return values


def all_on(day: date) -> list[Current]:
    """Every setting with its value, basis and the day it holds from."""
    newest: dict[str, SettingValue] = {}
    for row in db.session.scalars(
        sa.select(SettingValue).where(SettingValue.valid_from <= day).order_by(SettingValue.valid_from)
    ):
        newest[row.key] = row
    return [_current(definition, newest.get(key)) for key, definition in DEFINITIONS.items()]


def _current(definition: Definition, row: SettingValue | None) -> Current:
    if row is None:
        return Current(definition, definition.default, definition.basis, None)
    return Current(definition, json.loads(row.value), row.legal_basis or definition.basis, row.valid_from)


def calendar() -> WorkingCalendar:
    """The city's working days, read once a request or job."""
    off: set[date] = set()
    swaps: set[date] = set()
    for day, kind in db.session.execute(sa.select(CalendarDay.day, CalendarDay.kind)):
        (swaps if kind is DayKind.SWAP_WORKING else off).add(day)
    return WorkingCalendar(days_off=frozenset(off), working_swaps=frozenset(swaps))


def calendar_days(year: int) -> list[CalendarDay]:
    statement = sa.select(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    return list(db.session.scalars(statement.order_by(CalendarDay.day)))
