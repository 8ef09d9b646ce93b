"""The index is kept where rows are written: each flush writes the entries of what it wrote, in the same transaction.

One hook instead of a call in every verb that makes or corrects a text: none can forget it. Rows that reach the database
past the session (bulk loads) call `actions.rebuild` afterwards; `flask doctor` says when somebody did not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import ORMExecuteState, Session

from taskboard.domain.search import indexed
from taskboard.search.models import SearchEntry, entry_id
from taskboard.search.sources import BY_MODEL, Source

INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
TABLE = cast(sa.Table, SearchEntry.__table__)


@event.listens_for(Session, "after_flush")
def _keep(session: Session, _context: Any) -> None:
    written = [{"id": _id_of(row), "words": indexed(_source(row).texts(row))} for row in _written(session)]
    gone = [_id_of(row) for row in session.deleted if type(row) in BY_MODEL]
    if written:
        put(session.connection(), written)
    if gone:
        session.connection().execute(sa.delete(TABLE).where(SearchEntry.id.in_(gone)))


@event.listens_for(Session, "do_orm_execute")
def _forget_deleted(state: ORMExecuteState) -> None:
    """A DELETE by condition takes the entries of its rows along."""
    model = state.bind_mapper.class_ if state.is_delete and state.bind_mapper else None
    if model not in BY_MODEL:
        return
    condition = state.statement.whereclause  # type: ignore[attr-defined]
    chosen = sa.select(model.id) if condition is None else sa.select(model.id).where(condition)
    gone = [entry_id(BY_MODEL[model].kind, row_id) for row_id in state.session.scalars(chosen)]
    state.session.connection().execute(sa.delete(TABLE).where(TABLE.c.id.in_(gone)))


def _source(row: Any) -> Source:
    return BY_MODEL[type(row)]


def _id_of(row: Any) -> int:
    return entry_id(_source(row).kind, row.id)


def _written(session: Session) -> Iterator[Any]:
    yield from (row for row in session.new if type(row) in BY_MODEL)
    for row in session.dirty:
        if type(row) in BY_MODEL and row not in session.deleted and _has_other_words(row):
            yield row


def _has_other_words(row: Any) -> bool:
    attributes = sa.inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in _source(row).watched)


def put(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Write entries, in the place of those that stand there."""
    statement = INSERT[connection.dialect.name](TABLE)
    words = {"words": statement.excluded.words}
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=words), rows)
