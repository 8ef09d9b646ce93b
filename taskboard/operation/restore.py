"""An archive becomes a running installation again: schema of its day, rows, files, then today's schema.

Rows go in as one transaction with the foreign keys out of the way (tables refer to each other in circles) and checked
before the end: the database holds all of it or is as it was.
"""

from __future__ import annotations

import itertools
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from taskboard.clock import OFFSET_FILE
from taskboard.core import Core
from taskboard.db import db
from taskboard.files.actions import path_of
from taskboard.operation.backup import BackupError, Manifest, file_names, opened, read_manifest, verify
from taskboard.operation.rows import BATCH, SCHEMA_TABLE, Reader, tables_of


def restore(core: Core, source: Path, *, replaces: bool = False) -> Manifest:
    """Fill an empty database and files folder from the archive. `replaces` clears what stands there first.

    Raises BackupError before anything is written where the archive is damaged or the database is in use.
    """
    manifest = verify(source)
    _refuse_occupied(replaces)
    _bring_schema_to(manifest.revision, replaces=replaces)
    with opened(source) as archive:
        _restore_files(archive, core.settings.files_dir)
        _restore_rows(db.engine, archive, read_manifest(archive))
    flask_migrate.upgrade()
    if manifest.business_day:
        (core.settings.instance_dir / OFFSET_FILE).write_text(manifest.business_day, "utf-8")
    return manifest


def _refuse_occupied(replaces: bool) -> None:
    if replaces:
        return
    with db.engine.connect() as connection:
        known = sa.inspect(connection).get_table_names()
        for name in ("person", "unit", "journal_entry"):
            if name in known and connection.scalar(
                sa.select(sa.exists(sa.select(sa.text("1")).select_from(sa.table(name))))
            ):
                raise BackupError("cơ sở dữ liệu đã có dữ liệu; thêm --replace nếu thật sự muốn thay toàn bộ")


def _bring_schema_to(revision: str, *, replaces: bool) -> None:
    """The schema the rows were written under. A newer one is taken back step by step, which only --replace may do."""
    db.session.remove()
    try:
        found = db.session.scalar(sa.text(f"SELECT version_num FROM {SCHEMA_TABLE}"))  # nosec B608  # a constant
    except sa.exc.SQLAlchemyError:
        found = None
    finally:
        db.session.remove()
    try:
        if found is not None and found > revision:
            _clear(db.engine)
            flask_migrate.downgrade(revision=revision)
        elif found != revision:
            flask_migrate.upgrade(revision=revision)
    except SystemExit as stopped:
        raise BackupError(
            f"không đưa được lược đồ về {revision}; bản phần mềm này có thể cũ hơn bản sao lưu"
        ) from stopped


def _clear(engine: Engine) -> None:
    with _without_foreign_keys(engine) as connection:
        for table in tables_of(connection):
            connection.execute(table.delete())


def _restore_rows(engine: Engine, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    is_sqlite = engine.dialect.name == "sqlite"
    with _without_foreign_keys(engine) as connection:
        tables = {table.name: table for table in tables_of(connection)}
        if unknown := manifest.tables.keys() - tables.keys():
            raise BackupError(f"lược đồ không có bảng {', '.join(sorted(unknown))}")
        for table in tables.values():
            connection.execute(table.delete())
        for name in manifest.tables:
            _fill(connection, tables[name], archive, is_sqlite=is_sqlite)
        _check_counts(connection, tables, manifest)
        if not is_sqlite:
            _move_sequences(connection, tables.values())


def _fill(connection: Connection, table: sa.Table, archive: zipfile.ZipFile, *, is_sqlite: bool) -> None:
    reader = Reader(table, is_sqlite=is_sqlite)
    with archive.open(f"tables/{table.name}.jsonl") as lines:
        rows = map(reader.row, lines)
        while batch := list(itertools.islice(rows, BATCH)):
            connection.execute(table.insert(), batch)


def _check_counts(connection: Connection, tables: dict[str, sa.Table], manifest: Manifest) -> None:
    for name, part in manifest.tables.items():
        found = connection.scalar(sa.select(sa.func.count()).select_from(tables[name]))
        if found != part.rows:
            raise BackupError(f"bảng {name}: cần {part.rows} dòng, ghi được {found}")


def _move_sequences(connection: Connection, tables: Iterable[sa.Table]) -> None:
    """The next row gets a number of its own. Names come from the catalogue, never from the archive."""
    quote = connection.dialect.identifier_preparer.quote
    for table in tables:
        for column in table.primary_key.columns:
            sequence = connection.scalar(
                sa.select(sa.func.pg_get_serial_sequence(quote(table.name), column.name))
            )
            if sequence:
                highest = connection.scalar(sa.select(sa.func.max(column)))
                connection.execute(sa.select(sa.func.setval(sequence, highest or 1, highest is not None)))


@contextmanager
def _without_foreign_keys(engine: Engine) -> Iterator[Connection]:
    """One writing transaction in which rows may arrive in any order; references are checked before it commits."""
    if engine.dialect.name == "sqlite":
        with _sqlite_unchecked(engine) as connection:
            yield connection
    else:
        with engine.begin() as connection:
            keys = _take_foreign_keys_off(connection)
            yield connection
            for table, name, definition in keys:
                connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


@contextmanager
def _sqlite_unchecked(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")  # only outside a transaction does SQLite listen to it
        try:
            with connection.execution_options(begin_immediate=True).begin():
                yield connection
                if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                    raise BackupError(f"bản sao lưu có dòng mất tham chiếu: {orphans[:5]}")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def _take_foreign_keys_off(connection: Connection) -> list[tuple[str, str, str]]:
    """Their definitions as PostgreSQL itself writes them; adding them again checks every row."""
    found = connection.exec_driver_sql(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2"
    )
    keys = [(row[0], row[1], row[2]) for row in found]
    for table, name, _definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    return keys


def _restore_files(archive: zipfile.ZipFile, root: Path) -> None:
    """Contents go under their hash; what stands there already is the same content."""
    for digest in file_names(archive):
        path = path_of(root, digest)
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}.part")
        with archive.open(f"files/{digest}") as content, beside.open("wb") as out:
            shutil.copyfileobj(content, out)
        beside.replace(path)
