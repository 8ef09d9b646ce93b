"""Whether a page costs more because more was done long ago: `make bench ARGS=growth`.

The same pages over a small and a large population, in seconds of this process alone: SQLite works inside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from taskboard import create_app
from taskboard.accounts.models import Person
from taskboard.clock import OFFSET_FILE, Clock, real_now
from taskboard.core import Core
from taskboard.db import db
from taskboard.demo.data.people import DOMAIN
from taskboard.demo.population import load_population, size_for
from taskboard.domain.lifecycle import State
from taskboard.tasks import queries as tasks_queries
from taskboard.tasks.models import Task
from taskboard.watch import queries as watch_queries
from tests.bench.figures import Figure, Size
from tests.bench.stage import database_of_its_own
from tests.cast import sign_in
from tests.conftest import CITY

TASKS = {Size.FULL: (10_000, 100_000), Size.SHORT: (60, 120)}
TURNS = {Size.FULL: 9, Size.SHORT: 2}
MOST = {Size.FULL: 1.3, Size.SHORT: 1000.0}
"""Times the small population's; nothing is judged in the short size."""
READ = {Size.FULL: 1.5, Size.SHORT: 1000.0}
"""Times the same page over rows that are there already."""
LISTS = ("the list", "the list of all", "what is late, as a list")
READS = ("filter_choices", "view_counts", "task_page", "task_count")
PAGES = {
    "the chair's first page": ("chutich", "/"),
    "the list": ("chutich", "/tasks?view=open"),
    "the list of all": ("chutich", "/tasks?view=all"),
    "what is done": ("chutich", "/tasks?view=done"),
    "what is late, as a list": ("chutich", "/tasks?view=overdue"),
    "a task": ("vanphong", ""),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of each page, its quickest turn; and of a list over rows that were read before."""

    whole: dict[str, float]
    prefetched: dict[str, float]


def measure(size: Size) -> Iterator[Figure]:
    """Each page at both sizes; the lists of the larger beside themselves without what they read."""
    small, large = (_taken(size, count) for count in TASKS[size])
    few, many = small.whole, large.whole
    for name in LISTS:
        yield Figure(
            f"{name} of {TASKS[size][1]:,} beside the same page over rows that are there",
            many[name] / large.prefetched[name],
            READ[size],
            "×",
            notes=(f"{large.prefetched[name] * 1000:.1f} → {many[name] * 1000:.1f} ms of processor",),
        )
    for name in PAGES:
        yield Figure(
            f"{name}, {TASKS[size][0]:,} → {TASKS[size][1]:,} tasks",
            many[name] / few[name],
            MOST[size],
            "×",
            notes=(f"{few[name] * 1000:.1f} → {many[name] * 1000:.1f} ms of processor",),
        )


def _taken(size: Size, tasks: int) -> Taken:
    with database_of_its_own(is_postgres=False) as settings:
        app = create_app(settings)
        core = Core(settings, Clock(CITY, settings.instance_dir / OFFSET_FILE))
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
        prefetched = {name: _over_rows_that_are_there(clients, name, TURNS[size]) for name in LISTS}
        with app.app_context():
            db.engine.dispose()
    return Taken(found, prefetched)


def _over_rows_that_are_there(clients: dict[str, FlaskClient], name: str, turns: int) -> float:
    """The page whose lists, counts and menus were answered by the request before."""
    handle, path = PAGES[name]
    with ExitStack() as undone:
        for room, asked in ((tasks_queries, READS), (watch_queries, ("views_for",))):
            for question in asked:
                undone.enter_context(patch.object(room, question, _once(getattr(room, question))))
        return min(_timed(clients[handle], path) for _ in range(turns + 1))


def _once(ask: Callable[..., Any]) -> Callable[..., Any]:
    answers: list[Any] = []

    def answer(*args: Any, **kwargs: Any) -> Any:
        if not answers:
            answers.append(ask(*args, **kwargs))
        return answers[0]

    return answer


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
