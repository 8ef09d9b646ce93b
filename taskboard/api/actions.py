"""Tokens are made, revoked and counted; answers are kept."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from taskboard.accounts.models import Person, Post
from taskboard.accounts.queries import token_hash
from taskboard.api import queries
from taskboard.api.models import ApiToken, KeptAnswer
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.calendar import local_date
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.scopes import Scope, scopes_text
from taskboard.domain.text import is_blank
from taskboard.journal.actions import Acting, record
from taskboard.occasion import Occasion
from taskboard.outbox import actions as outbox
from taskboard.outbox import message as messages
from taskboard.wording import day_text

PREFIX = "tbk_"
"""By which a token left lying about is recognised, by people and by programs that look for such."""
_BYTES = 32
LENGTH = len(PREFIX) + math.ceil(_BYTES * 4 / 3)
"""Of the words of every token."""
LIFETIMES = (30, 90, 180, 365)
"""Days; none lives for ever."""
MOST_TOKENS = 20
KEEP_ANSWERS = timedelta(days=3)
WINDOW = timedelta(minutes=1)


def make_token(
    person: Person,
    *,
    name: str,
    scopes: Iterable[Scope],
    days: int,
    post: Post | None = None,
    on: Occasion,
) -> tuple[ApiToken, str]:
    """A token for a program, and its words, which nobody can read again.

    With `post` a service token: it acts under that post alone. Raises RuleBroken: token_name_missing,
    token_lifetime_unknown, token_of_locked, token_without_post, token_for_administrator, too_many_tokens.
    """
    _check(person, name, days, post, on)
    words = PREFIX + secrets.token_urlsafe(_BYTES)
    row = ApiToken(
        person=person,
        post=post,
        name=name,
        token_hash=token_hash(words),
        ending=words[-4:],
        scopes=scopes_text(scopes),
        made_by_id=on.acting.person_id or person.id,
        created_at=on.real_now,
        expires_at=on.real_now + timedelta(days=days),
    )
    db.session.add(row)
    db.session.flush()
    record(
        Event.TOKEN_MADE,
        "person",
        person.id,
        acting=on.acting,
        at=on.now,
        name=_called(row),
        scopes=row.scopes,
        expires_on=local_date(row.expires_at, on.zone),
        is_service=row.is_service,
    )
    _tell_owner(row, on)
    return row, words


def _tell_owner(row: ApiToken, on: Occasion) -> None:
    """By mail, whatever else they switched off: somebody at their desk may have made it."""
    person = row.person
    if not person.email:
        return
    made_at, ends_on = row.created_at.astimezone(on.zone), local_date(row.expires_at, on.zone)
    mail = messages.token_made(
        messages.letter_to(person.full_name, body_name=on.body_name, today=on.today),
        name=row.name,
        made_at=f"{made_at:%H:%M} ngày {day_text(made_at.date())}",
        ends_on=ends_on,
        post_title=row.post.signed_title if row.post is not None else "",
        url=f"{on.base_url}/account/tokens",
    )
    outbox.enqueue(
        mail,
        key=f"token:{row.id}",
        kind="token_made",
        person_id=person.id,
        to_name=person.full_name,
        to_address=person.email,
        now=on.now,
        real_now=on.real_now,
    )


def _check(person: Person, name: str, days: int, post: Post | None, on: Occasion) -> None:
    if is_blank(name):
        raise RuleBroken("token_name_missing", field="name")
    if days not in LIFETIMES:
        raise RuleBroken("token_lifetime_unknown", field="days")
    if person.is_locked:
        raise RuleBroken("token_of_locked", field="post_id")
    if post is not None and not (post.person_id == person.id and post.is_held_on(on.today)):
        raise RuleBroken("token_without_post", field="post_id")
    if post is not None and post.role is Role.ADMINISTRATOR:
        raise RuleBroken("token_for_administrator", field="post_id")
    if _live_count(person, on.real_now) >= MOST_TOKENS:
        raise RuleBroken("too_many_tokens", field="name", most=MOST_TOKENS)


def _live_count(person: Person, real_now: datetime) -> int:
    statement = sa.select(sa.func.count(ApiToken.id)).where(
        ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > real_now
    )
    return db.session.scalar(statement) or 0


def _called(row: ApiToken) -> str:
    return f"{row.name} (số {row.id})"


def name_of(row: ApiToken) -> str:
    """As the journal calls it: two tokens may bear one name."""
    return _called(row)


def revoke_token(row: ApiToken, *, on: Occasion) -> None:
    """Dead at once; twice is once."""
    if row.revoked_at is not None:
        return
    row.revoked_at = on.real_now
    record(Event.TOKEN_REVOKED, "person", row.person_id, acting=on.acting, at=on.now, name=_called(row))


def revoke_own_tokens(person: Person, *, acting: Acting, now: datetime, real_now: datetime) -> int:
    """Every token with which programs act for this person; those an administrator made for a post end with the post.

    Returns how many there were.
    """
    found = db.session.scalars(sa.select(ApiToken).where(*queries.own_and_live(person, real_now))).all()
    for row in found:
        row.revoked_at = real_now
        record(Event.TOKEN_REVOKED, "person", person.id, acting=acting, at=now, name=_called(row))
    return len(found)


@dataclass(frozen=True, slots=True)
class Spent:
    """A request counted against its token."""

    token_id: int
    used: int
    """Requests in this minute, this one among them."""
    resets_in: int
    """Seconds to the next minute."""


def is_token(words: str, *, real_now: datetime) -> bool:
    """Whether the words are those of a living token. Only reads; what cannot be one is not even looked for."""
    if not words.startswith(PREFIX) or len(words) != LENGTH:
        return False
    statement = sa.select(ApiToken.id).where(
        ApiToken.token_hash == token_hash(words),
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > real_now,
    )
    return db.session.scalar(statement) is not None


def spend(words: str, *, real_now: datetime) -> Spent | None:
    """Count one request of the token, whichever process serves it; None for words that are no token.

    One statement, so that several processes count as one. The caller commits it before it serves anything.
    """
    minute = real_now.replace(second=0, microsecond=0)
    is_same = ApiToken.window_at == minute
    counted = db.session.execute(
        sa.update(ApiToken)
        .where(ApiToken.token_hash == token_hash(words))
        .values(
            window_used=sa.case((is_same, ApiToken.window_used + 1), else_=1),
            window_at=minute,
            last_used_at=real_now,
        )
        .returning(ApiToken.id, ApiToken.window_used)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if counted is None:
        return None
    left = minute + WINDOW - real_now
    return Spent(counted.id, counted.window_used, math.ceil(left.total_seconds()))


def keep_answer(
    token: ApiToken,
    key: str,
    *,
    request_hash: str,
    status: int,
    body: str,
    etag: str = "",
    location: str = "",
    real_now: datetime,
) -> None:
    """In the transaction of the act: both are there, or neither."""
    db.session.add(
        KeptAnswer(
            token_id=token.id,
            key=key,
            request_hash=request_hash,
            status=status,
            body=body,
            etag=etag,
            location=location,
            kept_at=real_now,
        )
    )


def prune(*, before: datetime) -> int:
    """Kept answers older than this. Returns how many went; tokens stay, as what was done under them does."""
    done = db.session.execute(sa.delete(KeptAnswer).where(KeptAnswer.kept_at < before))
    return int(done.rowcount)  # type: ignore[attr-defined]
