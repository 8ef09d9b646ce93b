"""A mail as plain values: who wrote, to which of our addresses; and, for those who may speak, what is new in it and its files.

Anybody may write to us. So headers come first, each looked at by itself and only so far as a real one goes, for the
parser's time grows faster than their length; the body is read once token and sender are known to be right.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from email.errors import MessageError, ObsoleteHeaderDefect
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from typing import Any

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
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)*", re.ASCII)
SMALL_PICTURE = 64 * 1024
MOST_FILES = 40
"""Looked at; how many a report may have is said by the report."""
LONGEST_HEAD = 64 * 1024
"""Bytes of all headers together; mail servers add some ten thousand at most."""
LONGEST_HEADER = 2_000
"""Characters of one that is taken apart."""
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_ODD = (ValueError, LookupError, AttributeError, TypeError, RecursionError, MessageError)
"""What the parser raises over headers it cannot make sense of."""


@dataclass(frozen=True, slots=True)
class Incoming:
    identity: str
    size_bytes: int
    from_name: str = ""
    from_address: str = ""
    """Empty where the sender is not exactly one address that every program reads alike: `from_name` has the words then."""
    subject: str = ""
    tokens: Sequence[str] = ()
    """Of our addresses that it went to."""
    automatic: str = ""
    """By what a machine is known; empty when a person wrote."""
    is_unproven: bool = False
    """Our own mail server found that the sender's address was forged, or spoke of another domain than the sender's."""
    is_head_too_long: bool = False
    """Nothing of it was read."""
    text: str = ""
    """What was written for us; empty until the body is read."""
    files: Sequence[tuple[str, bytes]] = field(default_factory=tuple)
    is_too_large: bool = False
    """Only its headers were fetched."""


def read_head(
    content: bytes, *, pattern: str, own_address: str, size_bytes: int | None = None, is_whole: bool = True
) -> Incoming:
    """Who writes, where to, and whether a machine does. `pattern` is the address of our mailbox with a * for the token;
    `size_bytes` is given where only headers are at hand."""
    size = len(content) if size_bytes is None else size_bytes
    head = _head_of(content)
    if head is None:
        return Incoming(identity=unnamed(content), size_bytes=size, is_head_too_long=True)
    message = BytesHeaderParser().parsebytes(head)
    name, address = _sender(message)
    return Incoming(
        identity=_identity(message, content),
        size_bytes=size,
        from_name=clean_line(" ".join(name.split()))[:200],
        from_address=address,
        subject=clean_line(_header(message, "Subject"))[:300],
        tokens=_tokens(message, pattern),
        automatic=_automatic(message, address, own_address, pattern),
        is_unproven=_is_unproven(message, address),
        is_too_large=not is_whole,
    )


def read_body(mail: Incoming, content: bytes) -> Incoming:
    """The same mail with what was written for us, and its files."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return replace(mail, text=storable(fresh_text(message)), files=_files(message))


def _head_of(content: bytes) -> bytes | None:
    """All headers; None where there are more than any mail has."""
    found = _END_OF_HEAD.search(content, 0, LONGEST_HEAD + len(b"\r\n\r\n"))
    if found:
        return content[: found.end()]
    return content if len(content) < LONGEST_HEAD else None


def storable(text: str) -> str:
    """Without what no database takes: NUL, and halves of a pair, which stand for bytes that were no text."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _raw(message: Message, name: str) -> list[str]:
    """A header as it was sent, each time it stands there: on one line, not taken apart."""
    return [_on_one_line(value) for said, value in message.raw_items() if said.lower() == name.lower()]


def _on_one_line(value: str) -> str:
    said = _FOLD.sub(" ", value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return storable(said).strip()


def _first(message: Message, name: str) -> str:
    return next(iter(_raw(message, name)), "")


def _header(message: Message, name: str) -> str:
    """The words of a header; nothing for one that the parser stumbles over."""
    try:
        return storable(
            str(email.policy.default.header_factory(name, _first(message, name)[:LONGEST_HEADER]))
        )
    except _ODD:
        return ""


def _identity(message: Message, content: bytes) -> str:
    said = re.sub(r"\s", "", _first(message, "Message-ID"))
    return said[:500] or unnamed(content)


def unnamed(content: bytes) -> str:
    """What tells a mail from others that carries no Message-ID."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _sender(message: Message) -> tuple[str, str]:
    """Name and address. Of a sender that can be read in two ways the words, and no address.

    Our mail server checks one reading (DMARC), we would believe the other.
    """
    said = _raw(message, "From")
    found = _one_address(said[0]) if len(said) == 1 else None
    if found is None:
        return to_nfc(", ".join(said)), ""
    return to_nfc(storable(found.display_name)), found.addr_spec.lower()


def _one_address(said: str) -> Address | None:
    """The address of a From that has one, written out as it is: not coded, not in a group, not hidden in a comment."""
    addresses = _addresses(said) if len(said) <= LONGEST_HEADER else ()
    if len(addresses) != 1:
        return None
    spec = addresses[0].addr_spec
    return addresses[0] if _ADDRESS.fullmatch(spec) and _is_written_out(said, spec) else None


def _addresses(said: str) -> Sequence[Address]:
    """No address where anything about them is odd, but for what was once allowed: a dot in an unquoted name."""
    try:
        header: Any = email.policy.default.header_factory("From", said)
    except _ODD:
        return ()
    is_plain = all(isinstance(defect, ObsoleteHeaderDefect) for defect in header.defects)
    return tuple(header.addresses) if is_plain else ()


def _is_written_out(said: str, address: str) -> bool:
    """`Name <address>`, `address` or `address (Name)`."""
    bare = re.sub(r"\s*\([^()<>@]*\)$", "", said)
    return bare == address or bare.endswith(f"<{address}>")


def _tokens(message: Message, pattern: str) -> list[str]:
    """Of our addresses among those it went to, found as they stand there: a list of thousands is not taken apart."""
    before, _star, behind = pattern.partition("*")
    wanted = re.compile(
        rf"(?<![\w.+-]){re.escape(before)}{TOKEN}{re.escape(behind)}(?![\w.-])", re.IGNORECASE
    )
    values = [value for name in _RECIPIENT_HEADERS for value in _raw(message, name)]
    return list(dict.fromkeys(found.lower() for value in values for found in wanted.findall(value)))


def _automatic(message: Message, address: str, own_address: str, pattern: str) -> str:
    """RFC 3834 and what came before it: never answer a machine, or two machines talk for ever."""
    submitted = _first(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return f"Auto-Submitted: {submitted}"[:200]
    kind = _first(message, "Content-Type").partition(";")[0].strip().lower()
    if _first(message, "Return-Path") == "<>" or kind == "multipart/report":
        return "Return-Path: <>"
    precedence = _first(message, "Precedence").lower()
    if precedence in ("bulk", "junk", "list", "auto_reply"):
        return f"Precedence: {precedence}"
    for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Reply"):
        if _raw(message, name):
            return name
    return _automatic_sender(_first(message, "From"), address, own_address, pattern)


def _automatic_sender(said: str, address: str, own_address: str, pattern: str) -> str:
    user = (address or said).partition("@")[0].lower()
    if said in ("", "<>") or user in ("mailer-daemon", "postmaster", "noreply", "no-reply"):
        return f"From: {address or '<>'}"
    own = re.compile(re.escape(pattern).replace(r"\*", ".*"), re.IGNORECASE)
    return f"From: {address}" if address == own_address.lower() or own.fullmatch(address) else ""


def _is_unproven(message: Message, address: str) -> bool:
    """Only the topmost verdict is our own server's; those below came with the mail."""
    verdict = re.search(r"\bdmarc=(\w+)([^;]*)", _first(message, "Authentication-Results"), re.I)
    if verdict is None:
        return False
    judged = re.search(r"\bheader\.from=\"?([\w.@-]+)", verdict[2], re.I)
    return verdict[1].lower() == "fail" or (judged is not None and not _is_of(address, judged[1].lower()))


def _is_of(address: str, domain: str) -> bool:
    """Whether an address is of a domain, or of one below it: some servers name the organisation's."""
    own = address.rpartition("@")[2]
    domain = domain.rpartition("@")[2]
    return own == domain or own.endswith(f".{domain}")


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
    except _ODD:
        return ""


def _is_decoration(part: object) -> bool:
    """A small picture the body shows is the sender's coat of arms; a large one is a photograph of the work."""
    assert isinstance(part, EmailMessage)
    if part.get_content_maintype() != "image" or not _first(part, "Content-ID"):
        return False
    content = part.get_payload(decode=True)
    return isinstance(content, bytes) and len(content) < SMALL_PICTURE
