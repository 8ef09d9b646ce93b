"""Reading people, posts and sessions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.accounts.models import Person, Post, SignInAttempt, SignInSession
from taskboard.db import db
from taskboard.domain.authority import Actor, PostFact, Role


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def live_session(token: str, real_now: datetime) -> SignInSession | None:
    session = db.session.scalar(sa.select(SignInSession).where(SignInSession.token_hash == token_hash(token)))
    return session if session is not None and session.is_live(real_now) else None


def actor_of(person: Person, posts: Iterable[Post]) -> Actor:
    """A person's rights now, as plain values for `authority`."""
    return Actor(
        person.id,
        tuple(
            PostFact(post.id, post.role, post.unit_id, frozenset(post.field_codes.split())) for post in posts
        ),
    )


def actor_on(person: Person, day: date) -> Actor:
    return actor_of(person, person.posts_on(day))


def person_by_id(person_id: int) -> Person | None:
    return db.session.get(Person, person_id)


def person_by_sign_in_name(name: str) -> Person | None:
    return db.session.scalar(sa.select(Person).where(Person.sign_in_name == name.strip().lower()))


def refused_attempts(sign_in_name: str, address: str, *, since: datetime) -> int:
    """Failures of this account from this address after its last success."""
    last_good = sa.select(sa.func.max(SignInAttempt.at)).where(
        SignInAttempt.sign_in_name == sign_in_name,
        SignInAttempt.address == address,
        SignInAttempt.has_succeeded,
    )
    statement = sa.select(sa.func.count(SignInAttempt.id)).where(
        SignInAttempt.sign_in_name == sign_in_name,
        SignInAttempt.address == address,
        SignInAttempt.has_succeeded.is_(False),
        SignInAttempt.at >= since,
        SignInAttempt.at > sa.func.coalesce(last_good.scalar_subquery(), since - timedelta(days=1)),
    )
    return db.session.scalar(statement) or 0


def _holding(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (Post.valid_from <= day, sa.or_(Post.valid_to.is_(None), Post.valid_to > day))


def holders(role: Role, day: date, *, unit_id: int | None = None) -> list[Person]:
    """People who hold a role on a day and are not locked."""
    statement = (
        sa.select(Person).join(Post).where(Post.role == role, Person.locked_at.is_(None), *_holding(day))
    )
    if unit_id is not None:
        statement = statement.where(Post.unit_id == unit_id)
    return list(db.session.scalars(statement.order_by(Post.id)).unique())


def leaders(day: date) -> list[Person]:
    """The chair and vice-chairs, the chair first."""
    statement = (
        sa.select(Person)
        .join(Post)
        .where(Post.role.in_([Role.CHAIR, Role.VICE_CHAIR]), Person.locked_at.is_(None), *_holding(day))
        .order_by(sa.case((Post.role == Role.CHAIR, 0), else_=1), Post.id)
    )
    return list(db.session.scalars(statement).unique())


def people(day: date) -> list[Person]:
    return list(db.session.scalars(sa.select(Person).order_by(Person.sort_key)).unique())


def sessions_of(person: Person, real_now: datetime) -> list[SignInSession]:
    statement = sa.select(SignInSession).where(
        SignInSession.person_id == person.id,
        SignInSession.revoked_at.is_(None),
        SignInSession.expires_at > real_now,
    )
    return list(db.session.scalars(statement.order_by(SignInSession.created_at.desc())))


def heads_by_unit(day: date) -> dict[int, list[Post]]:
    """The posts of unit heads held on a day, by unit."""
    found: dict[int, list[Post]] = {}
    statement = (
        sa.select(Post).where(Post.role == Role.UNIT_HEAD, *_holding(day)).options(joinedload(Post.person))
    )
    for post in db.session.scalars(statement):
        found.setdefault(post.unit_id or 0, []).append(post)
    return found
