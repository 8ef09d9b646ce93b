"""kill -9 of the web server and the scheduler while people report: what a person was told is kept is kept, once."""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts.actions import set_password
from taskboard.clock import real_now
from taskboard.db import begin_writing, db
from taskboard.journal import queries as journal
from taskboard.tasks.models import Report
from tests import build
from tests.cast import Cast, gather
from tests.faults.test_crowd import PASSWORD, ROOT, Visitor, answers, wait_until
from tests.processes import free_port

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.slow
SECRET = "for tests only"
REPORTERS = 3
FACTS = {"kind": "progress", "cause": "none"}


@dataclass
class Service:
    """One program of the installation, killed and started again."""

    environment: dict[str, str]
    command: list[str]
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.running = subprocess.Popen(
            [sys.executable, "-m", *self.command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def signal_all(self, number: int) -> None:
        """To the program and all it started."""
        if self.running is not None and self.running.poll() is None:
            os.killpg(self.running.pid, number)

    def workers(self) -> list[int]:
        assert self.running is not None
        children = Path(f"/proc/{self.running.pid}/task/{self.running.pid}/children")
        return [int(number) for number in children.read_text().split()]

    def end(self, number: int = signal.SIGTERM) -> int:
        self.signal_all(number)
        return self.running.wait(60) if self.running is not None else 0


@dataclass
class City:
    """A real web server and a real scheduler over own_app's database, and what people were told."""

    web: Service
    scheduler: Service
    base: str
    codes: list[str]
    told: list[str] = field(default_factory=list)
    tried: int = 0
    is_over: threading.Event = field(default_factory=threading.Event)

    def come_up(self) -> None:
        self.web.start()
        wait_until(lambda: answers(self.base))

    def metrics(self) -> str:
        return Visitor(self.base).get("/metrics")


@pytest.fixture
def cast_there(own_app: Flask) -> tuple[Cast, list[str]]:
    with own_app.app_context():
        cast = gather()
        on = build.occasion(real_now(), cast.monitor)
        tasks = [build.task(f"Việc {number}", lead=cast.economy, on=on) for number in range(REPORTERS)]
        set_password(cast.head, PASSWORD, acting=on.acting, now=on.now)
        build.saved()
        return cast, [task.code for task in tasks]


@pytest.fixture
def city(own_app: Flask, cast_there: tuple[Cast, list[str]]) -> Iterator[City]:
    instance = own_app.extensions["taskboard"].settings.instance_dir
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TASKBOARD_")},
        "TASKBOARD_DATABASE_URL": own_app.config["SQLALCHEMY_DATABASE_URI"],
        "TASKBOARD_INSTANCE_DIR": str(instance),
        "TASKBOARD_SECRET_KEY": SECRET,
        "FLASK_APP": "wsgi.py",
    }
    port = free_port()
    listening = [f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4", "--no-control-socket"]
    web = Service(environment, ["gunicorn", *listening, "--graceful-timeout=20", "wsgi:app"])
    scheduler = Service(environment, ["flask", "scheduler", "run"])
    with ExitStack() as at_the_end:
        for service in (web, scheduler):
            at_the_end.callback(service.end, signal.SIGKILL)
        yield City(web, scheduler, f"http://127.0.0.1:{port}", cast_there[1])


def report(city: City, code: str, number: int) -> None:
    """Report on one task again and again; whatever breaks in between is tried as a new report."""
    visitor, count = None, 0
    while not city.is_over.is_set():
        words = f"Đợt {number}-{count}"
        count += 1
        try:
            if visitor is None:
                visitor = Visitor(city.base)
                visitor.post("/sign-in", "/sign-in", email="kinhte@namdinh.example", password=PASSWORD)
            page = visitor.get(f"/tasks/{code}/report")
            keys = dict(re.findall(r'name="(form_key|seen)"[^>]*value="([^"]*)"', page))
            city.tried += 1
            address = f"/tasks/{code}/report"
            visitor.post(address, address, **FACTS, done_text=words, **keys)
        except (urllib.error.URLError, HTTPException, OSError):
            time.sleep(0.05)
            continue
        city.told.append(words)


def kept(own_app: Flask) -> Counter[str]:
    with own_app.app_context():
        begin_writing()
        return Counter(db.session.scalars(sa.select(Report.done_text)))


@pytest.mark.parametrize("rounds", [3, pytest.param(40, marks=pytest.mark.long)], ids=["three", "forty"])
def test_what_a_person_was_told_is_kept_outlives_kill_9(own_app: Flask, city: City, rounds: int) -> None:
    city.come_up()
    city.scheduler.start()
    reporters = [
        threading.Thread(target=report, args=(city, code, number)) for number, code in enumerate(city.codes)
    ]
    for reporter in reporters:
        reporter.start()
    chance = random.Random(7)
    try:
        wait_until(lambda: len(city.told) >= 3)
        for turn in range(rounds):
            time.sleep(chance.uniform(0.2, 1.0))
            if turn % 3 == 0:
                os.kill(chance.choice(city.web.workers()), signal.SIGKILL)  # gunicorn starts another
            elif turn % 3 == 1:
                city.scheduler.end(signal.SIGKILL)
                city.scheduler.start()
            else:
                city.web.end(signal.SIGKILL)
                city.come_up()
            before = len(city.told)
            wait_until(lambda before=before: len(city.told) > before + 1)
    finally:
        city.is_over.set()
        for reporter in reporters:
            reporter.join(60)
    stands = kept(own_app)
    assert set(city.told) <= set(stands), "nothing that was confirmed is lost"
    assert max(stands.values()) == 1, "and nothing stands twice"
    assert len(stands) <= city.tried
    with own_app.app_context():
        assert journal.verify(SECRET.encode()).is_whole


@pytest.mark.sqlite_only
def test_counts_of_a_worker_outlive_it_and_leave_one_file(city: City, own_app: Flask) -> None:
    city.come_up()
    visitor = Visitor(city.base)
    for _ in range(20):
        visitor.get("/readyz")
    before = readings(city.metrics())
    assert before >= 20, "the requests of both workers, whichever is asked"
    for worker in city.web.workers():
        os.kill(worker, signal.SIGKILL)
    folder = Path(city.web.environment["TASKBOARD_INSTANCE_DIR"]) / "metrics"
    wait_until(lambda: (folder / "histogram_0.db").is_file() and answers(city.base))
    wait_until(lambda: len(list(folder.glob("counter_*.db"))) <= 3)
    assert readings(city.metrics()) == before
    assert city.web.end() == 0
    city.come_up()
    assert readings(city.metrics()) == 0, "counts begin with the server"


def readings(page: str) -> float:
    found = re.search(r'taskboard_request_seconds_count\{endpoint="web.readyz",method="GET"\} (\S+)', page)
    return float(found[1]) if found else 0.0


SMUGGLED = b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
"""What the second of two readers would take for a request of its own."""


def _asked(head: str) -> bytes:
    return f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n\r\n0\r\n\r\n".encode() + SMUGGLED


@pytest.mark.sqlite_only
def test_a_message_that_two_readers_would_cut_differently_is_refused_and_ends_the_line(city: City) -> None:
    """What nginx takes for the body of one request must never be the next request for gunicorn."""
    city.come_up()
    heads = (
        "Content-Length: 6\r\nTransfer-Encoding: chunked",
        "Content-Length: 5\r\nContent-Length: 50",
        "Content-Length: +5",
        "Content-Length: 5, 50",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Content-Length : 5",
        "X-Odd: a\r\n Content-Length: 5",
        "X-Odd: a\0b",
    )
    for head in heads:
        said = _told_by_the_server(city.base, _asked(head))
        assert re.match(rb"HTTP/1.1 (400|501) ", said), (head, said[:80])
        assert said.count(b"HTTP/1.1 ") == 1 and b"taskboard_" not in said, head
    for line in (f"GET /{'x' * 9000} HTTP/1.1", "GET  / HTTP/1.1", "GET / HTTP/9.9"):
        said = _told_by_the_server(city.base, f"{line}\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert re.match(rb"HTTP/1.1 (400|414|505) ", said), (line[:20], said[:80])


def _told_by_the_server(base: str, message: bytes) -> bytes:
    """All it says until it hangs up."""
    place = urllib.parse.urlsplit(base)
    with socket.create_connection((place.hostname, place.port), timeout=20) as line:
        line.sendall(message)
        said = b""
        with contextlib.suppress(ConnectionResetError):
            while part := line.recv(65536):
                said += part
    return said


class _StaysThere(urllib.request.HTTPRedirectHandler):
    """Takes a redirect for the answer it is: where it leads to is no longer served."""

    def redirect_request(self, *_about: object) -> None:
        return None


@pytest.mark.sqlite_only
def test_a_stopped_server_answers_what_it_has_begun(city: City, own_app: Flask) -> None:
    """SIGTERM: no new requests, but the one at hand gets its answer and its row."""
    city.web.command = [word.replace("--workers=2", "--workers=1") for word in city.web.command]
    city.come_up()
    visitor = Visitor(city.base)
    visitor.post("/sign-in", "/sign-in", email="kinhte@namdinh.example", password=PASSWORD)
    address = f"/tasks/{city.codes[0]}/report"
    fields = dict(re.findall(r'name="(form_key|seen|csrf_token)"[^>]*value="([^"]*)"', visitor.get(address)))
    body = urllib.parse.urlencode({**FACTS, **fields, "done_text": "Lúc dừng"}).encode()

    cookies = [one for one in visitor.browser.handlers if isinstance(one, urllib.request.HTTPCookieProcessor)]
    browser = urllib.request.build_opener(_StaysThere, *cookies)

    def send() -> None:
        try:
            browser.open(city.base + address, body, timeout=60).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            city.told.append(f"Lúc dừng: {answer.code}")

    with own_app.app_context():
        begin_writing()  # the request waits for this writer
        sending = threading.Thread(target=send)
        sending.start()
        time.sleep(1)
        wait_until(
            lambda: answers(city.base)
        )  # by the one worker, which so has the request before it at hand
        assert city.web.running is not None
        city.web.running.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert city.told == []
        db.session.rollback()
    sending.join(30)
    assert city.web.running.wait(60) == 0
    assert city.told == ["Lúc dừng: 302"]
    assert kept(own_app)["Lúc dừng"] == 1
