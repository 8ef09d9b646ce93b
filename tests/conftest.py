"""The fixtures every test may ask for.

`db_session` and everything above it (`app`, `client`) see one migrated database whose changes are rolled back after
each test, commits included. `own_app` has a database of its own for what rolling back cannot show: threads, processes,
locks. What is kept, counted and found is tested on SQLite and on PostgreSQL; what people see of it on one of the two, by
turns: see --database.

The application is imported by the fixtures that need it: tests of the pure domain start in a blink.
"""

from __future__ import annotations

import contextlib
import functools
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import hypothesis
import pytest

from config import Settings
from taskboard import create_app
from tests import postgres
from tests.browser import chromium, live_server, page
from tests.smtp import smtp_server

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session

    from taskboard.core import Core
    from tests.databases import Databases

__all__ = ["chromium", "live_server", "page", "smtp_server"]

# A machine that does other work too makes a slow example, not a wrong one.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

CITY = ZoneInfo("Asia/Ho_Chi_Minh")
SIXTEENTH_OF_JUNE = datetime(2021, 6, 16, 9, 0, tzinfo=CITY).astimezone(UTC)
"""A Wednesday morning, the sample city's first day."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres", "both", "turns"],
        help="what tests that need a database run on; default: turns where pip brought a PostgreSQL, else SQLite. "
        "turns: both, but pages and journeys, which ask the same questions as the rules below them, on one each",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", _kinds(metafunc), indirect=True, scope="session")


def _kinds(metafunc: pytest.Metafunc) -> list[str]:
    chosen = metafunc.config.getoption("--database") or ("turns" if postgres.is_installed() else "sqlite")
    kinds = [chosen] if chosen in ("sqlite", "postgres") else ["sqlite", "postgres"]
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    if marks & {"sqlite_only", "postgres_only"}:
        return [kind for kind in kinds if f"{kind}_only" in marks]
    if chosen == "turns" and "each_database" not in marks:
        return _turn(metafunc.definition, kinds)
    return kinds


BY_TURNS = {"pages": 2, "house": 2, "demo": 1, "journeys": 1, "guide": 1, "accessibility": 1}
"""Folders whose tests take turns, each test (2), or each file (1) where a file shares one sample city."""


def _turn(test: pytest.Function, kinds: list[str]) -> list[str]:
    """One of the two for a test of BY_TURNS, always the same for the same name; else both."""
    parts = BY_TURNS.get(test.path.parent.name)
    if parts is None:
        return kinds
    name = "::".join([test.path.name, test.originalname][:parts])
    return [kinds[zlib.crc32(name.encode()) % len(kinds)]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first: whoever broke something small need not wait for the browser to hear of it."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(
        key=lambda item: 2 if item.get_closest_marker("browser") else bool(item.get_closest_marker("slow"))
    )


@dataclass
class HandClock:
    """The application's clock with its hands moved by the test."""

    zone: ZoneInfo
    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.instant.astimezone(self.zone).date()

    def real_now(self) -> datetime:
        return self.instant

    @property
    def is_shifted(self) -> bool:
        return False

    def set_to(self, instant: datetime) -> None:
        """Make it this instant; must be aware."""
        self.instant = instant.astimezone(UTC)

    def advance(self, **delta: float) -> None:
        """Move on by timedelta's keywords: advance(days=1)."""
        self.instant += timedelta(**delta)


@pytest.fixture
def clock() -> HandClock:
    """The clock `app` and `own_app` live by: 09:00 on 16/06/2021 in the city until the test moves it."""
    return HandClock(CITY, SIXTEENTH_OF_JUNE)


@pytest.fixture
def now(clock: HandClock) -> datetime:
    """The clock's instant (UTC) at the start of the test: what actions take as `now`."""
    return clock.now()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation's settings without a database."""
    return Settings(
        instance_dir=tmp_path_factory.mktemp("instance"),
        secret_key="for tests only",
        base_url="http://localhost",
        testing=True,
    )


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """ "sqlite" or "postgres"."""
    kind: str = request.param
    return kind


@dataclass(frozen=True)
class House:
    """Of one kind of database: a source of migrated ones, and an application on the one that tests share."""

    databases: Databases
    app: Flask


@pytest.fixture(scope="session")
def _houses(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], House]]:
    """Each kind's house, built when first asked for and kept to the end, whatever order tests come in."""
    with contextlib.ExitStack() as at_the_end:

        @functools.cache
        def house(kind: str) -> House:
            from tests.databases import PostgresDatabases, SqliteDatabases

            databases: Databases
            if kind == "sqlite":
                databases = SqliteDatabases(tmp_path_factory.mktemp("databases"), settings)
            else:
                databases = PostgresDatabases(settings)
            at_the_end.callback(databases.close)
            app = create_app(replace(settings, database_url=databases.copy()))
            at_the_end.callback(_let_go, app)
            return House(databases, app)

        yield house


@pytest.fixture(scope="session")
def databases(database_kind: str, _houses: Callable[[str], House]) -> Databases:
    """Where a fresh migrated database is to be had."""
    return _houses(database_kind).databases


@pytest.fixture(scope="session")
def _shared_app(database_kind: str, _houses: Callable[[str], House]) -> Flask:
    """One application for the whole run: building it costs more than most tests."""
    return _houses(database_kind).app


@pytest.fixture
def db_session(_shared_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[scoped_session[Session]]:
    """`db.session` on one connection; whatever it commits is gone after the test.

    Flask-SQLAlchemy's own session class asks the application for its bind and ignores ours: hence a plain one.
    No application context is pushed: a request inside one would share its `g`, and with it the signed-in person.
    """
    from sqlalchemy.orm import scoped_session, sessionmaker

    from taskboard.db import db

    with _shared_app.app_context():
        engine = db.engine
    with engine.connect() as connection:
        outer = connection.begin()
        session = scoped_session(sessionmaker(connection, join_transaction_mode="create_savepoint"))
        monkeypatch.setattr(db, "session", session)
        yield session
        session.remove()
        if outer.is_active:
            outer.rollback()


@pytest.fixture
def app(
    _shared_app: Flask,
    db_session: scoped_session[Session],
    clock: HandClock,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Flask:
    """The application on the rolled-back database, with an instance folder of the test's own."""
    core = _core(settings, _shared_app.config["SQLALCHEMY_DATABASE_URI"], tmp_path, clock)
    monkeypatch.setitem(_shared_app.extensions, "taskboard", core)
    return _shared_app


def _core(settings: Settings, url: str, tmp_path: Path, clock: HandClock) -> Core:
    from taskboard.core import Core

    instance = tmp_path / "instance"
    instance.mkdir()
    return Core(replace(settings, database_url=url, instance_dir=instance), clock)  # type: ignore[arg-type]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a screen, signed out."""
    return app.test_client()


@pytest.fixture
def own_app(databases: Databases, settings: Settings, clock: HandClock, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own: commits stay, so threads and processes see each other's."""
    url = databases.copy()
    core = _core(settings, url, tmp_path, clock)
    app = create_app(core.settings)
    app.extensions["taskboard"] = core
    yield app
    _let_go(app)
    databases.drop(url)


def _let_go(app: Flask) -> None:
    """Close the application's connections."""
    from taskboard.db import db

    with app.app_context():
        db.engine.dispose()
