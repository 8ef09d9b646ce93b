"""A system that is told, made in few words, and one pass of delivery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.domain.events import Event
from taskboard.hooks import actions
from taskboard.hooks.delivery import Told, deliver_owed
from taskboard.hooks.models import Webhook
from taskboard.hooks.sending import networks
from taskboard.outbox.models import OutboxMessage
from tests import build
from tests.hooks.receiver import ALLOWED

if TYPE_CHECKING:
    from config import Settings
    from taskboard.accounts.models import Person
    from tests.conftest import HandClock

KEY = "for tests only"
OF_TASKS = (Event.TASK_ASSIGNED, Event.PROGRESS_REPORTED, Event.TASK_CONFIRMED)


def told_system(
    url: str,
    now: datetime,
    *,
    by: Person | None = None,
    name: str = "Bảng điều hành",
    events: Sequence[Event] = OF_TASKS,
) -> Webhook:
    """Added and committed."""
    begin_writing()
    wish = actions.Wish(name, url, [event.value for event in events])
    webhook, _secret = actions.add(wish, allowed=ALLOWED, secret_key=KEY, on=build.occasion(now, by))
    db.session.commit()
    return webhook


def core_of(settings: Settings, clock: HandClock, **more: object) -> Core:
    """An installation that may speak to this machine."""
    changed = replace(settings, webhook_allow=tuple(map(str, networks(["127.0.0.0/8"]))), **more)
    return Core(changed, clock)  # type: ignore[arg-type]


def tell(settings: Settings, clock: HandClock, holder: str = "test", **more: object) -> Told:
    """One pass; retries are not spread."""
    return deliver_owed(core_of(settings, clock), holder=holder, jitter=lambda: 0.0, **more)  # type: ignore[arg-type]


def owed(webhook: Webhook | None = None) -> list[OutboxMessage]:
    """Messages to systems as the database holds them, oldest first."""
    statement = sa.select(OutboxMessage).where(OutboxMessage.webhook_id.is_not(None))
    if webhook is not None:
        statement = statement.where(OutboxMessage.webhook_id == webhook.id)
    db.session.expire_all()
    return list(db.session.scalars(statement.order_by(OutboxMessage.id)))
