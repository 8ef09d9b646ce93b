"""Run migrations over the application's own engine.

SQLite: a batch rebuild drops and re-creates the table; with foreign keys on, that deletes the children. They are off
while migrating and checked before the commit (docs/adr, migrations).
"""

from __future__ import annotations

from alembic import context
from flask import current_app

from taskboard.db import Base, UtcDateTime, db


def run() -> None:
    engine = db.engine
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=_render_item,
            include_name=_is_ours,
            **{**current_app.extensions["migrate"].configure_args, "render_as_batch": True},
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                _refuse_orphans(connection)
        connection.commit()
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys=ON")


def _render_item(kind, item, _autogen_context):
    """Migrations never import the application: our own types are written as what the database sees."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _is_ours(name, kind, _parents) -> bool:
    """The full-text index is each database's own, no model's (migration 0014)."""
    return kind != "table" or not name.startswith("search_index")


def _refuse_orphans(connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise RuntimeError(f"the migration would leave rows without their parents: {orphans[:5]}")


run()
