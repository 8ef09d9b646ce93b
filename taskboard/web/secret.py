"""Without a secret key nothing can be signed: say so in one sentence instead of failing on every page."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

NEEDED = (
    "Chưa đặt TASKBOARD_SECRET_KEY, nên chưa phục vụ được trang nào. Đề nghị đặt một chuỗi ngẫu nhiên dài rồi khởi động lại.\n"
    "TASKBOARD_SECRET_KEY is not set, so no page can be served. Set it to a long random string and start again.\n"
)
OPEN = frozenset({"web.healthz", "web.readyz", "operation.figures", "static", "bootstrap.static"})


def init_app(app: Flask) -> None:
    app.before_request(_need_secret)


def _need_secret() -> Response | None:
    if current_app.secret_key or request.endpoint in OPEN:
        return None
    return Response(NEEDED, status=503, mimetype="text/plain")
