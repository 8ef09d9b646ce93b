"""Reading settings as they stood on a day, and the working calendar as a value."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.calendar import WorkingCalendar
from taskboard.kept import forget_when_written, kept
from taskboard.settings.models import CalendarDay, DayKind, SettingValue
from taskboard.settings.registry import DEFINITIONS, Definition

_VALUES, _CALENDAR = "setting values", "working calendar"
forget_when_written(SettingValue, _VALUES)
forget_when_written(CalendarDay, _CALENDAR)


@dataclass(frozen=True, slots=True)
class Current:
    """One setting as it holds on a day."""

    definition: Definition
    value: Any
    legal_basis: str
    since: date | None
    coming: tuple[date, Any] | None = None
    """The next change, where one is written already: from when, to what."""


def value_on(key: str, day: date) -> Any:
    """The value in force on `day`, else the default. Raises KeyError for an unknown key."""
    return values_on((key,), day)[key]


def values_on(keys: Collection[str], day: date) -> dict[str, Any]:
    """Several values in force on `day`. Raises KeyError for an unknown key."""
    values = {key: DEFINITIONS[key].default for key in keys}
    for key, valid_from, value in kept(_VALUES, _all_values):
        if key in values and valid_from <= day:
            values[key] = json.loads(value)
    return values


def body_name(day: date, otherwise: str) -> str:
    """What the body is called from a day on, as it was set up here; `otherwise` the name in the environment."""
    return str(value_on("body_name", day) or otherwise)


def _all_values() -> tuple[tuple[str, date, str], ...]:
    """Every value ever set, as JSON, in the order of their days: a few dozen rows, asked for by every verb."""
    statement = sa.select(SettingValue.key, SettingValue.valid_from, SettingValue.value)
    return tuple((*row,) for row in db.session.execute(statement.order_by(SettingValue.valid_from)))


def all_on(day: date) -> list[Current]:
    """Every setting with its value, basis, the day it holds from and what comes next."""
    newest: dict[str, SettingValue] = {}
    coming: dict[str, SettingValue] = {}
    for row in db.session.scalars(sa.select(SettingValue).order_by(SettingValue.valid_from)):
        if row.valid_from <= day:
            newest[row.key] = row
        else:
            coming.setdefault(row.key, row)
    return [_current(definition, newest.get(key), coming.get(key)) for key, definition in DEFINITIONS.items()]


def _current(definition: Definition, row: SettingValue | None, after: SettingValue | None) -> Current:
    coming = (after.valid_from, json.loads(after.value)) if after else None
    if row is None:
        return Current(definition, definition.default, definition.basis, None, coming)
    basis = row.legal_basis or definition.basis
    return Current(definition, json.loads(row.value), basis, row.valid_from, coming)


@dataclass(frozen=True, slots=True)
class Version:
    """One value a setting had, has or will have."""

    value: Any
    legal_basis: str
    valid_from: date
    set_by: str | None
    set_at: datetime


def history_of(key: str) -> list[Version]:
    """The newest first."""
    statement = (
        sa.select(SettingValue, Person.full_name)
        .outerjoin(Person, Person.id == SettingValue.set_by_id)
        .where(SettingValue.key == key)
        .order_by(SettingValue.valid_from.desc())
    )
    return [
        Version(json.loads(row.value), row.legal_basis, row.valid_from, name, row.set_at)
        for row, name in db.session.execute(statement)
    ]


def days_to_compare(key: str, other: str, day: date) -> list[date]:
    """`day` and each later day on which `other` changes, as long as a value of `key` from `day` on would hold."""
    changes = [(changed, since) for changed, since, _value in kept(_VALUES, _all_values) if since > day]
    until = min((since for changed, since in changes if changed == key), default=date.max)
    return [day, *(since for changed, since in changes if changed == other and since < until)]


def calendar() -> WorkingCalendar:
    """The city's working days, read once a transaction."""
    return kept(_CALENDAR, _read_calendar)


def _read_calendar() -> WorkingCalendar:
    off: set[date] = set()
    swaps: set[date] = set()
    for day, kind in db.session.execute(sa.select(CalendarDay.day, CalendarDay.kind)):
        (swaps if kind is DayKind.SWAP_WORKING else off).add(day)
    return WorkingCalendar(days_off=frozenset(off), working_swaps=frozenset(swaps))


def calendar_day(day: date) -> CalendarDay | None:
    return db.session.get(CalendarDay, day)


def calendar_days_between(first: date, last: date) -> list[CalendarDay]:
    """Holidays, closures and swap days of these days, both ends included."""
    statement = sa.select(CalendarDay).where(CalendarDay.day.between(first, last))
    return list(db.session.scalars(statement.order_by(CalendarDay.day)))


def calendar_days(year: int) -> list[CalendarDay]:
    statement = sa.select(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    return list(db.session.scalars(statement.order_by(CalendarDay.day)))
