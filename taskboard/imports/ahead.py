"""A foreign file is parsed before the transaction that writes begins (ADR 0004): it may take seconds, and everybody else
who writes would wait for them.

Between `begin` and `end` one file is parsed once; whoever asks again is given what was found, or what was refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar

from taskboard.domain.errors import RuleBroken

Found = TypeVar("Found")
_PARSED: ContextVar[dict[Any, Any] | None] = ContextVar("parsed", default=None)


def begin() -> None:
    """For one request."""
    _PARSED.set({})


def end() -> None:
    _PARSED.set(None)


def once(parse: Callable[[], Found], content: bytes, what: Hashable) -> Found:
    """What `parse` makes of the file; `what` tells several ways to parse one file apart. Raises RuleBroken as it does."""
    kept = _PARSED.get()
    if kept is None:
        return parse()
    key = (what, hashlib.sha256(content).digest())
    if key not in kept:
        kept[key] = _tried(parse)
    found, refused = kept[key]
    if refused is not None:
        raise refused
    return found


def _tried(parse: Callable[[], Found]) -> tuple[Found | None, RuleBroken | None]:
    try:
        return parse(), None
    except RuleBroken as broken:
        return None, broken
