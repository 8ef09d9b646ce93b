"""What a monitor reads."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST

from taskboard.domain.authority import Permission
from taskboard.operation import metrics
from taskboard.web.context import core, settings
from taskboard.web.guard import guard

bp = Blueprint("operation", __name__)
LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")


@bp.get("/metrics")
@guard(Permission.PUBLIC)
def figures() -> ResponseReturnValue:
    """Counts and times, no names. From this machine itself, or with the monitor's token; to others it does not exist."""
    if not (_is_this_machine() or _has_token()):
        abort(404)
    return Response(metrics.render(core()), content_type=CONTENT_TYPE_LATEST)


def _is_this_machine() -> bool:
    """Behind a proxy every request seems to come from here: one that was passed on is not from here."""
    was_passed_on = any(name in request.headers for name in FORWARDED)
    return request.remote_addr in LOOPBACK and not was_passed_on


def _has_token() -> bool:
    token = settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return token is not None and hmac.compare_digest(token.encode(), given.encode())
