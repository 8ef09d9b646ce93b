"""How fast mails leave, beside a bare smtplib loop that commits one row a mail: `make bench ARGS=delivery`.

Both hand the same mails, over real sockets, to the same sink, a process of its own; both write to the same database
over a connection opened with the same settings. The limit is a ratio, so that it means the same on every machine.
"""

from __future__ import annotations

import multiprocessing
import smtplib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from config import Settings
from taskboard import create_app
from taskboard.db import begin_writing, db
from taskboard.outbox import actions
from taskboard.outbox.actions import Claim
from taskboard.outbox.delivery import deliver_owed
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.outbox.render import Mail
from taskboard.outbox.smtp import build
from tests.bench.figures import Figure, Limit, Size

LEAST = 0.8
"""Of the bare loop's rate: what issue 5 asks for."""
MAILS = 300
ROUNDS = 5
FROM = "Theo dõi <nhac@namdinh.example>"
_LINE = "Việc “Xây dựng phương án hộ đê năm 2021” đã quá hạn 5 ngày, đề nghị báo cáo.\n"
MAIL = Mail(
    "2 việc quá hạn: Phòng Kinh tế", _LINE * 20, f"<html><body>{f'<p>{_LINE}</p>' * 60}</body></html>"
)
PROCESS = multiprocessing.get_context("spawn")


def _take_all(port: Any, until: Event) -> None:
    """A server that takes every mail and keeps none."""
    from aiosmtpd.controller import Controller

    class Sink:
        async def handle_DATA(self, *_said: object) -> str:  # noqa: N802
            return "250 OK"

    class OnFreePort(Controller):
        def _trigger_server(self) -> None:
            self.port = self.server.sockets[0].getsockname()[1]
            super()._trigger_server()

    controller = OnFreePort(Sink(), hostname="127.0.0.1", port=0)
    controller.start()
    port.value = controller.port
    until.wait()
    controller.stop()


@contextmanager
def sink() -> Iterator[str]:
    """The URL of a sink in a process of its own."""
    port, until = PROCESS.Value("i", 0), PROCESS.Event()
    process = PROCESS.Process(target=_take_all, args=(port, until), daemon=True)
    process.start()
    try:
        while not port.value:
            time.sleep(0.02)
        yield f"smtp://127.0.0.1:{port.value}"
    finally:
        until.set()
        process.join(10)


@dataclass(frozen=True)
class Rates:
    """Mails a second, the median of all rounds."""

    bare: float
    ours: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


def compare(settings: Settings, url: str, *, mails: int, rounds: int) -> Rates:
    """Turn by turn, so that whatever else the machine does falls on both. Needs a migrated database of its own."""
    app = create_app(
        replace(settings, smtp_url=url, mail_from=FROM, mails_per_minute=0, mails_per_recipient=0)
    )
    bare, ours = [], []
    with app.app_context():
        settings = app.extensions["taskboard"].settings
        for number in range(rounds + 1):
            bare.append(_rate(mails, lambda: _bare_loop(url, mails)))
            _owe(mails, number)
            ours.append(_rate(mails, lambda: _deliver(settings, mails)))
        db.session.remove()
        db.engine.dispose()
    return Rates(statistics.median(bare[1:]), statistics.median(ours[1:]))  # the first round warms up


def _rate(mails: int, work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return mails / (time.perf_counter() - started)


def _bare_loop(url: str, mails: int) -> None:
    """smtplib and the driver of the database, nothing of ours but the message itself."""
    where = urlsplit(url)
    raw = db.engine.raw_connection()
    driver = raw.driver_connection
    assert driver is not None
    cursor = driver.cursor()
    cursor.execute("DROP TABLE IF EXISTS bare_log")
    cursor.execute("CREATE TABLE bare_log (address text, sent_at text)")
    mark = "?" if db.engine.dialect.name == "sqlite" else "%s"
    driver.commit()
    with smtplib.SMTP(str(where.hostname), where.port or 25) as connection:
        for number in range(mails):
            now = datetime.now(UTC)
            connection.send_message(build(_claim(number), FROM, now))
            cursor.execute("BEGIN") if db.engine.dialect.name == "sqlite" else None
            cursor.execute(f"INSERT INTO bare_log VALUES ({mark}, {mark})", (_address(number), str(now)))
            driver.commit()
    cursor.close()
    raw.close()


def _claim(number: int) -> Claim:
    return Claim(
        number,
        datetime.now(UTC),
        1,
        f"bare:{number}",
        "Trần Văn Bình",
        _address(number),
        MAIL.subject,
        MAIL.text,
        MAIL.html,
    )


def _address(number: int) -> str:
    return f"nguoi{number}@namdinh.example"


def _owe(mails: int, round_number: int) -> None:
    begin_writing()
    now = datetime.now(UTC)
    for number in range(mails):
        actions.enqueue(
            MAIL,
            key=f"bench:{round_number}:{number}",
            kind="task_urged",
            to_name="Trần Văn Bình",
            to_address=_address(number),
            now=now,
            real_now=now,
        )
    db.session.commit()


def _deliver(settings: Settings, mails: int) -> None:
    done = deliver_owed(settings=settings, holder="bench", real_now=lambda: datetime.now(UTC))
    assert done.sent == mails, str(done)
    left = db.session.scalar(
        sa.select(sa.func.count(OutboxMessage.id)).where(OutboxMessage.state != MailState.SENT)
    )
    assert left == 0
    db.session.rollback()


@dataclass(frozen=True)
class Kind:
    """A database to deliver from."""

    words: str
    is_postgres: bool = False
    is_careful: bool = False
    """PostgreSQL only: each commit waits for the disk, as in a city."""


KINDS = (
    Kind("SQLite (WAL)"),
    Kind("PostgreSQL (fsync off)", is_postgres=True),
    Kind("PostgreSQL (fsync on)", is_postgres=True, is_careful=True),
)


def measure(size: Size) -> Iterator[Figure]:
    """The rate of delivery on each database, over that of the bare loop."""
    from tests import postgres

    mails, rounds = (MAILS, ROUNDS) if size is Size.FULL else (12, 1)
    for kind in KINDS:
        if not kind.is_postgres or postgres.is_installed():
            rates = _run(kind, mails=mails, rounds=rounds)
            yield Figure(
                f"mails sent, {kind.words}",
                rates.ratio,
                LEAST,
                "× bare smtplib loop",
                Limit.AT_LEAST,
                (f"{rates.ours:.0f} mails/s, bare loop {rates.bare:.0f} mails/s",),
            )


def _run(kind: Kind, *, mails: int, rounds: int) -> Rates:
    """Everything this needs, made and thrown away: a migrated database, a sink, the measurement."""
    from tests.databases import Databases, PostgresDatabases, SqliteDatabases

    with tempfile.TemporaryDirectory(prefix="taskboard-bench-") as folder, sink() as url:
        settings = Settings(instance_dir=Path(folder) / "instance", secret_key="bench", testing=True)
        databases: Databases = (
            PostgresDatabases(settings, is_careful=kind.is_careful)
            if kind.is_postgres
            else SqliteDatabases(Path(folder), settings)
        )
        try:
            return compare(replace(settings, database_url=databases.copy()), url, mails=mails, rounds=rounds)
        finally:
            databases.close()
