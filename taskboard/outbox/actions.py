"""The verbs of a mail's life: owed, claimed, settled, given up, sent once more. None of them talks to a server."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa

from taskboard.db import db, insert
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.actions import Acting, record
from taskboard.outbox import queries
from taskboard.outbox.models import HISTORY, DeliveryAttempt, MailState, OutboxMessage
from taskboard.outbox.render import Mail

LEASE = timedelta(minutes=5)
"""How long one try may hold a mail, at least; `lease_for` makes it longer than one SMTP exchange can take."""
EXCHANGES = 12
"""Answers waited for in one try at most: greeting, EHLO, STARTTLS, sign-in, MAIL, RCPT, DATA, and once more."""
FIRST_DELAY = timedelta(minutes=5)
GROWTH = 1.3
MAX_ATTEMPTS = 18
"""5 min × 1.3^n: the eighteenth try comes about a day after the first (peers section 6)."""


class Skipped(StrEnum):
    """Why a mail was never owed to a server; a word per reason, the page has the sentence."""

    NO_ADDRESS = "no_address"
    HISTORY = HISTORY
    RECIPIENT_LEFT = "recipient_left"
    """The account was locked between writing and sending: the link in the mail is dead, and nobody reads it there."""


class Expired(StrEnum):
    SUPERSEDED = "superseded"
    """A newer digest of the same recipient says all that this one said."""
    TOO_LATE = "too_late"


class Outcome(StrEnum):
    """How one try ended."""

    SENT = "sent"
    POSTPONED = "postponed"
    """The server, or the way to it, asks for patience."""
    REFUSED = "refused"
    """Final: the same mail would be refused again."""


def enqueue(
    message: Mail,
    *,
    key: str,
    kind: str,
    to_name: str,
    to_address: str,
    person_id: int | None = None,
    unit_id: int | None = None,
    now: datetime,
    real_now: datetime,
    expires_at: datetime | None = None,
    skipped_reason: str | None = None,
    reply_to: str = "",
) -> OutboxMessage | None:
    """Owe a mail, in the transaction of the fact it tells of. None when this key is owed already: repeat at will.

    `now` is the business instant, `real_now` and `expires_at` are real time. With `skipped_reason` the mail is kept to
    be read and never sent.
    """
    return _inserted(
        key=key,
        kind=kind,
        person_id=person_id,
        unit_id=unit_id,
        to_name=to_name,
        to_address=to_address,
        subject=message.subject,
        text_body=message.text,
        html_body=message.html,
        calendar=message.calendar,
        state=MailState.SKIPPED if skipped_reason else MailState.OWED,
        outcome=skipped_reason or "",
        business_at=now,
        created_at=real_now,
        next_attempt_at=real_now,
        expires_at=expires_at,
        reply_to=reply_to,
    )


def _inserted(**values: Any) -> OutboxMessage | None:
    """None where the key stands already, also when another process wrote it at the same moment."""
    statement = insert(OutboxMessage).values(**values).on_conflict_do_nothing(index_elements=["key"])
    return db.session.scalar(statement.returning(OutboxMessage))


def claim_test(
    message: Mail,
    *,
    person_id: int | None,
    to_name: str,
    to_address: str,
    holder: str,
    acting: Acting,
    now: datetime,
    real_now: datetime,
) -> Claim:
    """Owe a test mail to the one who asks for it and claim it in the same transaction: no other process sends it.

    Should this process die, nobody wants it later: it expires with its lease.
    """
    key = f"test:{person_id}:{real_now.isoformat()}"
    row = enqueue(
        message,
        key=key,
        kind="test_mail",
        person_id=person_id,
        to_name=to_name,
        to_address=to_address,
        now=now,
        real_now=real_now,
        expires_at=real_now + LEASE,
    )
    if row is None:
        raise AlreadyDone("already_sent")
    record(Event.MAIL_TESTED, "outbox_message", row.id, acting=acting, at=now, to=to_address)
    (claimed,) = claim([row.id], holder=holder, real_now=real_now, database_now=queries.database_now())
    return claimed


def message_id(key: str, mail_from: str) -> str:
    """The same at every try of one mail, so that a repeat after a crash can be told from a new mail."""
    domain = mail_from.rpartition("@")[2].rstrip("> ") or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def expire(row: OutboxMessage, why: Expired) -> None:
    """An owed mail that must not leave any more."""
    row.state = MailState.EXPIRED
    row.outcome = why.value


def expire_late(real_now: datetime) -> int:
    """Give up mails whose matter has passed. Returns how many."""
    done = db.session.execute(
        sa.update(OutboxMessage)
        .where(OutboxMessage.state == MailState.OWED, OutboxMessage.expires_at <= real_now)
        .values(state=MailState.EXPIRED, outcome=Expired.TOO_LATE.value)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def lease_for(timeout_seconds: float) -> timedelta:
    """How long a mail is held when a server may be silent for so long before each of its answers."""
    return max(LEASE, timedelta(seconds=timeout_seconds * EXCHANGES))


def take_back_abandoned(database_now: datetime, *, lease: timedelta = LEASE) -> int:
    """Mails whose holder died or hung while sending are owed again, under the same Message-ID. Returns how many.

    Whether the server had taken them nobody knows: the log says so, with an attempt without an end. A claim that would
    run for longer than `lease` was made by a clock since put back: it ends now.
    """
    has_run_out = sa.or_(
        OutboxMessage.claimed_until < database_now, OutboxMessage.claimed_until > database_now + lease * 2
    )
    taken = db.session.execute(
        sa.select(OutboxMessage.id, OutboxMessage.claimed_by, OutboxMessage.claimed_until)
        .where(OutboxMessage.state == MailState.SENDING, has_run_out)
        .with_for_update(skip_locked=True)
    ).all()
    if not taken:
        return 0
    db.session.execute(
        sa.update(OutboxMessage)
        .where(OutboxMessage.id.in_([row.id for row in taken]))
        .values(state=MailState.OWED, claimed_by=None, claimed_until=None)
        .execution_options(synchronize_session=False)
    )
    db.session.add_all(
        DeliveryAttempt(message_id=row.id, holder=row.claimed_by, started_at=row.claimed_until - lease)
        for row in taken
    )
    db.session.flush()
    return len(taken)


def call_back(real_now: datetime) -> int:
    """Undo what a clock did that has since been put back. Returns how many mails are due by it.

    A retry that lies further ahead than any delay was set by such a clock: it is due. A mail given up as too late
    whose time is not over was given up by one: it is owed again.
    """
    latest = real_now + retry_delay(MAX_ATTEMPTS, 1.0)
    too_far = sa.and_(OutboxMessage.state == MailState.OWED, OutboxMessage.next_attempt_at > latest)
    too_soon = sa.and_(
        OutboxMessage.state == MailState.EXPIRED,
        OutboxMessage.outcome == Expired.TOO_LATE.value,
        OutboxMessage.expires_at > real_now,
    )
    done = db.session.execute(
        sa.update(OutboxMessage)
        .where(sa.or_(too_far, too_soon))
        .values(
            state=MailState.OWED,
            outcome=sa.case((too_soon, ""), else_=OutboxMessage.outcome),
            next_attempt_at=real_now,
        )
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def hold(row_id: int, why: str, *, until: datetime) -> None:
    """An owed mail waits, and says why."""
    _change_owed([row_id], {"outcome": why, "next_attempt_at": until})


def hold_due(why: str, *, real_now: datetime) -> None:
    """All mails whose turn has come wait, and say why; their turn stays."""
    db.session.execute(
        sa.update(OutboxMessage)
        .where(
            OutboxMessage.state == MailState.OWED,
            OutboxMessage.next_attempt_at <= real_now,
            OutboxMessage.outcome != why,
            queries.IS_MAIL,
        )
        .values(outcome=why)
        .execution_options(synchronize_session=False)
    )


def skip(row_ids: Sequence[int], why: Skipped) -> None:
    """Owed mails that nobody may get any more."""
    _change_owed(row_ids, {"state": MailState.SKIPPED, "outcome": why.value})


def _change_owed(row_ids: Sequence[int], values: dict[str, Any]) -> None:
    db.session.execute(
        sa.update(OutboxMessage)
        .where(OutboxMessage.id.in_(row_ids), OutboxMessage.state == MailState.OWED)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail this process may send, as plain values: nothing is read from the database while a server is waited for."""

    message_id: int
    started_at: datetime
    attempts: int
    key: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    calendar: str = ""
    reply_to: str = ""


# Claiming and settling run once a mail: on tables and not on classes, each statement built once.
_MAILS = cast(sa.Table, OutboxMessage.__table__)
_ATTEMPTS = cast(sa.Table, DeliveryAttempt.__table__)
_CLAIMED = [
    _MAILS.c[name]
    for name in "id attempts key to_name to_address subject text_body html_body calendar reply_to".split()
]
_FREE = (
    sa.select(_MAILS.c.id)
    .where(_MAILS.c.id.in_(sa.bindparam("ids", expanding=True)), _MAILS.c.state == MailState.OWED)
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    sa.update(_MAILS)
    .where(_MAILS.c.id.in_(_FREE), _MAILS.c.state == MailState.OWED)
    .values(
        state=MailState.SENDING,
        claimed_by=sa.bindparam("holder"),
        claimed_until=sa.bindparam("until"),
        attempts=_MAILS.c.attempts + 1,
    )
    .returning(*_CLAIMED)
)
_SETTLE = (
    sa.update(_MAILS)
    .where(
        _MAILS.c.id == sa.bindparam("mail_id"),
        _MAILS.c.state == MailState.SENDING,
        _MAILS.c.claimed_by == sa.bindparam("holder"),
    )
    .values(
        claimed_by=None,
        claimed_until=None,
        state=sa.bindparam("now_state"),
        outcome=sa.bindparam("said"),
        sent_at=sa.bindparam("left_at"),
        next_attempt_at=sa.func.coalesce(
            sa.bindparam("again_at", type_=_MAILS.c.next_attempt_at.type), _MAILS.c.next_attempt_at
        ),
    )
)
_LOGGED = {
    name: sa.bindparam(f"log_{name}", type_=_ATTEMPTS.c[name].type)
    for name in ("message_id", "holder", "started_at", "ended_at", "has_succeeded", "answer")
}
_LOG = sa.insert(_ATTEMPTS).values(_LOGGED)
_SETTLED = _SETTLE.returning(_MAILS.c.id).cte("settled")
_SETTLE_AND_LOG = sa.select(sa.func.count()).select_from(_SETTLED).add_cte(_LOG.cte("logged"))
"""Both at once, where the database can write twice in one statement: PostgreSQL, one question less a mail."""


def claim(
    row_ids: Sequence[int],
    *,
    holder: str,
    real_now: datetime,
    database_now: datetime,
    lease: timedelta = LEASE,
) -> list[Claim]:
    """Take those of these owed mails that nobody else holds, as plain values.

    One conditional UPDATE; on PostgreSQL rows that another process is about to take are passed over, not waited for.
    """
    taken = db.session.execute(_CLAIM, {"ids": row_ids, "holder": holder, "until": database_now + lease})
    return [Claim(row.id, real_now, *row[1:]) for row in taken]


def settle(
    claimed: Claim, outcome: Outcome, answer: str, *, holder: str, real_now: datetime, jitter: float
) -> MailState | None:
    """Write down how a try ended; `jitter` in [0, 1) spreads retries. None when the lease went to another process."""
    state = _state_after(claimed, outcome)
    again_at = real_now + retry_delay(claimed.attempts, jitter) if state is MailState.OWED else None
    values = {
        "mail_id": claimed.message_id,
        "holder": holder,
        "now_state": state,
        "said": answer,
        "left_at": real_now if state is MailState.SENT else None,
        "again_at": again_at,
        "log_message_id": claimed.message_id,
        "log_holder": holder,
        "log_started_at": claimed.started_at,
        "log_ended_at": real_now,
        "log_has_succeeded": outcome is Outcome.SENT,
        "log_answer": answer,
    }
    return state if _settle_and_log(values) else None


def _settle_and_log(values: dict[str, Any]) -> bool:
    """False when the mail is held by another process now; the try is logged whatever became of it."""
    if db.session.connection().dialect.name == "postgresql":
        return bool(db.session.scalar(_SETTLE_AND_LOG, values))
    done = db.session.execute(_SETTLE, values)
    db.session.execute(_LOG, values)
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _state_after(claimed: Claim, outcome: Outcome) -> MailState:
    if outcome is Outcome.SENT:
        return MailState.SENT
    if outcome is Outcome.REFUSED or claimed.attempts >= MAX_ATTEMPTS:
        return MailState.FAILED
    return MailState.OWED


def retry_delay(attempts: int, jitter: float) -> timedelta:
    """The wait after so many tries: growing, and spread by up to a fifth so that mails do not return in step.

    `jitter` is a number of chance in [0, 1).
    """
    return FIRST_DELAY * GROWTH ** (attempts - 1) * (1 + 0.2 * jitter)


def resend(
    message: OutboxMessage,
    *,
    to_address: str | None = None,
    acting: Acting,
    now: datetime,
    real_now: datetime,
    today: date,
) -> OutboxMessage:
    """Owe a mail once more because a person asks for it, to an address of the one it was for.

    The links inside open without a password, so no other address gets them: whoever moved gets a new address on their
    own page first. A mail that left stays as it is and is repeated by a new row, for a mailbox drops a second one under
    the same Message-ID. Raises RuleBroken('mail_without_address', 'mail_address_foreign', 'mail_body_dropped') and
    AlreadyDone('mail_already_owed').
    """
    address = to_address or message.to_address
    if not address:
        raise RuleBroken("mail_without_address", field="to_address")
    _refuse_repeat(message)
    if address.lower() not in {known.lower() for known in queries.addresses_for(message, today=today)}:
        raise RuleBroken("mail_address_foreign", field="to_address")
    again = owe_again(message, real_now)
    again.to_address = address
    db.session.flush()
    record(Event.MAIL_RESENT, "outbox_message", message.id, acting=acting, at=now, to=again.to_name)
    return again


def owe_again(message: OutboxMessage, real_now: datetime) -> OutboxMessage:
    """What left is repeated by a new row, what did not is owed again. Raises as `resend` but for its address."""
    _refuse_repeat(message)
    return _repeat(message, real_now) if message.state is MailState.SENT else _revive(message, real_now)


def _refuse_repeat(message: OutboxMessage) -> None:
    if message.state in (MailState.OWED, MailState.SENDING):
        raise AlreadyDone("mail_already_owed")
    if not message.has_body:
        raise RuleBroken("mail_body_dropped")


def _repeat(message: OutboxMessage, real_now: datetime) -> OutboxMessage:
    earlier = queries.repeats_of(message)
    if any(row.state in (MailState.OWED, MailState.SENDING) for row in earlier):
        raise AlreadyDone("mail_already_owed")
    again = OutboxMessage(
        key=f"{message.key}#{len(earlier) + 2}",
        kind=message.kind,
        person_id=message.person_id,
        unit_id=message.unit_id,
        to_name=message.to_name,
        subject=message.subject,
        text_body=message.text_body,
        html_body=message.html_body,
        calendar=message.calendar,
        state=MailState.OWED,
        business_at=message.business_at,
        created_at=real_now,
        next_attempt_at=real_now,
        repeats_id=message.id,
        reply_to=message.reply_to,
        webhook_id=message.webhook_id,
    )
    db.session.add(again)
    return again


def _revive(message: OutboxMessage, real_now: datetime) -> OutboxMessage:
    """Failed, skipped and expired mails never left: the same row is owed again, without an end."""
    message.state = MailState.OWED
    message.outcome = ""
    message.attempts = 0
    message.next_attempt_at = real_now
    message.expires_at = None
    return message


SETTLED = (MailState.SENT, MailState.EXPIRED, MailState.SKIPPED)
"""States that nobody has to do anything about."""


def prune_attempts(*, before: datetime) -> int:
    """Drop the tries of mails settled long ago; the mails themselves stay as the record. Returns how many."""
    settled = sa.select(OutboxMessage.id).where(
        OutboxMessage.state.in_(SETTLED), OutboxMessage.created_at < before
    )
    done = db.session.execute(
        sa.delete(DeliveryAttempt)
        .where(DeliveryAttempt.message_id.in_(settled), DeliveryAttempt.started_at < before)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def prune_bodies(*, before: datetime) -> int:
    """Empty the bodies of mails settled long ago; to whom, about what, when and how it ended stays. Returns how many."""
    done = db.session.execute(
        sa.update(OutboxMessage)
        .where(
            OutboxMessage.state.in_((*SETTLED, MailState.FAILED)),
            OutboxMessage.created_at < before,
            OutboxMessage.text_body != "",
        )
        .values(text_body="", html_body="", calendar="")
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def drop_ended_links(*, real_now: datetime) -> int:
    """One-time links are kept no longer than they open something. Returns how many mails lost their bodies."""
    old = (
        sa.update(OutboxMessage)
        .where(
            OutboxMessage.kind == "account_link",
            OutboxMessage.text_body != "",
            OutboxMessage.expires_at < real_now,
            OutboxMessage.state.not_in([MailState.OWED, MailState.SENDING]),
        )
        .values(text_body="", html_body="")
    )
    return db.session.execute(old).rowcount  # type: ignore[attr-defined]
