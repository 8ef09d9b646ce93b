"""The application as a city runs it, on loopback: gunicorn with two workers, and people who ask it things over HTTP."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from taskboard import create_app
from taskboard.clock import OFFSET_FILE, Clock
from taskboard.core import Core
from taskboard.db import db
from taskboard.demo.data.people import DOMAIN, PASSWORD
from taskboard.demo.population import load_population, size_for
from tests.conftest import CITY
from tests.processes import end_group, free_port

if TYPE_CHECKING:
    from config import Settings

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
OURS, BARE = "wsgi:app", "tests.load.bare:application()"


def populated(settings: Settings, url: str, tasks: int) -> dict[str, str]:
    """Fill the migrated database at `url`; what a server of it finds in its environment."""
    held = replace(settings, database_url=url, secret_key="for load tests only")
    app = create_app(held)
    core = Core(held, Clock(CITY, held.instance_dir / OFFSET_FILE))
    with app.app_context():
        load_population(core, size_for(tasks), seed=1)
        db.session.remove()
        db.engine.dispose()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TASKBOARD_")}
    return kept | {
        "TASKBOARD_DATABASE_URL": url,
        "TASKBOARD_INSTANCE_DIR": str(held.instance_dir),
        "TASKBOARD_SECRET_KEY": "for load tests only",
        "TASKBOARD_LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def renew(self) -> None:
        """New workers take over, the old ones finish what they have (gunicorn's HUP)."""
        self.process.send_signal(signal.SIGHUP)

    def resident_mb(self) -> float:
        """Memory of all its processes together."""
        pids = [self.process.pid, *_children(self.process.pid)]
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
        return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def served(environment: dict[str, str], application: str = OURS) -> Iterator[Server]:
    """gunicorn over that database until the block is left."""
    port = free_port()
    where = ["-b", f"127.0.0.1:{port}", "-w", str(WORKERS), "--threads", "4", application]
    running = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--log-level", "error", *where],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield Server(port, running)
    finally:
        end_group(running)


def _wait_for(port: int, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Browser(port).get("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    words: str
    seconds: float = 0.0


@dataclass
class Browser:
    """One person at a machine of their own: a cookie, and a connection a request."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, **values: str) -> Answer:
        return self._ask("POST", path, urlencode(values))

    def sign_in(self, handle: str) -> Browser:
        token = self.token("/sign-in")
        answer = self.post("/sign-in", csrf_token=token, email=f"{handle}@{DOMAIN}", password=PASSWORD)
        assert answer.status == 302, answer.status
        return self

    def token(self, path: str) -> str:
        """The token of the form on that page."""
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.get(path).words)
        assert found, f"{path} has no form"
        return found[1]

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            words = answer.read().decode("utf-8", "replace")
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
        finally:
            connection.close()
        return Answer(answer.status, words, time.perf_counter() - began)


def open_loop(ask: Callable[[int], Answer], *, rate: float, seconds: float) -> list[Answer]:
    """So many a second whatever becomes of those before; an answer's time counts from when it should have been asked."""
    began = time.perf_counter()

    def one(number: int) -> Answer:
        due = began + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        answer = ask(number)
        return replace(answer, seconds=time.perf_counter() - due)

    with ThreadPoolExecutor(32) as people:
        return list(people.map(one, range(int(rate * seconds))))


def percentile(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
