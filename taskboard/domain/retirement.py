"""What is in use on a day: a field of work or a group that was retired is offered no more; what bears it keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from taskboard.domain.errors import RuleBroken


class Retirable(Protocol):
    """A field, a group: known by its code, with the first day on which nothing new is given to it."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def retired_on(self) -> date | None: ...


Row = TypeVar("Row", bound=Retirable)


def is_in_use(row: Retirable, day: date) -> bool:
    return row.retired_on is None or day < row.retired_on


def in_use(rows: Iterable[Row], day: date, *, besides: str = "") -> list[Row]:
    """What may be chosen on a day, and what the thing at hand already bears."""
    return [row for row in rows if is_in_use(row, day) or row.code == besides]


def expect_field(found: Retirable | None, day: date, *, place: str = "field") -> None:
    """Raises RuleBroken: field_unknown, field_retired."""
    if found is None:
        raise RuleBroken("field_unknown", field=place)
    _expect(found, day, "field_retired", place)


def expect_group(found: Retirable, day: date, *, place: str = "leads") -> None:
    """Raises RuleBroken('group_retired')."""
    _expect(found, day, "group_retired", place)


def _expect(row: Retirable, day: date, key: str, place: str) -> None:
    if not is_in_use(row, day):
        raise RuleBroken(key, field=place, name=row.name, day=row.retired_on)
