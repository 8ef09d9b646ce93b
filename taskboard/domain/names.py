"""Names of people, posts and units as they are kept: one line, nothing in them that turns the words around it."""

from __future__ import annotations

import unicodedata

from taskboard.domain.text import clean_line

LONGEST = {"title": 300, "wording": 8000, "source_number": 120, "source_body": 300}
"""Characters of what an order is called, says and comes from, whichever way it comes in: a form, the API, a file."""


def clean_name(text: str) -> str:
    """NFC on one line: no control character, no mark of direction, single spaces. Emoji and joiners stay."""
    on_one_line = "".join(" " if _is_control(char) else char for char in text)
    return " ".join(clean_line(on_one_line).split())


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs")
