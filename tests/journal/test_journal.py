"""The history: whole, in order, and telling when somebody laid a hand on it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.domain.events import Channel, Event
from taskboard.journal import queries
from taskboard.journal.actions import Acting, record, seal
from taskboard.journal.models import JournalEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, scoped_session

KEY = b"outside the database"
ACTING = Acting(channel=Channel.COMMAND)


def _write(count: int, now: datetime, subject: int = 1) -> None:
    for number in range(count):
        record(Event.TASK_URGED, "task", subject, acting=ACTING, at=now, to=f"Phòng {number}")


def test_an_untouched_history_is_whole(db_session: scoped_session[Session], now: datetime) -> None:
    _write(3, now)
    _write(2, now, subject=2)
    db_session.flush()
    verdict = queries.verify(KEY)
    assert verdict.is_whole
    assert (verdict.entries, verdict.chains) == (5, 2)


@pytest.mark.parametrize(
    ("harm", "place"),
    [
        (
            sa.update(JournalEntry).where(JournalEntry.seq == 2).values(details='{"to":"ai khác"}'),
            "task 1, entry 2: changed",
        ),
        (sa.delete(JournalEntry).where(JournalEntry.seq == 2), "task 1, entry 3: entries missing before it"),
        (
            sa.delete(JournalEntry).where(JournalEntry.seq == 3),
            "task 1: the last entry is not the recorded end",
        ),
        (sa.delete(JournalEntry), "task 1: all entries missing"),
    ],
)
def test_a_changed_or_removed_entry_is_named(
    db_session: scoped_session[Session], now: datetime, harm: sa.Executable, place: str
) -> None:
    _write(3, now)
    db_session.flush()
    db_session.execute(harm)
    db_session.expire_all()
    assert place in queries.verify(None).faults


def test_a_chain_rewritten_whole_still_breaks_the_seal(
    db_session: scoped_session[Session], now: datetime
) -> None:
    from taskboard.journal.actions import entry_hash
    from taskboard.journal.models import JournalHead

    _write(1, now)
    db_session.flush()
    assert seal(key=KEY, real_now=now) is not None
    entry = db_session.scalars(sa.select(JournalEntry)).one()
    entry.details = '{"to":"viết lại"}'
    entry.hash = entry_hash(entry)
    db_session.get_one(JournalHead, ("task", 1)).hash = entry.hash
    db_session.flush()
    assert any("seal" in fault for fault in queries.verify(KEY).faults)


def test_nothing_new_needs_no_seal(db_session: scoped_session[Session], now: datetime) -> None:
    _write(1, now)
    db_session.flush()
    assert seal(key=KEY, real_now=now) is not None
    db_session.flush()
    assert seal(key=KEY, real_now=now) is None


def test_an_entry_without_what_it_must_carry_is_refused(
    db_session: scoped_session[Session], now: datetime
) -> None:
    with pytest.raises(ValueError, match="reason"):
        record(Event.TASK_SENT_BACK, "task", 1, acting=ACTING, at=now, from_="waiting", to="in_progress")
