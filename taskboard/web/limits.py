"""How large a request may be: small for everything, large only where files are taken; and what a report may carry.

The first is set before the body is read, for the check of the form's token reads it: by what the machine takes. What
the city allows within that (settings) is checked once the report is filed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, current_app, request

from taskboard.core import Core
from taskboard.settings import queries as city_settings
from taskboard.web.context import settings as installation
from taskboard.web.context import today

View = TypeVar("View", bound=Callable[..., Any])
FORM_BYTES = 8 * 1024 * 1024
"""The longest conclusion text and its form, generously."""


MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Where attachments of a report go, how large and how many they may be."""

    root: Path
    max_bytes: int
    max_files: int

    @property
    def max_mb(self) -> int:
        return self.max_bytes // MEGABYTE


def file_limits() -> FileLimits:
    """As the city has set them, never more than the machine takes."""
    machine = installation()
    asked = city_settings.values_on(("file_megabytes", "files_per_report"), today())
    return FileLimits(
        machine.files_dir,
        min(asked["file_megabytes"] * MEGABYTE, machine.max_file_bytes),
        min(asked["files_per_report"], machine.max_files_per_report),
    )


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
        allow_files()


def allow_files() -> None:
    """This request may be as large as the most files the machine takes."""
    core: Core = current_app.extensions["taskboard"]
    settings = core.settings
    request.max_content_length = settings.max_file_bytes * settings.max_files_per_report + FORM_BYTES
