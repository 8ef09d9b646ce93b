"""Values to JSON and back, exactly: what a snapshot freezes and a hash is taken of (decisions 9 and 13).

Frozen dataclasses become objects, enums their values, instants ISO 8601 in UTC, dates ISO 8601, decimals their digits. One value has one text:
keys sorted, no spaces, Vietnamese as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Dicts, lists, strings, whole numbers, booleans and None. Raises TypeError for anything that has no exact form."""
    if value is None or isinstance(value, Enum):
        return value and value.value
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(to_plain(key)): to_plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no exact form in JSON")


def from_plain(kind: type[T], plain: Any) -> T:
    """The value of `kind` that `to_plain` came from. Unknown keys are passed over; a missing one raises KeyError."""
    return cast(T, _from_plain(kind, plain))


def canonical_json(plain: Any) -> str:
    """The one text of a value: what is stored and hashed."""
    return json.dumps(to_plain(plain), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _from_plain(kind: Any, plain: Any) -> Any:
    if plain is None:
        return None
    origin = get_origin(kind)
    if origin is not None:
        return _from_generic(origin, get_args(kind), plain)
    if is_dataclass(kind):
        return cast(Any, kind)(
            **{name: _from_plain(hint, plain[name]) for name, hint in _hints(cast(Any, kind))}
        )
    return _from_scalar(kind, plain)


def _from_generic(origin: Any, arguments: tuple[Any, ...], plain: Any) -> Any:
    if origin in (Union, UnionType):
        (kind,) = (argument for argument in arguments if argument is not NoneType)
        return _from_plain(kind, plain)
    if origin is tuple:
        return tuple(_from_plain(arguments[0], item) for item in plain)
    key_kind, item_kind = arguments
    return {_from_plain(key_kind, key): _from_plain(item_kind, item) for key, item in plain.items()}


def _from_scalar(kind: Any, plain: Any) -> Any:
    if kind in (datetime, date):
        return kind.fromisoformat(plain)
    return kind(plain)


@cache
def _hints(kind: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))
