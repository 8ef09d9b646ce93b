"""Mail over TLS: STARTTLS, TLS from the first byte, a refused password, a certificate nobody vouches for."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from taskboard.db import db
from taskboard.outbox import queries
from taskboard.outbox.models import DeliveryAttempt, MailState
from tests.outbox.owed import deliver, later, owe

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings

pytestmark = [
    pytest.mark.sqlite_only,  # nothing here is of the database
    pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with"),
]
PASSWORDS = ["mat-khau", "mật-khẩu"]
"""The second is beyond ASCII, which smtplib cannot say by itself."""
SIGN_IN = f"nhac:{PASSWORDS[0]}@"


@dataclass(frozen=True)
class Certificate:
    path: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        """A server's."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path, self.key)
        return context


Way = Callable[[Certificate], dict[str, Any]]
Trusting = Callable[[Certificate], None]


def certificate(folder: Path, alternative_name: str) -> Certificate:
    """One that signs itself, for two days."""
    made = Certificate(folder / "server.pem", folder / "server.key")
    asked = (
        f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=thu -addext subjectAltName={alternative_name}"
    )
    subprocess.run(
        ["openssl", *asked.split(), "-out", str(made.path), "-keyout", str(made.key)],
        check=True,
        capture_output=True,
    )
    return made


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """The certificate of 127.0.0.1."""
    return certificate(tmp_path_factory.mktemp("ours"), "IP:127.0.0.1")


@pytest.fixture(scope="module")
def of_another(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("another"), "DNS:mail.example")


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> Trusting:
    """Have this machine vouch for a certificate, as an administrator would."""
    return lambda one: monkeypatch.setenv("SSL_CERT_FILE", str(one.path))


class PrivateServer:
    """Takes mails from who signs in with the password, and remembers how they were said."""

    def __init__(self, **options: Any) -> None:
        self.was_private: list[bool] = []
        self.passwords: list[bytes] = []
        self.is_tls = "ssl_context" in options
        self.controller = _OnFreePort(
            self, hostname=options.pop("hostname", "127.0.0.1"), port=0, authenticator=self.judge, **options
        )

    def judge(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:
        assert isinstance(said, LoginPassword)
        self.passwords.append(said.password)
        return AuthResult(success=said.password.decode() in PASSWORDS, handled=False)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.was_private.append(self.is_tls or session.ssl is not None)
        return "250 OK"

    def url(self, sign_in: str = SIGN_IN, options: str = "") -> str:
        scheme = "smtps" if self.is_tls else "smtp"
        return f"{scheme}://{sign_in}{self.controller.hostname}:{self.controller.port}{options}"


class _OnFreePort(Controller):
    def _trigger_server(self) -> None:
        """The first connection shows that the server answers; over TLS it must be a client's."""
        self.port = self.server.sockets[0].getsockname()[1]
        if self.ssl_context is None:
            super()._trigger_server()
            return
        unasking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        unasking.check_hostname, unasking.verify_mode = False, ssl.CERT_NONE
        plain = socket.create_connection((self.hostname, self.port), 10)
        with unasking.wrap_socket(plain) as private:
            private.recv(1024)


Serve = Callable[..., PrivateServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as at_the_end:

        def start(**options: Any) -> PrivateServer:
            server = PrivateServer(**options)
            server.controller.start()
            at_the_end.callback(server.controller.stop)
            return server

        yield start


@pytest.fixture
def owing(own_app: Flask) -> Iterator[Flask]:
    """One mail owed; the test stands in the application's context."""
    with own_app.app_context():
        owe()
        yield own_app
        db.session.remove()


def starttls(certificate: Certificate) -> dict[str, Any]:
    return {"tls_context": certificate.context, "require_starttls": True}


def from_the_first_byte(certificate: Certificate) -> dict[str, Any]:
    return {"ssl_context": certificate.context, "auth_require_tls": False}


WAYS = pytest.mark.parametrize("way", [starttls, from_the_first_byte])


def nothing_was_tried() -> bool:
    """The mail waits as it was: the way to the server is at fault, not the mail."""
    tries = db.session.scalar(sa.select(sa.func.count(DeliveryAttempt.id)))
    return queries.counts() == {MailState.OWED: 1} and tries == 0


@WAYS
@pytest.mark.parametrize("password", PASSWORDS)
def test_the_password_and_the_mail_go_over_tls(
    owing: Flask,
    settings: Settings,
    serve: Serve,
    ours: Certificate,
    trusting: Trusting,
    way: Way,
    password: str,
) -> None:
    trusting(ours)
    server = serve(**way(ours))
    done = deliver(settings, server.url(f"nhac:{quote(password)}@"), timeout_seconds=10)
    assert (done.sent, done.trouble) == (1, "")
    assert server.was_private == [True]
    assert server.passwords == [password.encode()]


@WAYS
@pytest.mark.parametrize("wrong", ["sai", "sái"])
def test_a_refused_password_costs_no_mail_a_try_and_is_said_in_the_servers_words(
    owing: Flask,
    settings: Settings,
    serve: Serve,
    ours: Certificate,
    trusting: Trusting,
    way: Way,
    wrong: str,
) -> None:
    trusting(ours)
    server = serve(**way(ours))
    done = deliver(settings, server.url(f"nhac:{quote(wrong)}@"), timeout_seconds=10)
    assert done.trouble.startswith("535 ")
    assert wrong not in done.trouble
    assert nothing_was_tried()
    assert deliver(settings, server.url(), at=later(minutes=1), timeout_seconds=10).sent == 1


@WAYS
def test_a_server_nobody_vouches_for_hears_neither_password_nor_mail(
    owing: Flask, settings: Settings, serve: Serve, ours: Certificate, way: Way
) -> None:
    server = serve(**way(ours))
    done = deliver(settings, server.url(), timeout_seconds=10)
    assert "CERTIFICATE_VERIFY_FAILED" in done.trouble
    assert nothing_was_tried()
    assert (server.passwords, server.was_private) == ([], [])
    told = deliver(settings, server.url(options="?verify=no"), at=later(minutes=1), timeout_seconds=10)
    assert (told.sent, server.was_private) == (1, [True]), "a town hall may say that its own will do"


@WAYS
def test_a_certificate_of_another_server_is_not_taken_for_this_ones(
    owing: Flask, settings: Settings, serve: Serve, of_another: Certificate, trusting: Trusting, way: Way
) -> None:
    trusting(of_another)
    server = serve(**way(of_another))
    done = deliver(settings, server.url(), timeout_seconds=10)
    assert "IP address mismatch" in done.trouble
    assert nothing_was_tried()
    assert server.passwords == []


def test_a_server_without_tls_gets_nothing_where_tls_is_asked_for(
    owing: Flask, settings: Settings, serve: Serve
) -> None:
    server = serve(auth_require_tls=False)
    done = deliver(settings, server.url(options="?tls=required"), timeout_seconds=10)
    assert "the server offers no TLS" in done.trouble
    assert nothing_was_tried()
    assert server.passwords == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers at every address of 127/8")
def test_a_password_never_leaves_this_machine_in_the_clear(
    owing: Flask, settings: Settings, serve: Serve
) -> None:
    """127.0.0.2 stands for any server that is not named as this machine."""
    server = serve(hostname="127.0.0.2", auth_require_tls=False)
    done = deliver(settings, server.url(), timeout_seconds=10)
    assert "the password stays here" in done.trouble
    assert nothing_was_tried()
    assert server.passwords == []
