"""One SMTP server, one connection kept for many mails; what it answers becomes an `Answer`, never a guess.

`smtp://user:password@host:587` uses STARTTLS when the server offers it, `smtps://…` speaks TLS from the first byte.
`?verify=no` accepts a certificate nobody signed, for a town hall's own server. A password is never sent in the clear,
except to this very machine.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from types import TracebackType
from urllib.parse import parse_qs, unquote, urlsplit

from taskboard.outbox.actions import Claim, Outcome, message_id

DEFAULT_PORTS = {"smtp": 25, "smtps": 465}
STORAGE_FULL = 552
"""Names a full mailbox or disk: final by its first digit, yet it passes (RFC 5321, 4.5.3.1.10)."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ServerAway(Exception):
    """The server cannot be reached, or will not talk to us: no mail is to blame and none is counted as tried."""


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    is_tls: bool
    user: str = ""
    password: str = ""
    verifies: bool = True

    @classmethod
    def from_url(cls, url: str) -> Server:
        """Raises ValueError when the URL names no host."""
        parts = urlsplit(url)
        if not parts.hostname:
            raise ValueError("TASKBOARD_SMTP_URL names no host")
        return cls(
            host=parts.hostname,
            port=parts.port or DEFAULT_PORTS[parts.scheme],
            is_tls=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            verifies=parse_qs(parts.query).get("verify") != ["no"],
        )

    def __repr__(self) -> str:
        return f"Server({self.host}:{self.port})"


@dataclass(frozen=True, slots=True)
class Answer:
    """How the server took one mail, in its own words."""

    outcome: Outcome
    words: str
    is_way_lost: bool = False
    """The connection broke: what comes next may fare the same."""


class Sender:
    """Sends mails over one connection, opening it again when the server closed it in between.

    Use as a context manager; entering connects and raises ServerAway when that cannot be done.
    """

    def __init__(self, server: Server, *, mail_from: str, timeout_seconds: float) -> None:
        self.server = server
        self.mail_from = mail_from
        self.timeout_seconds = timeout_seconds
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Sender:
        self.ensure()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop(politely=True)

    def ensure(self) -> None:
        """Have a connection that answers. Raises ServerAway."""
        if self._connection is not None and _answers(self._connection):
            return
        self._drop()
        try:
            self._connection = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(_words(error)) from error

    def send(self, mail: Claim, *, real_now: datetime) -> Answer:
        """Hand one mail over. A connection that breaks in the middle postpones the mail and is dropped."""
        try:
            message = _build(mail, self.mail_from, real_now)
        except (ValueError, IndexError) as error:
            return Answer(Outcome.REFUSED, f"invalid address {mail.to_address!r}: {error}")
        assert self._connection is not None, "send() needs ensure()"
        try:
            self._connection.send_message(message)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            return self._refused(error)
        return Answer(Outcome.SENT, "250")

    def _refused(self, error: Exception) -> Answer:
        answer = judge(error)
        if isinstance(error, OSError | smtplib.SMTPServerDisconnected) and not _is_said(error):
            self._drop()
            return replace(answer, is_way_lost=True)
        return answer

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if not self.server.verifies:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = self._open(context)
        try:
            self._greet(connection, context)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open(self, context: ssl.SSLContext) -> smtplib.SMTP:
        where = (self.server.host, self.server.port)
        name = _domain(self.mail_from)
        if self.server.is_tls:
            return smtplib.SMTP_SSL(
                *where, local_hostname=name, timeout=self.timeout_seconds, context=context
            )
        return smtplib.SMTP(*where, local_hostname=name, timeout=self.timeout_seconds)

    def _greet(self, connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
        connection.ehlo_or_helo_if_needed()
        is_private = self.server.is_tls
        if not is_private and connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
            is_private = True
        if not self.server.user:
            return
        if not is_private and self.server.host not in LOOPBACK:
            raise smtplib.SMTPException("the server offers no TLS: the password stays here")
        connection.login(self.server.user, self.server.password)

    def _drop(self, politely: bool = False) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            if politely:
                connection.quit()
        except (OSError, smtplib.SMTPException):
            pass
        finally:
            connection.close()


def _answers(connection: smtplib.SMTP) -> bool:
    """A reset that the server acknowledges; it also clears what a mail before left half said."""
    try:
        return connection.rset()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _is_said(error: Exception) -> bool:
    """smtplib's exceptions are OSErrors too; these carry an answer of a server that is still there."""
    return isinstance(
        error, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException | smtplib.SMTPNotSupportedError
    )


def judge(error: Exception) -> Answer:
    """Final or not: 5xx about this very mail is final; 4xx, a full store, time-outs and lost connections are not.

    A refused sender speaks of our own configuration: it can be mended, so the mail waits.
    """
    words = _words(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, _),) = error.recipients.values()
        return Answer(_by_code(code), words)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Answer(Outcome.POSTPONED, words)
    if isinstance(error, smtplib.SMTPResponseException):
        return Answer(_by_code(error.smtp_code), words)
    if isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError):
        return Answer(Outcome.REFUSED, words)
    return Answer(Outcome.POSTPONED, words)


def _by_code(code: int) -> Outcome:
    return Outcome.REFUSED if 500 <= code < 600 and code != STORAGE_FULL else Outcome.POSTPONED


def _words(error: Exception) -> str:
    """The server's own words where it said any."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, said),) = error.recipients.values()
        return f"{code} {_text(said)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _build(mail: Claim, mail_from: str, real_now: datetime) -> EmailMessage:
    """Both bodies, and the headers that keep out-of-office answers away. Raises ValueError for no address at all."""
    name, address = parseaddr(mail_from)
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = _address(name, address)
    message["To"] = _address(mail.to_name, mail.to_address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(real_now)
    message["Message-ID"] = message_id(mail.key, mail_from)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message


def _address(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    if not user or not domain:
        raise ValueError("no @")
    return Address(display_name=" ".join(name.split()), username=user, domain=domain)


def _domain(mail_from: str) -> str:
    return parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"
