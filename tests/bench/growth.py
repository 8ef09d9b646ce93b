"""Whether a page costs more because more was done long ago: `make bench ARGS=growth`.

The same pages over a small and a large population, in seconds of this process alone: SQLite works inside it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from taskboard import create_app
from taskboard.accounts.models import Person
from taskboard.clock import OFFSET_FILE, Clock, real_now
from taskboard.core import Core
from taskboard.db import db
from taskboard.demo.data.people import DOMAIN
from taskboard.demo.population import load_population, size_for
from taskboard.domain.lifecycle import State
from taskboard.tasks.models import Task
from tests.bench.figures import Figure, Size
from tests.cast import sign_in
from tests.conftest import CITY
from tests.databases import SqliteDatabases

TASKS = {Size.FULL: (10_000, 100_000), Size.SHORT: (60, 120)}
TURNS = {Size.FULL: 9, Size.SHORT: 2}
MOST = {Size.FULL: 1.3, Size.SHORT: 1000.0}
"""Times the small population's; nothing is judged in the short size."""
PAGES = {
    "the chair's first page": ("chutich", "/"),
    "the list": ("chutich", "/tasks?view=open"),
    "the list of all": ("chutich", "/tasks?view=all"),
    "what is done": ("chutich", "/tasks?view=done"),
    "what is late, as a list": ("chutich", "/tasks?view=overdue"),
    "a task": ("vanphong", ""),
}


def measure(size: Size) -> Iterator[Figure]:
    """Each page at both sizes."""
    few, many = (_taken(size, count) for count in TASKS[size])
    for name in PAGES:
        yield Figure(
            f"{name}, {TASKS[size][0]:,} → {TASKS[size][1]:,} tasks",
            many[name] / few[name],
            MOST[size],
            "×",
            notes=(f"{few[name] * 1000:.1f} → {many[name] * 1000:.1f} ms of processor",),
        )


def _taken(size: Size, tasks: int) -> dict[str, float]:
    """Seconds of each page, its quickest turn."""
    with TemporaryDirectory(prefix="taskboard-bench-") as folder:
        settings = Settings(instance_dir=Path(folder) / "instance", secret_key="bench", testing=True)
        databases = SqliteDatabases(Path(folder), settings)
        app = create_app(replace(settings, database_url=databases.copy()))
        core = Core(app.extensions["taskboard"].settings, Clock(CITY, settings.instance_dir / OFFSET_FILE))
        app.extensions["taskboard"] = core
        with app.app_context():
            load_population(core, size_for(tasks), seed=1)
            code = db.session.scalar(sa.select(Task.code).where(Task.state == State.IN_PROGRESS).limit(1))
            clients = {handle: _client(app, handle) for handle, _path in PAGES.values()}
            db.session.remove()
        found = {
            name: min(_timed(clients[handle], path or f"/tasks/{code}") for _ in range(TURNS[size]))
            for name, (handle, path) in PAGES.items()
        }
        with app.app_context():
            db.engine.dispose()
    return found


def _client(app: Flask, handle: str) -> FlaskClient:
    name = Person.sign_in_name == f"{handle}@{DOMAIN}"
    client = app.test_client()
    sign_in(client, db.session.scalars(sa.select(Person).where(name)).one(), real_now())
    db.session.commit()
    return client


def _timed(client: FlaskClient, path: str) -> float:
    started = time.process_time()
    answer = client.get(path)
    took = time.process_time() - started
    assert answer.status_code == 200, (path, answer.status_code)
    return took
