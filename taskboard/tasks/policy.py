"""The city's rules of asking for more time, as a value of the domain."""

from __future__ import annotations

from datetime import date

from taskboard.domain.extension import ExtensionPolicy
from taskboard.settings import queries as settings

_KEYS = ("extensions_per_task", "chair_exceeds_extensions", "extension_before_due")


def extension_policy(day: date) -> ExtensionPolicy:
    """As it stands on a day (domain section 6: "1, then only the chair; filed before the due date")."""
    values = settings.values_on(_KEYS, day)
    return ExtensionPolicy(
        limit=values["extensions_per_task"],
        chair_may_exceed=values["chair_exceeds_extensions"],
        only_before_due=values["extension_before_due"],
    )
