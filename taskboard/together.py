"""What is asked of the database in one go: a collection for all rows at hand; several small questions at once."""

from __future__ import annotations

from collections import defaultdict, namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from taskboard.db import db

MOST = 10_000
"""Rows a question names at once; drivers end at some thirty thousand."""


def read_together(row: Any, name: str) -> None:
    """Read this collection of the row, and of every row of its kind that the session holds without it.

    A page that never says a unit's name asks nothing; one that says fifty asks once, however the fifty were found.
    For a collection whose other side has one column that points here; rows that are new or let go are left as they are.
    """
    state = sa.inspect(row)
    session = state.session
    if session is None or not state.has_identity or name not in state.unloaded:
        return
    waiting = _without(session, type(row), name)
    relation = state.mapper.relationships[name]
    (points_here,) = relation.remote_side
    found: dict[int, list[Any]] = defaultdict(list)
    for start in range(0, len(waiting), MOST):
        chosen = points_here.in_(list(waiting)[start : start + MOST])
        for one in session.scalars(
            sa.select(relation.mapper.class_).where(chosen).order_by(*relation.order_by)
        ):
            found[getattr(one, points_here.key)].append(one)
    for number, other in waiting.items():
        if name in sa.inspect(other).unloaded:  # flushed on the way, it may have been given one
            set_committed_value(other, name, found[number])


def _without(session: Session, kind: type[Any], name: str) -> dict[int, Any]:
    """Rows of a kind in the session that have not read the collection, by number."""
    return {
        sa.inspect(row).identity[0]: row
        for row in session.identity_map.values()
        if type(row) is kind and name in sa.inspect(row).unloaded
    }


# ------------------------------------------------------------------------------------- several questions in one asking


Question = sa.Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Stack:
    """Several questions written as one: each row says which it answers, and is empty where that has no such column."""

    statement: sa.CompoundSelect[*tuple[Any, ...]]
    readers: Mapping[str, Callable[[Sequence[Any]], Any]]

    def ask(self, given: Mapping[str, Any] | None = None) -> dict[str, list[Any]]:
        """By question its rows, whose columns are attributes; `given` are the values it leaves open."""
        found: dict[str, list[Any]] = {name: [] for name in self.readers}
        for row in db.session.execute(self.statement, given or {}):
            found[row[0]].append(self.readers[row[0]](row))
        return found


def stack(questions: Mapping[str, Question]) -> Stack:
    """For a page of many small lists. Columns of one question have different names; rows come in no order."""
    asked = {name: question.subquery() for name, question in questions.items()}
    slots: dict[tuple[str, Any], sa.ColumnElement[Any]] = {}
    for one in asked.values():
        for column in one.c:
            slots.setdefault(_slot(column), column)
    parts = [_part(name, one, slots) for name, one in asked.items()]
    return Stack(sa.union_all(*parts), {name: _reader(one, list(slots)) for name, one in asked.items()})


def ask_together(**questions: Question) -> dict[str, list[Any]]:
    """By name the rows of each question, in no order, with one asking."""
    return stack(questions).ask()


def _slot(column: sa.ColumnElement[Any]) -> tuple[str, Any]:
    """Columns of one name and kind share a place."""
    return column.key or "", column.type._static_cache_key


def _part(name: str, one: sa.Subquery, slots: Mapping[tuple[str, Any], sa.ColumnElement[Any]]) -> Question:
    own = {_slot(column): column for column in one.c}
    columns = (
        own[slot] if slot in own else sa.cast(sa.null(), column.type).label(None)
        for slot, column in slots.items()
    )
    return sa.select(sa.literal(name), *columns)


def _reader(one: sa.Subquery, slots: Sequence[tuple[str, Any]]) -> Callable[[Sequence[Any]], Any]:
    shape: Any = namedtuple("Answer", [column.key for column in one.c])  # type: ignore[misc]
    places = [1 + slots.index(_slot(column)) for column in one.c]
    if len(places) == 1:
        return lambda row: shape._make([row[places[0]]])
    chosen = itemgetter(*places)
    return lambda row: shape._make(chosen(row))
