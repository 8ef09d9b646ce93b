"""Passwords: hashed slowly, judged by the rules of `domain/passwords.py`, set by their owner or through a one-time link."""

from __future__ import annotations

from datetime import datetime

from werkzeug.security import check_password_hash, generate_password_hash

from taskboard.accounts.actions.sessions import end_sessions
from taskboard.accounts.common import common_passwords
from taskboard.accounts.models import Person, SignInSession
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
    """Raises RuleBroken with the key of what is wrong; the shortest length is a setting."""
    shortest = settings.value_on("password_min_length", now.date())
    found = weakness(as_typed(password), shortest=shortest, common=common_passwords(), names=names)
    if found is not None:
        raise RuleBroken(found.value, field="password", shortest=shortest, longest=LONGEST)


def set_password(person: Person, password: str, *, acting: Acting, now: datetime) -> None:
    """Raises RuleBroken as `check_new_password`."""
    check_new_password(password, names=(person.sign_in_name, person.full_name), now=now)
    person.password_hash = hash_password(password)
    record(Event.PASSWORD_SET, "person", person.id, acting=acting, at=now)


def change_password(
    person: Person,
    *,
    current: str,
    new: str,
    keeping: SignInSession,
    acting: Acting,
    now: datetime,
    real_now: datetime,
) -> int:
    """By its owner, who gives the present one too; every other session ends. Returns how many did.

    Raises RuleBroken: password_not_current, password_same, and as `set_password`.
    """
    if not is_password_of(person, current):
        raise RuleBroken("password_not_current", field="current")
    if as_typed(current) == as_typed(new):
        raise RuleBroken("password_same", field="password")
    set_password(person, new, acting=acting, now=now)
    person.tries_forgiven_at = real_now
    return end_sessions(person, real_now=real_now, but=keeping)
