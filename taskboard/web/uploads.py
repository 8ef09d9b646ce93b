"""Files as they come in: looked at by the virus scanner before the transaction that will keep them begins (ADR 0004)."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask, current_app, g, request

from taskboard.files.actions import Upload
from taskboard.files.scanning import NOT_ASKED, Scanner, Verdict, scanner_of
from taskboard.web.context import settings


def init_app(app: Flask) -> None:
    """After the check of the form's token: nothing is scanned for whoever was not given the form."""
    app.before_request(_look_at_files)


def scanner() -> Scanner | None:
    """The installation's own, if one is configured."""
    chosen = settings()
    return scanner_of(chosen.clamd, chosen.clamd_timeout_seconds, chosen.takes_unscanned_files)


def _look_at_files() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method == "POST" and getattr(view, "takes_files", False):
        look_at_files()


def look_at_files() -> None:
    """Have every file of this request scanned; `upload_of` then knows what was said of it."""
    asked = scanner()
    if asked is None:
        return
    g.verdicts = {}
    for files in request.files.lists():
        for file in files[1]:
            content = file.stream.read()
            file.stream.seek(0)
            if content:
                g.verdicts[_digest(content)] = asked.look_at(content)


def upload_of(name: str | None, content: bytes) -> Upload:
    """A file with what the scanner said of it."""
    verdicts: dict[str, Verdict] = g.get("verdicts", {})
    return Upload(name or "", content, verdicts.get(_digest(content), NOT_ASKED) if verdicts else NOT_ASKED)


def uploads_of(files: list[Any] | None) -> list[Upload]:
    """Those of a multiple file field that were really chosen."""
    return [upload_of(file.filename, file.read()) for file in files or [] if file]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
