"""The virus scanner: its protocol as bytes, a small clamd that really listens, and what people are told."""

from __future__ import annotations

import re
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from config import Settings
from taskboard.files.models import Attachment, FileContent
from taskboard.files.scanning import CHUNK, Outcome, Scanner, frames, place_of, verdict_of
from taskboard.tasks.models import Report
from tests import build
from tests.cast import Cast, cast, sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session
    from werkzeug.test import TestResponse

    from tests.conftest import HandClock

__all__ = ["cast"]

TEST_VIRUS = b"%PDF-1.4 EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
LARGEST = 3 * CHUNK


class Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does: reads the chunks to their end, or hangs up at what is too large."""

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > LARGEST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        infected = b"EICAR" in content
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if infected else b"stream: OK\0")


class _TcpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


class _UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of one that answers."""
    if request.param == "tcp":
        server: socketserver.BaseServer = _TcpServer(("127.0.0.1", 0), Clamd)
        address = f"127.0.0.1:{server.server_address[1]}"  # type: ignore[index]
    else:
        address = str(tmp_path / "c.ctl")
        server = _UnixServer(address, Clamd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()
    server.server_close()


# --------------------------------------------------------------------------------------------------------- the protocol


def test_a_file_goes_out_in_chunks_each_after_its_length() -> None:
    assert list(frames(b"abcde", size=2)) == [
        b"zINSTREAM\0",
        b"\0\0\0\2ab",
        b"\0\0\0\2cd",
        b"\0\0\0\1e",
        b"\0\0\0\0",
    ]


@pytest.mark.parametrize(
    ("answer", "outcome", "virus"),
    [
        (b"stream: OK\0", Outcome.CLEAN, ""),
        (b"stream: OK\n", Outcome.CLEAN, ""),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", Outcome.INFECTED, "Win.Test.EICAR_HDB-1"),
        (b"INSTREAM size limit exceeded. ERROR\0", Outcome.UNREACHED, ""),
        (b"stream: Can't allocate memory ERROR\0", Outcome.UNREACHED, ""),
        (b"", Outcome.UNREACHED, ""),
        (b"\xff\xfe OKAY", Outcome.UNREACHED, ""),
    ],
)
def test_only_a_plain_yes_is_a_yes(answer: bytes, outcome: Outcome, virus: str) -> None:
    assert (verdict_of(answer).outcome, verdict_of(answer).virus) == (outcome, virus)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("clamav:3310", ("clamav", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_an_address_is_a_path_or_a_host_with_its_port(address: str, place: object) -> None:
    assert place_of(address) == place


@pytest.mark.parametrize("wrong", ["clamav", "clamav:cổng"])
def test_a_wrong_address_is_refused_at_the_start(wrong: str) -> None:
    with pytest.raises(ValueError, match="TASKBOARD_CLAMD"):
        Settings.from_environment({"TASKBOARD_CLAMD": wrong})
    with pytest.raises(ValueError, match="host:port"):
        place_of(wrong)
    with pytest.raises(ValueError, match="TASKBOARD_CLAMD_DOWN"):
        Settings.from_environment({"TASKBOARD_CLAMD_DOWN": "maybe"})


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (build.PDF, Outcome.CLEAN),
        (build.PDF + b"x" * (2 * CHUNK), Outcome.CLEAN),
        (TEST_VIRUS, Outcome.INFECTED),
        (b"x" * (64 * CHUNK), Outcome.HELD_BACK),
    ],
)
def test_a_scanner_that_listens_is_asked(clamd: str, content: bytes, outcome: Outcome) -> None:
    assert Scanner(clamd, timeout_seconds=5).look_at(content).outcome is outcome


@pytest.mark.parametrize(("takes", "outcome"), [(False, Outcome.HELD_BACK), (True, Outcome.UNREACHED)])
def test_a_scanner_that_is_down_or_silent_is_a_verdict_of_its_own(
    takes: bool, outcome: Outcome, tmp_path: Path
) -> None:
    gone = Scanner(str(tmp_path / "nobody"), takes_unscanned=takes)
    assert gone.look_at(b"x").outcome is outcome
    silent = socketserver.TCPServer(("127.0.0.1", 0), Clamd)  # accepts in its backlog, answers never
    try:
        scanner = Scanner(f"127.0.0.1:{silent.server_address[1]}", 0.2, takes)
        assert scanner.look_at(b"x").outcome is outcome
    finally:
        silent.server_close()


# ------------------------------------------------------------------------------------------------------ what people see

Send = Callable[[bytes], "TestResponse"]


@pytest.fixture
def send(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Send]:
    """A report with one file under an installation whose scanner is at an address."""

    def under(address: str, *, takes_unscanned: bool = False) -> Send:
        core = app.extensions["taskboard"]
        chosen = replace(core.settings, clamd=address, takes_unscanned_files=takes_unscanned)
        monkeypatch.setitem(app.extensions, "taskboard", replace(core, settings=chosen))
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
        on = build.occasion(build.at(date(2021, 6, 14)), cast.chief)
        row = build.task("Phương án hộ đê", lead=cast.economy, on=on, due_on=date(2021, 6, 30))
        code = row.code
        build.saved()
        sign_in(client, cast.head, clock.real_now())
        page = f"/tasks/{code}/report"

        def sent(content: bytes) -> TestResponse:
            data = {
                "kind": "progress",
                "done_text": "Đã khảo sát xong.",
                "cause": "none",
                "form_key": build.key(),
                "files": (BytesIO(content), "bao-cao.pdf"),
            }
            answer = client.post(page, data=data, content_type="multipart/form-data")
            return client.get(f"/tasks/{code}") if answer.status_code == 302 else answer

        return sent

    return under


def _stored(session: scoped_session[Session]) -> list[FileContent]:
    return list(session.scalars(sa.select(FileContent)))


def test_an_infected_file_is_refused_with_its_name_and_the_words_stay(
    send: Callable[..., Send], clamd: str, db_session: scoped_session[Session]
) -> None:
    answer = send(clamd)(TEST_VIRUS)
    assert answer.status_code == 422
    assert "Tệp bao-cao.pdf có vi-rút (Eicar-Test-Signature)" in answer.text
    assert "Đã khảo sát xong." in answer.text
    assert _stored(db_session) == []
    assert db_session.scalar(sa.select(sa.func.count(Report.id))) == 0


def test_a_clean_file_is_kept_with_the_moment_it_was_looked_at(
    send: Callable[..., Send], clamd: str, db_session: scoped_session[Session], clock: HandClock
) -> None:
    answer = send(clamd)(build.PDF)
    assert re.search(r"bao-cao\.pdf", answer.text)
    assert "chưa quét vi-rút" not in answer.text
    (content,) = _stored(db_session)
    assert content.scanned_at == clock.now()


def test_while_the_scanner_is_down_no_file_is_taken(
    send: Callable[..., Send], tmp_path: Path, db_session: scoped_session[Session]
) -> None:
    answer = send(str(tmp_path / "nobody"))(build.PDF)
    assert answer.status_code == 422
    assert "Chưa quét được vi-rút cho tệp bao-cao.pdf" in answer.text
    assert _stored(db_session) == []


def test_an_installation_may_take_files_unscanned_and_they_are_marked(
    send: Callable[..., Send], tmp_path: Path, db_session: scoped_session[Session]
) -> None:
    answer = send(str(tmp_path / "nobody"), takes_unscanned=True)(build.PDF)
    assert answer.status_code == 200
    assert "chưa quét vi-rút" in answer.text
    assert db_session.scalar(sa.select(sa.func.count(Attachment.id))) == 1
    (content,) = _stored(db_session)
    assert content.scanned_at is None
