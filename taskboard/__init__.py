"""Taskboard: from the chair's conclusions to results."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application: settings, database, sign-in, features, commands, error pages.

    Imports stand inside so that the pure domain can be used without a web framework.
    """
    import os

    from flask import Flask

    from config import Settings
    from taskboard import cli, models, web  # noqa: F401  (models: metadata must be whole)
    from taskboard.clock import OFFSET_FILE, Clock
    from taskboard.core import Core
    from taskboard.db import db

    settings = settings or Settings.from_environment(os.environ)
    settings.instance_dir.mkdir(parents=True, exist_ok=True)
    app = Flask(
        "taskboard",
        instance_path=str(settings.instance_dir.resolve()),
        static_folder="web/static",
        static_url_path="/static",
        template_folder="web/templates",
    )
    app.config.from_mapping(_flask_config(settings))
    app.extensions["taskboard"] = Core(settings, Clock(settings.zone, settings.instance_dir / OFFSET_FILE))
    db.init_app(app)
    _init_migrations(app)
    web.init_app(app)
    cli.init_app(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    # a statement that fails is logged without what it carried: hashes of tokens, words of reports, addresses
    engine: dict[str, object] = {"pool_pre_ping": True, "hide_parameters": True}
    of_this_host = "__Host-" if settings.is_https else ""  # over TLS no sibling host can set a cookie of ours
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.resolved_database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine,
        "TESTING": settings.testing,
        "TRUSTED_HOSTS": settings.trusted_hosts,
        # styles, icons, scripts: one day, then asked again by their ETag
        "SEND_FILE_MAX_AGE_DEFAULT": 24 * 3600,
        "SESSION_COOKIE_NAME": f"{of_this_host}taskboard",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "REMEMBER_COOKIE_NAME": f"{of_this_host}taskboard_remember",
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.is_https,
        "WTF_CSRF_TIME_LIMIT": None,  # a form may stay open over lunch
        "BABEL_DEFAULT_LOCALE": "vi",
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        "BOOTSTRAP_SERVE_LOCAL": True,
    }


def _init_migrations(app: Flask) -> None:
    from pathlib import Path

    from flask_migrate import Migrate

    from taskboard.db import db

    Migrate(app, db, directory=str(Path(__file__).resolve().parent.parent / "migrations"))
