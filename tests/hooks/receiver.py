"""A real HTTP server on this machine that keeps what it is told and answers as the test says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from taskboard.hooks.sending import networks

ALLOWED = networks(["127.0.0.0/8", "::1/128"])


@dataclass(frozen=True)
class Heard:
    path: str
    headers: dict[str, str]
    """By lower-case name."""
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.body)
        return value


@dataclass
class Receiver:
    heard: list[Heard] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """What the next requests are answered, one each; then 200."""
    location: str = ""
    words: bytes = b"ok"
    drip_seconds: float = 0.0
    """Between two bytes of the answer."""
    port: int = 0
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/events?of=city"

    def start(self) -> None:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.answer(self)

            def log_message(self, *_args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.heard.append(Heard(request.path, headers, body))
        status = self.statuses.pop(0) if self.statuses else 200
        lines = [f"HTTP/1.1 {status} Said", "Connection: close"]
        if self.location:
            lines.append(f"Location: {self.location}")
        self._write(request, "\r\n".join([*lines, "", ""]).encode() + self.words)

    def _write(self, request: BaseHTTPRequestHandler, said: bytes) -> None:
        try:
            for byte in said if self.drip_seconds else ():
                request.wfile.write(bytes([byte]))
                time.sleep(self.drip_seconds)
            if not self.drip_seconds:
                request.wfile.write(said)
        except OSError:
            pass  # the other side has had enough


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    made.start()
    yield made
    made.stop()
