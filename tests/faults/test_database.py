"""A database that is locked, full or gone while mails are under way and reminders are planned."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import OperationalError

from taskboard import create_app
from taskboard.core import Core
from taskboard.db import db
from taskboard.outbox import queries
from taskboard.outbox.models import DeliveryAttempt, MailState, OutboxMessage
from taskboard.reminders.models import Digest, Reminder, ReminderState
from taskboard.scheduler.jobs import job
from taskboard.scheduler.run import run_job
from tests import build, postgres
from tests.cast import gather
from tests.databases import PostgresDatabases
from tests.faults.moody import MoodyServer, moody
from tests.outbox.owed import deliver, owe

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from config import Settings
    from tests.conftest import HandClock
    from tests.postgres import PostgresServer

__all__ = ["moody"]


@pytest.fixture
def here(own_app: Flask) -> Iterator[Flask]:
    """The test stands in the application's context; SQLite gives up waiting for a lock at once."""
    with own_app.app_context():
        sa.event.listen(db.engine, "connect", _impatient)
        yield own_app
        db.session.remove()
        db.engine.dispose()
        sa.event.remove(db.engine, "connect", _impatient)


def _impatient(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA busy_timeout=20")


class Trouble:
    """Begins when a mail is at the server, ends at the chosen wait."""

    def __init__(self, begin: Callable[[], None], end: Callable[[], None], *, waits: int = 2) -> None:
        self.begin, self.end = begin, end
        self.left = waits
        self.waited: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.left -= 1
        if self.left == 0:
            self.end()

    def strike_when_a_mail_is_taken(self, server: MoodyServer) -> None:
        taken = server.handle_DATA

        async def take(*args: Any) -> str:
            answer = await taken(*args)
            if len(server.received) == 3:
                self.begin()
            return answer

        server.handle_DATA = take  # type: ignore[method-assign]


def _deliver_through(trouble: Trouble, settings: Settings, server: MoodyServer) -> None:
    """Six mails; the third is at the server when the database goes. All arrive once, and the log knows each."""
    for number in range(6):
        owe(f"nguoi{number}@namdinh.example")
    trouble.strike_when_a_mail_is_taken(server)
    done = deliver(settings, server.url, wait=trouble.wait)
    assert (done.sent, done.postponed) == (6, 0)
    assert trouble.waited == sorted(trouble.waited) and len(trouble.waited) == 2, "the waits grow"
    assert len(server.received) == 6, "what the server took before the trouble was not sent again"
    assert queries.counts() == {MailState.SENT: 6}
    ends = db.session.scalars(sa.select(DeliveryAttempt.has_succeeded)).all()
    assert ends == [True] * 6


@pytest.mark.sqlite_only
def test_a_locked_database_is_waited_for(here: Flask, settings: Settings, moody: MoodyServer) -> None:
    path = here.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    trouble = Trouble(lambda: other.execute("BEGIN IMMEDIATE"), lambda: other.execute("ROLLBACK"))
    _deliver_through(trouble, settings, moody)
    other.close()


@pytest.mark.postgres_only
def test_a_database_that_goes_away_and_comes_back_is_waited_for(
    here: Flask, settings: Settings, moody: MoodyServer
) -> None:
    """Every connection is cut, and none is let in until it is back."""
    url = sa.make_url(here.config["SQLALCHEMY_DATABASE_URI"])
    outside = sa.create_engine(
        url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )

    def ask(sql: str) -> None:
        with outside.connect() as connection:
            connection.execute(sa.text(sql), {"name": url.database} if ":name" in sql else {})

    def leave() -> None:
        ask(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false")
        ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")

    def return_() -> None:
        ask(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true")

    _deliver_through(Trouble(leave, return_), settings, moody)


@pytest.fixture(scope="module")
def private_databases(settings: Settings) -> Iterator[PostgresDatabases]:
    """On a PostgreSQL that nobody else uses, so that it may be stopped."""
    if not postgres.is_installed():
        pytest.skip("no PostgreSQL from pip here")
    databases = PostgresDatabases(settings)
    yield databases
    databases.close()


@pytest.fixture
def private_server(
    private_databases: PostgresDatabases, settings: Settings, tmp_path: Path, clock: HandClock
) -> Iterator[PostgresServer]:
    """That server, and the test in the context of an application on it."""
    own = replace(settings, database_url=private_databases.copy(), instance_dir=tmp_path)
    app = create_app(own)
    app.extensions["taskboard"] = Core(own, clock)  # type: ignore[arg-type]
    with app.app_context():
        yield private_databases.server
        db.session.remove()
        db.engine.dispose()


@pytest.mark.slow
def test_a_server_that_is_stopped_and_started_again_is_waited_for(
    private_server: PostgresServer, settings: Settings, moody: MoodyServer
) -> None:
    """Its processes end while a mail is at the mail server, and come back by the second wait."""
    _deliver_through(Trouble(private_server.halt, private_server.resume), settings, moody)


@pytest.mark.slow
def test_jobs_of_a_running_application_go_on_after_the_server_came_back(
    private_server: PostgresServer, clock: HandClock
) -> None:
    """Connections kept from before the stop are dead: the run after it asks for new ones by itself."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    assert _runs(app, "make_digests")
    private_server.halt()
    assert not _runs(app, "make_digests"), "a run that cannot be written down is a run that failed"
    private_server.resume()
    assert _runs(app, "make_digests"), "no restart of the application was needed"


class FullDisk:
    """No room for anything long: SQLite may grow by no page; PostgreSQL answers with its own error for a full disk."""

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column
        self.is_sqlite = db.engine.dialect.name == "sqlite"
        self.is_full = False

    def fill(self) -> None:
        db.session.rollback()
        self.is_full = True
        if not self.is_sqlite:
            self._on_postgres(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$",
                f"CREATE TRIGGER full_disk BEFORE INSERT ON {self.table} FOR EACH ROW "
                f"WHEN (length(NEW.{self.column}) > 1000) EXECUTE FUNCTION full_disk()",
            )
            return
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.connection.driver_connection.execute("VACUUM")
        db.engine.dispose()
        sa.event.listen(db.engine, "connect", self._keep_small)

    def _keep_small(self, connection: sqlite3.Connection, _record: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages if self.is_full else 1_000_000_000}")

    def make_room(self) -> None:
        db.session.rollback()
        self.is_full = False
        if self.is_sqlite:
            db.engine.dispose()
            sa.event.remove(db.engine, "connect", self._keep_small)
        else:
            self._on_postgres(f"DROP TRIGGER full_disk ON {self.table}", "DROP FUNCTION full_disk()")

    def _on_postgres(self, *statements: str) -> None:
        with db.engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)


def test_a_disk_that_is_full_while_an_answer_is_written_down_is_waited_for(
    here: Flask, settings: Settings, moody: MoodyServer
) -> None:
    """The third mail's answer is long and finds no room; a person makes some."""
    for number in range(6):
        owe(f"nguoi{number}@namdinh.example")
    disk, taken = FullDisk("delivery_attempt", "answer"), moody.handle_DATA

    async def take(*args: Any) -> str:
        answer = await taken(*args)
        return "\r\n".join(["250-" + "taken " * 100] * 40 + [answer]) if len(moody.received) == 3 else answer

    moody.handle_DATA = take  # type: ignore[method-assign]
    disk.fill()
    trouble = Trouble(lambda: None, disk.make_room)
    done = deliver(settings, moody.url, wait=trouble.wait)
    assert len(trouble.waited) == 2, "it was full"
    assert (done.sent, len(moody.received)) == (6, 6)
    assert db.session.scalars(sa.select(DeliveryAttempt.has_succeeded)).all() == [True] * 6


def test_a_disk_that_is_full_while_digests_are_made_loses_no_reminder(
    here: Flask, settings: Settings, moody: MoodyServer, clock: HandClock
) -> None:
    """Reminders and their mail are one transaction: it fails whole, and the next run makes up for it."""
    cast = gather()
    build.task(
        "Hộ đê", lead=cast.economy, on=build.occasion(clock.now(), cast.monitor), due_on=date(2021, 6, 17)
    )
    build.saved()
    core = here.extensions["taskboard"]
    here.extensions["taskboard"] = replace(core, settings=replace(core.settings, smtp_url=moody.url))
    clock.advance(days=1)
    disk = FullDisk("outbox_message", "html_body")
    disk.fill()
    assert not _runs(here, "make_digests")
    assert db.session.scalar(sa.select(sa.func.count(Digest.id))) == 0
    assert ReminderState.CONSUMED not in set(db.session.scalars(sa.select(Reminder.state)))
    disk.make_room()
    assert _runs(here, "make_digests")
    assert _runs(here, "deliver_outbox")
    assert any("hạn" in str(mail.message["Subject"]) for mail in moody.received)
    assert db.session.scalars(sa.select(OutboxMessage.state).distinct()).all() == [MailState.SENT]


def _runs(app: Flask, name: str) -> bool:
    """As the scheduler's tick would: a run that cannot even be written down is a run that failed."""
    try:
        return run_job(app, job(name), holder="test")
    except OperationalError:
        return False
    finally:
        db.session.rollback()
