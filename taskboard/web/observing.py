"""Each request gets an id, a line in the log and a place in the figures."""

from __future__ import annotations

import logging
import re
import secrets
from time import perf_counter

from flask import Flask, Response, g, has_request_context, request

from taskboard.core import Core
from taskboard.operation import logs, metrics

logger = logging.getLogger("taskboard.web")
HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = frozenset({"static", "bootstrap.static", "web.healthz", "web.readyz", "operation.figures"})
"""Counted, but not worth a line each."""


def init_app(app: Flask) -> None:
    core: Core = app.extensions["taskboard"]
    logs.set_up(level=core.settings.log_level, is_json=core.settings.logs_json, id_at_hand=request_id)
    believes = core.settings.trusted_proxies > 0

    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "") if believes else ""
        g.request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
        g.began_at = perf_counter()

    app.after_request(_observe)


def request_id() -> str | None:
    """The id of the request at hand; a person may read it out to the Office, a log is found by it."""
    return g.get("request_id") if has_request_context() else None


def _observe(response: Response) -> Response:
    if "began_at" not in g:
        return response  # refused before anything began
    seconds = perf_counter() - g.began_at
    endpoint = request.endpoint or "none"
    metrics.observe(endpoint, request.method, response.status_code, seconds)
    response.headers[HEADER] = g.request_id
    if endpoint not in QUIET:
        logger.info(
            "answered",
            extra={
                "endpoint": endpoint,
                "method": request.method,
                "status": response.status_code,
                "milliseconds": round(seconds * 1000, 1),
            },
        )
    return response
