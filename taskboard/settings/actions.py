"""The verbs of settings: dated values, and calendar days that never move an existing deadline."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import holidays as public_holidays

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.files.actions import Upload, keep_content
from taskboard.files.actions import check as check_file
from taskboard.files.pictures import picture_size
from taskboard.journal.actions import Acting, record
from taskboard.settings import queries
from taskboard.settings.models import CalendarDay, DayKind, SettingValue
from taskboard.settings.registry import DEFINITIONS, RELATIONS, Definition

_SATURDAY = 5


def set_value(
    key: str,
    value: Any,
    *,
    legal_basis: str,
    valid_from: date,
    acting: Acting,
    now: datetime,
    ceiling: int | None = None,
) -> SettingValue:
    """A value from a day on; `ceiling` is what the machine allows where that is less than the registry does.

    Raises RuleBroken: setting_unknown, setting_out_of_range, setting_not_rising, setting_not_below, setting_not_above.
    """
    definition = DEFINITIONS.get(key)
    if definition is None:
        raise RuleBroken("setting_unknown", name=key)
    _check(definition, value, ceiling)
    _check_relations(key, value, valid_from)
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


EMBLEM_BYTES = 1024 * 1024
EMBLEM_POINTS = (32, 2000)
"""How small and how large a side may be: a picture of a thumbnail's size on the page, not a photograph."""
EMBLEM_LENGTHS = 4
"""How many times as long as high, or as high as long."""
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
_PICTURE = re.compile(r"[0-9a-f]{64}\.(png|jpg)")


def set_emblem(
    upload: Upload | None, *, root: Path, valid_from: date, acting: Acting, now: datetime
) -> SettingValue:
    """The picture beside the body's name from a day on.

    Raises RuleBroken: emblem_missing, and as `kept_emblem`.
    """
    if upload is None:
        raise RuleBroken("emblem_missing", field="picture")
    name = kept_emblem(upload, root=root, field="picture", now=now)
    return set_value("emblem", name, legal_basis="", valid_from=valid_from, acting=acting, now=now)


def remove_emblem(*, valid_from: date, acting: Acting, now: datetime) -> SettingValue:
    return set_value("emblem", "", legal_basis="", valid_from=valid_from, acting=acting, now=now)


def kept_emblem(upload: Upload, *, root: Path, field: str, now: datetime) -> str:
    """Keep a picture fit to be one; the name it is shown under, made of its hash and its kind.

    Raises RuleBroken: emblem_kind, emblem_points, file_too_large, and what `files.check` finds wrong with any file.
    """
    try:
        media_type = check_file(upload, max_bytes=EMBLEM_BYTES)
    except RuleBroken as broken:
        key = "emblem_kind" if broken.key == "file_type_refused" else broken.key
        raise RuleBroken(key, **{**broken.details, "field": field}) from None
    if media_type not in _ENDINGS:
        raise RuleBroken("emblem_kind", field=field, name=upload.name)
    _check_points(upload, field)
    digest = keep_content(upload.content, media_type, root=root, now=now)
    return f"{digest}.{_ENDINGS[media_type]}"


def _check_points(upload: Upload, field: str) -> None:
    size, (low, high) = picture_size(upload.content), EMBLEM_POINTS
    if size is None:
        raise RuleBroken("emblem_kind", field=field, name=upload.name)
    is_fit = low <= min(size) and max(size) <= min(high, EMBLEM_LENGTHS * min(size))
    if not is_fit:
        raise RuleBroken(
            "emblem_points",
            field=field,
            width=size[0],
            height=size[1],
            low=low,
            high=high,
            times=EMBLEM_LENGTHS,
        )


def _check(definition: Definition, value: Any, ceiling: int | None) -> None:
    low, high = definition.minimum, definition.maximum
    if ceiling is not None and high is not None:
        high = min(high, ceiling)
    refusal = RuleBroken("setting_out_of_range", field="value", low=low, high=high)
    if not _is_of_kind(definition, value):
        raise refusal
    if definition.options is not None and value not in set(definition.options):
        raise refusal
    if definition.is_picture and value and not _PICTURE.fullmatch(value):
        raise refusal
    if definition.words and not set(value) <= set(definition.words):
        raise refusal
    if low is None or high is None:
        return
    numbers = value if isinstance(value, list) else [value]
    if not numbers or not all(type(number) is int and low <= number <= high for number in numbers):
        raise refusal
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise RuleBroken("setting_not_rising", field="value")


def _is_of_kind(definition: Definition, value: Any) -> bool:
    """Exactly: True is no number here."""
    return type(value) is definition.kind


def _check_relations(key: str, value: Any, valid_from: date) -> None:
    """Two numbers that belong together stay in order on every day, also after changes already written for later."""
    for relation in RELATIONS:
        if key not in (relation.lower, relation.upper):
            continue
        is_lower = key == relation.lower
        other = relation.upper if is_lower else relation.lower
        for day in queries.days_to_compare(key, other, valid_from):
            standing = queries.value_on(other, day)
            pair = (value, standing) if is_lower else (standing, value)
            if not relation.holds(*pair):
                problem = "setting_not_below" if is_lower else "setting_not_above"
                raise RuleBroken(problem, field="value", setting=other, standing=standing, day=day)


def add_calendar_day(
    day: date, kind: DayKind, *, name: str, source: str, acting: Acting, now: datetime
) -> CalendarDay:
    """A day not yet in the calendar. Raises RuleBroken: calendar_day_known, and as `set_calendar_day`."""
    known = db.session.get(CalendarDay, day)
    if known is not None:
        raise RuleBroken("calendar_day_known", field="day", day=day, name=known.name)
    return set_calendar_day(day, kind, name=name, source=source, acting=acting, now=now)


def set_calendar_day(
    day: date, kind: DayKind, *, name: str, source: str, acting: Acting, now: datetime
) -> CalendarDay:
    """Deadlines already set keep their instant; only later ones see the change (decision 7).

    Raises RuleBroken('swap_on_weekday'): only a Saturday or a Sunday is worked in exchange.
    """
    if kind is DayKind.SWAP_WORKING and day.weekday() < _SATURDAY:
        raise RuleBroken("swap_on_weekday", field="day", day=day)
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


def remove_calendar_day(row: CalendarDay, *, acting: Acting, now: datetime) -> None:
    """An ordinary day again; the history keeps what stood there. Deadlines already set keep their instant."""
    record(
        Event.CALENDAR_DAY_REMOVED,
        "calendar",
        row.day.toordinal(),
        acting=acting,
        at=now,
        day=row.day,
        name=row.name,
    )
    db.session.delete(row)
    db.session.flush()


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
