"""Where a measurement takes place: a database of its own, gone afterwards, and the application over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from config import Settings
from taskboard import create_app
from taskboard.db import db
from tests.databases import Databases, PostgresDatabases, SqliteDatabases

if TYPE_CHECKING:
    from flask import Flask


@contextmanager
def database_of_its_own(*, is_postgres: bool, testing: bool = True) -> Iterator[Settings]:
    """A migrated, empty database; settings that name it."""
    with TemporaryDirectory(prefix="taskboard-bench-") as folder:
        settings = Settings(instance_dir=Path(folder) / "instance", secret_key="bench", testing=testing)
        databases: Databases = (
            PostgresDatabases(settings) if is_postgres else SqliteDatabases(Path(folder), settings)
        )
        try:
            yield replace(settings, database_url=databases.copy())
        finally:
            databases.close()


@contextmanager
def app_over(settings: Settings) -> Iterator[Flask]:
    """The application in its context; its connections are closed at the end."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
