"""Rows by the hundred thousand: past the ORM, through the driver's own bulk door, in the caller's transaction.

COPY on PostgreSQL, `executemany` on SQLite. What a row leaves out gets the model's own default, and every value goes
through the column's own type: a column added tomorrow is filled as any verb would fill it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import sqlalchemy as sa

from taskboard.db import Base, db

FLUSH_ROWS = 20_000
Process = Callable[[Any], Any]


class Rows:
    """Rows of one table on their way into it; numbers go on from the last that is there."""

    def __init__(self, model: type[Base], dialect: sa.Dialect) -> None:
        table = cast(sa.Table, model.__table__)
        self.name = table.name
        self.waiting: list[tuple[Any, ...]] = []
        self._numbered = "id" in table.c
        self._table, self._last_id = table, -1
        columns = [column for column in table.columns if column.computed is None]
        self.columns = [column.name for column in columns]
        self._plan = [(column.name, _default(column), _process(column, dialect)) for column in columns]

    def add(self, **values: Any) -> int:
        """Keep a row for the next flush; its number, where the table has one and the row brings none."""
        if self._numbered and "id" not in values:
            values["id"] = self.next_id()
        row = []
        for name, default, process in self._plan:
            value = values.get(name, default)
            row.append(value if process is None or value is None else process(value))
        self.waiting.append(tuple(row))
        return int(values["id"]) if self._numbered else 0

    def next_id(self) -> int:
        """A number for a row to come. From the first one on nobody else may add rows to this table."""
        if self._last_id < 0:
            db.session.flush()
            self._last_id = db.session.scalar(sa.select(sa.func.max(self._table.c.id))) or 0
        self._last_id += 1
        return self._last_id

    @property
    def last_id(self) -> int:
        """0 while none was given."""
        return max(self._last_id, 0)


def _default(column: sa.Column[Any]) -> Any:
    default = column.default
    return default.arg if isinstance(default, sa.ColumnDefault) and default.is_scalar else None


def _process(column: sa.Column[Any], dialect: sa.Dialect) -> Process | None:
    found = column.type.dialect_impl(dialect).bind_processor(dialect)
    return cast("Process | None", found)


class Bulk:
    """Several tables written together, parents before children."""

    def __init__(self, models: Sequence[type[Base]]) -> None:
        self._dialect = db.session.connection().dialect
        self._tables = {model: Rows(model, self._dialect) for model in models}

    def of(self, model: type[Base]) -> Rows:
        return self._tables[model]

    def flush_when_full(self) -> None:
        if any(len(rows.waiting) >= FLUSH_ROWS for rows in self._tables.values()):
            self.flush()

    def flush(self) -> None:
        """Write all that waits."""
        db.session.flush()
        driver: Any = db.session.connection().connection.driver_connection
        write = _copy if self._dialect.name == "postgresql" else _insert
        for rows in self._tables.values():
            if rows.waiting:
                write(driver, rows)
                rows.waiting.clear()

    def finish(self) -> None:
        """Write what is left; what the application adds next gets numbers behind ours."""
        self.flush()
        if self._dialect.name == "postgresql":
            for rows in self._tables.values():
                _move_sequence(rows)


def _insert(driver: Any, rows: Rows) -> None:
    names, marks = ", ".join(map(_quoted, rows.columns)), ", ".join("?" * len(rows.columns))
    statement = f"INSERT INTO {_quoted(rows.name)} ({names}) VALUES ({marks})"  # nosec B608  # names of our own tables
    driver.executemany(statement, rows.waiting)


def _copy(driver: Any, rows: Rows) -> None:
    names = ", ".join(map(_quoted, rows.columns))
    with driver.cursor() as cursor, cursor.copy(f"COPY {_quoted(rows.name)} ({names}) FROM STDIN") as copy:
        for row in rows.waiting:
            copy.write_row(row)


def _move_sequence(rows: Rows) -> None:
    if rows.last_id:
        db.session.execute(
            sa.text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"),
            {"name": rows.name, "last": rows.last_id},
        )


def _quoted(name: str) -> str:
    return f'"{name}"'
