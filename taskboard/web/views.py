"""The home of each role, preferences of one browser, and what a monitor asks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from taskboard.accounts import actions as accounts
from taskboard.db import db
from taskboard.domain.authority import Permission
from taskboard.web import homes, styleguide
from taskboard.web.guard import guard
from taskboard.web.language import COOKIE as LOCALE_COOKIE
from taskboard.web.language import LOCALES
from taskboard.web.redirects import local_target
from taskboard.web.shell import THEME_COOKIE, THEMES

bp = Blueprint("web", __name__)
YEAR_SECONDS = 365 * 24 * 3600


@bp.get("/")
@guard(Permission.SIGNED_IN)
def home() -> ResponseReturnValue:
    return homes.render()


@bp.get("/overdue")
@guard(Permission.VIEW_TASK)
def overdue() -> ResponseReturnValue:
    """The board of what is late, by the address people remember."""
    return homes.render_overdue()


@bp.get("/styleguide")
@guard(Permission.PUBLIC)
def components() -> ResponseReturnValue:
    """Every component with the longest names of the city; for those who work on the product, so never in production."""
    if not (current_app.debug or current_app.testing):
        abort(404)
    return render_template("styleguide.html", **styleguide.context())


@bp.post("/preferences/theme")
@guard(Permission.PUBLIC)
def set_theme() -> ResponseReturnValue:
    theme = request.form.get("theme", "auto")
    response = redirect(local_target(request.form.get("next")))
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return response


@bp.post("/preferences/language")
@guard(Permission.PUBLIC)
def set_language() -> ResponseReturnValue:
    locale = request.form.get("locale", "vi")
    response = redirect(local_target(request.form.get("next")))
    if locale in LOCALES:
        response.set_cookie(
            LOCALE_COOKIE,
            locale,
            max_age=YEAR_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
        if current_user.is_authenticated:
            accounts.set_locale(current_user.person, locale)
    return response


@bp.get("/healthz")
@guard(Permission.PUBLIC)
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
@guard(Permission.PUBLIC)
def readyz() -> ResponseReturnValue:
    """The database answers and its schema is the one this code was written for."""
    config = current_app.extensions["migrate"].migrate.get_config()
    wanted = ScriptDirectory.from_config(config).get_current_head()
    try:
        found = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    except sa.exc.SQLAlchemyError:
        found = None
    is_ready = found == wanted
    return {
        "status": "ok" if is_ready else "schema",
        "schema": found,
        "expected": wanted,
    }, 200 if is_ready else 503
