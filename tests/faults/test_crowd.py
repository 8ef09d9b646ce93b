"""Four web workers and two schedulers on one database, as processes of their own: each mail leaves once."""

from __future__ import annotations

import http.cookiejar
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts.actions import set_password
from taskboard.accounts.models import Person
from taskboard.clock import real_now
from taskboard.db import begin_writing, db
from taskboard.outbox import queries
from taskboard.outbox.models import MailState
from taskboard.scheduler import actions
from taskboard.scheduler import queries as scheduler
from tests import build
from tests.cast import gather
from tests.processes import end_group, free_port

if TYPE_CHECKING:
    from flask import Flask

    from tests.smtp import SmtpServer

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "mật khẩu thử"
TASKS = 12


@pytest.fixture
def environment(own_app: Flask, smtp_server: SmtpServer) -> dict[str, str]:
    """What a city would set, for own_app's database; twelve tasks of two units wait to be pressed for."""
    core = own_app.extensions["taskboard"]
    with own_app.app_context():
        cast = gather()
        on = build.occasion(real_now(), cast.monitor)
        for number in range(TASKS):
            build.task(f"Việc {number}", lead=(cast.economy, cast.urban)[number % 2], on=on)
        set_password(cast.monitor, PASSWORD, acting=on.acting, now=on.now)
        build.saved()
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("TASKBOARD_")},
        "TASKBOARD_DATABASE_URL": own_app.config["SQLALCHEMY_DATABASE_URI"],
        "TASKBOARD_INSTANCE_DIR": str(core.settings.instance_dir),
        "TASKBOARD_SECRET_KEY": "for tests only",
        "TASKBOARD_SMTP_URL": smtp_server.url,
        "TASKBOARD_MAILS_PER_RECIPIENT": "0",
        "FLASK_APP": "wsgi.py",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def program(environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m …` until the test is over; ended with everything it started."""
    running = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield running
    finally:
        end_group(running)


@dataclass
class Visitor:
    """A browser of the Office: cookies, and the token of the page it reads."""

    base: str

    def __post_init__(self) -> None:
        self.browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def get(self, path: str) -> str:
        with self.browser.open(self.base + path, timeout=60) as page:
            text: str = page.read().decode()
            return text

    def post(self, path: str, token_from: str, **values: str) -> str:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(token_from))
        assert token, f"{token_from} has no form"
        body = urllib.parse.urlencode({**values, "csrf_token": token[1]}).encode()
        with self.browser.open(self.base + path, body, timeout=60) as page:
            text: str = page.read().decode()
            return text


def wait_until(holds: Callable[[], object], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


def answers(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/healthz", timeout=5) as page:
            return bool(page.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def press(base: str, codes: list[str]) -> None:
    """Sign in and press for each of these tasks."""
    office = Visitor(base)
    office.post("/sign-in", "/sign-in", email="vanphong@namdinh.example", password=PASSWORD)
    for code in codes:
        office.post(f"/tasks/{code}/urge", f"/tasks/{code}")


def test_four_web_workers_and_two_schedulers_send_each_mail_once(
    own_app: Flask, environment: dict[str, str], smtp_server: SmtpServer
) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        stack.enter_context(
            program(environment, "gunicorn", "-w", "4", "-b", f"127.0.0.1:{port}", "wsgi:app")
        )
        for _ in range(2):
            stack.enter_context(program(environment, "flask", "scheduler", "run"))
        wait_until(lambda: answers(base))
        codes = [f"NV-{real_now():%Y}-{number:04d}" for number in range(1, TASKS + 1)]
        with ThreadPoolExecutor(4) as offices:
            list(offices.map(lambda part: press(base, part), [codes[start::4] for start in range(4)]))
        with own_app.app_context():
            _ask_for_delivery()
            wait_until(_all_sent)
            assert scheduler.is_alive()
            db.session.rollback()
    ids = Counter(str(mail.message["Message-ID"]) for mail in smtp_server.received)
    assert set(ids.values()) == {1}
    urged = [mail for mail in smtp_server.received if "Đôn đốc" in mail.message["Subject"]]
    assert len(urged) == TASKS, "one a task and recipient"
    given = [mail for mail in smtp_server.received if "Giao nhiệm vụ" in mail.message["Subject"]]
    assert len(given) == TASKS, (
        "one at assignment; what else the day brings (a Monday's bulletin) is not counted here"
    )


def _ask_for_delivery() -> None:
    """As "run now" on the page of jobs: the test need not wait for the next tick."""
    begin_writing()
    asked_by = db.session.scalar(sa.select(Person.id).where(Person.email == "quantri@namdinh.example"))
    actions.wake("deliver_outbox", person_id=asked_by, real_now=real_now())
    db.session.commit()


def _all_sent() -> bool:
    counts = queries.counts()
    db.session.rollback()
    return set(counts) == {MailState.SENT} and counts[MailState.SENT] >= 2 * TASKS
