"""Which rows hold what was asked, as a condition for anybody's query: lists narrow by it, the search page ranks by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from taskboard.db import db
from taskboard.domain.search import Abbreviations, Group, Question, ask
from taskboard.search.engines import INDEX, engine_of
from taskboard.search.models import KIND_BITS, Abbreviation, Kind

_KEPT = "search.abbreviations"


def question(text: str) -> Question:
    """What was typed, the short forms of the house understood."""
    return ask(text, abbreviations()) if text else Question()


def abbreviations() -> Abbreviations:
    """Read once a transaction: a page asks the same question of several lists."""
    session = db.session()
    kept: Abbreviations | None = session.info.get(_KEPT)
    if kept is None:
        rows = session.execute(sa.select(Abbreviation.short, Abbreviation.long)).all()
        kept = session.info[_KEPT] = Abbreviations((short, long) for short, long in rows)
    return kept


@event.listens_for(Session, "after_transaction_end")
@event.listens_for(Session, "after_flush")
def _forget(session: Session, _what: Any) -> None:
    session.info.pop(_KEPT, None)


def rows_of(kind: Kind, groups: Sequence[Group]) -> sa.Select[int]:
    """The numbers of the rows of a kind that hold every group."""
    condition = engine_of(db.session.get_bind()).holds(groups)
    own = INDEX.c.rowid.bitwise_and((1 << KIND_BITS) - 1) == kind
    return sa.select(INDEX.c.rowid.bitwise_rshift(KIND_BITS)).where(condition, own)


def found_in(column: Any, kind: Kind, asked: Question) -> sa.ColumnElement[bool]:
    """Rows whose number stands in `column` hold the words; a question without words is met by none."""
    if not asked:
        return sa.false()
    met: sa.ColumnElement[bool] = column.in_(rows_of(kind, asked.groups))
    return met


def rank(column: Any, kind: Kind, asked: Question) -> sa.ColumnElement[int]:
    """How well: 0 the words as typed side by side, 1 all of them with their marks, 2 side by side without, 3 the rest."""
    best = asked.marked_phrase or (asked.phrase if not asked.marked else ())
    steps = ((0, best), (1, asked.marked), (2, asked.phrase))
    whens = [(column.in_(rows_of(kind, groups)), place) for place, groups in steps if groups]
    return sa.case(*whens, else_=3) if whens else sa.literal(3)
