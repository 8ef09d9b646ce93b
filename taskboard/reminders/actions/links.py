"""The way in that a mail carries."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from taskboard.db import db
from taskboard.occasion import Occasion
from taskboard.reminders import queries
from taskboard.reminders.models import MailLink, MailLinkTask

_WAY_IN = re.compile(r"/u/([\w-]{8,})")


def make_link(
    *,
    unit_id: int,
    person_id: int | None,
    task_ids: Iterable[int],
    real_now: datetime,
    days: int = 14,
    until: datetime | None = None,
) -> str:
    """A token that opens the update page of these tasks (decision 21), no longer than `until`. Only its hash is stored."""
    token = secrets.token_urlsafe(24)
    expires_at = real_now + timedelta(days=days)
    link = MailLink(
        token_hash=queries.token_hash(token),
        person_id=person_id,
        unit_id=unit_id,
        created_at=real_now,
        expires_at=min(expires_at, until) if until else expires_at,
    )
    db.session.add(link)
    db.session.flush()
    rows = [{"link_id": link.id, "task_id": task_id} for task_id in sorted(set(task_ids))]
    db.session.execute(sa.insert(MailLinkTask), rows)
    return token


def invite_replies(text: str, *, on: Occasion) -> str:
    """The address an answer to this mail goes to; empty where no answers are read, or the mail opens nothing.

    One token for all links of the mail, kept as a hash: it may what they may, for as long as they may.
    """
    tokens = _WAY_IN.findall(text) if on.reply_pattern else []
    if not tokens:
        return ""
    token = base64.b32encode(secrets.token_bytes(20)).decode().lower()  # local parts come back in any case
    db.session.execute(
        sa.update(MailLink)
        .where(MailLink.token_hash.in_({queries.token_hash(one) for one in tokens}))
        .values(reply_hash=queries.token_hash(token))
        .execution_options(synchronize_session=False)
    )
    return on.reply_pattern.replace("*", token)


def note_use(link: MailLink, *, real_now: datetime) -> None:
    """Remember that something was sent through a link; opening it leaves no trace, for mail scanners open it too."""
    link.last_used_at = real_now


def revoke_links(*, person_id: int, real_now: datetime) -> int:
    """End every live link of a person. Returns how many."""
    done = db.session.execute(
        sa.update(MailLink)
        .where(MailLink.person_id == person_id, MailLink.revoked_at.is_(None), MailLink.expires_at > real_now)
        .values(revoked_at=real_now)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
