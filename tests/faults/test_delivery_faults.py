"""What must survive: processes that die while sending, several at once, a server that takes a mail and is not heard."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard import create_app
from taskboard.db import db
from taskboard.outbox import actions, delivery, queries
from taskboard.outbox.models import DeliveryAttempt, MailState, OutboxMessage
from tests.faults.dying import PROCESS
from tests.outbox.owed import NOON, deliver, owe

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings
    from tests.smtp import SmtpServer

ADDRESSES = [f"nguoi{number:02d}@namdinh.example" for number in range(20)]


@pytest.fixture
def owing(own_app: Flask) -> Flask:
    """An application of its own database that owes twenty mails."""
    with own_app.app_context():
        for address in ADDRESSES:
            owe(address)
    return own_app


def arrived(server: SmtpServer) -> list[str]:
    return sorted(mail.recipients[0] for mail in server.received)


def test_three_deliverers_at_once_send_each_mail_once(
    owing: Flask, settings: Settings, smtp_server: SmtpServer
) -> None:
    ready = threading.Barrier(3)

    def run(holder: str) -> None:
        with owing.app_context():
            ready.wait()
            deliver(settings, smtp_server.url, holder=holder, timeout_seconds=30.0)

    threads = [threading.Thread(target=run, args=(name,)) for name in ("một", "hai", "ba")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert arrived(smtp_server) == ADDRESSES
    with owing.app_context():
        assert queries.counts() == {MailState.SENT: len(ADDRESSES)}


def _die_at(settings: Settings, url: str, moment: str, mail_number: int) -> None:
    """In a process of its own: deliver, and be killed at a moment of the given mail, as by kill -9."""
    app = create_app(settings)
    with app.app_context():
        _kill_when(moment, mail_number)
        deliver(settings, url, holder=f"doomed-{moment}")


def _kill_when(moment: str, mail_number: int) -> None:
    place: object = {"claimed": delivery.Sender, "accepted": delivery.Sender, "settled": delivery.actions}[
        moment
    ]
    name = "settle" if moment == "settled" else "send"
    original: Callable[..., object] = getattr(place, name)
    seen = 0

    def doomed(*args: object, **kwargs: object) -> object:
        nonlocal seen
        seen += 1
        if seen < mail_number:
            return original(*args, **kwargs)
        if moment != "claimed":
            original(*args, **kwargs)  # the server has it, or the settlement is written but not committed
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable")

    setattr(place, name, doomed)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "repeats"),
    [("claimed", 0), ("accepted", 1), ("settled", 1)],
)
def test_a_deliverer_killed_in_the_middle_loses_nothing(
    owing: Flask, settings: Settings, smtp_server: SmtpServer, moment: str, repeats: int
) -> None:
    """Repeats happen only between the server's acceptance and the commit, and bear the same Message-ID."""
    own = replace(settings, database_url=owing.config["SQLALCHEMY_DATABASE_URI"], smtp_connections=1)
    doomed = PROCESS.Process(target=_die_at, args=(own, smtp_server.url, moment, 7))
    doomed.start()
    doomed.join(60)
    assert doomed.exitcode == -signal.SIGKILL
    with owing.app_context():
        assert queries.counts()[MailState.SENDING] == 1
        deliver(settings, smtp_server.url)
        assert queries.counts() == {MailState.SENDING: 1, MailState.SENT: 19}, "its lease still runs"
        _let_leases_run_out()
        done = deliver(settings, smtp_server.url)
        assert (done.taken_back, done.sent) == (1, 1)
        assert queries.counts() == {MailState.SENT: 20}
        unknown = db.session.scalars(
            sa.select(DeliveryAttempt).where(DeliveryAttempt.ended_at.is_(None))
        ).all()
        assert len(unknown) == 1, "the log does not pretend to know"
    assert len(smtp_server.received) == len(ADDRESSES) + repeats
    identities = {mail.recipients[0]: set() for mail in smtp_server.received}  # type: ignore[var-annotated]
    for mail in smtp_server.received:
        identities[mail.recipients[0]].add(mail.message["Message-ID"])
    assert sorted(identities) == ADDRESSES
    assert all(len(ids) == 1 for ids in identities.values())


def _let_leases_run_out() -> None:
    db.session.execute(
        sa.update(OutboxMessage)
        .where(OutboxMessage.state == MailState.SENDING)
        .values(claimed_until=queries.database_now() - actions.LEASE)
    )
    db.session.commit()


def test_mails_owed_while_delivering_are_not_lost(
    owing: Flask, settings: Settings, smtp_server: SmtpServer
) -> None:
    """Facts keep being written while a pass is under way."""
    written = threading.Event()

    def write() -> None:
        with owing.app_context():
            for number in range(10):
                owe(f"them{number}@namdinh.example")
        written.set()

    writer = threading.Thread(target=write)
    writer.start()
    with owing.app_context():
        deliver(settings, smtp_server.url)
        assert written.wait(60)
        deliver(settings, smtp_server.url, at=NOON)
    writer.join()
    assert arrived(smtp_server) == sorted(
        [*ADDRESSES, *(f"them{number}@namdinh.example" for number in range(10))]
    )
