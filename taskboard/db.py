"""The database as every room sees it: one typed declarative base, UTC instants, enums by value, SQLite made dependable."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

import psycopg
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

PATIENCE_MS = 15_000
"""How long a writer on SQLite waits for the one before it."""
WRITE_LOCK = 7_210_405
"""PostgreSQL advisory lock: writers hold it shared, freezing a roll-up holds it alone (decision 9)."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant on both databases; a naive one is refused where it is written."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Instant = Annotated[datetime, "utc"]


class Base(DeclarativeBase):
    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={Instant: UtcDateTime(), str: sa.Text(), date: sa.Date()},
    )


db = SQLAlchemy(model_class=Base)

intpk = Annotated[int, mapped_column(primary_key=True)]


def enum_column(kind: type[StrEnum], **options: Any) -> Any:
    """A column that stores the enum's value and lets the database refuse any other."""
    column_type = sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        name=_constraint_name(kind),
    )
    return mapped_column(column_type, **options)


def _constraint_name(kind: type[StrEnum]) -> str:
    words = (f"_{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__)
    return "".join(words).lstrip("_")


def begin_writing() -> None:
    """Start the session's transaction as a writing one, before its first read.

    SQLite takes its write lock now (BEGIN IMMEDIATE): a transaction that reads first and writes later is refused under
    concurrency whatever the busy time-out (decision 25). PostgreSQL takes the shared lock that a freeze waits for.
    """
    session = db.session
    session.rollback()
    connection = session.connection(execution_options={"begin_immediate": True})
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(WRITE_LOCK)))


def begin_writing_on(connection: Connection) -> None:
    """As `begin_writing`, on a connection the caller keeps between transactions and closes: for loops that commit often.

    It takes no part in the lock that a freeze waits for: only for rows that no roll-up reads.
    """
    session = db.session
    session.rollback()
    session.connection(bind_arguments={"bind": connection}, execution_options={"begin_immediate": True})


def write_if_free(statement: sa.Executable) -> bool:
    """One statement in a transaction of its own; False where somebody else writes now or nothing can be written.

    For what may be left out this time: nobody waits for it. What the session holds unsaved is given up first.
    """
    session = db.session
    session.rollback()
    connection = session.connection()
    try:
        with _without_waiting(connection):
            session.execute(statement, execution_options={"synchronize_session": False})
        session.commit()
    except sa.exc.OperationalError:
        session.rollback()
        return False
    return True


@contextmanager
def _without_waiting(connection: Connection) -> Iterator[None]:
    """SQLite has one writer at a time, and whoever comes second waits; PostgreSQL waits for the same row only."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE_MS}")


def hold_all_writers() -> None:
    """Wait for running writers and hold back new ones until this transaction ends. Call it first in the transaction."""
    session = db.session
    session.rollback()
    connection = session.connection(execution_options={"begin_immediate": True})
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITE_LOCK)))


def wait_turn(name: str) -> None:
    """Let one transaction at a time do what `name` says; whoever waited sees what the first one wrote.

    On SQLite a writing transaction is alone anyway. On PostgreSQL two that look before they write would both find
    nothing, and the second would fail on the unique key.
    """
    session = db.session
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_turn(name))))


def try_turn(name: str) -> bool:
    """As `wait_turn`, but False at once where another transaction does it now; a SQLite writer has waited before."""
    session = db.session
    if session.get_bind().dialect.name != "postgresql":
        return True
    return bool(session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_turn(name)))))


def _turn(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


def insert(table: type[Any]) -> Any:
    """An INSERT of the database at hand, which may say what to do about a row that is there already."""
    is_postgres = db.session.connection().dialect.name == "postgresql"
    return (postgresql if is_postgres else sqlite).insert(table)


class Versioned:
    """A row two people may edit at once: the later save is refused by the row count, never overwritten."""

    version: Mapped[int] = mapped_column(sa.Integer, nullable=False)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # the driver's own BEGIN breaks savepoints; ours is emitted below
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={PATIENCE_MS}", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    immediate = connection.get_execution_options().get("begin_immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@event.listens_for(Engine, "handle_error")
def _forget_values(context: Any) -> None:
    """What a database says goes into logs, and PostgreSQL repeats the row there (DETAIL, a bad value): not ours to keep.

    The statement's parameters are kept out by `hide_parameters`.
    """
    original = context.original_exception
    if not isinstance(original, psycopg.Error) or original.sqlstate is None:
        return
    kind = type(original).__name__
    is_about_value = original.sqlstate.startswith("22")
    said = kind if is_about_value else original.diag.message_primary or kind
    original.args = (said,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"({kind}) {said}",)


def refusal_text(error: BaseException) -> str:
    """What the database refused, for a log: its kind and the constraint, never a value of the row."""
    original = getattr(error, "orig", None) or error
    constraint = getattr(getattr(original, "diag", None), "constraint_name", None)
    named = constraint or (
        str(original) if isinstance(original, sqlite3.Error) else ""
    )  # SQLite names columns only
    return f"{type(original).__name__} {named}".strip()


def breaks_a_check(error: BaseException) -> bool:
    """Whether the row itself was refused, whoever else wrote: what it says does not fit together."""
    original = getattr(error, "orig", None)
    if isinstance(original, sqlite3.Error):
        return original.sqlite_errorname == "SQLITE_CONSTRAINT_CHECK"
    return isinstance(original, psycopg.errors.CheckViolation)


PASSING = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
"""What a database that is busy or gone is heard by; `is_passing` knows which of them are."""


def is_passing(error: BaseException) -> bool:
    """Whether the same request may succeed a moment later: the database is locked, gone, or has no connection left."""
    original = getattr(error, "orig", None)
    if isinstance(original, sqlite3.Error):
        return original.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    return isinstance(error, PASSING)


LARGEST_NUMBER = 2**31 - 1
"""PostgreSQL's integer; SQLite's is larger, but ends too."""


def row_number(text: str) -> int:
    """The number of a row that somebody asks for. Raises ValueError for one that no row has."""
    number = int(text)
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(text)
    return number
