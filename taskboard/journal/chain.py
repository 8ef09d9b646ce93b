"""The arithmetic of the chain: what proves that an entry, and all before it, are as they were written."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Protocol

from taskboard.domain.events import Channel
from taskboard.journal.models import moment_text

ORIGIN = "0" * 64
"""What the first entry of a chain follows."""


class Said(Protocol):
    """What an entry says, as a row or on its way to become one."""

    @property
    def previous_hash(self) -> str: ...
    @property
    def subject_kind(self) -> str: ...
    @property
    def subject_id(self) -> int: ...
    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def event(self) -> str: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def post_id(self) -> int | None: ...
    @property
    def on_behalf_of_id(self) -> int | None: ...
    @property
    def channel(self) -> Channel: ...
    @property
    def details(self) -> str: ...


def entry_hash(entry: Said) -> str:
    """SHA-256 over the previous hash and everything the entry says."""
    parts = (
        entry.previous_hash,
        entry.subject_kind,
        str(entry.subject_id),
        str(entry.seq),
        moment_text(entry.at),
        entry.event,
        str(entry.actor_id or ""),
        str(entry.post_id or ""),
        str(entry.on_behalf_of_id or ""),
        entry.channel.value,
        entry.details,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def seal_mac(key: bytes, last_id: int, count: int, digest: str) -> str:
    """HMAC of one seal: only who holds the key can make it again."""
    return hmac.new(key, f"{last_id}:{count}:{digest}".encode(), hashlib.sha256).hexdigest()
