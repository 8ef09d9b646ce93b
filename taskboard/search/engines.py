"""One question, two full-text engines: FTS5 where the database is SQLite, tsvector where it is PostgreSQL.

Both index the words that domain/search.py makes, which are letters and digits only: nothing somebody types reaches a
query language but as a quoted word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from taskboard.domain.search import Either, Group

INDEX = sa.table("search_index", sa.column("rowid", sa.Integer), sa.column("words", sa.Text))


class Engine(Protocol):
    """How a database is asked which entries hold some words."""

    def holds(self, groups: Sequence[Group]) -> sa.ColumnElement[bool]:
        """A condition on rows of INDEX."""
        ...


class Fts5:
    """SQLite: `("giai" AND "phong"*) OR "gpmb"` and so on, matched against the whole table."""

    def holds(self, groups: Sequence[Group]) -> sa.ColumnElement[bool]:
        said = " AND ".join(f"({' OR '.join(self._way(way) for way in group)})" for group in groups)
        matched: sa.ColumnElement[bool] = sa.literal_column("search_index").bool_op("MATCH")(sa.literal(said))
        return matched

    def _way(self, way: Either) -> str:
        end = "*" if way.is_open else ""
        if way.is_phrase:
            return f'"{" ".join(way.words)}"{end}'
        quoted = [f'"{word}"' for word in way.words]
        return f"({' AND '.join(quoted)}{end})"


class TsVector:
    """PostgreSQL: `('giai' & 'phong':* | 'gpmb')` and so on."""

    def holds(self, groups: Sequence[Group]) -> sa.ColumnElement[bool]:
        said = " & ".join(f"({' | '.join(self._way(way) for way in group)})" for group in groups)
        return INDEX.c.words.bool_op("@@")(sa.cast(sa.literal(said), TSQUERY))

    def _way(self, way: Either) -> str:
        end = ":*" if way.is_open else ""
        quoted = [f"'{word}'" for word in way.words]
        return f"({(' <-> ' if way.is_phrase else ' & ').join(quoted)}{end})"


_ENGINES: dict[str, Engine] = {"sqlite": Fts5(), "postgresql": TsVector()}


def engine_of(bind: Any) -> Engine:
    """The engine of the database behind a session's bind."""
    return _ENGINES[bind.dialect.name]
