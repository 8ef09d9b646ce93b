"""`flask search rebuild`: the index made anew from what is searched."""

from __future__ import annotations

import click
from flask.cli import AppGroup, with_appcontext

from taskboard.db import begin_writing, db
from taskboard.search import actions

search_cli = AppGroup("search", help="Chỉ mục tìm kiếm · The search index.")


@search_cli.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Lập lại toàn bộ chỉ mục tìm kiếm · Write every entry anew; people may work meanwhile, writers wait."""
    begin_writing()
    counts = actions.rebuild()
    db.session.commit()
    click.echo(f"Đã lập lại chỉ mục: {sum(counts.values())} mục.")
