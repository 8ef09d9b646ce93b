"""Filling the index anew: after a bulk load, or where `flask doctor` found it incomplete."""

from __future__ import annotations

import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.search import indexed
from taskboard.search.keeping import put
from taskboard.search.models import Kind, SearchEntry, entry_id
from taskboard.search.sources import SOURCES, Source

BATCH = 2_000


def rebuild() -> dict[Kind, int]:
    """Write every entry anew, in this transaction. Returns how many of each kind."""
    db.session.flush()
    db.session.execute(sa.delete(SearchEntry))
    return {source.kind: _fill(source) for source in SOURCES}


def _fill(source: Source) -> int:
    """In steps of the primary key: no cursor stays open while the same connection writes."""
    number, last, connection = 0, 0, db.session.connection()
    key = source.model.id
    while rows := db.session.execute(source.rows.where(key > last).order_by(key).limit(BATCH)).all():
        put(
            connection,
            [
                {"id": entry_id(source.kind, row[0]), "words": indexed(text or "" for text in row[1:])}
                for row in rows
            ],
        )
        number, last = number + len(rows), rows[-1][0]
    return number
