"""Reading settings as they stood on a day, and the working calendar as a value."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
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

_TUNING = "settings and calendar"
forget_when_written(SettingValue, _TUNING)
forget_when_written(CalendarDay, _TUNING)


@dataclass(frozen=True, slots=True)
class Current:
    """One setting as it holds on a day."""

    definition: Definition
    value: Any
    legal_basis: str
    since: date | None
    coming: tuple[date, Any] | None = None
    """The next change, where one is written already: from when, to what."""


@dataclass(frozen=True, slots=True)
class _Tuning:
    """What every page and verb asks of the city's own rules."""

    values: Mapping[str, Sequence[tuple[date, str]]]
    """Each setting's values ever set, as JSON, in the order of their days."""
    calendar: WorkingCalendar

    def on(self, key: str, day: date) -> Any:
        default = DEFINITIONS[key].default
        held = [value for since, value in self.values.get(key, ()) if since <= day]
        return json.loads(held[-1]) if held else default


def value_on(key: str, day: date) -> Any:
    """The value in force on `day`, else the default. Raises KeyError for an unknown key."""
    return _tuning().on(key, day)


def values_on(keys: Collection[str], day: date) -> dict[str, Any]:
    """Several values in force on `day`. Raises KeyError for an unknown key."""
    tuning = _tuning()
    return {key: tuning.on(key, day) for key in keys}


def body_name(day: date, otherwise: str) -> str:
    """What the body is called from a day on, as it was set up here; `otherwise` the name in the environment."""
    return str(value_on("body_name", day) or otherwise)


def _tuning() -> _Tuning:
    return kept(_TUNING, _read_tuning)


_EVERYTHING = sa.union_all(
    sa.select(
        SettingValue.key.label("name"), SettingValue.valid_from.label("day"), SettingValue.value.label("said")
    ),
    sa.select(sa.literal(""), CalendarDay.day, sa.cast(CalendarDay.kind, sa.Text)),
).order_by("day")
"""Both in one question: a page that reads one reads the other. The days of the calendar bear no name."""


def _read_tuning() -> _Tuning:
    """A few hundred short rows, so that whatever any process has changed holds from the next transaction on."""
    values: dict[str, list[tuple[date, str]]] = defaultdict(list)
    off: set[date] = set()
    swaps: set[date] = set()
    for name, day, said in db.session.execute(_EVERYTHING):
        if name:
            values[name].append((day, said))
        else:
            (swaps if said == DayKind.SWAP_WORKING else off).add(day)
    return _Tuning(dict(values), WorkingCalendar(days_off=frozenset(off), working_swaps=frozenset(swaps)))


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
    values = _tuning().values
    until = min((since for since, _value in values.get(key, ()) if since > day), default=date.max)
    return [day, *(since for since, _value in values.get(other, ()) if day < since < until)]


def days_of_change(keys: Collection[str]) -> list[date]:
    """Every day from which one of these settings has another value than before, oldest first."""
    values = _tuning().values
    return sorted({since for key in keys for since, _value in values.get(key, ())})


def calendar() -> WorkingCalendar:
    """The city's working days, read once a transaction."""
    return _tuning().calendar


def calendar_day(day: date) -> CalendarDay | None:
    return db.session.get(CalendarDay, day)


def calendar_days_between(first: date, last: date) -> list[CalendarDay]:
    """Holidays, closures and swap days of these days, both ends included."""
    statement = sa.select(CalendarDay).where(CalendarDay.day.between(first, last))
    return list(db.session.scalars(statement.order_by(CalendarDay.day)))


def calendar_days(year: int) -> list[CalendarDay]:
    statement = sa.select(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    return list(db.session.scalars(statement.order_by(CalendarDay.day)))
