"""Vietnamese first, English by a switch."""

from __future__ import annotations

from flask import request
from flask_login import current_user

LOCALES = ("vi", "en")
COOKIE = "taskboard_locale"


def current_locale() -> str:
    """The switch of this browser, else the person's choice, else Vietnamese."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LOCALES:
        return chosen
    if current_user and current_user.is_authenticated:
        return str(current_user.person.locale)
    return "vi"
