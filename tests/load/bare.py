"""The least that any Flask page has to do: one indexed query of fifty rows into a template, nobody signed in."""

from __future__ import annotations

import os

import sqlalchemy as sa
from flask import Flask, render_template_string

from taskboard.tasks.models import OPEN_STATES

PAGE = """<!doctype html><html lang="vi"><title>Nhiệm vụ</title><table>{% for row in rows %}
<tr><td>{{ row.code }}</td><td>{{ row.title }}</td><td>{{ row.state }}</td><td>{{ row.due_on }}</td></tr>
{% endfor %}</table></html>"""
STATEMENT = (
    f"SELECT code, title, state, due_on FROM task WHERE {OPEN_STATES} ORDER BY overdue_from, id LIMIT 50"
)


def application() -> Flask:
    """Served beside ours, over the same database."""
    app = Flask(__name__)
    engine = sa.create_engine(os.environ["TASKBOARD_DATABASE_URL"])

    @app.get("/")
    def rows() -> str:
        with engine.connect() as connection:
            found = connection.execute(sa.text(STATEMENT)).all()
        return render_template_string(PAGE, rows=found)

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app
