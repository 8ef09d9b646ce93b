"""How large a request may be: small for everything, large only where files are taken.

Set before the body is read: the check of the form's token reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from taskboard.core import Core

View = TypeVar("View", bound=Callable[..., Any])
FORM_BYTES = 8 * 1024 * 1024
"""The longest conclusion text and its form, generously."""


def takes_files(view: View) -> View:
    """Mark a view whose form carries attachments."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = FORM_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = FORM_BYTES
    app.before_request(_allow_files)


def _allow_files() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False):
        core: Core = current_app.extensions["taskboard"]
        settings = core.settings
        request.max_content_length = settings.max_file_bytes * settings.max_files_per_report + FORM_BYTES
