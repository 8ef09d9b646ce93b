"""A mail as plain values: who wrote, to which of our addresses, what is new in it, which files; or that a machine wrote it."""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

from taskboard.domain.text import clean_line, to_nfc
from taskboard.replies.cutting import fresh_text

TOKEN = "([a-z2-7]{32})"
_RECIPIENT_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_NO_FILES = frozenset(
    (
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "text/calendar",
    )
)
SMALL_PICTURE = 64 * 1024
MOST_FILES = 40
"""Looked at; how many a report may have is said by the report."""


@dataclass(frozen=True, slots=True)
class Incoming:
    identity: str
    size_bytes: int
    from_name: str = ""
    from_address: str = ""
    subject: str = ""
    tokens: Sequence[str] = ()
    """Of our addresses that it went to."""
    automatic: str = ""
    """By what a machine is known; empty when a person wrote."""
    is_unproven: bool = False
    """Our own mail server found that the sender's address was forged."""
    text: str = ""
    files: Sequence[tuple[str, bytes]] = field(default_factory=tuple)
    is_too_large: bool = False
    """Only its headers were fetched."""


def read(
    content: bytes,
    *,
    pattern: str,
    own_address: str,
    size_bytes: int | None = None,
    headers_only: bool = False,
) -> Incoming:
    """`pattern` is the address of our mailbox with a * for the token; `size_bytes` where only headers are at hand."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    name, address = _sender(message)
    return Incoming(
        identity=_identity(message, content),
        size_bytes=len(content) if size_bytes is None else size_bytes,
        from_name=clean_line(storable(name))[:200],
        from_address=storable(address)[:320],
        subject=clean_line(storable(_header(message, "Subject")))[:300],
        tokens=_tokens(message, pattern),
        automatic=_automatic(message, address, own_address, pattern),
        is_unproven=_is_forged(message),
        text="" if headers_only else storable(fresh_text(message)),
        files=() if headers_only else _files(message),
        is_too_large=headers_only,
    )


def storable(text: str) -> str:
    """Without what no database takes: NUL, and halves of a pair, which stand for bytes that were no text."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _header(message: EmailMessage, name: str) -> str:
    """What a header says; nothing for one that the parser stumbles over."""
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""


def _identity(message: EmailMessage, content: bytes) -> str:
    said = re.sub(r"\s", "", storable(_header(message, "Message-ID")))
    return said[:500] or unnamed(content)


def unnamed(content: bytes) -> str:
    """What tells a mail from others that carries no Message-ID."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _sender(message: EmailMessage) -> tuple[str, str]:
    name, address = parseaddr(_header(message, "From"))
    return to_nfc(name), address.strip().lower()


def _tokens(message: EmailMessage, pattern: str) -> list[str]:
    wanted = re.compile(re.escape(pattern).replace(r"\*", TOKEN), re.IGNORECASE)
    values = [str(value) for name in _RECIPIENT_HEADERS for value in _all(message, name)]
    found = (wanted.fullmatch(address.strip()) for _name, address in getaddresses(values))
    return list(dict.fromkeys(one[1].lower() for one in found if one))


def _all(message: EmailMessage, name: str) -> list[object]:
    try:
        return list(message.get_all(name, []))
    except (ValueError, IndexError, AttributeError, TypeError):
        return []


def _automatic(message: EmailMessage, address: str, own_address: str, pattern: str) -> str:
    """RFC 3834 and what came before it: never answer a machine, or two machines talk for ever."""
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return f"Auto-Submitted: {submitted}"
    if _header(message, "Return-Path").strip() == "<>" or message.get_content_type() == "multipart/report":
        return "Return-Path: <>"
    precedence = _header(message, "Precedence").strip().lower()
    if precedence in ("bulk", "junk", "list", "auto_reply"):
        return f"Precedence: {precedence}"
    for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Reply"):
        if name in message:
            return name
    user = address.partition("@")[0]
    if not address or user in ("mailer-daemon", "postmaster", "noreply", "no-reply"):
        return f"From: {address or '<>'}"
    own = re.compile(re.escape(pattern).replace(r"\*", ".*"), re.IGNORECASE)
    return f"From: {address}" if address == own_address.lower() or own.fullmatch(address) else ""


def _is_forged(message: EmailMessage) -> bool:
    """Only the topmost verdict is our own server's; those below came with the mail."""
    verdicts = _all(message, "Authentication-Results")
    return bool(verdicts) and re.search(r"\bdmarc=fail\b", str(verdicts[0]), re.I) is not None


def _files(message: EmailMessage) -> list[tuple[str, bytes]]:
    """Attachments by name. Pictures that the body shows, signatures and invitations are no files of a report."""
    found = []
    for part in message.walk():
        name = _file_name(part)
        if part.is_multipart() or not name or part.get_content_type() in _NO_FILES:
            continue
        if _is_decoration(part):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            found.append((name, content))
    return found[:MOST_FILES]


def _file_name(part: object) -> str:
    assert isinstance(part, EmailMessage)
    try:
        return to_nfc(storable(part.get_filename() or ""))
    except (ValueError, LookupError):
        return ""


def _is_decoration(part: object) -> bool:
    """A small picture the body shows is the sender's coat of arms; a large one is a photograph of the work."""
    assert isinstance(part, EmailMessage)
    if part.get_content_maintype() != "image" or not _header(part, "Content-ID"):
        return False
    content = part.get_payload(decode=True)
    return isinstance(content, bytes) and len(content) < SMALL_PICTURE
