"""The verbs of people and sessions. `real_now` is the machine's time: security never runs on a shifted day."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from werkzeug.security import check_password_hash, generate_password_hash

from taskboard.accounts import queries
from taskboard.accounts.models import Person, Post, SignInAttempt, SignInSession
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.text import clean_line
from taskboard.domain.vietnamese import sort_key
from taskboard.journal.actions import Acting, record
from taskboard.units.models import Unit

TRIES = 10
LOCK_MINUTES = 15
SESSION_HOURS = 12
REMEMBERED_DAYS = 30
"""Domain section 6: mail link · session · lock-out."""

_NOBODY = generate_password_hash("nobody", method="scrypt:32768:8:1")


def hash_password(password: str) -> str:
    """Werkzeug's scrypt; costs some 90 ms on purpose."""
    return generate_password_hash(password, method="scrypt:32768:8:1")


def create_person(
    *,
    sign_in_name: str,
    full_name: str,
    email: str | None,
    phone: str | None = None,
    password_hash: str | None = None,
    acting: Acting,
    now: datetime,
) -> Person:
    """Raises RuleBroken('sign_in_name_taken')."""
    name = clean_line(sign_in_name).lower()
    if queries.person_by_sign_in_name(name) is not None:
        raise RuleBroken("sign_in_name_taken", field="sign_in_name", name=name)
    full_name = clean_line(full_name)
    person = Person(
        sign_in_name=name,
        full_name=full_name,
        sort_key=sort_key(" ".join(reversed(full_name.split()))),
        email=email,
        phone=phone,
        password_hash=password_hash,
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()
    record(Event.PERSON_CREATED, "person", person.id, acting=acting, at=now, full_name=full_name)
    return person


def give_post(
    person: Person,
    *,
    role: Role,
    unit: Unit | None,
    title: str,
    valid_from: date,
    valid_to: date | None = None,
    field_codes: str = "",
    is_acting: bool = False,
    acting: Acting,
    now: datetime,
) -> Post:
    """Raises RuleBroken('unit_needed') for a role that only exists inside a unit."""
    if unit is None and role in (Role.UNIT_HEAD, Role.OFFICER, Role.MONITOR, Role.CHIEF_OF_OFFICE):
        raise RuleBroken("unit_needed", field="unit_id")
    post = Post(
        person=person,
        role=role,
        unit=unit,
        title=title,
        field_codes=field_codes,
        is_acting=is_acting,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    db.session.add(post)
    db.session.flush()
    record(
        Event.POST_GIVEN,
        "person",
        person.id,
        acting=acting,
        at=now,
        role=role,
        title=title,
        unit=unit.name if unit else "",
    )
    return post


def sign_in(
    *,
    sign_in_name: str,
    password: str,
    address: str,
    device: str,
    remember: bool,
    real_now: datetime,
    today: date,
) -> tuple[Person, str]:
    """Check name and password, open a session, return the raw token.

    The same refusal for an unknown name, a wrong password and an ended post, at the same cost: nobody learns which
    accounts exist.
    Raises RuleBroken('sign_in_refused') or RuleBroken('sign_in_throttled'); the caller commits the attempt either way.
    """
    name = clean_line(sign_in_name).lower()[:200]
    since = real_now - timedelta(minutes=LOCK_MINUTES)
    if queries.refused_attempts(name, address, since=since) >= TRIES:
        raise RuleBroken("sign_in_throttled", minutes=LOCK_MINUTES)
    person = queries.person_by_sign_in_name(name)
    stored = person.password_hash if person and person.password_hash else _NOBODY
    matches = check_password_hash(stored, password)
    may_enter = bool(
        matches and person and person.password_hash and not person.is_locked and person.posts_on(today)
    )
    db.session.add(SignInAttempt(sign_in_name=name, address=address, at=real_now, has_succeeded=may_enter))
    if person is None or not may_enter:
        raise RuleBroken("sign_in_refused")
    return person, open_session(person, address=address, device=device, remember=remember, real_now=real_now)


def open_session(person: Person, *, address: str, device: str, remember: bool, real_now: datetime) -> str:
    """A new session row; the raw token is returned once and only its hash kept."""
    token = secrets.token_urlsafe(32)
    lasts = timedelta(days=REMEMBERED_DAYS) if remember else timedelta(hours=SESSION_HOURS)
    db.session.add(
        SignInSession(
            person_id=person.id,
            token_hash=queries.token_hash(token),
            created_at=real_now,
            expires_at=real_now + lasts,
            address=address[:60],
            device=device[:200],
        )
    )
    record(
        Event.SIGNED_IN, "person", person.id, acting=Acting(person_id=person.id), at=real_now, address=address
    )
    return token


def sign_out(session: SignInSession, *, real_now: datetime) -> None:
    session.revoked_at = real_now
    record(
        Event.SIGNED_OUT, "person", session.person_id, acting=Acting(person_id=session.person_id), at=real_now
    )


def set_password(person: Person, password: str, *, acting: Acting, now: datetime) -> None:
    """At least 8 characters (NIST 800-63B); raises RuleBroken('password_short')."""
    if len(password) < 8:
        raise RuleBroken("password_short", field="password")
    person.password_hash = hash_password(password)
    record(Event.PASSWORD_SET, "person", person.id, acting=acting, at=now)


def set_lock(person: Person, *, is_locked: bool, acting: Acting, now: datetime, real_now: datetime) -> None:
    """Lock or unlock an account; locking ends its sessions and keeps its history (rule 38)."""
    person.locked_at = now if is_locked else None
    if is_locked:
        for session in queries.sessions_of(person, real_now):
            session.revoked_at = real_now
    record(Event.PERSON_CHANGED, "person", person.id, acting=acting, at=now, locked=is_locked)


def set_locale(person: Person, locale: str) -> None:
    person.locale = locale
