"""Names of people, posts and units as they are kept: one line, nothing in them that turns the words around it."""

from __future__ import annotations

import unicodedata

from taskboard.domain.text import clean_line

_TURNING = frozenset(
    "\u00ad\u200b\u2060\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
"""Marks of writing direction, which make a page or a mail read backwards, and blanks of no width, which make two names of one."""


def clean_name(text: str) -> str:
    """NFC on one line: no control character, no mark of direction, single spaces. Emoji and joiners stay."""
    kept = "".join(" " if _is_control(char) else char for char in text if char not in _TURNING)
    return " ".join(clean_line(kept).split())


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs")
