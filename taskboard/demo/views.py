"""The sample city's business day, moved from the banner."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.demo import actions
from taskboard.domain.authority import Permission
from taskboard.settings import queries as settings
from taskboard.web.context import core
from taskboard.web.guard import acting, guard
from taskboard.web.redirects import local_target
from taskboard.wording import day_text, weekday_text

bp = Blueprint("demo", __name__)


@bp.post("/demo/next-day")
@guard(Permission.SIGNED_IN)
def next_day() -> ResponseReturnValue:
    """Only where the day is an offset: a real installation has no such address."""
    if not core().clock.is_shifted:
        abort(404)
    day = actions.move_day(core(), acting=acting())
    words = {"weekday": weekday_text(day), "day": day_text(day)}
    if settings.calendar().is_working_day(day):
        said = _("Đã sang %(weekday)s, ngày %(day)s. Thư nhắc của ngày đã được lập.", **words)
    else:
        said = _("Đã sang %(weekday)s, ngày %(day)s. Ngày nghỉ, không lập thư nhắc.", **words)
    flash(said, "done")
    return redirect(
        local_target(request.headers.get("Referer", "").removeprefix(request.host_url.rstrip("/")))
    )
