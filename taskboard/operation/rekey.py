"""The secret key is changed: what the old one sealed is sealed with the new one, all or nothing.

Whoever lost the old key cannot do this: then second factors are reset and webhooks get new secrets, one by one, and the
seals of before prove nothing any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from taskboard.accounts.models import SecondFactor, SignInSession, WaitingSignIn
from taskboard.accounts.sealing import Purpose, seal, unseal
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.hooks.models import Webhook, WebhookState
from taskboard.journal import queries as journal
from taskboard.journal.actions import COMMAND, record
from taskboard.journal.chain import seal_mac
from taskboard.journal.models import JournalSeal
from taskboard.setup.queries import ONLY


class RekeyError(Exception):
    """Why nothing was changed: a sentence for the one who runs the command."""


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """How much is sealed anew, and how many sessions ended with the old key."""

    seals: int
    factors: int
    webhooks: int
    sessions: int


def rekey(old: str, new: str, *, real_now: datetime) -> Rekeyed:
    """In the writing transaction at hand; the caller commits. Raises RekeyError, with nothing changed."""
    _prove(old, new)
    done = Rekeyed(
        seals=_seal_history(new),
        factors=_seal_factors(old, new),
        webhooks=_seal_webhooks(old, new),
        sessions=_end_sessions(real_now),
    )
    record(
        Event.SECRET_KEY_CHANGED,
        "installation",
        ONLY,
        acting=COMMAND,
        at=real_now,
        seals=done.seals,
        factors=done.factors,
        webhooks=done.webhooks,
    )
    return done


def _prove(old: str, new: str) -> None:
    """Only a history that is whole under the old key is vouched for by the new one."""
    if not old or not new:
        raise RekeyError("cần cả khóa cũ (trong tệp) và khóa mới (TASKBOARD_SECRET_KEY)")
    if old == new:
        raise RekeyError("khóa cũ và khóa mới là một: đặt khóa mới vào TASKBOARD_SECRET_KEY trước")
    faults = journal.verify(old.encode()).faults
    if faults:
        raise RekeyError(f"khóa cũ không đúng, hoặc nhật ký không nguyên vẹn: {faults[0]}")


def _seal_history(new: str) -> int:
    seals = db.session.scalars(sa.select(JournalSeal)).all()
    for row in seals:
        row.mac = seal_mac(new.encode(), row.last_entry_id, row.entry_count, row.digest)
    return len(seals)


def _seal_factors(old: str, new: str) -> int:
    """One that was only begun guards nothing: it is begun again."""
    count = 0
    for row in db.session.scalars(sa.select(SecondFactor)).all():
        if row.confirmed_at is None:
            db.session.delete(row)
            continue
        name = f"mã hai bước của {row.person.sign_in_name}"
        row.sealed_secret = _anew(row.sealed_secret, old, new, Purpose.SECOND_FACTOR, name)
        count += 1
    return count


def _seal_webhooks(old: str, new: str) -> int:
    rows = db.session.scalars(sa.select(Webhook).where(Webhook.state != WebhookState.REMOVED)).all()
    for row in rows:
        row.sealed_secret = _anew(row.sealed_secret, old, new, Purpose.WEBHOOK, f"webhook {row.name}")
    return len(rows)


def _anew(sealed: str, old: str, new: str, purpose: Purpose, name: str) -> str:
    try:
        return seal(unseal(sealed, secret_key=old, purpose=purpose), secret_key=new, purpose=purpose)
    except RuleBroken:
        raise RekeyError(f"{name} không mở được bằng khóa cũ: đặt lại mục này rồi chạy lại") from None


def _end_sessions(real_now: datetime) -> int:
    """Their cookies are signed with the old key: who holds that key could make others."""
    db.session.execute(
        sa.update(WaitingSignIn).where(WaitingSignIn.ended_at.is_(None)).values(ended_at=real_now)
    )
    live = sa.and_(SignInSession.revoked_at.is_(None), SignInSession.expires_at > real_now)
    count = db.session.scalar(sa.select(sa.func.count(SignInSession.id)).where(live)) or 0
    db.session.execute(sa.update(SignInSession).where(live).values(revoked_at=real_now))
    return count
