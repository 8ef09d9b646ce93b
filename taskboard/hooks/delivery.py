"""The runner's loop for other systems: claim, commit, send, settle, commit, as for mails (house rule 1).

One message a system at a time, the systems side by side: a deaf one keeps no other waiting longer than one time-out, and
is left alone until the next pass. Claims, leases, growing delays and the log are the outbox's own.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from taskboard.accounts.sealing import Purpose, unseal
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.domain.errors import RuleBroken
from taskboard.hooks import actions, queries
from taskboard.hooks.queries import Next
from taskboard.hooks.sending import Answer, Parcel, identity_of, networks, post
from taskboard.journal.actions import SCHEDULER
from taskboard.outbox import actions as outbox
from taskboard.outbox import queries as outbox_queries
from taskboard.outbox.actions import Claim, Outcome
from taskboard.outbox.models import MailState

if TYPE_CHECKING:
    from config import Settings

logger = logging.getLogger("taskboard.hooks")

SIDE_BY_SIDE = 8
Post = Callable[[Parcel, datetime], Answer]


@dataclass(slots=True)
class Told:
    """What one pass did."""

    told: int = 0
    postponed: int = 0
    failed: int = 0
    paused: int = 0
    tired: set[int] = field(default_factory=set)
    """Systems that did not listen in this pass."""

    def __str__(self) -> str:
        counts = (
            ("told", self.told),
            ("postponed", self.postponed),
            ("failed", self.failed),
            ("paused", self.paused),
        )
        return ", ".join(f"{name} {count}" for name, count in counts if count) or "nothing to tell"


def poster(settings: Settings) -> Post:
    """How this installation speaks to the open network."""
    allowed = networks(settings.webhook_allow)
    return lambda parcel, real_now: post(parcel, real_now=real_now, allowed=allowed)


def deliver_owed(
    core: Core,
    *,
    holder: str,
    speak: Post | None = None,
    jitter: Callable[[], float] = random.random,
    should_stop: Callable[[], bool] = lambda: False,
) -> Told:
    """Tell what is owed now, once through. Commits as it goes: call it with no transaction of your own under way.

    What a dead process left claimed is taken back by the pass of mails, whose table it is.
    """
    told, speak = Told(), speak or poster(core.settings)
    with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="webhook") as pool:
        while not should_stop():
            real_now = core.clock.real_now()
            taken = _take(core, told, holder, real_now)
            if not taken:
                break
            under_way = [pool.submit(_tell, *both, core.settings, speak, real_now) for both in taken]
            ends = [(*both, call.result()) for both, call in zip(taken, under_way, strict=True)]
            _write_down(core, told, ends, holder, jitter)
    return told


def _take(core: Core, told: Told, holder: str, real_now: datetime) -> list[tuple[Next, Claim]]:
    begin_writing()
    waiting = {one.message_id: one for one in queries.next_owed(real_now, but=told.tired)}
    claims = outbox.claim(
        list(waiting), holder=holder, real_now=real_now, database_now=outbox_queries.database_now()
    )
    db.session.commit()
    return [(waiting[claim.message_id], claim) for claim in claims]


def _tell(one: Next, claim: Claim, settings: Settings, speak: Post, real_now: datetime) -> Answer:
    try:
        secret = unseal(one.sealed_secret, secret_key=settings.secret_key or "", purpose=Purpose.WEBHOOK)
    except RuleBroken as broken:
        return Answer(Outcome.POSTPONED, broken.key)
    try:
        return speak(Parcel(claim.to_address, identity_of(claim.key), claim.text.encode(), secret), real_now)
    except Exception as error:
        logger.exception("webhook message %s stumbled", claim.message_id)
        return Answer(Outcome.POSTPONED, f"{type(error).__name__}: {error}")


def _write_down(
    core: Core,
    told: Told,
    ends: Sequence[tuple[Next, Claim, Answer]],
    holder: str,
    jitter: Callable[[], float],
) -> None:
    begin_writing()
    real_now = core.clock.real_now()
    for one, claim, answer in ends:
        state = outbox.settle(
            claim, answer.outcome, answer.words, holder=holder, real_now=real_now, jitter=jitter()
        )
        if answer.outcome is Outcome.SENT:
            told.told += 1
            actions.note_heard(one.webhook_id)
            continue
        logger.warning("webhook %s: %s", one.webhook_id, answer.words)
        told.failed += state is MailState.FAILED
        told.postponed += state is not MailState.FAILED
        told.tired.add(one.webhook_id)
        told.paused += actions.note_deaf(
            one.webhook_id, is_gone=answer.is_gone, acting=SCHEDULER, now=core.clock.now(), real_now=real_now
        )
    db.session.commit()


def tell_at_once(one: Next, claim: Claim, *, core: Core, holder: str, speak: Post | None = None) -> Answer:
    """Send one message claimed before, while somebody waits, and settle it for good. Commits the claim, then the end.

    How it ends says nothing of the system's standing: a test forgives no failures and counts as none.
    """
    db.session.commit()
    real_now = core.clock.real_now()
    answer = _tell(one, claim, core.settings, speak or poster(core.settings), real_now)
    outcome = Outcome.SENT if answer.outcome is Outcome.SENT else Outcome.REFUSED
    begin_writing()
    outbox.settle(claim, outcome, answer.words, holder=holder, real_now=core.clock.real_now(), jitter=0.0)
    db.session.commit()
    return answer
