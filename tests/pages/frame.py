"""A bare application around the templates: no database, no accounts, the policy of the product."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect

from taskboard.web import drawing, labels, language, styleguide

WEB = Path(styleguide.__file__).parent
POLICY = "default-src 'self'; img-src 'self' data:"
SHELL: dict[str, Any] = {
    "body_name": "UBND thành phố Nam Định",
    "product": "Theo dõi chỉ đạo",
    "person": {"full_name": "Lê Thu Hà", "initials": "LH", "post_title": "Văn phòng HĐND và UBND"},
    "may_search": True,
    "nav": [{"label": "Quá hạn", "url": "/overdue", "icon": "alarm", "is_current": True, "count": 24}],
    "bar": [{"label": "Quá hạn", "url": "/overdue", "icon": "alarm", "is_current": True, "count": 24}],
    "more": [{"label": "Nhật ký", "url": "/journal", "icon": "clock-history", "is_current": False}],
    "tabs": [{"label": "Việc", "url": "/", "icon": "list-check", "is_current": False, "count": None}],
    "theme": "auto",
    "locale": "vi",
    "banners": [],
}


def bare_app() -> Flask:
    """Draws any template; the three posts of the frame answer with nothing."""
    app = Flask(
        "frame", static_folder=WEB / "static", static_url_path="/static", template_folder=WEB / "templates"
    )
    app.config.update(SECRET_KEY="for these tests alone")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["state_label"] = labels.state
    Babel(app, default_locale="vi")
    app.jinja_env.globals["drawing"] = drawing
    app.jinja_env.globals["_n"] = language.counted_on_page
    Bootstrap5(app)
    CSRFProtect(app)
    _posts_of_the_frame(app)
    app.after_request(_strict)
    return app


def _posts_of_the_frame(app: Flask) -> None:
    for name, endpoints in {"web": ("set_theme", "set_language"), "accounts": ("sign_out",)}.items():
        blueprint = Blueprint(name, __name__, url_prefix=f"/{name}")
        for endpoint in endpoints:
            blueprint.add_url_rule(f"/{endpoint}", endpoint, lambda: "", methods=["POST"])
        app.register_blueprint(blueprint)


def _strict(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response
