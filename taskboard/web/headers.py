"""Security headers on every answer (decision 29): nothing inline, nothing from elsewhere, nothing framed."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, current_app, request
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from taskboard.core import Core

CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


KEPT_BY_CACHES = ("static", "bootstrap.static", "settings.emblem_file")
"""The same for everybody; all else belongs to the person who asked."""


def init_app(app: Flask) -> None:
    core: Core = app.extensions["taskboard"]
    if core.settings.trusted_proxies:
        count = core.settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("X-Frame-Options", "DENY")
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    core = cast(Core, current_app.extensions["taskboard"])
    if core.settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint not in KEPT_BY_CACHES and current_user.is_authenticated:
        headers["Cache-Control"] = "no-store"
    return response
