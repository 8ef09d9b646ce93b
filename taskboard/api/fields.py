"""Kinds of values in bodies and addresses: what is taken, and how OpenAPI says it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from taskboard.db import LARGEST_NUMBER
from taskboard.domain.text import clean_line

_MONTHS = r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])"
_LEAP = r"(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)-02-29"
DAY = rf"(?:19|20|21)[0-9]{{2}}-(?:{_MONTHS})|{_LEAP}"
"""A day there was or will be, from 1900 to 2199: the years `domain.civil_day` knows."""


class Shape(Schema):
    """Of a body or of a query: what it does not name is refused."""

    class Meta:
        unknown = RAISE


class Text(fields.String):
    """As forms take it: one Unicode form, trimmed, nothing unseen in it; its length is what was sent."""

    def __init__(self, *, most: int, **more: Any) -> None:
        self.most = most
        more["metadata"] = {"maxLength": most, **_extra(more)}
        super().__init__(**more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs) or ""
        if len(text) > self.most:
            raise ValidationError("too_long")
        return clean_line(text)


class Day(fields.Field[date]):
    """A civil day of the city, ISO 8601."""

    said: ClassVar[dict[str, Any]] = {"type": "string", "format": "date", "pattern": f"^(?:{DAY})$"}

    def __init__(self, **more: Any) -> None:
        more["metadata"] = {**self.said, **_extra(more)}
        super().__init__(**more)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return value.isoformat() if value is not None else None

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or re.fullmatch(DAY, value) is None:
            raise ValidationError("day_unreadable")
        return date.fromisoformat(value)


class DayOut(Day):
    """One that is only given: whoever reads it need not check it."""

    said: ClassVar[dict[str, Any]] = {"type": "string", "format": "date"}


class Moment(fields.Field[datetime]):
    """An instant, UTC, RFC 3339; only ever given, never taken."""

    def __init__(self, **more: Any) -> None:
        more["metadata"] = {"type": "string", "format": "date-time", **_extra(more)}
        super().__init__(**more)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return value.astimezone(UTC).isoformat(timespec="seconds") if value is not None else None


class Whole(fields.Integer):
    """A whole number in a body; "5" and true are none, 5.0 is one (JSON knows only numbers)."""

    def __init__(self, *, least: int = 0, most: int = LARGEST_NUMBER, **more: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(least, most), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValidationError("not_a_number")
        return value


class Digits(fields.Integer):
    """A whole number in an address."""

    def __init__(self, *, least: int, most: int, **more: Any) -> None:
        super().__init__(validate=validate.Range(least, most), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, str) or re.fullmatch(r"[0-9]{1,9}", value) is None:
            raise ValidationError("not_a_number")
        return int(value)


class YesNo(fields.Boolean):
    """True or false, and no word for it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("not_a_boolean")
        return value


class Choice(fields.String):
    """One word of a closed list."""

    def __init__(self, kind: type[StrEnum] | Iterable[str], **more: Any) -> None:
        listed_words = list(kind)
        self.words = [str(word) for word in listed_words]
        self.kind = _one_kind(listed_words)
        listed = [*self.words, None] if more.get("allow_none") else self.words
        more["metadata"] = {"enum": listed, **_extra(more)}
        super().__init__(**more)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return str(value) if value is not None else None

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or value not in self.words:
            raise ValidationError("not_in_list")
        return self.kind(value) if self.kind is not None else value


def _one_kind(words: list[Any]) -> type[StrEnum] | None:
    """The enum these are members of; None for words of no enum, or of several."""
    kinds = {type(word) for word in words}
    found = kinds.pop()
    return found if not kinds and issubclass(found, StrEnum) else None


def _extra(more: dict[str, Any]) -> dict[str, Any]:
    return dict(more.get("metadata") or {})
