"""Passwords: hashed slowly, judged by the rules of `domain/passwords.py`, set by their owner or through a one-time link."""

from __future__ import annotations

from datetime import datetime

from werkzeug.security import check_password_hash, generate_password_hash

from taskboard.accounts.common import common_passwords
from taskboard.accounts.models import Person
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.passwords import LONGEST, as_typed, weakness
from taskboard.journal.actions import Acting, record
from taskboard.settings import queries as settings

METHOD = "scrypt:32768:8:1"
_NOBODY = generate_password_hash("nobody", method=METHOD)


def hash_password(password: str) -> str:
    """Werkzeug's scrypt; costs some 90 ms on purpose."""
    return generate_password_hash(as_typed(password), method=METHOD)


def is_password_of(person: Person | None, password: str) -> bool:
    """At the same cost for a person who does not exist, and for one who has no password yet."""
    stored = person.password_hash if person and person.password_hash else _NOBODY
    matches = check_password_hash(stored, as_typed(password)[: LONGEST + 1])
    return matches and person is not None and person.password_hash is not None


def check_new_password(password: str, *, names: tuple[str, ...], now: datetime) -> None:
    """Raises RuleBroken with the key of what is wrong; the shortest length and the body's name are settings."""
    shortest = settings.value_on("password_min_length", now.date())
    names = (*names, settings.body_name(now.date(), ""))
    found = weakness(as_typed(password), shortest=shortest, common=common_passwords(), names=names)
    if found is not None:
        raise RuleBroken(found.value, field="password", shortest=shortest, longest=LONGEST)


def set_password(person: Person, password: str, *, acting: Acting, now: datetime) -> None:
    """Raises RuleBroken as `check_new_password`."""
    check_new_password(password, names=(person.sign_in_name, person.full_name), now=now)
    person.password_hash = hash_password(password)
    record(Event.PASSWORD_SET, "person", person.id, acting=acting, at=now)
