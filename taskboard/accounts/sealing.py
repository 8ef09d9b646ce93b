"""Secrets that must be read again (the seed of a second factor, what signs a webhook) lie sealed in the database: a copy of it opens nothing.

The key is drawn from TASKBOARD_SECRET_KEY. Whoever changes that key makes what was sealed unreadable: second factors are
set up anew then (`flask accounts reset-second-factor`).
"""

from __future__ import annotations

import base64
from enum import Enum

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from taskboard.domain.errors import RuleBroken


class Purpose(Enum):
    """What is sealed for one purpose opens for no other. The second word is what a page says when it cannot be read."""

    SECOND_FACTOR = (b"taskboard second factor", "factor_unreadable")
    WEBHOOK = (b"taskboard webhook", "webhook_secret_unreadable")


def _box(secret_key: str, purpose: Purpose) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=purpose.value[0]).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str, *, secret_key: str, purpose: Purpose = Purpose.SECOND_FACTOR) -> str:
    return _box(secret_key, purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, secret_key: str, purpose: Purpose = Purpose.SECOND_FACTOR) -> str:
    """Raises RuleBroken('factor_unreadable' or the purpose's own) when it was sealed with another key."""
    try:
        return _box(secret_key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise RuleBroken(purpose.value[1]) from None
