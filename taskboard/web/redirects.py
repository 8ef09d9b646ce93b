"""Where to go after an act: only to addresses of this site."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import url_for


def local_target(target: str | None, fallback: str | None = None) -> str:
    """A path of this site, whatever was sent: never an address elsewhere."""
    fallback = fallback or url_for("web.home")
    if not target or "\\" in target or any(ord(char) < 32 for char in target):
        return fallback
    parts = urlsplit(target)
    is_local = (
        not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith("//")
    )
    return target if is_local else fallback
