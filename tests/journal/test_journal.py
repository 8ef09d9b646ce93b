"""The history: whole, in order, and telling when somebody laid a hand on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.domain.events import Channel, Event
from taskboard.journal import queries
from taskboard.journal.actions import Acting, record, seal
from taskboard.journal.chain import entry_hash
from taskboard.journal.models import JournalEntry, JournalHead, JournalSeal
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, scoped_session

__all__ = ["cast"]

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


# ------------------------------------------------------------------------------------------ every place a hand can touch

OTHER: dict[str, object] = {
    "subject_kind": "indicator",
    "subject_id": 77,
    "seq": 40,
    "at": datetime(2021, 1, 1, tzinfo=UTC),
    "event": "task_paused",
    "actor_id": None,
    "post_id": None,
    "on_behalf_of_id": None,
    "channel": Channel.ON_PAPER,
    "details": '{"to":"ai khác"}',
    "previous_hash": "1" * 64,
    "hash": "2" * 64,
}


@pytest.fixture
def history(db_session: scoped_session[Session], now: datetime, cast: Cast) -> scoped_session[Session]:
    """A sealed history of two subjects, each entry with somebody in every place that names somebody."""
    acting = Acting(cast.head.id, cast.head.posts[0].id, cast.chair.id, Channel.WEB)
    for subject in (1, 2):
        for number in range(3):
            record(Event.TASK_URGED, "task", subject, acting=acting, at=now, to=f"Phòng {number}")
    db_session.flush()
    assert seal(key=KEY, real_now=now) is not None
    db_session.flush()
    assert queries.verify(KEY).is_whole
    return db_session


def columns(model: type) -> list[str]:
    return [column.key for column in sa.inspect(model).columns if column.key != "id"]


def test_no_column_is_left_out_of_the_list() -> None:
    assert set(OTHER) == set(columns(JournalEntry))


@pytest.mark.parametrize("column", sorted(OTHER))
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_any_column_of_any_entry_changed_by_hand_is_found(
    history: scoped_session[Session], column: str, place: str
) -> None:
    seq = {"first": 1, "middle": 2, "last": 3}[place]
    where = (JournalEntry.subject_kind == "task", JournalEntry.subject_id == 1, JournalEntry.seq == seq)
    history.execute(
        sa.update(JournalEntry)
        .where(*where)
        .values({column: OTHER[column]})
        .execution_options(synchronize_session=False)
    )
    history.expire_all()
    assert not queries.verify(None).is_whole, "found without the key"


def test_an_entry_added_by_hand_is_found_even_with_a_hash_that_fits(
    history: scoped_session[Session], now: datetime
) -> None:
    head = history.get_one(JournalHead, ("task", 1))
    added = JournalEntry(
        subject_kind="task",
        subject_id=1,
        seq=4,
        at=now,
        event=Event.TASK_URGED.value,
        channel=Channel.WEB,
        details='{"to":"chen vào"}',
        previous_hash=head.hash,
        hash="",
    )
    added.hash = entry_hash(added)
    history.add(added)
    history.flush()
    assert "task 1: the last entry is not the recorded end" in queries.verify(None).faults


@pytest.mark.parametrize("column", ["subject_kind", "subject_id", "seq", "hash"])
def test_a_head_changed_by_hand_is_found(history: scoped_session[Session], column: str) -> None:
    chosen = sa.update(JournalHead).where(JournalHead.subject_kind == "task", JournalHead.subject_id == 1)
    history.execute(chosen.values({column: OTHER[column]}).execution_options(synchronize_session=False))
    history.expire_all()
    assert not queries.verify(None).is_whole


def test_a_removed_head_is_found(history: scoped_session[Session]) -> None:
    history.execute(sa.delete(JournalHead).where(JournalHead.subject_id == 1))
    history.expire_all()
    assert not queries.verify(None).is_whole


SEAL: dict[str, object] = {"last_entry_id": 1, "entry_count": 99, "digest": "3" * 64, "mac": "4" * 64}


@pytest.mark.parametrize("column", sorted(SEAL))
def test_a_seal_changed_by_hand_is_found(history: scoped_session[Session], column: str) -> None:
    history.execute(sa.update(JournalSeal).values({column: SEAL[column]}))
    history.expire_all()
    assert any("seal" in fault for fault in queries.verify(KEY).faults)


def test_a_subject_removed_with_its_head_is_found_by_the_seal(history: scoped_session[Session]) -> None:
    """Whoever takes an entire subject out, head and all, leaves nothing that hangs loose: the seal counts."""
    history.execute(sa.delete(JournalEntry).where(JournalEntry.subject_id == 2))
    history.execute(sa.delete(JournalHead).where(JournalHead.subject_id == 2))
    history.expire_all()
    assert queries.verify(None).is_whole
    assert any("seal" in fault for fault in queries.verify(KEY).faults)


def test_every_event_has_its_sentence() -> None:
    from taskboard.web.labels import EVENTS

    assert set(EVENTS) == set(Event)
