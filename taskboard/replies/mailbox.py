"""The mailbox that answers come into. Its folder is the queue: what was looked at is moved away, what was not stays.

A process that dies between entering a mail and moving it finds it again, and knows it by its Message-ID.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailboxLoginError, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from taskboard.replies.reading import LONGEST_HEAD

DEFAULT_PORTS = {"imap": 143, "imaps": 993}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
DONE_FOLDER = "Taskboard"
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxAway(Exception):
    """The mailbox cannot be reached or will not talk to us; the mails in it wait."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as it lies there. Of one that is too large only the headers, and of those no more than a mail has."""

    uid: str
    content: bytes
    size_bytes: int
    is_whole: bool


class Mailbox(Protocol):
    """What the runner needs; tests may bring their own."""

    def waiting(self, limit: int, max_bytes: int) -> Iterator[Fetched]:
        """Up to `limit` mails, oldest first. Raises MailboxAway."""

    def file_away(self, uid: str) -> None:
        """Out of the queue. Raises MailboxAway."""


@dataclass(frozen=True, slots=True)
class Place:
    """What TASKBOARD_IMAP_URL says."""

    host: str
    port: int
    is_tls: bool
    user: str
    password: str
    folder: str = "INBOX"
    done_folder: str = DONE_FOLDER
    verifies: bool = True

    @classmethod
    def from_url(cls, url: str) -> Place:
        """Raises ValueError when the URL names no host."""
        parts, options = urlsplit(url), parse_qs(urlsplit(url).query)
        if not parts.hostname:
            raise ValueError("TASKBOARD_IMAP_URL names no host")
        return cls(
            host=parts.hostname,
            port=parts.port or DEFAULT_PORTS[parts.scheme],
            is_tls=parts.scheme == "imaps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
            done_folder=options.get("done", [DONE_FOLDER])[0],
            verifies=options.get("verify") != ["no"],
        )

    def __repr__(self) -> str:
        return f"Place({self.host}:{self.port}/{self.folder})"


class ImapMailbox:
    """Over one connection that is open and signed in."""

    def __init__(self, box: BaseMailBox, place: Place) -> None:
        self._box = box
        self._place = place
        self._has_folder = False

    def waiting(self, limit: int, max_bytes: int) -> Iterator[Fetched]:
        """The size alone is asked for first: a mail that is too large never crosses the line, nor do its headers."""
        with _away():
            uids = sorted(self._box.uids(), key=int)[:limit]
        for uid in uids:
            with _away():
                fetched = self._fetched(uid, max_bytes)
            if fetched is not None:
                yield fetched

    def _fetched(self, uid: str, max_bytes: int) -> Fetched | None:
        size = self._size(uid)
        if size > max_bytes:
            head = self._asked(uid, f"BODY.PEEK[HEADER]<0.{LONGEST_HEAD}>")
            return Fetched(uid, head, size, is_whole=False) if head is not None else None
        content = self._asked(uid, "BODY.PEEK[]")
        return Fetched(uid, content, len(content), is_whole=True) if content is not None else None

    def _size(self, uid: str) -> int:
        """As the server counts; nothing where the mail is gone."""
        parts = self._box.client.uid("fetch", uid, "(RFC822.SIZE)")[1]
        said = b" ".join(part[0] if isinstance(part, tuple) else part or b"" for part in parts)
        found = _SIZE.search(said)
        return int(found[1]) if found else 0

    def _asked(self, uid: str, what: str) -> bytes | None:
        return _literal(self._box.client.uid("fetch", uid, f"({what})")[1])

    def file_away(self, uid: str) -> None:
        with _away():
            if not self._has_folder:
                self._make_folder()
            self._box.move([uid], self._place.done_folder)

    def _make_folder(self) -> None:
        """Asked by name: a server lists thousands slowly."""
        name = self._place.done_folder
        if not self._box.folder.exists(name):
            self._box.folder.create(name)
        self._has_folder = True


def _literal(parts: Sequence[object]) -> bytes | None:
    """The bytes a server sent; None when the mail is gone."""
    return next((part[1] for part in parts if isinstance(part, tuple)), None)


@contextmanager
def open_mailbox(url: str, timeout_seconds: float) -> Iterator[Mailbox]:
    """Connect, sign in, choose the folder. A password never goes in the clear, except to this machine. Raises MailboxAway."""
    place = Place.from_url(url)
    with _away():
        box = _connected(place, timeout_seconds)
    try:
        with _away():
            _sign_in(box, place)
        yield ImapMailbox(box, place)
    finally:
        _leave(box)


def _connected(place: Place, timeout_seconds: float) -> BaseMailBox:
    context = ssl.create_default_context()
    if not place.verifies:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    where = (place.host, place.port)
    if place.is_tls:
        return MailBox(*where, timeout=timeout_seconds, ssl_context=context)
    if place.host in LOOPBACK:
        return MailBoxUnencrypted(*where, timeout=timeout_seconds)
    return MailBoxStartTls(*where, timeout=timeout_seconds, ssl_context=context)


def _sign_in(box: BaseMailBox, place: Place) -> None:
    is_ascii = (place.user + place.password).isascii()
    sign_in = box.login if is_ascii else box.login_utf8
    sign_in(place.user, place.password, initial_folder=place.folder)


def _leave(box: BaseMailBox) -> None:
    try:
        box.client.logout()
    except (OSError, imaplib.IMAP4.error):
        box.client.shutdown()


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except MailboxLoginError as error:
        raise MailboxAway(f"535 {error}") from error
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise MailboxAway(f"{type(error).__name__}: {error}") from error


__all__ = ["Fetched", "ImapMailbox", "Mailbox", "MailboxAway", "Place", "open_mailbox"]
