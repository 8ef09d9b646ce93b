"""Orders of a list, and where in one of them a page begins: by the last row before it, however many there are."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from taskboard.tasks.models import Task
from taskboard.tasks.queries.conditions import View
from taskboard.units.models import UnitName


class Sort(StrEnum):
    """What a person may sort a list by; the list's own order stands without it."""

    DUE = "due"
    UNIT = "unit"
    """By unit in the order of the directory, in each by deadline: the list in groups."""
    UPDATED = "updated"
    ASSIGNED = "assigned"
    CODE = "code"
    ORIGINAL = "original"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Key:
    """One thing rows are ordered by. Rows without it stand last, whichever way it runs."""

    column: Any
    read: Callable[[str], Any]
    """From the text of an address."""
    is_descending: bool = False
    is_always_there: bool = False

    def orders(self) -> list[Any]:
        run = self.column.desc() if self.is_descending else self.column
        return [run] if self.is_always_there else [run.nulls_last()]

    def beyond(self, value: Any) -> sa.ColumnElement[bool]:
        """Rows that come after those with this value."""
        if value is None:
            return sa.false()
        after: sa.ColumnElement[bool] = self.column < value if self.is_descending else self.column > value
        return after if self.is_always_there else sa.or_(after, self.column.is_(None))

    def same(self, value: Any) -> sa.ColumnElement[bool]:
        found: sa.ColumnElement[bool] = self.column.is_(None) if value is None else self.column == value
        return found


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("an instant has its zone")
    return found.astimezone(UTC)  # at the ends of the calendar another zone's instant is none: OverflowError


_UNIT_NAME = (
    sa.select(UnitName.sort_key)
    .where(UnitName.unit_id == Task.unit_id, UnitName.valid_to.is_(None))
    .correlate(Task)
    .scalar_subquery()
)
_DUE = Key(Task.overdue_from, _instant)
_ID = Key(Task.id, int, is_always_there=True)
_SORTS: dict[Sort, tuple[Key, ...]] = {
    Sort.DUE: (_DUE, _ID),
    Sort.UNIT: (Key(_UNIT_NAME, str), _DUE, _ID),
    Sort.UPDATED: (Key(Task.last_report_at, _instant), _ID),
    Sort.ASSIGNED: (Key(Task.assigned_on, date.fromisoformat, is_always_there=True), _ID),
    Sort.CODE: (Key(Task.code, str, is_always_there=True),),
    Sort.ORIGINAL: (Key(Task.original_overdue_from, _instant), _ID),
    Sort.COMPLETED: (Key(Task.completed_on, date.fromisoformat), _ID),
}
_WAITING = (Key(Task.confirm_by, date.fromisoformat), _ID)


def _newest(column: Any) -> tuple[Key, ...]:
    return (
        Key(column, date.fromisoformat, is_descending=True, is_always_there=True),
        Key(Task.id, int, is_descending=True, is_always_there=True),
    )


_NEWEST = {View.DONE: _newest(Task.completed_on), View.CLOSED: _newest(Task.assigned_on)}
"""What is confirmed has a day of completion; what was taken back has none."""


@dataclass(frozen=True, slots=True)
class Order:
    """By what, and which way; without `by` the order people need the list in.

    The deadline longest passed stands first, undated last; what waits stands by the confirmer's own date; what is done,
    newest first.
    """

    by: Sort | None = None
    is_reversed: bool = False

    @classmethod
    def read(cls, text: str) -> Order:
        """ "-due" is the deadline the other way round; what is no order is none."""
        name = text.removeprefix("-")
        return cls(Sort(name), text.startswith("-")) if name in set(Sort) else cls()

    def __str__(self) -> str:
        return ("-" if self.is_reversed else "") + self.by if self.by else ""

    def keys(self, view: View) -> tuple[Key, ...]:
        if self.by is None:
            return _own_keys(view)
        return tuple(
            Key(key.column, key.read, self.is_reversed, key.is_always_there) for key in _SORTS[self.by]
        )


def _own_keys(view: View) -> tuple[Key, ...]:
    if view is View.WAITING:
        return _WAITING
    return _NEWEST.get(view, _SORTS[Sort.DUE])


def ordering(keys: Sequence[Key]) -> list[Any]:
    return [part for key in keys for part in key.orders()]


def order_of(view: View) -> list[Any]:
    """The order people need a list in, for those who show its head and do not page."""
    return ordering(_own_keys(view))


def after(keys: Sequence[Key], values: Sequence[Any]) -> sa.ColumnElement[bool]:
    """Rows that stand after the one with these values: the first key decides, then the next."""
    key, value = keys[0], values[0]
    if len(keys) == 1:
        return key.beyond(value)
    return sa.or_(key.beyond(value), sa.and_(key.same(value), after(keys[1:], values[1:])))


def cursor_of(values: Sequence[Any]) -> str:
    """The place of a row as an address carries it."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def values_of(cursor: str, keys: Sequence[Key]) -> list[Any] | None:
    """What `cursor_of` was given; None for what is no place in this order: then the list starts at its beginning."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(found, list) or len(found) != len(keys):
            return None
        values = [_value(key, value) for key, value in zip(keys, found, strict=True)]
    except (ValueError, OverflowError, binascii.Error, RecursionError):
        return None
    return values


def _value(key: Key, text: Any) -> Any:
    if text is None and not key.is_always_there:
        return None
    if (
        isinstance(text, bool)
        or not isinstance(text, str | int)
        or (isinstance(text, int) and key.read is not int)
    ):
        raise ValueError("no value of this key")
    value = key.read(text)  # type: ignore[arg-type]
    if isinstance(value, int) and not 0 <= value < 2**31:
        raise ValueError("no such row")
    if isinstance(value, str) and ("\0" in value or not _is_storable(value)):
        raise ValueError("no such text")
    return value


def _is_storable(text: str) -> bool:
    """JSON can spell half of a character (a lone surrogate); no database takes one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
