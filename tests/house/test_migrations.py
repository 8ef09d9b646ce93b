"""The schema that migrations make is the one the models speak of, on both databases."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from taskboard.db import Base, begin_writing, db
from taskboard.tasks.models import Task
from taskboard.units.actions import NewUnit, Plan, Replies, prepare, reorganise
from taskboard.units.models import SuccessionKind, UnitKind
from tests import build
from tests.cast import Cast, gather

pytestmark = pytest.mark.each_database

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
FILES = sorted((MIGRATIONS / "versions").glob("*.py"))


def test_a_migrated_database_is_what_the_models_expect(own_app: Flask) -> None:
    with own_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": _is_a_model}
        )
        assert compare_metadata(context, Base.metadata) == []


def _is_a_model(name: str | None, kind: str, _parents: object) -> bool:
    """The full-text index is each database's own: what it holds is held by tests/search."""
    return kind != "table" or not str(name).startswith("search_index")


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


def test_the_database_repeats_every_rule_the_models_state(own_app: Flask) -> None:
    """CHECKs are what a rebuild of a table loses without a word."""
    with own_app.app_context(), db.engine.connect() as connection:
        inspector = sa.inspect(connection)
        found = {
            table: {check["name"] for check in inspector.get_check_constraints(table)}
            for table in Base.metadata.tables
        }
    wanted = {
        name: {str(rule.name) for rule in table.constraints if isinstance(rule, sa.CheckConstraint)}
        for name, table in Base.metadata.tables.items()
    }
    assert found == wanted


def test_rows_survive_the_way_back_and_forth(own_app: Flask) -> None:
    """A city at work, back to the first release's schema and forward again: what the first release knew is still there."""
    with own_app.app_context():
        begin_writing()
        cast = gather()
        on = build.occasion(build.at(date(2021, 6, 1)), cast.chief)
        late = build.task(
            "Dở dang 😀 \u202exyz", lead=cast.economy, partners=[cast.urban], on=on, due_on=date(2021, 6, 4)
        )
        told = build.occasion(build.at(date(2021, 6, 2)), cast.head)
        build.extension(late, date(2021, 6, 30), on=told)
        build.confirmed(build.task("Xong", lead=cast.urban, on=on), by=on, told=told)
        _reorganise(cast)
        db.session.commit()
        before = _counts()
        flask_migrate.downgrade(revision="0001")
        flask_migrate.upgrade()
        assert _counts() == before
        db.session.expire_all()
        again = db.session.get_one(Task, late.id)
        assert (again.title, again.due_on) == ("Dở dang 😀 \u202exyz", date(2021, 6, 4))
        assert [row.unit_id for row in again.assignments] == [cast.economy.id, cast.urban.id]
        db.session.rollback()


def _reorganise(cast: Cast) -> None:
    """One that took effect and one that waits for its day: bodies, posts and tasks as a later release writes them."""
    on = build.occasion(build.at(date(2021, 6, 3)), cast.administrator)
    build.task("Trạm bơm", lead=cast.loc_vuong, partners=[cast.cua_nam], on=on)
    new = NewUnit("Phường Nam Định", UnitKind.WARD)
    merged = Plan(SuccessionKind.MERGE, (cast.loc_vuong,), date(2021, 6, 2), "Nghị quyết số 1", new=(new,))
    reorganise(merged, Replies(), on=on)
    ahead = Plan(SuccessionKind.ABOLISH, (cast.cua_nam,), date(2021, 7, 1), "Nghị quyết số 2")
    prepare(ahead, Replies(), on=on)


def _counts() -> dict[str, int]:
    """Rows by table, of what the first release had."""
    names = (
        "task",
        "task_version",
        "assignment",
        "report",
        "extension",
        "directive",
        "journal_entry",
        "person",
        "post",
    )
    counts = {name: db.session.scalar(sa.text(f"SELECT count(*) FROM {name}")) for name in names}
    db.session.rollback()
    return counts
