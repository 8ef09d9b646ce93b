"""The schema that migrations make is the one the models speak of, on both databases."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from taskboard.db import Base, db

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
FILES = sorted((MIGRATIONS / "versions").glob("*.py"))


def test_a_migrated_database_is_what_the_models_expect(own_app: Flask) -> None:
    with own_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_revisions_are_one_numbered_line() -> None:
    newest_first = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())
    assert len(newest_first) == len(FILES)
    assert [revision.revision for revision in reversed(newest_first)] == [path.name[:4] for path in FILES]
    assert [int(path.name[:4]) for path in FILES] == list(range(1, len(FILES) + 1))
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name) for path in FILES)


def test_migrations_know_nothing_of_the_code_they_will_outlive() -> None:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in modules if name.partition(".")[0] in ("taskboard", "config")], (
                path.name
            )
