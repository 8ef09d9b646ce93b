"""What a rule says when it is broken: a key and the facts, never prose. The web's labels turn keys into sentences."""

from __future__ import annotations

from typing import Any


class RuleBroken(Exception):
    """A rule of the field refused the act; nothing was written. `field` names the form field at fault, if one is."""

    def __init__(self, key: str, *, field: str | None = None, **details: Any) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.details = details

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.key}({facts})" if facts else self.key


class NotAllowed(RuleBroken):
    """The person may not do this with this subject."""


class Stale(RuleBroken):
    """Somebody else saved first; the caller shows both versions and overwrites nothing."""


class AlreadyDone(RuleBroken):
    """The same act was carried out before (a double click, a repeated request)."""
