"""Common passwords, Vietnamese and English, in plain letters: what people type first, and so do those who guess."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_name("common_passwords.txt")


@cache
def common_passwords() -> frozenset[str]:
    """Without accents, signs and figures around them: `matkhau` stands for `Mật khẩu@2026` too."""
    return frozenset(_LIST.read_text("utf-8").split())
