"""Writing history: one function, a closed list of events, a chain per subject."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.events import REQUIRED, Channel, Event
from taskboard.hooks import owing as hooks
from taskboard.journal.chain import ORIGIN, entry_hash, seal_mac
from taskboard.journal.models import JournalEntry, JournalHead, JournalSeal, moment_text
from taskboard.journal.queries import heads_digest


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, under which post, for whom, and through what."""

    person_id: int | None = None
    post_id: int | None = None
    on_behalf_of_id: int | None = None
    channel: Channel = Channel.WEB
    token: str = ""
    """The name and number of the token under which a program acted; kept with each entry."""


# Every fact appends an entry: on the table and not on the class, each statement built once.
_ENTRIES = cast(sa.Table, JournalEntry.__table__)
_WRITTEN = [column.name for column in _ENTRIES.columns if column.name != "id"]
_HEADS = cast(sa.Table, JournalHead.__table__)
_OF_SUBJECT = (
    _HEADS.c.subject_kind == sa.bindparam("kind"),
    _HEADS.c.subject_id == sa.bindparam("of_id"),
)
_PLACE = sa.select(_HEADS.c.seq, _HEADS.c.hash).where(*_OF_SUBJECT).with_for_update()
_BEGIN = sa.insert(_HEADS)
_MOVE = (
    sa.update(_HEADS).where(*_OF_SUBJECT).values(seq=sa.bindparam("new_seq"), hash=sa.bindparam("new_hash"))
)

SCHEDULER = Acting(channel=Channel.SCHEDULER)
COMMAND = Acting(channel=Channel.COMMAND)


def record(
    event: Event, subject_kind: str, subject_id: int, *, acting: Acting, at: datetime, **details: Any
) -> JournalEntry:
    """Append one entry to the subject's chain in the current transaction.

    Keyword `from_` is stored as "from". Raises ValueError when a key the event must carry is missing.
    """
    if "from_" in details:
        details["from"] = details.pop("from_")
    _need_keys(event, details)
    seq, previous = _take_place(subject_kind, subject_id)
    entry = _entry(event, subject_kind, subject_id, seq, previous, details, acting=acting, at=at)
    db.session.add(entry)
    _move_head(subject_kind, subject_id, seq, entry.hash)
    hooks.owe([entry])
    return entry


def _need_keys(event: Event, details: Mapping[str, Any]) -> None:
    if missing := REQUIRED.get(event, frozenset()) - details.keys():
        raise ValueError(f"{event.value} lacks {sorted(missing)}")


def _entry(
    event: Event,
    subject_kind: str,
    subject_id: int,
    seq: int,
    previous_hash: str,
    details: Mapping[str, Any],
    *,
    acting: Acting,
    at: datetime,
) -> JournalEntry:
    """An entry at its place in the chain, hashed. Raises ValueError when a key the event must carry is missing."""
    _need_keys(event, details)
    if acting.token:
        details = {**details, "token": acting.token}
    entry = JournalEntry(
        subject_kind=subject_kind,
        subject_id=subject_id,
        seq=seq,
        at=at,
        event=event.value,
        actor_id=acting.person_id,
        post_id=acting.post_id,
        on_behalf_of_id=acting.on_behalf_of_id,
        channel=acting.channel,
        details=canonical_json(details),
        previous_hash=previous_hash,
        hash="",
    )
    entry.hash = entry_hash(entry)
    return entry


def record_all(
    event: Event,
    subject_kind: str,
    facts: Sequence[tuple[int, Mapping[str, Any]]],
    *,
    acting: Acting,
    at: datetime,
) -> None:
    """One entry for each of these subjects, in this order, in a few statements; a subject may come several times.

    Raises ValueError as `record`.
    """
    if not facts:
        return
    ends = _take_places(subject_kind, {subject_id for subject_id, _details in facts})
    known, rows, entries = frozenset(ends), [], []
    for subject_id, details in facts:
        seq, previous = ends.get(subject_id, (0, ORIGIN))
        entry = _entry(event, subject_kind, subject_id, seq + 1, previous, details, acting=acting, at=at)
        rows.append({name: getattr(entry, name) for name in _WRITTEN})
        entries.append(entry)
        ends[subject_id] = (entry.seq, entry.hash)
    db.session.execute(sa.insert(_ENTRIES), rows)
    _move_heads(subject_kind, ends, known)
    hooks.owe(entries)


def record_first(
    event: Event, subject_kind: str, facts: Mapping[int, Mapping[str, Any]], *, acting: Acting, at: datetime
) -> None:
    """The first entry of each of many new subjects, by their ids, in two statements.

    Raises ValueError as `record`; the database refuses a subject that has a history already.
    """
    entries = []
    for subject_id, details in facts.items():
        entries.append(_entry(event, subject_kind, subject_id, 1, ORIGIN, details, acting=acting, at=at))
    if entries:
        rows = [{name: getattr(entry, name) for name in _WRITTEN} for entry in entries]
        db.session.execute(sa.insert(_ENTRIES), rows)
        heads = [
            {"subject_kind": subject_kind, "subject_id": entry.subject_id, "seq": 1, "hash": entry.hash}
            for entry in entries
        ]
        db.session.execute(sa.insert(JournalHead), heads)
        hooks.owe(entries)


def canonical_json(details: Mapping[str, Any]) -> str:
    """One text for one value: sorted keys, no spaces, dates in ISO form."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    raise TypeError(f"{type(value).__name__} does not belong in the journal")


def _take_place(kind: str, subject_id: int) -> tuple[int, str]:
    """The next place in the chain. The head row is locked, so two writers queue instead of forking the chain."""
    head = db.session.execute(_PLACE, {"kind": kind, "of_id": subject_id}).one_or_none()
    return (head.seq + 1, head.hash) if head else (1, ORIGIN)


def _take_places(kind: str, subject_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Where the chains of these subjects end, locked in one order so that two writers never block each other."""
    statement = (
        sa.select(_HEADS.c.subject_id, _HEADS.c.seq, _HEADS.c.hash)
        .where(_HEADS.c.subject_kind == kind, _HEADS.c.subject_id.in_(subject_ids))
        .order_by(_HEADS.c.subject_id)
        .with_for_update()
    )
    return {row.subject_id: (row.seq, row.hash) for row in db.session.execute(statement)}


def _move_heads(kind: str, ends: Mapping[int, tuple[int, str]], known: Collection[int]) -> None:
    begun = [
        {"subject_kind": kind, "subject_id": subject_id, "seq": seq, "hash": hash_}
        for subject_id, (seq, hash_) in ends.items()
        if subject_id not in known
    ]
    moved = [
        {"kind": kind, "of_id": subject_id, "new_seq": seq, "new_hash": hash_}
        for subject_id, (seq, hash_) in ends.items()
        if subject_id in known
    ]
    for statement, rows in ((_BEGIN, begun), (_MOVE, moved)):
        if rows:
            db.session.execute(statement, rows)


def _move_head(kind: str, subject_id: int, seq: int, hash_: str) -> None:
    if seq == 1:
        head = {"subject_kind": kind, "subject_id": subject_id, "seq": 1, "hash": hash_}
        db.session.execute(_BEGIN, head)
    else:
        db.session.execute(_MOVE, {"kind": kind, "of_id": subject_id, "new_seq": seq, "new_hash": hash_})


def seal(*, key: bytes, real_now: datetime) -> JournalSeal | None:
    """HMAC the heads of all chains with a key outside the database; None when nothing was added since the last seal."""
    session = db.session
    last_id, count = session.execute(
        sa.select(sa.func.coalesce(sa.func.max(JournalEntry.id), 0), sa.func.count(JournalEntry.id))
    ).one()
    latest = session.scalar(sa.select(JournalSeal).order_by(JournalSeal.id.desc()).limit(1))
    if latest is not None and latest.last_entry_id == last_id:
        return None
    digest = heads_digest(last_id)
    row = JournalSeal(
        sealed_at=real_now,
        last_entry_id=last_id,
        entry_count=count,
        digest=digest,
        mac=seal_mac(key, last_id, count, digest),
    )
    session.add(row)
    return row
