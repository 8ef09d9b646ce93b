"""Migrated databases for the tests: migrate one, copy it for whoever needs one."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import flask_migrate
import sqlalchemy as sa

from config import Settings
from taskboard import create_app
from taskboard.db import db
from tests.postgres import PostgresServer


@sa.event.listens_for(sa.Engine, "connect")
def _wait_for_no_disk(connection: object, _record: object) -> None:
    """A test's file need not outlive a power cut, as the tests' PostgreSQL need not either; processes of their own wait."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def migrate(settings: Settings) -> None:
    """Bring the database of these settings to the newest schema."""
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()


class Databases(Protocol):
    """Gives copies of one migrated database of one kind."""

    def copy(self) -> str:
        """The URL of a fresh, migrated, empty database."""
        ...

    def drop(self, url: str) -> None: ...

    def close(self) -> None: ...


class SqliteDatabases:
    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self._template = folder / "template.db"
        self._numbers = itertools.count(1)
        migrate(replace(settings, database_url=f"sqlite:///{self._template}"))

    def copy(self) -> str:
        path = self.folder / f"copy-{next(self._numbers)}.db"
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        path = Path(url.removeprefix("sqlite:///"))
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        self._template.unlink()


class PostgresDatabases:
    def __init__(self, settings: Settings, *, is_careful: bool = False) -> None:
        self.server = PostgresServer(is_careful=is_careful)
        self._template = self.server.create()
        try:
            migrate(replace(settings, database_url=self.server.url(self._template)))
        except BaseException:
            self.close()
            raise

    def copy(self) -> str:
        return self.server.url(self.server.create(self._template))

    def drop(self, url: str) -> None:
        name = sa.make_url(url).database
        assert name is not None
        self.server.drop(name)

    def close(self) -> None:
        self.server.stop()
