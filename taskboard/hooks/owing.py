"""What happened is owed to the systems that asked to be told, in the transaction of the fact.

Called by the journal, which every fact passes; so it stands below all actions and calls none.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.events import Event
from taskboard.domain.hooking import CHOOSABLE, told_of
from taskboard.hooks.models import SUBSCRIBERS, Webhook, WebhookState
from taskboard.journal.models import JournalEntry
from taskboard.journal.queries import subject_names
from taskboard.kept import kept
from taskboard.outbox.models import MailState, OutboxMessage

KIND = "webhook"
"""Of the outbox's rows."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    id: int
    name: str
    url: str


def owe(entries: Sequence[JournalEntry]) -> None:
    """One row a subscriber and entry; nothing for what nobody asked to be told."""
    subscribers = _subscribers() if any(entry.event in CHOOSABLE for entry in entries) else {}
    told = [entry for entry in entries if entry.event in subscribers]
    if not told:
        return
    names = subject_names({(entry.subject_kind, entry.subject_id) for entry in told})
    rows = []
    for entry in told:
        _name, code = names.get((entry.subject_kind, entry.subject_id), ("", str(entry.subject_id)))
        body = body_of(entry.event, entry.at, entry.subject_kind, code, json.loads(entry.details))
        rows += [_row(one, entry, body) for one in subscribers[entry.event]]
    db.session.execute(sa.insert(OutboxMessage), rows)


def body_of(event: str, at: datetime, kind: str, code: str, details: Mapping[str, Any]) -> str:
    """What the other system is told, as the JSON that is signed: ASCII, sorted, one text for one value."""
    told = {
        "type": event,
        "timestamp": at.isoformat(timespec="seconds"),
        "data": {"subject": {"kind": kind, "code": code}, **told_of(Event(event), details)},
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"))


def test_body(at: datetime) -> str:
    """Of a message that tells of nothing."""
    told = {"type": "ping", "timestamp": at.isoformat(timespec="seconds"), "data": {}}
    return json.dumps(told, sort_keys=True, separators=(",", ":"))


def _subscribers() -> dict[str, list[Subscriber]]:
    """Every fact asks, so nothing is written out for it: whoever changes a webhook has written that already."""
    with db.session.no_autoflush:
        return kept(SUBSCRIBERS, _read_subscribers)


def _read_subscribers() -> dict[str, list[Subscriber]]:
    statement = sa.select(Webhook.id, Webhook.name, Webhook.url, Webhook.events).where(
        Webhook.state == WebhookState.ACTIVE
    )
    found: dict[str, list[Subscriber]] = defaultdict(list)
    for row in db.session.execute(statement.order_by(Webhook.id)):
        for event in row.events.split():
            found[event].append(Subscriber(row.id, row.name, row.url))
    return dict(found)


def _row(one: Subscriber, entry: JournalEntry, body: str) -> dict[str, Any]:
    """Real and business time are the same except in the sample city, whose days lie behind: there it is due at once."""
    key = f"{KIND}:{one.id}:{entry.subject_kind}:{entry.subject_id}:{entry.seq}"
    return row_of(one, key=key, subject=entry.event, body=body, at=entry.at, real_at=entry.at)


def row_of(
    one: Subscriber | Webhook, *, key: str, subject: str, body: str, at: datetime, real_at: datetime
) -> dict[str, Any]:
    """A message to another system as a row of the outbox."""
    return {
        "key": key,
        "kind": KIND,
        "to_name": one.name,
        "to_address": one.url,
        "subject": subject,
        "text_body": body,
        "html_body": "",
        "state": MailState.OWED,
        "business_at": at,
        "created_at": real_at,
        "next_attempt_at": real_at,
        "webhook_id": one.id,
    }
