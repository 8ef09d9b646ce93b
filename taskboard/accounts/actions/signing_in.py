"""Coming in: name and password, or the city's provider; then the second factor where there is one or must be one.

`real_now` is the machine's time: security never runs on a shifted day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from taskboard.accounts import queries
from taskboard.accounts.actions.passwords import is_password_of, set_password
from taskboard.accounts.actions.sessions import Caller, end_sessions, new_token, open_session
from taskboard.accounts.models import (
    LinkKind,
    LinkRequest,
    Need,
    Person,
    SignInAttempt,
    SignInSession,
    Step,
    WaitingSignIn,
    Way,
)
from taskboard.api.actions import revoke_own_tokens
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.passwords import as_typed
from taskboard.domain.text import clean_line
from taskboard.journal.actions import Acting, record
from taskboard.settings import queries as settings

HELD_TRIES = 100
"""Of one account from anywhere, one after the other (NIST SP 800-63B-4 section 3.2.2). Then the account is held: only
addresses its owner came in from lately may go on, so that nobody can lock a colleague out of the town hall."""
KNOWN_DAYS = 30
MOST_REQUESTS = 500
WAITING_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Entered:
    """How far a sign-in came: a session's token, or that of one that waits for `need`."""

    person: Person
    token: str
    need: Need | None = None


def sign_in(
    *,
    sign_in_name: str,
    password: str,
    address: str,
    device: str,
    remember: bool,
    real_now: datetime,
    today: date,
) -> Entered:
    """Check name and password; open a session, or ask for the second factor.

    The same refusal for an unknown name, a wrong password, a locked account and an ended post, at the same cost: nobody
    learns which accounts exist.
    Raises RuleBroken: sign_in_refused, sign_in_throttled, sign_in_held; the caller commits the attempt either way.
    """
    name = clean_line(sign_in_name).lower()[:200]
    caller = Caller(address, device)
    _check_pace(name, caller, real_now)
    person = queries.person_by_sign_in_name(name)
    may_enter = is_password_of(person, password) and person is not None and may_come_in(person, today)
    failures = queries.failures(name, real_now=real_now) if may_enter else 0
    _note_try(name, caller, Step.PASSWORD, has_succeeded=may_enter, real_now=real_now)
    if person is None or not may_enter:
        _say_when_many(person, name, caller, real_now)
        raise RuleBroken("sign_in_refused")
    return enter(
        person,
        way=Way.PASSWORD,
        caller=caller,
        remember=remember,
        failures=failures,
        real_now=real_now,
        today=today,
    )


def may_come_in(person: Person, today: date) -> bool:
    return not person.is_locked and bool(person.posts_on(today))


def _check_pace(name: str, caller: Caller, real_now: datetime) -> None:
    _check_tries(name, caller, real_now)
    if queries.failures(name, real_now=real_now) < HELD_TRIES:
        return
    if not queries.is_known_address(name, caller.address, since=real_now - timedelta(days=KNOWN_DAYS)):
        raise RuleBroken("sign_in_held")


@dataclass(frozen=True, slots=True)
class Pace:
    """So many wrong tries of one account from one address, then a pause: a town hall is one address, so never by
    address alone (decision 30)."""

    tries: int
    minutes: int

    @property
    def pause(self) -> timedelta:
        return timedelta(minutes=self.minutes)


def _pace(real_now: datetime) -> Pace:
    limits = settings.values_on(("sign_in_tries", "sign_in_pause_minutes"), real_now.date())
    return Pace(limits["sign_in_tries"], limits["sign_in_pause_minutes"])


def _check_tries(name: str, caller: Caller, real_now: datetime) -> None:
    pace = _pace(real_now)
    if queries.refused_attempts(name, caller.address, since=real_now - pace.pause) >= pace.tries:
        raise RuleBroken("sign_in_throttled", minutes=pace.minutes)


def _note_try(name: str, caller: Caller, step: Step, *, has_succeeded: bool, real_now: datetime) -> None:
    db.session.add(
        SignInAttempt(
            sign_in_name=name,
            address=caller.address[:60],
            step=step,
            at=real_now,
            has_succeeded=has_succeeded,
        )
    )
    db.session.flush()


def _say_when_many(person: Person | None, name: str, caller: Caller, real_now: datetime) -> None:
    """The journal hears of a series once it is long enough to bar the way; at the hundredth, its owner by mail."""
    in_row = queries.failures(name, real_now=real_now)
    if person is not None and in_row and in_row % _pace(real_now).tries == 0:
        record(Event.SIGN_IN_REFUSED, "person", person.id, acting=Acting(), at=real_now, failures=in_row)
    if in_row == HELD_TRIES:
        request_link(name, LinkKind.UNLOCK, real_now=real_now)


def request_link(sign_in_name: str, kind: LinkKind, *, real_now: datetime) -> None:
    """Written down for any name and answered by the scheduler: who asks learns nothing, not even from the time it took.

    A name that waits for its answer already is not written down again, nor any name once a flood of them waits.
    """
    name = clean_line(sign_in_name).lower()[:200]
    waiting, of_this_name = queries.open_request_counts(name)
    if of_this_name or waiting >= MOST_REQUESTS:
        return
    db.session.add(LinkRequest(kind=kind, sign_in_name=name, asked_at=real_now))


def enter(
    person: Person,
    *,
    way: Way,
    caller: Caller,
    remember: bool,
    real_now: datetime,
    today: date,
    failures: int = 0,
    provider_checked_second: bool = False,
) -> Entered:
    """Who it is has been shown: a session, or a half one that waits for the second factor."""
    need = None if provider_checked_second else need_of(person, today)
    if need is None:
        token = open_session(
            person,
            address=caller.address,
            device=caller.device,
            remember=remember,
            real_now=real_now,
            way=way,
            second_factor="provider" if provider_checked_second else "",
            failures=failures,
        )
        return Entered(person, token)
    token = new_token()
    db.session.add(
        WaitingSignIn(
            person_id=person.id,
            token_hash=queries.token_hash(token),
            need=need,
            way=way,
            is_remembered=remember,
            created_at=real_now,
            expires_at=real_now + timedelta(minutes=WAITING_MINUTES),
        )
    )
    return Entered(person, token, need)


def need_of(person: Person, today: date) -> Need | None:
    """A code from whoever has a second factor; setting one up from whoever must have one (by role, a setting)."""
    if queries.confirmed_factor(person.id) is not None:
        return Need.CODE
    return Need.ENROLMENT if must_have_factor(person, today) else None


def must_have_factor(person: Person, today: date) -> bool:
    required = settings.value_on("second_factor_roles", today)
    return any(post.role.value in required for post in person.posts_on(today))


def finish(waiting: WaitingSignIn, *, second_factor: str, caller: Caller, real_now: datetime) -> str:
    """The other half: a session in place of the one that waited. Returns its token."""
    waiting.ended_at = real_now
    return open_session(
        waiting.person,
        address=caller.address,
        device=caller.device,
        remember=waiting.is_remembered,
        real_now=real_now,
        way=waiting.way,
        second_factor=second_factor,
        failures=queries.code_failures(waiting.person, since=waiting.created_at),
    )


def check_code_pace(person: Person, *, real_now: datetime) -> None:
    """A code has a million values: ten wrong ones in a quarter of an hour (settings), from wherever, and no more is looked at.

    Raises RuleBroken('code_throttled').
    """
    pace = _pace(real_now)
    if queries.code_failures(person, since=real_now - pace.pause) >= pace.tries:
        raise RuleBroken("code_throttled", minutes=pace.minutes)


def note_code(person: Person, caller: Caller, *, has_succeeded: bool, real_now: datetime) -> None:
    _note_try(person.sign_in_name, caller, Step.CODE, has_succeeded=has_succeeded, real_now=real_now)


def forgive_tries(person: Person, *, acting: Acting, real_now: datetime) -> None:
    """Give an account free that is held after too many wrong tries."""
    person.tries_forgiven_at = real_now
    record(Event.TRIES_FORGIVEN, "person", person.id, acting=acting, at=real_now)


def check_own_password(person: Person, password: str, *, caller: Caller, real_now: datetime) -> None:
    """Of who is signed in: with no more tries than at the door, where they count as well. The caller commits the try.

    Raises RuleBroken: sign_in_throttled, password_not_current.
    """
    _check_tries(person.sign_in_name, caller, real_now)
    is_right = is_password_of(person, password)
    _note_try(person.sign_in_name, caller, Step.PASSWORD, has_succeeded=is_right, real_now=real_now)
    if not is_right:
        raise RuleBroken("password_not_current", field="current")


def change_password(
    session: SignInSession,
    *,
    current: str,
    new: str,
    caller: Caller,
    acting: Acting,
    now: datetime,
    real_now: datetime,
    ends_tokens: bool = False,
) -> int:
    """By its owner, who gives the present one too; every other session ends, with `ends_tokens` every token of programs
    too. Returns how many sessions did.

    Whoever finds a browser left open has no more tries here than at the door: the caller commits the try either way.
    Raises RuleBroken: sign_in_throttled, password_not_current, password_same, and as `set_password`.
    """
    person = session.person
    check_own_password(person, current, caller=caller, real_now=real_now)
    if as_typed(current) == as_typed(new):
        raise RuleBroken("password_same", field="password")
    set_password(person, new, acting=acting, now=now)
    if ends_tokens:
        revoke_own_tokens(person, acting=acting, now=now, real_now=real_now)
    return end_sessions(person, real_now=real_now, but=session)
