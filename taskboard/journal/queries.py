"""Reading history, and proving it unbroken."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import Briefing, Directive
from taskboard.db import db
from taskboard.domain.events import Channel
from taskboard.journal.chain import ORIGIN, entry_hash, seal_mac
from taskboard.journal.models import JournalEntry, JournalHead, JournalSeal
from taskboard.tasks.models import Task
from taskboard.units.models import Unit, UnitName


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a page shows it."""

    id: int
    at: datetime
    event: str
    subject_kind: str
    subject_id: int
    actor_name: str | None
    post_title: str | None
    on_behalf_of: str | None
    channel: Channel
    details: dict[str, Any]
    actor_id: int | None = None


def _lines() -> sa.Select[JournalEntry, str, str, str]:
    behalf = aliased(Person)
    return (
        sa.select(JournalEntry, Person.full_name, _signed_title(), behalf.full_name)
        .outerjoin(Person, Person.id == JournalEntry.actor_id)
        .outerjoin(Post, Post.id == JournalEntry.post_id)
        .outerjoin(behalf, behalf.id == JournalEntry.on_behalf_of_id)
    )


def _signed_title() -> sa.ColumnElement[str]:
    """Who heads a unit for the time being signs "Q.", whether the post was entered with it or not."""
    says_so = Post.title.like("Q.%")
    return sa.case(
        (sa.and_(Post.is_acting, sa.not_(says_so)), sa.literal("Q. ") + Post.title), else_=Post.title
    )


def _line(entry: JournalEntry, name: str | None, title: str | None, behalf: str | None) -> Line:
    return Line(
        entry.id,
        entry.at,
        entry.event,
        entry.subject_kind,
        entry.subject_id,
        name,
        title,
        behalf,
        entry.channel,
        json.loads(entry.details),
        entry.actor_id,
    )


def timeline(subject_kind: str, subject_id: int) -> list[Line]:
    """A subject's history, newest first."""
    given = {"subject_kind": subject_kind, "subject_id": subject_id}
    return [_line(*row) for row in db.session.execute(_timeline(), given)]


@cache
def _timeline() -> sa.Select[JournalEntry, str, str, str]:
    """Built once: every page of a task asks it."""
    return (
        _lines()
        .where(
            JournalEntry.subject_kind == sa.bindparam("subject_kind"),
            JournalEntry.subject_id == sa.bindparam("subject_id"),
        )
        .order_by(JournalEntry.seq.desc())
    )


def timelines(subject_kind: str, subject_ids: Collection[int]) -> dict[int, list[Line]]:
    """The histories of several subjects in one question, each newest first."""
    found: dict[int, list[Line]] = {subject_id: [] for subject_id in subject_ids}
    statement = _lines().where(
        JournalEntry.subject_kind == subject_kind, JournalEntry.subject_id.in_(list(subject_ids))
    )
    for row in db.session.execute(statement.order_by(JournalEntry.subject_id, JournalEntry.seq.desc())):
        line = _line(*row)
        found[line.subject_id].append(line)
    return found


def last_seq(subject_kind: str, subject_id: int) -> int:
    """How far a subject's history goes; 0 without one."""
    head = (JournalHead.subject_kind == subject_kind, JournalHead.subject_id == subject_id)
    return db.session.scalar(sa.select(JournalHead.seq).where(*head)) or 0


def since(subject_kind: str, subject_id: int, seq: int, *, but: int) -> list[Line]:
    """What others than the person `but` did to a subject after entry `seq`, oldest first."""
    statement = _lines().where(
        JournalEntry.subject_kind == subject_kind,
        JournalEntry.subject_id == subject_id,
        JournalEntry.seq > seq,
        JournalEntry.actor_id.is_distinct_from(but),
    )
    return [_line(*row) for row in db.session.execute(statement.order_by(JournalEntry.seq))]


def after(
    subject_kind: str,
    subject_ids: Collection[int],
    entry_id: int,
    *,
    until: int | None = None,
    but_actor: int | None = None,
) -> dict[int, list[Line]]:
    """What was written of these subjects after an entry, by subject, oldest first.

    With `until` up to that entry; with `but_actor` by others than that person, by no person too.
    """
    statement = _lines().where(
        JournalEntry.id > entry_id,
        JournalEntry.subject_kind == subject_kind,
        JournalEntry.subject_id.in_(subject_ids),
    )
    if until is not None:
        statement = statement.where(JournalEntry.id <= until)
    if but_actor is not None:
        statement = statement.where(JournalEntry.actor_id.is_distinct_from(but_actor))
    found: dict[int, list[Line]] = {}
    for row in db.session.execute(statement.order_by(JournalEntry.id)):
        line = _line(*row)
        found.setdefault(line.subject_id, []).append(line)
    return found


def latest(*, before_id: int | None = None, limit: int = 50) -> list[Line]:
    """The newest entries of all subjects; `before_id` pages on."""
    statement = _lines().order_by(JournalEntry.id.desc()).limit(limit)
    if before_id is not None:
        statement = statement.where(JournalEntry.id < before_id)
    return [_line(*row) for row in db.session.execute(statement)]


def last_entry_id() -> int:
    return db.session.scalar(sa.select(sa.func.coalesce(sa.func.max(JournalEntry.id), 0))) or 0


def heads_digest(last_entry_id: int) -> str:
    """A digest over every entry's hash up to an id, in id order."""
    total = hashlib.sha256()
    for hash_ in db.session.scalars(
        sa.select(JournalEntry.hash).where(JournalEntry.id <= last_entry_id).order_by(JournalEntry.id)
    ):
        total.update(hash_.encode())
    return total.hexdigest()


_NAMED: dict[str, sa.Select[int, str, str]] = {
    "task": sa.select(Task.id, Task.code, Task.code),
    "briefing": sa.select(Briefing.id, Briefing.title, Briefing.code),
    "directive": sa.select(Directive.id, Directive.code, Directive.code),
    "person": sa.select(Person.id, Person.full_name, Person.sign_in_name),
    "unit": sa.select(Unit.id, UnitName.name, Unit.code)
    .join(UnitName, UnitName.unit_id == Unit.id)
    .where(UnitName.valid_to.is_(None)),
}
"""Of each kind that people know by name: id, name, and the code its page is found by."""


def subject_names(subjects: Collection[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """Name and code of subjects, in one query a kind."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for kind, statement in _NAMED.items():
        ids = [subject_id for of_kind, subject_id in subjects if of_kind == kind]
        if ids:
            rows = db.session.execute(statement.where(statement.selected_columns[0].in_(ids)))
            found |= {(kind, row[0]): (row[1], row[2]) for row in rows}
    return found


@dataclass(frozen=True, slots=True)
class Verdict:
    entries: int
    chains: int
    seals: int
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def verify(key: bytes | None) -> Verdict:
    """Walk every chain and compare it with its head; check seals when the key is at hand.

    A fault names the place: `task 12, entry 3: changed`.
    """
    faults: list[str] = []
    ends: dict[tuple[str, int], tuple[int, str]] = {}
    entries = 0
    for entry in _in_order():
        entries += 1
        subject = (entry.subject_kind, entry.subject_id)
        faults.extend(_entry_faults(entry, ends.get(subject, (0, ORIGIN))))
        ends[subject] = (entry.seq, entry.hash)
    faults.extend(_head_faults(ends))
    seals = list(db.session.scalars(sa.select(JournalSeal).order_by(JournalSeal.id)))
    if key is not None:
        faults.extend(_seal_faults(seals, key))
    return Verdict(entries, len(ends), len(seals), tuple(faults))


def _in_order() -> Iterator[JournalEntry]:
    statement = sa.select(JournalEntry).order_by(
        JournalEntry.subject_kind, JournalEntry.subject_id, JournalEntry.seq
    )
    yield from db.session.scalars(statement.execution_options(yield_per=1000))


def _entry_faults(entry: JournalEntry, end: tuple[int, str]) -> list[str]:
    place = f"{entry.subject_kind} {entry.subject_id}, entry {entry.seq}"
    faults = []
    if entry.seq != end[0] + 1:
        faults.append(f"{place}: entries missing before it")
    elif entry.previous_hash != end[1]:
        faults.append(f"{place}: does not follow its predecessor")
    if entry_hash(entry) != entry.hash:
        faults.append(f"{place}: changed")
    return faults


def _head_faults(ends: dict[tuple[str, int], tuple[int, str]]) -> list[str]:
    heads = {
        (head.subject_kind, head.subject_id): (head.seq, head.hash)
        for head in db.session.scalars(sa.select(JournalHead))
    }
    faults = [
        f"{kind} {id_}: the last entry is not the recorded end"
        for (kind, id_), end in ends.items()
        if heads.get((kind, id_)) != end
    ]
    return faults + [f"{kind} {id_}: all entries missing" for kind, id_ in heads.keys() - ends.keys()]


def _seal_faults(seals: list[JournalSeal], key: bytes) -> list[str]:
    faults = []
    for seal in seals:
        count = db.session.scalar(
            sa.select(sa.func.count(JournalEntry.id)).where(JournalEntry.id <= seal.last_entry_id)
        )
        if count != seal.entry_count or heads_digest(seal.last_entry_id) != seal.digest:
            faults.append(
                f"seal {seal.id}: entries up to {seal.last_entry_id} are not those that were sealed"
            )
        if not hmac.compare_digest(
            seal_mac(key, seal.last_entry_id, seal.entry_count, seal.digest), seal.mac
        ):
            faults.append(f"seal {seal.id}: not made with this key")
    return faults
