"""One SMTP server, one connection kept for many mails; what it answers becomes an `Answer`, never a guess.

`smtp://user:password@host:587` uses STARTTLS when the server offers it, `?tls=required` refuses to go on without;
`smtps://…` speaks TLS from the first byte. `?verify=no` accepts a certificate nobody signed, for a town hall's own
server. A password is never sent in the clear, except to this very machine.
"""

from __future__ import annotations

import base64
import logging
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from time import monotonic
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from taskboard.outbox.actions import Claim, Outcome
from taskboard.outbox.wire import written

logger = logging.getLogger("taskboard.outbox")

DEFAULT_PORTS = {"smtp": 25, "smtps": 465}
STORAGE_FULL = 552
"""Names a full mailbox or disk: final by its first digit, yet it passes (RFC 5321, 4.5.3.1.10)."""
SIGNED_IN = 235
CLOSING = 421
"""The server says it will close the connection: what it says of the mail holds for any mail."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
IDLE_SECONDS = 5.0
"""A connection that rested longer is asked whether it still answers before a mail is given to it."""


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
    requires_tls: bool = False

    @classmethod
    def from_url(cls, url: str) -> Server:
        """Raises ValueError when the URL names no host."""
        parts = urlsplit(url)
        options = parse_qs(parts.query)
        if not parts.hostname:
            raise ValueError("TASKBOARD_SMTP_URL names no host")
        return cls(
            host=parts.hostname,
            port=parts.port or DEFAULT_PORTS[parts.scheme],
            is_tls=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            verifies=options.get("verify") != ["no"],
            requires_tls=options.get("tls") == ["required"],
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
    is_untouched: bool = False
    """The connection broke before the body of this mail was begun."""


class _Remembering:
    """Mixed into smtplib's connections: how far this mail came, and what the server said when it took it."""

    has_begun_body = False
    taken_with = ""

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.has_begun_body = True
        code, said = super().data(msg)  # type: ignore[misc]  # the class beside it has it
        self.taken_with = f"{code} {_text(said)}"
        return code, said


class _Smtp(_Remembering, smtplib.SMTP):
    pass


class _SmtpTls(_Remembering, smtplib.SMTP_SSL):
    pass


class Sender:
    """Sends mails over one connection, opening it again when the server closed it in between.

    Use as a context manager, and call `ensure` before the first `send`. One thread at a time.
    """

    def __init__(
        self,
        server: Server,
        *,
        mail_from: str,
        timeout_seconds: float,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`timeout_seconds` is the longest silence of the server; `clock` tells how long a connection rested."""
        self.server = server
        self.mail_from = mail_from
        self.timeout_seconds = timeout_seconds
        self._clock = clock
        self._connection: _Smtp | _SmtpTls | None = None
        self._used_at = float("-inf")

    def __enter__(self) -> Sender:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop(politely=True)

    def ensure(self) -> None:
        """Have a connection that answers. Raises ServerAway."""
        if self._is_fresh() or (self._connection is not None and _answers(self._connection)):
            return
        self._drop()
        try:
            self._connection = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(_words(error)) from error
        self._used_at = self._clock()

    def _is_fresh(self) -> bool:
        return (
            self._connection is not None
            and self._connection.sock is not None
            and self._clock() - self._used_at < IDLE_SECONDS
        )

    def send(self, parcel: Parcel) -> Answer:
        """Hand one mail over. A connection that breaks in the middle postpones the mail and is dropped.

        Whatever goes wrong is an answer about this mail.
        """
        assert self._connection is not None, "send() needs ensure()"
        answer = self._hand_over(parcel)
        if answer.is_way_lost and answer.is_untouched:
            answer = self._once_more(parcel) or answer
        self._used_at = self._clock()
        return answer

    def _once_more(self, parcel: Parcel) -> Answer | None:
        """A server may close a connection after so many mails: over a new one this mail fares as the first did.

        Only for a mail of which the server has not seen the body; None when there is no new connection to be had.
        """
        try:
            self.ensure()
        except ServerAway:
            return None
        return self._hand_over(parcel)

    def _hand_over(self, parcel: Parcel) -> Answer:
        connection = self._connection
        assert connection is not None
        connection.has_begun_body = False
        try:
            if parcel.is_international and not connection.has_extn("smtputf8"):
                raise smtplib.SMTPNotSupportedError(
                    "the server takes no address in another script than Latin"
                )
            options = ("SMTPUTF8", "BODY=8BITMIME") if parcel.is_international else ()
            connection.sendmail(parcel.sender, [parcel.recipient], parcel.content, options)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            return self._refused(error, is_untouched=not connection.has_begun_body)
        return Answer(Outcome.SENT, connection.taken_with)

    def _refused(self, error: Exception, *, is_untouched: bool) -> Answer:
        answer = judge(error)
        is_lost = isinstance(error, OSError | smtplib.SMTPServerDisconnected) and not _is_said(error)
        if is_lost or answer.words.startswith(f"{CLOSING} "):
            self._drop()
            return replace(answer, is_way_lost=True, is_untouched=is_untouched)
        return answer

    def _connect(self) -> _Smtp | _SmtpTls:
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

    def _open(self, context: ssl.SSLContext) -> _Smtp | _SmtpTls:
        where = (self.server.host, self.server.port)
        name = _domain(self.mail_from)
        if self.server.is_tls:
            return _SmtpTls(*where, local_hostname=name, timeout=self.timeout_seconds, context=context)
        return _Smtp(*where, local_hostname=name, timeout=self.timeout_seconds)

    def _greet(self, connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
        connection.ehlo_or_helo_if_needed()
        is_private = self.server.is_tls
        if not is_private and connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
            is_private = True
        if self.server.requires_tls and not is_private:
            raise smtplib.SMTPException("the server offers no TLS, and TASKBOARD_SMTP_URL asks for it")
        if not self.server.user:
            return
        if not is_private and self.server.host not in LOOPBACK:
            raise smtplib.SMTPException("the server offers no TLS: the password stays here")
        _sign_in(connection, self.server.user, self.server.password)

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


def _sign_in(connection: smtplib.SMTP, user: str, password: str) -> None:
    """smtplib knows ASCII only; a Vietnamese password goes as RFC 4616 says, in UTF-8. Raises SMTPException."""
    if (user + password).isascii():
        connection.login(user, password)
        return
    if "PLAIN" not in connection.esmtp_features.get("auth", "").split():
        raise smtplib.SMTPException("the server takes no password beyond ASCII: it offers no AUTH PLAIN")
    said = base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code, words = connection.docmd("AUTH", f"PLAIN {said}")
    if code != SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(code, words)


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


@dataclass(frozen=True, slots=True)
class Parcel:
    """One mail as bytes, and where it goes: what a connection needs and nothing more."""

    sender: str
    recipient: str
    content: bytes

    @property
    def is_international(self) -> bool:
        """An address beyond ASCII, which only some servers take (RFC 6531)."""
        return not (self.sender.isascii() and self.recipient.isascii())


def pack(mail: Claim, *, mail_from: str, real_now: datetime) -> Parcel | Answer:
    """The mail made ready, or why it cannot be: one that is past help must not hold up the others."""
    try:
        content = written(mail, mail_from, real_now)
        return Parcel(parseaddr(mail_from)[1], mail.to_address, content)
    except (ValueError, IndexError) as error:
        return Answer(Outcome.REFUSED, f"invalid address {mail.to_address!r}: {error}")
    except Exception as error:
        logger.exception("mail %s cannot be built", mail.message_id)
        return Answer(Outcome.POSTPONED, _words(error))


def _domain(mail_from: str) -> str:
    return parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"
