"""Secrets that must be read again (the seed of a second factor) lie sealed in the database: a copy of it opens nothing.

The key is drawn from TASKBOARD_SECRET_KEY. Whoever changes that key makes what was sealed unreadable: second factors are
set up anew then (`flask accounts reset-second-factor`).
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from taskboard.domain.errors import RuleBroken

_PURPOSE = b"taskboard second factor"


def _box(secret_key: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str, *, secret_key: str) -> str:
    return _box(secret_key).encrypt(text.encode()).decode()


def unseal(sealed: str, *, secret_key: str) -> str:
    """Raises RuleBroken('factor_unreadable') when the key is another than the one it was sealed with."""
    try:
        return _box(secret_key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise RuleBroken("factor_unreadable") from None
