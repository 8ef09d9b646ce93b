"""The scheduler as a real process: stopped over a reminder's moment, killed while it leads, two at once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

import pytest

from taskboard import create_app
from taskboard.clock import FixedClock
from taskboard.core import Core
from taskboard.outbox import queries as outbox
from taskboard.outbox.models import MailState
from taskboard.scheduler import queries
from taskboard.scheduler.lease import RENEW_SECONDS, TTL
from tests import build
from tests.cast import gather
from tests.faults.dying import PROCESS

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from config import Settings
    from tests.conftest import HandClock
    from tests.smtp import SmtpServer

pytestmark = pytest.mark.slow


def _keep_time(settings: Settings, instant: datetime, ttl_seconds: float) -> None:
    """A scheduler process of its own, at an instant of the business clock; its lease is short so that tests are."""
    from datetime import timedelta

    from taskboard.scheduler import run
    from taskboard.scheduler.run import Runner

    app = create_app(settings)
    app.extensions["taskboard"] = Core(settings, FixedClock(settings.zone, instant))  # type: ignore[arg-type]
    run.RENEW_SECONDS = ttl_seconds * (RENEW_SECONDS / TTL.total_seconds())
    runner = Runner(app)
    runner.leadership.ttl = timedelta(seconds=ttl_seconds)
    runner.stop_on_signals()
    runner.run()


@contextmanager
def scheduler(settings: Settings, instant: datetime, *, ttl_seconds: float = 30) -> Iterator[BaseProcess]:
    process = PROCESS.Process(target=_keep_time, args=(settings, instant, ttl_seconds))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join(10)


def wait_until(holds: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


@pytest.fixture
def city(own_app: Flask, smtp_server: SmtpServer, settings: Settings, clock: HandClock) -> Settings:
    """A task given on 16/06, due on Friday the 18th, its first mail out of the way; the settings of its processes."""
    with own_app.app_context():
        cast = gather()
        on = build.occasion(clock.now(), cast.monitor)
        build.task("Lập phương án hộ đê", lead=cast.economy, on=on, due_on=date(2021, 6, 18))
        build.saved()
    core: Core = own_app.extensions["taskboard"]
    return replace(
        core.settings,
        database_url=own_app.config["SQLALCHEMY_DATABASE_URI"],
        smtp_url=smtp_server.url,
        mail_from="Theo dõi <nhac@namdinh.example>",
    )


def reminders(server: SmtpServer) -> list[str]:
    return [
        mail.message["Subject"] for mail in server.received if "Giao nhiệm vụ" not in mail.message["Subject"]
    ]


def test_a_reminder_whose_moment_passed_while_nobody_kept_time_goes_out_once(
    own_app: Flask, city: Settings, smtp_server: SmtpServer
) -> None:
    """Running on Wednesday, stopped over Friday 08:00, started again on Friday afternoon."""
    with scheduler(city, build.at(date(2021, 6, 16), 9)) as first:
        wait_until(lambda: len(smtp_server.received) == 1)
        first.terminate()
        first.join(20)
        assert first.exitcode == 0, "a clean stop"
    friday = build.at(date(2021, 6, 18), 15)
    with scheduler(city, friday):
        wait_until(lambda: reminders(smtp_server))
    with scheduler(city, friday), own_app.app_context():
        wait_until(queries.is_alive)
        wait_until(lambda: "make_digests" in queries.last_runs())
    assert len(reminders(smtp_server)) == 1
    assert "Đến hạn hôm nay" in reminders(smtp_server)[0]


def test_two_schedulers_at_once_send_each_mail_once(
    own_app: Flask, city: Settings, smtp_server: SmtpServer
) -> None:
    friday = build.at(date(2021, 6, 18), 9)
    with scheduler(city, friday), scheduler(city, friday), own_app.app_context():
        wait_until(lambda: reminders(smtp_server))
        wait_until(lambda: outbox.counts() == {MailState.SENT: 2} and not _forget())
        time.sleep(1)
    assert len(smtp_server.received) == 2


def _forget() -> None:
    """End the reading transaction, so that the next question sees what other processes committed."""
    from taskboard.db import db

    db.session.rollback()


@pytest.mark.parametrize(
    "ttl_seconds",
    [3, pytest.param(TTL.total_seconds(), marks=pytest.mark.long)],
    ids=["short", "as-in-a-city"],
)
def test_when_the_leader_is_killed_another_takes_over(
    own_app: Flask,
    city: Settings,
    smtp_server: SmtpServer,
    ttl_seconds: float,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """kill -9, then the stand-by acts within the lease and one renewal, and for the lease of a city within 60 s."""
    wednesday, friday = build.at(date(2021, 6, 16), 9), build.at(date(2021, 6, 18), 9)
    with own_app.app_context(), scheduler(city, wednesday, ttl_seconds=ttl_seconds) as leading:
        wait_until(lambda: _leader())
        was = _leader()
        with scheduler(city, friday, ttl_seconds=ttl_seconds):
            time.sleep(2)
            assert _leader() == was, "the second stands by"
            assert not reminders(smtp_server)
            assert leading.pid is not None
            os.kill(leading.pid, signal.SIGKILL)
            killed_at = time.monotonic()
            wait_until(lambda: reminders(smtp_server), 60)
            took = time.monotonic() - killed_at
        assert _leader() != was
    with capsys.disabled():
        print(f"\nleader killed, lease {ttl_seconds:g} s: the next one reminded after {took:.1f} s")  # noqa: T201


def _leader() -> str | None:
    found = queries.leader()
    holder = found.holder if found else None
    _forget()
    return holder
