"""Where to go after an act: only to addresses of this site."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from flask import request, url_for

NOWHERE = SplitResult("", "", "", "", "")


def split(address: str) -> SplitResult:
    """The parts of an address that somebody sent; of what is none at all ("//["), empty ones."""
    try:
        return urlsplit(address)
    except ValueError:
        return NOWHERE


def local_target(target: str | None, fallback: str | None = None) -> str:
    """A path of this site, whatever was sent: never an address elsewhere."""
    fallback = fallback or url_for("web.home")
    if not target or "\\" in target or any(ord(char) < 32 for char in target):
        return fallback
    parts = split(target)
    is_local = (
        parts != NOWHERE
        and not parts.scheme
        and not parts.netloc
        and target.startswith("/")
        and not target.startswith("//")
    )
    return target if is_local else fallback


def page_of_form() -> str:
    """The page the form stood on, as the browser says; only its path is taken, so it cannot lead elsewhere."""
    parts = split(request.referrer or "")
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
