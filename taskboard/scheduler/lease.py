"""Who acts: one row, the database's clock, a holder that must renew. A second process stands by and takes over.

Time-to-live 30 s, renewed every 10: a leader that is killed is replaced within 40 s, and one that cannot reach the
database stops believing in its lease before anybody else may take it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from taskboard.db import begin_writing, db
from taskboard.outbox.queries import database_now
from taskboard.scheduler.models import Lease

TTL = timedelta(seconds=30)
RENEW_SECONDS = 10.0
LEADER = "scheduler"


def take(name: str, holder: str, *, ttl: timedelta = TTL) -> bool:
    """Take the lease if it is free or has run out, renew it if it is ours. Flushes; the caller commits.

    Call it in a transaction of its own: losing the race to create the row rolls that transaction back.
    """
    now = database_now()
    renewed: dict[str, object] = {"renewed_at": now, "expires_at": now + ttl}
    if _change(name, renewed, Lease.holder == holder):
        return True
    if _change(name, {**renewed, "holder": holder, "taken_at": now}, Lease.expires_at < now):
        return True
    if db.session.get(Lease, name) is not None:
        _mend(name, now, ttl)
        return False
    return _create(Lease(name=name, holder=holder, taken_at=now, renewed_at=now, expires_at=now + ttl))


def _mend(name: str, now: datetime, ttl: timedelta) -> None:
    """A lease that runs longer than any was taken by a clock since put back: from now on it runs as all do.

    Its holder renews it if it lives; else it runs out like any other, and not in three days.
    """
    _change(name, {"expires_at": now + ttl}, Lease.expires_at > now + ttl * 2)


def _change(name: str, values: dict[str, object], condition: sa.ColumnElement[bool]) -> bool:
    changed = db.session.execute(
        sa.update(Lease)
        .where(Lease.name == name, condition)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _create(row: Lease) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def release(name: str, holder: str) -> None:
    """Let go at a clean stop, so that the next one need not wait. Flushes; the caller commits."""
    db.session.execute(
        sa.delete(Lease)
        .where(Lease.name == name, Lease.holder == holder)
        .execution_options(synchronize_session=False)
    )


@dataclass(slots=True)
class Leadership:
    """This process's knowledge of its own lease. It trusts it for the time to live and not a moment longer."""

    holder: str
    name: str = LEADER
    ttl: timedelta = TTL
    clock: Callable[[], float] = monotonic
    _trusted_until: float = field(default=float("-inf"), init=False)

    def renew(self) -> bool:
        """Take or renew; needs an application context. The trust counts from before the question was asked."""
        asked_at = self.clock()
        begin_writing()
        held = take(self.name, self.holder, ttl=self.ttl)
        db.session.commit()
        self._trusted_until = asked_at + self.ttl.total_seconds() if held else float("-inf")
        return held

    def is_held(self) -> bool:
        return self.clock() < self._trusted_until

    def give_up(self) -> None:
        """Release at a clean stop; needs an application context."""
        self._trusted_until = float("-inf")
        begin_writing()
        release(self.name, self.holder)
        db.session.commit()
