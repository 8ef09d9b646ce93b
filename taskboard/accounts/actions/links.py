"""One-time links (decision 22): an invitation, a reset or an unlocking, by mail or handed over on paper."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from taskboard.accounts import queries
from taskboard.accounts.actions.passwords import set_password
from taskboard.accounts.actions.sessions import end_sessions, new_token
from taskboard.accounts.actions.signing_in import forgive_tries, may_come_in
from taskboard.accounts.models import AccountLink, LinkKind, LinkRequest, Person
from taskboard.api.actions import revoke_own_tokens
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.actions import Acting, record
from taskboard.occasion import Occasion
from taskboard.outbox import actions as outbox
from taskboard.outbox import message as messages
from taskboard.wording import day_text

LASTS = {
    LinkKind.SETUP: timedelta(hours=24),
    LinkKind.INVITATION: timedelta(days=7),
    LinkKind.RESET: timedelta(hours=24),
    LinkKind.UNLOCK: timedelta(hours=24),
}
"""An invitation on paper may wait for a Monday; what opens a living account may not."""
PAUSE = timedelta(minutes=15)
"""Between two mails of one kind to one person, however often they are asked for."""


def make_link(person: Person, kind: LinkKind, *, via: str, on: Occasion) -> str:
    """A new link in place of those not used yet; its raw token is returned once. `via`: "hand" or "mail".

    Raises RuleBroken('link_of_locked'): a locked account is given free first.
    """
    if person.is_locked:
        raise RuleBroken("link_of_locked", name=person.full_name)
    token = _made(kind, person.id, made_by_id=on.acting.person_id, real_now=on.real_now)
    record(Event.ACCOUNT_LINK_MADE, "person", person.id, acting=on.acting, at=on.now, kind=kind, via=via)
    return token


def make_setup_link(*, ends_others: bool, real_now: datetime) -> str:
    """The way into a new installation; of nobody, for there is nobody yet. Several may be open until the set-up ends."""
    return _made(LinkKind.SETUP, None, made_by_id=None, real_now=real_now, ends_others=ends_others)


def _made(
    kind: LinkKind,
    person_id: int | None,
    *,
    made_by_id: int | None,
    real_now: datetime,
    ends_others: bool = True,
) -> str:
    if ends_others:
        end_links(person_id, real_now=real_now)
    token = new_token()
    db.session.add(
        AccountLink(
            kind=kind,
            person_id=person_id,
            token_hash=queries.token_hash(token),
            made_by_id=made_by_id,
            created_at=real_now,
            expires_at=real_now + LASTS[kind],
        )
    )
    db.session.flush()
    return token


def end_links(person_id: int | None, *, real_now: datetime) -> None:
    """Links of one person that were not used; of nobody: those of the set-up."""
    db.session.execute(
        sa.update(AccountLink)
        .where(
            AccountLink.person_id.is_not_distinct_from(person_id),
            AccountLink.used_at.is_(None),
            AccountLink.revoked_at.is_(None),
        )
        .values(revoked_at=real_now)
        .execution_options(synchronize_session="fetch")
    )


def mail_link(person: Person, kind: LinkKind, *, on: Occasion) -> None:
    """Make a link and owe the mail that carries it. Raises RuleBroken('person_without_address') and as `make_link`."""
    if not person.email:
        raise RuleBroken("person_without_address", name=person.full_name)
    token = make_link(person, kind, via="mail", on=on)
    ends_at = on.real_now + LASTS[kind]
    ends_here = ends_at.astimezone(on.zone)
    letter = messages.letter_to(person.full_name, body_name=on.body_name, today=on.today)
    mail = messages.account_link(
        letter,
        kind=kind.value,
        sign_in_name=person.sign_in_name,
        url=f"{on.base_url}/link/{token}",
        ends_at=f"{ends_here:%H:%M} ngày {day_text(ends_here.date())}",
    )
    outbox.enqueue(
        mail,
        key=f"account:{queries.token_hash(token)[:32]}",
        kind="account_link",
        person_id=person.id,
        to_name=person.full_name,
        to_address=person.email,
        now=on.now,
        real_now=on.real_now,
        expires_at=ends_at,
    )


def answer_requests(*, sends_mail: bool, on: Occasion) -> int:
    """Send the links people asked for. Who has no account, no address or no post gets nothing, and nobody is told.

    Returns how many mails are owed.
    """
    owed = 0
    for asked in queries.open_requests():
        asked.answered_at = on.real_now
        person = queries.person_by_sign_in_name(asked.sign_in_name)
        if sends_mail and person is not None and _may_be_sent(person, asked, on):
            mail_link(person, asked.kind, on=on)
            owed += 1
    return owed


def _may_be_sent(person: Person, asked: LinkRequest, on: Occasion) -> bool:
    newest = queries.newest_link(person, asked.kind)
    is_too_soon = newest is not None and newest.created_at > on.real_now - PAUSE
    return bool(person.email) and may_come_in(person, on.today) and not is_too_soon


def accept_link(link: AccountLink, *, password: str | None, now: datetime, real_now: datetime) -> Person:
    """Use a link up: the password is set, or the account given free; with a new password the sessions of before end, and
    tokens of programs.

    Two who press at the same moment: one is served. Raises RuleBroken: link_used, and as `set_password`.
    """
    person = link.person
    if person is None or person.is_locked:
        raise RuleBroken("link_used")
    acting = Acting(person_id=person.id)
    _use_up(link, real_now)
    if link.kind is not LinkKind.UNLOCK:
        set_password(person, password or "", acting=acting, now=now)
        end_sessions(person, real_now=real_now)
        revoke_own_tokens(person, acting=acting, now=now, real_now=real_now)
    forgive_tries(person, acting=acting, real_now=real_now)
    record(Event.ACCOUNT_LINK_USED, "person", person.id, acting=acting, at=now, kind=link.kind)
    return person


def _use_up(link: AccountLink, real_now: datetime) -> None:
    claimed = db.session.execute(
        sa.update(AccountLink)
        .where(AccountLink.id == link.id, AccountLink.used_at.is_(None), AccountLink.revoked_at.is_(None))
        .values(used_at=real_now)
        .returning(AccountLink.id)
    ).one_or_none()
    if claimed is None:
        raise RuleBroken("link_used")
