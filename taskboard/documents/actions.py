"""The verbs of an order: asked for, taken up, made or failed, and in the end forgotten; and of a city's own words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from taskboard.db import db, wait_turn
from taskboard.documents import queries
from taskboard.documents.models import (
    DocumentAsker,
    DocumentKind,
    DocumentOrder,
    OrderState,
    Phrase,
    Stage,
)
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.files import actions as files
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reports.phrases import BadPhrase, Phrases, check_phrase
from taskboard.settings import queries as settings

TTL = timedelta(seconds=60)
"""How long a worker is believed to live after its last word."""
FAILURE_KEPT = timedelta(days=7)
MOST_TRIES = 3
"""A document that ended its worker so often ends no more of them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for."""

    kind: DocumentKind
    file_kind: str
    parameters: Mapping[str, Any]
    about: str
    """What it is about whatever its figures: the briefing's code and the basis."""
    edition: str
    name: str
    task_count: int
    briefing_id: int

    @property
    def subject(self) -> str:
        return f"{self.kind.value}:{self.about}:{self.file_kind}"


def ask(wanted: Wanted, *, on: Occasion) -> DocumentOrder:
    """Order the document, or join those who wait for the same, or find it made of the same figures already."""
    wait_turn("documents")
    order = queries.under_way(wanted.subject) or queries.made(wanted.subject, wanted.edition)
    if order is None:
        order = _ordered(wanted, on=on)
        record(
            Event.DOCUMENT_ASKED,
            "briefing",
            wanted.briefing_id,
            acting=on.acting,
            at=on.now,
            name=wanted.name,
            file_kind=wanted.file_kind,
        )
    _join(order, on=on)
    return order


def _ordered(wanted: Wanted, *, on: Occasion) -> DocumentOrder:
    order = DocumentOrder(
        kind=wanted.kind,
        file_kind=wanted.file_kind,
        parameters=json.dumps(dict(wanted.parameters), sort_keys=True),
        subject=wanted.subject,
        edition=wanted.edition,
        name=wanted.name,
        task_count=wanted.task_count,
        state=OrderState.WAITING,
        stage=Stage.QUEUED,
        asked_at=on.real_now,
    )
    db.session.add(order)
    db.session.flush()
    return order


def _join(order: DocumentOrder, *, on: Occasion) -> None:
    person_id = on.acting.person_id
    if person_id is None:
        return
    known = db.session.get(DocumentAsker, (order.id, person_id))
    if known is None:
        db.session.add(DocumentAsker(order_id=order.id, person_id=person_id, asked_at=on.real_now))
        db.session.flush()


# The worker's side: conditional updates, so that who has lost its lease changes nothing any more


def claim(order_id: int, *, holder: str, database_now: datetime) -> bool:
    """Take an order up, unless another worker has; one that has ended its workers too often fails instead."""
    free = sa.or_(
        DocumentOrder.state == OrderState.WAITING,
        sa.and_(DocumentOrder.state == OrderState.MAKING, DocumentOrder.leased_until < database_now),
    )
    tried_out = _update(
        order_id,
        sa.and_(free, DocumentOrder.tries >= MOST_TRIES),
        state=OrderState.FAILED,
        stage=Stage.DONE,
        error="document_ends_workers",
        expires_at=database_now + FAILURE_KEPT,
    )
    if tried_out:
        return False
    return _update(
        order_id,
        free,
        state=OrderState.MAKING,
        stage=Stage.QUEUED,
        holder=holder,
        leased_until=database_now + TTL,
        tries=DocumentOrder.tries + 1,
    )


def advance(order_id: int, stage: Stage, *, holder: str, database_now: datetime) -> bool:
    """Say how far it is, which renews the lease; False when another worker has taken it over."""
    return _update(order_id, _held_by(holder), stage=stage, leased_until=database_now + TTL)


def finish(order_id: int, content: bytes, media_type: str, *, holder: str, root: Path, on: Occasion) -> bool:
    """Keep the file; False when the order is no longer this worker's."""
    keep_days = settings.value_on("document_keep_days", on.today)
    digest = files.keep_content(content, media_type, root=root, now=on.real_now)
    return _update(
        order_id,
        _held_by(holder),
        state=OrderState.MADE,
        stage=Stage.DONE,
        sha256=digest,
        made_at=on.real_now,
        expires_at=on.real_now + timedelta(days=keep_days),
        leased_until=None,
    )


def fail(order_id: int, error: str, *, holder: str, on: Occasion) -> bool:
    """It cannot be made, and why; it is forgotten after as long as a file would be."""
    keep_days = settings.value_on("document_keep_days", on.today)
    return _update(
        order_id,
        _held_by(holder),
        state=OrderState.FAILED,
        stage=Stage.DONE,
        error=error[:500],
        expires_at=on.real_now + timedelta(days=keep_days),
        leased_until=None,
    )


def put_back(order_id: int, *, holder: str) -> bool:
    """The worker has to stop: the next one begins anew, and this try does not count."""
    return _update(
        order_id,
        _held_by(holder),
        state=OrderState.WAITING,
        stage=Stage.QUEUED,
        tries=DocumentOrder.tries - 1,
        leased_until=None,
    )


def _held_by(holder: str) -> sa.ColumnElement[bool]:
    return sa.and_(DocumentOrder.state == OrderState.MAKING, DocumentOrder.holder == holder)


def _update(order_id: int, condition: sa.ColumnElement[bool], **values: Any) -> bool:
    changed = db.session.execute(
        sa.update(DocumentOrder)
        .where(DocumentOrder.id == order_id, condition)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def forget_expired(*, root: Path, real_now: datetime) -> int:
    """Drop orders whose time is over, with their files. Returns how many."""
    rows = queries.expired(real_now)
    for order in rows:
        digest, is_shared = order.sha256, bool(order.sha256 and queries.is_needed(order.sha256, order))
        db.session.delete(order)
        db.session.flush()
        if digest and not is_shared:
            files.forget_content(digest, root=root)
    return len(rows)


# A city's own words


def set_phrases(
    document: str, texts: Mapping[str, str], built_in: Phrases, *, valid_from: date, on: Occasion
) -> list[str]:
    """Keep the phrases that changed, from a day on; empty is the built-in one. Returns their names.

    `built_in` are the words of the program. Raises RuleBroken: phrase_unknown, phrase_unknown_place (with the
    place, and those there are), phrase_broken_braces.
    """
    before = queries.phrases_on(document, valid_from)
    changed = []
    for name, text in texts.items():
        words = checked(name, text, built_in)
        if words != before.get(name, ""):
            _set_phrase(document, name, words, before.get(name, ""), valid_from=valid_from, on=on)
            changed.append(name)
    db.session.flush()
    return changed


def checked(name: str, text: str, built_in: Phrases) -> str:
    """The words to keep: empty where they are the built-in ones. Raises as `set_phrases`."""
    official = built_in.flat().get(name)
    if official is None:
        raise RuleBroken("phrase_unknown", name=name)
    words = text.replace("\r\n", "\n").strip()
    if words == official:
        return ""
    try:
        check_phrase(words, official, built_in.common)
    except BadPhrase as bad:
        places = ", ".join(f"{{{place}}}" for place in bad.known)
        key = "phrase_unknown_place" if bad.place else "phrase_broken_braces"
        raise RuleBroken(key, field="text", place=f"{{{bad.place}}}", places=places) from bad
    return words


def _set_phrase(document: str, name: str, words: str, before: str, *, valid_from: date, on: Occasion) -> None:
    row = db.session.scalar(
        sa.select(Phrase).where(
            Phrase.document == document, Phrase.name == name, Phrase.valid_from == valid_from
        )
    )
    if row is None:
        row = Phrase(document=document, name=name, valid_from=valid_from)
        db.session.add(row)
    row.text, row.set_by_id, row.set_at = words, on.acting.person_id, on.now
    db.session.flush()
    record(
        Event.PHRASE_CHANGED,
        "phrase",
        row.id,
        acting=on.acting,
        at=on.now,
        document=document,
        name=name,
        from_=before,
        to=words,
        valid_from=valid_from,
    )
