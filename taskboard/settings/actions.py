"""The verbs of settings: dated values, and calendar days that never move an existing deadline."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import holidays as public_holidays

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.actions import Acting, record
from taskboard.settings import queries
from taskboard.settings.models import CalendarDay, DayKind, SettingValue
from taskboard.settings.registry import DEFINITIONS, Definition


def set_value(
    key: str, value: Any, *, legal_basis: str, valid_from: date, acting: Acting, now: datetime
) -> SettingValue:
    """A value from a day on. Raises RuleBroken('setting_out_of_range') with the limits, or 'setting_unknown'."""
    definition = DEFINITIONS.get(key)
    if definition is None:
        raise RuleBroken("setting_unknown", name=key)
    _check(definition, value)
    before = queries.value_on(key, valid_from)
    row = db.session.query(SettingValue).filter_by(key=key, valid_from=valid_from).one_or_none()
    if row is None:
        row = SettingValue(key=key, valid_from=valid_from)
        db.session.add(row)
    row.value, row.legal_basis = json.dumps(value), legal_basis
    row.set_by_id, row.set_at = acting.person_id, now
    db.session.flush()
    record(
        Event.SETTING_CHANGED,
        "setting",
        row.id,
        acting=acting,
        at=now,
        key=key,
        from_=before,
        to=value,
        valid_from=valid_from,
    )
    return row


def _check(definition: Definition, value: Any) -> None:
    if type(value) is not definition.kind:
        raise RuleBroken(
            "setting_out_of_range", field="value", low=definition.minimum, high=definition.maximum
        )
    if definition.key == "period_cutoff" and value not in ("calendar", "15_14"):
        raise RuleBroken("setting_out_of_range", field="value", low="calendar", high="15_14")
    if definition.words and not all(word in definition.words for word in value):  # type: ignore[attr-defined]
        raise RuleBroken("setting_out_of_range", field="value", low=definition.words[0], high="…")
    if definition.minimum is None or definition.maximum is None:
        return
    numbers = value if isinstance(value, list) else [value]
    if not numbers or not all(
        type(n) is int and definition.minimum <= n <= definition.maximum for n in numbers
    ):
        raise RuleBroken(
            "setting_out_of_range", field="value", low=definition.minimum, high=definition.maximum
        )


def set_calendar_day(
    day: date, kind: DayKind, *, name: str, source: str, acting: Acting, now: datetime
) -> CalendarDay:
    """Deadlines already set keep their instant; only later ones see the change (decision 7)."""
    row = db.session.get(CalendarDay, day) or CalendarDay(day=day)
    row.kind, row.name, row.source = kind, name, source
    db.session.add(row)
    db.session.flush()
    record(
        Event.CALENDAR_DAY_SET,
        "calendar",
        day.toordinal(),
        acting=acting,
        at=now,
        day=day,
        kind=kind,
        name=name,
    )
    return row


def seed_public_holidays(years: range, *, acting: Acting, now: datetime) -> int:
    """Fill missing holidays of Việt Nam; administrators correct them afterwards. Returns how many were added.

    The library knows the announced days off but not every swap day (decision 26), so rows carry their source.
    """
    known = public_holidays.country_holidays("VN", years=list(years), language="vi")
    added = 0
    for day, name in sorted(known.items()):
        if db.session.get(CalendarDay, day) is None:
            set_calendar_day(
                day,
                DayKind.HOLIDAY,
                name=name,
                source="Danh mục ngày nghỉ lễ (thư viện holidays)",
                acting=acting,
                now=now,
            )
            added += 1
    return added
