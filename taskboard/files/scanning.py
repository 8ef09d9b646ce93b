"""Asking a virus scanner: clamd's INSTREAM over a socket, with the bytes and the answer as plain values.

The protocol (clamd(8)): `zINSTREAM\\0`, then chunks, each after its length as four bytes in network order, a chunk of
length nought at the end; the answer is `stream: OK`, `stream: <name> FOUND` or a sentence that ends in `ERROR`.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096


class Outcome(StrEnum):
    NOT_ASKED = "not_asked"
    """No scanner is configured."""
    CLEAN = "clean"
    INFECTED = "infected"
    UNREACHED = "unreached"
    """No answer, or none that says what was found; the installation lets the file through, marked."""
    HELD_BACK = "held_back"
    """The same, and the installation takes no file unscanned."""


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    virus: str = ""


NOT_ASKED = Verdict(Outcome.NOT_ASKED)
CLEAN = Verdict(Outcome.CLEAN)
UNREACHED = Verdict(Outcome.UNREACHED)


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where clamd listens: the path of its socket, or host:port."""

    address: str
    timeout_seconds: float = 10.0
    takes_unscanned: bool = False

    def look_at(self, content: bytes) -> Verdict:
        """Never raises: a scanner that is down is a verdict of its own."""
        try:
            found = verdict_of(_asked(content, self.address, self.timeout_seconds))
        except OSError:
            found = UNREACHED
        if found.outcome is Outcome.UNREACHED and not self.takes_unscanned:
            return Verdict(Outcome.HELD_BACK)
        return found


def scanner_of(address: str, timeout_seconds: float, takes_unscanned: bool) -> Scanner | None:
    """None where no address is configured."""
    return Scanner(address, timeout_seconds, takes_unscanned) if address else None


def frames(content: bytes, size: int = CHUNK) -> Iterator[bytes]:
    """What is written to clamd for one file."""
    yield b"zINSTREAM\0"
    for start in range(0, len(content), size):
        chunk = content[start : start + size]
        yield struct.pack("!I", len(chunk)) + chunk
    yield struct.pack("!I", 0)


def verdict_of(answer: bytes) -> Verdict:
    """What clamd's answer says; anything but a plain yes or no is no answer."""
    words = answer.split(b"\0", 1)[0].decode("utf-8", "replace").strip().removeprefix("stream:").strip()
    if words == "OK":
        return CLEAN
    if words.endswith(" FOUND"):
        return Verdict(Outcome.INFECTED, words.removesuffix(" FOUND").strip())
    return UNREACHED


def place_of(address: str) -> str | tuple[str, int]:
    """A path stays a path; "host:3310" and "[::1]:3310" become host and port. Raises ValueError."""
    if "/" in address:
        return address
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdecimal():
        raise ValueError(f"not a socket path and not host:port: {address}")
    return host.strip("[]"), int(port)


def _asked(content: bytes, address: str, timeout_seconds: float) -> bytes:
    with _connected(place_of(address), timeout_seconds) as line:
        with suppress(
            BrokenPipeError, ConnectionResetError
        ):  # it may answer and hang up before it has heard all
            for frame in frames(content):
                line.sendall(frame)
        return _answer(line)


def _connected(place: str | tuple[str, int], timeout_seconds: float) -> socket.socket:
    if isinstance(place, tuple):
        return socket.create_connection(place, timeout_seconds)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(timeout_seconds)
        line.connect(place)
    except BaseException:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> bytes:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said
