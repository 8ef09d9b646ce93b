"""Rows as lines of JSON, whatever database they come from or go to.

The schema is read from the database itself, not from the models: a backup made by an older release is restored under
the schema it was made with and migrated afterwards.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

BATCH = 1_000
SCHEMA_TABLE = "alembic_version"
DERIVED = "search_index"
"""How tables begin that triggers write: each database has its own (migration 0014)."""


def tables_of(connection: Connection) -> list[sa.Table]:
    """Every table with rows of ours, by name."""
    metadata = sa.MetaData()
    metadata.reflect(connection, resolve_fks=False)
    return [
        table
        for name, table in sorted(metadata.tables.items())
        if name != SCHEMA_TABLE and not name.startswith(DERIVED)
    ]


def lines_of(connection: Connection, table: sa.Table) -> Iterator[bytes]:
    """One JSON object a row, in the order of the primary key, read in batches."""
    key = list(table.primary_key.columns) or list(table.columns)
    found = connection.execution_options(yield_per=BATCH).execute(sa.select(table).order_by(*key))
    for row in found.mappings():
        values = {name: _plain(value) for name, value in row.items()}
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
            return moment.isoformat()
        case date() | time():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case Decimal():
            return str(value)
        case _:
            return value


class Reader:
    """Turns lines back into rows for one table of the target database."""

    def __init__(self, table: sa.Table, *, is_sqlite: bool) -> None:
        self._readers = {column.name: _reader_of(column.type, is_sqlite) for column in table.columns}

    def row(self, line: bytes) -> dict[str, Any]:
        """Raises KeyError for a column that the schema does not know."""
        return {
            name: None if value is None else self._readers[name](value)
            for name, value in json.loads(line).items()
        }


def _reader_of(kind: sa.types.TypeEngine[Any], is_sqlite: bool) -> Any:
    if isinstance(kind, sa.DateTime):
        return _naive_utc if is_sqlite else datetime.fromisoformat
    if isinstance(kind, sa.Date):
        return date.fromisoformat
    if isinstance(kind, sa.Time):
        return time.fromisoformat
    if isinstance(kind, sa.LargeBinary):
        return base64.b64decode
    if isinstance(kind, sa.Numeric) and not isinstance(kind, sa.Float):
        return Decimal
    return _as_it_is


def _naive_utc(text: str) -> datetime:
    """SQLite keeps no zone; the column is UTC by definition."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def _as_it_is(value: Any) -> Any:
    return value
