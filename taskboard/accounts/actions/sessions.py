"""Sessions are rows (decision 19): opened with a token that only the browser keeps, ended by whoever may."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from taskboard.accounts import queries
from taskboard.accounts.models import Person, SignInSession, WaitingSignIn, Way
from taskboard.api.actions import revoke_own_tokens
from taskboard.db import db
from taskboard.domain.events import Event
from taskboard.journal.actions import Acting, record
from taskboard.settings import queries as settings


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a request comes from: kept beside sessions and tries, never in the journal."""

    address: str
    device: str = ""


def new_token() -> str:
    """256 bits; only its hash is kept."""
    return secrets.token_urlsafe(32)


def open_session(
    person: Person,
    *,
    address: str,
    device: str,
    remember: bool,
    real_now: datetime,
    way: Way = Way.PASSWORD,
    second_factor: str = "",
    failures: int = 0,
) -> str:
    """A new session row; the raw token is returned once and only its hash kept.

    `second_factor` is what was given besides: "code", "recovery", "provider" or nothing. `failures` before it go into
    the journal, so that the owner of an account can see that somebody tried.
    """
    token = new_token()
    db.session.add(
        SignInSession(
            person_id=person.id,
            token_hash=queries.token_hash(token),
            created_at=real_now,
            expires_at=real_now + _length(remember, real_now),
            seen_at=real_now,
            is_remembered=remember,
            address=address[:60],
            device=device[:200],
            way=way,
            has_second_factor=bool(second_factor),
        )
    )
    record(
        Event.SIGNED_IN,
        "person",
        person.id,
        acting=Acting(person_id=person.id),
        at=real_now,
        way=way,
        second_factor=second_factor,
        failures=failures,
    )
    return token


def _length(remember: bool, real_now: datetime) -> timedelta:
    """As the city has set it (domain section 6: mail link · session · lock-out)."""
    limits = settings.values_on(("session_hours", "session_remembered_days"), real_now.date())
    if remember:
        return timedelta(days=limits["session_remembered_days"])
    return timedelta(hours=limits["session_hours"])


NOTED_EVERY = timedelta(minutes=2)
"""How exactly it is kept when a session was last used: writing it down for every page would cost more than it tells."""


def is_use_to_note(session: SignInSession, real_now: datetime) -> bool:
    return real_now - session.seen_at >= NOTED_EVERY


def use_noted(session_id: int, real_now: datetime) -> sa.Update:
    """What writes down that a session is in use; of two requests at once the later instant stays."""
    return (
        sa.update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.seen_at < real_now)
        .values(seen_at=real_now)
    )


def sign_out(session: SignInSession, *, real_now: datetime) -> None:
    session.revoked_at = real_now
    record(
        Event.SIGNED_OUT, "person", session.person_id, acting=Acting(person_id=session.person_id), at=real_now
    )


def end_sessions(person: Person, *, real_now: datetime, but: SignInSession | None = None) -> int:
    """End a person's sessions, all or all but one, and what waits at the door. Returns how many."""
    db.session.execute(
        sa.update(WaitingSignIn)
        .where(WaitingSignIn.person_id == person.id, WaitingSignIn.ended_at.is_(None))
        .values(ended_at=real_now)
        .execution_options(synchronize_session="fetch")
    )
    ended = [one for one in queries.sessions_of(person, real_now) if one is not but]
    for session in ended:
        session.revoked_at = real_now
    return len(ended)


def revoke_sessions(
    person: Person,
    *,
    only: SignInSession | None = None,
    but: SignInSession | None = None,
    acting: Acting,
    real_now: datetime,
) -> int:
    """The owner or the administrator ends one session, or all, or all but the one they sit at. Returns how many.

    With all of them go the tokens of programs that act for the person: whoever stole the one may have made the other.
    """
    if only is not None:
        was_live, only.revoked_at = only.is_open(real_now), only.revoked_at or real_now
        ended = int(was_live)
    else:
        ended = end_sessions(person, real_now=real_now, but=but)
        revoke_own_tokens(person, acting=acting, now=real_now, real_now=real_now)
    if ended:
        record(Event.SESSIONS_ENDED, "person", person.id, acting=acting, at=real_now, count=ended)
    return ended
