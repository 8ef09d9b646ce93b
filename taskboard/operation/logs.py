"""Logs: one JSON object a line, with the request's id and nothing about persons.

No addresses of pages (they carry tokens, codes and search words), no names, no client addresses: the route's name, how it ended,
how long it took. Who did what stands in the journal, under its own rights.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

FACTS = ("request_id", "endpoint", "method", "status", "milliseconds")
"""What a record may carry beside its message."""


class JsonLines(logging.Formatter):
    """A line a machine reads; a fault brings its traceback along in one field."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        said |= {name: getattr(record, name) for name in FACTS if getattr(record, name, None) is not None}
        if record.exc_info:
            said["fault"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


class RequestId(logging.Filter):
    """Puts the id of the request at hand on every record made during it."""

    def __init__(self, id_at_hand: Callable[[], str | None]) -> None:
        super().__init__()
        self._id_at_hand = id_at_hand

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "request_id"):
            record.request_id = self._id_at_hand()
        return True


def set_up(*, level: str, is_json: bool, id_at_hand: Callable[[], str | None]) -> None:
    """The level of everything under "taskboard"; every logger's lines as JSON on standard error where that is asked for.

    In plain words the web server's and the test runner's own handlers say it.
    """
    root = logging.getLogger()
    logging.getLogger("taskboard").setLevel(level)
    root.handlers = [one for one in root.handlers if not isinstance(one, _OurHandler)]
    if is_json:
        handler = _OurHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        handler.addFilter(RequestId(id_at_hand))
        root.addHandler(handler)


class SkippedTicks(logging.Filter):
    """Takes away APScheduler's warning that a job still runs at its next tick: it is meant to wait, and tells of itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "maximum number of running instances reached" not in str(record.msg)


class _OurHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Ours to take away again: an application made twice in one process speaks once."""
