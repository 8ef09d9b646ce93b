"""The verbs of a system that is told: added, changed, paused, resumed, removed; a message sent once more, a test."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from taskboard.accounts.sealing import Purpose, seal
from taskboard.db import db, wait_turn
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.hooking import CHOOSABLE, Pause, pause_due, site_of
from taskboard.hooks import owing, queries
from taskboard.hooks.models import Webhook, WebhookState
from taskboard.hooks.sending import Network, check_url, new_secret
from taskboard.journal.actions import Acting, record
from taskboard.occasion import Occasion
from taskboard.outbox import actions as outbox
from taskboard.outbox import queries as outbox_queries
from taskboard.outbox.models import MailState, OutboxMessage

PING = "ping"
"""What a test is called where an event stands."""
MOST_REPLAYED = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for."""

    name: str
    url: str
    events: Collection[str]


def add(wish: Wish, *, allowed: Sequence[Network], secret_key: str, on: Occasion) -> tuple[Webhook, str]:
    """A new system, and the secret it is told once. Raises RuleBroken as `_checked`."""
    events = _checked(wish, allowed)
    secret = new_secret()
    webhook = Webhook(
        name=wish.name,
        url=wish.url,
        events=events,
        sealed_secret=seal(secret, secret_key=secret_key, purpose=Purpose.WEBHOOK),
        created_at=on.real_now,
        created_by_id=on.acting.person_id,
    )
    db.session.add(webhook)
    db.session.flush()
    _record(Event.WEBHOOK_ADDED, webhook, on=on, url=site_of(wish.url))
    return webhook, secret


def change(webhook: Webhook, wish: Wish, *, allowed: Sequence[Network], on: Occasion) -> None:
    """Another name, address or choice of events; what is owed already goes to the new address.

    Raises RuleBroken as `_checked`.
    """
    before = {"name": webhook.name, "url": webhook.url, "events": webhook.events}
    after = {"name": wish.name, "url": wish.url, "events": _checked(wish, allowed, but=webhook)}
    moved = {key for key in before if before[key] != after[key]}
    if not moved:
        return
    webhook.name, webhook.url, webhook.events = after["name"], after["url"], after["events"]
    db.session.flush()
    if "url" in moved:
        _readdress(webhook)
    old, new = ({key: _journaled(key, words[key]) for key in sorted(moved)} for words in (before, after))
    _record(Event.WEBHOOK_CHANGED, webhook, on=on, from_=old, to=new)


def _journaled(key: str, words: str) -> str:
    return site_of(words) if key == "url" else words


def _checked(wish: Wish, allowed: Sequence[Network], but: Webhook | None = None) -> str:
    """The events as they are kept. Raises RuleBroken.

    webhook_url_wrong, webhook_inside, webhook_in_clear, webhook_without_events, webhook_name_taken.
    """
    check_url(wish.url, allowed)
    events = sorted(event for event in set(wish.events) if event in CHOOSABLE)
    if not events:
        raise RuleBroken("webhook_without_events", field="events")
    wait_turn("webhook names")
    other = queries.by_name(wish.name)
    if other is not None and other is not but:
        raise RuleBroken("webhook_name_taken", field="name", name=wish.name)
    return " ".join(events)


def _readdress(webhook: Webhook) -> None:
    db.session.execute(
        sa.update(OutboxMessage)
        .where(OutboxMessage.webhook_id == webhook.id, OutboxMessage.state.in_(queries.WAITING))
        .values(to_address=webhook.url)
        .execution_options(synchronize_session=False)
    )


def renew_secret(webhook: Webhook, *, secret_key: str, on: Occasion) -> str:
    """A new secret, told once; the old one signs nothing any more."""
    secret = new_secret()
    webhook.sealed_secret = seal(secret, secret_key=secret_key, purpose=Purpose.WEBHOOK)
    db.session.flush()
    _record(Event.WEBHOOK_SECRET_RENEWED, webhook, on=on)
    return secret


def pause(webhook: Webhook, *, on: Occasion) -> None:
    """Nothing is sent and nothing more is written down for it; what is owed waits. Raises AlreadyDone."""
    if webhook.state is not WebhookState.ACTIVE:
        raise AlreadyDone("stale")
    webhook.state, webhook.pause = WebhookState.PAUSED, Pause.BY_HAND
    db.session.flush()
    _record(Event.WEBHOOK_PAUSED, webhook, on=on, why=Pause.BY_HAND)


def resume(webhook: Webhook, *, on: Occasion) -> None:
    """It is told again, beginning with what is still owed. Raises AlreadyDone."""
    if webhook.state is not WebhookState.PAUSED:
        raise AlreadyDone("stale")
    webhook.state, webhook.pause, webhook.failing_since = WebhookState.ACTIVE, None, None
    db.session.flush()
    _record(Event.WEBHOOK_RESUMED, webhook, on=on)


def remove(webhook: Webhook, *, on: Occasion) -> None:
    """Nothing goes there any more, not even what is owed; the log stays."""
    webhook.state, webhook.pause = WebhookState.REMOVED, None
    db.session.flush()
    owed = sa.select(OutboxMessage.id).where(
        OutboxMessage.webhook_id == webhook.id, OutboxMessage.state == MailState.OWED
    )
    outbox.skip(list(db.session.scalars(owed)), outbox.Skipped.RECIPIENT_LEFT)
    _record(Event.WEBHOOK_REMOVED, webhook, on=on)


def replay(webhook: Webhook, row: OutboxMessage, *, on: Occasion) -> OutboxMessage:
    """Owe one message once more, under the identity it had. Raises RuleBroken('webhook_not_active') and as owe_again."""
    _need_active(webhook)
    again = outbox.owe_again(row, on.real_now)
    again.to_name, again.to_address = webhook.name, webhook.url
    db.session.flush()
    _record(Event.WEBHOOK_REPLAYED, webhook, on=on, count=1)
    return again


def replay_failed(webhook: Webhook, *, on: Occasion) -> int:
    """Owe once more what never arrived within the last weeks. Returns how many.

    Raises RuleBroken: webhook_not_active, nothing_to_replay.
    """
    _need_active(webhook)
    rows = queries.failed_since(webhook, on.now - queries.REPLAY_WINDOW, MOST_REPLAYED)
    if not rows:
        raise RuleBroken("nothing_to_replay")
    for row in rows:
        outbox.owe_again(row, on.real_now).to_address = webhook.url
    db.session.flush()
    _record(Event.WEBHOOK_REPLAYED, webhook, on=on, count=len(rows))
    return len(rows)


def _need_active(webhook: Webhook) -> None:
    if webhook.state is not WebhookState.ACTIVE:
        raise RuleBroken("webhook_not_active")


def claim_test(webhook: Webhook, *, holder: str, on: Occasion) -> outbox.Claim:
    """Owe a test and claim it in the same transaction: no other process sends it. Paused ones may be tested too."""
    key = f"{owing.KIND}:{webhook.id}:{PING}:{on.real_now.isoformat()}"
    body = owing.test_body(on.now)
    values = owing.row_of(webhook, key=key, subject=PING, body=body, at=on.now, real_at=on.real_now)
    row = OutboxMessage(**values, expires_at=on.real_now + outbox.LEASE)
    db.session.add(row)
    db.session.flush()
    _record(Event.WEBHOOK_TESTED, webhook, on=on)
    (claimed,) = outbox.claim(
        [row.id], holder=holder, real_now=on.real_now, database_now=outbox_queries.database_now()
    )
    return claimed


def note_heard(webhook_id: int) -> None:
    """It answered well: what failed before is forgotten."""
    db.session.execute(
        sa.update(Webhook)
        .where(Webhook.id == webhook_id, Webhook.failing_since.is_not(None))
        .values(failing_since=None)
        .execution_options(synchronize_session=False)
    )


def note_deaf(webhook_id: int, *, is_gone: bool, acting: Acting, now: datetime, real_now: datetime) -> bool:
    """It did not; for days on end, or for good by its own word, it is paused. True when it now is."""
    webhook = db.session.get(Webhook, webhook_id, populate_existing=True)
    if webhook is None or webhook.state is not WebhookState.ACTIVE:
        return False
    why = pause_due(webhook.failing_since, real_now, is_gone=is_gone)
    if webhook.failing_since is None:
        webhook.failing_since = real_now
    if why is not None:
        webhook.state, webhook.pause = WebhookState.PAUSED, why
    db.session.flush()
    if why is not None:
        record(Event.WEBHOOK_PAUSED, "webhook", webhook.id, acting=acting, at=now, name=webhook.name, why=why)
    return why is not None


def _record(event: Event, webhook: Webhook, *, on: Occasion, **details: object) -> None:
    record(event, "webhook", webhook.id, acting=on.acting, at=on.now, name=webhook.name, **details)
