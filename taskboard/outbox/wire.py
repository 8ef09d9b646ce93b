"""One mail as the bytes that travel: both bodies, deadlines for the calendar, and headers that keep answers away.

The message has one shape, so it is written down, not composed: `email.message` parses and folds each header anew and
takes as long over a mail as the server does. Tests read what is written here back with the standard library.
"""

from __future__ import annotations

import base64
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime, parseaddr, quote
from functools import lru_cache

from taskboard.outbox.actions import Claim, message_id

LINE = 78
"""Characters a header line should have at most (RFC 5322, 2.1.1)."""
CALENDAR_NAME = "thoi-han.ics"


def written(mail: Claim, mail_from: str, real_now: datetime) -> bytes:
    """The whole message, lines ended by CR LF. Raises ValueError for an address that is none.

    Bodies go in base64: Vietnamese takes two thirds of what it would in quoted-printable.
    """
    identity = message_id(mail.key, mail_from)
    headers = (
        ("From", _sender(mail_from)),
        ("To", _mailbox("To", mail.to_name, mail.to_address)),
        ("Subject", _words("Subject", mail.subject)),
        ("Date", format_datetime(real_now)),
        ("Message-ID", identity),
        *((("Reply-To", mail.reply_to),) if mail.reply_to else ()),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("MIME-Version", "1.0"),
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode()
    mark = f"=_{identity[1:33]}"  # "=_" stands in no base64 text, so no body can end its own part
    body = _several("alternative", f"{mark}_a", (_text("plain", mail.text), _text("html", mail.html)))
    if mail.calendar:
        body = _several("mixed", f"{mark}_m", (body, _attached(mail.calendar)))
    return head + body


def _several(kind: str, mark: str, parts: tuple[bytes, ...]) -> bytes:
    between = f"--{mark}".encode()
    opened = f'Content-Type: multipart/{kind};\r\n boundary="{mark}"\r\n\r\n'.encode()
    return b"".join([opened, *(b"%b\r\n%b\r\n" % (between, part) for part in parts), between, b"--\r\n"])


def _text(kind: str, content: str) -> bytes:
    lines = content.encode().splitlines()  # each ends in CR LF before it is coded (RFC 2045, 6.8)
    return _part(f'Content-Type: text/{kind}; charset="utf-8"', b"".join(line + b"\r\n" for line in lines))


def _attached(calendar: str) -> bytes:
    kind = f'Content-Type: text/calendar; charset="utf-8"\r\nContent-Disposition: attachment; filename="{CALENDAR_NAME}"'
    return _part(kind, calendar.encode())


def _part(headers: str, content: bytes) -> bytes:
    coded = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return f"{headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + coded


@lru_cache(maxsize=4)
def _sender(mail_from: str) -> str:
    return _mailbox("From", *parseaddr(mail_from))


def _mailbox(header: str, name: str, address: str) -> str:
    """A name and an address. Raises ValueError for no address at all."""
    user, _, domain = address.rpartition("@")
    if not user or not domain:
        raise ValueError("no @")
    where = f"<{Address(username=user, domain=domain).addr_spec}>"
    named = _named(header, " ".join(name.split()))
    last_line = f"{header}: {named}".rpartition("\n")[2]
    gap = "\r\n " if len(last_line) + 1 + len(where) > LINE else " "
    return f"{named}{gap}{where}" if named else where


def _named(header: str, name: str) -> str:
    return f'"{quote(name)}"' if name and name.isascii() else _words(header, name)


def _words(header: str, value: str) -> str:
    """A header's text in lines, coded where it is not ASCII (RFC 2047)."""
    return Header(" ".join(value.split()), header_name=header, maxlinelen=LINE).encode(linesep="\r\n")
