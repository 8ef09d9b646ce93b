"""Answers to our mails as people send them, and one look into the mailbox."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from taskboard.core import Core
from taskboard.db import db
from taskboard.outbox.models import OutboxMessage
from taskboard.replies.models import ReceivedMail
from taskboard.replies.receiving import Received, receive_replies
from tests import build

if TYPE_CHECKING:
    from flask import Flask

    from taskboard.accounts.models import Person
    from taskboard.occasion import Occasion
    from tests.replies.imap import ImapServer

PATTERN = "theodoi+*@namdinh.example"
_numbers = itertools.count(1)


def inviting(now: datetime, person: Person | None = None) -> Occasion:
    """An occasion of an installation that reads answers."""
    return replace(build.occasion(now, person), reply_pattern=PATTERN)


def mail_to(person: Person) -> OutboxMessage:
    """The newest mail owed to a person."""
    statement = sa.select(OutboxMessage).where(OutboxMessage.person_id == person.id)
    return db.session.scalars(statement.order_by(OutboxMessage.id.desc()).limit(1)).one()


def answer(
    to: str,
    words: str,
    *,
    sender: str = "Trần Văn Bình <kinhte@namdinh.example>",
    subject: str = "Trả lời: nhắc việc",
    files: Sequence[tuple[str, bytes]] = (),
    **headers: str,
) -> EmailMessage:
    """A mail as it comes in; keywords are further headers, `auto_submitted="auto-replied"`."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(datetime(2021, 6, 16, 9, 30, tzinfo=UTC))
    message["Message-ID"] = headers.pop("message_id", f"<{next(_numbers)}@namdinh.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def wire(message: EmailMessage) -> bytes:
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n"))


def look(app: Flask, server: ImapServer, **more: object) -> Received:
    """One pass over the mailbox, as the scheduler's job makes it."""
    core: Core = app.extensions["taskboard"]
    changed = replace(core.settings, imap_url=server.url, reply_address=PATTERN, **more)  # type: ignore[arg-type]
    return receive_replies(replace(core, settings=changed))


def kept() -> list[ReceivedMail]:
    """What came in, oldest first, as the database holds it."""
    db.session.expire_all()
    return list(db.session.scalars(sa.select(ReceivedMail).order_by(ReceivedMail.id)))
