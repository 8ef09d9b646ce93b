"""The runner's loop: claim, commit, send, settle, commit (house rule 1).

A crash between the server's acceptance and settling repeats that one mail under the same Message-ID; every other crash
repeats nothing and loses nothing. Several processes may run it at once: a claim is one row changed or somebody else's.
"""

from __future__ import annotations

import logging
import os
import random
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from taskboard.db import begin_writing, db
from taskboard.outbox import actions, queries
from taskboard.outbox.actions import Claim
from taskboard.outbox.models import MailState
from taskboard.outbox.smtp import Answer, Sender, Server, ServerAway

if TYPE_CHECKING:
    from config import Settings

logger = logging.getLogger("taskboard.outbox")

BATCH = 500
"""Most mails one pass handles; the next pass goes on."""
PATIENCE = 3
"""Mails in a row that the way to the server failed: then the pass ends, and the rest waits unharmed."""


@dataclass(slots=True)
class Delivered:
    """What one pass did."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    expired: int = 0
    taken_back: int = 0
    kept: int = 0
    """Owed mails left untouched because no mail server is set."""
    trouble: str = ""
    """Why the pass ended early, in the server's words."""

    def __str__(self) -> str:
        counts = ("sent", "postponed", "failed", "expired", "taken_back", "kept")
        said = ", ".join(f"{name} {getattr(self, name)}" for name in counts if getattr(self, name))
        return "; ".join(part for part in (said or "nothing owed", self.trouble) if part)


def holder_name() -> str:
    """Who holds a claim: machine, process, and a word of chance, for process numbers come back."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"


def deliver_owed(
    *,
    settings: Settings,
    holder: str,
    real_now: Callable[[], datetime],
    jitter: Callable[[], float] = random.random,
    should_stop: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Send what is owed now, once through. Commits as it goes: call it with no transaction of your own under way.

    Without a mail server nothing is tried and nothing is called sent.
    """
    done = Delivered()
    _tidy(done, real_now())
    if not settings.smtp_url:
        done.kept = queries.owed_count()
        db.session.rollback()
        return done
    sender = Sender(
        Server.from_url(settings.smtp_url),
        mail_from=settings.mail_from,
        timeout_seconds=settings.smtp_timeout_seconds,
    )
    try:
        _deliver_all(sender, done, holder, real_now, jitter, should_stop)
    except ServerAway as away:
        done.trouble = str(away)
        logger.warning("the mail server cannot be used: %s", away)
    return done


def _tidy(done: Delivered, real_now: datetime) -> None:
    begin_writing()
    done.taken_back = actions.take_back_abandoned(queries.database_now())
    done.expired = actions.expire_late(real_now)
    db.session.commit()


def _deliver_all(
    sender: Sender,
    done: Delivered,
    holder: str,
    real_now: Callable[[], datetime],
    jitter: Callable[[], float],
    should_stop: Callable[[], bool],
) -> None:
    """The connection is made sure of before a mail is claimed: a server that is away costs no mail a try."""
    ids = queries.owed_ids(real_now(), BATCH)
    db.session.rollback()
    if not ids:
        return
    broken = 0
    with sender:
        for message_id in ids:
            if should_stop() or broken >= PATIENCE:
                return
            sender.ensure()
            claimed = _claim(message_id, holder, real_now())
            if claimed is None:
                continue
            answer = sender.send(claimed, real_now=real_now())
            _settle(claimed, answer, done, holder, real_now(), jitter())
            broken = broken + 1 if answer.is_way_lost else 0


def _claim(message_id: int, holder: str, real_now: datetime) -> Claim | None:
    """None when another process was quicker."""
    begin_writing()
    claimed = actions.claim(message_id, holder=holder, real_now=real_now, database_now=queries.database_now())
    db.session.commit()
    return claimed


def _settle(
    claimed: Claim, answer: Answer, done: Delivered, holder: str, real_now: datetime, jitter: float
) -> None:
    begin_writing()
    state = actions.settle(
        claimed, answer.outcome, answer.words, holder=holder, real_now=real_now, jitter=jitter
    )
    db.session.commit()
    if state is MailState.SENT:
        done.sent += 1
    elif state is MailState.FAILED:
        done.failed += 1
    else:
        done.postponed += 1
    if state is not MailState.SENT:
        logger.warning("mail %s to %s: %s", claimed.message_id, claimed.to_address, answer.words)
