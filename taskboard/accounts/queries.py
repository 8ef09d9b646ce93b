"""Reading people, posts and sessions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.accounts.models import (
    AccountLink,
    LinkKind,
    LinkRequest,
    OutsideIdentity,
    Person,
    Post,
    RecoveryCode,
    SecondFactor,
    SignInAttempt,
    SignInSession,
    Step,
    WaitingSignIn,
)
from taskboard.db import db
from taskboard.domain.authority import Actor, PostFact, Role
from taskboard.domain.lifecycle import OPEN
from taskboard.settings import queries as settings
from taskboard.tasks.models import Task
from taskboard.units.models import Unit, WorkField


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """How long a session may lie unused (NIST SP 800-63B-4, 2.2.3; OWASP ASVS 5.0, 7.3.1)."""

    usual: timedelta
    remembered: timedelta

    def of(self, session: SignInSession) -> timedelta:
        return self.remembered if session.is_remembered else self.usual

    def are_kept(self, session: SignInSession, at: datetime) -> bool:
        return at - session.seen_at < self.of(session)


def idle_limits(real_now: datetime) -> IdleLimits:
    """As the city has set them."""
    said = settings.values_on(("session_idle_minutes", "session_remembered_idle_days"), real_now.date())
    return IdleLimits(
        timedelta(minutes=said["session_idle_minutes"]), timedelta(days=said["session_remembered_idle_days"])
    )


def session_behind(token: str, real_now: datetime) -> SignInSession | None:
    """The one a browser's token opens, with the person, the posts and the names of their units, in one question.

    It may have lain unused for too long: see `live_session`.
    """
    found = db.session.scalars(_by_token(), {"token_hash": token_hash(token)})
    session = found.unique().one_or_none()
    return session if session is not None and session.is_open(real_now) else None


def live_session(token: str, real_now: datetime) -> SignInSession | None:
    """One that lets its person in."""
    session = session_behind(token, real_now)
    return session if session is not None and idle_limits(real_now).are_kept(session, real_now) else None


@cache
def _by_token() -> sa.Select[SignInSession]:
    """Built once."""
    of_person = joinedload(SignInSession.person).joinedload(Person.posts)
    return (
        sa.select(SignInSession)
        .where(SignInSession.token_hash == sa.bindparam("token_hash"))
        .options(of_person.joinedload(Post.unit).joinedload(Unit.names))
    )


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


COUNTED_DAYS = 30
"""How far back wrong passwords are counted as one series."""


def _wrong_passwords(sign_in_name: str, since: datetime, address: str | None) -> int:
    """Failures of an account, from one address or from all, after its last success there and after it was forgiven."""
    mine = [SignInAttempt.sign_in_name == sign_in_name, SignInAttempt.step == Step.PASSWORD]
    if address is not None:
        mine.append(SignInAttempt.address == address[:60])
    last_good = sa.select(sa.func.max(SignInAttempt.at)).where(*mine, SignInAttempt.has_succeeded)
    forgiven = sa.select(Person.tries_forgiven_at).where(Person.sign_in_name == sign_in_name)
    starts = [
        sa.func.coalesce(query.scalar_subquery(), since - timedelta(days=1), type_=SignInAttempt.at.type)
        for query in (last_good, forgiven)
    ]
    statement = sa.select(sa.func.count(SignInAttempt.id)).where(
        *mine,
        SignInAttempt.has_succeeded.is_(False),
        SignInAttempt.at >= since,
        *(SignInAttempt.at > start for start in starts),
    )
    return db.session.scalar(statement) or 0


def refused_attempts(sign_in_name: str, address: str, *, since: datetime) -> int:
    """Failures of this account from this address after its last success."""
    return _wrong_passwords(sign_in_name, since, address)


def failures(sign_in_name: str, *, real_now: datetime) -> int:
    """Wrong passwords of this account one after the other, from wherever."""
    return _wrong_passwords(sign_in_name, real_now - timedelta(days=COUNTED_DAYS), None)


def is_known_address(sign_in_name: str, address: str, *, since: datetime) -> bool:
    """Whether the account was entered from there before."""
    statement = sa.select(SignInAttempt.id).where(
        SignInAttempt.sign_in_name == sign_in_name,
        SignInAttempt.address == address[:60],
        SignInAttempt.has_succeeded,
        SignInAttempt.at >= since,
    )
    return db.session.scalar(statement.limit(1)) is not None


def code_failures(person: Person, *, since: datetime) -> int:
    """Wrong codes of the second factor after the last right one."""
    mine = (SignInAttempt.sign_in_name == person.sign_in_name, SignInAttempt.step == Step.CODE)
    last_good = sa.select(sa.func.max(SignInAttempt.at)).where(*mine, SignInAttempt.has_succeeded)
    start = sa.func.coalesce(
        last_good.scalar_subquery(), since - timedelta(days=1), type_=SignInAttempt.at.type
    )
    statement = sa.select(sa.func.count(SignInAttempt.id)).where(
        *mine,
        SignInAttempt.has_succeeded.is_(False),
        SignInAttempt.at >= since,
        SignInAttempt.at > start,
    )
    return db.session.scalar(statement) or 0


def waiting_sign_in(token: str, real_now: datetime) -> WaitingSignIn | None:
    """A half sign-in that may still be finished."""
    found = db.session.scalar(sa.select(WaitingSignIn).where(WaitingSignIn.token_hash == token_hash(token)))
    is_open = found is not None and found.ended_at is None and real_now < found.expires_at
    return found if is_open and found is not None and not found.person.is_locked else None


def factor_of(person_id: int, *, for_update: bool = False) -> SecondFactor | None:
    """Begun or standing. `for_update`: two requests with one code are looked at one after the other."""
    statement = sa.select(SecondFactor).where(SecondFactor.person_id == person_id)
    if for_update:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(statement)


def confirmed_factor(person_id: int) -> SecondFactor | None:
    factor = factor_of(person_id)
    return factor if factor is not None and factor.confirmed_at is not None else None


def with_factor(person_ids: Iterable[int]) -> set[int]:
    """Those among these people who have a second factor."""
    statement = sa.select(SecondFactor.person_id).where(
        SecondFactor.person_id.in_(list(person_ids)), SecondFactor.confirmed_at.is_not(None)
    )
    return set(db.session.scalars(statement))


def recovery_codes_left(person_id: int) -> int:
    statement = sa.select(sa.func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(statement) or 0


def open_link(token: str, real_now: datetime) -> AccountLink | None:
    """A one-time link that still opens something."""
    link = db.session.scalar(sa.select(AccountLink).where(AccountLink.token_hash == token_hash(token)))
    if link is None or not link.is_live(real_now) or (link.person is not None and link.person.is_locked):
        return None
    return link


def newest_link(person: Person, kind: LinkKind) -> AccountLink | None:
    """The newest of its kind, used or not."""
    statement = sa.select(AccountLink).where(AccountLink.person_id == person.id, AccountLink.kind == kind)
    return db.session.scalar(statement.order_by(AccountLink.id.desc()).limit(1))


def live_links(person: Person, real_now: datetime) -> list[AccountLink]:
    statement = sa.select(AccountLink).where(
        AccountLink.person_id == person.id,
        AccountLink.used_at.is_(None),
        AccountLink.revoked_at.is_(None),
        AccountLink.expires_at > real_now,
    )
    return list(db.session.scalars(statement.order_by(AccountLink.id)))


def open_requests() -> list[LinkRequest]:
    """What people asked for and nobody answered yet, the oldest first."""
    statement = sa.select(LinkRequest).where(LinkRequest.answered_at.is_(None))
    return list(db.session.scalars(statement.order_by(LinkRequest.id).limit(200)))


def open_request_counts(sign_in_name: str) -> tuple[int, int]:
    """How many requests wait for their answer, in all and of this name."""
    of_name = sa.func.count(LinkRequest.id).filter(LinkRequest.sign_in_name == sign_in_name)
    statement = sa.select(sa.func.count(LinkRequest.id), of_name).where(LinkRequest.answered_at.is_(None))
    waiting, of_this_name = db.session.execute(statement).one()
    return waiting, of_this_name


def uninvited(day: date) -> list[Person]:
    """People with a post who never set a password, nor come in by the city's provider."""
    outside = sa.select(OutsideIdentity.person_id)
    statement = (
        sa.select(Person)
        .join(Post)
        .where(
            Person.password_hash.is_(None),
            Person.locked_at.is_(None),
            Person.id.not_in(outside),
            *_holding(day),
        )
    )
    return list(db.session.scalars(statement.order_by(Person.sort_key, Person.id)).unique())


def outside_identity(issuer: str, subject: str) -> OutsideIdentity | None:
    return db.session.scalar(
        sa.select(OutsideIdentity).where(OutsideIdentity.issuer == issuer, OutsideIdentity.subject == subject)
    )


def outside_identities_of(person_id: int, issuer: str | None = None) -> list[OutsideIdentity]:
    statement = sa.select(OutsideIdentity).where(OutsideIdentity.person_id == person_id)
    if issuer is not None:
        statement = statement.where(OutsideIdentity.issuer == issuer)
    return list(db.session.scalars(statement.order_by(OutsideIdentity.id)))


def session_of(person: Person, session_id: int, real_now: datetime) -> SignInSession | None:
    """A live session of this person by its number."""
    return next((one for one in sessions_of(person, real_now) if one.id == session_id), None)


def has_people_besides(role: Role) -> bool:
    """Whether anybody is there who never held a post of this role."""
    holds_it = sa.exists().where(Post.person_id == Person.id, Post.role == role)
    return db.session.scalar(sa.select(Person.id).where(~holds_it).limit(1)) is not None


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
        .where(
            Post.role.in_([Role.CHAIR, Role.VICE_CHAIR]),
            Post.on_behalf_of_id.is_(None),  # an assistant acts for a leader and is none
            Person.locked_at.is_(None),
            *_holding(day),
        )
        .order_by(sa.case((Post.role == Role.CHAIR, 0), else_=1), Post.id)
    )
    return list(db.session.scalars(statement).unique())


def people(day: date) -> list[Person]:
    return list(db.session.scalars(sa.select(Person).order_by(Person.sort_key)).unique())


def sessions_of(person: Person, real_now: datetime) -> list[SignInSession]:
    """Those that still let the person in, the newest first."""
    statement = sa.select(SignInSession).where(
        SignInSession.person_id == person.id,
        SignInSession.revoked_at.is_(None),
        SignInSession.expires_at > real_now,
    )
    found = db.session.scalars(statement.order_by(SignInSession.created_at.desc(), SignInSession.id.desc()))
    limits = idle_limits(real_now)
    return [session for session in found if limits.are_kept(session, real_now)]


HEADS = (Role.UNIT_HEAD, Role.CHIEF_OF_OFFICE, Role.CHAIR)
"""Who is at the head: of a unit, of the Office, of the committee."""
OF_THE_COMMITTEE = 0
"""The key of a chair whose post names no unit."""


def heads_by_unit(day: date) -> dict[int, list[Post]]:
    """The posts of those at the head held on a day, by unit; deputies and assistants are not among them."""
    found: dict[int, list[Post]] = {}
    statement = (
        sa.select(Post)
        .where(Post.role.in_(HEADS), Post.on_behalf_of_id.is_(None), *_holding(day))
        .options(joinedload(Post.person).lazyload(Person.posts))
        .order_by(Post.id)
    )
    for post in db.session.scalars(statement):
        heads = found.setdefault(post.unit_id or OF_THE_COMMITTEE, [])
        if post.person_id not in {head.person_id for head in heads}:  # one may hold both posts of the Office
            heads.append(post)
    return found


def post_by_id(post_id: int) -> Post | None:
    return db.session.get(Post, post_id)


def held_posts(day: date) -> list[Post]:
    """Posts somebody may act for: held on the day in their own right, by people who are not locked."""
    statement = (
        sa.select(Post)
        .join(Person, Person.id == Post.person_id)
        .where(Post.on_behalf_of_id.is_(None), Person.locked_at.is_(None), *_holding(day))
        .options(joinedload(Post.person).lazyload(Person.posts))
        .order_by(Person.sort_key, Post.id)
    )
    return list(db.session.scalars(statement))


def posts_in(unit_ids: Iterable[int], day: date) -> list[Post]:
    """Posts in these units that are held on a day or begin later, heads first."""
    statement = (
        sa.select(Post)
        .where(Post.unit_id.in_(list(unit_ids)), sa.or_(Post.valid_to.is_(None), Post.valid_to > day))
        .options(joinedload(Post.person))
        .order_by(sa.case((Post.role.in_(HEADS), 0), else_=1), Post.unit_id, Post.id)
    )
    return list(db.session.scalars(statement).unique())


def unlocked_without_post(day: date) -> list[Person]:
    """Accounts whose posts have all ended: who never had one is being set up."""
    remains = sa.select(Post.person_id).where(sa.or_(Post.valid_to.is_(None), Post.valid_to > day))
    statement = sa.select(Person).where(
        Person.locked_at.is_(None), Person.id.in_(sa.select(Post.person_id)), Person.id.not_in(remains)
    )
    return list(db.session.scalars(statement.order_by(Person.id)))


def open_tasks_done_by(person: Person) -> list[Task]:
    """Open tasks in which the person is named as officer, the earliest deadline first."""
    return _open_tasks(Task.officer_id == person.id)


def open_tasks_followed_by(person: Person) -> list[Task]:
    """Open tasks the person follows for the Office."""
    return _open_tasks(Task.monitor_id == person.id)


def _open_tasks(whose: sa.ColumnElement[bool]) -> list[Task]:
    statement = (
        sa.select(Task)
        .where(whose, Task.state.in_(OPEN))
        .options(joinedload(Task.unit))
        .order_by(Task.overdue_from.is_(None), Task.overdue_from, Task.id)
    )
    return list(db.session.scalars(statement).unique())


def followed_units(person: Person) -> list[Unit]:
    return list(db.session.scalars(sa.select(Unit).where(Unit.monitor_id == person.id).order_by(Unit.id)))


def followed_fields(person: Person) -> list[WorkField]:
    statement = sa.select(WorkField).where(WorkField.monitor_id == person.id).order_by(WorkField.position)
    return list(db.session.scalars(statement))
